//! The third door: events of every dataset, searched and aggregated by the typed query tree.
//!
//! Durability is the queue's: what was appended but not committed is read again from the queue after a crash.
//! Synchronous: call from blocking threads.
//!
//! What the words of a query mean (case, words of a text, wildcards, order of answers) is written once in
//! [`rules`], so that the fake, the embedded store and a distributed one cannot drift apart.

pub mod contract;
mod evaluate;
mod fake;
pub mod rules;

pub use fake::MemoryEvents;

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::Document;
use bartizan_domain::query::{EventQuery, Filter, QueryResult, Select};
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};

use crate::StoreResult;
use crate::queue::Offset;

/// An event read back whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Project.
    pub project_id: ProjectId,
    /// Event id.
    pub event_id: EventId,
    /// Time of the event.
    pub timestamp: Timestamp,
    /// The payload given to `append`.
    pub payload: Arc<[u8]>,
    /// Its primary group hash (32 hex digits) where the dataset has one.
    pub group_hash: Option<String>,
}

/// How long to keep what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Dataset.
    pub dataset: Dataset,
    /// Days whose last moment is before this are dropped whole.
    pub keep_from: Timestamp,
}

/// What retention or erasure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed {
    /// Days dropped.
    pub days: u64,
    /// Documents removed.
    pub documents: u64,
    /// Bytes freed.
    pub bytes: u64,
}

/// Figures for `/metrics` and the system page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EventStats {
    /// Documents that can be found.
    pub documents: u64,
    /// Bytes on disk of indexes.
    pub index_bytes: u64,
    /// Bytes on disk of payload packs.
    pub payload_bytes: u64,
    /// Bytes of those that belong to days that are over and were written anew, smaller.
    pub sealed_bytes: u64,
    /// Day indexes over all datasets.
    pub days: u64,
    /// Files.
    pub files: u64,
    /// Commits since the start and the sum of their times in microseconds.
    pub commits: u64,
    /// See `commits`.
    pub commit_time_us: u64,
}

/// What a check found; `doctor` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// Problems, each a sentence that names the file and what to do; after a repair, those that are left.
    pub problems: Vec<String>,
    /// What a repair did.
    pub repaired: Vec<String>,
}

/// The event door.
pub trait EventStore: Send + Sync + 'static {
    /// Takes documents; they can be found after the next [`EventStore::commit`]. A document whose
    /// (project, event id) is stored already is the caller's mistake: ask [`EventStore::locate`] first.
    ///
    /// # Errors
    /// `Full`, `Unavailable`.
    fn append(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<()>;

    /// Queue offset under which each event is stored (committed or only appended), `None` where it is not.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    fn locate(&self, dataset: Dataset, events: &[(ProjectId, EventId, Timestamp)]) -> StoreResult<Vec<Option<Offset>>>;

    /// Makes everything appended durable and visible, and remembers that every document of the records up to
    /// `up_to` is in. Packs are synced before the index commit that points into them.
    ///
    /// # Errors
    /// `Full`, `Unavailable`: nothing of this commit counts, the queue will be read again.
    fn commit(&self, up_to: Offset) -> StoreResult<()>;

    /// The offset of the last successful commit: documents of all records up to it are durable.
    ///
    /// # Errors
    /// `Unavailable`.
    fn indexed(&self) -> StoreResult<Offset>;

    /// Answers a query over committed documents.
    ///
    /// # Errors
    /// `Invalid` for an unknown field or a kind that does not fit, `Unavailable`, `Corrupt`.
    fn query(&self, query: &EventQuery) -> StoreResult<QueryResult>;

    /// Answers several questions about the same events: those of `query`, each of `selects` instead of its own.
    /// A store that finds the events once for all of them is faster than as many queries.
    ///
    /// # Errors
    /// Those of [`EventStore::query`].
    fn query_each(&self, query: &EventQuery, selects: &[Select]) -> StoreResult<Vec<QueryResult>> {
        selects.iter().map(|select| self.query(&query.with(select.clone()))).collect()
    }

    /// Keys of the tags of the events of `query` (what it selects is not looked at), with how many of the events have
    /// each: most frequent first, then by key, at most `limit`.
    ///
    /// # Errors
    /// Those of [`EventStore::query`].
    fn tag_keys(&self, query: &EventQuery, limit: usize) -> StoreResult<Vec<(String, u64)>>;

    /// One event with its payload. `near` (any time the event may have had) only makes it faster.
    ///
    /// # Errors
    /// `Corrupt` when it is indexed but its payload is damaged.
    fn get(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
        near: Option<Timestamp>,
    ) -> StoreResult<Option<StoredEvent>>;

    /// Documents as they were given to `append`, payloads included; `None` where none is committed for this tenant.
    /// `Timestamp` is the time of the event.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    fn documents(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        events: &[(ProjectId, EventId, Timestamp)],
    ) -> StoreResult<Vec<Option<Document>>>;

    /// Puts documents in the place of those that are committed under the same tenant, project, event id and time, and
    /// answers how many were; documents that have no place are left out. Durable and visible when it returns: after a
    /// crash each event is found once, as it was or as it is now. What was there before is erased for good.
    ///
    /// # Errors
    /// `Full`, `Unavailable`: some may have been replaced; the same call again finishes.
    fn replace(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<u64>;

    /// Drops whole days by age.
    ///
    /// # Errors
    /// `Unavailable`.
    fn retain(&self, policy: RetentionPolicy) -> StoreResult<Removed>;

    /// Erases matching events of these projects for good, payloads included.
    ///
    /// # Errors
    /// `Invalid` for a filter that cannot be compiled, `Unavailable`.
    fn erase(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        filter: &Filter,
    ) -> StoreResult<Removed>;

    /// Checks indexes and packs against one another; with `repair` rebuilds what can be rebuilt.
    ///
    /// # Errors
    /// `Unavailable`.
    fn check(&self, repair: bool) -> StoreResult<CheckReport>;

    /// Current figures.
    fn stats(&self) -> EventStats;
}
