//! How to open the store.

use std::path::PathBuf;
use std::time::Duration;

/// Longest wait for another writer, here or in another process, before a call answers `Unavailable`.
const DEFAULT_BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that read beside the writer.
const DEFAULT_READERS: usize = 3;
/// Page cache of the writer in KiB; filled only as needed.
const DEFAULT_WRITER_CACHE_KIB: u32 = 16 * 1024;
/// Page cache of each reader in KiB.
const DEFAULT_READER_CACHE_KIB: u32 = 2 * 1024;
/// Bytes of the file that may be mapped into memory; mapped pages that are touched count as resident.
const DEFAULT_MMAP_BYTES: u64 = 32 << 20;

/// Options of [`crate::SqliteMeta`].
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// The database file; made when missing.
    pub path: PathBuf,
    /// Longest wait for another writer.
    pub busy_timeout: Duration,
    /// Reading connections, at least one.
    pub readers: usize,
    /// Page cache of the writer in KiB.
    pub writer_cache_kib: u32,
    /// Page cache of each reader in KiB.
    pub reader_cache_kib: u32,
    /// Bytes of the file that may be mapped into memory.
    pub mmap_bytes: u64,
}

impl SqliteOptions {
    /// The defaults for a file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            busy_timeout: DEFAULT_BUSY_TIMEOUT,
            readers: DEFAULT_READERS,
            writer_cache_kib: DEFAULT_WRITER_CACHE_KIB,
            reader_cache_kib: DEFAULT_READER_CACHE_KIB,
            mmap_bytes: DEFAULT_MMAP_BYTES,
        }
    }
}
