//! `/unreal/{key}/`: the crash container of the Unreal engine, kept as it is.

use axum::extract::{Path, Request, State};
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::{DataCategory, ItemType};

use super::{read_unpacked, without_429};
use crate::admission::Entry;
use crate::answer::{self, Answer};
use crate::error::IngestError;
use crate::settle::new_event_id;
use crate::state::IngestState;

/// `POST /api/{project}/unreal/{key}/?UserID=…`
pub(super) async fn post(State(state): State<IngestState>, Path((project, key)): Path<(String, String)>, request: Request) -> Answer {
    let door = &state.door;
    let entry = Entry { path_key: Some(&key), ..Entry::new(&project, DataCategory::Error) };
    let (admission, parts, body) = door.enter(request, entry).await.map_err(without_429)?;
    let event_id = new_event_id();
    let result = async {
        let (bytes, mut lease) = read_unpacked(door, &parts, body, door.config.max_attachment_bytes).await?;
        if bytes.is_empty() {
            return Err(IngestError::Invalid("empty crash report"));
        }
        let item = ItemBuilder::new(&ItemType::UnrealReport).header("content_type", "application/octet-stream");
        lease.grow(bytes.len())?;
        let envelope = EnvelopeBuilder::new().event_id(&event_id).push(item, &bytes).build();
        door.append_envelope(&admission, envelope, &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map_err(without_429)?;
    Ok(answer::text_id(&event_id))
}
