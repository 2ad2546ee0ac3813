//! What all handlers share.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bartizan_domain::Timestamp;
use bartizan_ports::directory::KeyDirectory;
use bartizan_ports::queue::Queue;

use crate::budget::MemoryBudget;
use crate::config::IngestConfig;
use crate::limiter::KeyLimiter;
use crate::metrics::{IngestMetrics, MetricsSnapshot};
use crate::outcomes::{FlushOptions, OutcomeFlusher, OutcomeRecorder};

/// Tells the time.
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What all handlers share; cheap to clone.
#[derive(Clone)]
pub struct IngestState {
    pub(crate) door: Arc<Door>,
}

pub(crate) struct Door {
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) keys: Arc<dyn KeyDirectory>,
    pub(crate) config: IngestConfig,
    pub(crate) limiter: KeyLimiter,
    pub(crate) outcomes: Arc<OutcomeRecorder>,
    pub(crate) metrics: Arc<IngestMetrics>,
    pub(crate) budget: Arc<MemoryBudget>,
    pub(crate) clock: Clock,
}

impl IngestState {
    /// A door before a queue.
    pub fn new(queue: Arc<dyn Queue>, keys: Arc<dyn KeyDirectory>, config: IngestConfig) -> Self {
        Self::with_clock(queue, keys, config, Arc::new(system_time))
    }

    /// A door with a clock of its own, for tests.
    pub fn with_clock(
        queue: Arc<dyn Queue>,
        keys: Arc<dyn KeyDirectory>,
        config: IngestConfig,
        clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ) -> Self {
        let metrics = Arc::new(IngestMetrics::default());
        let door = Door {
            queue,
            keys,
            limiter: KeyLimiter::default(),
            outcomes: Arc::new(OutcomeRecorder::new(Arc::clone(&metrics))),
            metrics,
            budget: Arc::new(MemoryBudget::new(config.max_body_memory_bytes)),
            config,
            clock,
        };
        Self { door: Arc::new(door) }
    }

    /// The background task that writes outcomes; it must run beside the router.
    pub fn flusher(&self, options: FlushOptions) -> OutcomeFlusher {
        OutcomeFlusher { options, recorder: Arc::clone(&self.door.outcomes), queue: Arc::clone(&self.door.queue) }
    }

    /// Outcomes that wait to be written.
    pub fn outcomes(&self) -> &OutcomeRecorder {
        &self.door.outcomes
    }

    /// Counters.
    pub fn metrics(&self) -> &IngestMetrics {
        &self.door.metrics
    }

    /// Counters now, with the memory that bodies take.
    pub fn snapshot(&self) -> MetricsSnapshot {
        MetricsSnapshot { body_memory_bytes: self.door.budget.used_bytes() as u64, ..self.door.metrics.snapshot() }
    }
}

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
