//! Settings, figures, backup, integrity.

use std::fs::File;
use std::path::{Path, PathBuf};

use bartizan_domain::Timestamp;
use bartizan_ports::meta::{LedgerQuery, LedgerSum, MetaStats, System, TableRows};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, OpenFlags};

use crate::codec::unsigned;
use crate::error::store_error;
use crate::hot_rows;
use crate::ledger;
use crate::sql::{all, exec, first, number};
use crate::store::{SqliteMeta, make_private};

/// Most problems of one sort that a check names.
const MAX_PROBLEMS: usize = 20;

/// What must hold between tables: a statement that finds offenders by id, and the sentence for each.
const LAWS: [(&str, &str); 7] = [
    (
        "SELECT i.id FROM issues i JOIN (SELECT issue_id, sum(count) AS total FROM issue_hours GROUP BY issue_id) h
            ON h.issue_id = i.id WHERE h.total > i.times_seen ORDER BY i.id LIMIT $1",
        "has more events in its hours than in all",
    ),
    (
        "SELECT i.id FROM issues i WHERE i.users_seen <> (SELECT count(*) FROM issue_users u WHERE u.issue_id = i.id)
            ORDER BY i.id LIMIT $1",
        "counts other users than are listed for it",
    ),
    ("SELECT i.id FROM issues i WHERE i.last_seen < i.first_seen ORDER BY i.id LIMIT $1", "was last seen before it was first seen"),
    (
        "SELECT i.id FROM issues i WHERE NOT EXISTS (SELECT 1 FROM issue_details d WHERE d.issue_id = i.id) ORDER BY i.id LIMIT $1",
        "has no title",
    ),
    (
        "SELECT DISTINCT h.issue_id FROM issue_hashes h WHERE NOT EXISTS (SELECT 1 FROM issues i WHERE i.id = h.issue_id)
            ORDER BY h.issue_id LIMIT $1",
        "has hashes but is not there",
    ),
    (
        "SELECT DISTINCT t.issue_id FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM issues i WHERE i.id = t.issue_id)
            ORDER BY t.issue_id LIMIT $1",
        "has tickets but is not there",
    ),
    (
        "SELECT i.id FROM issues i JOIN projects p ON p.id = i.project_id
            WHERE i.number >= p.next_number OR i.organization_id <> p.organization_id ORDER BY i.id LIMIT $1",
        "does not fit its project",
    ),
];

fn pragma_problems(conn: &Connection) -> StoreResult<Vec<String>> {
    let mut problems: Vec<String> = all(conn, "PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))?;
    problems.retain(|line| line != "ok");
    for line in &mut problems {
        *line = format!("metadata database: {line}");
    }
    let orphans: Vec<String> = all(conn, "PRAGMA foreign_key_check", [], |row| {
        Ok(format!("metadata database: a row of {} refers to a missing row of {}", row.get::<_, String>(0)?, row.get::<_, String>(2)?))
    })?;
    problems.extend(orphans.into_iter().take(MAX_PROBLEMS));
    Ok(problems)
}

fn check(conn: &Connection) -> StoreResult<Vec<String>> {
    let mut problems = pragma_problems(conn)?;
    for (sql, sentence) in LAWS {
        let offenders: Vec<i64> = all(conn, sql, [MAX_PROBLEMS as i64], |row| row.get(0))?;
        problems.extend(offenders.iter().map(|id| format!("issue {id} {sentence}")));
    }
    Ok(problems)
}

fn file_error(what: &str, error: std::io::Error) -> StoreError {
    let kind = if error.kind() == std::io::ErrorKind::StorageFull { ErrorKind::Full } else { ErrorKind::Unavailable };
    StoreError::new(kind, format!("backup of the metadata database: {what}")).caused_by(error)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a copy under another name first, so that a file of the wanted name is always a whole one.
fn copy(source: &Path, target: &Path) -> StoreResult<()> {
    if target.exists() {
        return Err(StoreError::new(ErrorKind::Conflict, "the file of the backup exists already"));
    }
    let partial = beside(target, ".partial");
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(|error| file_error("an unfinished copy cannot be removed", error))?;
    }
    let Some(name) = partial.to_str() else {
        return Err(StoreError::new(ErrorKind::Invalid, "the path of the backup is not UTF-8"));
    };
    make_private(&partial).map_err(|error| file_error("its file cannot be made", error))?;
    // A connection of its own: the copy is one long read, and writers go on beside it.
    let conn =
        Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(store_error)?;
    let written = conn.execute("VACUUM INTO $1", [name]).map_err(store_error);
    let finished = written.and_then(|_| {
        File::open(&partial).and_then(|file| file.sync_all()).map_err(|error| file_error("the copy cannot be synced", error))?;
        std::fs::rename(&partial, target).map_err(|error| file_error("the copy cannot be given its name", error))
    });
    if finished.is_err() {
        // Best effort: the cause is what the caller needs to see.
        let _ = std::fs::remove_file(&partial);
    }
    finished
}

impl System for SqliteMeta {
    fn ledger(&self, query: &LedgerQuery) -> StoreResult<Vec<LedgerSum>> {
        self.read(|conn| ledger::sums(conn, query))
    }

    fn received(&self, query: &LedgerQuery) -> StoreResult<u64> {
        self.read(|conn| ledger::received(conn, query))
    }

    fn setting(&self, name: &str) -> StoreResult<Option<String>> {
        self.read(|conn| first(conn, "SELECT value FROM settings WHERE name = $1", [name], |row| row.get(0)))
    }

    fn set_setting(&self, name: &str, value: Option<&str>) -> StoreResult<()> {
        let set = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.write(|conn| match value {
            Some(value) => exec(conn, set, (name, value)).map(drop),
            None => exec(conn, "DELETE FROM settings WHERE name = $1", [name]).map(drop),
        })
    }

    fn retain_meta(&self, keep_from: Timestamp, now: Timestamp) -> StoreResult<Vec<String>> {
        self.retain(keep_from, now)
    }

    fn backup_to(&self, file: &Path) -> StoreResult<()> {
        copy(self.path(), file)
    }

    fn check_meta(&self) -> StoreResult<Vec<String>> {
        self.read(check)
    }

    fn meta_stats(&self) -> StoreResult<MetaStats> {
        let size = |suffix: &str| std::fs::metadata(beside(self.path(), suffix)).map_or(0, |data| data.len());
        let (commits, commit_time_us, commit_rows) = self.commit_figures();
        let issues = self.read(|conn| number(conn, "SELECT count(*) FROM issues", [])).map(unsigned)?;
        Ok(MetaStats { bytes: size("") + size("-wal"), commits, commit_time_us, commit_rows, issues })
    }

    fn hot_rows(&self) -> StoreResult<Vec<TableRows>> {
        self.hot_rows.get(|| self.read(hot_rows::count))
    }
}
