//! The connections: one that writes, a few that read.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use parking_lot::{Condvar, Mutex, MutexGuard};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::batch::HashCache;
use crate::error::store_error;
use crate::hot_rows::HotRows;
use crate::migrate;
use crate::options::SqliteOptions;

/// Prepared statements kept per connection, a few KiB each; the hot path has some thirty.
const STATEMENTS_KEPT: usize = 100;
/// Pages of the write-ahead log after which it is copied back, 16 MiB: a busy batch writes some 2 MiB.
const WAL_PAGES: u32 = 4096;
/// The log file is cut back to this after it grew.
const WAL_KEEP_BYTES: u32 = 32 << 20;

/// The metadata store on one SQLite file.
pub struct SqliteMeta {
    path: PathBuf,
    busy_timeout: Duration,
    writer: Mutex<Writer>,
    readers: Readers,
    commits: AtomicU64,
    commit_time_us: AtomicU64,
    commit_rows: AtomicU64,
    pub(crate) hot_rows: HotRows,
}

/// The writing connection and what only its holder may touch.
pub(crate) struct Writer {
    pub(crate) conn: Connection,
    pub(crate) cache: HashCache,
}

struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

/// A borrowed reading connection; goes back when dropped.
struct Reader<'a> {
    home: &'a Readers,
    conn: Option<Connection>,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.home.idle.lock().push(conn);
            self.home.returned.notify_one();
        }
    }
}

impl SqliteMeta {
    /// Opens the store, making or migrating the file as needed. A file with content is copied aside
    /// (`<file>.before-<version>`) before it is migrated.
    ///
    /// # Errors
    /// `Invalid` when the file was written by a newer version, `Corrupt`, `Unavailable`, `Full`.
    pub fn open(options: SqliteOptions) -> StoreResult<Self> {
        make_private(&options.path).map_err(|error| {
            StoreError::new(ErrorKind::Unavailable, "metadata database cannot be made; check its folder").caused_by(error)
        })?;
        let mut conn = open_connection(&options, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        tune_writer(&conn, &options)?;
        migrate::run(&mut conn, &options.path, migrate::MIGRATIONS)?;
        let readers = (0..options.readers.max(1)).map(|_| open_reader(&options)).collect::<StoreResult<Vec<_>>>()?;
        Ok(Self {
            path: options.path,
            busy_timeout: options.busy_timeout,
            writer: Mutex::new(Writer { conn, cache: HashCache::default() }),
            readers: Readers { idle: Mutex::new(readers), returned: Condvar::new() },
            commits: AtomicU64::new(0),
            commit_time_us: AtomicU64::new(0),
            commit_rows: AtomicU64::new(0),
            hot_rows: HotRows::default(),
        })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a read on one of the reading connections, inside one snapshot.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        let mut reader = self.borrow_reader()?;
        let Some(conn) = reader.conn.as_mut() else {
            return Err(StoreError::new(ErrorKind::Internal, "a reading connection is missing"));
        };
        let snapshot = conn.transaction_with_behavior(TransactionBehavior::Deferred).map_err(store_error)?;
        let answer = work(&snapshot);
        drop(snapshot);
        answer
    }

    /// Runs a write in one `IMMEDIATE` transaction: all of it or nothing.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> StoreResult<T>) -> StoreResult<T> {
        self.write_with_cache(|conn, _| work(conn))
    }

    /// As [`Self::write`], with the cache of hashes, which is emptied when the work fails.
    pub(crate) fn write_with_cache<T>(&self, work: impl FnOnce(&Connection, &mut HashCache) -> StoreResult<T>) -> StoreResult<T> {
        let mut guard = self.lock_writer()?;
        let started = Instant::now();
        let Writer { conn, cache } = &mut *guard;
        let rows_before = conn.total_changes();
        let answer = transact(conn, cache, work);
        if answer.is_err() {
            cache.clear();
        } else {
            self.commits.fetch_add(1, Ordering::Relaxed);
            let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.commit_time_us.fetch_add(took_us, Ordering::Relaxed);
            self.commit_rows.fetch_add(conn.total_changes().saturating_sub(rows_before), Ordering::Relaxed);
        }
        // Fair: a bulk removal that comes back for its next chunk must not overtake a waiting batch.
        MutexGuard::unlock_fair(guard);
        answer
    }

