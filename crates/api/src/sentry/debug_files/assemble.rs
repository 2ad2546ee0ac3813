//! Putting debug files together from their chunks.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use bartizan_app::uploads::{DebugFileTarget, Progress};
use bartizan_domain::artifact::{Assembly, DebugFile};
use bartizan_domain::{OrganizationId, ProjectId};
use bytes::Bytes;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shape::DebugFileAnswer;
use crate::auth::Caller;
use crate::sentry::artifacts::AssembleAnswer;
use crate::sentry::chunk_upload::UPLOAD;
use crate::{ApiError, ApiResult, ApiState};

/// Largest request in bytes: a build of many files names all of them, with all their chunks, at once.
const MAX_ASSEMBLE_BYTES: usize = 16 * 1024 * 1024;
/// Most files of one request.
const MAX_FILES: usize = 5000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(assemble)).layer(DefaultBodyLimit::max(MAX_ASSEMBLE_BYTES))
}

#[derive(Deserialize)]
struct FileBody {
    #[serde(default)]
    name: String,
    debug_id: Option<String>,
    #[serde(default)]
    chunks: Vec<String>,
}

/// How far one of the files is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DebugFileProgress {
    #[serde(flatten)]
    progress: AssembleAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    dif: Option<DebugFileAnswer>,
}

fn parse(body: &Bytes) -> ApiResult<BTreeMap<String, FileBody>> {
    let body: &[u8] = if body.is_empty() { b"{}" } else { body };
    let files: BTreeMap<String, FileBody> =
        serde_json::from_slice(body).map_err(|error| ApiError::bad_request(format!("JSON parse error - {error}")))?;
    if files.len() > MAX_FILES {
        return Err(ApiError::bad_request(format!("A request names at most {MAX_FILES} files.")));
    }
    Ok(files)
}

fn wishes(tenant: OrganizationId, project: ProjectId, files: BTreeMap<String, FileBody>) -> ApiResult<Vec<Assembly>> {
    let wish = |(checksum, file): (String, FileBody)| {
        let target = DebugFileTarget { project, name: file.name, debug_id: file.debug_id };
        Ok(target.wish(tenant, checksum, file.chunks)?)
    };
    files.into_iter().map(wish).collect()
}

/// The objects of files that are stored, for the answer; of a file with several the first stands for all.
fn stored(state: &ApiState, tenant: OrganizationId, project: ProjectId, checksums: &[String]) -> ApiResult<BTreeMap<String, DebugFile>> {
    let mut found: BTreeMap<String, DebugFile> = BTreeMap::new();
    for file in state.meta.debug_files_by_checksum(tenant, project, checksums)? {
        found.entry(file.checksum.clone()).or_insert(file);
    }
    Ok(found)
}

/// Puts debug files together from their chunks, by the SHA-1 of each; or says of each which chunks are missing.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/files/difs/assemble/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)), request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = BTreeMap<String, DebugFileProgress>), (status = 400), (status = 404)))]
async fn assemble(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    request: Request,
) -> ApiResult<Json<BTreeMap<String, DebugFileProgress>>> {
    let body = Bytes::from_request(request, &state).await.map_err(|error| ApiError::new(error.status(), error.body_text()))?;
    let (tenant, project, wishes) = state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &UPLOAD)?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            Ok((tenant, project, wishes(tenant, project, parse(&body)?)?))
        })
        .await?;
    let checksums: Vec<String> = wishes.iter().map(|wish| wish.checksum.clone()).collect();
    let progress: Vec<Progress> =
        join_all(wishes.into_iter().map(|wish| state.uploads.assemble(wish))).await.into_iter().collect::<Result<_, _>>()?;
    let known = {
        let done = checksums.iter().zip(&progress).filter(|(_, progress)| **progress == Progress::Ok);
        let done: Vec<String> = done.map(|(checksum, _)| checksum.clone()).collect();
        state.blocking(move |state| stored(state, tenant, project, &done)).await?
    };
    let answer = checksums.into_iter().zip(progress).map(|(checksum, progress)| {
        let dif = known.get(&checksum).map(DebugFileAnswer::from);
        (checksum, DebugFileProgress { progress: progress.into(), dif })
    });
    Ok(Json(answer.collect()))
}
