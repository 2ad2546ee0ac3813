//! Items that are kept as they came (scrubbed) until their room is built.
//!
//! A payload of the raw dataset is one line of JSON, a newline, and the item's own bytes:
//!
//! ```text
//! {"item":{…item header…},"envelope":{…envelope header without dsn…},"received":…,"key_id":"…","client":…,"ip":…}\n
//! <bytes>
//! ```
//!
//! Bytes over 1 MiB are a blob; the line then names it under `blob` and nothing follows.

use std::sync::Arc;

use bartizan_domain::dataset::SESSIONS;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::{EventId, Timestamp};
use bartizan_protocol::envelope::{Item, ItemType};
use bartizan_protocol::event::parse_event_id;
use bartizan_protocol::json::{Object, Value, parse_lenient};
use bytes::Bytes;

use super::{Envelope, Output, RawDraft};
use crate::fate::Fate;
use crate::notes::Notes;
use crate::scrub::scrub_value;

/// Ends of sessions that aggregates count.
const SESSION_ENDS: [&str; 5] = ["exited", "errored", "abnormal", "unhandled", "crashed"];
/// Most sessions that one number of an aggregate is believed to be: more than a process begins in the minute it tells of.
const MAX_SESSIONS: i64 = 10_000_000;
/// Largest body that stands in the payload itself.
const MAX_INLINE_BYTES: usize = 1024 * 1024;

pub(super) fn process(envelope: &Envelope<'_>, item: &Item, index: usize, fate: Fate, out: &mut Output) {
    let kept_for_later = match item.item_type() {
        ItemType::Transaction | ItemType::Session | ItemType::Sessions => None,
        other => Some(other.as_str().chars().take(64).collect()),
    };
    keep(envelope, item, index, item.item_type().as_str(), fate, kept_for_later, out);
}

/// What a body says of itself.
#[derive(Default)]
struct About {
    event_id: Option<EventId>,
    release: Option<String>,
    environment: Option<String>,
    trace: Option<String>,
    /// Sessions that it begins; only what tells of sessions has a number.
    sessions: Option<i64>,
}

/// Stores the item whole under what it is (`kind`): some SDKs send feedback and transactions as events.
pub(super) fn keep(
    envelope: &Envelope<'_>,
    item: &Item,
    index: usize,
    kind: &str,
    fate: Fate,
    unsupported: Option<String>,
    out: &mut Output,
) {
    let (body, about) = match scrubbed(kind, &item.payload) {
        Some((body, about)) => (body, about),
        None if unsupported.is_none() => {
            out.ledger.push(fate.invalid("invalid_json"));
            return;
        }
        None => (item.payload.clone(), About::default()),
    };
    // A transaction or feedback has one id, however often it is sent; other items have none of their own.
    let own_id = if matches!(kind, "transaction" | "feedback") { about.event_id.or(envelope.event_id) } else { None };
    let event_id = own_id.unwrap_or_else(|| envelope.derived_id(index, 0));
    let size = body.len();
    let blob = (size > MAX_INLINE_BYTES).then(|| format!("{}/{}-{index}", envelope.blob_folder("raw"), envelope.offset.0));
    let mut payload = head(envelope, item, blob.as_deref());
    payload.push(b'\n');
    match blob {
        Some(key) => out.blobs.push((key, body)),
        None => payload.extend_from_slice(&body),
    }
    let document = document(envelope, kind, event_id, about, size, payload);
    out.raw.push(RawDraft { document, fate, unsupported });
}

/// The body with its secrets taken out; `None` when it is no JSON.
fn scrubbed(kind: &str, payload: &Bytes) -> Option<(Bytes, About)> {
    let mut value = parse_lenient(payload).ok().filter(|v| matches!(v, Value::Object(_) | Value::Array(_)))?;
    let about = about(kind, &value);
    let mut notes = Notes::default();
    scrub_value(&mut value, &mut notes);
    let body = if notes.is_empty() { payload.clone() } else { Bytes::from(value.to_vec()) };
    Some((body, about))
}

fn about(kind: &str, value: &Value<'_>) -> About {
    let text = |path: &str| value.pointer(path).and_then(Value::as_str).map(|t| t.chars().take(200).collect::<String>());
    About {
        event_id: value.get("event_id").and_then(Value::as_str).and_then(parse_event_id).map(EventId),
        release: text("release").or_else(|| text("attrs.release")),
        environment: text("environment").or_else(|| text("attrs.environment")),
        trace: text("contexts.trace.trace_id").or_else(|| text("trace_id")),
        sessions: sessions_begun(kind, value),
    }
}

