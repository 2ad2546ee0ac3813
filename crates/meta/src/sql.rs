//! The few ways a statement is run. Every statement is prepared once per connection and kept.

use bartizan_ports::{StoreError, StoreResult};
use rusqlite::{CachedStatement, Connection, Params, Row};

use crate::error::store_error;

/// Longest statement that is kept prepared.
const MAX_KEPT_SQL_BYTES: usize = 4096;

/// Prepares (or finds) a statement. Debug builds check that placeholders appear in ascending order: SQLite numbers
/// `$n` by first appearance, PostgreSQL by its digits, and only then the two agree.
pub(crate) fn prepare<'c>(conn: &'c Connection, sql: &str) -> StoreResult<CachedStatement<'c>> {
    let statement = conn.prepare_cached(sql).map_err(store_error)?;
    if cfg!(debug_assertions) {
        for index in 1..=statement.parameter_count() {
            assert_eq!(statement.parameter_name(index), Some(format!("${index}").as_str()), "placeholders out of order in: {sql}");
        }
    }
    Ok(statement)
}

/// Runs a statement; answers the number of rows changed.
pub(crate) fn exec(conn: &Connection, sql: &str, params: impl Params) -> StoreResult<usize> {
    prepare(conn, sql)?.execute(params).map_err(store_error)
}

/// The first row, if any.
pub(crate) fn first<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Option<T>> {
    let mut statement = prepare(conn, sql)?;
    let answer = statement.query(params).and_then(|mut rows| rows.next()?.map(map).transpose());
    settle(statement, sql);
    answer.map_err(store_error)
}

/// Long texts name many ids, are seldom the same twice, and would fill the cache of statements.
fn settle(statement: CachedStatement<'_>, sql: &str) {
    if sql.len() > MAX_KEPT_SQL_BYTES {
        statement.discard();
    }
}

/// The first row, or `NotFound` for `what`.
pub(crate) fn one<T>(
    conn: &Connection,
    what: &str,
    sql: &str,
    params: impl Params,
    map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<T> {
    first(conn, sql, params, map)?.ok_or_else(|| StoreError::not_found(what))
}

/// All rows.
pub(crate) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Vec<T>> {
    let mut statement = prepare(conn, sql)?;
    let answer = statement.query_map(params, map).and_then(Iterator::collect);
    settle(statement, sql);
    answer.map_err(store_error)
}

/// A whole number, 0 when there is no row or it is null.
pub(crate) fn number(conn: &Connection, sql: &str, params: impl Params) -> StoreResult<i64> {
    Ok(first(conn, sql, params, |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or(0))
}

/// `NotFound` when no row was changed.
pub(crate) fn changed(what: &str, rows: usize) -> StoreResult<()> {
    if rows == 0 { Err(StoreError::not_found(what)) } else { Ok(()) }
}
