//! Debug files of a project: list, search, load down, upload whole, delete.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Response};
use bartizan_app::uploads::{DebugFileTarget, MAX_ARCHIVE_BYTES, unpack};
use bartizan_domain::artifact::{DebugFile, debug_id};
use bartizan_domain::{DebugFileId, OrganizationId, ProjectId};
use bartizan_ports::meta::DebugFileFilter;
use bytes::Bytes;
use http::{StatusCode, header};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::READ;
use super::shape::{DebugFileAnswer, content_type};
use crate::auth::Caller;
use crate::pagination::Page;
use crate::params::Params;
use crate::sentry::chunk_upload::UPLOAD;
use crate::{ApiError, ApiResult, ApiState};

/// Scopes that may delete.
const DELETE: [&str; 3] = ["project:releases", "project:write", "project:admin"];
/// Room for the multipart frame around an archive, in bytes.
const FRAME_BYTES: usize = 64 * 1024;
/// Most kinds in a filter.
const MAX_KINDS: usize = 16;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, upload, delete)).layer(DefaultBodyLimit::max(MAX_ARCHIVE_BYTES + FRAME_BYTES))
}

fn file_id(text: &str) -> ApiResult<DebugFileId> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// The filter of the query; a debug id may be spelled in any way.
fn filter(params: &Params) -> DebugFileFilter {
    let own = |name: &str| params.filled(name).map(str::to_owned);
    DebugFileFilter {
        // Debug ids are searched in their written form, whichever way they are typed.
        contains: own("query").map(|text| debug_id(&text).unwrap_or(text)),
        debug_id: own("debug_id").map(|text| debug_id(&text).unwrap_or(text)),
        code_id: own("code_id").map(|text| text.to_ascii_lowercase()),
        kinds: params.all("file_formats").filter(|kind| !kind.is_empty()).take(MAX_KINDS).map(str::to_ascii_lowercase).collect(),
        release: own("release"),
    }
}

/// Debug files of a project, newest first; `query` leaves those whose name, debug id, code id or checksum contains it. With
/// `id` the bytes of that file.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/files/dsyms/", tag = "uploads",
    security(("bearer" = ["project:read", "project:releases", "project:write", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("id" = Option<String>, Query), ("query" = Option<String>, Query),
        ("debug_id" = Option<String>, Query), ("code_id" = Option<String>, Query), ("file_formats" = Option<Vec<String>>, Query),
        ("release" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<DebugFileAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
    params: Params,
) -> ApiResult<Response> {
    if params.filled("id").is_some() {
        return load(&state, caller, organization, project, params).await;
    }
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let found = state.meta.debug_files(tenant, project, &filter(&params), page.limit.saturating_add(1), page.offset)?;
            Ok(page.wrap_extra(found.iter().map(DebugFileAnswer::from).collect()).into_response())
        })
        .await
}

async fn load(state: &ApiState, caller: Caller, organization: String, project: String, params: Params) -> ApiResult<Response> {
    let file = state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let id = file_id(params.first("id").unwrap_or_default())?;
            Ok(state.meta.debug_file(entered.organization_id(), entered.project_id(), id)?)
        })
        .await?;
    let bytes = state.blobs.get(&file.blob_key(), None).await?;
    let plain: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, content_type(&file.kind).to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The part `file` of a form, with its name.
async fn read_part(state: &ApiState, request: Request) -> ApiResult<(String, Bytes)> {
    let broken = |error: axum::extract::multipart::MultipartError| ApiError::new(error.status(), error.body_text());
    let mut parts = Multipart::from_request(request, state).await.map_err(|error| ApiError::bad_request(error.body_text()))?;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or("file").to_owned();
            return Ok((name, part.bytes().await.map_err(broken)?));
        }
    }
    Err(ApiError::field("file", "This field is required."))
}

/// Takes one file whole and answers its objects.
async fn take(state: &ApiState, tenant: OrganizationId, project: ProjectId, name: String, bytes: Bytes) -> ApiResult<Vec<DebugFile>> {
    let wish = DebugFileTarget { project, name, debug_id: None }.wish(tenant, String::new(), Vec::new())?;
    let checksum = state.uploads.take_whole(wish, bytes).await?;
    state.blocking(move |state| Ok(state.meta.debug_files_by_checksum(tenant, project, &[checksum])?)).await
}

/// Takes a debug file, or a ZIP archive of them, in the part `file` of a form; answers what was found in it.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/files/dsyms/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)), request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    responses((status = 201, body = Vec<DebugFileAnswer>), (status = 400), (status = 404), (status = 413)))]
async fn upload(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    request: Request,
) -> ApiResult<(StatusCode, Json<Vec<DebugFileAnswer>>)> {
    let entered = state.blocking(move |state| state.project(&caller, &organization, &project, &UPLOAD)).await?;
    let (name, bytes) = read_part(&state, request).await?;
    let files = state.blocking(move |_| unpack(&name, bytes).map_err(|text| ApiError::field("file", text))).await?;
    let mut answers = Vec::new();
    for (name, bytes) in files {
        let found = take(&state, entered.organization_id(), entered.project_id(), name, bytes).await?;
        answers.extend(found.iter().map(DebugFileAnswer::from));
    }
    Ok((StatusCode::CREATED, Json(answers)))
}

/// Deletes the debug file `id`; its bytes go with the last object in them.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/files/dsyms/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("id" = String, Query)),
    responses((status = 204, description = "Deleted"), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<StatusCode> {
    let free = state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &DELETE)?;
            let id = file_id(params.first("id").unwrap_or_default())?;
            Ok(state.meta.delete_debug_file(entered.organization_id(), entered.project_id(), id)?)
        })
        .await?;
    if let Some(key) = free {
        state.blobs.delete(&key).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
