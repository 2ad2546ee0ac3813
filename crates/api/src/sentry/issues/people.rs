//! People and teams as answers about issues show them. Looked up once per request.

use std::cell::RefCell;
use std::collections::HashMap;

use bartizan_domain::account::User;
use bartizan_domain::issue::Assignee;
use bartizan_domain::organization::Team;
use bartizan_domain::{OrganizationId, TeamId, UserId};

use crate::ApiState;
use crate::sentry::shapes::{Actor, UserAnswer};

/// Looks people and teams up, each once.
pub(crate) struct People<'a> {
    state: &'a ApiState,
    organization: OrganizationId,
    users: RefCell<HashMap<UserId, Option<User>>>,
    teams: RefCell<Option<Vec<Team>>>,
}

impl<'a> People<'a> {
    /// People of an organisation.
    pub(crate) fn new(state: &'a ApiState, organization: OrganizationId) -> Self {
        Self { state, organization, users: RefCell::default(), teams: RefCell::default() }
    }

    /// The person, where the account still exists.
    pub(crate) fn person(&self, id: UserId) -> Option<UserAnswer> {
        self.user(id).as_ref().map(UserAnswer::from)
    }

    /// Name of a person, where the account still exists.
    pub(crate) fn name(&self, id: UserId) -> Option<String> {
        self.user(id).map(|user| user.name)
    }

    fn user(&self, id: UserId) -> Option<User> {
        self.users.borrow_mut().entry(id).or_insert_with(|| self.state.meta.user(id).ok()).clone()
    }

    fn team(&self, id: TeamId) -> Option<Team> {
        let mut teams = self.teams.borrow_mut();
        let teams = teams.get_or_insert_with(|| {
            self.state.meta.teams(self.organization).unwrap_or_default().into_iter().map(|(team, _)| team).collect()
        });
        teams.iter().find(|team| team.id == id).cloned()
    }

    /// The assignee, where it still exists.
    pub(crate) fn actor(&self, assignee: Assignee) -> Option<Actor> {
        match assignee {
            Assignee::User(id) => self.user(id).as_ref().map(Actor::from),
            Assignee::Team(id) => self.team(id).as_ref().map(Actor::from),
        }
    }
}
