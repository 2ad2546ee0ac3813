//! Figures of the pipeline for `/metrics` and the system page.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters since the start. Read with the accessors of [`PipelineMetrics::snapshot`].
#[derive(Debug, Default)]
pub struct PipelineMetrics {
    pub(crate) records: AtomicU64,
    pub(crate) batches: AtomicU64,
    pub(crate) events: AtomicU64,
    pub(crate) duplicates: AtomicU64,
    pub(crate) invalid: AtomicU64,
    pub(crate) raw: AtomicU64,
    pub(crate) attachments: AtomicU64,
    pub(crate) damaged: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) refused_records: AtomicU64,
    pub(crate) decode_us: AtomicU64,
    pub(crate) commit_us: AtomicU64,
    pub(crate) append_us: AtomicU64,
    pub(crate) index_us: AtomicU64,
    pub(crate) index_commits: AtomicU64,
}

/// The counters at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PipelineSnapshot {
    /// Queue records read.
    pub records: u64,
    /// Batches committed.
    pub batches: u64,
    /// New events counted.
    pub events: u64,
    /// Items that were stored before.
    pub duplicates: u64,
    /// Items broken beyond use.
    pub invalid: u64,
    /// Items kept raw.
    pub raw: u64,
    /// Attachments stored.
    pub attachments: u64,
    /// Records the queue or the decoder set aside as damaged.
    pub damaged: u64,
    /// Calls to a store that were repeated.
    pub retries: u64,
    /// Records a store refused for good; their items count as invalid.
    pub refused_records: u64,
    /// Time spent taking records apart, over all workers, in microseconds.
    pub decode_us: u64,
    /// Time in metadata transactions.
    pub commit_us: u64,
    /// Time in appends to the event store.
    pub append_us: u64,
    /// Time in commits of the event store.
    pub index_us: u64,
    /// Commits of the event store.
    pub index_commits: u64,
}

impl PipelineMetrics {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }

    /// All counters.
    pub fn snapshot(&self) -> PipelineSnapshot {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        PipelineSnapshot {
            records: get(&self.records),
            batches: get(&self.batches),
            events: get(&self.events),
            duplicates: get(&self.duplicates),
            invalid: get(&self.invalid),
            raw: get(&self.raw),
            attachments: get(&self.attachments),
            damaged: get(&self.damaged),
            retries: get(&self.retries),
            refused_records: get(&self.refused_records),
            decode_us: get(&self.decode_us),
            commit_us: get(&self.commit_us),
            append_us: get(&self.append_us),
            index_us: get(&self.index_us),
            index_commits: get(&self.index_commits),
        }
    }
}
