//! `/events/{event_id}/attachments/`: files for an event that was sent before.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::event::parse_event_id;
use bartizan_protocol::{DataCategory, Envelope, ItemType};
use http::StatusCode;

use super::multipart::{self, Part};
use super::read_unpacked;
use crate::admission::Entry;
use crate::answer::Answer;
use crate::checks;
use crate::error::IngestError;
use crate::state::IngestState;

/// `POST /api/{project}/events/{event_id}/attachments/`
pub(super) async fn post(State(state): State<IngestState>, Path((project, event_id)): Path<(String, String)>, request: Request) -> Answer {
    let door = &state.door;
    let (mut admission, parts, body) = door.enter(request, Entry::new(&project, DataCategory::Attachment)).await?;
    let result = async {
        let event_id = parse_event_id(&event_id).ok_or(IngestError::Invalid("bad event id"))?;
        let boundary = multipart::boundary(&parts.headers).ok_or(IngestError::UnsupportedMediaType)?;
        let (bytes, mut lease) = read_unpacked(door, &parts, body, door.config.max_envelope_bytes).await?;
        lease.grow(bytes.len())?;
        let files = multipart::parse(bytes, &boundary)?.into_iter().filter(|part| part.filename.is_some());
        let builder = files.fold(EnvelopeBuilder::new().event_id(&event_id), |builder, file| {
            builder.push(attachment(&file, "event.attachment"), &file.data)
        });
        let envelope = bytes::Bytes::from(builder.build());
        let parsed = Envelope::parse(envelope.clone())?;
        if parsed.items.is_empty() {
            return Err(IngestError::Invalid("no file in the form"));
        }
        admission.tally = checks::tally(&parsed);
        checks::check(&parsed, &door.config)?;
        door.append_envelope(&admission, envelope.into(), &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map(|()| StatusCode::CREATED.into_response())
}

/// Headers of an attachment made from a file of a form.
pub(super) fn attachment(file: &Part, attachment_type: &'static str) -> ItemBuilder {
    ItemBuilder::new(&ItemType::Attachment)
        .header("attachment_type", attachment_type)
        .header("filename", file.filename.clone().unwrap_or_else(|| file.name.clone()))
        .maybe("content_type", file.content_type.clone())
}
