//! `/integration/vercel/logs/`: log lines that the hosting platform forwards; kept as they came.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::{DataCategory, ItemType};
use http::StatusCode;

use super::read_unpacked;
use crate::admission::{Entry, media_type};
use crate::answer::Answer;
use crate::error::IngestError;
use crate::state::IngestState;

/// `POST /api/{project}/integration/vercel/logs/`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    let door = &state.door;
    let (admission, parts, body) = door.enter(request, Entry::new(&project, DataCategory::LogItem)).await?;
    let result = async {
        let content_type = media_type(&parts.headers);
        let is_lines = match content_type.as_str() {
            "application/json" => false,
            "application/x-ndjson" | "application/jsonl" => true,
            _ => return Err(IngestError::UnsupportedMediaType),
        };
        let (bytes, mut lease) = read_unpacked(door, &parts, body, door.config.max_event_bytes).await?;
        check(&bytes, is_lines)?;
        let item = ItemBuilder::new(&ItemType::VercelLog).header("content_type", content_type);
        door.append_envelope(&admission, EnvelopeBuilder::new().push(item, &bytes).build(), &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result)?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// An object, a list of them, or one on each line.
fn check(bytes: &[u8], is_lines: bool) -> Result<(), IngestError> {
    if !is_lines {
        return match parse_lenient(bytes)? {
            Value::Array(_) | Value::Object(_) => Ok(()),
            _ => Err(IngestError::Invalid("log lines are JSON objects")),
        };
    }
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        if !matches!(parse_lenient(line)?, Value::Object(_)) {
            return Err(IngestError::Invalid("log lines are JSON objects"));
        }
    }
    Ok(())
}
