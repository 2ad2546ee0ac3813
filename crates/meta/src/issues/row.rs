//! An issue's row.

use bartizan_domain::issue::Issue;
use bartizan_domain::{IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::IssueWithFlags;
use rusqlite::{Connection, Row};

use super::ISSUE;
use crate::codec::{assignee, count, flag, level, status, status_details, substatus, time, time_opt};
use crate::sql::one;

/// Columns of an issue, with the viewer's flags as `f`.
macro_rules! select_issue {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.organization_id, i.project_id, i.number, i.status, i.substatus, i.status_details, i.status_changed,
                i.kind, i.level, i.platform, i.logger, i.first_seen, i.last_seen, i.times_seen, i.users_seen, i.unhandled,
                i.first_release, i.last_release, i.assignee_user_id, i.assignee_team_id, i.priority, i.priority_locked,
                i.comments, d.title, d.culprit, d.metadata, f.bookmarked, f.subscribed, f.seen
            FROM issues i JOIN issue_details d ON d.issue_id = i.id
            LEFT JOIN issue_flags f ON f.issue_id = i.id AND f.user_id = $1 ",
            $rest
        )
    };
}

/// No person has this id: nobody's flags.
const NOBODY: i64 = 0;

fn issue_row(row: &Row<'_>) -> rusqlite::Result<Issue> {
    Ok(Issue {
        id: IssueId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        number: row.get("number")?,
        title: row.get("title")?,
        culprit: row.get("culprit")?,
        kind: row.get("kind")?,
        level: level(row.get("level")?)?,
        platform: row.get("platform")?,
        logger: row.get("logger")?,
        metadata: row.get("metadata")?,
        status: status(row.get_ref("status")?.as_str()?)?,
        substatus: substatus(row.get_ref("substatus")?.as_str_or_null()?)?,
        status_details: status_details(row.get_ref("status_details")?.as_str()?)?,
        status_changed: time(row, "status_changed")?,
        first_seen: time(row, "first_seen")?,
        last_seen: time(row, "last_seen")?,
        times_seen: count(row, "times_seen")?,
        users_seen: count(row, "users_seen")?,
        unhandled: flag(row, "unhandled")?,
        first_release: row.get("first_release")?,
        last_release: row.get("last_release")?,
        assignee: assignee(row.get("assignee_user_id")?, row.get("assignee_team_id")?),
        priority: row.get("priority")?,
        priority_locked: time_opt(row, "priority_locked")?,
        comments: count(row, "comments")?,
    })
}

fn flags_row(row: &Row<'_>) -> rusqlite::Result<IssueWithFlags> {
    let issue = issue_row(row)?;
    let bookmarked = row.get::<_, Option<i64>>("bookmarked")?.is_some_and(|n| n != 0);
    let subscribed = row.get::<_, Option<i64>>("subscribed")?.is_some_and(|n| n != 0);
    let seen = time_opt(row, "seen")?.is_some_and(|seen: Timestamp| seen >= issue.status_changed);
    Ok(IssueWithFlags { issue, bookmarked, seen, subscribed })
}

pub(super) fn by_id(conn: &Connection, organization: OrganizationId, id: IssueId, viewer: Option<UserId>) -> StoreResult<IssueWithFlags> {
    let sql = select_issue!("WHERE i.organization_id = $2 AND i.id = $3");
    one(conn, ISSUE, sql, (viewer.map_or(NOBODY, |id| id.0), organization.0, id.0), flags_row)
}

pub(super) fn by_number(conn: &Connection, organization: OrganizationId, project: ProjectId, number: i64) -> StoreResult<Issue> {
    let sql = select_issue!(
        "JOIN projects p ON p.id = i.project_id
        WHERE i.organization_id = $2 AND i.project_id = $3 AND i.number = $4 AND p.deleting = 0"
    );
    one(conn, ISSUE, sql, (NOBODY, organization.0, project.0, number), issue_row)
}
