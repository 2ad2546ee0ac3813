//! Releases by way of a project, as clients of the line 2 write them.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::release_changes::{CommitAnswer, READ, ReleaseBody, WRITE, apply, commit_answer, remove};
use super::shapes::ReleaseAnswer;
use crate::auth::{Caller, ProjectAccess};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(create_of_project))
        .routes(routes!(update_of_project, delete_of_project))
        .routes(routes!(commits_of_project))
}

/// The version with the project of the path among its projects.
fn in_project(mut body: ReleaseBody, project: &str) -> ReleaseBody {
    if body.projects.is_empty() {
        body.projects.push(Value::from(project));
    }
    body
}

/// Makes a release of a project; 208 when it was there already and is changed.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/releases/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 201, body = ReleaseAnswer), (status = 208, body = ReleaseAnswer), (status = 400), (status = 404)))]
async fn create_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<ReleaseAnswer>)> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &WRITE)?;
            let mut body = in_project(body.parse()?, &entered.project.slug);
            let version = body.version.take().unwrap_or_default();
            let (is_new, answer) = apply(state, &entered.access, &version, body)?;
            let status = if is_new { StatusCode::CREATED } else { StatusCode::ALREADY_REPORTED };
            Ok((status, Json(answer)))
        })
        .await
}

/// Changes a release of a project; one that is not there yet is made.
#[utoipa::path(put, path = "/api/0/projects/{organization}/{project}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ReleaseAnswer), (status = 400), (status = 404)))]
async fn update_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, version)): Path<(String, String, String)>,
    body: JsonBody,
) -> ApiResult<Json<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &WRITE)?;
            let body = in_project(body.parse()?, &entered.project.slug);
            Ok(Json(apply(state, &entered.access, &version, body)?.1))
        })
        .await
}

/// Removes a release of a project that no event names.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("version" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 400), (status = 404)))]
async fn delete_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, version)): Path<(String, String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &WRITE)?;
            require_release(state, &entered, &version)?;
            remove(state, entered.organization_id(), &version)
        })
        .await
}

/// The release has to be one of the project's.
fn require_release(state: &ApiState, entered: &ProjectAccess, version: &str) -> ApiResult<()> {
    let release = state.meta.release(entered.organization_id(), version)?;
    if release.projects.contains(&entered.project_id()) { Ok(()) } else { Err(ApiError::not_found()) }
}

/// Commits of a project's release, the newest first.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/releases/{version}/commits/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("version" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<CommitAnswer>), (status = 404)))]
async fn commits_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, version)): Path<(String, String, String)>,
    page: Page,
) -> ApiResult<Paged<CommitAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            require_release(state, &entered, &version)?;
            let tenant = entered.organization_id();
            let (commits, repositories) = (state.meta.release_commits(tenant, &version)?, state.meta.repositories(tenant)?);
            Ok(page.slice(commits.iter().map(|commit| commit_answer(commit, &repositories)).collect()))
        })
        .await
}
