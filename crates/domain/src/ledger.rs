//! The ledger: what became of everything that was received.

use crate::{KeyId, OrganizationId, Outcome, ProjectId, Timestamp};

/// One line of the ledger. Lines with equal keys are added up by the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LedgerEntry {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Key it came by.
    pub key_id: KeyId,
    /// Data category in the wire's words: `error`, `attachment`, `session` …
    pub category: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, as a short word; empty for accepted.
    pub reason: String,
    /// When it was received, rounded down to the minute.
    pub minute: Timestamp,
    /// How many items.
    pub quantity: u64,
}
