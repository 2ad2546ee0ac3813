//! Which issue a hash belongs to, remembered between batches.
//!
//! Only membership is kept, never counters or status. The cache is emptied when another connection has changed the
//! file (`data_version` moved), when a write here removed issues, and when a write failed; so it is never behind the file.

use bartizan_domain::{GroupHash, IssueId, ProjectId};
use bartizan_ports::StoreResult;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use crate::sql::number;

/// Entries in one of the two generations: at most twice as many are kept, some 4 MiB.
const GENERATION_ENTRIES: usize = 40_000;

/// A hash within its project.
pub(super) type HashKey = (ProjectId, GroupHash);

/// Two generations: what was asked for lately, and what was before that. The older is dropped as a whole.
#[derive(Default)]
pub(crate) struct HashCache {
    young: FxHashMap<HashKey, IssueId>,
    old: FxHashMap<HashKey, IssueId>,
    data_version: i64,
}

impl HashCache {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    /// Forgets everything if another connection has written since the last call. To be called inside a transaction
    /// that writes, when nobody else can.
    pub(super) fn refresh(&mut self, conn: &Connection) -> StoreResult<()> {
        let version = number(conn, "PRAGMA data_version", [])?;
        if version != self.data_version {
            self.clear();
            self.data_version = version;
        }
        Ok(())
    }

    pub(super) fn get(&self, key: &HashKey) -> Option<IssueId> {
        self.young.get(key).or_else(|| self.old.get(key)).copied()
    }

    /// Keeps what a batch looked up or made.
    pub(super) fn keep(&mut self, entries: impl IntoIterator<Item = (HashKey, IssueId)>) {
        for (key, issue) in entries {
            if self.young.len() >= GENERATION_ENTRIES {
                self.old = std::mem::take(&mut self.young);
            }
            self.young.insert(key, issue);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u32) -> HashKey {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        (ProjectId(1), GroupHash(bytes))
    }

    #[test]
    fn stays_bounded_and_keeps_the_young() {
        let mut cache = HashCache::default();
        let last = u32::try_from(GENERATION_ENTRIES).unwrap() * 3;
        for n in 0..=last {
            cache.keep([(key(n), IssueId(i64::from(n)))]);
        }
        assert!(cache.young.len() + cache.old.len() <= 2 * GENERATION_ENTRIES);
        assert_eq!(cache.get(&key(last)), Some(IssueId(i64::from(last))));
        assert_eq!(cache.get(&key(0)), None);
    }
}
