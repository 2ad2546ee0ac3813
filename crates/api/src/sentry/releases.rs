//! Releases: the reading side.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::project::Project;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{ReleaseAnswer, releases};
use crate::auth::{Access, Caller};
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(detail)).routes(routes!(of_project)).routes(routes!(of_project_detail))
}

const READ: &[&str] = &["project:read", "project:releases", "org:ci"];

fn page_of(state: &ApiState, access: &Access, shown: &[Project], page: &Page, params: &Params) -> ApiResult<Paged<ReleaseAnswer>> {
    let ids: Vec<_> = shown.iter().map(|project| project.id).collect();
    let found = state.meta.releases(access.organization_id(), &ids, params.filled("query"), page.limit.saturating_add(1), page.offset)?;
    let all = state.meta.projects(access.organization_id())?;
    Ok(page.wrap_extra(releases(&found, &all)))
}

/// Releases of an organisation, newest first; `query` leaves those whose version contains it.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/releases/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<ReleaseAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let shown = state.selected_projects(&access, &params)?;
            page_of(state, &access, &shown, &page, &params)
        })
        .await
}

/// One release.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ReleaseAnswer), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
) -> ApiResult<Json<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let release = state.meta.release(access.organization_id(), &version)?;
            let projects = state.meta.projects(access.organization_id())?;
            Ok(Json(ReleaseAnswer::of(&release, &projects)))
        })
        .await
}

/// Releases of a project, newest first.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/releases/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<ReleaseAnswer>), (status = 404)))]
async fn of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, READ)?;
            page_of(state, &entered.access, std::slice::from_ref(&entered.project), &page, &params)
        })
        .await
}

/// One release of a project.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ReleaseAnswer), (status = 404)))]
async fn of_project_detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, version)): Path<(String, String, String)>,
) -> ApiResult<Json<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, READ)?;
            let release = state.meta.release(entered.organization_id(), &version)?;
            if !release.projects.contains(&entered.project_id()) {
                return Err(ApiError::not_found());
            }
            let projects = state.meta.projects(entered.organization_id())?;
            Ok(Json(ReleaseAnswer::of(&release, &projects)))
        })
        .await
}
