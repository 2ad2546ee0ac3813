//! Merges: what is remembered of them, taking them back, and hashes that look alike.

use bartizan_domain::issue::Issue;
use bartizan_domain::merge::{Absorbed, Merge, MergeReason, Regard};
use bartizan_domain::{ActivityId, GroupHash, IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use bartizan_ports::meta::{MERGE_SAME_FRAMES, Merges, MergingProject, SplitPart};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, Row};

use crate::codec::{flag, hash, signed, time, time_opt, unreadable};
use crate::issues::{hashes_of, restore};
use crate::sql::{all, exec, one};
use crate::store::SqliteMeta;
use crate::tickets;

const MERGE: &str = "merge";

macro_rules! select_merge {
    ($rest:literal) => {
        concat!("SELECT id, organization_id, project_id, parent_id, reason, job_id, snapshot, created, undone FROM issue_merges ", $rest)
    };
}

fn merge_row(row: &Row<'_>) -> rusqlite::Result<Merge> {
    let (reason, snapshot): (String, String) = (row.get("reason")?, row.get("snapshot")?);
    Ok(Merge {
        id: row.get("id")?,
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        parent: IssueId(row.get("parent_id")?),
        absorbed: serde_json::from_str(&snapshot).map_err(|error| unreadable("snapshot", error.to_string()))?,
        reason: MergeReason::parse(&reason, row.get("job_id")?).ok_or_else(|| unreadable("reason", reason))?,
        created: time(row, "created")?,
        undone: time_opt(row, "undone")?,
    })
}

pub(crate) fn by_id(conn: &Connection, organization: OrganizationId, id: i64) -> StoreResult<Merge> {
    one(conn, MERGE, select_merge!("WHERE id = $1 AND organization_id = $2"), (id, organization.0), merge_row)
}

/// Writes down what an issue is and has, before it goes into another.
pub(crate) fn remember(conn: &Connection, parent: IssueId, child: &Issue, reason: MergeReason, now: Timestamp) -> StoreResult<i64> {
    let id = [child.id.0];
    let absorbed = Absorbed {
        issue: child.clone(),
        hashes: hashes_of(conn, child.id)?,
        activity: all(conn, "SELECT id FROM activity WHERE issue_id = $1 ORDER BY id", id, |row| row.get(0).map(ActivityId))?,
        reports: all(conn, "SELECT id FROM user_reports WHERE issue_id = $1 ORDER BY id", id, |row| row.get(0))?,
        ids: all(conn, "SELECT old_id FROM issue_redirects WHERE new_id = $1 ORDER BY old_id", id, |row| row.get(0).map(IssueId))?,
        numbers: all(conn, "SELECT number FROM issue_old_numbers WHERE issue_id = $1 ORDER BY number", id, |row| row.get(0))?,
        merges: all(conn, "SELECT id FROM issue_merges WHERE parent_id = $1 ORDER BY id", id, |row| row.get(0))?,
        regards: all(conn, "SELECT user_id, bookmarked, subscribed FROM issue_flags WHERE issue_id = $1 ORDER BY user_id", id, |row| {
            Ok(Regard { user: UserId(row.get(0)?), bookmarked: flag(row, "bookmarked")?, subscribed: flag(row, "subscribed")? })
        })?,
        tickets: tickets::ids_of(conn, child.id)?,
    };
    let snapshot = serde_json::to_string(&absorbed).map_err(|error| StoreError::new(ErrorKind::Internal, error.to_string()))?;
    let sql = "INSERT INTO issue_merges (organization_id, project_id, parent_id, child_id, reason, job_id, snapshot, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    let (tenant, project) = (child.organization_id.0, child.project_id.0);
    let values = (tenant, project, parent.0, child.id.0, reason.as_str(), reason.job(), snapshot, now.0);
    one(conn, MERGE, sql, values, |row| row.get(0))
}

/// Hashes that a person took apart stay apart.
pub(crate) fn keep_apart(conn: &Connection, project: ProjectId, hashes: &[GroupHash]) -> StoreResult<()> {
    for hash in hashes {
        let sql = "INSERT INTO hash_likeness (project_id, hash, likeness, apart) VALUES ($1, $2, NULL, 1)
            ON CONFLICT (project_id, hash) DO UPDATE SET apart = 1";
        exec(conn, sql, (project.0, &hash.0[..]))?;
    }
    Ok(())
}

