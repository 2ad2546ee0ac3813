//! Removing issues and projects in chunks.
//!
//! What a reader can see goes in one short transaction; the counters behind it follow in chunks of [`CHUNK_ROWS`] rows,
//! each its own transaction, so that arriving events wait for one chunk at most. A crash in between leaves a note
//! (`issue_removals`, `projects.deleting`); the next clean-up finishes the work.

use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId};
use bartizan_ports::{ErrorKind, StoreResult};
use rusqlite::Connection;

use crate::codec::signed;
use crate::issues::{current_id, hashes_of};
use crate::projects;
use crate::release_facts::forget_parts;
use crate::sql::{all, exec, first, one};
use crate::store::SqliteMeta;

/// Most rows one transaction of a bulk removal takes away; some ten milliseconds.
pub const CHUNK_ROWS: usize = 500;
/// Most issues made invisible in one transaction.
const ISSUES_PER_CHUNK: usize = 50;

/// Counters of an issue that is gone, a chunk at a time.
const SWEEPS: [&str; 4] = [
    "DELETE FROM issue_users WHERE issue_id = $1 AND user_hash IN (SELECT user_hash FROM issue_users WHERE issue_id = $2 LIMIT $3)",
    "DELETE FROM issue_hours WHERE issue_id = $1 AND hour IN (SELECT hour FROM issue_hours WHERE issue_id = $2 LIMIT $3)",
    "DELETE FROM activity WHERE issue_id = $1 AND id IN (SELECT id FROM activity WHERE issue_id = $2 LIMIT $3)",
    "DELETE FROM issue_flags WHERE issue_id = $1 AND user_id IN (SELECT user_id FROM issue_flags WHERE issue_id = $2 LIMIT $3)",
];

/// What a project leaves behind, a chunk at a time.
const PROJECT_SWEEPS: [&str; 15] = [
    "DELETE FROM environments WHERE project_id = $1 AND id IN (SELECT id FROM environments WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM project_hours WHERE project_id = $1 AND hour IN (SELECT hour FROM project_hours WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM user_reports WHERE project_id = $1 AND id IN (SELECT id FROM user_reports WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM outbox WHERE project_id = $1
        AND id IN (SELECT id FROM outbox WHERE delivered IS NULL AND project_id = $2 LIMIT $3)",
    // Attachments belong to nobody from now on and are old at once, so that the next clean-up frees their blobs.
    "UPDATE attachments SET organization_id = 0, created = 0 WHERE project_id = $1
        AND id IN (SELECT id FROM attachments WHERE project_id = $2 AND organization_id <> 0 LIMIT $3)",
    "DELETE FROM issue_hashes WHERE project_id = $1 AND hash IN (SELECT hash FROM issue_hashes WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM issue_merges WHERE project_id = $1 AND id IN (SELECT id FROM issue_merges WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM hash_likeness WHERE project_id = $1 AND hash IN (SELECT hash FROM hash_likeness WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM regroup_moves WHERE (job_id, event_id) IN (SELECT m.job_id, m.event_id FROM regroup_moves m
        JOIN regroup_jobs j ON j.id = m.job_id WHERE j.project_id = $1 AND j.project_id = $2 LIMIT $3)",
    "DELETE FROM regroup_stays WHERE (job_id, hash) IN (SELECT s.job_id, s.hash FROM regroup_stays s
        JOIN regroup_jobs j ON j.id = s.job_id WHERE j.project_id = $1 AND j.project_id = $2 LIMIT $3)",
    "DELETE FROM regroup_heirs WHERE project_id = $1 AND (job_id, hash) IN (SELECT job_id, hash FROM regroup_heirs WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM regroup_jobs WHERE project_id = $1 AND id IN (SELECT id FROM regroup_jobs WHERE project_id = $2 LIMIT $3)",
    // A bundle that no project has goes at the next clean-up.
    "DELETE FROM artifact_bundle_projects WHERE project_id = $1
        AND bundle_id IN (SELECT bundle_id FROM artifact_bundle_projects WHERE project_id = $2 LIMIT $3)",
    "DELETE FROM debug_file_releases WHERE project_id = $1
        AND debug_id IN (SELECT debug_id FROM debug_file_releases WHERE project_id = $2 LIMIT $3)",
    // Debug files are old at once, so that the next clean-up frees their blobs.
    "UPDATE debug_files SET used = 0 WHERE project_id = $1
        AND id IN (SELECT id FROM debug_files WHERE project_id = $2 AND used <> 0 LIMIT $3)",
];

