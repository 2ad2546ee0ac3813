//! Small durable files and folders.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::error::{At, Result};

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|f| f.sync_all()).at("sync", folder)
}

/// Replaces a file as a whole: readers see the old or the new content. With `durable` also after a power cut.
pub(crate) fn replace(path: &Path, content: &[u8], durable: bool) -> Result<()> {
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary).at("create", &temporary)?;
    file.write_all(content).at("write", &temporary)?;
    if durable {
        file.sync_data().at("sync", &temporary)?;
    }
    drop(file);
    fs::rename(&temporary, path).at("rename", path)?;
    match path.parent() {
        Some(folder) if durable => sync_folder(folder),
        _ => Ok(()),
    }
}

/// Files and bytes under a folder; what vanishes meanwhile counts as nothing.
pub(crate) fn size_of(folder: &Path) -> (u64, u64) {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(meta) if meta.is_dir() => {
                let (more_files, more_bytes) = size_of(&entry.path());
                files += more_files;
                bytes += more_bytes;
            }
            Ok(meta) => {
                files += 1;
                bytes += meta.len();
            }
            Err(_) => {}
        }
    }
    (files, bytes)
}
