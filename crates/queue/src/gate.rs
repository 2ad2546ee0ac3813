//! Whether appends are taken: figures the writer publishes and everybody may look at for nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use bartizan_ports::StoreResult;

use crate::catalog::Catalog;
use crate::error::{full, unavailable};

/// Published figures and the bounds they are held against.
pub(crate) struct Gate {
    catalog: Arc<Catalog>,
    pub(crate) free_bytes: AtomicU64,
    pub(crate) broken: AtomicBool,
    pub(crate) syncs: AtomicU64,
    pub(crate) sync_time_us: AtomicU64,
    pub(crate) last_sync_us: AtomicU64,
    max_total_bytes: u64,
    reserve_free_bytes: u64,
}

impl Gate {
    pub(crate) fn new(catalog: Arc<Catalog>, max_total_bytes: u64, reserve_free_bytes: u64) -> Self {
        Self {
            free_bytes: AtomicU64::new(u64::MAX),
            catalog,
            broken: AtomicBool::new(false),
            syncs: AtomicU64::new(0),
            sync_time_us: AtomicU64::new(0),
            last_sync_us: AtomicU64::new(0),
            max_total_bytes,
            reserve_free_bytes,
        }
    }

    /// # Errors
    /// `Full` when `more` bytes would go over a bound, `Unavailable` while the disk fails.
    pub(crate) fn admits(&self, more: u64) -> StoreResult<()> {
        self.has_space(more)?;
        if self.broken.load(Relaxed) {
            return Err(unavailable("the journal is out of order after a failed write"));
        }
        Ok(())
    }

    /// # Errors
    /// `Full` when `more` bytes would go over a bound.
    pub(crate) fn has_space(&self, more: u64) -> StoreResult<()> {
        if self.free_bytes.load(Relaxed).saturating_sub(more) < self.reserve_free_bytes {
            return Err(full("the journal's disk is down to its reserve"));
        }
        if self.catalog.bytes().saturating_add(more) > self.max_total_bytes {
            return Err(full("the journal has reached its largest size"));
        }
        Ok(())
    }

    /// Whether it is time to give space back rather than to save on new files.
    pub(crate) fn is_tight(&self) -> bool {
        self.free_bytes.load(Relaxed) < self.reserve_free_bytes || self.catalog.bytes() > self.max_total_bytes / 2
    }

    pub(crate) fn is_under_reserve(&self) -> bool {
        self.free_bytes.load(Relaxed) < self.reserve_free_bytes
    }

    pub(crate) fn synced(&self, time_us: u64) {
        self.syncs.fetch_add(1, Relaxed);
        self.sync_time_us.fetch_add(time_us, Relaxed);
        self.last_sync_us.store(time_us, Relaxed);
    }
}
