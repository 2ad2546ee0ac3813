//! Bound on the memory of all request bodies together.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::IngestError;

/// A share up to this size may use the whole budget.
const SMALL_SHARE_BYTES: usize = 4 * 1024 * 1024;

/// Memory that request bodies may take together. Large shares leave a quarter of it to small ones, so that
/// a few huge bodies never shut out everyday events.
#[derive(Debug)]
pub(crate) struct MemoryBudget {
    used_bytes: AtomicUsize,
    max_bytes: usize,
}

impl MemoryBudget {
    pub(crate) const fn new(max_bytes: usize) -> Self {
        Self { used_bytes: AtomicUsize::new(0), max_bytes }
    }

    /// An empty share, which grows as bytes arrive and is given back when dropped.
    pub(crate) fn lease(self: &Arc<Self>) -> Lease {
        Lease { budget: Arc::clone(self), held_bytes: 0 }
    }

    pub(crate) fn used_bytes(&self) -> usize {
        self.used_bytes.load(Ordering::Relaxed)
    }
}

/// A request's share of the budget. Growing never waits: two half-read bodies that wait for each other
/// would wait for ever.
#[derive(Debug)]
pub(crate) struct Lease {
    budget: Arc<MemoryBudget>,
    held_bytes: usize,
}

impl Lease {
    /// # Errors
    /// [`IngestError::Busy`] when the budget is used up.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), IngestError> {
        let is_small = self.held_bytes.saturating_add(bytes) <= SMALL_SHARE_BYTES;
        let max = if is_small { self.budget.max_bytes } else { self.budget.max_bytes / 4 * 3 };
        self.budget
            .used_bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| used.checked_add(bytes).filter(|sum| *sum <= max))
            .map_err(|_| IngestError::Busy)?;
        self.held_bytes += bytes;
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.budget.used_bytes.fetch_sub(self.held_bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_shares_leave_room_for_small_ones() {
        let budget = Arc::new(MemoryBudget::new(SMALL_SHARE_BYTES * 8));
        let mut large = budget.lease();
        large.grow(SMALL_SHARE_BYTES * 6).unwrap();
        assert!(large.grow(1).is_err());
        let mut small = budget.lease();
        small.grow(SMALL_SHARE_BYTES).unwrap();
        assert!(small.grow(1).is_err());
    }

    #[test]
    fn leases_share_the_budget_and_give_back() {
        let budget = Arc::new(MemoryBudget::new(10));
        let mut first = budget.lease();
        let mut second = budget.lease();
        first.grow(6).unwrap();
        assert!(matches!(second.grow(5), Err(IngestError::Busy)));
        second.grow(4).unwrap();
        assert!(first.grow(usize::MAX).is_err());
        drop(first);
        assert_eq!(budget.used_bytes(), 4);
        second.grow(6).unwrap();
    }
}
