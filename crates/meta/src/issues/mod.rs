//! Issues: lists, one, changes, counters, and what came with events.

mod activity;
mod change;
mod counts;
mod files;
mod filter;
mod histories;
pub(crate) mod like;
mod list;
pub(crate) mod merge;
mod reports;
pub(crate) mod restore;
mod row;
pub(crate) mod split;
mod undo;

use bartizan_domain::activity::Activity;
use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::issue::{Issue, IssueBefore};
use bartizan_domain::time_to_fix::IssueHistory;
use bartizan_domain::{ActivityId, AttachmentId, EventId, GroupHash, IssueId, OrganizationId, ProjectId, TimeRange, Timestamp, UserId};
use bartizan_ports::meta::{
    HourlyCount, IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssuePage, IssuePatch, IssueWithFlags, Issues, NewActivity, OutboxDraft,
};
use bartizan_ports::{StoreError, StoreResult};
use rusqlite::Connection;

use crate::codec::{hash, signed};
use crate::sql::{all, first};
use crate::store::SqliteMeta;

pub(crate) use activity::add as add_activity;

pub(crate) const ISSUE: &str = "issue";
/// A merged issue may lead to one that was merged itself; nobody merges deeper than this.
const MAX_REDIRECTS: usize = 16;

/// The id an issue has now, of this tenant: itself, or the issue it was merged into.
///
/// # Errors
/// `NotFound`, also for an issue of another tenant.
pub(crate) fn current_id(conn: &Connection, organization: OrganizationId, id: IssueId) -> StoreResult<IssueId> {
    let mut at = id;
    for _ in 0..MAX_REDIRECTS {
        let sql = "SELECT 1 FROM issues i JOIN projects p ON p.id = i.project_id
            WHERE i.id = $1 AND i.organization_id = $2 AND p.deleting = 0";
        if first(conn, sql, (at.0, organization.0), |_| Ok(()))?.is_some() {
            return Ok(at);
        }
        let sql = "SELECT new_id FROM issue_redirects WHERE old_id = $1";
        match first(conn, sql, [at.0], |row| row.get(0).map(IssueId))? {
            Some(next) => at = next,
            None => break,
        }
    }
    Err(StoreError::not_found(ISSUE))
}

/// Hashes of an issue, in stored order.
pub(crate) fn hashes_of(conn: &Connection, id: IssueId) -> StoreResult<Vec<GroupHash>> {
    all(conn, "SELECT hash FROM issue_hashes WHERE issue_id = $1 ORDER BY hash", [id.0], |row| hash(row, "hash"))
}

impl Issues for SqliteMeta {
    fn list_issues(&self, list: &IssueList) -> StoreResult<IssuePage> {
        self.read(|conn| list::page(conn, list))
    }

    fn count_issues(&self, organization_id: OrganizationId, projects: &[ProjectId], filter: &IssueFilter) -> StoreResult<u64> {
        self.read(|conn| list::count(conn, organization_id, projects, filter, None))
    }

    fn count_issues_by(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        filter: &IssueFilter,
        key: IssueGroupKey,
    ) -> StoreResult<Vec<(IssueGroup, u64)>> {
        self.read(|conn| list::count_by(conn, organization_id, projects, filter, key))
    }

    fn issue(&self, organization_id: OrganizationId, id: IssueId, viewer: Option<UserId>) -> StoreResult<IssueWithFlags> {
        self.read(|conn| {
            let id = current_id(conn, organization_id, id)?;
            row::by_id(conn, organization_id, id, viewer)
        })
    }

    fn issue_by_number(&self, organization_id: OrganizationId, project_id: ProjectId, number: i64) -> StoreResult<Issue> {
        self.read(|conn| match row::by_number(conn, organization_id, project_id, number) {
            Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => {
                merge::by_old_number(conn, organization_id, project_id, number)
            }
            found => found,
        })
    }

    fn hashes(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<GroupHash>> {
        self.read(|conn| match current_id(conn, organization_id, id) {
            Ok(id) => hashes_of(conn, id),
            Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        })
    }

    fn issues_of_hashes(&self, project_id: ProjectId, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, IssueId)>> {
        let sql = "SELECT issue_id FROM issue_hashes WHERE project_id = $1 AND hash = $2";
        self.read(|conn| {
            let mut found = Vec::with_capacity(hashes.len());
            for hash in hashes {
                let issue = first(conn, sql, (project_id.0, &hash.0[..]), |row| row.get(0).map(IssueId))?;
                found.extend(issue.map(|issue| (*hash, issue)));
            }
            Ok(found)
        })
    }

    fn shared_hashes(&self, project_id: ProjectId, limit: usize) -> StoreResult<Vec<(GroupHash, GroupHash)>> {
        let sql = "SELECT h.hash, s.first FROM issue_hashes h JOIN (
                SELECT issue_id, MIN(hash) AS first FROM issue_hashes WHERE project_id = $1 GROUP BY issue_id HAVING COUNT(*) > 1
            ) s ON s.issue_id = h.issue_id
            WHERE h.project_id = $1 ORDER BY h.issue_id, h.hash LIMIT $2";
        self.read(|conn| all(conn, sql, (project_id.0, signed(limit as u64)), |row| Ok((hash(row, "hash")?, hash(row, "first")?))))
    }

