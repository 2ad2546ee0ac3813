//! The transaction a processed batch commits in.
//!
//! Events are taken in order of arrival and folded into one state per touched issue, in memory; then each touched
//! row is written once. What grows with events (issue, hour, user, release, ledger line) is one statement for each
//! distinct row of the batch, not for each event.
//!
//! **Invariant:** the checkpoint moves first and only forward, inside the same transaction; whatever fails undoes both.

mod cache;
mod moves;
mod registry;
mod resolve;
mod state;
mod work;
mod write;

use bartizan_ports::meta::{BatchCommit, BatchOutcome, Batches};
use bartizan_ports::queue::Offset;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;

pub(crate) use cache::HashCache;
pub(crate) use moves::{NO_JOB, count_moves};

use crate::codec::{signed, unsigned};
use crate::sql::{exec, number};
use crate::store::SqliteMeta;
use work::Work;

fn move_checkpoint(conn: &Connection, up_to: Offset) -> StoreResult<()> {
    let position = signed(up_to.0);
    let sql = "UPDATE checkpoints SET position = $1 WHERE name = 'processed' AND position < $2";
    if exec(conn, sql, (position, position))? == 0 {
        return Err(StoreError::new(ErrorKind::Conflict, format!("batch up to {position} was committed before")));
    }
    Ok(())
}

fn commit(conn: &Connection, cache: &mut HashCache, batch: &BatchCommit) -> StoreResult<BatchOutcome> {
    move_checkpoint(conn, batch.up_to)?;
    cache.refresh(conn)?;
    let mut work = Work::new(conn, cache, batch.now);
    for event in &batch.events {
        work.take(event)?;
    }
    let changes = work.finish(batch)?;
    Ok(BatchOutcome { changes })
}

impl Batches for SqliteMeta {
    fn commit_batch(&self, batch: &BatchCommit) -> StoreResult<BatchOutcome> {
        self.write_with_cache(|conn, cache| commit(conn, cache, batch))
    }

    fn processed(&self) -> StoreResult<Offset> {
        let sql = "SELECT position FROM checkpoints WHERE name = 'processed'";
        self.read(|conn| number(conn, sql, [])).map(|position| Offset(unsigned(position)))
    }
}
