//! What the fake remembers.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_domain::account::{ApiToken, Preferences, Session, User};
use bartizan_domain::activity::Activity;
use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile, DebugFile};
use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::grouping::{RegroupJob, RuleVersion};
use bartizan_domain::issue::Issue;
use bartizan_domain::key::ClientKey;
use bartizan_domain::merge::Merge;
use bartizan_domain::organization::{Organization, Role, Team};
use bartizan_domain::project::Project;
use bartizan_domain::release::{Commit, Deploy, Release, Repository};
use bartizan_domain::saved_query::SavedQuery;
use bartizan_domain::ticket::Ticket;
use bartizan_domain::view::SavedView;
use bartizan_domain::{
    EventId, GroupHash, IssueId, KeyId, MemberId, OrganizationId, Outcome, ProjectId, ReleaseId, SavedQueryId, TeamId, TicketId, Timestamp,
    UserId, ViewId,
};

use crate::meta::{Environment, OutboxRow, PlannedMove};
use crate::{ErrorKind, StoreError, StoreResult};

/// A membership with references instead of copies.
#[derive(Clone)]
pub(super) struct MemberRow {
    pub(super) id: MemberId,
    pub(super) organization_id: OrganizationId,
    pub(super) user_id: Option<UserId>,
    pub(super) email: String,
    pub(super) role: Role,
    pub(super) invited_by: Option<UserId>,
    pub(super) invite_token_hash: Option<String>,
    pub(super) created: Timestamp,
}

/// One person's relation to one issue.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) bookmarked: bool,
    pub(super) subscribed: bool,
    pub(super) seen: Option<Timestamp>,
}

/// A row to deliver.
pub(super) struct Delivery {
    pub(super) row: OutboxRow,
    pub(super) next: Timestamp,
    pub(super) delivered: Option<Timestamp>,
}

/// Minute (or hour), tenant, project, key, category, outcome, reason.
pub(super) type LedgerKey = (Timestamp, OrganizationId, ProjectId, KeyId, String, Outcome, String);

#[derive(Default)]
pub(super) struct State {
    last_id: i64,
    pub(super) commits: u64,
    pub(super) processed: u64,
    pub(super) settings: BTreeMap<String, String>,
    pub(super) users: BTreeMap<UserId, (User, Option<String>)>,
    pub(super) preferences: BTreeMap<UserId, Preferences>,
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) tokens: BTreeMap<i64, ApiToken>,
    pub(super) organizations: BTreeMap<OrganizationId, Organization>,
    pub(super) members: BTreeMap<MemberId, MemberRow>,
    pub(super) teams: BTreeMap<TeamId, Team>,
    pub(super) team_members: BTreeSet<(TeamId, MemberId)>,
    pub(super) projects: BTreeMap<ProjectId, Project>,
    pub(super) next_numbers: BTreeMap<ProjectId, i64>,
    pub(super) old_slugs: BTreeMap<(OrganizationId, String), ProjectId>,
    pub(super) keys: BTreeMap<KeyId, ClientKey>,
    pub(super) environments: Vec<Environment>,
    pub(super) releases: Vec<Release>,
    /// By release.
    pub(super) release_commits: BTreeMap<ReleaseId, Vec<Commit>>,
    /// By release.
    pub(super) deploys: BTreeMap<ReleaseId, Vec<Deploy>>,
    pub(super) repositories: Vec<(OrganizationId, Repository)>,
    /// Size and age.
    pub(super) chunks: BTreeMap<(OrganizationId, String), (u64, Timestamp)>,
    pub(super) assemblies: Vec<Assembly>,
    pub(super) bundles: Vec<(ArtifactBundle, Vec<BundleFile>)>,
    pub(super) debug_files: Vec<DebugFile>,
    /// Project, debug id, release.
    pub(super) debug_file_releases: BTreeSet<(ProjectId, String, String)>,
    pub(super) issues: BTreeMap<IssueId, Issue>,
    pub(super) hashes: BTreeMap<(ProjectId, GroupHash), IssueId>,
    /// Where merged issues went, by id and by project and number.
    pub(super) redirects: BTreeMap<IssueId, IssueId>,
    /// See `redirects`.
    pub(super) old_numbers: BTreeMap<(ProjectId, i64), IssueId>,
    pub(super) rule_versions: BTreeMap<ProjectId, Vec<RuleVersion>>,
    pub(super) regroups: BTreeMap<i64, RegroupJob>,
    /// By job and event; true once the document followed.
    pub(super) moves: BTreeMap<(i64, EventId), (PlannedMove, bool)>,
    /// By job: hashes of which events stay.
    pub(super) stays: BTreeSet<(i64, GroupHash)>,
    /// By project, job and hash: the hash whose issue it goes on.
    pub(super) heirs: BTreeMap<(ProjectId, i64, GroupHash), Option<GroupHash>>,
    pub(super) merges: BTreeMap<i64, Merge>,
    /// Likeness of a hash, and whether somebody took it apart.
    pub(super) likeness: BTreeMap<(ProjectId, GroupHash), (Option<GroupHash>, bool)>,
    pub(super) issue_users: BTreeSet<(IssueId, i64)>,
    pub(super) issue_hours: BTreeMap<(IssueId, Timestamp), u64>,
    pub(super) project_hours: BTreeMap<(ProjectId, Timestamp), u64>,
    pub(super) flags: BTreeMap<(IssueId, UserId), Flags>,
    pub(super) activity: Vec<Activity>,
    pub(super) attachments: Vec<Attachment>,
    /// Blobs of removed projects, free at the next clean-up.
    pub(super) orphan_blobs: Vec<String>,
    pub(super) reports: Vec<UserReport>,
    pub(super) views: BTreeMap<ViewId, SavedView>,
    pub(super) view_places: BTreeMap<(UserId, ViewId), usize>,
    pub(super) saved_queries: BTreeMap<SavedQueryId, SavedQuery>,
    pub(super) tickets: BTreeMap<TicketId, Ticket>,
    pub(super) ledger: BTreeMap<LedgerKey, u64>,
    pub(super) outbox: Vec<Delivery>,
}

