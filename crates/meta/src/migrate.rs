//! Numbered migrations, applied when the store is opened: each in one transaction, noted with name and checksum.
//!
//! Before a file with content is changed, a copy `<file>.before-<version>` is written beside it (version = the first
//! migration about to run), so that there is a way back. A file of a newer version, or one whose applied migrations
//! differ from those in this binary, is refused and left untouched.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::error::store_error;
use crate::sql;
use crate::store::make_private;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// 1, 2, 3 …
    pub version: i64,
    /// A few words, as in the file name.
    pub name: &'static str,
    /// Statements.
    pub sql: &'static str,
}

/// All steps in order. A released step never changes; a change of the schema is a new step.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "initial", sql: include_str!("../../../migrations/sqlite/0001_initial.sql") },
    Migration { version: 2, name: "saved_views", sql: include_str!("../../../migrations/sqlite/0002_saved_views.sql") },
    Migration { version: 3, name: "received", sql: include_str!("../../../migrations/sqlite/0003_received.sql") },
    Migration { version: 4, name: "symbols", sql: include_str!("../../../migrations/sqlite/0004_symbols.sql") },
    Migration { version: 5, name: "grouping", sql: include_str!("../../../migrations/sqlite/0005_grouping.sql") },
    Migration { version: 6, name: "debug_files", sql: include_str!("../../../migrations/sqlite/0006_debug_files.sql") },
    Migration { version: 7, name: "account", sql: include_str!("../../../migrations/sqlite/0007_account.sql") },
    Migration { version: 8, name: "regroup", sql: include_str!("../../../migrations/sqlite/0008_regroup.sql") },
    Migration { version: 9, name: "merges", sql: include_str!("../../../migrations/sqlite/0009_merges.sql") },
    Migration { version: 10, name: "saved_queries", sql: include_str!("../../../migrations/sqlite/0010_saved_queries.sql") },
    Migration { version: 11, name: "tickets", sql: include_str!("../../../migrations/sqlite/0011_tickets.sql") },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied BIGINT NOT NULL
)";

/// Brings the file to the newest of `migrations`.
pub(crate) fn run(conn: &mut Connection, path: &Path, migrations: &[Migration]) -> StoreResult<()> {
    let at = current(conn, migrations)?;
    let Some(first) = migrations.iter().find(|m| m.version > at) else { return Ok(()) };
    if at > 0 {
        snapshot(conn, &copy_path(path, first.version))?;
    }
    for migration in migrations.iter().filter(|m| m.version > at) {
        apply(conn, migrations, migration)?;
    }
    Ok(())
}

/// Version of the file, 0 for a new one; refuses what this binary must not touch.
fn current(conn: &Connection, migrations: &[Migration]) -> StoreResult<i64> {
    let noted = sql::number(conn, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'", [])?;
    if noted == 0 {
        let tables = sql::number(conn, "SELECT count(*) FROM sqlite_master WHERE type = 'table'", [])?;
        return if tables == 0 { Ok(0) } else { Err(refusal("the file is a database of something else")) };
    }
    let applied: Vec<(i64, String)> =
        sql::all(conn, "SELECT version, checksum FROM schema_migrations ORDER BY version", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let newest = migrations.last().map_or(0, |m| m.version);
    for (version, noted) in &applied {
        let Some(known) = migrations.iter().find(|m| m.version == *version) else {
            return Err(refusal(&format!(
                "the metadata database has version {version}, this program knows versions up to {newest}: use a newer program, or restore a backup"
            )));
        };
        if checksum(known.sql) != *noted {
            return Err(refusal(&format!(
                "migration {version} of the metadata database was applied with other contents than this program's"
            )));
        }
    }
    Ok(applied.last().map_or(0, |(version, _)| *version))
}

fn apply(conn: &mut Connection, migrations: &[Migration], migration: &Migration) -> StoreResult<()> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(store_error)?;
    transaction.execute_batch(TABLE).map_err(store_error)?;
    // Another process may have done it while this one waited.
    if current(&transaction, migrations)? >= migration.version {
        return transaction.commit().map_err(store_error);
    }
    transaction.execute_batch(migration.sql).map_err(store_error)?;
    sql::exec(
        &transaction,
        "INSERT INTO schema_migrations (version, name, checksum, applied) VALUES ($1, $2, $3, $4)",
        (migration.version, migration.name, checksum(migration.sql), wall_clock_us()),
    )?;
    transaction.commit().map_err(store_error)?;
    tracing::info!(version = migration.version, name = migration.name, "metadata database migrated");
    Ok(())
}

/// Writes a whole copy; one left from an earlier try is replaced, since the file has not changed version since.
fn snapshot(conn: &Connection, target: &Path) -> StoreResult<()> {
    match std::fs::remove_file(target) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::new(ErrorKind::Unavailable, "an old copy of the metadata database cannot be replaced").caused_by(error));
        }
        _ => {}
    }
    let Some(name) = target.to_str() else { return Err(refusal("the path of the metadata database is not UTF-8")) };
    make_private(target)
        .map_err(|error| StoreError::new(ErrorKind::Unavailable, "a copy of the metadata database cannot be made").caused_by(error))?;
    conn.execute("VACUUM INTO $1", [name]).map_err(store_error)?;
    Ok(())
}

