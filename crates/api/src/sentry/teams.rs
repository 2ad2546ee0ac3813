//! Teams, their members and projects.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::organization::Team;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::organizations::{by_team, inside};
use super::shapes::{MemberAnswer, ProjectSummary, TeamDetail, project_summary};
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(detail, update, delete))
        .routes(routes!(projects))
        .routes(routes!(members))
}

const READ: &[&str] = &["team:read", "org:read"];

/// The team with that slug or id, and its number of members.
pub(super) fn find_team(state: &ApiState, access: &Access, name: &str) -> ApiResult<(Team, u64)> {
    let teams = state.meta.teams(access.organization_id())?;
    teams.into_iter().find(|(team, _)| team.slug == name || team.id.to_string() == name).ok_or_else(ApiError::not_found)
}

/// Teams of an organisation, with their projects unless `detailed=0`.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/teams/", tag = "teams",
    security(("bearer" = ["team:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("detailed" = Option<String>, Query), ("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<TeamDetail>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<TeamDetail>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let query = params.filled("query").map(str::to_lowercase);
            let mut teams = state.meta.teams(access.organization_id())?;
            teams.retain(|(team, _)| {
                query.as_ref().is_none_or(|q| team.slug.contains(q.as_str()) || team.name.to_lowercase().contains(q.as_str()))
            });
            if params.first("detailed") == Some("0") {
                return Ok(page.slice(teams).map(|(team, members)| TeamDetail::of(&access, &team, members, None)));
            }
            let projects = state.meta.projects(access.organization_id())?;
            let all = state.meta.teams(access.organization_id())?;
            let summaries = projects.iter().map(|p| project_summary(state, &access, p, &all)).collect::<ApiResult<Vec<_>>>()?;
            let by_team = by_team(&projects, &summaries);
            Ok(page.slice(teams).map(|(team, members)| TeamDetail::of(&access, &team, members, Some(&by_team))))
        })
        .await
}

/// A team to make, or changes to one.
#[derive(Debug, Deserialize, ToSchema)]
struct TeamBody {
    slug: Option<String>,
    name: Option<String>,
}

/// Makes a team; whoever makes it joins it.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/teams/", tag = "teams",
    security(("bearer" = ["team:write", "org:write"]), ("session" = [])), request_body = TeamBody,
    params(("organization" = String, Path)),
    responses((status = 201, body = TeamDetail), (status = 400), (status = 404), (status = 409)))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<TeamDetail>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["team:write", "org:write"])?;
            let new: TeamBody = body.parse()?;
            if new.slug.is_none() && new.name.is_none() {
                return Err(ApiError::field("slug", "Name or slug is required."));
            }
            let team = state.app.create_team(
                access.organization_id(),
                new.slug.as_deref().unwrap_or_default(),
                new.name.as_deref().unwrap_or_default(),
            )?;
            if let Some(member) = &access.member {
                state.app.set_team_member(access.organization_id(), team.id, member.id, true)?;
            }
            let access = state.organization(&caller, &organization, &["team:write", "org:write"])?;
            let (team, members) = find_team(state, &access, &team.slug)?;
            Ok((StatusCode::CREATED, Json(TeamDetail::of(&access, &team, members, None))))
        })
        .await
}

/// One team; `expand=projects` adds its projects.
#[utoipa::path(get, path = "/api/0/teams/{organization}/{team}/", tag = "teams",
    security(("bearer" = ["team:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("team" = String, Path, description = "Slug or id"), ("expand" = Option<Vec<String>>, Query)),
    responses((status = 200, body = TeamDetail), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<TeamDetail>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let (team, members) = find_team(state, &access, &team)?;
            let projects = if params.all("expand").any(|e| e == "projects") {
                let projects = state.meta.projects(access.organization_id())?;
                let (_, summaries) = inside(state, &access)?;
                Some(by_team(&projects, &summaries))
            } else {
                None
            };
            Ok(Json(TeamDetail::of(&access, &team, members, projects.as_ref())))
        })
        .await
}

/// Changes slug or name of a team.
#[utoipa::path(put, path = "/api/0/teams/{organization}/{team}/", tag = "teams",
    security(("bearer" = ["team:write"]), ("session" = [])), request_body = TeamBody,
    params(("organization" = String, Path), ("team" = String, Path)),
    responses((status = 200, body = TeamDetail), (status = 400), (status = 404), (status = 409)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<TeamDetail>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["team:write"])?;
            let (team, members) = find_team(state, &access, &team)?;
            let change: TeamBody = body.parse()?;
            let team = state.app.update_team(&team, change.slug.as_deref(), change.name.as_deref())?;
            let access = state.organization(&caller, &organization, &["team:write"])?;
            Ok(Json(TeamDetail::of(&access, &team, members, None)))
        })
        .await
}

/// Removes a team; its projects stay.
#[utoipa::path(delete, path = "/api/0/teams/{organization}/{team}/", tag = "teams",
    security(("bearer" = ["team:admin"]), ("session" = [])),
    params(("organization" = String, Path), ("team" = String, Path)),
    responses((status = 204), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["team:admin"])?;
            let (team, _) = find_team(state, &access, &team)?;
            state.app.delete_team(access.organization_id(), team.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Projects of a team.
#[utoipa::path(get, path = "/api/0/teams/{organization}/{team}/projects/", tag = "teams",
    security(("bearer" = ["project:read", "team:read"]), ("session" = [])),
    params(("organization" = String, Path), ("team" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<ProjectSummary>), (status = 404)))]
async fn projects(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<ProjectSummary>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["project:read", "team:read"])?;
            let (team, _) = find_team(state, &access, &team)?;
            let teams = state.meta.teams(access.organization_id())?;
            let own = state.meta.projects(access.organization_id())?.into_iter().filter(|project| project.teams.contains(&team.id));
            let own = own.map(|project| project_summary(state, &access, &project, &teams)).collect::<ApiResult<Vec<_>>>()?;
            Ok(page.slice(own))
        })
        .await
}

/// Members of a team.
#[utoipa::path(get, path = "/api/0/teams/{organization}/{team}/members/", tag = "teams",
    security(("bearer" = ["team:read", "org:read", "member:read"]), ("session" = [])),
    params(("organization" = String, Path), ("team" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<MemberAnswer>), (status = 404)))]
async fn members(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<MemberAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["team:read", "org:read", "member:read"])?;
            let (team, _) = find_team(state, &access, &team)?;
            let mut members = state.meta.members(access.organization_id())?;
            members.retain(|member| member.teams.contains(&team.slug));
            Ok(page.slice(members).map(|member| MemberAnswer::from(&member)))
        })
        .await
}
