//! One server to a data folder: a lock file held while it runs.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};

/// File in the data folder that carries the lock.
pub(crate) const LOCK_FILE: &str = "bartizan.lock";

/// Held as long as it lives; the kernel lets go of it with the process, also after a crash.
#[derive(Debug)]
pub(crate) struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the folder for this process.
    pub(crate) fn take(data_dir: &Path) -> Result<Self> {
        match Self::try_take(data_dir)? {
            Some(lock) => Ok(lock),
            None => bail!("{} is in use by a running server", data_dir.display()),
        }
    }

    /// As [`Self::take`], `None` when another process holds it.
    pub(crate) fn try_take(data_dir: &Path) -> Result<Option<Self>> {
        std::fs::create_dir_all(data_dir).with_context(|| format!("cannot make {}", data_dir.display()))?;
        let path = data_dir.join(LOCK_FILE);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        Ok(flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok().then_some(Self { _file: file }))
    }
}

#[cfg(test)]
mod tests {
    use super::DataLock;

    #[test]
    fn a_folder_is_taken_once() {
        let dir = tempfile::tempdir().unwrap();
        let held = DataLock::take(dir.path()).unwrap();
        assert!(DataLock::try_take(dir.path()).unwrap().is_none());
        drop(held);
        assert!(DataLock::try_take(dir.path()).unwrap().is_some());
    }
}
