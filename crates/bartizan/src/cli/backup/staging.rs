//! The folder in which a backup puts together what it will pack.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::server::lock::DataLock;

/// How the folders of running and of killed backups begin.
const PREFIX: &str = ".backup-";
/// What is packed, beside the lock that says somebody is at work.
const CONTENT: &str = "content";

/// A folder on the volume of the data folder, so that hard links work; gone with this value.
pub(super) struct Staging {
    path: PathBuf,
    _lock: DataLock,
}

impl Staging {
    /// Makes one, after removing those that killed backups left: they hold on to space that the server gave back.
    pub(super) fn beside(data_dir: &Path) -> Result<Self> {
        sweep(data_dir);
        let path = data_dir.join(format!("{PREFIX}{}", std::process::id()));
        let lock = DataLock::take(&path)?;
        let staging = Self { path, _lock: lock };
        let content = staging.content();
        std::fs::create_dir_all(&content).with_context(|| format!("cannot make {}", content.display()))?;
        Ok(staging)
    }

    /// Where the copy is put.
    pub(super) fn content(&self) -> PathBuf {
        self.path.join(CONTENT)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.path).ok();
    }
}

fn sweep(data_dir: &Path) {
    let entries = std::fs::read_dir(data_dir).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()).filter(|path| is_staging(path)) {
        // A backup that still runs holds its lock, wherever it runs.
        if let Ok(Some(_lock)) = DataLock::try_take(&path) {
            std::fs::remove_dir_all(&path).ok();
        }
    }
}

fn is_staging(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX)) && path.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_backup_left_is_removed_and_a_running_one_is_let_be() {
        let data = tempfile::tempdir().unwrap();
        let killed = data.path().join(".backup-999999");
        std::fs::create_dir_all(killed.join(CONTENT)).unwrap();
        let running = data.path().join(".backup-1");
        let _running = DataLock::take(&running).unwrap();
        std::fs::write(data.path().join(".backup-notes"), "of somebody").unwrap();

        let staging = Staging::beside(data.path()).unwrap();
        let own = staging.path.clone();
        assert!(!killed.exists() && running.exists() && staging.content().is_dir());
        drop(staging);
        assert!(!own.exists() && running.exists() && data.path().join(".backup-notes").exists());
    }
}
