//! How issues were handled.

use std::collections::HashMap;

use bartizan_domain::issue::Status;
use bartizan_domain::time_to_fix::{IssueHistory, StepKind};
use bartizan_domain::{IssueId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::StoreResult;
use rusqlite::Connection;

use crate::codec::{assignee, signed, time, time_opt};
use crate::sql::all;

/// Kinds of activity by which an issue is resolved.
const RESOLVING: &str = "'set_resolved', 'set_resolved_in_release', 'set_resolved_in_commit'";

/// Issues of a tenant's projects, resolved within a time (`$2` to `$3`).
fn resolved_within() -> String {
    format!("EXISTS (SELECT 1 FROM activity r WHERE r.issue_id = i.id AND r.kind IN ({RESOLVING}) AND r.created >= $2 AND r.created < $3)")
}

fn scope(projects: &[ProjectId]) -> String {
    let ids: Vec<String> = projects.iter().map(ToString::to_string).collect();
    format!(
        "i.organization_id = $1 AND i.project_id IN ({}) AND EXISTS (SELECT 1 FROM projects p WHERE p.id = i.project_id AND p.deleting = 0)",
        ids.join(", ")
    )
}

pub(super) fn list(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    range: TimeRange,
    limit: usize,
) -> StoreResult<Vec<IssueHistory>> {
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let (scope, resolved) = (scope(projects), resolved_within());
    let mut steps = steps(conn, organization, &scope, &resolved, range)?;
    let sql = format!(
        "SELECT i.id, i.project_id, i.assignee_user_id, i.assignee_team_id, i.status, i.first_seen,
            (SELECT MIN(a.created) FROM activity a WHERE a.issue_id = i.id AND a.user_id IS NOT NULL) AS first_response
        FROM issues i WHERE {scope}
            AND (i.status = 'unresolved' OR (i.first_seen >= $2 AND i.first_seen < $3) OR {resolved})
        ORDER BY i.first_seen DESC, i.id DESC LIMIT $4"
    );
    all(conn, &sql, (organization.0, range.start.0, range.end.0, signed(limit as u64)), |row| {
        let id: i64 = row.get("id")?;
        Ok(IssueHistory {
            id: IssueId(id),
            project_id: ProjectId(row.get("project_id")?),
            assignee: assignee(row.get("assignee_user_id")?, row.get("assignee_team_id")?),
            open: row.get_ref("status")?.as_str()? == Status::Unresolved.as_str(),
            first_seen: time(row, "first_seen")?,
            first_response: time_opt(row, "first_response")?,
            steps: steps.remove(&id).unwrap_or_default(),
        })
    })
}

/// Every step of the issues resolved within the time, by issue, oldest first: a fix is judged by what came before it and
/// what came after it. Issues without a fix in the time need none.
fn steps(
    conn: &Connection,
    organization: OrganizationId,
    scope: &str,
    resolved: &str,
    range: TimeRange,
) -> StoreResult<HashMap<i64, Vec<(StepKind, Timestamp)>>> {
    let kinds = StepKind::ACTIVITY_KINDS.map(|kind| format!("'{kind}'")).join(", ");
    let sql = format!(
        "SELECT a.issue_id, a.kind, a.user_id IS NOT NULL AS by_person, a.data, a.created
        FROM issues i JOIN activity a ON a.issue_id = i.id
        WHERE {scope} AND {resolved} AND a.kind IN ({kinds}) ORDER BY a.issue_id, a.created, a.id"
    );
    let rows = all(conn, &sql, (organization.0, range.start.0, range.end.0), |row| {
        let data = row.get_ref("data")?.as_str()?;
        let details = || serde_json::from_str(data).ok();
        let kind = StepKind::of_activity(row.get_ref("kind")?.as_str()?, row.get("by_person")?, details);
        Ok((row.get::<_, i64>("issue_id")?, kind, time(row, "created")?))
    })?;
    let mut steps: HashMap<i64, Vec<(StepKind, Timestamp)>> = HashMap::new();
    for (issue, kind, at) in rows {
        steps.entry(issue).or_default().extend(kind.map(|kind| (kind, at)));
    }
    Ok(steps)
}
