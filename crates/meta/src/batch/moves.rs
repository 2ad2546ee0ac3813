//! Counters of events that move from one issue to another.
//!
//! What arrives is counted as in a batch, without its notifications; what leaves is counted off the issue that the
//! event's old hash belongs to.

use bartizan_domain::grouping::{RegroupJob, RegroupKind};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{GroupHash, IssueId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{EventMove, MoveChunk, NewActivity};
use rusqlite::Connection;
use rustc_hash::FxHashMap;
use serde_json::json;

use super::cache::HashCache;
use super::work::Work;
use crate::codec::signed;
use crate::issues::add_activity;
use crate::sql::{exec, first};

/// Stands for all jobs of kind `events` where heirs are noted: together they are one.
pub(crate) const NO_JOB: i64 = 0;

/// What leaves an issue.
#[derive(Default)]
struct Leaving {
    hours: FxHashMap<Timestamp, u64>,
    to: Vec<IssueId>,
}

/// See the module.
pub(crate) fn count_moves(
    conn: &Connection,
    cache: &mut HashCache,
    job: &RegroupJob,
    chunk: &MoveChunk,
    now: Timestamp,
) -> StoreResult<()> {
    for (hash, from) in &chunk.heirs {
        tie_heir(conn, job, *hash, *from)?;
    }
    let mut work = Work::new(conn, cache, now);
    let mut leaving: FxHashMap<IssueId, Leaving> = FxHashMap::default();
    let mut made = 0;
    for moved in &chunk.moves {
        made += u64::from(take(&mut work, job, moved, &mut leaving)?);
    }
    work.finish_moves()?;
    exec(conn, "UPDATE regroup_jobs SET made = made + $1 WHERE id = $2", (signed(made), job.id))?;
    for (hash, user) in &chunk.leaving {
        user_leaves(conn, job, *hash, *user)?;
    }
    leaving.iter().try_for_each(|(issue, left)| count_off(conn, job, *issue, left, now))
}

/// Takes one event; true when an issue was made for it.
fn take<'b>(
    work: &mut Work<'_, 'b>,
    job: &RegroupJob,
    moved: &'b EventMove,
    leaving: &mut FxHashMap<IssueId, Leaving>,
) -> StoreResult<bool> {
    let (conn, event) = (work.conn, &moved.event);
    let sql = "UPDATE regroup_moves SET state = 1 WHERE job_id = $1 AND event_id = $2 AND state = 0";
    if event.project_id != job.project_id || exec(conn, sql, (job.id, &event.event_id.0[..]))? == 0 {
        return Ok(false);
    }
    let from = work.issue_of_hash(event.project_id, moved.from)?;
    let Some((to, made)) = work.take_moved(event, from)? else { return Ok(false) };
    if made && let Some(hash) = event.hashes.first() {
        note_heir(conn, job, *hash, None)?;
    }
    if let Some(from) = from.filter(|from| *from != to) {
        let left = leaving.entry(from).or_default();
        *left.hours.entry(event.timestamp.floor(HOUR_US)).or_default() += 1;
        if !left.to.contains(&to) {
            left.to.push(to);
        }
    }
    Ok(made)
}

fn note_heir(conn: &Connection, job: &RegroupJob, hash: GroupHash, from: Option<GroupHash>) -> StoreResult<()> {
    let id = if job.kind == RegroupKind::Events { NO_JOB } else { job.id };
    let sql = "INSERT INTO regroup_heirs (project_id, job_id, hash, old_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    exec(conn, sql, (job.project_id.0, id, &hash.0[..], from.as_ref().map(|from| &from.0[..]))).map(drop)
}

/// The hash goes on the issue of another, unless it has one meanwhile.
fn tie_heir(conn: &Connection, job: &RegroupJob, hash: GroupHash, from: GroupHash) -> StoreResult<()> {
    let sql = "INSERT INTO issue_hashes (project_id, hash, issue_id)
        SELECT project_id, $1, issue_id FROM issue_hashes WHERE project_id = $2 AND hash = $3 ON CONFLICT DO NOTHING";
    if exec(conn, sql, (&hash.0[..], job.project_id.0, &from.0[..]))? == 1 {
        note_heir(conn, job, hash, Some(from))?;
    }
    Ok(())
}

fn user_leaves(conn: &Connection, job: &RegroupJob, hash: GroupHash, user: i64) -> StoreResult<()> {
    let sql = "SELECT issue_id FROM issue_hashes WHERE project_id = $1 AND hash = $2";
    let Some(issue) = first(conn, sql, (job.project_id.0, &hash.0[..]), |row| row.get::<_, i64>(0))? else { return Ok(()) };
    let gone = exec(conn, "DELETE FROM issue_users WHERE issue_id = $1 AND user_hash = $2", (issue, user))?;
    exec(conn, "UPDATE issues SET users_seen = users_seen - $1 WHERE id = $2", (signed(gone as u64), issue)).map(drop)
}

fn count_off(conn: &Connection, job: &RegroupJob, issue: IssueId, left: &Leaving, now: Timestamp) -> StoreResult<()> {
    for (hour, count) in &left.hours {
        let sql = "UPDATE issue_hours SET count = count - $1 WHERE issue_id = $2 AND hour = $3";
        exec(conn, sql, (signed(*count), issue.0, hour.0))?;
    }
    exec(conn, "DELETE FROM issue_hours WHERE issue_id = $1 AND count <= 0", [issue.0])?;
    let moved: u64 = left.hours.values().sum();
    exec(
        conn,
        "UPDATE issues SET times_seen = times_seen - $1 WHERE id = $2 AND times_seen >= $3",
        (signed(moved), issue.0, signed(moved)),
    )?;
    for to in &left.to {
        tell(conn, job, issue, *to, "regroup_source", now)?;
        tell(conn, job, *to, issue, "regroup_destination", now)?;
    }
    Ok(())
}

/// One entry for each pair of issues and job, however many events move.
fn tell(conn: &Connection, job: &RegroupJob, at: IssueId, other: IssueId, kind: &str, now: Timestamp) -> StoreResult<()> {
    let number = first(conn, "SELECT number FROM issues WHERE id = $1", [other.0], |row| row.get::<_, i64>(0))?;
    let why = if job.kind == RegroupKind::Events { NO_JOB } else { job.id };
    let data = json!({"job": why, "issue": {"id": other.to_string(), "number": number}}).to_string();
    let sql = "SELECT 1 FROM activity WHERE issue_id = $1 AND kind = $2 AND data = $3";
    if first(conn, sql, (at.0, kind, &data), |_| Ok(()))?.is_none() {
        add_activity(conn, at, &NewActivity { kind: kind.to_owned(), user_id: job.actor, data }, now)?;
    }
    Ok(())
}
