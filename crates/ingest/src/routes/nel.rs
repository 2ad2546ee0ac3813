//! `/nel/`: network errors that browsers report.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::{DataCategory, ItemType};
use http::StatusCode;

use super::{read_unpacked, without_429};
use crate::admission::{Entry, media_type};
use crate::answer::Answer;
use crate::error::IngestError;
use crate::state::IngestState;

/// `POST /api/{project}/nel/`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    let door = &state.door;
    let entered = door.enter(request, Entry::new(&project, DataCategory::LogItem)).await;
    let (admission, parts, body) = entered.map_err(without_429)?;
    let result = async {
        if !matches!(media_type(&parts.headers).as_str(), "application/json" | "application/reports+json") {
            return Err(IngestError::UnsupportedMediaType);
        }
        let (bytes, mut lease) = read_unpacked(door, &parts, body, door.config.max_event_bytes).await?;
        if !matches!(parse_lenient(&bytes)?, Value::Array(_) | Value::Object(_)) {
            return Err(IngestError::Invalid("the report is no JSON object"));
        }
        let item = ItemBuilder::new(&ItemType::Nel).header("content_type", "application/json");
        door.append_envelope(&admission, EnvelopeBuilder::new().push(item, &bytes).build(), &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map_err(without_429)?;
    Ok(StatusCode::OK.into_response())
}
