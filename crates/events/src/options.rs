//! How the store is set up.

use std::path::PathBuf;

/// Settings of the embedded event store.
#[derive(Debug, Clone)]
pub struct EventsOptions {
    /// Folder that holds everything; made when it is not there.
    pub dir: PathBuf,
    /// Memory of one day's index writer, in bytes (16-64 MiB; less is raised to the index's minimum).
    pub writer_memory_bytes: usize,
    /// Index writers open at once; a day beyond them waits in memory for the next commit.
    pub max_open_writers: usize,
    /// Days kept open for reading.
    pub max_open_days: usize,
    /// A pack that has reached this size is closed and the next one begun.
    pub max_pack_bytes: u64,
    /// Compression level of payloads. Level 3 with a dictionary halves what level 1 without leaves.
    pub compression_level: i32,
    /// So many documents of one day at once mean that more wait behind them: their payloads are compressed at level 1, which
    /// takes half of the time and leaves more bytes until the pack is sealed.
    pub hurry_from: usize,
    /// Compression level of packs that are sealed. For events of 7 KB, which take 1,473 bytes before: level 3 makes 896
    /// of them in 52 us of processor time, 6 840 in 126 us, 9 764 in 143 us.
    pub sealed_level: i32,
    /// Packs of a day are sealed when the day ended so long ago, in seconds; `None` for never.
    pub seal_after_seconds: Option<u64>,
    /// They are not while the day still changes: it must have been left alone for so long, in seconds.
    pub seal_quiet_seconds: u64,
    /// Nothing is sealed when it could leave fewer bytes free on the disk.
    pub reserve_free_bytes: u64,
    /// Largest trained dictionary, in bytes; 0 for none.
    pub dictionary_bytes: usize,
    /// Payloads a dictionary is trained on.
    pub dictionary_samples: usize,
    /// Memory for the filters that know which event ids are new, in bytes.
    pub filter_memory_bytes: usize,
    /// An index writer without work for so long is closed, in seconds.
    pub writer_idle_seconds: u64,
    /// Threads one query may use.
    pub query_threads: usize,
}

impl EventsOptions {
    /// Defaults for a folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            writer_memory_bytes: 24 << 20,
            max_open_writers: 3,
            max_open_days: 128,
            max_pack_bytes: 128 << 20,
            compression_level: 3,
            hurry_from: 192,
            sealed_level: 9,
            seal_after_seconds: Some(6 * 3_600),
            seal_quiet_seconds: 3_600,
            reserve_free_bytes: 512 << 20,
            dictionary_bytes: 110 << 10,
            dictionary_samples: 600,
            filter_memory_bytes: 32 << 20,
            writer_idle_seconds: 10,
            query_threads: 2,
        }
    }
}

/// What was found when the store was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Days found, over all datasets.
    pub days: usize,
    /// Days that cannot be used as they are, each a sentence naming the folder.
    pub problems: Vec<String>,
}

/// What a repack came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RepackReport {
    /// Packs that were sealed.
    pub packs: u64,
    /// Events in them.
    pub documents: u64,
    /// Bytes they took before.
    pub bytes_before: u64,
    /// Bytes they take now.
    pub bytes_after: u64,
    /// Bytes of all payloads of the store now, in sealed packs or not.
    pub payload_bytes: u64,
}
