//! Saved views.

use bartizan_domain::view::{SavedView, ViewState};
use bartizan_domain::{OrganizationId, Timestamp, UserId, ViewId};

use crate::StoreResult;

/// A view to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewView {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Who saves it.
    pub owner: UserId,
    /// Everybody in the organisation sees it.
    pub shared: bool,
    /// Name.
    pub name: String,
    /// What it shows.
    pub state: ViewState,
}

/// Saved views.
pub trait Views: Send + Sync + 'static {
    /// Saves a view.
    ///
    /// # Errors
    /// `Unavailable`.
    fn create_view(&self, view: &NewView, now: Timestamp) -> StoreResult<SavedView>;
    /// Views a person sees: their own and the shared ones, in the order they gave them, those without a place last and
    /// oldest first. Without a person: the shared ones.
    ///
    /// # Errors
    /// `Unavailable`.
    fn views(&self, organization_id: OrganizationId, user: Option<UserId>) -> StoreResult<Vec<SavedView>>;
    /// One view of a tenant, whoever sees it.
    ///
    /// # Errors
    /// `NotFound`.
    fn view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<SavedView>;
    /// Changes name, state and whether it is shared.
    ///
    /// # Errors
    /// `NotFound`.
    fn update_view(&self, view: &SavedView) -> StoreResult<()>;
    /// Removes a view with its places.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<()>;
    /// Puts views of this tenant into an order for one person; ids of others are passed over, views not named lose
    /// their place.
    ///
    /// # Errors
    /// `Unavailable`.
    fn place_views(&self, organization_id: OrganizationId, user: UserId, order: &[ViewId]) -> StoreResult<()>;
}
