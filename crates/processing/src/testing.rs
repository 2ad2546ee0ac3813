//! Doubles for the tests of committer and pipeline: a committer's side of the metadata store that can fail, forget
//! and refuse, and records to feed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan_domain::TimeRange;
use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::Document;
use bartizan_domain::query::{EventQuery, Filter, QueryResult};
use bartizan_domain::{EventId, IssueId, OrganizationId, Outcome, ProjectId, Timestamp};
use bartizan_ports::events::{CheckReport, EventStats, EventStore, MemoryEvents, Removed, RetentionPolicy, StoredEvent};
use bartizan_ports::meta::{BatchCommit, BatchOutcome, Batches, IssueChange, IssueChangeKind};
use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use bartizan_protocol::accepted::{AcceptedRecord, AcceptedRequest, Encoding};
use bytes::Bytes;
use parking_lot::Mutex;

/// Titles that the fake metadata store refuses for good.
pub(crate) const POISON: &str = "poison";

/// What the fake metadata store holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MetaState {
    pub(crate) processed: Offset,
    pub(crate) counted: BTreeMap<EventId, u64>,
    pub(crate) outcomes: BTreeMap<(String, Outcome, String), u64>,
    pub(crate) attachments: u64,
    pub(crate) reports: u64,
}

impl MetaState {
    /// How many items came, and how many have an outcome.
    pub(crate) fn came_and_ended(&self) -> (u64, u64) {
        let sum = |wanted: fn(Outcome) -> bool| self.outcomes.iter().filter(|((_, o, _), _)| wanted(*o)).map(|(_, n)| n).sum();
        (sum(|outcome| outcome == Outcome::Received), sum(Outcome::is_of_received))
    }

    pub(crate) fn sum(&self, category: &str, outcome: Outcome) -> u64 {
        self.outcomes.iter().filter(|((c, o, _), _)| c == category && *o == outcome).map(|(_, n)| n).sum()
    }
}

/// The committer's side of the metadata store.
#[derive(Debug, Default)]
pub(crate) struct FakeMeta {
    pub(crate) state: Mutex<MetaState>,
    history: Mutex<Vec<MetaState>>,
    pub(crate) crash: Mutex<Option<Crash>>,
    pub(crate) busy: AtomicU64,
}

/// When a store dies: after so many more calls, before or after the effect of that call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crash {
    pub(crate) calls: u64,
    pub(crate) after: bool,
}

/// Counts down; `Some(after)` when this call is the one.
fn strikes(crash: &Mutex<Option<Crash>>) -> Option<bool> {
    let mut crash = crash.lock();
    let plan = crash.as_mut()?;
    if plan.calls == 0 {
        return Some(plan.after);
    }
    plan.calls -= 1;
    None
}

fn dead() -> StoreError {
    StoreError::new(ErrorKind::Unavailable, "died on purpose")
}

impl FakeMeta {
    /// A power cut: the last transactions are gone, but never those up to `kept`.
    pub(crate) fn lose(&self, transactions: usize, kept: Offset) {
        let mut history = self.history.lock();
        for _ in 0..transactions {
            match history.pop() {
                Some(before) if before.processed >= kept => *self.state.lock() = before,
                Some(before) => history.push(before),
                None => {}
            }
        }
    }
}

impl Batches for FakeMeta {
    fn commit_batch(&self, batch: &BatchCommit) -> StoreResult<BatchOutcome> {
        if self.busy.load(Ordering::Relaxed) > 0 {
            self.busy.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::new(ErrorKind::Unavailable, "busy on purpose"));
        }
        let strike = strikes(&self.crash);
        if strike == Some(false) {
            return Err(dead());
        }
        let mut state = self.state.lock();
        if batch.up_to <= state.processed {
            return Err(StoreError::new(ErrorKind::Conflict, "committed before"));
        }
        if batch.events.iter().any(|e| e.title.contains(POISON)) {
            return Err(StoreError::new(ErrorKind::Invalid, "refused on purpose"));
        }
        self.history.lock().push(state.clone());
        state.processed = batch.up_to;
        for event in &batch.events {
            *state.counted.entry(event.event_id).or_default() += 1;
        }
        for line in &batch.ledger {
            *state.outcomes.entry((line.category.clone(), line.outcome, line.reason.clone())).or_default() += line.quantity;
        }
        state.attachments += batch.attachments.len() as u64;
        state.reports += batch.user_reports.len() as u64;
        if strike == Some(true) {
            return Err(dead());
        }
        let change = |e: &bartizan_ports::meta::GroupedEvent| IssueChange {
            organization_id: e.organization_id,
            project_id: e.project_id,
            issue_id: IssueId(e.hashes.first().map_or(0, |h| i64::from(h.0[0]))),
            number: 1,
            kind: IssueChangeKind::Updated,
            title: e.title.clone(),
            last_seen: e.timestamp,
            times_seen: 1,
            users_seen: 0,
        };
        Ok(BatchOutcome { changes: batch.events.iter().map(change).collect() })
    }

    fn processed(&self) -> StoreResult<Offset> {
        Ok(self.state.lock().processed)
    }
}

