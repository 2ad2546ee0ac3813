//! Sends events and times the answers.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};

use crate::http::{Connection, Target};
use crate::payload::Pool;
use crate::process;
use crate::stats::Percentiles;

/// Event ids kept for later questions.
const KEPT_IDS: usize = 500;
/// One in so many acknowledged ids is kept, until there are enough.
const KEEP_EVERY: u64 = 97;
/// Pause after a refusal when the load is closed, so that waiting costs nothing.
const REFUSED_PAUSE: Duration = Duration::from_millis(20);
/// Failed requests in a row (no answer at all) that end the run.
const MAX_FAILURES: u32 = 50;
/// Numbers the runs of this process, so that no two send the same ids.
static RUNS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// How a run is made.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) duration: Duration,
    /// Requests offered per second (open loop); `None` is a closed loop.
    pub(crate) rate: Option<f64>,
    /// Ends the run after so many acknowledged events.
    pub(crate) max_accepted: Option<u64>,
    /// Timestamps of events go from the first to the second over the run, in seconds since 1970; `None` is now.
    pub(crate) history: Option<(f64, f64)>,
    /// See [`Pool::writer`].
    pub(crate) skew: f64,
}

impl Load {
    pub(crate) fn closed(connections: usize, seconds: u64) -> Self {
        Self { connections, duration: Duration::from_secs(seconds), rate: None, max_accepted: None, history: None, skew: 1.0 }
    }

    pub(crate) fn open(connections: usize, seconds: u64, rate: f64) -> Self {
        Self { rate: Some(rate), ..Self::closed(connections, seconds) }
    }

    /// `count` events with timestamps spread over `history`.
    pub(crate) fn fill(count: u64, history: (f64, f64), skew: f64) -> Self {
        Self { max_accepted: Some(count), history: Some(history), skew, ..Self::closed(32, 24 * 3600) }
    }
}

/// What a run gave.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) seconds: f64,
    pub(crate) sent: u64,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) failed: u64,
    pub(crate) accepted_per_second: f64,
    pub(crate) by_status: BTreeMap<u16, u64>,
    /// Of the 200.
    pub(crate) latency: Percentiles,
    /// Of the 429 and 503.
    pub(crate) refusal_latency: Percentiles,
    pub(crate) bytes_sent: u64,
    /// CPU time of the generator per request, in microseconds.
    pub(crate) generator_us_per_request: f64,
    #[serde(skip)]
    pub(crate) ids: Vec<u128>,
}

#[derive(Default)]
struct Shared {
    outcome: RefCell<Outcome>,
    accepted: RefCell<Vec<u32>>,
    refused: RefCell<Vec<u32>>,
    ticket: Cell<u64>,
    failures_in_a_row: Cell<u32>,
}

pub(crate) async fn run(target: &Target, pool: &Pool, load: &Load) -> Result<Outcome> {
    let shared = Rc::new(Shared::default());
    let run_number = RUNS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let seed = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos() as u64 ^ (run_number << 48);
    let cpu = process::own_cpu_us();
    let start = Instant::now();
    let senders = (0..load.connections).map(|n| Sender {
        connection: Connection::new(&target.authority),
        head: target.envelope_head(),
        pool,
        load,
        shared: Rc::clone(&shared),
        start,
        seed: seed.wrapping_add((n as u64) << 32),
    });
    let mut running: FuturesUnordered<_> = senders.map(Sender::run).collect();
    while let Some(result) = running.next().await {
        result?;
    }
    drop(running);
    let seconds = start.elapsed().as_secs_f64();
    let mut outcome = shared.outcome.take();
    outcome.seconds = seconds;
    outcome.accepted_per_second = outcome.accepted as f64 / seconds;
    outcome.latency = Percentiles::of(&mut shared.accepted.borrow_mut());
    outcome.refusal_latency = Percentiles::of(&mut shared.refused.borrow_mut());
    outcome.generator_us_per_request = (process::own_cpu_us() - cpu) as f64 / outcome.sent.max(1) as f64;
    Ok(outcome)
}

/// One connection at work.
struct Sender<'a> {
    connection: Connection,
    head: String,
    pool: &'a Pool,
    load: &'a Load,
    shared: Rc<Shared>,
    start: Instant,
    seed: u64,
}

impl Sender<'_> {
    async fn run(mut self) -> Result<()> {
        let mut writer = self.pool.writer(self.seed, self.load.skew);
        let (mut request, mut body) = (Vec::new(), Vec::new());
        while let Some(ticket) = self.ticket() {
            body.clear();
            let id = writer.envelope(self.timestamp(ticket)?, &mut body);
            request.clear();
            write!(request, "{}{}\r\n\r\n", self.head, body.len())?;
            request.extend_from_slice(&body);
            let begin = self.wait_for_turn(ticket).await;
            let answer = self.connection.send(&request).await;
            let status = answer.map_or(0, |answer| answer.status);
            self.note(status, id, begin.elapsed(), request.len())?;
            if self.load.rate.is_none() && matches!(status, 0 | 429 | 503) {
                tokio::time::sleep(REFUSED_PAUSE).await;
            }
        }
        Ok(())
    }

    /// Number of the next request; `None` when the run is over.
    fn ticket(&self) -> Option<u64> {
        let accepted = self.shared.outcome.borrow().accepted;
        if self.start.elapsed() >= self.load.duration || self.load.max_accepted.is_some_and(|max| accepted >= max) {
            return None;
        }
        let ticket = self.shared.ticket.get();
        let due = self.load.rate.map_or(0.0, |rate| ticket as f64 / rate);
        if due >= self.load.duration.as_secs_f64() {
            return None;
        }
        self.shared.ticket.set(ticket + 1);
        Some(ticket)
    }

    fn timestamp(&self, ticket: u64) -> Result<f64> {
        match (self.load.history, self.load.max_accepted) {
            (Some((from, to)), Some(max)) => Ok(from + (to - from) * (ticket as f64 / max as f64).min(1.0)),
            _ => Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64()),
        }
    }

    /// Waits for a request's time. A request that is late because its connection was busy counts from its time on;
    /// a timer that wakes late does not count against the server.
    async fn wait_for_turn(&self, ticket: u64) -> Instant {
        let Some(rate) = self.load.rate else { return Instant::now() };
        let due = self.start + Duration::from_secs_f64(ticket as f64 / rate);
        if due <= Instant::now() {
            return due;
        }
        tokio::time::sleep_until(due.into()).await;
        Instant::now()
    }

    fn note(&self, status: u16, id: u128, took: Duration, bytes: usize) -> Result<()> {
        let mut outcome = self.shared.outcome.borrow_mut();
        outcome.sent += 1;
        outcome.bytes_sent += bytes as u64;
        *outcome.by_status.entry(status).or_default() += 1;
        let micros = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
        let in_a_row = if status == 0 { self.shared.failures_in_a_row.get() + 1 } else { 0 };
        self.shared.failures_in_a_row.set(in_a_row);
        match status {
            200 => {
                outcome.accepted += 1;
                if outcome.ids.len() < KEPT_IDS && outcome.accepted.is_multiple_of(KEEP_EVERY) {
                    outcome.ids.push(id);
                }
                self.shared.accepted.borrow_mut().push(micros);
            }
            429 | 503 => {
                outcome.refused += 1;
                self.shared.refused.borrow_mut().push(micros);
            }
            _ => outcome.failed += 1,
        }
        if in_a_row > MAX_FAILURES.max(self.load.connections as u32 * 2) {
            bail!("{in_a_row} requests in a row had no answer");
        }
        Ok(())
    }
}
