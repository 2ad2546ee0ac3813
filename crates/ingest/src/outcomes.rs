//! Counting what is refused: summed in memory, written to the queue once a second.

use std::sync::Arc;
use std::time::Duration;

use bartizan_domain::Timestamp;
use bartizan_domain::key::KeySettings;
use bartizan_domain::time::MINUTE_US;
use bartizan_ports::queue::Queue;
use bartizan_protocol::{AcceptedRecord, DataCategory, OutcomeCode, OutcomeCount};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::metrics::IngestMetrics;

/// Sums kept at most. Reasons are words of this program, so the number is bounded by the keys in use; the
/// rest is counted as lost.
const MAX_SUMS: usize = 50_000;
/// Sums in one record.
const MAX_COUNTS_IN_RECORD: usize = 5_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SumKey {
    organization_id: i64,
    project_id: i64,
    key_id: i64,
    category: DataCategory,
    outcome: OutcomeCode,
    reason: &'static str,
    minute_us: i64,
}

/// Sums outcomes by key, category, outcome, reason and minute.
#[derive(Debug)]
pub struct OutcomeRecorder {
    sums: Mutex<FxHashMap<SumKey, u32>>,
    metrics: Arc<IngestMetrics>,
}

impl OutcomeRecorder {
    pub(crate) fn new(metrics: Arc<IngestMetrics>) -> Self {
        Self { sums: Mutex::default(), metrics }
    }

    pub(crate) fn count(
        &self,
        key: &KeySettings,
        category: DataCategory,
        outcome: OutcomeCode,
        reason: &'static str,
        quantity: u32,
        now: Timestamp,
    ) {
        let key = SumKey {
            organization_id: key.organization_id.0,
            project_id: key.project_id.0,
            key_id: key.key_id.0,
            category,
            outcome,
            reason,
            minute_us: now.floor(MINUTE_US).0,
        };
        self.add(key, quantity);
    }

    fn add(&self, key: SumKey, quantity: u32) {
        let mut sums = self.sums.lock();
        if sums.len() >= MAX_SUMS && !sums.contains_key(&key) {
            self.metrics.count_lost_outcomes(u64::from(quantity));
            return;
        }
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(quantity);
    }

    /// Writes all sums to the queue. What the queue does not take is kept for the next time.
    pub fn flush(&self, queue: &dyn Queue) {
        let sums: Vec<(SumKey, u32)> = std::mem::take(&mut *self.sums.lock()).into_iter().collect();
        let mut refused = false;
        for part in sums.chunks(MAX_COUNTS_IN_RECORD) {
            refused = refused || queue.append_unconfirmed(record(part)).is_err();
            if refused {
                part.iter().for_each(|(key, quantity)| self.add(key.clone(), *quantity));
            }
        }
    }
}

fn record(sums: &[(SumKey, u32)]) -> bytes::Bytes {
    let count = |(key, quantity): &(SumKey, u32)| OutcomeCount {
        organization_id: key.organization_id,
        project_id: key.project_id,
        key_id: key.key_id,
        category: key.category,
        outcome: key.outcome,
        reason: key.reason.to_owned(),
        quantity: *quantity,
        timestamp_us: key.minute_us,
    };
    AcceptedRecord::Outcomes(sums.iter().map(count).collect()).encode()
}

/// When outcomes are written.
#[derive(Debug, Clone)]
pub struct FlushOptions {
    /// Time between two writings.
    pub flush_interval: Duration,
}

impl Default for FlushOptions {
    fn default() -> Self {
        Self { flush_interval: Duration::from_secs(1) }
    }
}

/// The background task that writes outcomes. It cannot fail: what the queue refuses is written later.
pub struct OutcomeFlusher {
    pub(crate) options: FlushOptions,
    pub(crate) recorder: Arc<OutcomeRecorder>,
    pub(crate) queue: Arc<dyn Queue>,
}

impl OutcomeFlusher {
    /// Runs until `shutdown` becomes true or its sender is gone, then writes a last time.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut ticks = interval(self.options.flush_interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stopped = async move {
            // A sender that is gone means shutdown too.
            let _ = shutdown.wait_for(|stop| *stop).await;
        };
        tokio::pin!(stopped);
        loop {
            tokio::select! {
                () = &mut stopped => break,
                _ = ticks.tick() => self.recorder.flush(&*self.queue),
            }
        }
        self.recorder.flush(&*self.queue);
    }
}
