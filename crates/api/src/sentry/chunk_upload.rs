//! Chunks of files: what the server takes, and taking them.

use std::io::Read;

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use bartizan_app::uploads::{MAX_CHUNK_BYTES, MAX_CHUNKS_PER_REQUEST, MAX_FILE_BYTES, MAX_REQUEST_BYTES, is_sha1};
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::{ApiError, ApiResult, ApiState};

/// Scopes that may upload.
pub(crate) const UPLOAD: [&str; 4] = ["project:releases", "project:write", "project:admin", "org:ci"];
/// Requests a client sends at the same time.
const CONCURRENCY: u32 = 8;
/// Room for the multipart frame around the chunks, in bytes.
const FRAME_BYTES: usize = 64 * 1024;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(options, upload)).layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES + FRAME_BYTES))
}

/// How files are to be sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChunkOptions {
    url: String,
    chunk_size: usize,
    chunks_per_request: usize,
    max_file_size: u64,
    max_request_size: usize,
    concurrency: u32,
    hash_algorithm: &'static str,
    compression: Vec<&'static str>,
    accept: Vec<&'static str>,
}

/// How files are to be sent.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/chunk-upload/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path)), responses((status = 200, body = ChunkOptions), (status = 404)))]
async fn options(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>) -> ApiResult<Json<ChunkOptions>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &UPLOAD)?;
            Ok(Json(ChunkOptions {
                url: format!("{}/api/0/organizations/{}/chunk-upload/", state.base_url, access.organization.slug),
                chunk_size: MAX_CHUNK_BYTES,
                chunks_per_request: MAX_CHUNKS_PER_REQUEST,
                max_file_size: MAX_FILE_BYTES,
                max_request_size: MAX_REQUEST_BYTES,
                concurrency: CONCURRENCY,
                hash_algorithm: "sha1",
                compression: vec!["gzip"],
                accept: vec![
                    "debug_files",
                    "release_files",
                    "pdbs",
                    "sources",
                    "portablepdbs",
                    "artifact_bundles",
                    "artifact_bundles_v2",
                    "proguard",
                ],
            }))
        })
        .await
}

/// Takes chunks: parts `file` or `file_gzip` whose file name is the SHA-1 of the (unpacked) bytes.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/chunk-upload/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path)), request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    responses((status = 200, description = "Stored"), (status = 400), (status = 404), (status = 413)))]
async fn upload(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    request: Request,
) -> ApiResult<StatusCode> {
    let access = state.blocking(move |state| state.organization(&caller, &organization, &UPLOAD)).await?;
    let broken = |error: axum::extract::multipart::MultipartError| ApiError::new(error.status(), error.body_text());
    let mut parts = Multipart::from_request(request, &state).await.map_err(|error| ApiError::bad_request(error.body_text()))?;
    let mut taken = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let packed = match part.name() {
            Some("file") => false,
            Some("file_gzip") => true,
            _ => continue,
        };
        taken += 1;
        if taken > MAX_CHUNKS_PER_REQUEST {
            return Err(ApiError::bad_request(format!("A request has at most {MAX_CHUNKS_PER_REQUEST} chunks.")));
        }
        let sha1 = part.file_name().unwrap_or_default().to_owned();
        if !is_sha1(&sha1) {
            return Err(ApiError::bad_request("The file name of a chunk is its SHA-1."));
        }
        let bytes = part.bytes().await.map_err(broken)?;
        let bytes = if packed { state.blocking(move |_| unpack(&bytes)).await? } else { bytes };
        state.uploads.put_chunk(access.organization_id(), &sha1, bytes).await?;
    }
    Ok(StatusCode::OK)
}

/// Unpacks one chunk, under the bound of a chunk.
fn unpack(bytes: &Bytes) -> ApiResult<Bytes> {
    let mut out = Vec::new();
    let read = flate2::read::GzDecoder::new(bytes.as_ref()).take(MAX_CHUNK_BYTES as u64 + 1).read_to_end(&mut out);
    match read {
        Ok(_) if out.len() > MAX_CHUNK_BYTES => Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "A chunk is too large.")),
        Ok(_) => Ok(out.into()),
        Err(_) => Err(ApiError::bad_request("A packed chunk cannot be unpacked.")),
    }
}
