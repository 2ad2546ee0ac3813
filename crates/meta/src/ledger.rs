//! Sums of the ledger.

use bartizan_domain::{KeyId, Outcome, ProjectId, Timestamp};
use bartizan_ports::meta::limits::MIN_LEDGER_BUCKET_US;
use bartizan_ports::meta::{LedgerQuery, LedgerSum};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{count, unreadable};
use crate::sql::all;

fn sum_row(row: &Row<'_>, start: Timestamp) -> rusqlite::Result<LedgerSum> {
    let outcome: u8 = row.get("outcome")?;
    Ok(LedgerSum {
        project_id: ProjectId(row.get("project_id")?),
        key_id: KeyId(row.get("key_id")?),
        category: row.get("category")?,
        outcome: Outcome::from_code(outcome).ok_or_else(|| unreadable("outcome", outcome.to_string()))?,
        reason: row.get("reason")?,
        bucket: row.get::<_, Option<i64>>("bucket")?.map_or(start, Timestamp),
        quantity: count(row, "quantity")?,
    })
}

/// Lines that say an item came, not what became of it.
const RECEIVED: u8 = Outcome::Received as u8;

/// Adds organisation and projects to the condition; gives the values of all its parameters.
fn narrow(sql: &mut String, query: &LedgerQuery) -> Vec<Value> {
    let mut values = vec![Value::from(query.range.start.0), Value::from(query.range.end.0)];
    if let Some(organization) = query.organization_id {
        sql.push_str(" AND organization_id = $3");
        values.push(Value::from(organization.0));
    }
    if !query.projects.is_empty() {
        let ids: Vec<String> = query.projects.iter().map(ToString::to_string).collect();
        sql.push_str(&format!(" AND project_id IN ({})", ids.join(", ")));
    }
    values
}

/// Items that came.
pub(crate) fn received(conn: &Connection, query: &LedgerQuery) -> StoreResult<u64> {
    let mut sql = format!(
        "SELECT CAST(COALESCE(sum(quantity), 0) AS BIGINT) AS quantity
        FROM ledger WHERE outcome = {RECEIVED} AND minute >= $1 AND minute < $2"
    );
    let values = narrow(&mut sql, query);
    let sums = all(conn, &sql, params_from_iter(values), |row| count(row, "quantity"))?;
    Ok(sums.first().copied().unwrap_or(0))
}

/// Sums by project, key, category, outcome and reason, in each bucket; buckets start at multiples of their width.
pub(crate) fn sums(conn: &Connection, query: &LedgerQuery) -> StoreResult<Vec<LedgerSum>> {
    let bucket = match query.bucket_us {
        Some(width) if width < MIN_LEDGER_BUCKET_US => {
            return Err(StoreError::new(ErrorKind::Invalid, "a bucket of the ledger is at least a minute wide"));
        }
        Some(width) => format!("minute - minute % {width}"),
        None => "CAST(NULL AS BIGINT)".to_owned(),
    };
    let mut sql = format!(
        "SELECT project_id, key_id, category, outcome, reason, {bucket} AS bucket, CAST(sum(quantity) AS BIGINT) AS quantity
        FROM ledger WHERE outcome <> {RECEIVED} AND minute >= $1 AND minute < $2"
    );
    let values = narrow(&mut sql, query);
    sql.push_str(" GROUP BY 6, project_id, key_id, category, outcome, reason ORDER BY 6, project_id, key_id, category, outcome, reason");
    all(conn, &sql, params_from_iter(values), |row| sum_row(row, query.range.start))
}