    fn update_issues(
        &self,
        organization_id: OrganizationId,
        ids: &[IssueId],
        viewer: Option<UserId>,
        patch: &IssuePatch,
        activity: &[NewActivity],
        outbox: &[OutboxDraft],
        now: Timestamp,
    ) -> StoreResult<Vec<IssueId>> {
        let change = change::Change { organization_id, ids, viewer, patch, activity, outbox, now };
        self.write(|conn| change.apply(conn))
    }

    fn undo_change(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        entry: ActivityId,
        before: &IssueBefore,
        outbox: &OutboxDraft,
        now: Timestamp,
    ) -> StoreResult<()> {
        self.write(|conn| {
            let id = current_id(conn, organization_id, id)?;
            undo::undo(conn, id, entry, before)?;
            change::notify(conn, organization_id, id, std::slice::from_ref(outbox), true, now)
        })
    }

    fn issue_histories(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        limit: usize,
    ) -> StoreResult<Vec<IssueHistory>> {
        self.read(|conn| histories::list(conn, organization_id, projects, range, limit))
    }

    fn delete_issues(&self, organization_id: OrganizationId, ids: &[IssueId]) -> StoreResult<Vec<(ProjectId, Vec<GroupHash>)>> {
        self.remove_issues(organization_id, ids)
    }

    fn hourly_counts(&self, organization_id: OrganizationId, ids: &[IssueId], range: TimeRange) -> StoreResult<Vec<HourlyCount>> {
        self.read(|conn| counts::of_issues(conn, organization_id, ids, range))
    }

    fn project_hourly_counts(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
    ) -> StoreResult<Vec<(ProjectId, Timestamp, u64)>> {
        self.read(|conn| counts::of_projects(conn, organization_id, projects, range))
    }

    fn activity(&self, organization_id: OrganizationId, id: IssueId, limit: usize) -> StoreResult<Vec<Activity>> {
        self.read(|conn| {
            let id = current_id(conn, organization_id, id)?;
            activity::list(conn, id, limit)
        })
    }

    fn add_activity(&self, organization_id: OrganizationId, id: IssueId, entry: &NewActivity, now: Timestamp) -> StoreResult<Activity> {
        self.write(|conn| {
            let id = current_id(conn, organization_id, id)?;
            activity::add(conn, id, entry, now)
        })
    }

    fn update_comment(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        comment: ActivityId,
        author: UserId,
        data: &str,
    ) -> StoreResult<Activity> {
        self.write(|conn| {
            let id = current_id(conn, organization_id, id)?;
            activity::update_comment(conn, id, comment, author, data)
        })
    }

    fn delete_comment(&self, organization_id: OrganizationId, id: IssueId, comment: ActivityId, author: UserId) -> StoreResult<()> {
        self.write(|conn| {
            let id = current_id(conn, organization_id, id)?;
            activity::delete_comment(conn, id, comment, author)
        })
    }

    fn seen_by(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<(UserId, Timestamp)>> {
        let sql = "SELECT user_id, seen FROM issue_flags WHERE issue_id = $1 AND seen IS NOT NULL ORDER BY seen DESC, user_id";
        self.read(|conn| {
            let id = current_id(conn, organization_id, id)?;
            all(conn, sql, [id.0], |row| Ok((UserId(row.get(0)?), Timestamp(row.get(1)?))))
        })
    }

    fn attachments(&self, organization_id: OrganizationId, project_id: ProjectId, event_id: EventId) -> StoreResult<Vec<Attachment>> {
        self.read(|conn| files::of_event(conn, organization_id, project_id, event_id))
    }

    fn attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
        self.read(|conn| files::by_id(conn, organization_id, project_id, id))
    }

    fn delete_attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
        self.write(|conn| files::delete(conn, organization_id, project_id, id))
    }

    fn user_reports(
        &self,
        organization_id: OrganizationId,
        project_id: Option<ProjectId>,
        issue: Option<IssueId>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<UserReport>> {
        self.read(|conn| reports::list(conn, organization_id, project_id, issue, limit, offset))
    }

    fn user_report_of_event(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
    ) -> StoreResult<Option<UserReport>> {
        self.read(|conn| reports::of_event(conn, organization_id, project_id, event_id))
    }
}
