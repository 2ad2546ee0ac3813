//! The loop: reads the queue, takes records apart on worker threads, hands them to the committer, makes events
//! visible, and tells the queue what it may forget.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bartizan_domain::Timestamp;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::events::EventStore;
use bartizan_ports::meta::{Batches, IssueChange};
use bartizan_ports::queue::{Offset, Queue, QueueRecord};
use bartizan_ports::turn::Turn;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use bartizan_symbols::Symbols;
use bytes::Bytes;
use parking_lot::Mutex;
use rustc_hash::FxHashSet;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::committer::{Backoff, Committer, stopped};
use crate::decode::{self, Context, Decoded};
use crate::grouping::GroupingDirectory;
use crate::metrics::PipelineMetrics;

/// Blobs written at the same time.
const BLOBS_AT_ONCE: usize = 8;
/// Batches that are decoded ahead of the committer.
const BATCHES_AHEAD: usize = 1;
/// A batch with less than this part of its records is small: the reader has caught up, and need not hurry.
const SMALL_BATCH_SHARE: usize = 4;
/// How often a pause looks whether it is time to stop, in milliseconds.
const STOP_POLL_MS: u64 = 25;

/// Gives the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Hears of changed issues once their events can be found.
pub trait Listener: Send + Sync + 'static {
    /// One entry per issue.
    fn issues_changed(&self, changes: &[IssueChange]);
}

/// Whatever the pipeline needs.
#[derive(Clone)]
pub struct PipelineDeps {
    /// First door.
    pub queue: Arc<dyn Queue>,
    /// Second door, the committer's side.
    pub meta: Arc<dyn Batches>,
    /// Third door.
    pub events: Arc<dyn EventStore>,
    /// Fourth door.
    pub blobs: Arc<dyn BlobStore>,
    /// Time.
    pub clock: Clock,
    /// Who hears of changed issues.
    pub listener: Arc<dyn Listener>,
    /// Debug files and source maps; without them frames stay as they came.
    pub symbols: Option<Symbols>,
    /// Grouping rules of all projects.
    pub grouping: Arc<GroupingDirectory>,
    /// Whose turn it is to write both stores.
    pub turn: Arc<Turn>,
}

/// Settings with their defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PipelineOptions {
    /// Threads that take records apart.
    pub workers: usize,
    /// Records in a batch.
    pub max_batch_records: usize,
    /// Bytes of records in a batch, as they are stored.
    pub max_batch_bytes: usize,
    /// Shortest time between two commits of the event store, in milliseconds.
    pub min_index_interval_ms: u64,
    /// Time between two commits while there is always more to read, in milliseconds.
    pub index_interval_ms: u64,
    /// Longest time between two commits, when they are slow, in milliseconds.
    pub max_index_interval_ms: u64,
    /// Pause after a batch that was far from full, so that the next one is worth its transaction, in milliseconds.
    pub linger_ms: u64,
    /// Days that events are kept; older ones get the time of their arrival.
    pub retention_days: u32,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        Self {
            workers: 2,
            max_batch_records: 256,
            max_batch_bytes: 4 * 1024 * 1024,
            min_index_interval_ms: 200,
            index_interval_ms: 500,
            max_index_interval_ms: 5_000,
            linger_ms: 15,
            retention_days: 90,
        }
    }
}

/// The pipeline.
pub struct Pipeline {
    deps: PipelineDeps,
    options: PipelineOptions,
    metrics: Arc<PipelineMetrics>,
}

/// A batch on its way from the reader to the writer.
struct Batch {
    decoded: Vec<Decoded>,
    up_to: Offset,
}

/// A batch that is dropped (a store failed, the pipeline stops) will be read again.
impl Drop for Batch {
    fn drop(&mut self) {
        std::mem::take(&mut self.decoded).into_iter().for_each(|decoded| decoded.output.abandon());
    }
}

