//! Whoever may own or do something: a person or a team.

use bartizan_domain::account::User;
use bartizan_domain::issue::Assignee;
use bartizan_domain::organization::Team;
use bartizan_domain::{TeamId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// A person or a team.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Actor {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl Actor {
    /// Name of a person, slug of a team.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl From<&User> for Actor {
    fn from(user: &User) -> Self {
        Self { kind: "user", id: user.id.to_string(), name: user.name.clone(), email: Some(user.email.clone()) }
    }
}

impl From<&Team> for Actor {
    fn from(team: &Team) -> Self {
        Self { kind: "team", id: team.id.to_string(), name: team.slug.clone(), email: None }
    }
}

/// Reads `user:<id>` and `team:<id>`.
pub(crate) fn parse_actor(text: &str) -> Option<Assignee> {
    let (kind, id) = text.split_once(':')?;
    let id = id.parse().ok()?;
    match kind {
        "user" => Some(Assignee::User(UserId(id))),
        "team" => Some(Assignee::Team(TeamId(id))),
        _ => None,
    }
}
