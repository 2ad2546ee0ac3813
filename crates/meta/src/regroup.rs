//! Jobs that group stored events anew, and the moves they make.

use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{EventId, GroupHash, OrganizationId, ProjectId, Timestamp, UserId};
use bartizan_ports::meta::{ChunkEnd, MoveChunk, NewRegroup, PlanChunk, PlannedMove, Regroups, Settlement};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, Row};

use crate::batch;
use crate::codec::{count, event_id, flag, hash, signed, time, time_opt, unreadable};
use crate::issues::merge;
use crate::projects;
use crate::removal::CHUNK_ROWS;
use crate::sql::{all, exec, first, one};
use crate::store::SqliteMeta;

const JOB: &str = "regrouping";
/// Sources of one hash that are looked at for its heir.
const MAX_SOURCES: i64 = 50;

/// State of a move whose counters have not moved; see the migration.
const PLANNED: i64 = 0;

macro_rules! select_job {
    ($rest:literal) => {
        concat!(
            "SELECT id, organization_id, project_id, kind, state, range_start, range_end, version, undoes, undone, actor_id, total,
                looked, cursor_time, cursor_count, planned, moved, made, merged, note, created, finished FROM regroup_jobs ",
            $rest
        )
    };
}

fn job_row(row: &Row<'_>) -> rusqlite::Result<RegroupJob> {
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    Ok(RegroupJob {
        id: row.get("id")?,
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        kind: RegroupKind::parse(&kind).ok_or_else(|| unreadable("kind", kind))?,
        state: RegroupState::parse(&state).ok_or_else(|| unreadable("state", state))?,
        start: time(row, "range_start")?,
        end: time(row, "range_end")?,
        version: row.get("version")?,
        undoes: row.get("undoes")?,
        undone: flag(row, "undone")?,
        actor: row.get::<_, Option<i64>>("actor_id")?.map(UserId),
        total: count(row, "total")?,
        looked: count(row, "looked")?,
        cursor: (time(row, "cursor_time")?, count(row, "cursor_count")?),
        planned: count(row, "planned")?,
        moved: count(row, "moved")?,
        made: count(row, "made")?,
        merged: count(row, "merged")?,
        note: row.get("note")?,
        created: time(row, "created")?,
        finished: time_opt(row, "finished")?,
    })
}

fn move_row(row: &Row<'_>) -> rusqlite::Result<PlannedMove> {
    Ok(PlannedMove {
        event_id: event_id(row, "event_id")?,
        timestamp: time(row, "event_time")?,
        from: hash(row, "old_hash")?,
        to: hash(row, "new_hash")?,
        counted: row.get::<_, i64>("state")? != PLANNED,
    })
}

fn create(conn: &Connection, organization: OrganizationId, new: &NewRegroup) -> StoreResult<RegroupJob> {
    projects::check(conn, organization, new.project_id)?;
    if new.kind != RegroupKind::Events {
        let sql = "SELECT 1 FROM regroup_jobs WHERE project_id = $1 AND finished IS NULL AND kind <> 'events'";
        if first(conn, sql, [new.project_id.0], |_| Ok(()))?.is_some() {
            return Err(StoreError::new(ErrorKind::Conflict, "stored events of this project are being grouped anew already"));
        }
    }
    if let Some(undone) = new.undoes {
        exec(conn, "UPDATE regroup_jobs SET undone = 1 WHERE id = $1 AND project_id = $2", (undone, new.project_id.0))?;
    }
    let state = if new.kind == RegroupKind::Events { RegroupState::Moving } else { RegroupState::Waiting };
    let sql = "INSERT INTO regroup_jobs (organization_id, project_id, kind, state, range_start, range_end, version, undoes, undone,
            actor_id, total, looked, cursor_time, cursor_count, planned, moved, made, merged, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 0, 0, $10, 0, 0, 0, 0, 0, $11) RETURNING id";
    let values = rusqlite::params![
        organization.0,
        new.project_id.0,
        new.kind.as_str(),
        state.as_str(),
        new.start.0,
        new.end.0,
        new.version,
        new.undoes,
        new.actor.map(|id| id.0),
        new.start.0,
        new.now.0,
    ];
    let id: i64 = one(conn, JOB, sql, values, |row| row.get(0))?;
    by_id(conn, id)
}

