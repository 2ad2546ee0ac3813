//! Releases.

use bartizan_domain::release::{Commit, Deploy, Deployed, Release, ReleaseFacts, Repository};
use bartizan_domain::{OrganizationId, ProjectId, ReleaseId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::limits::MAX_PATTERN_CHARS;
use bartizan_ports::meta::{NewDeploy, ReleaseUpdate, Releases};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{count, flag, signed, time, time_opt};
use crate::issues::like;
use crate::release_facts as facts;
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
        facts: ReleaseFacts {
            url: row.get("url")?,
            reference: row.get("reference")?,
            started: time_opt(row, "started")?,
            released: time_opt(row, "released")?,
            archived: flag(row, "archived")?,
        },
        commits: count(row, "commits")?,
        deploys: count(row, "deploys")?,
    })
}

fn complete(conn: &Connection, mut release: Release) -> StoreResult<Release> {
    release.projects = facts::projects_of(conn, release.id.0)?;
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
    let mut sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event, r.url, r.reference, r.started, r.released, r.archived,
                (SELECT count(*) FROM release_commits c WHERE c.release_id = r.id) AS commits,
                (SELECT count(*) FROM deploys d WHERE d.release_id = r.id) AS deploys,
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
        let sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event, r.url, r.reference, r.started, r.released, r.archived,
                (SELECT count(*) FROM release_commits c WHERE c.release_id = r.id) AS commits,
                (SELECT count(*) FROM deploys d WHERE d.release_id = r.id) AS deploys,
                (SELECT count(*) FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version) AS new_issues
            FROM releases r WHERE r.organization_id = $1 AND r.version = $2";
        self.read(|conn| complete(conn, one(conn, RELEASE, sql, (organization_id.0, version), release_row)?))
    }

    fn latest_release(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Option<Release>> {
        let sql = "SELECT r.id, r.organization_id, r.version, r.created, r.first_event, r.last_event, r.url, r.reference, r.started, r.released, r.archived,
                (SELECT count(*) FROM release_commits c WHERE c.release_id = r.id) AS commits,
                (SELECT count(*) FROM deploys d WHERE d.release_id = r.id) AS deploys,
                (SELECT count(*) FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version) AS new_issues
            FROM releases r WHERE r.organization_id = $1
                AND EXISTS (SELECT 1 FROM release_projects p WHERE p.release_id = r.id AND p.project_id = $2)
            ORDER BY r.created DESC, r.id DESC LIMIT 1";
        self.read(|conn| match first(conn, sql, (organization_id.0, project_id.0), release_row)? {
            Some(release) => complete(conn, release).map(Some),
            None => Ok(None),
        })
    }

    fn update_release(&self, organization_id: OrganizationId, version: &str, update: &ReleaseUpdate, now: Timestamp) -> StoreResult<bool> {
        self.write(|conn| facts::update(conn, organization_id, version, update, now))
    }

    fn delete_release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<()> {
        self.write(|conn| facts::delete(conn, organization_id, version))
    }

    fn release_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Commit>> {
        self.read(|conn| facts::commits(conn, facts::id_of(conn, organization_id, version)?))
    }

    fn previous_release_with_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Option<Release>> {
        let sql = "SELECT r.version FROM releases r JOIN releases n ON n.organization_id = r.organization_id
            WHERE n.id = $1 AND (r.created < n.created OR (r.created = n.created AND r.id < n.id))
                AND EXISTS (SELECT 1 FROM release_commits c WHERE c.release_id = r.id)
                AND EXISTS (SELECT 1 FROM release_projects p JOIN release_projects q ON q.project_id = p.project_id
                    WHERE p.release_id = r.id AND q.release_id = n.id)
            ORDER BY r.created DESC, r.id DESC LIMIT 1";
        let found = self.read(|conn| {
            let id = facts::id_of(conn, organization_id, version)?;
            first(conn, sql, [id], |row| row.get::<_, String>(0))
        })?;
        found.map(|version| self.release(organization_id, &version)).transpose()
    }

    fn add_deploy(&self, organization_id: OrganizationId, version: &str, deploy: &NewDeploy) -> StoreResult<Deploy> {
        self.write(|conn| facts::add_deploy(conn, facts::id_of(conn, organization_id, version)?, deploy))
    }

    fn deploys(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Deploy>> {
        self.read(|conn| facts::deploys(conn, facts::id_of(conn, organization_id, version)?))
    }

    fn newest_deploys(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        environments: &[String],
        limit: usize,
    ) -> StoreResult<Vec<Deployed>> {
        self.read(|conn| facts::newest_deploys(conn, organization_id, projects, environments, limit))
    }

    fn repositories(&self, organization_id: OrganizationId) -> StoreResult<Vec<Repository>> {
        self.read(|conn| facts::repositories(conn, organization_id))
    }
}