fn copy_path(path: &Path, version: i64) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{version}"));
    PathBuf::from(name)
}

/// SHA-256 of the statements, hex; line ends of another system do not matter.
fn checksum(statements: &str) -> String {
    hex::encode(Sha256::digest(statements.replace("\r\n", "\n").as_bytes()))
}

fn refusal(message: &str) -> StoreError {
    StoreError::new(ErrorKind::Invalid, message)
}

fn wall_clock_us() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_micros()).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Migration = Migration { version: 2, name: "more", sql: "CREATE TABLE more (a BIGINT); INSERT INTO more VALUES (7)" };
    const BAD: Migration = Migration { version: 3, name: "bad", sql: "CREATE TABLE half (a BIGINT); INSERT INTO nowhere VALUES (1)" };

    fn list(more: &[Migration]) -> Vec<Migration> {
        let first = MIGRATIONS.iter().take(1);
        first.chain(more).copied().collect()
    }

    fn has_table(conn: &Connection, name: &str) -> bool {
        sql::number(conn, "SELECT count(*) FROM sqlite_master WHERE name = $1", [name]).unwrap() == 1
    }

    #[test]
    fn a_new_file_is_made_without_a_copy_and_an_old_one_with() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("meta.db");
        let mut conn = Connection::open(&path).unwrap();
        run(&mut conn, &path, &list(&[])).unwrap();
        run(&mut conn, &path, &list(&[])).unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        conn.execute("INSERT INTO settings VALUES ('a', 'b')", []).unwrap();
        run(&mut conn, &path, &list(&[GOOD])).unwrap();
        assert_eq!(current(&conn, &list(&[GOOD])).unwrap(), 2);
        assert_eq!(sql::number(&conn, "SELECT a FROM more", []).unwrap(), 7);
        let copy = Connection::open(dir.path().join("meta.db.before-2")).unwrap();
        assert_eq!(current(&copy, &list(&[])).unwrap(), 1);
        assert_eq!(sql::number(&copy, "SELECT count(*) FROM settings", []).unwrap(), 1);
        assert!(!has_table(&copy, "more"));
    }

    #[test]
    fn a_failed_step_leaves_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("meta.db");
        let mut conn = Connection::open(&path).unwrap();
        run(&mut conn, &path, &list(&[])).unwrap();
        for _ in 0..2 {
            run(&mut conn, &path, &list(&[GOOD, BAD])).unwrap_err();
            assert!(has_table(&conn, "more") && !has_table(&conn, "half"));
            assert_eq!(current(&conn, &list(&[GOOD, BAD])).unwrap(), 2);
        }
    }

    #[test]
    fn a_newer_or_altered_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("meta.db");
        let mut conn = Connection::open(&path).unwrap();
        run(&mut conn, &path, &list(&[GOOD])).unwrap();
        let error = run(&mut conn, &path, &list(&[])).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid);
        assert!(error.message.contains("version 2") && error.message.contains("up to 1"), "{error}");
        let altered = Migration { sql: "CREATE TABLE other (a BIGINT)", ..GOOD };
        assert_eq!(run(&mut conn, &path, &list(&[altered])).unwrap_err().kind, ErrorKind::Invalid);
    }
}