fn by_id(conn: &Connection, id: i64) -> StoreResult<RegroupJob> {
    one(conn, JOB, select_job!("WHERE id = $1"), [id], job_row)
}

fn plan(conn: &Connection, id: i64, chunk: &PlanChunk) -> StoreResult<()> {
    let mut planned = 0;
    for planned_move in &chunk.moves {
        let sql = "INSERT INTO regroup_moves (job_id, event_id, event_time, old_hash, new_hash, state)
            VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING";
        let PlannedMove { event_id, timestamp, from, to, .. } = planned_move;
        planned += exec(conn, sql, (id, &event_id.0[..], timestamp.0, &from.0[..], &to.0[..]))?;
    }
    for hash in &chunk.stays {
        exec(conn, "INSERT INTO regroup_stays (job_id, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", (id, &hash.0[..]))?;
    }
    let sql = "UPDATE regroup_jobs SET cursor_time = $1, cursor_count = $2, looked = looked + $3, planned = planned + $4 WHERE id = $5";
    let (at, same) = chunk.cursor;
    exec(conn, sql, (at.0, signed(same), signed(chunk.looked), signed(planned as u64), id)).map(drop)
}

/// The hash whose issue a hash without one may go on.
fn heir(conn: &Connection, job: &RegroupJob, to: GroupHash) -> StoreResult<Option<GroupHash>> {
    let sql = "SELECT 1 FROM issue_hashes WHERE project_id = $1 AND hash = $2";
    if first(conn, sql, (job.project_id.0, &to.0[..]), |_| Ok(()))?.is_some() {
        return Ok(None);
    }
    let sql = "SELECT old_hash FROM regroup_moves WHERE job_id = $1 AND new_hash = $2
        GROUP BY old_hash ORDER BY count(*) DESC, old_hash LIMIT $3";
    for from in all(conn, sql, (job.id, &to.0[..], MAX_SOURCES), |row| hash(row, "old_hash"))? {
        let stays = first(conn, "SELECT 1 FROM regroup_stays WHERE job_id = $1 AND hash = $2", (job.id, &from.0[..]), |_| Ok(()))?;
        let sql = "SELECT new_hash FROM regroup_moves WHERE job_id = $1 AND old_hash = $2
            GROUP BY new_hash ORDER BY count(*) DESC, new_hash LIMIT 1";
        let largest = first(conn, sql, (job.id, &from.0[..]), |row| hash(row, "new_hash"))?;
        if stays.is_none() && largest == Some(to) && !has_heir(conn, job, from)? {
            return Ok(Some(from));
        }
    }
    Ok(None)
}

/// A hash that comes to its end a few events at a time, over several jobs, has one heir all the same.
fn has_heir(conn: &Connection, job: &RegroupJob, from: GroupHash) -> StoreResult<bool> {
    let sql = "SELECT 1 FROM regroup_heirs WHERE project_id = $1 AND old_hash = $2 AND job_id = $3";
    let job_id = if job.kind == RegroupKind::Events { batch::NO_JOB } else { job.id };
    Ok(first(conn, sql, (job.project_id.0, &from.0[..], job_id), |_| Ok(()))?.is_some())
}

