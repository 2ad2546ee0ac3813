//! `/store/`: one event as JSON, the way of old SDKs and of curl; also base64, also base64 of zlib.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::EnvelopeBuilder;
use bartizan_protocol::event::{parse_event_id, print_event_id};
use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::{DataCategory, Encoding, ItemType};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::{envelope, read_unpacked};
use crate::admission::{Admission, Entry, media_type};
use crate::answer::{self, Answer};
use crate::budget::Lease;
use crate::error::IngestError;
use crate::settle::new_event_id;
use crate::state::{Door, IngestState};
use crate::unpack::unpack;

/// A transparent image of one pixel.
const PIXEL_GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

const BASE64: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// `POST /api/{project}/store/`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    take_posted(&state.door, Some(&project), request).await
}

/// `POST /api/store/`: the key names the project.
pub(super) async fn post_legacy(State(state): State<IngestState>, request: Request) -> Answer {
    take_posted(&state.door, None, request).await
}

/// `GET /api/{project}/store/?sentry_data=…`
pub(super) async fn get(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    take_query(&state.door, Some(&project), request).await
}

/// `GET /api/store/?sentry_data=…`
pub(super) async fn get_legacy(State(state): State<IngestState>, request: Request) -> Answer {
    take_query(&state.door, None, request).await
}

const fn entry(project: Option<&str>) -> Entry<'_> {
    Entry { project, path_key: None, category: DataCategory::Error, is_limited: true }
}

async fn take_posted(door: &Door, project: Option<&str>, request: Request) -> Answer {
    if media_type(request.headers()) == "application/x-sentry-envelope" {
        return envelope::take(door, project, request).await;
    }
    let (mut admission, parts, body) = door.enter(request, entry(project)).await?;
    let result = async {
        let (bytes, lease) = read_unpacked(door, &parts, body, max_text_bytes(door)).await?;
        append(door, &mut admission, bytes, lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map(|id| answer::id(Some(id)))
}

async fn take_query(door: &Door, project: Option<&str>, request: Request) -> Answer {
    let (mut admission, parts, _) = door.enter(request, entry(project)).await?;
    let result = match query_data(&parts) {
        Some(data) => append(door, &mut admission, data, door.budget.lease()).await,
        None => Err(IngestError::Invalid("missing sentry_data")),
    };
    door.settle(&admission, result)?;
    Ok(([(CONTENT_TYPE, "image/gif")], PIXEL_GIF).into_response())
}

fn query_data(parts: &Parts) -> Option<Bytes> {
    let pairs = url::form_urlencoded::parse(parts.uri.query()?.as_bytes());
    // A plus that was not escaped is part of the base64 text and reads as a space here.
    let data = pairs.into_iter().find(|(name, _)| name == "sentry_data")?.1;
    let is_json = data.trim_start().starts_with('{');
    Some(if is_json { data.into_owned() } else { data.trim().replace(' ', "+") }.into())
}

/// The event's size as base64.
const fn max_text_bytes(door: &Door) -> usize {
    door.config.max_event_bytes.saturating_mul(4) / 3 + 4
}

async fn append(door: &Door, admission: &mut Admission, bytes: Bytes, lease: Lease) -> Result<[u8; 16], IngestError> {
    let (bytes, mut lease) = decode(bytes, door.config.max_event_bytes, lease).await?;
    if bytes.len() > door.config.max_event_bytes {
        return Err(IngestError::ItemTooLarge(ItemType::Event.to_string()));
    }
    let mut event = parse_lenient(&bytes)?;
    let Some(fields) = event.as_object_mut() else {
        return Err(IngestError::Invalid("the event is no JSON object"));
    };
    let item_type = match fields.get_str("type") {
        Some("transaction") => ItemType::Transaction,
        _ => ItemType::Event,
    };
    admission.tally = vec![(item_type.category(), 1)];
    let known_id = fields.get("event_id").and_then(Value::as_str).and_then(parse_event_id);
    let event_id = known_id.unwrap_or_else(new_event_id);
    let builder = EnvelopeBuilder::new().event_id(&event_id);
    let envelope = if known_id.is_some() {
        builder.item(&item_type, &bytes)
    } else {
        fields.insert("event_id", print_event_id(&event_id));
        builder.item(&item_type, &event.to_vec())
    };
    if item_type == ItemType::Transaction {
        door.append_envelope(admission, envelope.build(), &mut lease).await?;
    } else {
        door.append_event(admission, envelope.build(), &mut lease).await?;
    }
    Ok(event_id)
}

/// JSON stays; anything else is base64 of JSON, or of zlib of JSON.
async fn decode(bytes: Bytes, max_bytes: usize, lease: Lease) -> Result<(Bytes, Lease), IngestError> {
    let is_json = |bytes: &[u8]| bytes.trim_ascii_start().first().is_none_or(|b| matches!(b, b'{' | b'[' | b'"' | 0xef));
    if is_json(&bytes) {
        return Ok((bytes, lease));
    }
    let text: Vec<u8> = bytes.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    let Ok(decoded) = BASE64.decode(text) else {
        // Not base64: the JSON parser's message says more.
        return Ok((bytes, lease));
    };
    if is_json(&decoded) { Ok((decoded.into(), lease)) } else { unpack(Encoding::Deflate, decoded.into(), max_bytes, lease).await }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pixel_is_a_gif() {
        assert!(super::PIXEL_GIF.starts_with(b"GIF89a") && super::PIXEL_GIF.ends_with(b";"));
    }
}
