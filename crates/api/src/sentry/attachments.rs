//! Files that came with an event.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bartizan_domain::attachment::Attachment;
use bartizan_domain::{AttachmentId, EventId};
use http::{HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

const READ: [&str; 4] = ["event:read", "event:write", "event:admin", "project:read"];
const ADMIN: [&str; 2] = ["event:admin", "project:admin"];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(one, delete))
}

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventAttachment)]
pub(crate) struct AttachmentBody {
    id: String,
    event_id: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    mimetype: Option<String>,
    size: u64,
    sha1: Option<String>,
    headers: Value,
    #[serde(rename = "dateCreated")]
    date_created: String,
}

impl From<&Attachment> for AttachmentBody {
    fn from(attachment: &Attachment) -> Self {
        Self {
            id: attachment.id.to_string(),
            event_id: attachment.event_id.to_string(),
            kind: attachment.kind.clone(),
            name: attachment.name.clone(),
            mimetype: attachment.content_type.clone(),
            size: attachment.size,
            sha1: Some(attachment.sha1.clone()).filter(|sha1| !sha1.is_empty()),
            headers: json!({"Content-Type": attachment.content_type}),
            date_created: attachment.created.to_rfc3339(),
        }
    }
}

fn event_id(text: &str) -> ApiResult<EventId> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// Files of an event.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/attachments/", tag = "attachments",
    security(("bearer" = ["event:read", "event:write", "event:admin", "project:read"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = Vec<AttachmentBody>))
)]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event)): Path<(String, String, String)>,
    page: Page,
) -> ApiResult<Paged<AttachmentBody>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let attachments = state.meta.attachments(found.organization_id(), found.project_id(), event_id(&event)?)?;
            Ok(page.slice(attachments.iter().map(AttachmentBody::from).collect()))
        })
        .await
}

type AttachmentPath = Path<(String, String, String, String)>;

/// One file: what is known of it, or with `download` its bytes.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/attachments/{attachment}/", tag = "attachments",
    security(("bearer" = ["event:read", "event:write", "event:admin", "project:read"])),
    params(
        ("organization" = String, Path), ("project" = String, Path), ("event" = String, Path), ("attachment" = String, Path),
        ("download" = Option<String>, Query),
    ),
    responses((status = 200, body = AttachmentBody), (status = 404))
)]
async fn one(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event, attachment)): AttachmentPath,
    params: Params,
) -> ApiResult<Response> {
    let found = state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            open(state, &found, &event, &attachment)
        })
        .await?;
    if params.first("download").is_none_or(|value| value == "0") {
        return Ok(Json(AttachmentBody::from(&found)).into_response());
    }
    let bytes = state.blobs.get(&found.blob_key, None).await?;
    Ok((download_headers(&found.name), bytes).into_response())
}

fn open(state: &ApiState, found: &crate::auth::ProjectAccess, event: &str, attachment: &str) -> ApiResult<Attachment> {
    let id: AttachmentId = attachment.parse().map_err(|_| ApiError::not_found())?;
    let attachment = state.meta.attachment(found.organization_id(), found.project_id(), id)?;
    if attachment.event_id == event_id(event)? { Ok(attachment) } else { Err(ApiError::not_found()) }
}

/// A stranger's file is never shown by the browser as a page of ours: it is saved, under no type it could be run as.
fn download_headers(name: &str) -> [(HeaderName, HeaderValue); 4] {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ';') { c } else { '_' }).collect();
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ]
}

/// Deletes a file.
#[utoipa::path(
    delete, path = "/api/0/projects/{organization}/{project}/events/{event}/attachments/{attachment}/", tag = "attachments",
    security(("bearer" = ["event:admin", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path), ("attachment" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 404))
)]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event, attachment)): AttachmentPath,
) -> ApiResult<StatusCode> {
    let removed = state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &ADMIN)?;
            let attachment = open(state, &found, &event, &attachment)?;
            Ok(state.meta.delete_attachment(found.organization_id(), found.project_id(), attachment.id)?)
        })
        .await?;
    state.blobs.delete(&removed.blob_key).await?;
    Ok(StatusCode::NO_CONTENT)
}
