//! Counters of the door.

use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

/// Counters of the door, for `/metrics` and the system page.
#[derive(Debug, Default)]
pub struct IngestMetrics {
    requests: AtomicU64,
    accepted: AtomicU64,
    body_bytes: AtomicU64,
    by_status: Mutex<FxHashMap<u16, u64>>,
    refusals: Mutex<FxHashMap<&'static str, u64>>,
    outcomes_lost: AtomicU64,
}

/// Counters at a moment. All count from the start of the process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetricsSnapshot {
    /// Requests answered.
    pub requests: u64,
    /// Records appended to the queue.
    pub accepted: u64,
    /// Bytes of bodies appended, as they came.
    pub body_bytes: u64,
    /// Answers by status, in order of status.
    pub by_status: Vec<(u16, u64)>,
    /// Refusals by reason, in order of reason.
    pub refusals: Vec<(&'static str, u64)>,
    /// Items whose outcome could not be kept until it was written.
    pub outcomes_lost: u64,
    /// Bytes of bodies in memory now.
    pub body_memory_bytes: u64,
}

impl IngestMetrics {
    pub(crate) fn count_answer(&self, status: StatusCode) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        *self.by_status.lock().entry(status.as_u16()).or_default() += 1;
    }

    pub(crate) fn count_accepted(&self, body_bytes: usize) {
        self.accepted.fetch_add(1, Ordering::Relaxed);
        self.body_bytes.fetch_add(body_bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn count_refusal(&self, reason: &'static str) {
        *self.refusals.lock().entry(reason).or_default() += 1;
    }

    pub(crate) fn count_lost_outcomes(&self, quantity: u64) {
        self.outcomes_lost.fetch_add(quantity, Ordering::Relaxed);
    }

    /// The counters now.
    pub fn snapshot(&self) -> MetricsSnapshot {
        let mut by_status: Vec<_> = self.by_status.lock().iter().map(|(k, v)| (*k, *v)).collect();
        by_status.sort_unstable();
        let mut refusals: Vec<_> = self.refusals.lock().iter().map(|(k, v)| (*k, *v)).collect();
        refusals.sort_unstable();
        MetricsSnapshot {
            requests: self.requests.load(Ordering::Relaxed),
            accepted: self.accepted.load(Ordering::Relaxed),
            body_bytes: self.body_bytes.load(Ordering::Relaxed),
            by_status,
            refusals,
            outcomes_lost: self.outcomes_lost.load(Ordering::Relaxed),
            body_memory_bytes: 0,
        }
    }
}