/// The event store of the fakes that dies on purpose.
#[derive(Debug, Default)]
pub(crate) struct FakeEvents {
    pub(crate) inner: MemoryEvents,
    pub(crate) crash: Mutex<Option<Crash>>,
    /// Events it refuses for good.
    pub(crate) refuse: Mutex<std::collections::BTreeSet<EventId>>,
}

impl FakeEvents {
    fn guarded<T>(&self, work: impl FnOnce() -> StoreResult<T>) -> StoreResult<T> {
        match strikes(&self.crash) {
            None => work(),
            Some(false) => Err(dead()),
            Some(true) => {
                work()?;
                Err(dead())
            }
        }
    }
}

impl EventStore for FakeEvents {
    fn append(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<()> {
        if documents.iter().any(|d| self.refuse.lock().contains(&d.event_id)) {
            return Err(StoreError::new(ErrorKind::Invalid, "refused on purpose"));
        }
        self.guarded(|| self.inner.append(dataset, documents))
    }
    fn locate(&self, dataset: Dataset, events: &[(ProjectId, EventId, Timestamp)]) -> StoreResult<Vec<Option<Offset>>> {
        self.guarded(|| self.inner.locate(dataset, events))
    }
    fn commit(&self, up_to: Offset) -> StoreResult<()> {
        self.guarded(|| self.inner.commit(up_to))
    }
    fn indexed(&self) -> StoreResult<Offset> {
        self.inner.indexed()
    }
    fn query(&self, query: &EventQuery) -> StoreResult<QueryResult> {
        self.inner.query(query)
    }
    fn tag_keys(&self, query: &EventQuery, limit: usize) -> StoreResult<Vec<(String, u64)>> {
        self.inner.tag_keys(query, limit)
    }
    fn get(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
        near: Option<Timestamp>,
    ) -> StoreResult<Option<StoredEvent>> {
        self.inner.get(dataset, organization_id, project_id, event_id, near)
    }
    fn documents(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        events: &[(ProjectId, EventId, Timestamp)],
    ) -> StoreResult<Vec<Option<Document>>> {
        self.inner.documents(dataset, organization_id, events)
    }
    fn replace(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<u64> {
        self.guarded(|| self.inner.replace(dataset, documents))
    }
    fn retain(&self, policy: RetentionPolicy) -> StoreResult<Removed> {
        self.inner.retain(policy)
    }
    fn erase(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        filter: &Filter,
    ) -> StoreResult<Removed> {
        self.inner.erase(dataset, organization_id, projects, range, filter)
    }
    fn check(&self, repair: bool) -> StoreResult<CheckReport> {
        self.inner.check(repair)
    }
    fn stats(&self) -> EventStats {
        self.inner.stats()
    }
}

/// When all test records arrive: 2026-11-23T05:30:10Z.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_411_810);

/// The bytes of a record around an envelope.
pub(crate) fn accepted(envelope: &str) -> Bytes {
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 7,
        key_id: 3,
        received_us: NOW.0,
        client_ip: None,
        user_agent: None,
        client: None,
        content_encoding: Encoding::Identity,
        body: Bytes::copy_from_slice(envelope.as_bytes()),
    };
    AcceptedRecord::Request(request).encode()
}

/// An envelope with one event.
pub(crate) fn event(id: u64, message: &str) -> String {
    let payload = format!("{{\"message\":\"{message}\"}}");
    format!("{{\"event_id\":\"{id:032x}\"}}\n{{\"type\":\"event\",\"length\":{}}}\n{payload}\n", payload.len())
}

/// A record at an offset.
pub(crate) const fn at(offset: u64, payload: Bytes) -> QueueRecord {
    QueueRecord { offset: Offset(offset), payload, unpacked: None }
}

/// Small random numbers from a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Below `n`.
    pub(crate) fn roll(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n.max(1)
    }
}