/// Takes an issue out of sight and notes it for sweeping.
fn hide_issue(conn: &Connection, id: IssueId) -> StoreResult<()> {
    let sql = "DELETE FROM hash_likeness WHERE (project_id, hash) IN (SELECT project_id, hash FROM issue_hashes WHERE issue_id = $1)";
    exec(conn, sql, [id.0])?;
    exec(conn, "DELETE FROM issue_hashes WHERE issue_id = $1", [id.0])?;
    exec(conn, "DELETE FROM issue_merges WHERE parent_id = $1", [id.0])?;
    exec(conn, "DELETE FROM issue_redirects WHERE new_id = $1", [id.0])?;
    exec(conn, "DELETE FROM issue_old_numbers WHERE issue_id = $1", [id.0])?;
    exec(conn, "DELETE FROM user_reports WHERE issue_id = $1", [id.0])?;
    exec(conn, "DELETE FROM tickets WHERE issue_id = $1", [id.0])?;
    exec(conn, "DELETE FROM issue_details WHERE issue_id = $1", [id.0])?;
    exec(conn, "DELETE FROM issues WHERE id = $1", [id.0])?;
    exec(conn, "INSERT INTO issue_removals (issue_id) VALUES ($1) ON CONFLICT DO NOTHING", [id.0]).map(drop)
}

