//! The one transaction a processed batch commits in (invariants 2, 3 and 4 of the house).

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::{EventId, GroupHash, IssueId, Level, OrganizationId, ProjectId, Timestamp};

use crate::StoreResult;
use crate::queue::Offset;

/// A new (not duplicate) event, grouped.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupedEvent {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Event.
    pub event_id: EventId,
    /// Time of the event.
    pub timestamp: Timestamp,
    /// Contributing hashes, the primary one first; never empty. The first that has an issue decides; the others are
    /// tied to the same issue.
    pub hashes: Vec<GroupHash>,
    /// Title of a new issue, and of the issue from now on.
    pub title: String,
    /// Culprit.
    pub culprit: String,
    /// Event type.
    pub kind: String,
    /// Level.
    pub level: Level,
    /// Platform.
    pub platform: Option<String>,
    /// Logger.
    pub logger: Option<String>,
    /// Metadata, a JSON object as text.
    pub metadata: String,
    /// Release.
    pub release: Option<String>,
    /// Environment; empty when none was named.
    pub environment: String,
    /// Stable hash of who was hit, if known.
    pub user_hash: Option<i64>,
    /// `mechanism.handled` was false.
    pub unhandled: bool,
}

/// Everything a batch of queue records changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchCommit {
    /// The `processed` checkpoint after this batch.
    pub up_to: Offset,
    /// New events in order of arrival.
    pub events: Vec<GroupedEvent>,
    /// Ledger lines.
    pub ledger: Vec<LedgerEntry>,
    /// Attachments whose blobs are stored already.
    pub attachments: Vec<Attachment>,
    /// User reports.
    pub user_reports: Vec<UserReport>,
    /// Clock of the committer.
    pub now: Timestamp,
}

/// What happened to an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssueChangeKind {
    /// Its first event.
    New,
    /// Came back after being resolved.
    Regressed,
    /// Its archive condition came true.
    Unarchived,
    /// More events.
    Updated,
    /// A person or rule changed its status, assignee or priority; never the outcome of a batch.
    StatusChanged,
}

/// One changed issue, for the live stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueChange {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Issue.
    pub issue_id: IssueId,
    /// Number within the project.
    pub number: i64,
    /// What happened.
    pub kind: IssueChangeKind,
    /// Title now.
    pub title: String,
    /// Last event now.
    pub last_seen: Timestamp,
    /// Events ever, now.
    pub times_seen: u64,
    /// Users ever, now.
    pub users_seen: u64,
}

/// What the transaction did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// One entry per issue touched.
    pub changes: Vec<IssueChange>,
}

/// The committer's side of the metadata store.
pub trait Batches: Send + Sync + 'static {
    /// Commits a batch: issues made or counted (first and last seen, times seen, hourly counts, distinct users,
    /// regression by the law of [`bartizan_domain::issue::on_event`] with its activity and outbox rows), environments
    /// and releases registered, project's first event, ledger, attachments, reports and the checkpoint: all or nothing.
    ///
    /// New issue, regression and unarchival each write an outbox row (`issue.new`, `issue.regressed`,
    /// `issue.unarchived`) with idempotency key `kind:issue_id:event_id`.
    ///
    /// # Errors
    /// `Conflict` when `up_to` is not after the stored checkpoint (the batch was committed before), `Unavailable`, `Full`.
    fn commit_batch(&self, batch: &BatchCommit) -> StoreResult<BatchOutcome>;

    /// The `processed` checkpoint.
    ///
    /// # Errors
    /// `Unavailable`.
    fn processed(&self) -> StoreResult<Offset>;
}
