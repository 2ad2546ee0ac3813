//! Issues: lists, one, changes, activity, counters, and what came with events.

use bartizan_domain::activity::Activity;
use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::issue::{Assignee, Issue, IssueBefore, Status, StatusDetails, Substatus};
use bartizan_domain::time_to_fix::IssueHistory;
use bartizan_domain::{
    ActivityId, AttachmentId, EventId, GroupHash, IssueId, Level, OrganizationId, ProjectId, TimeRange, Timestamp, UserId,
};

use crate::StoreResult;

/// A condition on issues. All set parts must hold; an `Option` that is `None` does not ask.
#[derive(Debug, Clone, PartialEq)]
pub enum IssueFilter {
    /// Every issue.
    All,
    /// No issue.
    None,
    /// All of these.
    And(Vec<IssueFilter>),
    /// Any of these.
    Or(Vec<IssueFilter>),
    /// Not this.
    Not(Box<IssueFilter>),
    /// Status.
    Status(Status),
    /// Finer state.
    Substatus(Substatus),
    /// One of these issues (events matched, a list was named).
    Ids(Vec<IssueId>),
    /// Assigned to one of these; an empty list means nobody.
    Assigned(Vec<Assignee>),
    /// Bookmarked by this person.
    BookmarkedBy(UserId),
    /// Followed by this person.
    SubscribedBy(UserId),
    /// First event within this span.
    FirstSeen(TimeRange),
    /// Last event within this span.
    LastSeen(TimeRange),
    /// Events ever, inclusive bounds.
    TimesSeen(u64, u64),
    /// Users ever, inclusive bounds.
    UsersSeen(u64, u64),
    /// Level.
    Level(Level),
    /// Event type.
    Kind(String),
    /// Platform (`*` wildcards).
    Platform(String),
    /// Logger (`*` wildcards).
    Logger(String),
    /// Release of the first event (`*` wildcards).
    FirstRelease(String),
    /// Title contains, without regard to case.
    TitleContains(String),
    /// Title or culprit matches (`*` wildcards), without regard to case.
    TitleMatches(String),
    /// Priority number 25, 50, 75.
    Priority(i64),
    /// Unhandled or not.
    Unhandled(bool),
    /// Linked to a ticket.
    Linked,
    /// Of one of these projects.
    InProjects(Vec<ProjectId>),
    /// Status or finer state changed within this span.
    StatusChanged(TimeRange),
}

/// Order of a list. All but `FirstSeen` oldest-last: largest or newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueSort {
    /// Last event, newest first.
    LastSeen,
    /// First event, newest first.
    FirstSeen,
    /// Events ever, most first.
    TimesSeen,
    /// Users ever, most first.
    UsersSeen,
    /// Priority, then last event.
    Priority,
}

/// A list of issues to fetch.
#[derive(Debug, Clone)]
pub struct IssueList {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Projects; an empty list answers nothing.
    pub projects: Vec<ProjectId>,
    /// Condition.
    pub filter: IssueFilter,
    /// Order; ties by id, newest first.
    pub sort: IssueSort,
    /// At most so many.
    pub limit: usize,
    /// After leaving out so many.
    pub offset: usize,
    /// Who asks, for bookmark, seen and subscription flags.
    pub viewer: Option<UserId>,
}

/// An issue as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueWithFlags {
    /// The issue.
    pub issue: Issue,
    /// Bookmarked by the viewer.
    pub bookmarked: bool,
    /// Seen by the viewer since it last changed status.
    pub seen: bool,
    /// The viewer follows it.
    pub subscribed: bool,
}

/// A page of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuePage {
    /// Rows.
    pub issues: Vec<IssueWithFlags>,
    /// Matches in all, counted up to 1,000.
    pub hits: u64,
    /// Whether more follow.
    pub more: bool,
}

/// Changes to issues; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct IssuePatch {
    /// New status with its finer state and details.
    pub status: Option<(Status, Option<Substatus>, StatusDetails)>,
    /// New assignee or nobody.
    pub assignee: Option<Option<Assignee>>,
    /// New priority, locked by hand.
    pub priority: Option<i64>,
    /// Bookmark of the viewer.
    pub bookmarked: Option<bool>,
    /// Seen by the viewer.
    pub seen: Option<bool>,
    /// Subscription of the viewer.
    pub subscribed: Option<bool>,
}

/// An entry to write into an issue's activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// The public API's word.
    pub kind: String,
    /// Who; `None` for the house.
    pub user_id: Option<UserId>,
    /// JSON object as text.
    pub data: String,
}

/// A notification to write in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxDraft {
    /// `issue.new`, `issue.regressed`, `issue.resolved` …
    pub kind: String,
    /// Delivery happens at most once per key.
    pub idempotency_key: String,
    /// JSON object as text.
    pub payload: String,
}

/// Events of an issue in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourlyCount {
    /// Issue.
    pub issue_id: IssueId,
    /// Start of the hour.
    pub hour: Timestamp,
    /// Events.
    pub count: u64,
}

/// What issues are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueGroupKey {
    /// Status with its finer state.
    State,
    /// Priority number.
    Priority,
    /// Who is to deal with it.
    Assignee,
    /// Project.
    Project,
}

/// One group of counted issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueGroup {
    /// Of this status and finer state.
    State(Status, Option<Substatus>),
    /// Of this priority.
    Priority(i64),
    /// Assigned to this one, or to nobody.
    Assignee(Option<Assignee>),
    /// Of this project.
    Project(ProjectId),
}