/// Removes up to [`CHUNK_ROWS`] rows of noted issues; false when nothing is left.
fn sweep_issues(conn: &Connection) -> StoreResult<bool> {
    let mut budget = CHUNK_ROWS;
    while let Some(id) = first(conn, "SELECT issue_id FROM issue_removals ORDER BY issue_id LIMIT 1", [], |row| row.get::<_, i64>(0))? {
        for sql in SWEEPS {
            if budget > 0 {
                budget = budget.saturating_sub(exec(conn, sql, (id, id, signed(budget as u64)))?);
            }
        }
        if budget == 0 {
            return Ok(true);
        }
        budget -= exec(conn, "DELETE FROM issue_removals WHERE issue_id = $1", [id])?;
        if budget == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes the project out of sight: its slug is free, its keys are gone, its counters stop.
fn hide_project(conn: &Connection, organization: OrganizationId, id: ProjectId) -> StoreResult<()> {
    projects::check(conn, organization, id)?;
    let slug: String = one(conn, "project", "SELECT slug FROM projects WHERE id = $1", [id.0], |row| row.get(0))?;
    // A colon is in no slug, so this one is taken by nobody.
    let hidden = format!("{slug}:{id}");
    exec(conn, "UPDATE projects SET deleting = 1, active = 0, slug = $1 WHERE id = $2", (hidden, id.0))?;
    exec(conn, "DELETE FROM client_keys WHERE project_id = $1", [id.0])?;
    exec(conn, "DELETE FROM project_slugs WHERE project_id = $1", [id.0])?;
    exec(conn, "DELETE FROM project_options WHERE project_id = $1", [id.0])?;
    exec(conn, "DELETE FROM grouping_versions WHERE project_id = $1", [id.0])?;
    exec(conn, "UPDATE regroup_jobs SET state = 'cancelled', finished = created WHERE project_id = $1 AND finished IS NULL", [id.0])?;
    exec(conn, "DELETE FROM project_teams WHERE project_id = $1", [id.0]).map(drop)
}

/// Removes a chunk of the project's releases; false when nothing is left.
fn sweep_releases(conn: &Connection, id: ProjectId) -> StoreResult<bool> {
    let sql = "SELECT release_id FROM release_projects WHERE project_id = $1 LIMIT $2";
    let chunk = signed(CHUNK_ROWS as u64);
    let releases: Vec<i64> = all(conn, sql, (id.0, chunk), |row| row.get(0))?;
    for release in &releases {
        exec(conn, "DELETE FROM release_projects WHERE release_id = $1 AND project_id = $2", (release, id.0))?;
        let shared = first(conn, "SELECT 1 FROM release_projects WHERE release_id = $1 LIMIT 1", [release], |_| Ok(()))?;
        if shared.is_none() {
            forget_parts(conn, *release)?;
            exec(conn, "DELETE FROM releases WHERE id = $1", [release])?;
        }
    }
    Ok(releases.len() == CHUNK_ROWS)
}

impl SqliteMeta {
    pub(crate) fn remove_issues(&self, organization: OrganizationId, ids: &[IssueId]) -> StoreResult<Vec<(ProjectId, Vec<GroupHash>)>> {
        let mut removed = Vec::new();
        for chunk in ids.chunks(ISSUES_PER_CHUNK) {
            let part = self.write_with_cache(|conn, cache| {
                cache.clear();
                let mut part = Vec::new();
                for id in chunk {
                    let id = match current_id(conn, organization, *id) {
                        Ok(id) => id,
                        Err(error) if error.kind == ErrorKind::NotFound => continue,
                        Err(error) => return Err(error),
                    };
                    let project = one(conn, "issue", "SELECT project_id FROM issues WHERE id = $1", [id.0], |row| row.get(0))?;
                    part.push((ProjectId(project), hashes_of(conn, id)?));
                    hide_issue(conn, id)?;
                }
                Ok(part)
            })?;
            removed.extend(part);
        }
        self.sweep()?;
        Ok(removed)
    }

    pub(crate) fn remove_project(&self, organization: OrganizationId, id: ProjectId) -> StoreResult<()> {
        self.write_with_cache(|conn, cache| {
            cache.clear();
            hide_project(conn, organization, id)
        })?;
        self.clear_project(id)
    }

    /// Finishes what earlier removals left.
    pub(crate) fn finish_removals(&self) -> StoreResult<()> {
        let open = self.read(|conn| all(conn, "SELECT id FROM projects WHERE deleting = 1", [], |row| row.get(0).map(ProjectId)))?;
        for project in open {
            self.clear_project(project)?;
        }
        self.sweep()
    }

    pub(crate) fn sweep(&self) -> StoreResult<()> {
        while self.write(sweep_issues)? {}
        Ok(())
    }

    fn clear_project(&self, id: ProjectId) -> StoreResult<()> {
        let per_chunk = signed(ISSUES_PER_CHUNK as u64);
        let next = "SELECT id FROM issues WHERE project_id = $1 LIMIT $2";
        while self.write(|conn| {
            let issues = all(conn, next, (id.0, per_chunk), |row| row.get(0).map(IssueId))?;
            issues.iter().try_for_each(|issue| hide_issue(conn, *issue))?;
            Ok(!issues.is_empty())
        })? {}
        self.sweep()?;
        for sql in PROJECT_SWEEPS {
            self.in_chunks(|conn| exec(conn, sql, (id.0, id.0, signed(CHUNK_ROWS as u64))))?;
        }
        while self.write(|conn| sweep_releases(conn, id))? {}
        self.write(|conn| exec(conn, "DELETE FROM projects WHERE id = $1 AND deleting = 1", [id.0]).map(drop))
    }

    /// Repeats a removal, each time its own transaction, until it takes less than a chunk; answers the rows in all.
    pub(crate) fn in_chunks(&self, mut step: impl FnMut(&Connection) -> StoreResult<usize>) -> StoreResult<u64> {
        let mut total = 0_u64;
        loop {
            let rows = self.write(&mut step)?;
            total += rows as u64;
            if rows < CHUNK_ROWS {
                return Ok(total);
            }
        }
    }
}
