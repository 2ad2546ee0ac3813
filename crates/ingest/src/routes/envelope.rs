//! `/envelope/`: the way all SDKs of today send. The body is stored as it came, still packed.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use bartizan_protocol::dsn::parse_project_id;
use bartizan_protocol::{Auth, AuthError, DataCategory, Dsn, Encoding, Envelope};
use bytes::{Bytes, BytesMut};
use http::request::Parts;

use crate::admission::{Admission, Entry, content_encoding, read_auth};
use crate::answer::{self, Answer};
use crate::body;
use crate::budget::Lease;
use crate::checks;
use crate::error::IngestError;
use crate::settle::{missing_event_id, rebuild};
use crate::state::{Door, IngestState};
use crate::unpack::unpack;

/// `POST /api/{project}/envelope/`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    take(&state.door, Some(&project), request).await
}

/// Takes an envelope, for the project in the path or for the key's.
pub(super) async fn take(door: &Door, project: Option<&str>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let entry = Entry { project, path_key: None, category: DataCategory::Default, is_limited: false };
    match read_auth(&parts, None) {
        Ok(None) => take_tunnelled(door, entry, &parts, body).await,
        Ok(Some(auth)) => match door.admit(door.caller(&parts), auth, entry, &parts.headers) {
            Ok(mut admission) => {
                let result = take_admitted(door, &mut admission, &parts, body).await;
                door.settle(&admission, result)
            }
            Err(error) => drained(error, &parts, body).await,
        },
        Err(error) => drained(door.note(error), &parts, body).await,
    }
}

async fn drained(error: IngestError, parts: &Parts, body: Body) -> Answer {
    body::drain(body, &parts.headers).await;
    Err(error)
}

/// The usual way: the key is known, and the body is read to where it will be stored.
async fn take_admitted(door: &Door, admission: &mut Admission, parts: &Parts, body: Body) -> Answer {
    let encoding = content_encoding(&parts.headers)?;
    let max_bytes = door.config.max_envelope_bytes;
    let head = door.record_head(admission, encoding);
    let head_bytes = head.len();
    let mut lease = door.budget.lease();
    let record = body::read(body, &parts.headers, head, door.body_limits(max_bytes), &mut lease).await?;
    let (plain, lease) = unpack(encoding, record.slice(head_bytes..), max_bytes, lease).await?;
    let envelope = Envelope::parse(plain.clone())?;
    let body_bytes = record.len().saturating_sub(head_bytes);
    finish(door, admission, envelope, Arrived { record, body_bytes, unpacked: worth(encoding, plain) }, lease).await
}

/// Without authorization the DSN in the envelope's first line names the key, as browsers behind a tunnel
/// send it. The body must be read before the key is known.
async fn take_tunnelled(door: &Door, entry: Entry<'_>, parts: &Parts, body: Body) -> Answer {
    let read = async {
        door.queue.accepting()?;
        let encoding = content_encoding(&parts.headers)?;
        let max_bytes = door.config.max_envelope_bytes;
        let mut lease = door.budget.lease();
        let packed = body::read(body, &parts.headers, BytesMut::new(), door.body_limits(max_bytes), &mut lease).await?;
        let (plain, lease) = unpack(encoding, packed.clone(), max_bytes, lease).await?;
        let envelope = Envelope::parse(plain.clone())?;
        let dsn = envelope.header.dsn.clone().ok_or(IngestError::Auth(AuthError::Missing))?;
        if entry.project.is_some_and(|text| parse_project_id(text).is_some_and(|id| id != dsn.project_id)) {
            return Err(IngestError::HeaderMismatch);
        }
        Ok((encoding, packed, plain, envelope, dsn, lease))
    };
    let (encoding, packed, plain, envelope, dsn, lease) = read.await.map_err(|e| door.note(e))?;
    let mut admission = door.admit(door.caller(parts), auth_of(dsn), entry, &parts.headers)?;
    let mut record = door.record_head(&admission, encoding);
    record.extend_from_slice(&packed);
    let arrived = Arrived { record: record.freeze(), body_bytes: packed.len(), unpacked: worth(encoding, plain) };
    let result = finish(door, &mut admission, envelope, arrived, lease).await;
    door.settle(&admission, result)
}

/// A body that can be stored as it came.
struct Arrived {
    record: Bytes,
    /// Of the record, what the client sent.
    body_bytes: usize,
    /// What the body unpacks to, where unpacking it again costs something.
    unpacked: Option<Bytes>,
}

fn worth(encoding: Encoding, plain: Bytes) -> Option<Bytes> {
    (encoding != Encoding::Identity).then_some(plain)
}

fn auth_of(dsn: Dsn) -> Auth {
    Auth { public_key: dsn.public_key, secret: dsn.secret, client: None, version: bartizan_protocol::limits::MAX_PROTOCOL_VERSION }
}

/// Checks what is inside, and appends: the record as it is, or printed anew when it must change.
async fn finish(door: &Door, admission: &mut Admission, mut envelope: Envelope, arrived: Arrived, mut lease: Lease) -> Answer {
    admission.tally = checks::tally(&envelope);
    if let Some(dsn) = &envelope.header.dsn
        && (dsn.public_key.as_str() != admission.key.public_key || dsn.project_id != admission.key.project_id.0)
    {
        return Err(IngestError::HeaderMismatch);
    }
    checks::check(&envelope, &door.config)?;
    let refusal = door.limit(admission, &mut envelope);
    let known_id = envelope.header.event_id;
    let event_id = known_id.or_else(|| missing_event_id(&envelope));
    if !envelope.items.is_empty() {
        match Some(arrived).filter(|_| refusal.is_none() && known_id == event_id) {
            Some(Arrived { record, body_bytes, unpacked }) => door.append_record(record, body_bytes, unpacked).await?,
            None => door.append_envelope(admission, rebuild(&envelope, event_id), &mut lease).await?,
        }
    }
    refusal.map_or_else(|| Ok(answer::id(event_id)), Err)
}
