//! The outbox.

use bartizan_domain::{OrganizationId, ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{Outbox, OutboxRow};
use rusqlite::Row;

use crate::codec::{signed, time, unsigned};
use crate::sql::{all, changed, exec, number};
use crate::store::SqliteMeta;

const ROW: &str = "outbox row";
/// Longest stored error in characters.
const MAX_ERROR_CHARS: usize = 1000;

fn outbox_row(row: &Row<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        id: row.get("id")?,
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        kind: row.get("kind")?,
        idempotency_key: row.get("idempotency_key")?,
        payload: row.get("payload")?,
        created: time(row, "created")?,
        attempts: row.get("attempts")?,
    })
}

impl Outbox for SqliteMeta {
    fn outbox_due(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<OutboxRow>> {
        let sql = "SELECT id, organization_id, project_id, kind, idempotency_key, payload, created, attempts FROM outbox
            WHERE delivered IS NULL AND next_attempt <= $1 ORDER BY next_attempt, id LIMIT $2";
        self.read(|conn| all(conn, sql, (now.0, signed(limit as u64)), outbox_row))
    }

    fn outbox_done(&self, id: i64, now: Timestamp) -> StoreResult<()> {
        let sql = "UPDATE outbox SET delivered = $1, attempts = attempts + 1 WHERE id = $2 AND delivered IS NULL";
        self.write(|conn| changed(ROW, exec(conn, sql, (now.0, id))?))
    }

    fn outbox_retry(&self, id: i64, next: Timestamp, error: &str) -> StoreResult<()> {
        let sql = "UPDATE outbox SET next_attempt = $1, last_error = $2, attempts = attempts + 1 WHERE id = $3 AND delivered IS NULL";
        let error: String = error.chars().take(MAX_ERROR_CHARS).collect();
        self.write(|conn| changed(ROW, exec(conn, sql, (next.0, error, id))?))
    }

    fn outbox_pending(&self) -> StoreResult<u64> {
        self.read(|conn| number(conn, "SELECT count(*) FROM outbox WHERE delivered IS NULL", [])).map(unsigned)
    }
}
