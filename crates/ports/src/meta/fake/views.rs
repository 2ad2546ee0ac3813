//! Saved views.

use bartizan_domain::view::SavedView;
use bartizan_domain::{OrganizationId, Timestamp, UserId, ViewId};

use super::MemoryMeta;
use crate::meta::{NewView, Views};
use crate::{StoreError, StoreResult};

impl Views for MemoryMeta {
    fn create_view(&self, view: &NewView, now: Timestamp) -> StoreResult<SavedView> {
        let mut state = self.state.lock();
        let id = ViewId(state.new_id());
        let NewView { organization_id, owner, shared, name, state: shows } = view.clone();
        let made = SavedView { id, organization_id, owner, shared, name, state: shows, created: now };
        state.views.insert(id, made.clone());
        Ok(made)
    }

    fn views(&self, organization_id: OrganizationId, user: Option<UserId>) -> StoreResult<Vec<SavedView>> {
        let state = self.state.lock();
        let seen = state.views.values().filter(|view| view.organization_id == organization_id && view.is_seen_by(user));
        let mut seen: Vec<SavedView> = seen.cloned().collect();
        let place = |view: &SavedView| user.and_then(|user| state.view_places.get(&(user, view.id)).copied()).unwrap_or(usize::MAX);
        seen.sort_by_key(|view| (place(view), view.id));
        Ok(seen)
    }

    fn view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<SavedView> {
        let state = self.state.lock();
        let found = state.views.get(&id).filter(|view| view.organization_id == organization_id);
        found.cloned().ok_or_else(|| StoreError::not_found("view"))
    }

    fn update_view(&self, view: &SavedView) -> StoreResult<()> {
        let mut state = self.state.lock();
        let found = state.views.get_mut(&view.id).filter(|known| known.organization_id == view.organization_id);
        let found = found.ok_or_else(|| StoreError::not_found("view"))?;
        (found.name, found.state, found.shared) = (view.name.clone(), view.state.clone(), view.shared);
        Ok(())
    }

    fn delete_view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<()> {
        self.view(organization_id, id)?;
        let mut state = self.state.lock();
        state.views.remove(&id);
        state.view_places.retain(|(_, view), _| *view != id);
        Ok(())
    }

    fn place_views(&self, organization_id: OrganizationId, user: UserId, order: &[ViewId]) -> StoreResult<()> {
        let mut state = self.state.lock();
        let own: Vec<ViewId> = state.views.values().filter(|view| view.organization_id == organization_id).map(|view| view.id).collect();
        state.view_places.retain(|(who, view), _| *who != user || !own.contains(view));
        for (place, id) in order.iter().enumerate().filter(|(_, id)| own.contains(id)) {
            state.view_places.entry((user, *id)).or_insert(place);
        }
        Ok(())
    }
}
