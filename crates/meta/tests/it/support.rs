//! A store in a folder of its own.

use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::StoreResult;
use tempfile::TempDir;

/// A folder that goes with the test.
pub(crate) struct Home {
    pub(crate) dir: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.dir.path().join("meta.db")
    }

    pub(crate) fn try_open(&self) -> StoreResult<SqliteMeta> {
        SqliteMeta::open(SqliteOptions::new(self.file()))
    }

    pub(crate) fn open(&self) -> SqliteMeta {
        self.try_open().unwrap()
    }
}
