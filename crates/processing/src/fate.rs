//! The fate of an item: a token that is made when an item is taken out of its envelope and must be turned into
//! exactly one outcome (invariant 3 of the house).

use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::time::MINUTE_US;
use bartizan_domain::{KeyId, OrganizationId, Outcome, ProjectId, Timestamp};
use bartizan_protocol::category::DataCategory;
use rustc_hash::FxHashMap;

/// Longest reason that is kept.
const MAX_REASON_CHARS: usize = 64;

/// Whose item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) organization_id: OrganizationId,
    pub(crate) project_id: ProjectId,
    pub(crate) key_id: KeyId,
    /// When it was received.
    pub(crate) received: Timestamp,
}

/// An item without an outcome yet.
#[must_use = "every item needs an outcome"]
#[derive(Debug)]
pub(crate) struct Fate {
    owner: Owner,
    category: DataCategory,
    quantity: u64,
    settled: bool,
}

impl Fate {
    pub(crate) const fn new(owner: Owner, category: DataCategory, quantity: u64) -> Self {
        Self { owner, category, quantity, settled: false }
    }

    /// The same for one more item that was found inside this one.
    pub(crate) const fn sibling(&self) -> Self {
        Self::new(self.owner, self.category, 1)
    }

    /// The same item under the category of what it turned out to be.
    pub(crate) fn into_category(self, category: DataCategory) -> Self {
        let (owner, quantity) = (self.owner, self.quantity);
        self.settled_before();
        Self::new(owner, category, quantity)
    }

    /// Stored and counted.
    pub(crate) fn accepted(self) -> LedgerEntry {
        self.settle(Outcome::Accepted, "")
    }

    /// Broken beyond use.
    pub(crate) fn invalid(self, reason: &str) -> LedgerEntry {
        self.settle(Outcome::Invalid, reason)
    }

    /// Stored before.
    pub(crate) fn duplicate(self) -> LedgerEntry {
        self.settle(Outcome::Duplicate, "")
    }

    /// Kept raw, not processed by this version.
    pub(crate) fn unsupported(self, kind: &str) -> LedgerEntry {
        self.settle(Outcome::Unsupported, kind)
    }

    /// Its outcome was written before: the record is only read again for the index.
    pub(crate) fn settled_before(mut self) {
        self.settled = true;
    }

    fn settle(mut self, outcome: Outcome, reason: &str) -> LedgerEntry {
        self.settled = true;
        entry(self.owner, self.category.as_str().to_owned(), outcome, reason, self.quantity)
    }
}

impl Drop for Fate {
    fn drop(&mut self) {
        debug_assert!(self.settled || std::thread::panicking(), "an item was dropped without an outcome: {:?}", self.category);
        if !self.settled {
            tracing::error!(category = self.category.as_str(), "an item was dropped without an outcome");
        }
    }
}

/// A line of the ledger.
pub(crate) fn entry(owner: Owner, category: String, outcome: Outcome, reason: &str, quantity: u64) -> LedgerEntry {
    LedgerEntry {
        organization_id: owner.organization_id,
        project_id: owner.project_id,
        key_id: owner.key_id,
        category,
        outcome,
        reason: reason.chars().filter(|c| !c.is_control()).take(MAX_REASON_CHARS).collect(),
        minute: owner.received.floor(MINUTE_US),
        quantity,
    }
}

/// Lines with equal keys added up, in a fixed order.
pub(crate) fn add_up(entries: Vec<LedgerEntry>) -> Vec<LedgerEntry> {
    let mut sums: FxHashMap<LedgerEntry, u64> = FxHashMap::default();
    for entry in entries {
        let quantity = entry.quantity;
        let sum = sums.entry(LedgerEntry { quantity: 0, ..entry }).or_default();
        *sum = sum.saturating_add(quantity);
    }
    let mut lines: Vec<LedgerEntry> =
        sums.into_iter().filter(|(_, n)| *n > 0).map(|(line, quantity)| LedgerEntry { quantity, ..line }).collect();
    lines.sort_by(|a, b| {
        let key = |e: &LedgerEntry| (e.organization_id, e.project_id, e.key_id, e.minute, e.outcome);
        key(a).cmp(&key(b)).then_with(|| a.category.cmp(&b.category)).then_with(|| a.reason.cmp(&b.reason))
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Owner =
        Owner { organization_id: OrganizationId(1), project_id: ProjectId(2), key_id: KeyId(3), received: Timestamp(61_000_000) };

    #[test]
    fn lines_are_added_up() {
        let fate = || Fate::new(OWNER, DataCategory::Error, 1);
        let lines = add_up(vec![fate().accepted(), fate().accepted(), fate().invalid("x\ny"), fate().duplicate()]);
        let short: Vec<_> = lines.iter().map(|l| (l.outcome, l.reason.as_str(), l.quantity, l.minute.0)).collect();
        assert_eq!(
            short,
            [(Outcome::Accepted, "", 2, 60_000_000), (Outcome::Invalid, "xy", 1, 60_000_000), (Outcome::Duplicate, "", 1, 60_000_000)]
        );
    }

    #[test]
    #[should_panic(expected = "without an outcome")]
    fn a_forgotten_item_is_a_failure() {
        drop(Fate::new(OWNER, DataCategory::Error, 1));
    }
}