/// Issues.
pub trait Issues: Send + Sync + 'static {
    /// A page of a list.
    ///
    /// # Errors
    /// `Unavailable`.
    fn list_issues(&self, list: &IssueList) -> StoreResult<IssuePage>;
    /// How many issues match, for tab counts.
    ///
    /// # Errors
    /// `Unavailable`.
    fn count_issues(&self, organization_id: OrganizationId, projects: &[ProjectId], filter: &IssueFilter) -> StoreResult<u64>;
    /// How many issues match in each group; groups without issues are left out. One pass, whatever the number of groups.
    ///
    /// # Errors
    /// `Unavailable`.
    fn count_issues_by(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        filter: &IssueFilter,
        key: IssueGroupKey,
    ) -> StoreResult<Vec<(IssueGroup, u64)>>;
    /// One issue of a tenant. A merged issue's id leads to the issue it went into.
    ///
    /// # Errors
    /// `NotFound`.
    fn issue(&self, organization_id: OrganizationId, id: IssueId, viewer: Option<UserId>) -> StoreResult<IssueWithFlags>;
    /// By project and number (short id).
    ///
    /// # Errors
    /// `NotFound`.
    fn issue_by_number(&self, organization_id: OrganizationId, project_id: ProjectId, number: i64) -> StoreResult<Issue>;
    /// Hashes of an issue.
    ///
    /// # Errors
    /// `Unavailable`.
    fn hashes(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<GroupHash>>;
    /// Issue of each hash in a project; unknown ones are left out.
    ///
    /// # Errors
    /// `Unavailable`.
    fn issues_of_hashes(&self, project_id: ProjectId, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, IssueId)>>;
    /// Hashes in a project whose issue has several, each with the smallest hash of the issue; at most `limit`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn shared_hashes(&self, project_id: ProjectId, limit: usize) -> StoreResult<Vec<(GroupHash, GroupHash)>>;
    /// Changes issues, writes one activity entry and outbox row for each, in one transaction.
    /// Returns the issues that exist in this tenant.
    ///
    /// # Errors
    /// `Unavailable`.
    #[expect(clippy::too_many_arguments, reason = "each is a part of one row; a struct would only rename them")]
    fn update_issues(
        &self,
        organization_id: OrganizationId,
        ids: &[IssueId],
        viewer: Option<UserId>,
        patch: &IssuePatch,
        activity: &[NewActivity],
        outbox: &[OutboxDraft],
        now: Timestamp,
    ) -> StoreResult<Vec<IssueId>>;
    /// Takes back a change: brings the issue to how it was before, removes the entry that told of the change, and writes
    /// the outbox row.
    ///
    /// # Errors
    /// `NotFound` for the issue or the entry, `Conflict` when the status has changed since the entry was written.
    fn undo_change(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        entry: ActivityId,
        before: &IssueBefore,
        outbox: &OutboxDraft,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// How issues of these projects were handled: those open now, those first seen in `range`, and those resolved in it.
    /// At most `limit`, the youngest; only the last kind with their steps.
    ///
    /// # Errors
    /// `Unavailable`.
    fn issue_histories(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        limit: usize,
    ) -> StoreResult<Vec<IssueHistory>>;
    /// Removes issues with hashes, counters and activity; returns project and hashes of each, so that the events can
    /// be erased.
    ///
    /// # Errors
    /// `Unavailable`.
    fn delete_issues(&self, organization_id: OrganizationId, ids: &[IssueId]) -> StoreResult<Vec<(ProjectId, Vec<GroupHash>)>>;

    /// Hourly counts of these issues within a span, by issue and hour; hours without events are left out.
    ///
    /// # Errors
    /// `Unavailable`.
    fn hourly_counts(&self, organization_id: OrganizationId, ids: &[IssueId], range: TimeRange) -> StoreResult<Vec<HourlyCount>>;
    /// Hourly counts of whole projects within a span.
    ///
    /// # Errors
    /// `Unavailable`.
    fn project_hourly_counts(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
    ) -> StoreResult<Vec<(ProjectId, Timestamp, u64)>>;

    /// Activity, newest first.
    ///
    /// # Errors
    /// `NotFound`.
    fn activity(&self, organization_id: OrganizationId, id: IssueId, limit: usize) -> StoreResult<Vec<Activity>>;
    /// Adds an entry (a comment, say); comments are counted on the issue.
    ///
    /// # Errors
    /// `NotFound`.
    fn add_activity(&self, organization_id: OrganizationId, id: IssueId, entry: &NewActivity, now: Timestamp) -> StoreResult<Activity>;
    /// Changes the data of one's own comment.
    ///
    /// # Errors
    /// `NotFound`.
    fn update_comment(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        comment: bartizan_domain::ActivityId,
        author: UserId,
        data: &str,
    ) -> StoreResult<Activity>;
    /// Removes one's own comment.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_comment(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        comment: bartizan_domain::ActivityId,
        author: UserId,
    ) -> StoreResult<()>;
    /// Who has looked at the issue and when, newest first.
    ///
    /// # Errors
    /// `NotFound`.
    fn seen_by(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<(UserId, Timestamp)>>;

    /// Attachments of an event, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn attachments(&self, organization_id: OrganizationId, project_id: ProjectId, event_id: EventId) -> StoreResult<Vec<Attachment>>;
    /// One attachment.
    ///
    /// # Errors
    /// `NotFound`.
    fn attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment>;
    /// Removes the row of an attachment.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment>;
    /// User reports of a project, or of one issue, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn user_reports(
        &self,
        organization_id: OrganizationId,
        project_id: Option<ProjectId>,
        issue: Option<IssueId>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<UserReport>>;
    /// Report about one event, if any.
    ///
    /// # Errors
    /// `Unavailable`.
    fn user_report_of_event(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
    ) -> StoreResult<Option<UserReport>>;
}