    /// Commits since the start, the sum of their times in microseconds, and the rows they wrote or removed.
    pub(crate) fn commit_figures(&self) -> (u64, u64, u64) {
        let figure = |of: &AtomicU64| of.load(Ordering::Relaxed);
        (figure(&self.commits), figure(&self.commit_time_us), figure(&self.commit_rows))
    }

    fn lock_writer(&self) -> StoreResult<MutexGuard<'_, Writer>> {
        self.writer
            .try_lock_for(self.busy_timeout)
            .ok_or_else(|| StoreError::new(ErrorKind::Unavailable, "metadata database is busy: another write takes too long"))
    }

    fn borrow_reader(&self) -> StoreResult<Reader<'_>> {
        let deadline = Instant::now() + self.busy_timeout;
        let mut idle = self.readers.idle.lock();
        loop {
            if let Some(conn) = idle.pop() {
                return Ok(Reader { home: &self.readers, conn: Some(conn) });
            }
            if self.readers.returned.wait_until(&mut idle, deadline).timed_out() {
                return Err(StoreError::new(ErrorKind::Unavailable, "metadata database is busy: all readers are taken"));
            }
        }
    }
}

/// Makes an empty file that only its owner can read, unless there is one: it will hold hashes of passwords and tokens.
/// The engine gives the files beside it the same permissions.
pub(crate) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn transact<T>(
    conn: &mut Connection,
    cache: &mut HashCache,
    work: impl FnOnce(&Connection, &mut HashCache) -> StoreResult<T>,
) -> StoreResult<T> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(store_error)?;
    let answer = work(&transaction, cache)?;
    transaction.commit().map_err(store_error)?;
    Ok(answer)
}

fn open_connection(options: &SqliteOptions, flags: OpenFlags) -> StoreResult<Connection> {
    let conn = Connection::open_with_flags(&options.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(store_error)?;
    conn.busy_timeout(options.busy_timeout).map_err(store_error)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    conn.pragma_update(None, "mmap_size", i64::try_from(options.mmap_bytes).unwrap_or(0)).map_err(store_error)?;
    conn.pragma_update(None, "foreign_keys", true).map_err(store_error)?;
    conn.pragma_update(None, "trusted_schema", false).map_err(store_error)?;
    // Without it the planner looks at the values that are bound, and a kept statement is compiled anew for every new value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(store_error)?;
    Ok(conn)
}

fn tune_writer(conn: &Connection, options: &SqliteOptions) -> StoreResult<()> {
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)).map_err(store_error)?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::new(ErrorKind::Unavailable, format!("metadata database refuses a write-ahead log (mode {mode})")));
    }
    // The queue lets go of records behind this store's checkpoint: a power cut must never take the checkpoint back.
    conn.pragma_update(None, "synchronous", "full").map_err(store_error)?;
    conn.pragma_update(None, "cache_size", -i64::from(options.writer_cache_kib)).map_err(store_error)?;
    conn.pragma_update(None, "wal_autocheckpoint", WAL_PAGES).map_err(store_error)?;
    conn.pragma_update(None, "journal_size_limit", WAL_KEEP_BYTES).map_err(store_error)
}

fn open_reader(options: &SqliteOptions) -> StoreResult<Connection> {
    // Opened for writing because a reader may have to recover or create the log's index; `query_only` keeps it a reader.
    let conn = open_connection(options, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "cache_size", -i64::from(options.reader_cache_kib)).map_err(store_error)?;
    conn.pragma_update(None, "query_only", true).map_err(store_error)?;
    Ok(conn)
}
