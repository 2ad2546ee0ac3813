//! Grouping what is stored already anew: jobs and the events they move.
//!
//! Events live in one store and counters in another. A job first looks at every event and writes down which are to
//! move ([`Regroups::plan_moves`]); then, a few at a time, [`Regroups::count_moves`] moves the counters and notes in the same
//! transaction that the documents are still to follow, the documents are replaced, and [`Regroups::finish_moves`] takes the
//! note away. A crash anywhere between leaves rows that say exactly what is left to do.

use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState};
use bartizan_domain::{EventId, GroupHash, IssueId, OrganizationId, ProjectId, Timestamp, UserId};

use super::GroupedEvent;
use crate::StoreResult;

/// A job to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRegroup {
    /// Project.
    pub project_id: ProjectId,
    /// What it does.
    pub kind: RegroupKind,
    /// Events from here …
    pub start: Timestamp,
    /// … to before here.
    pub end: Timestamp,
    /// Version of the rules it applies.
    pub version: i64,
    /// The job it takes back.
    pub undoes: Option<i64>,
    /// Who asked for it.
    pub actor: Option<UserId>,
    /// Now.
    pub now: Timestamp,
}

/// An event that a job moves from one hash to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedMove {
    /// Event.
    pub event_id: EventId,
    /// Its time.
    pub timestamp: Timestamp,
    /// Hash it has.
    pub from: GroupHash,
    /// Hash it gets.
    pub to: GroupHash,
    /// The counters have moved; only the document is still to follow.
    pub counted: bool,
}

/// A look at the next events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanChunk {
    /// Time of the last event looked at, and how many of that very time were looked at: where to go on.
    pub cursor: (Timestamp, u64),
    /// Events looked at.
    pub looked: u64,
    /// Events that are to move.
    pub moves: Vec<PlannedMove>,
    /// Hashes of events that stay.
    pub stays: Vec<GroupHash>,
}

/// A planned event with what the new rules make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMove {
    /// Hash it has.
    pub from: GroupHash,
    /// The event; its first hash is the one it gets.
    pub event: GroupedEvent,
}

/// What is moved at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MoveChunk {
    /// Events, all of one project.
    pub moves: Vec<EventMove>,
    /// A hash without an issue, and the hash whose issue it goes on: so that an issue whose events all get another hash
    /// stays the issue it is.
    pub heirs: Vec<(GroupHash, GroupHash)>,
    /// Users who were hit by an issue (named by one of its hashes) only in events that leave it now.
    pub leaving: Vec<(GroupHash, i64)>,
}

/// What is noted once the documents of a chunk have followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChunkEnd {
    /// Events that have moved.
    pub events: Vec<EventId>,
    /// Issues that some of them left.
    pub settled: Vec<Settlement>,
    /// Issues whose last events they were, and the issues that have them now: the former are merged into the latter, so
    /// that ids, comments and activity lead on.
    pub emptied: Vec<(IssueId, IssueId)>,
}

/// An issue after events have left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The issue.
    pub issue: IssueId,
    /// First event that stayed with its release; `None` leaves it as it is.
    pub first: Option<(Timestamp, Option<String>)>,
    /// Last event that stayed; `None` leaves it as it is.
    pub last: Option<LastEvent>,
}

/// What an issue shows of its newest event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastEvent {
    /// Its time.
    pub timestamp: Timestamp,
    /// Its release.
    pub release: Option<String>,
    /// Title, culprit and metadata (a JSON object as text).
    pub title: String,
    /// See `title`.
    pub culprit: String,
    /// See `title`.
    pub metadata: String,
}

/// Jobs and moves.
pub trait Regroups: Send + Sync + 'static {
    /// Begins a job.
    ///
    /// # Errors
    /// `NotFound` for a project of another tenant, `Conflict` while a job of the project is under way (one of kind
    /// [`RegroupKind::Events`] neither waits nor is waited for).
    fn create_regroup(&self, organization_id: OrganizationId, new: &NewRegroup) -> StoreResult<RegroupJob>;

    /// Jobs of a project, newest first, those of kind [`RegroupKind::Events`] left out.
    ///
    /// # Errors
    /// `NotFound` for a project of another tenant.
    fn regroups(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RegroupJob>>;

    /// Jobs that are not at their end, of every tenant, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn open_regroups(&self) -> StoreResult<Vec<RegroupJob>>;

    /// A job.
    ///
    /// # Errors
    /// `NotFound`, also for one of another tenant.
    fn regroup(&self, organization_id: OrganizationId, id: i64) -> StoreResult<RegroupJob>;

    /// Moves a job on to another state; a job at its end stays there. Answers whether it moved.
    ///
    /// # Errors
    /// `Unavailable`.
    fn advance_regroup(&self, id: i64, state: RegroupState, note: Option<&str>, now: Timestamp) -> StoreResult<bool>;

    /// Notes how many events there are to look at.
    ///
    /// # Errors
    /// `Unavailable`.
    fn size_regroup(&self, id: i64, total: u64) -> StoreResult<()>;

    /// Writes down what a look found, and where to go on.
    ///
    /// # Errors
    /// `Unavailable`.
    fn plan_moves(&self, id: i64, chunk: &PlanChunk) -> StoreResult<()>;

    /// Moves that are not finished, those whose counters have moved first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn next_moves(&self, id: i64, limit: usize) -> StoreResult<Vec<PlannedMove>>;

    /// Hashes these events had before the job moved them.
    ///
    /// # Errors
    /// `Unavailable`.
    fn moved_from(&self, id: i64, events: &[EventId]) -> StoreResult<Vec<(EventId, GroupHash)>>;

    /// For each hash that has no issue yet: the hash whose issue it may go on. That is the one that gives it the most
    /// events, if none of that one's events stay and it gives no other hash more.
    ///
    /// # Errors
    /// `Unavailable`.
    fn heirs(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, GroupHash)>>;

    /// Hashes that a job gave an issue of their own or that of another hash, in order, those after `after`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn given_hashes(&self, id: i64, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<GroupHash>>;

    /// Takes hashes that a job gave from their issues: no event has them any more.
    ///
    /// # Errors
    /// `Unavailable`.
    fn take_hashes(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<()>;

    /// Moves counters, hours and users of planned events; issues are made for hashes that have none. Events that are not
    /// planned, or were counted before, are passed over. Nobody is notified of the new issues.
    ///
    /// # Errors
    /// `Unavailable`, `Full`.
    fn count_moves(&self, id: i64, chunk: &MoveChunk, now: Timestamp) -> StoreResult<()>;

    /// Notes that the documents have followed, and what became of the issues they left; one transaction.
    ///
    /// # Errors
    /// `Unavailable`, `Full`.
    fn finish_moves(&self, id: i64, end: &ChunkEnd, now: Timestamp) -> StoreResult<()>;

    /// Forgets moves that cannot be done: their events are stored no more.
    ///
    /// # Errors
    /// `Unavailable`.
    fn drop_moves(&self, id: i64, events: &[EventId]) -> StoreResult<()>;

    /// Removes a chunk of what a job noted; false when nothing is left of it. Of a job of kind [`RegroupKind::Events`]
    /// nothing stays.
    ///
    /// # Errors
    /// `Unavailable`.
    fn clear_regroup(&self, id: i64) -> StoreResult<bool>;
}
