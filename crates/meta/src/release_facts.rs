//! What people and tools tell of releases: facts, commits, deploys.

use bartizan_domain::release::{Commit, Deploy, Deployed, ReleaseFacts, ReleaseHead, Repository};
use bartizan_domain::{OrganizationId, ProjectId, Timestamp};
use bartizan_ports::meta::ReleaseUpdate;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{signed, time, time_opt};
use crate::projects;
use crate::sql::{all, exec, first, one};

/// Tables that hold something of a release.
const PARTS: [&str; 3] = [
    "DELETE FROM release_commits WHERE release_id = $1",
    "DELETE FROM release_heads WHERE release_id = $1",
    "DELETE FROM deploys WHERE release_id = $1",
];

/// Row of a release.
pub(crate) fn id_of(conn: &Connection, organization: OrganizationId, version: &str) -> StoreResult<i64> {
    let sql = "SELECT id FROM releases WHERE organization_id = $1 AND version = $2";
    one(conn, "release", sql, (organization.0, version), |row| row.get(0))
}

/// See [`bartizan_ports::meta::Releases::update_release`].
pub(crate) fn update(
    conn: &Connection,
    organization: OrganizationId,
    version: &str,
    update: &ReleaseUpdate,
    now: Timestamp,
) -> StoreResult<bool> {
    for project in &update.projects {
        projects::check(conn, organization, *project)?;
    }
    let sql = "INSERT INTO releases (organization_id, version, created) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let is_new = exec(conn, sql, (organization.0, version, now.0))? > 0;
    let id = id_of(conn, organization, version)?;
    for project in &update.projects {
        exec(conn, "INSERT INTO release_projects (release_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", (id, project.0))?;
    }
    if let Some(facts) = &update.facts {
        set_facts(conn, id, facts)?;
    }
    if let Some(commits) = &update.commits {
        set_commits(conn, organization, id, commits, now)?;
    }
    for head in &update.heads {
        set_head(conn, organization, id, head, now)?;
    }
    Ok(is_new)
}

fn set_facts(conn: &Connection, id: i64, facts: &ReleaseFacts) -> StoreResult<()> {
    let sql = "UPDATE releases SET url = $1, reference = $2, started = $3, released = $4, archived = $5 WHERE id = $6";
    let (started, released) = (facts.started.map(|t| t.0), facts.released.map(|t| t.0));
    exec(conn, sql, (&facts.url, &facts.reference, started, released, i64::from(facts.archived), id)).map(drop)
}

fn note_repository(conn: &Connection, organization: OrganizationId, name: &str, now: Timestamp) -> StoreResult<()> {
    if name.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO repositories (organization_id, name, created) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    exec(conn, sql, (organization.0, name, now.0)).map(drop)
}

fn set_commits(conn: &Connection, organization: OrganizationId, release: i64, commits: &[Commit], now: Timestamp) -> StoreResult<()> {
    exec(conn, "DELETE FROM release_commits WHERE release_id = $1", [release])?;
    for (position, commit) in (0_i64..).zip(commits) {
        note_repository(conn, organization, &commit.repository, now)?;
        let id = store_commit(conn, organization, commit)?;
        exec(conn, "INSERT INTO release_commits (release_id, position, commit_id) VALUES ($1, $2, $3)", (release, position, id))?;
    }
    Ok(())
}

fn store_commit(conn: &Connection, organization: OrganizationId, commit: &Commit) -> StoreResult<i64> {
    let sql = "INSERT INTO commits (organization_id, repository, sha, message, author_name, author_email, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (organization_id, repository, sha) DO UPDATE SET message = excluded.message,
            author_name = excluded.author_name, author_email = excluded.author_email, created = excluded.created
        RETURNING id";
    let c = commit;
    let values = (organization.0, &c.repository, &c.id, &c.message, &c.author_name, &c.author_email, c.created.0);
    let id: i64 = one(conn, "commit", sql, values, |row| row.get(0))?;
    for file in &commit.files {
        let sql = "INSERT INTO commit_files (commit_id, path, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        exec(conn, sql, (id, &file.path, file.kind.to_string()))?;
    }
    Ok(id)
}

fn set_head(conn: &Connection, organization: OrganizationId, release: i64, head: &ReleaseHead, now: Timestamp) -> StoreResult<()> {
    note_repository(conn, organization, &head.repository, now)?;
    let sql = "INSERT INTO release_heads (release_id, repository, sha, previous) VALUES ($1, $2, $3, $4)
        ON CONFLICT (release_id, repository) DO UPDATE SET sha = excluded.sha, previous = excluded.previous";
    exec(conn, sql, (release, &head.repository, &head.commit, &head.previous)).map(drop)
}

