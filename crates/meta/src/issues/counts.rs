//! Hourly counts.

use bartizan_domain::{IssueId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::HourlyCount;
use rusqlite::Connection;

use crate::codec::unsigned;
use crate::sql::all;

/// Most ids in one statement.
const IDS_PER_STATEMENT: usize = 500;

fn joined<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) fn of_issues(
    conn: &Connection,
    organization: OrganizationId,
    ids: &[IssueId],
    range: TimeRange,
) -> StoreResult<Vec<HourlyCount>> {
    let mut counts = Vec::new();
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for chunk in ids.chunks(IDS_PER_STATEMENT) {
        let sql = format!(
            "SELECT h.issue_id, h.hour, h.count FROM issues i JOIN issue_hours h ON h.issue_id = i.id
            WHERE i.organization_id = $1 AND i.id IN ({}) AND h.hour >= $2 AND h.hour < $3 ORDER BY h.issue_id, h.hour",
            joined(chunk)
        );
        counts.extend(all(conn, &sql, (organization.0, range.start.0, range.end.0), |row| {
            Ok(HourlyCount { issue_id: IssueId(row.get(0)?), hour: Timestamp(row.get(1)?), count: unsigned(row.get(2)?) })
        })?);
    }
    Ok(counts)
}

pub(super) fn of_projects(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    range: TimeRange,
) -> StoreResult<Vec<(ProjectId, Timestamp, u64)>> {
    let mut counts = Vec::new();
    let mut projects = projects.to_vec();
    projects.sort_unstable();
    projects.dedup();
    for chunk in projects.chunks(IDS_PER_STATEMENT) {
        let sql = format!(
            "SELECT h.project_id, h.hour, h.count FROM projects p JOIN project_hours h ON h.project_id = p.id
            WHERE p.organization_id = $1 AND p.deleting = 0 AND p.id IN ({}) AND h.hour >= $2 AND h.hour < $3
            ORDER BY h.project_id, h.hour",
            joined(chunk)
        );
        counts.extend(all(conn, &sql, (organization.0, range.start.0, range.end.0), |row| {
            Ok((ProjectId(row.get(0)?), Timestamp(row.get(1)?), unsigned(row.get(2)?)))
        })?);
    }
    Ok(counts)
}