fn finish(conn: &Connection, id: i64, end: &ChunkEnd, now: Timestamp) -> StoreResult<()> {
    let mut moved = 0;
    for event in &end.events {
        let sql = "UPDATE regroup_moves SET state = 2 WHERE job_id = $1 AND event_id = $2 AND state < 2";
        moved += exec(conn, sql, (id, &event.0[..]))?;
    }
    exec(conn, "UPDATE regroup_jobs SET moved = moved + $1 WHERE id = $2", (signed(moved as u64), id))?;
    end.settled.iter().try_for_each(|settlement| settle(conn, settlement))?;
    if end.emptied.is_empty() {
        return Ok(());
    }
    let job = by_id(conn, id)?;
    let mut merged = 0;
    for (emptied, into) in &end.emptied {
        // Either may have been deleted meanwhile; then there is nothing to lead on.
        match merge::merge(conn, job.organization_id, *into, &[*emptied], MergeReason::Regroup { job: id }, job.actor, now) {
            Ok(done) => merged += done.children.len(),
            Err(error) if error.kind == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    exec(conn, "UPDATE regroup_jobs SET merged = merged + $1 WHERE id = $2", (signed(merged as u64), id)).map(drop)
}

pub(crate) fn settle(conn: &Connection, settlement: &Settlement) -> StoreResult<()> {
    let issue = settlement.issue.0;
    if let Some((first, release)) = &settlement.first {
        exec(conn, "UPDATE issues SET first_seen = $1, first_release = $2 WHERE id = $3", (first.0, release, issue))?;
    }
    if let Some(last) = &settlement.last {
        exec(conn, "UPDATE issues SET last_seen = $1, last_release = $2 WHERE id = $3", (last.timestamp.0, &last.release, issue))?;
        let sql = "UPDATE issue_details SET title = $1, culprit = $2, metadata = $3 WHERE issue_id = $4";
        exec(conn, sql, (&last.title, &last.culprit, &last.metadata, issue))?;
    }
    Ok(())
}

/// Removes a chunk of a job's notes; false when none is left.
fn clear(conn: &Connection, id: i64) -> StoreResult<bool> {
    let chunk = signed(CHUNK_ROWS as u64);
    let mut gone = 0;
    for sql in [
        "DELETE FROM regroup_moves WHERE job_id = $1 AND event_id IN (SELECT event_id FROM regroup_moves WHERE job_id = $2 LIMIT $3)",
        "DELETE FROM regroup_stays WHERE job_id = $1 AND hash IN (SELECT hash FROM regroup_stays WHERE job_id = $2 LIMIT $3)",
        "DELETE FROM regroup_heirs WHERE job_id = $1 AND hash IN (SELECT hash FROM regroup_heirs WHERE job_id = $2 LIMIT $3)",
    ] {
        gone += exec(conn, sql, (id, id, chunk))?;
    }
    if gone == 0 {
        exec(conn, "DELETE FROM regroup_jobs WHERE id = $1 AND kind = 'events' AND finished IS NOT NULL", [id])?;
    }
    Ok(gone > 0)
}

impl Regroups for SqliteMeta {
    fn create_regroup(&self, organization_id: OrganizationId, new: &NewRegroup) -> StoreResult<RegroupJob> {
        self.write(|conn| create(conn, organization_id, new))
    }

    fn regroups(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RegroupJob>> {
        self.read(|conn| {
            projects::check(conn, organization_id, project_id)?;
            let sql = select_job!("WHERE project_id = $1 AND kind <> 'events' ORDER BY id DESC LIMIT $2");
            all(conn, sql, (project_id.0, signed(limit as u64)), job_row)
        })
    }

    fn open_regroups(&self) -> StoreResult<Vec<RegroupJob>> {
        self.read(|conn| all(conn, select_job!("WHERE finished IS NULL ORDER BY id"), [], job_row))
    }

    fn regroup(&self, organization_id: OrganizationId, id: i64) -> StoreResult<RegroupJob> {
        let sql = select_job!("WHERE id = $1 AND organization_id = $2");
        self.read(|conn| one(conn, JOB, sql, (id, organization_id.0), job_row))
    }

    fn advance_regroup(&self, id: i64, state: RegroupState, note: Option<&str>, now: Timestamp) -> StoreResult<bool> {
        let sql = "UPDATE regroup_jobs SET state = $1, note = $2, finished = $3 WHERE id = $4 AND finished IS NULL";
        let finished = state.is_end().then_some(now.0);
        self.write(|conn| Ok(exec(conn, sql, (state.as_str(), note, finished, id))? == 1))
    }

    fn size_regroup(&self, id: i64, total: u64) -> StoreResult<()> {
        self.write(|conn| exec(conn, "UPDATE regroup_jobs SET total = $1 WHERE id = $2", (signed(total), id)).map(drop))
    }

    fn plan_moves(&self, id: i64, chunk: &PlanChunk) -> StoreResult<()> {
        self.write(|conn| plan(conn, id, chunk))
    }

    fn next_moves(&self, id: i64, limit: usize) -> StoreResult<Vec<PlannedMove>> {
        let sql = "SELECT event_id, event_time, old_hash, new_hash, state FROM regroup_moves
            WHERE job_id = $1 AND state < 2 ORDER BY state DESC, event_id LIMIT $2";
        self.read(|conn| all(conn, sql, (id, signed(limit as u64)), move_row))
    }

    fn moved_from(&self, id: i64, events: &[EventId]) -> StoreResult<Vec<(EventId, GroupHash)>> {
        let sql = "SELECT old_hash FROM regroup_moves WHERE job_id = $1 AND event_id = $2 AND state = 2";
        self.read(|conn| {
            let mut found = Vec::new();
            for event in events {
                let from = first(conn, sql, (id, &event.0[..]), |row| hash(row, "old_hash"))?;
                found.extend(from.map(|from| (*event, from)));
            }
            Ok(found)
        })
    }

    fn heirs(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, GroupHash)>> {
        self.read(|conn| {
            let job = by_id(conn, id)?;
            let mut found = Vec::new();
            for to in hashes {
                found.extend(heir(conn, &job, *to)?.map(|from| (*to, from)));
            }
            Ok(found)
        })
    }

    fn given_hashes(&self, id: i64, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<GroupHash>> {
        let sql = "SELECT hash FROM regroup_heirs WHERE project_id = $1 AND job_id = $2 AND hash > $3 ORDER BY hash LIMIT $4";
        let after = after.as_ref().map_or(&[][..], |hash| &hash.0[..]);
        self.read(|conn| {
            let job = by_id(conn, id)?;
            all(conn, sql, (job.project_id.0, id, after, signed(limit as u64)), |row| hash(row, "hash"))
        })
    }

    fn take_hashes(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<()> {
        self.write_with_cache(|conn, cache| {
            cache.clear();
            let project = by_id(conn, id)?.project_id.0;
            for hash in hashes {
                for sql in [
                    "DELETE FROM issue_hashes WHERE project_id = $1 AND hash = $2",
                    "DELETE FROM hash_likeness WHERE project_id = $1 AND hash = $2",
                ] {
                    exec(conn, sql, (project, &hash.0[..]))?;
                }
                exec(conn, "DELETE FROM regroup_heirs WHERE project_id = $1 AND job_id = $2 AND hash = $3", (project, id, &hash.0[..]))?;
            }
            Ok(())
        })
    }

    fn count_moves(&self, id: i64, chunk: &MoveChunk, now: Timestamp) -> StoreResult<()> {
        self.write_with_cache(|conn, cache| {
            cache.clear();
            let job = by_id(conn, id)?;
            batch::count_moves(conn, cache, &job, chunk, now)
        })
    }

    fn finish_moves(&self, id: i64, end: &ChunkEnd, now: Timestamp) -> StoreResult<()> {
        self.write_with_cache(|conn, cache| {
            if !end.emptied.is_empty() {
                cache.clear();
            }
            finish(conn, id, end, now)
        })?;
        if end.emptied.is_empty() { Ok(()) } else { self.sweep() }
    }

    fn drop_moves(&self, id: i64, events: &[EventId]) -> StoreResult<()> {
        self.write(|conn| {
            for event in events {
                exec(conn, "DELETE FROM regroup_moves WHERE job_id = $1 AND event_id = $2 AND state < 2", (id, &event.0[..]))?;
            }
            Ok(())
        })
    }

    fn clear_regroup(&self, id: i64) -> StoreResult<bool> {
        self.write(|conn| clear(conn, id))
    }
}
