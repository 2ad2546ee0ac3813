//! What grows old and is dropped or folded, in chunks.

use bartizan_domain::Timestamp;
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_ports::StoreResult;
use rusqlite::Connection;

use crate::codec::signed;
use crate::removal::CHUNK_ROWS;
use crate::sql::{all, exec, first};
use crate::store::SqliteMeta;

/// Minutes of the ledger become hours after so long.
const MINUTES_KEPT_US: i64 = 2 * DAY_US;
/// Most attachments one clean-up takes; the rest waits for the next.
const MAX_ATTACHMENTS: usize = 100_000;

const CHUNK: i64 = CHUNK_ROWS as i64;

impl SqliteMeta {
    /// See [`bartizan_ports::meta::System::retain_meta`].
    pub(crate) fn retain(&self, keep_from: Timestamp, now: Timestamp) -> StoreResult<Vec<String>> {
        self.finish_removals()?;
        self.drop_issue_hours(keep_from)?;
        let hours =
            "DELETE FROM project_hours WHERE (project_id, hour) IN (SELECT project_id, hour FROM project_hours WHERE hour < $1 LIMIT $2)";
        self.in_chunks(|conn| exec(conn, hours, (keep_from.floor(HOUR_US).0, CHUNK)))?;
        self.drop_ledger(keep_from)?;
        self.fold_ledger(now)?;
        let outbox = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE delivered IS NOT NULL AND delivered < $1 LIMIT $2)";
        self.in_chunks(|conn| exec(conn, outbox, (keep_from.0, CHUNK)))?;
        self.drop_attachments(keep_from)
    }

    /// Walks the table once with a cursor: it has no index by hour, which every event would have to pay for.
    fn drop_issue_hours(&self, keep_from: Timestamp) -> StoreResult<()> {
        let next = "SELECT issue_id, hour FROM issue_hours WHERE (issue_id, hour) > ($1, $2) AND hour < $3
            ORDER BY issue_id, hour LIMIT $4";
        let before = keep_from.floor(HOUR_US).0;
        let mut at = (i64::MIN, i64::MIN);
        loop {
            let old: Vec<(i64, i64)> =
                self.read(|conn| all(conn, next, (at.0, at.1, before, CHUNK), |row| Ok((row.get(0)?, row.get(1)?))))?;
            let Some(last) = old.last() else { return Ok(()) };
            at = *last;
            self.write(|conn| {
                for key in &old {
                    exec(conn, "DELETE FROM issue_hours WHERE issue_id = $1 AND hour = $2", *key)?;
                }
                Ok(())
            })?;
        }
    }

    fn drop_ledger(&self, keep_from: Timestamp) -> StoreResult<()> {
        while let Some(minute) = self.read(|conn| oldest_minute(conn, i64::MIN, keep_from.0))? {
            self.write(|conn| exec(conn, "DELETE FROM ledger WHERE minute = $1", [minute]))?;
        }
        Ok(())
    }

    /// Adds each old minute to its hour.
    fn fold_ledger(&self, now: Timestamp) -> StoreResult<()> {
        let before = now.plus(-MINUTES_KEPT_US).floor(HOUR_US).0;
        let mut at = i64::MIN;
        while let Some(minute) = self.read(|conn| oldest_minute(conn, at, before))? {
            at = minute.saturating_add(1);
            let hour = Timestamp(minute).floor(HOUR_US).0;
            if hour != minute {
                self.write(|conn| fold_minute(conn, minute, hour))?;
            }
        }
        Ok(())
    }

    fn drop_attachments(&self, keep_from: Timestamp) -> StoreResult<Vec<String>> {
        let mut free = Vec::new();
        let mut taken = 0;
        while taken < MAX_ATTACHMENTS {
            let keys = self.write(|conn| drop_attachment_chunk(conn, keep_from))?;
            taken += keys.0;
            free.extend(keys.1);
            if keys.0 < CHUNK_ROWS {
                break;
            }
        }
        free.sort_unstable();
        free.dedup();
        Ok(free)
    }
}

fn oldest_minute(conn: &Connection, from: i64, before: i64) -> StoreResult<Option<i64>> {
    let sql = "SELECT minute FROM ledger WHERE minute >= $1 AND minute < $2 ORDER BY minute LIMIT 1";
    first(conn, sql, (from, before), |row| row.get(0))
}

fn fold_minute(conn: &Connection, minute: i64, hour: i64) -> StoreResult<()> {
    let sql = "SELECT organization_id, project_id, key_id, category, outcome, reason, quantity FROM ledger WHERE minute = $1";
    type Line = (i64, i64, i64, String, i64, String, i64);
    let lines: Vec<Line> = all(conn, sql, [minute], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?)))?;
    for (organization, project, key, category, outcome, reason, quantity) in lines {
        let sql = "INSERT INTO ledger (minute, organization_id, project_id, key_id, category, outcome, reason, quantity)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (minute, organization_id, project_id, key_id, category, outcome, reason)
            DO UPDATE SET quantity = ledger.quantity + excluded.quantity";
        exec(conn, sql, (hour, organization, project, key, category, outcome, reason, quantity))?;
    }
    exec(conn, "DELETE FROM ledger WHERE minute = $1", [minute]).map(drop)
}

/// Rows taken, and the blobs no row names any more.
fn drop_attachment_chunk(conn: &Connection, keep_from: Timestamp) -> StoreResult<(usize, Vec<String>)> {
    let sql = "SELECT id, blob_key FROM attachments WHERE created < $1 ORDER BY created LIMIT $2";
    let rows: Vec<(i64, String)> = all(conn, sql, (keep_from.0, signed(CHUNK_ROWS as u64)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (id, _) in &rows {
        exec(conn, "DELETE FROM attachments WHERE id = $1", [id])?;
    }
    let taken = rows.len();
    let mut free = Vec::new();
    for (_, key) in rows {
        if first(conn, "SELECT 1 FROM attachments WHERE blob_key = $1 LIMIT 1", [&key], |_| Ok(()))?.is_none() {
            free.push(key);
        }
    }
    Ok((taken, free))
}
