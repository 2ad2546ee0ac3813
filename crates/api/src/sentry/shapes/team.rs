//! Teams.

use std::collections::HashMap;

use bartizan_domain::TeamId;
use bartizan_domain::organization::Team;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Avatar, EmptyObject, ProjectSummary};
use crate::auth::Access;

/// A team.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Team)]
pub(crate) struct TeamAnswer {
    id: String,
    slug: String,
    name: String,
    date_created: String,
    is_member: bool,
    team_role: Option<&'static str>,
    flags: EmptyObject,
    access: Vec<String>,
    has_access: bool,
    is_pending: bool,
    member_count: u64,
    avatar: Avatar,
}

/// A team as the caller sees it.
fn team_answer(access: &Access, team: &Team, members: u64) -> TeamAnswer {
    let is_member = access.member.as_ref().is_some_and(|member| member.teams.contains(&team.slug));
    TeamAnswer {
        id: team.id.to_string(),
        slug: team.slug.clone(),
        name: team.name.clone(),
        date_created: team.created.to_rfc3339(),
        is_member,
        team_role: is_member.then_some("contributor"),
        flags: EmptyObject {},
        access: access.scopes(),
        has_access: true,
        is_pending: false,
        member_count: members,
        avatar: Avatar::letters(),
    }
}

/// A team with its projects.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamDetail {
    #[serde(flatten)]
    team: TeamAnswer,
    external_teams: Vec<EmptyObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projects: Option<Vec<ProjectSummary>>,
}

impl TeamDetail {
    /// A team; `projects` by team where they are wanted.
    pub(crate) fn of(access: &Access, team: &Team, members: u64, projects: Option<&HashMap<TeamId, Vec<ProjectSummary>>>) -> Self {
        Self {
            team: team_answer(access, team, members),
            external_teams: Vec::new(),
            projects: projects.map(|projects| projects.get(&team.id).cloned().unwrap_or_default()),
        }
    }
}
