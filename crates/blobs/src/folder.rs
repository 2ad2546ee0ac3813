//! The folder: `object_store`'s local file system with its fsync switched on, and durable deletes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use object_store::local::LocalFileSystem;

/// Makes the folder when it is missing and opens it.
pub(crate) fn open(dir: &Path) -> StoreResult<(LocalFileSystem, PathBuf)> {
    let cannot = |e: io::Error| StoreError::new(ErrorKind::Unavailable, "cannot open the blob folder").caused_by(e);
    create_durably(dir).map_err(cannot)?;
    let dir = dir.canonicalize().map_err(cannot)?;
    let store = LocalFileSystem::new_with_prefix(&dir).map_err(|e| crate::error::store_error("cannot open the blob folder", e))?;
    Ok((store.with_fsync(true), dir))
}

/// Makes a folder and those above it, each entry synced; what is in them is synced with each write.
fn create_durably(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_durably(parent)?;
    }
    match fs::create_dir(dir) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => File::open(parent.unwrap_or_else(|| Path::new(".")))?.sync_all(),
    }
}

/// Makes the deletion of `key` durable, so that what was erased does not come back after a power cut.
pub(crate) async fn sync_parent(dir: &Path, key: &str) -> StoreResult<()> {
    let path = dir.join(key);
    let synced = tokio::task::spawn_blocking(move || match path.parent().map(File::open) {
        Some(Ok(parent)) => parent.sync_all(),
        Some(Err(e)) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    });
    let failed = |e| StoreError::new(ErrorKind::Unavailable, "cannot sync the blob folder").caused_by(e);
    synced.await.unwrap_or_else(|e| Err(io::Error::other(e))).map_err(failed)
}
