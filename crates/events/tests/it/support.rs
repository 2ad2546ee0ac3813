//! Stores in temporary folders.

use std::path::{Path, PathBuf};

use bartizan_events::{EventsOptions, TantivyEvents};

/// Options small enough for tests.
pub(crate) fn options(dir: &Path) -> EventsOptions {
    EventsOptions {
        writer_memory_bytes: 15 << 20,
        hurry_from: 16,
        dictionary_samples: 100,
        dictionary_bytes: 8 << 10,
        ..EventsOptions::new(dir)
    }
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

/// A copy of a folder, to be written to.
pub(crate) fn copy_of(folder: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("folder");
    for file in files(folder) {
        let to = dir.path().join(file.strip_prefix(folder).expect("inside"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("folder");
        std::fs::copy(&file, &to).expect("copy");
    }
    dir
}

/// Takes away what stands for an open store and does not belong to its format.
pub(crate) fn remove_locks(folder: &Path) {
    let is_lock = |path: &&PathBuf| path.file_name().is_some_and(|name| name == "lock" || name.to_string_lossy().ends_with(".lock"));
    files(folder).iter().filter(is_lock).for_each(|path| std::fs::remove_file(path).expect("remove"));
}
