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

/// One file: what is known of it, with `download` its bytes, with `preview` what can be shown of it: a raster picture
/// as what its own bytes say it is, or the beginning of a text.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/attachments/{attachment}/", tag = "attachments",
    security(("bearer" = ["event:read", "event:write", "event:admin", "project:read"])),
    params(
        ("organization" = String, Path), ("project" = String, Path), ("event" = String, Path), ("attachment" = String, Path),
        ("download" = Option<String>, Query), ("preview" = Option<String>, Query),
    ),
    responses((status = 200, body = AttachmentBody), (status = 404), (status = 415, description = "It can only be downloaded"))
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
    let asks = |name: &str| params.first(name).is_some_and(|value| value != "0");
    if asks("preview") {
        return preview(&state, &found).await;
    }
    if !asks("download") {
        return Ok(Json(AttachmentBody::from(&found)).into_response());
    }
    let bytes = state.blobs.get(&found.blob_key, None).await?;
    Ok((stranger_headers(&found.name, "application/octet-stream"), bytes).into_response())
}

/// Largest picture shown.
const MAX_PICTURE_BYTES: u64 = 16 << 20;
/// Longest beginning of a text shown.
const MAX_TEXT_BYTES: u64 = 256 << 10;
/// Bytes from which a picture is recognised.
const MAGIC_BYTES: u64 = 16;

async fn preview(state: &ApiState, attachment: &Attachment) -> ApiResult<Response> {
    let head = state.blobs.get(&attachment.blob_key, Some(0..attachment.size.min(MAGIC_BYTES))).await?;
    if let Some(kind) = picture_type(&head).filter(|_| attachment.size <= MAX_PICTURE_BYTES) {
        let bytes = state.blobs.get(&attachment.blob_key, None).await?;
        return Ok((stranger_headers(&attachment.name, kind), bytes).into_response());
    }
    let bytes = state.blobs.get(&attachment.blob_key, Some(0..attachment.size.min(MAX_TEXT_BYTES))).await?;
    let cut = attachment.size > MAX_TEXT_BYTES;
    let text = text_of(&bytes, cut).ok_or_else(|| {
        ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "This file is neither a picture nor a text: it can only be downloaded.")
    })?;
    Ok((stranger_headers(&attachment.name, "text/plain; charset=utf-8"), text.to_owned()).into_response())
}

/// What raster picture the bytes begin, whatever the sender called them. No SVG: that is a document with scripts.
fn picture_type(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some("image/avif"),
        _ => None,
    }
}

/// The bytes as text, when they are one; where the end was cut off, a broken last character goes too.
fn text_of(bytes: &[u8], cut: bool) -> Option<&str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if cut && error.error_len().is_none() => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    (!text.contains('\0')).then_some(text)
}

fn open(state: &ApiState, found: &crate::auth::ProjectAccess, event: &str, attachment: &str) -> ApiResult<Attachment> {
    let id: AttachmentId = attachment.parse().map_err(|_| ApiError::not_found())?;
    let attachment = state.meta.attachment(found.organization_id(), found.project_id(), id)?;
    if attachment.event_id == event_id(event)? { Ok(attachment) } else { Err(ApiError::not_found()) }
}

/// A stranger's file is never shown by the browser as a page of ours: opened by its address it is saved,
/// under no type it could be run as.
fn stranger_headers(name: &str, kind: &'static str) -> [(HeaderName, HeaderValue); 4] {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ';') { c } else { '_' }).collect();
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_picture_or_a_text_is_shown() {
        assert_eq!(picture_type(b"\x89PNG\r\n\x1a\n\0\0"), Some("image/png"));
        assert_eq!(picture_type(b"RIFF\x10\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!((picture_type(b"<svg onload=alert(1)>"), picture_type(b"")), (None, None));
        assert_eq!(text_of("gr\u{fc}n".as_bytes(), false), Some("gr\u{fc}n"));
        assert_eq!((text_of(b"gr\xc3", true), text_of(b"gr\xc3", false), text_of(b"a\0b", false)), (Some("gr"), None, None));
    }
}