impl State {
    /// An id nothing else has.
    pub(super) fn new_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// `NotFound` unless the project is of this tenant.
    pub(super) fn project(&self, organization: OrganizationId, id: ProjectId) -> StoreResult<&Project> {
        self.projects.get(&id).filter(|p| p.organization_id == organization).ok_or_else(|| StoreError::not_found("project"))
    }

    /// `NotFound` unless the team is of this tenant.
    pub(super) fn team(&self, organization: OrganizationId, id: TeamId) -> StoreResult<&Team> {
        self.teams.get(&id).filter(|t| t.organization_id == organization).ok_or_else(|| StoreError::not_found("team"))
    }

    /// The id of an issue now: its own, or that of the issue it was merged into.
    pub(super) fn current(&self, id: IssueId) -> IssueId {
        self.redirects.get(&id).copied().unwrap_or(id)
    }

    /// `NotFound` unless the issue is of this tenant.
    pub(super) fn issue(&self, organization: OrganizationId, id: IssueId) -> StoreResult<&Issue> {
        self.issues.get(&self.current(id)).filter(|i| i.organization_id == organization).ok_or_else(|| StoreError::not_found("issue"))
    }

    /// As [`Self::issue`], to change.
    pub(super) fn issue_mut(&mut self, organization: OrganizationId, id: IssueId) -> StoreResult<&mut Issue> {
        let id = self.current(id);
        self.issues.get_mut(&id).filter(|i| i.organization_id == organization).ok_or_else(|| StoreError::not_found("issue"))
    }

    /// Writes a row to deliver, unless its key was used before.
    pub(super) fn announce(&mut self, issue: IssueId, kind: &str, key: String, payload: String, now: Timestamp) {
        let Some(issue) = self.issues.get(&issue) else { return };
        let (organization_id, project_id) = (issue.organization_id, issue.project_id);
        if self.outbox.iter().any(|d| d.row.idempotency_key == key) {
            return;
        }
        let id = self.new_id();
        let kind = kind.to_owned();
        let row = OutboxRow { id, organization_id, project_id, kind, idempotency_key: key, payload, created: now, attempts: 0 };
        self.outbox.push(Delivery { row, next: now, delivered: None });
    }

    /// Removes an issue and everything that hangs on it.
    pub(super) fn remove_issue(&mut self, id: IssueId) {
        self.issues.remove(&id);
        self.redirects.retain(|_, issue| *issue != id);
        self.old_numbers.retain(|_, issue| *issue != id);
        self.hashes.retain(|_, issue| *issue != id);
        self.issue_users.retain(|(issue, _)| *issue != id);
        self.issue_hours.retain(|(issue, _), _| *issue != id);
        self.flags.retain(|(issue, _), _| *issue != id);
        self.activity.retain(|a| a.issue_id != id);
        self.reports.retain(|r| r.issue_id != Some(id));
        self.tickets.retain(|_, ticket| ticket.issue_id != id);
    }
}

/// "Taken".
pub(super) fn conflict(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Conflict, format!("{what} is taken"))
}