impl Pipeline {
    /// A pipeline; nothing happens before [`Pipeline::run`].
    pub fn new(deps: PipelineDeps, options: PipelineOptions) -> Self {
        Self { deps, options, metrics: Arc::default() }
    }

    /// Its figures.
    pub fn metrics(&self) -> Arc<PipelineMetrics> {
        Arc::clone(&self.metrics)
    }

    /// Runs until `shutdown` says true (or its sender is gone); what was read is finished and made visible first.
    /// Failures of stores are waited out: after each the queue is read again from the checkpoints.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let committer = Committer::new(
            Arc::clone(&self.deps.meta),
            Arc::clone(&self.deps.events),
            Arc::clone(&self.metrics),
            Arc::clone(&self.deps.turn),
        );
        let committer = Arc::new(Mutex::new(committer));
        let mut pause = Backoff::default();
        loop {
            let before = self.metrics.snapshot().index_commits;
            match self.session(&committer, &shutdown).await {
                Ok(()) => return,
                Err(_) if is_stopping(&shutdown) => return,
                Err(error) => {
                    if self.metrics.snapshot().index_commits > before {
                        pause.reset();
                    }
                    if pause.is_first() {
                        tracing::warn!(%error, kind = ?error.kind, "a store failed; reading again from the checkpoints until it works");
                    }
                    PipelineMetrics::add(&self.metrics.retries, 1);
                }
            }
            tokio::select! {
                _ = shutdown.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(pause.next()) => {}
            }
        }
    }

    /// From the checkpoints on until the end or the first failure.
    async fn session(&self, committer: &Arc<Mutex<Committer>>, shutdown: &watch::Receiver<bool>) -> StoreResult<()> {
        let start = blocking({
            let committer = Arc::clone(committer);
            move || committer.lock().begin()
        })
        .await??;
        let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
        let reader = self.read(start, sender, shutdown.clone());
        let writer = self.write(committer, receiver, shutdown);
        // The writer's failure drops the receiver, which ends the reader; the reader's end lets the writer finish.
        let (read, written) = tokio::join!(reader, writer);
        written.and(read)
    }

    async fn read(&self, start: Offset, sender: mpsc::Sender<Batch>, mut shutdown: watch::Receiver<bool>) -> StoreResult<()> {
        let mut at = start;
        let mut pause = Backoff::default();
        loop {
            if is_stopping(&shutdown) || sender.is_closed() {
                return Ok(());
            }
            let batch = match self.deps.queue.read(at, self.options.max_batch_records, self.options.max_batch_bytes).await {
                Ok(batch) => batch,
                Err(error) => {
                    if pause.is_first() {
                        tracing::error!(%error, "the queue cannot be read; trying again");
                    }
                    PipelineMetrics::add(&self.metrics.retries, 1);
                    wait_or_stop(&mut shutdown, &sender, tokio::time::sleep(pause.next())).await;
                    continue;
                }
            };
            pause.reset();
            for (offset, reason) in &batch.skipped {
                tracing::error!(offset = offset.0, reason, "the queue set a damaged record aside");
            }
            PipelineMetrics::add(&self.metrics.damaged, batch.skipped.len() as u64);
            if batch.records.is_empty() && batch.last <= at {
                wait_or_stop(&mut shutdown, &sender, self.deps.queue.wait(at)).await;
                continue;
            }
            at = batch.last;
            let is_small = batch.records.len() < self.options.max_batch_records / SMALL_BATCH_SHARE;
            let decoded = self.decode(batch.records).await?;
            if sender.send(Batch { decoded, up_to: at }).await.is_err() {
                return Ok(());
            }
            if is_small {
                wait_or_stop(&mut shutdown, &sender, tokio::time::sleep(Duration::from_millis(self.options.linger_ms))).await;
            }
        }
    }

    async fn decode(&self, records: Vec<QueueRecord>) -> StoreResult<Vec<Decoded>> {
        let workers = self.options.workers;
        let context = Context {
            retention_days: self.options.retention_days,
            symbols: self.deps.symbols.clone(),
            grouping: Arc::clone(&self.deps.grouping),
        };
        let started = Instant::now();
        PipelineMetrics::add(&self.metrics.records, records.len() as u64);
        let decoded = blocking(move || decode_all(&records, workers, &context)).await?;
        for record in decoded.iter().filter(|d| d.damaged.is_some()) {
            tracing::error!(offset = record.offset.0, reason = record.damaged, "a record cannot be read; it is set aside");
            PipelineMetrics::add(&self.metrics.damaged, 1);
        }
        PipelineMetrics::add(&self.metrics.decode_us, u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
        Ok(decoded)
    }

    async fn write(
        &self,
        committer: &Arc<Mutex<Committer>>,
        mut receiver: mpsc::Receiver<Batch>,
        shutdown: &watch::Receiver<bool>,
    ) -> StoreResult<()> {
        let mut cadence = Cadence::new(&self.options);
        loop {
            let due = cadence.due(committer.lock().is_dirty());
            let batch = tokio::select! {
                biased;
                () = sleep_until(due) => {
                    self.make_visible(committer, &mut cadence).await?;
                    continue;
                }
                batch = receiver.recv() => batch,
            };
            let Some(batch) = batch else {
                return if committer.lock().is_dirty() { self.make_visible(committer, &mut cadence).await } else { Ok(()) };
            };
            let up_to = batch.up_to;
            self.write_batch(committer, batch, shutdown).await?;
            cadence.caught_up = receiver.is_empty() && self.deps.queue.stats().newest <= up_to;
        }
    }

    async fn write_batch(&self, committer: &Arc<Mutex<Committer>>, mut batch: Batch, shutdown: &watch::Receiver<bool>) -> StoreResult<()> {
        let refused = self.store_blobs(committer, &mut batch).await?;
        let (committer, shutdown) = (Arc::clone(committer), shutdown.clone());
        let now = (self.deps.clock)();
        blocking(move || {
            let patience = |pause: Duration| wait_blocking(pause, &shutdown);
            committer.lock().write(std::mem::take(&mut batch.decoded), batch.up_to, &refused, now, &patience)
        })
        .await?
    }

    /// Stores the blobs of records that are new; gives the keys that a store refused for good.
    async fn store_blobs(&self, committer: &Arc<Mutex<Committer>>, batch: &mut Batch) -> StoreResult<FxHashSet<String>> {
        let mut todo: Vec<(String, Bytes)> = Vec::new();
        for decoded in &mut batch.decoded {
            let blobs = std::mem::take(&mut decoded.output.blobs);
            if !committer.lock().is_processed(decoded.offset) {
                todo.extend(blobs);
            }
        }
        let mut refused = FxHashSet::default();
        let mut running: JoinSet<(String, StoreResult<()>)> = JoinSet::new();
        let mut todo = todo.into_iter();
        loop {
            while running.len() < BLOBS_AT_ONCE
                && let Some((key, data)) = todo.next()
            {
                let blobs = Arc::clone(&self.deps.blobs);
                running.spawn(async move {
                    let result = blobs.put(&key, data).await;
                    (key, result)
                });
            }
            match running.join_next().await {
                None => return Ok(refused),
                Some(Ok((_, Ok(())))) => {}
                Some(Ok((key, Err(error)))) if error.kind == ErrorKind::Invalid => {
                    tracing::error!(%error, key, "a blob is refused; its attachment is set aside");
                    refused.insert(key);
                }
                Some(Ok((_, Err(error)))) => return Err(error),
                Some(Err(error)) => return Err(failed(error)),
            }
        }
    }

    /// Commits the event store, tells the listener, frees the queue.
    async fn make_visible(&self, committer: &Arc<Mutex<Committer>>, cadence: &mut Cadence) -> StoreResult<()> {
        let started = Instant::now();
        let (changes, release) = blocking({
            let committer = Arc::clone(committer);
            move || {
                let mut committer = committer.lock();
                let changes = committer.commit_index()?;
                Ok::<_, StoreError>((changes, committer.releasable()))
            }
        })
        .await??;
        cadence.committed(started);
        if !changes.is_empty() {
            self.deps.listener.issues_changed(&changes);
        }
        if let Err(error) = self.deps.queue.release(release).await {
            // Kept longer than needed, nothing else: the next release covers it.
            tracing::warn!(%error, "the queue could not free what was processed");
        }
        Ok(())
    }
}

