//! Sizes of the tables that arriving events write to.

use std::time::{Duration, Instant};

use bartizan_ports::StoreResult;
use bartizan_ports::meta::TableRows;
use parking_lot::Mutex;
use rusqlite::Connection;

use crate::codec::unsigned;
use crate::sql::number;

/// Tables that batches of events write to; most have no row numbers, so their rows can only be counted one by one.
const HOT_TABLES: [&str; 11] = [
    "issues",
    "issue_hashes",
    "issue_hours",
    "issue_users",
    "project_hours",
    "environments",
    "releases",
    "attachments",
    "user_reports",
    "ledger",
    "outbox",
];
/// A count is good for at least this long.
const MIN_AGE: Duration = Duration::from_secs(60);
/// And for so many times as long as it took: counting takes at most one hundredth of a processor.
const AGE_PER_COST: u32 = 100;

/// The newest count.
#[derive(Default)]
pub(crate) struct HotRows(Mutex<Option<Counted>>);

struct Counted {
    rows: Vec<TableRows>,
    at: Instant,
    cost: Duration,
}

impl HotRows {
    /// The newest count, or a new one by `count` when that one is old. Only one caller counts at a time.
    pub(crate) fn get(&self, count: impl FnOnce() -> StoreResult<Vec<TableRows>>) -> StoreResult<Vec<TableRows>> {
        let mut newest = self.0.lock();
        if let Some(counted) = newest.as_ref().filter(|counted| counted.at.elapsed() < good_for(counted.cost)) {
            return Ok(counted.rows.clone());
        }
        let started = Instant::now();
        let rows = count()?;
        *newest = Some(Counted { rows: rows.clone(), at: Instant::now(), cost: started.elapsed() });
        Ok(rows)
    }
}

fn good_for(cost: Duration) -> Duration {
    cost.saturating_mul(AGE_PER_COST).max(MIN_AGE)
}

pub(crate) fn count(conn: &Connection) -> StoreResult<Vec<TableRows>> {
    let one = |table| Ok(TableRows { table, rows: number(conn, &format!("SELECT count(*) FROM {table}"), []).map(unsigned)? });
    HOT_TABLES.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_kept_for_a_while_and_a_failure_is_not() {
        let hot = HotRows::default();
        let rows = |rows| Ok(vec![TableRows { table: "issues", rows }]);
        hot.get(|| Err(bartizan_ports::StoreError::not_found("a table"))).unwrap_err();
        assert_eq!(hot.get(|| rows(1)).unwrap(), rows(1).unwrap());
        assert_eq!(hot.get(|| rows(2)).unwrap(), rows(1).unwrap());
    }

    #[test]
    fn the_more_a_count_costs_the_longer_it_is_good() {
        assert_eq!(good_for(Duration::from_millis(5)), MIN_AGE);
        assert_eq!(good_for(Duration::from_secs(2)), Duration::from_secs(200));
    }
}
