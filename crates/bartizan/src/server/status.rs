//! What the process knows of itself.

use std::path::PathBuf;

use bartizan_api::{DiskStatus, SystemStatus};
use bartizan_domain::Timestamp;

use super::adapters;

/// Size of a memory page on the platforms we run on.
const PAGE_BYTES: u64 = 4096;

pub(super) struct ProcessStatus {
    pub started: Timestamp,
    pub data_dir: PathBuf,
    pub reserve_bytes: u64,
}

impl SystemStatus for ProcessStatus {
    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn started_at(&self) -> Timestamp {
        self.started
    }

    fn memory_rss_bytes(&self) -> Option<u64> {
        let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
        let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
        Some(pages * PAGE_BYTES)
    }

    fn disk(&self) -> DiskStatus {
        let disk = adapters::disk(&self.data_dir).unwrap_or_default();
        DiskStatus { total_bytes: disk.total_bytes, free_bytes: disk.free_bytes, reserve_bytes: self.reserve_bytes }
    }
}
