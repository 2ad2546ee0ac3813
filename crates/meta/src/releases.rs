//! Releases.

use bartizan_domain::release::Release;
use bartizan_domain::{OrganizationId, ProjectId, ReleaseId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::Releases;
use bartizan_ports::meta::limits::MAX_PATTERN_CHARS;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{count, signed, time, time_opt};
use crate::issues::like;
use crate::sql::{all, first, one};
use crate::store::SqliteMeta;

const RELEASE: &str = "release";

/// A release without its projects.
fn release_row(row: &Row<'_>) -> rusqlite::Result<Release> {
    Ok(Release {
        id: ReleaseId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        version: row.get("version")?,
        created: time(row, "created")?,
        first_event: time_opt(row, "first_event")?,
        last_event: time_opt(row, "last_event")?,
        projects: Vec::new(),
        new_issues: count(row, "new_issues")?,
    })
}

fn complete(conn: &Connection, mut release: Release) -> StoreResult<Release> {
    let sql = "SELECT project_id FROM release_projects WHERE release_id = $1 ORDER BY project_id";
    release.projects = all(conn, sql, [release.id.0], |row| row.get(0).map(ProjectId))?;
    Ok(release)
}

fn list(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    contains: Option<&str>,
    limit: usize,
    offset: usize,
) -> StoreResult<Vec<Release>> {
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event,
            (SELECT count(*) FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version) AS new_issues
        FROM releases r WHERE r.organization_id = $1"
        .to_owned();
    let mut values = vec![Value::from(organization.0)];
    if let Some(text) = contains {
        if text.len() > MAX_PATTERN_CHARS {
            return Ok(Vec::new());
        }
        values.push(Value::from(like::contains(text)));
        sql.push_str(" AND lower(r.version) LIKE lower($2) ESCAPE '!'");
    }
    let ids: Vec<String> = projects.iter().map(ToString::to_string).collect();
    let (limit_at, offset_at) = (values.len() + 1, values.len() + 2);
    sql.push_str(&format!(
        " AND EXISTS (SELECT 1 FROM release_projects p WHERE p.release_id = r.id AND p.project_id IN ({}))
        ORDER BY r.created DESC, r.id DESC LIMIT ${limit_at} OFFSET ${offset_at}",
        ids.join(", ")
    ));
    values.extend([Value::from(signed(limit as u64)), Value::from(signed(offset as u64))]);
    let rows = all(conn, &sql, params_from_iter(values), release_row)?;
    rows.into_iter().map(|release| complete(conn, release)).collect()
}

impl Releases for SqliteMeta {
    fn releases(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<Release>> {
        self.read(|conn| list(conn, organization_id, projects, contains, limit, offset))
    }

    fn release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Release> {
        let sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event,
                (SELECT count(*) FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version) AS new_issues
            FROM releases r WHERE r.organization_id = $1 AND r.version = $2";
        self.read(|conn| complete(conn, one(conn, RELEASE, sql, (organization_id.0, version), release_row)?))
    }

    fn latest_release(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Option<Release>> {
        let sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event,
                (SELECT count(*) FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version) AS new_issues
            FROM releases r WHERE r.organization_id = $1
                AND EXISTS (SELECT 1 FROM release_projects p WHERE p.release_id = r.id AND p.project_id = $2)
            ORDER BY r.created DESC, r.id DESC LIMIT 1";
        self.read(|conn| match first(conn, sql, (organization_id.0, project_id.0), release_row)? {
            Some(release) => complete(conn, release).map(Some),
            None => Ok(None),
        })
    }
}