/// A session is told of several times, the first time with `init`; aggregates count sessions by how they ended.
fn sessions_begun(kind: &str, value: &Value<'_>) -> Option<i64> {
    match kind {
        "session" => Some(i64::from(value.get("init").and_then(Value::as_bool) == Some(true))),
        "sessions" => {
            let Some(Value::Array(aggregates)) = value.get("aggregates") else { return Some(0) };
            let ended = |aggregate: &Value<'_>| {
                let count = |end: &&str| aggregate.get(end).and_then(Value::as_i64).unwrap_or(0).clamp(0, MAX_SESSIONS);
                SESSION_ENDS.iter().map(count).sum::<i64>()
            };
            Some(aggregates.iter().map(ended).fold(0, i64::saturating_add))
        }
        _ => None,
    }
}

fn head(envelope: &Envelope<'_>, item: &Item, blob: Option<&str>) -> Vec<u8> {
    let mut head = Object::new();
    head.insert("item", item.header.fields());
    if let Ok(Value::Object(mut header)) = parse_lenient(envelope.header) {
        header.remove("dsn");
        head.insert("envelope", header);
    }
    head.insert("received", envelope.owner.received.0);
    head.insert("key_id", envelope.owner.key_id.0.to_string());
    for (key, text) in [("client", envelope.client), ("user_agent", envelope.user_agent)] {
        if let Some(text) = text {
            head.insert(key, text);
        }
    }
    if let Some(ip) = envelope.client_ip {
        head.insert("ip", ip.to_string());
    }
    if let Some(blob) = blob {
        head.insert("blob", blob.to_owned());
    }
    let mut value = Value::Object(head);
    scrub_value(&mut value, &mut Notes::default());
    value.to_vec()
}

fn document(envelope: &Envelope<'_>, kind: &str, event_id: EventId, about: About, size: usize, payload: Vec<u8>) -> Document {
    let received: Timestamp = envelope.owner.received;
    let mut fields = vec![
        ("received", FieldValue::Time(received)),
        ("item_type", FieldValue::Str(kind.chars().take(64).collect())),
        ("size", FieldValue::I64(i64::try_from(size).unwrap_or(i64::MAX))),
    ];
    for (name, text) in [("release", about.release), ("environment", about.environment), ("trace", about.trace)] {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            fields.push((name, FieldValue::Str(text)));
        }
    }
    if let Some(count) = about.sessions {
        fields.push((SESSIONS, FieldValue::I64(count)));
    }
    Document {
        organization_id: envelope.owner.organization_id,
        project_id: envelope.owner.project_id,
        event_id,
        timestamp: received,
        offset: envelope.offset.0,
        fields,
        tags: Vec::new(),
        payload: Arc::from(payload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(kind: &str, body: &str) -> Option<i64> {
        sessions_begun(kind, &parse_lenient(body.as_bytes()).unwrap())
    }

    #[test]
    fn sessions_are_counted_when_they_begin() {
        assert_eq!(begun("session", r#"{"sid":"a","init":true,"status":"ok"}"#), Some(1));
        assert_eq!(begun("session", r#"{"sid":"a","init":false,"status":"exited"}"#), Some(0));
        assert_eq!(begun("session", r#"{"sid":"a","status":"exited"}"#), Some(0));
        let aggregates = r#"{"aggregates":[{"started":"x","exited":40,"errored":2},{"crashed":1,"abnormal":1},{"unhandled":1}]}"#;
        assert_eq!(begun("sessions", aggregates), Some(45));
        assert_eq!(begun("transaction", r#"{"init":true}"#), None);
    }

    #[test]
    fn numbers_that_cannot_be_are_bounded() {
        assert_eq!(
            begun("sessions", r#"{"aggregates":[{"exited":9223372036854775807},{"exited":-5},{"exited":"7"},null,3]}"#),
            Some(MAX_SESSIONS)
        );
        for odd in [r#"{"aggregates":{}}"#, "{}", r#"{"aggregates":null}"#] {
            assert_eq!(begun("sessions", odd), Some(0), "{odd}");
        }
    }
}
