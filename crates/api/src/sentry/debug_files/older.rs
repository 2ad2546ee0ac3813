//! What clients of the line 2 ask besides: which files are not there, and which releases a file is of.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::MAX_VERSION_CHARS;
use bartizan_domain::artifact::debug_id;
use bartizan_domain::{OrganizationId, ProjectId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::READ;
use super::shape::DebugFileAnswer;
use crate::auth::Caller;
use crate::body::JsonBody;
use crate::params::Params;
use crate::sentry::chunk_upload::UPLOAD;
use crate::{ApiError, ApiResult, ApiState};

/// Most checksums in one question.
const MAX_CHECKSUMS: usize = 1000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(unknown)).routes(routes!(associate)).routes(routes!(releases_of, name_release))
}

/// Checksums of files that are not there.
#[derive(Debug, Serialize, ToSchema)]
struct Missing {
    missing: Vec<String>,
}

/// Which of the `checksums` (SHA-1) the project has no file for.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/files/dsyms/unknown/", tag = "uploads",
    security(("bearer" = ["project:read", "project:releases", "project:write", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("checksums" = Vec<String>, Query)),
    responses((status = 200, body = Missing), (status = 404)))]
async fn unknown(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<Missing>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let asked: Vec<String> = params.all("checksums").take(MAX_CHECKSUMS).map(str::to_owned).collect();
            let found = state.meta.debug_files_by_checksum(entered.organization_id(), entered.project_id(), &asked)?;
            let known: BTreeSet<&str> = found.iter().map(|file| file.checksum.as_str()).collect();
            let missing = asked.iter().filter(|sha1| !known.contains(sha1.as_str())).cloned().collect();
            Ok(Json(Missing { missing }))
        })
        .await
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct AssociateBody {
    checksums: Vec<String>,
    app_id: String,
    version: String,
    build: Option<String>,
}

/// Files that a release was named for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Associated {
    associated_dsym_files: Vec<DebugFileAnswer>,
}

fn checked_release(release: &str) -> ApiResult<&str> {
    let fits = !release.trim().is_empty() && release.chars().count() <= MAX_VERSION_CHARS;
    if fits { Ok(release) } else { Err(ApiError::field("release_name", format!("A release has 1 to {MAX_VERSION_CHARS} characters."))) }
}

/// Notes the version of an app (`appId@version+build`) for the files with these `checksums`; answers those there are.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/files/dsyms/associate/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = Associated), (status = 400), (status = 404)))]
async fn associate(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Associated>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &UPLOAD)?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let body: AssociateBody = body.parse()?;
            let build = body.build.filter(|build| !build.is_empty()).map(|build| format!("+{build}")).unwrap_or_default();
            let release = format!("{}@{}{build}", body.app_id, body.version);
            checked_release(&release)?;
            let asked = body.checksums.get(..MAX_CHECKSUMS.min(body.checksums.len())).unwrap_or_default();
            for file in state.meta.debug_files_by_checksum(tenant, project, asked)? {
                state.meta.name_debug_file(tenant, project, &file.debug_id, &release)?;
            }
            let found = state.meta.debug_files_by_checksum(tenant, project, asked)?;
            Ok(Json(Associated { associated_dsym_files: found.iter().map(DebugFileAnswer::from).collect() }))
        })
        .await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NameBody {
    release_name: String,
    proguard_uuid: String,
}

/// Releases of a mapping.
#[derive(Debug, Serialize, ToSchema)]
struct ReleasesOf {
    releases: Vec<String>,
}

fn mapping_id(text: &str) -> ApiResult<String> {
    debug_id(text).ok_or_else(|| ApiError::field("proguard_uuid", "Must be a valid UUID."))
}

fn releases(state: &ApiState, tenant: OrganizationId, project: ProjectId, id: &str) -> ApiResult<Vec<String>> {
    let Some(file) = state.meta.find_debug_files(tenant, project, Some(id), None)?.into_iter().next() else { return Ok(Vec::new()) };
    Ok(state.meta.debug_file(tenant, project, file.id)?.releases)
}

/// Releases that were named for the mapping `proguard_uuid`.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/files/proguard-artifact-releases/", tag = "uploads",
    security(("bearer" = ["project:read", "project:releases", "project:write", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("proguard_uuid" = String, Query)),
    responses((status = 200, body = ReleasesOf), (status = 400), (status = 404)))]
async fn releases_of(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<ReleasesOf>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let id = mapping_id(params.first("proguard_uuid").unwrap_or_default())?;
            Ok(Json(ReleasesOf { releases: releases(state, entered.organization_id(), entered.project_id(), &id)? }))
        })
        .await
}

/// Notes that a release has the mapping `proguard_uuid`, which is uploaded already; 409 when it is noted.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/files/proguard-artifact-releases/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 201, body = ReleasesOf), (status = 400), (status = 404), (status = 409)))]
async fn name_release(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<ReleasesOf>)> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &UPLOAD)?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let body: NameBody = body.parse()?;
            let (release, id) = (checked_release(&body.release_name)?, mapping_id(&body.proguard_uuid)?);
            if state.meta.find_debug_files(tenant, project, Some(&id), None)?.is_empty() {
                return Err(ApiError::new(StatusCode::NOT_FOUND, "No mapping with this UUID is uploaded."));
            }
            if releases(state, tenant, project, &id)?.iter().any(|known| known == release) {
                return Err(ApiError::conflict("This release is noted for the mapping already."));
            }
            state.meta.name_debug_file(tenant, project, &id, release)?;
            Ok((StatusCode::CREATED, Json(ReleasesOf { releases: releases(state, tenant, project, &id)? })))
        })
        .await
}
