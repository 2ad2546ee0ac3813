//! Organisations.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::TeamId;
use bartizan_domain::project::Project;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{OrganizationDetail, OrganizationSummary, ProjectSummary, TeamDetail, project_summary};
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(detail, update)).routes(routes!(environments))
}

/// Organisations the caller belongs to.
#[utoipa::path(get, path = "/api/0/organizations/", tag = "organizations",
    security(("bearer" = []), ("session" = [])),
    params(("query" = Option<String>, Query), ("owner" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<OrganizationSummary>)))]
async fn list(State(state): State<ApiState>, caller: Caller, page: Page, params: Params) -> ApiResult<Paged<OrganizationSummary>> {
    state
        .blocking(move |state| {
            let query = params.filled("query").map(str::to_lowercase);
            let matches = |access: &Access| {
                let organization = &access.organization;
                query
                    .as_ref()
                    .is_none_or(|q| organization.slug.contains(q.as_str()) || organization.name.to_lowercase().contains(q.as_str()))
            };
            let owned = |access: &Access| !params.flag("owner") || access.role() == Some(bartizan_domain::organization::Role::Owner);
            let all: Vec<Access> = state.organizations_of(&caller)?.into_iter().filter(|a| matches(a) && owned(a)).collect();
            Ok(page.slice(all).map(|access| OrganizationSummary::of(state, &access)))
        })
        .await
}

/// An organisation to make.
#[derive(Debug, Deserialize, ToSchema)]
struct NewOrganization {
    name: Option<String>,
    slug: Option<String>,
}

/// Makes an organisation; for superusers. The person becomes its owner.
#[utoipa::path(post, path = "/api/0/organizations/", tag = "organizations",
    security(("bearer" = []), ("session" = [])), request_body = NewOrganization,
    responses((status = 201, body = OrganizationSummary), (status = 403), (status = 409)))]
async fn create(State(state): State<ApiState>, caller: Caller, body: JsonBody) -> ApiResult<(StatusCode, Json<OrganizationSummary>)> {
    state
        .blocking(move |state| {
            let token_allows = caller.token_scopes.as_ref().is_none_or(|scopes| scopes.allows("org:admin"));
            if !caller.is_superuser() || !token_allows {
                return Err(ApiError::forbidden());
            }
            let new: NewOrganization = body.parse()?;
            let name = new.name.as_deref().or(new.slug.as_deref()).ok_or_else(|| ApiError::field("name", "This field is required."))?;
            let organization = state.app.create_organization(new.slug.as_deref().unwrap_or_default(), name, caller.user_id())?;
            let access = state.access(&caller, organization)?.ok_or_else(ApiError::not_found)?;
            Ok((StatusCode::CREATED, Json(OrganizationSummary::of(state, &access))))
        })
        .await
}

/// Summaries of projects, and the same by team.
pub(super) fn inside(state: &ApiState, access: &Access) -> ApiResult<(Vec<TeamDetail>, Vec<ProjectSummary>)> {
    let teams = state.meta.teams(access.organization_id())?;
    let projects = state.meta.projects(access.organization_id())?;
    let summaries = projects.iter().map(|p| project_summary(state, access, p, &teams)).collect::<ApiResult<Vec<_>>>()?;
    let by_team = by_team(&projects, &summaries);
    let teams = teams.iter().map(|(team, members)| TeamDetail::of(access, team, *members, Some(&by_team))).collect();
    Ok((teams, summaries))
}

/// Summaries under the teams that own them.
pub(super) fn by_team(projects: &[Project], summaries: &[ProjectSummary]) -> HashMap<TeamId, Vec<ProjectSummary>> {
    let mut map: HashMap<TeamId, Vec<ProjectSummary>> = HashMap::new();
    for (project, summary) in projects.iter().zip(summaries) {
        for team in &project.teams {
            map.entry(*team).or_default().push(summary.clone());
        }
    }
    map
}

/// One organisation, with its teams and projects unless `detailed=0`.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/", tag = "organizations",
    security(("bearer" = ["org:read"]), ("session" = [])),
    params(("organization" = String, Path, description = "Slug or id"), ("detailed" = Option<String>, Query)),
    responses((status = 200, body = OrganizationDetail), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<OrganizationDetail>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:read"])?;
            let inside = (params.first("detailed") != Some("0")).then(|| inside(state, &access)).transpose()?;
            Ok(Json(OrganizationDetail::of(state, &access, inside)))
        })
        .await
}

/// Changes to an organisation.
#[derive(Debug, Deserialize, ToSchema)]
struct OrganizationUpdate {
    name: Option<String>,
    slug: Option<String>,
}

/// Changes name and slug.
#[utoipa::path(put, path = "/api/0/organizations/{organization}/", tag = "organizations",
    security(("bearer" = ["org:write"]), ("session" = [])), request_body = OrganizationUpdate,
    params(("organization" = String, Path, description = "Slug or id")),
    responses((status = 200, body = OrganizationDetail), (status = 400), (status = 404), (status = 409)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<Json<OrganizationDetail>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:write"])?;
            let change: OrganizationUpdate = body.parse()?;
            let organization = state.app.update_organization(access.organization_id(), change.slug.as_deref(), change.name.as_deref())?;
            let access = access.with_organization(organization);
            let inside = inside(state, &access)?;
            Ok(Json(OrganizationDetail::of(state, &access, Some(inside))))
        })
        .await
}

/// An environment of an organisation.
#[derive(Debug, Serialize, ToSchema)]
struct OrganizationEnvironment {
    id: String,
    name: String,
}

/// Environments of all projects, each name once.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/environments/", tag = "environments",
    security(("bearer" = ["org:read"]), ("session" = [])),
    params(("organization" = String, Path, description = "Slug or id"), ("project" = Option<Vec<String>>, Query), ("visibility" = Option<String>, Query)),
    responses((status = 200, body = Vec<OrganizationEnvironment>), (status = 404)))]
async fn environments(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<OrganizationEnvironment>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:read"])?;
            let wanted = super::environments::Visibility::of(&params)?;
            let mut found = Vec::new();
            for project in state.selected_projects(&access, &params)? {
                found.extend(state.meta.environments(access.organization_id(), project.id)?);
            }
            found.retain(|environment| wanted.shows(environment.hidden));
            found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
            found.dedup_by(|a, b| a.name == b.name);
            Ok(Json(found.into_iter().map(|e| OrganizationEnvironment { id: e.id.to_string(), name: e.name }).collect()))
        })
        .await
}