/// When the event store is committed next.
struct Cadence {
    shortest: Duration,
    usual: Duration,
    longest: Duration,
    last: Option<Instant>,
    cost: Duration,
    caught_up: bool,
}

impl Cadence {
    /// Commits may take this share of the time: one part in so many.
    const COST_SHARE: u32 = 10;

    const fn new(options: &PipelineOptions) -> Self {
        Self {
            shortest: Duration::from_millis(options.min_index_interval_ms),
            usual: Duration::from_millis(options.index_interval_ms),
            longest: Duration::from_millis(options.max_index_interval_ms),
            last: None,
            cost: Duration::ZERO,
            caught_up: true,
        }
    }

    /// So that commits take a tenth of the time at most; sooner when there is nothing more to read.
    fn due(&self, dirty: bool) -> Option<Instant> {
        if !dirty {
            return None;
        }
        let Some(last) = self.last else { return Some(Instant::now()) };
        let worth = self.cost.saturating_mul(Self::COST_SHARE);
        let interval = if self.caught_up {
            worth.clamp(self.shortest, self.usual.max(self.shortest))
        } else {
            worth.clamp(self.usual, self.longest.max(self.usual))
        };
        Some(last + interval)
    }

    fn committed(&mut self, started: Instant) {
        self.cost = started.elapsed();
        self.last = Some(Instant::now());
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

async fn wait_or_stop(shutdown: &mut watch::Receiver<bool>, sender: &mpsc::Sender<Batch>, what: impl Future<Output = ()>) {
    tokio::select! {
        _ = shutdown.wait_for(|stop| *stop) => {}
        () = sender.closed() => {}
        () = what => {}
    }
}

fn is_stopping(shutdown: &watch::Receiver<bool>) -> bool {
    *shutdown.borrow() || shutdown.has_changed().is_err()
}

/// Waits on a blocking thread; false when it is time to stop.
fn wait_blocking(pause: Duration, shutdown: &watch::Receiver<bool>) -> bool {
    let end = Instant::now() + pause;
    loop {
        if is_stopping(shutdown) {
            return false;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        std::thread::sleep(left.min(Duration::from_millis(STOP_POLL_MS)));
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> StoreResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

fn failed(error: tokio::task::JoinError) -> StoreError {
    if error.is_cancelled() { stopped() } else { StoreError::new(ErrorKind::Internal, "a task of the pipeline failed").caused_by(error) }
}

/// Takes records apart on several threads; results in the order of the records.
fn decode_all(records: &[QueueRecord], workers: usize, context: &Context) -> Vec<Decoded> {
    let workers = workers.clamp(1, records.len().max(1));
    if workers == 1 {
        return records.iter().map(|record| decode::record(record, context)).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut mine = Vec::with_capacity(records.len() / workers + 1);
        while let Some((index, record)) = take(records, &next) {
            mine.push((index, decode::record(record, context)));
        }
        mine
    };
    let mut all: Vec<(usize, Decoded)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(found) => all.extend(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, decoded)| decoded).collect()
}

fn take<'r>(records: &'r [QueueRecord], next: &AtomicUsize) -> Option<(usize, &'r QueueRecord)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    records.get(index).map(|record| (index, record))
}

#[cfg(test)]
mod tests;
