//! `/minidump/`: a native crash. The dump is kept as an attachment, beside an event made from what the form
//! tells of it.

use axum::extract::{Path, Request, State};
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::event::{parse_event_id, print_event_id};
use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::{DataCategory, Envelope, ItemType};
use bytes::Bytes;
use http::request::Parts;

use super::attachments::attachment;
use super::multipart::{self, Part};
use super::read_unpacked;
use crate::admission::{Admission, Entry, media_type};
use crate::answer::{self, Answer};
use crate::budget::Lease;
use crate::checks;
use crate::error::IngestError;
use crate::settle::new_event_id;
use crate::state::{Door, IngestState};
use crate::unpack::{Packing, unpack_file};

mod form;

/// Name of the form's part that holds the dump.
const DUMP_FIELD: &str = "upload_file_minidump";
/// Name of the attachment when the client gives none.
const DUMP_FILENAME: &str = "minidump.dmp";

/// `POST /api/{project}/minidump/`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    let door = &state.door;
    let entry = Entry { is_limited: true, ..Entry::new(&project, DataCategory::Error) };
    let (mut admission, parts, body) = door.enter(request, entry).await?;
    let result = async {
        let (bytes, lease) = read_unpacked(door, &parts, body, door.config.max_envelope_bytes).await?;
        let upload = read_upload(&parts, bytes)?;
        append(door, &mut admission, upload, lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map(|id| answer::text_id(&id))
}

/// The dump and the other parts of the form.
struct Upload {
    dump: Part,
    others: Vec<Part>,
}

fn read_upload(parts: &Parts, bytes: Bytes) -> Result<Upload, IngestError> {
    if matches!(media_type(&parts.headers).as_str(), "application/octet-stream" | "application/x-dmp") {
        return Ok(Upload { dump: Part { data: bytes, ..Part::default() }, others: Vec::new() });
    }
    let boundary = multipart::boundary(&parts.headers).ok_or(IngestError::UnsupportedMediaType)?;
    let mut others = multipart::parse(bytes, &boundary)?;
    let at = others.iter().position(|part| part.name == DUMP_FIELD).ok_or(IngestError::Invalid("missing minidump"))?;
    Ok(Upload { dump: others.remove(at), others })
}

async fn append(door: &Door, admission: &mut Admission, upload: Upload, lease: Lease) -> Result<[u8; 16], IngestError> {
    let (dump, mut lease) = open_dump(upload.dump, door.config.max_attachment_bytes, lease).await?;
    let (files, fields): (Vec<_>, Vec<_>) = upload.others.into_iter().partition(is_file);
    let mut event = form::event(&fields)?;
    let event_id = event.get_str("event_id").and_then(parse_event_id).unwrap_or_else(new_event_id);
    complete(&mut event, &event_id);
    lease.grow(files.iter().map(|file| file.data.len()).sum::<usize>().saturating_add(dump.data.len()))?;
    let mut builder = EnvelopeBuilder::new()
        .event_id(&event_id)
        .item(&ItemType::Event, &Value::Object(event).to_vec())
        .push(dump_header(&dump), &dump.data);
    for file in &files {
        let kind = if file.filename.as_deref() == Some("view-hierarchy.json") { "event.view_hierarchy" } else { "event.attachment" };
        builder = builder.push(attachment(file, kind), &file.data);
    }
    let envelope = Bytes::from(builder.build());
    let parsed = Envelope::parse(envelope.clone())?;
    admission.tally = checks::tally(&parsed);
    checks::check(&parsed, &door.config)?;
    door.append_event(admission, envelope.into(), &mut lease).await?;
    Ok(event_id)
}

fn is_file(part: &Part) -> bool {
    part.filename.is_some() && !form::is_special(&part.name)
}

fn dump_header(dump: &Part) -> ItemBuilder {
    ItemBuilder::new(&ItemType::Attachment)
        .header("attachment_type", "event.minidump")
        .header("filename", dump.filename.clone().unwrap_or_else(|| DUMP_FILENAME.to_owned()))
        .header("content_type", "application/x-dmp")
}

/// Unpacks a dump that came in a container and looks at its first bytes.
async fn open_dump(mut dump: Part, max_bytes: usize, lease: Lease) -> Result<(Part, Lease), IngestError> {
    let (data, lease) = unpack_file(Packing::of_file(&dump.data), dump.data, max_bytes, lease).await?;
    if !matches!(data.get(..4), Some(b"MDMP" | b"PMDM")) {
        return Err(IngestError::Invalid("not a minidump"));
    }
    dump.data = data;
    Ok((dump, lease))
}

/// Fills in what makes the event readable before the dump is looked into.
fn complete(event: &mut Object<'static>, event_id: &[u8; 16]) {
    event.insert("event_id", print_event_id(event_id));
    for (name, value) in [("platform", "native"), ("level", "fatal")] {
        if event.get(name).is_none_or(Value::is_null) {
            event.insert(name, value);
        }
    }
    if event.get("exception").is_none_or(Value::is_null) {
        let mechanism: Object<'static> =
            [("type", Value::from("minidump")), ("handled", false.into()), ("synthetic", true.into())].into_iter().collect();
        let exception: Object<'static> =
            [("type", Value::from("Minidump")), ("value", "Native crash".into()), ("mechanism", mechanism.into())].into_iter().collect();
        let values: Object<'static> = [("values", Value::Array(vec![exception.into()]))].into_iter().collect();
        event.insert("exception", values);
    }
}
