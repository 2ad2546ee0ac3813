//! Saving, changing and ordering views.

use bartizan_domain::view::{MAX_VIEW_NAME_CHARS, MAX_VIEWS_PER_PERSON, SavedView, ViewState};
use bartizan_domain::{OrganizationId, UserId, ViewId};
use bartizan_ports::meta::NewView;

use crate::{App, AppError, AppResult};

/// What is to change of a view; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewChange {
    /// Name.
    pub name: Option<String>,
    /// What it shows.
    pub state: Option<ViewState>,
    /// Everybody in the organisation sees it.
    pub shared: Option<bool>,
}

fn checked_name(name: &str) -> AppResult<String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(AppError::invalid("name", "Give the view a name.")),
        1..=MAX_VIEW_NAME_CHARS => Ok(name.to_owned()),
        _ => Err(AppError::invalid("name", format!("A name has at most {MAX_VIEW_NAME_CHARS} characters."))),
    }
}

fn checked_state(state: ViewState) -> AppResult<ViewState> {
    if state.is_bounded() { Ok(state) } else { Err(AppError::invalid("state", "The view names too much to be saved.")) }
}

impl App {
    /// Saves a view for its owner or, when shared, for the whole organisation.
    ///
    /// # Errors
    /// `Invalid`; `Conflict` when the person keeps as many as they may.
    pub fn create_view(
        &self,
        organization: OrganizationId,
        owner: UserId,
        name: &str,
        state: ViewState,
        shared: bool,
    ) -> AppResult<SavedView> {
        let (name, state) = (checked_name(name)?, checked_state(state)?);
        let own = self.meta().views(organization, Some(owner))?.into_iter().filter(|view| view.owner == owner);
        if own.count() >= MAX_VIEWS_PER_PERSON {
            return Err(AppError::Conflict(format!("One keeps at most {MAX_VIEWS_PER_PERSON} views; delete one first.")));
        }
        Ok(self.meta().create_view(&NewView { organization_id: organization, owner, shared, name, state }, self.now())?)
    }

    /// Changes a view.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn update_view(&self, view: &SavedView, change: ViewChange) -> AppResult<SavedView> {
        let name = change.name.map_or_else(|| Ok(view.name.clone()), |name| checked_name(&name))?;
        let state = change.state.map_or_else(|| Ok(view.state.clone()), checked_state)?;
        let view = SavedView { name, state, shared: change.shared.unwrap_or(view.shared), ..*view };
        self.meta().update_view(&view)?;
        Ok(view)
    }

    /// Removes a view.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_view(&self, organization: OrganizationId, id: ViewId) -> AppResult<()> {
        Ok(self.meta().delete_view(organization, id)?)
    }

    /// Puts the views a person sees into an order.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn place_views(&self, organization: OrganizationId, user: UserId, order: &[ViewId]) -> AppResult<()> {
        Ok(self.meta().place_views(organization, user, order)?)
    }
}