/// Removes a release that no event and no issue names.
pub(crate) fn delete(conn: &Connection, organization: OrganizationId, version: &str) -> StoreResult<()> {
    let id = id_of(conn, organization, version)?;
    let named = "SELECT 1 FROM releases r WHERE r.id = $1 AND (r.first_event IS NOT NULL
        OR EXISTS (SELECT 1 FROM issues i WHERE i.organization_id = r.organization_id AND i.first_release = r.version))";
    if first(conn, named, [id], |_| Ok(()))?.is_some() {
        return Err(StoreError::new(ErrorKind::Conflict, "events name this release"));
    }
    forget_parts(conn, id)?;
    exec(conn, "DELETE FROM release_projects WHERE release_id = $1", [id])?;
    exec(conn, "DELETE FROM releases WHERE id = $1", [id]).map(drop)
}

/// Removes what belongs to a release alone.
pub(crate) fn forget_parts(conn: &Connection, release: i64) -> StoreResult<()> {
    PARTS.iter().try_for_each(|sql| exec(conn, sql, [release]).map(drop))
}

fn commit_row(row: &Row<'_>) -> rusqlite::Result<Commit> {
    Ok(Commit {
        repository: row.get("repository")?,
        id: row.get("sha")?,
        message: row.get("message")?,
        author_name: row.get("author_name")?,
        author_email: row.get("author_email")?,
        created: time(row, "created")?,
        files: Vec::new(),
    })
}

pub(crate) fn commits(conn: &Connection, release: i64) -> StoreResult<Vec<Commit>> {
    let sql = "SELECT c.repository, c.sha, c.message, c.author_name, c.author_email, c.created
        FROM release_commits r JOIN commits c ON c.id = r.commit_id WHERE r.release_id = $1 ORDER BY r.position";
    all(conn, sql, [release], commit_row)
}

pub(crate) fn add_deploy(conn: &Connection, release: i64, deploy: &Deploy) -> StoreResult<Deploy> {
    let sql = "INSERT INTO deploys (release_id, environment, name, url, started, finished) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let d = deploy;
    let values = (release, &d.environment, &d.name, &d.url, d.started.map(|t| t.0), d.finished.0);
    let id = one(conn, "deploy", sql, values, |row| row.get(0))?;
    Ok(Deploy { id, ..deploy.clone() })
}

fn deploy_row(row: &Row<'_>) -> rusqlite::Result<Deploy> {
    Ok(Deploy {
        id: row.get("id")?,
        environment: row.get("environment")?,
        name: row.get("name")?,
        url: row.get("url")?,
        started: time_opt(row, "started")?,
        finished: time(row, "finished")?,
    })
}

pub(crate) fn deploys(conn: &Connection, release: i64) -> StoreResult<Vec<Deploy>> {
    let sql = "SELECT id, environment, name, url, started, finished FROM deploys WHERE release_id = $1 ORDER BY finished DESC, id DESC";
    all(conn, sql, [release], deploy_row)
}

/// See [`bartizan_ports::meta::Releases::newest_deploys`].
pub(crate) fn newest_deploys(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    environments: &[String],
    limit: usize,
) -> StoreResult<Vec<Deployed>> {
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = projects.iter().map(ToString::to_string).collect();
    let mut values = vec![Value::from(organization.0)];
    values.extend(environments.iter().cloned().map(Value::from));
    let places: Vec<String> = (2..=values.len()).map(|at| format!("${at}")).collect();
    values.push(Value::from(signed(limit as u64)));
    let narrowed = if places.is_empty() { String::new() } else { format!(" AND d.environment IN ({})", places.join(", ")) };
    let sql = format!(
        "SELECT d.id, d.environment, d.name, d.url, d.started, d.finished, r.id AS release_id, r.version
        FROM deploys d JOIN releases r ON r.id = d.release_id WHERE r.organization_id = $1{narrowed}
            AND EXISTS (SELECT 1 FROM release_projects p WHERE p.release_id = r.id AND p.project_id IN ({}))
        ORDER BY d.finished DESC, d.id DESC LIMIT ${}",
        ids.join(", "),
        values.len()
    );
    let row = |row: &Row<'_>| Ok((row.get("release_id")?, row.get("version")?, deploy_row(row)?));
    let rows: Vec<(i64, String, Deploy)> = all(conn, &sql, params_from_iter(values), row)?;
    rows.into_iter().map(|(release, version, deploy)| Ok(Deployed { version, projects: projects_of(conn, release)?, deploy })).collect()
}

/// Projects that sent a release.
pub(crate) fn projects_of(conn: &Connection, release: i64) -> StoreResult<Vec<ProjectId>> {
    let sql = "SELECT project_id FROM release_projects WHERE release_id = $1 ORDER BY project_id";
    all(conn, sql, [release], |row| row.get(0).map(ProjectId))
}

pub(crate) fn repositories(conn: &Connection, organization: OrganizationId) -> StoreResult<Vec<Repository>> {
    let sql = "SELECT id, name, created FROM repositories WHERE organization_id = $1 ORDER BY name";
    all(conn, sql, [organization.0], |row| Ok(Repository { id: row.get("id")?, name: row.get("name")?, created: time(row, "created")? }))
}
