//! What users wrote.

use bartizan_domain::attachment::UserReport;
use bartizan_domain::{EventId, IssueId, OrganizationId, ProjectId};
use bartizan_ports::StoreResult;
use rusqlite::{Connection, Row};

use crate::codec::{event_id_opt, signed, time};
use crate::sql::{all, first};

macro_rules! select_report {
    ($rest:literal) => {
        concat!("SELECT id, organization_id, project_id, event_id, issue_id, name, email, comments, created FROM user_reports ", $rest)
    };
}

fn report_row(row: &Row<'_>) -> rusqlite::Result<UserReport> {
    Ok(UserReport {
        id: row.get("id")?,
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        event_id: event_id_opt(row, "event_id")?,
        issue_id: row.get::<_, Option<i64>>("issue_id")?.map(IssueId),
        name: row.get("name")?,
        email: row.get("email")?,
        comments: row.get("comments")?,
        created: time(row, "created")?,
    })
}

pub(super) fn list(
    conn: &Connection,
    organization: OrganizationId,
    project: Option<ProjectId>,
    issue: Option<IssueId>,
    limit: usize,
    offset: usize,
) -> StoreResult<Vec<UserReport>> {
    let org = organization.0;
    let (limit, offset) = (signed(limit as u64), signed(offset as u64));
    match (project, issue) {
        (None, None) => {
            let sql = select_report!("WHERE organization_id = $1 ORDER BY created DESC, id DESC LIMIT $2 OFFSET $3");
            all(conn, sql, (org, limit, offset), report_row)
        }
        (Some(project), None) => {
            let sql = select_report!("WHERE organization_id = $1 AND project_id = $2 ORDER BY created DESC, id DESC LIMIT $3 OFFSET $4");
            all(conn, sql, (org, project.0, limit, offset), report_row)
        }
        (None, Some(issue)) => {
            let sql = select_report!("WHERE organization_id = $1 AND issue_id = $2 ORDER BY created DESC, id DESC LIMIT $3 OFFSET $4");
            all(conn, sql, (org, issue.0, limit, offset), report_row)
        }
        (Some(project), Some(issue)) => {
            let sql = select_report!(
                "WHERE organization_id = $1 AND project_id = $2 AND issue_id = $3 ORDER BY created DESC, id DESC LIMIT $4 OFFSET $5"
            );
            all(conn, sql, (org, project.0, issue.0, limit, offset), report_row)
        }
    }
}

pub(super) fn of_event(
    conn: &Connection,
    organization: OrganizationId,
    project: ProjectId,
    event: EventId,
) -> StoreResult<Option<UserReport>> {
    let sql = select_report!("WHERE organization_id = $1 AND project_id = $2 AND event_id = $3 ORDER BY created DESC, id DESC LIMIT 1");
    first(conn, sql, (organization.0, project.0, &event.0[..]), report_row)
}
