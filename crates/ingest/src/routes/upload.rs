//! `/upload/`: resumable uploads, which are not offered: SDKs then send attachments in the envelope.

use axum::extract::{Path, Request, State};
use bartizan_protocol::DataCategory;

use crate::admission::Entry;
use crate::answer::Answer;
use crate::body;
use crate::error::IngestError;
use crate::state::{Door, IngestState};

const NOT_OFFERED: &str = "resumable uploads are not offered: send attachments in the envelope";

/// `POST /api/{project}/upload/`
pub(super) async fn refuse(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    refuse_for(&state.door, &project, request).await
}

/// `PATCH /api/{project}/upload/{key}/`
pub(super) async fn refuse_part(State(state): State<IngestState>, Path((project, _)): Path<(String, String)>, request: Request) -> Answer {
    refuse_for(&state.door, &project, request).await
}

async fn refuse_for(door: &Door, project: &str, request: Request) -> Answer {
    let (admission, parts, body) = door.enter(request, Entry::new(project, DataCategory::Attachment)).await?;
    body::drain(body, &parts.headers).await;
    door.settle(&admission, Err(IngestError::NotOffered(NOT_OFFERED)))
}
