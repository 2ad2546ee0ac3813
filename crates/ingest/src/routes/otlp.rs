//! OTLP over HTTP: an export request is kept whole as one item, in the format it came in.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::limits::MAX_CONTAINER_BYTES;
use bartizan_protocol::{DataCategory, ItemType};
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;

use super::read_unpacked;
use crate::admission::{Entry, media_type};
use crate::answer::otlp_error;
use crate::error::IngestError;
use crate::state::{Door, IngestState};

const JSON: &str = "application/json";
const PROTOBUF: &str = "application/x-protobuf";

/// `POST /api/{project}/integration/otlp/v1/traces/`
pub(super) async fn traces(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Response {
    answer(&state.door, &project, request, &ItemType::OtlpTraces).await
}

/// `POST /api/{project}/integration/otlp/v1/logs/`
pub(super) async fn logs(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Response {
    answer(&state.door, &project, request, &ItemType::OtlpLogs).await
}

async fn answer(door: &Door, project: &str, request: Request, item_type: &ItemType) -> Response {
    let is_json = media_type(request.headers()) != PROTOBUF;
    match take(door, project, request, item_type).await {
        // The empty export response: no bytes in protobuf, an empty object in JSON.
        Ok(()) if is_json => ([(CONTENT_TYPE, JSON)], "{}").into_response(),
        Ok(()) => [(CONTENT_TYPE, PROTOBUF)].into_response(),
        Err(error) => otlp_error(&error, is_json),
    }
}

async fn take(door: &Door, project: &str, request: Request, item_type: &ItemType) -> Result<(), IngestError> {
    let category: DataCategory = item_type.category();
    let (admission, parts, body) = door.enter(request, Entry::new(project, category)).await?;
    let result = async {
        let content_type = match media_type(&parts.headers).as_str() {
            JSON => JSON,
            PROTOBUF => PROTOBUF,
            _ => return Err(IngestError::UnsupportedMediaType),
        };
        let (bytes, mut lease) = read_unpacked(door, &parts, body, MAX_CONTAINER_BYTES).await?;
        if content_type == JSON && serde_json::from_slice::<IgnoredAny>(&bytes).is_err() {
            return Err(IngestError::Invalid("the export request is no JSON"));
        }
        let item = ItemBuilder::new(item_type).header("content_type", content_type);
        lease.grow(bytes.len())?;
        door.append_envelope(&admission, EnvelopeBuilder::new().push(item, &bytes).build(), &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result)
}
