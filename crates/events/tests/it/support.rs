//! Stores in temporary folders.

use std::path::{Path, PathBuf};

use bartizan_events::{EventsOptions, TantivyEvents};

/// Options small enough for tests.
pub(crate) fn options(dir: &Path) -> EventsOptions {
    EventsOptions { writer_memory_bytes: 15 << 20, dictionary_samples: 100, dictionary_bytes: 8 << 10, ..EventsOptions::new(dir) }
}

/// A store in that folder, which must be whole.
pub(crate) fn open(dir: &Path) -> TantivyEvents {
    let (store, report) = TantivyEvents::open(options(dir)).expect("open");
    assert_eq!(report.problems, [] as [String; 0]);
    store
}

/// All files below a folder.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("folder").map(|entry| entry.expect("entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
