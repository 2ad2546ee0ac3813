//! Rules of projects over time, and moving hashes between issues.

use bartizan_domain::grouping::{NewRuleVersion, RuleVersion};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{GroupHash, IssueId, Level, OrganizationId, ProjectId, Timestamp, UserId};

use super::Settlement;
use crate::StoreResult;

/// Most issues one merge may name beside the one they go into.
pub const MAX_MERGED_ISSUES: usize = 1000;
/// Versions a project keeps; the oldest go.
pub const MAX_RULE_VERSIONS: usize = 50;

/// How a project groups now and in a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectGrouping {
    /// Project.
    pub project_id: ProjectId,
    /// It has issues of the grouping version before.
    pub with_previous: bool,
    /// The newest versions of its rules, oldest first.
    pub versions: Vec<RuleVersion>,
}

/// What a merge did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The issue that stays.
    pub parent: IssueId,
    /// Issues that went into it.
    pub children: Vec<IssueId>,
}

/// The part of an issue that becomes an issue of its own, counted by the caller out of the stored events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitPart {
    /// Hashes that leave; all of them belong to the issue, and at least one other stays.
    pub hashes: Vec<GroupHash>,
    /// Title, culprit and metadata (a JSON object as text) of the newest event.
    pub title: String,
    /// See `title`.
    pub culprit: String,
    /// See `title`.
    pub metadata: String,
    /// Event type.
    pub kind: String,
    /// Level of the newest event.
    pub level: Level,
    /// Platform of the newest event.
    pub platform: Option<String>,
    /// First event.
    pub first_seen: Timestamp,
    /// Last event.
    pub last_seen: Timestamp,
    /// Release of the first event.
    pub first_release: Option<String>,
    /// Release of the last event.
    pub last_release: Option<String>,
    /// Events by start of hour.
    pub hours: Vec<(Timestamp, u64)>,
    /// Users of the part.
    pub users: Vec<i64>,
    /// Users of the part who were not hit by what stays.
    pub users_leaving: Vec<i64>,
    /// The issue it leaves, where the part held its first or last event.
    pub rest: Option<Settlement>,
}

/// Grouping.
pub trait Groupings: Send + Sync + 'static {
    /// Versions of a project's rules, newest first.
    ///
    /// # Errors
    /// `NotFound` for a project of another tenant.
    fn rule_versions(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RuleVersion>>;

    /// Writes a version; only the newest [`MAX_RULE_VERSIONS`] are kept.
    ///
    /// # Errors
    /// `NotFound` for a project of another tenant.
    fn add_rule_version(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        version: &NewRuleVersion,
    ) -> StoreResult<RuleVersion>;

    /// All projects whose grouping is not the plain one, with their newest versions.
    ///
    /// # Errors
    /// `Unavailable`.
    fn groupings(&self) -> StoreResult<Vec<ProjectGrouping>>;

    /// Merges issues of one project into `parent`: hashes, counters, hours, users, activity, comments, flags, reports and
    /// tickets follow, ids and short ids lead on, and title, culprit and metadata are those of the newest event of all;
    /// writes a `merge` entry with the number of each merge, by which it can be taken back
    /// ([`super::Merges::undo_merge`]), and an outbox row. Unknown children, and `parent` itself among them, are left out.
    /// What a person merges counts as together from then on, also hashes that were taken apart before.
    ///
    /// # Errors
    /// `NotFound` for the parent, `Invalid` for children of another project or too many of them.
    fn merge_issues(
        &self,
        organization_id: OrganizationId,
        parent: IssueId,
        children: &[IssueId],
        reason: MergeReason,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<Merged>;

    /// Makes an issue out of a part of another: hashes, hours, users and counts move; writes `unmerge_source` and
    /// `unmerge_destination` entries. Later events of the hashes follow, and nothing but a person merges them again. Where
    /// all hashes leave that an issue brought when it was merged, the tickets that were linked on it follow them.
    ///
    /// # Errors
    /// `NotFound` for the issue, `Invalid` when a hash is not of it or none would stay.
    fn split_issue(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        part: &SplitPart,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId>;
}