/// A person brought hashes together that were apart: they are looked at as if they were new.
pub(crate) fn bring_together(conn: &Connection, project: ProjectId, issues: [IssueId; 2]) -> StoreResult<()> {
    for issue in issues {
        let sql = "DELETE FROM hash_likeness WHERE project_id = $1 AND apart = 1
            AND hash IN (SELECT hash FROM issue_hashes WHERE issue_id = $2)";
        exec(conn, sql, (project.0, issue.0))?;
    }
    Ok(())
}

fn new_hashes(conn: &Connection, project: ProjectId, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<(GroupHash, IssueId)>> {
    let sql = "SELECT h.hash, h.issue_id FROM issue_hashes h WHERE h.project_id = $1 AND h.hash > $2
            AND NOT EXISTS (SELECT 1 FROM hash_likeness l WHERE l.project_id = h.project_id AND l.hash = h.hash)
        ORDER BY h.hash LIMIT $3";
    let after = after.as_ref().map_or(&[][..], |hash| &hash.0[..]);
    all(conn, sql, (project.0, after, signed(limit as u64)), |row| Ok((hash(row, "hash")?, IssueId(row.get("issue_id")?))))
}

impl Merges for SqliteMeta {
    fn merge(&self, organization_id: OrganizationId, id: i64) -> StoreResult<Merge> {
        self.read(|conn| by_id(conn, organization_id, id))
    }

    fn merges_of_job(&self, job: i64) -> StoreResult<Vec<Merge>> {
        self.read(|conn| all(conn, select_merge!("WHERE job_id = $1 AND undone IS NULL ORDER BY id DESC"), [job], merge_row))
    }

    fn undo_merge(
        &self,
        organization_id: OrganizationId,
        id: i64,
        part: &SplitPart,
        apart: bool,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId> {
        // Nothing of the counters it once had may be left under its id.
        self.sweep()?;
        self.write_with_cache(|conn, cache| {
            cache.clear();
            restore::restore(conn, organization_id, id, part, apart, (actor, now))
        })
    }

    fn merging_projects(&self) -> StoreResult<Vec<MergingProject>> {
        let sql = "SELECT p.organization_id, p.id, p.next_number FROM projects p
            JOIN project_options o ON o.project_id = p.id AND o.name = $1 AND o.value = 'true' WHERE p.deleting = 0 ORDER BY p.id";
        self.read(|conn| {
            all(conn, sql, [MERGE_SAME_FRAMES], |row| {
                let (organization_id, project_id) = (OrganizationId(row.get(0)?), ProjectId(row.get(1)?));
                Ok(MergingProject { organization_id, project_id, next_number: row.get(2)? })
            })
        })
    }

    fn new_hashes(&self, project_id: ProjectId, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<(GroupHash, IssueId)>> {
        self.read(|conn| new_hashes(conn, project_id, after, limit))
    }

    fn note_likeness(&self, project_id: ProjectId, hash: GroupHash, likeness: Option<GroupHash>) -> StoreResult<()> {
        let sql = "INSERT INTO hash_likeness (project_id, hash, likeness, apart) VALUES ($1, $2, $3, 0)
            ON CONFLICT (project_id, hash) DO UPDATE SET likeness = excluded.likeness";
        let likeness = likeness.as_ref().map(|likeness| &likeness.0[..]);
        self.write(|conn| exec(conn, sql, (project_id.0, &hash.0[..], likeness)).map(drop))
    }

    fn issues_like(&self, project_id: ProjectId, likeness: GroupHash) -> StoreResult<Vec<IssueId>> {
        let sql = "SELECT DISTINCT i.id, i.number FROM hash_likeness l
            JOIN issue_hashes h ON h.project_id = l.project_id AND h.hash = l.hash JOIN issues i ON i.id = h.issue_id
            WHERE l.project_id = $1 AND l.likeness = $2 AND l.apart = 0 ORDER BY i.number";
        self.read(|conn| all(conn, sql, (project_id.0, &likeness.0[..]), |row| row.get(0).map(IssueId)))
    }
}
