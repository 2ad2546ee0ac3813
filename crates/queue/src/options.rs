//! What an operator may set, with the defaults.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

const MIB: u64 = 1024 * 1024;

/// Asks how many bytes are free on the journal's volume; tests put their own answer here.
pub type FreeSpaceProbe = Arc<dyn Fn() -> io::Result<u64> + Send + Sync>;

/// Options of [`crate::Journal::open`].
#[derive(Clone)]
pub struct JournalOptions {
    /// The folder; made when missing. One journal at a time (a lock file says so).
    pub dir: PathBuf,
    /// A segment is closed before it would grow over this size. Default 64 MiB: small enough that a
    /// released one gives its space back soon, large enough that a new file is rare.
    pub segment_bytes: u64,
    /// Largest record. Default 210 MiB: an envelope may be 200 MiB.
    pub max_record_bytes: usize,
    /// Most bytes of all segments; over it appends are `Full`. Default 8 GiB.
    pub max_total_bytes: u64,
    /// Free bytes to leave on the volume; under it appends are `Full`. Default 512 MiB.
    pub reserve_free_bytes: u64,
    /// Most appends waiting for the disk; over it they are `Unavailable`. Default 10,000.
    pub max_waiting: usize,
    /// Most bytes of waiting appends (a single larger one is still taken). Default 64 MiB.
    pub max_waiting_bytes: usize,
    /// The next offset is never below this. Give the reader's checkpoint plus one, so that a journal
    /// that was lost or restored from an older backup never gives an offset a second time.
    pub min_next: u64,
    /// When everything is released, the newest segment is closed and deleted once it has this size, or
    /// when the journal has been idle for some seconds. Default 4 MiB.
    pub rotate_released_bytes: u64,
    /// Replaces the question to the file system.
    pub free_space: Option<FreeSpaceProbe>,
}

impl JournalOptions {
    /// The defaults for a folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            segment_bytes: 64 * MIB,
            max_record_bytes: (210 * MIB) as usize,
            max_total_bytes: 8 * 1024 * MIB,
            reserve_free_bytes: 512 * MIB,
            max_waiting: 10_000,
            max_waiting_bytes: (64 * MIB) as usize,
            min_next: 1,
            rotate_released_bytes: 4 * MIB,
            free_space: None,
        }
    }
}

impl fmt::Debug for JournalOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalOptions")
            .field("dir", &self.dir)
            .field("segment_bytes", &self.segment_bytes)
            .field("max_record_bytes", &self.max_record_bytes)
            .field("max_total_bytes", &self.max_total_bytes)
            .field("reserve_free_bytes", &self.reserve_free_bytes)
            .field("min_next", &self.min_next)
            .finish_non_exhaustive()
    }
}
