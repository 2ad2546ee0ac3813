//! Metadata adapter: SQLite now, PostgreSQL later, with one SQL text for both; a file per noun.
//!
//! Promise: everything [`bartizan_ports::meta`] asks, from one file. One connection writes, a few read; each write is
//! one short `IMMEDIATE` transaction, so another process (the command line beside a running server) may write too, and
//! waits its turn. Bulk removals go in chunks of [`CHUNK_ROWS`] rows, so that a batch of events never waits long.
//!
//! SQL manners, so that the same text runs on PostgreSQL: placeholders `$1 …` numbered in order of first use (debug
//! builds check each statement), `INSERT … ON CONFLICT`, `RETURNING`, times as whole microseconds, flags as 0 and 1,
//! hashes and event ids as 16 bytes, no functions one of the two lacks. What is SQLite's own (opening, pragmas,
//! backup) stays in `store`, `migrate` and `upkeep`.
//!
//! **Invariant:** counters move only in the transaction that moves the `processed` checkpoint, and every statement
//! that takes an id from outside also takes its tenant.

mod accounts;
mod artifacts;
mod batch;
mod codec;
mod debug_files;
mod error;
mod grouping;
mod hot_rows;
mod issues;
mod keys;
mod ledger;
mod members;
mod merges;
mod migrate;
mod options;
mod organizations;
mod outbox;
mod projects;
mod regroup;
mod release_facts;
mod releases;
mod removal;
mod retain;
mod saved_queries;
mod sql;
mod store;
mod teams;
mod tickets;
mod tokens;
mod upkeep;
mod views;

pub use migrate::{MIGRATIONS, Migration};
pub use options::SqliteOptions;
pub use removal::CHUNK_ROWS;
pub use store::SqliteMeta;
