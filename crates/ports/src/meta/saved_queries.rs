//! Saved questions to the events.

use bartizan_domain::saved_query::{QueryState, SavedQuery};
use bartizan_domain::{OrganizationId, SavedQueryId, Timestamp, UserId};

use crate::StoreResult;

/// A question to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSavedQuery {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Who saves it; `None` for a token of the organisation.
    pub created_by: Option<UserId>,
    /// Name.
    pub name: String,
    /// What it asks.
    pub state: QueryState,
}

/// Saved questions to the events.
pub trait SavedQueries: Send + Sync + 'static {
    /// Saves a question.
    ///
    /// # Errors
    /// `Unavailable`.
    fn create_saved_query(&self, query: &NewSavedQuery, now: Timestamp) -> StoreResult<SavedQuery>;
    /// All of a tenant, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn saved_queries(&self, organization_id: OrganizationId) -> StoreResult<Vec<SavedQuery>>;
    /// One of a tenant.
    ///
    /// # Errors
    /// `NotFound`.
    fn saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<SavedQuery>;
    /// Changes name, state and when it was changed.
    ///
    /// # Errors
    /// `NotFound`.
    fn update_saved_query(&self, query: &SavedQuery) -> StoreResult<()>;
    /// Removes one.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<()>;
}
