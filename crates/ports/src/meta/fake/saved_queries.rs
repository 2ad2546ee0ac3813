//! Saved questions to the events.

use bartizan_domain::saved_query::SavedQuery;
use bartizan_domain::{OrganizationId, SavedQueryId, Timestamp};

use super::MemoryMeta;
use crate::meta::{NewSavedQuery, SavedQueries};
use crate::{StoreError, StoreResult};

const QUERY: &str = "saved query";

impl SavedQueries for MemoryMeta {
    fn create_saved_query(&self, query: &NewSavedQuery, now: Timestamp) -> StoreResult<SavedQuery> {
        let mut all = self.state.lock();
        let id = SavedQueryId(all.new_id());
        let NewSavedQuery { organization_id, created_by, name, state } = query.clone();
        let made = SavedQuery { id, organization_id, created_by, name, state, created: now, updated: now };
        all.saved_queries.insert(id, made.clone());
        Ok(made)
    }

    fn saved_queries(&self, organization_id: OrganizationId) -> StoreResult<Vec<SavedQuery>> {
        let state = self.state.lock();
        Ok(state.saved_queries.values().filter(|query| query.organization_id == organization_id).cloned().collect())
    }

    fn saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<SavedQuery> {
        let state = self.state.lock();
        let found = state.saved_queries.get(&id).filter(|query| query.organization_id == organization_id);
        found.cloned().ok_or_else(|| StoreError::not_found(QUERY))
    }

    fn update_saved_query(&self, query: &SavedQuery) -> StoreResult<()> {
        let mut state = self.state.lock();
        let found = state.saved_queries.get_mut(&query.id).filter(|known| known.organization_id == query.organization_id);
        let found = found.ok_or_else(|| StoreError::not_found(QUERY))?;
        (found.name, found.state, found.updated) = (query.name.clone(), query.state.clone(), query.updated);
        Ok(())
    }

    fn delete_saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<()> {
        self.saved_query(organization_id, id)?;
        self.state.lock().saved_queries.remove(&id);
        Ok(())
    }
}
