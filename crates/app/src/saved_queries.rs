//! Saving and changing questions to the events.

use bartizan_domain::saved_query::{MAX_SAVED_QUERIES, MAX_SAVED_QUERY_NAME_CHARS, QueryState, SavedQuery};
use bartizan_domain::{OrganizationId, SavedQueryId, UserId};
use bartizan_ports::meta::NewSavedQuery;

use crate::{App, AppError, AppResult};

fn checked_name(name: &str) -> AppResult<String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(AppError::invalid("name", "Give the query a name.")),
        1..=MAX_SAVED_QUERY_NAME_CHARS => Ok(name.to_owned()),
        _ => Err(AppError::invalid("name", format!("A name has at most {MAX_SAVED_QUERY_NAME_CHARS} characters."))),
    }
}

impl App {
    fn checked_question(&self, organization: OrganizationId, state: QueryState) -> AppResult<QueryState> {
        if state.fields.iter().all(String::is_empty) {
            return Err(AppError::invalid("fields", "Name at least one column."));
        }
        if !state.is_bounded() {
            return Err(AppError::invalid("query", "The query names too much to be saved."));
        }
        if !state.projects.is_empty() {
            let known = self.meta().projects(organization)?;
            if !state.projects.iter().all(|id| known.iter().any(|project| project.id == *id)) {
                return Err(AppError::invalid("projects", "A project is not of this organization."));
            }
        }
        Ok(state)
    }

    /// Saves a question for the whole organisation; `created_by` is `None` for a token of the organisation.
    ///
    /// # Errors
    /// `Invalid`; `Conflict` when the organisation keeps as many as it may.
    pub fn create_saved_query(
        &self,
        organization: OrganizationId,
        created_by: Option<UserId>,
        name: &str,
        state: QueryState,
    ) -> AppResult<SavedQuery> {
        let (name, state) = (checked_name(name)?, self.checked_question(organization, state)?);
        if self.meta().saved_queries(organization)?.len() >= MAX_SAVED_QUERIES {
            return Err(AppError::Conflict(format!("An organization keeps at most {MAX_SAVED_QUERIES} queries; delete one first.")));
        }
        Ok(self.meta().create_saved_query(&NewSavedQuery { organization_id: organization, created_by, name, state }, self.now())?)
    }

    /// Changes name and question.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn update_saved_query(&self, query: &SavedQuery, name: &str, state: QueryState) -> AppResult<SavedQuery> {
        let (name, state) = (checked_name(name)?, self.checked_question(query.organization_id, state)?);
        let query = SavedQuery { name, state, updated: self.now(), ..*query };
        self.meta().update_saved_query(&query)?;
        Ok(query)
    }

    /// Removes a question.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_saved_query(&self, organization: OrganizationId, id: SavedQueryId) -> AppResult<()> {
        Ok(self.meta().delete_saved_query(organization, id)?)
    }
}
