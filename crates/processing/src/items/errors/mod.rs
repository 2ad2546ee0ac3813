//! Errors, messages and security reports: the full journey of one event.

mod document;
mod dump;
mod enrich;
mod in_app;
pub(crate) mod stored;
mod surroundings;
mod title;
mod view;

use std::sync::Arc;

use bartizan_domain::dataset::ERRORS;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::{EventId, Level, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::meta::GroupedEvent;
use bartizan_protocol::event::parse_event_id;
use bartizan_protocol::json::{Object, Value, parse_lenient};
use bartizan_symbols::native::Scope;

use super::{Envelope, EventDraft};
use crate::fate::Fate;
use crate::grouping::{GroupingConfig, group};
use crate::normalize::{self, EventContext, csp};
use crate::notes::Notes;
use crate::scrub;
use document::Fields;

/// Room for a printed event before it has to grow, in bytes.
const USUAL_PAYLOAD_BYTES: usize = 16 << 10;

/// Why an event cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EventError {
    /// The payload is no JSON.
    #[error("invalid_json")]
    Json,
    /// The payload is JSON but no object.
    #[error("no_object")]
    NoObject,
    /// A security report of a kind that is not known.
    #[error("security_report_type")]
    NoReport,
    /// The event says that it is feedback.
    #[error("feedback")]
    Feedback,
    /// The event says that it is a transaction.
    #[error("transaction")]
    Transaction,
}

/// Processes the payload of an `event` item.
///
/// # Errors
/// When it is no JSON object; everything less is noted on the event.
pub(crate) fn event(envelope: &Envelope<'_>, payload: &[u8], index: usize) -> Result<(Document, GroupedEvent), EventError> {
    let value = parse_lenient(payload).map_err(|_| EventError::Json)?;
    let Value::Object(event) = value else { return Err(EventError::NoObject) };
    match event.get_str("type") {
        Some("feedback") => return Err(EventError::Feedback),
        Some("transaction") => return Err(EventError::Transaction),
        _ => {}
    }
    let told = event.get_str("event_id").and_then(parse_event_id);
    let id = envelope.event_id.or_else(|| told.map(EventId)).unwrap_or_else(|| envelope.derived_id(index, 0));
    Ok(full(envelope, event, id))
}

/// Processes the payload of a security report as browsers send it: one event for each report in it.
///
/// # Errors
/// When it is no JSON or holds no report that is known.
pub(crate) fn security(
    envelope: &Envelope<'_>,
    payload: &[u8],
    index: usize,
    release: Option<&str>,
    environment: Option<&str>,
) -> Result<Vec<(Document, GroupedEvent)>, EventError> {
    let value = parse_lenient(payload).map_err(|_| EventError::Json)?;
    let reports = csp::reports(value);
    if reports.is_empty() {
        return Err(EventError::NoReport);
    }
    let events = reports.into_iter().enumerate().map(|(n, report)| {
        let mut event = csp::event_of(report, envelope.user_agent);
        for (key, text) in [("release", release), ("environment", environment)] {
            if let Some(text) = text {
                event.insert(key, text.to_owned());
            }
        }
        let id = envelope.event_id.filter(|_| n == 0).unwrap_or_else(|| envelope.derived_id(index, n));
        full(envelope, event, id)
    });
    Ok(events.collect())
}

/// Read the dump, normalise, scrub, symbolicate, trim, enrich, group, name, print.
fn full(envelope: &Envelope<'_>, mut event: Object<'_>, id: EventId) -> (Document, GroupedEvent) {
    let mut notes = Notes::default();
    let context = EventContext {
        received: envelope.owner.received,
        sent_at: envelope.sent_at,
        client_ip: envelope.client_ip,
        infer_ip: envelope.infer_ip.as_deref(),
        retention_days: envelope.retention_days,
    };
    event.insert("event_id", id.to_string());
    let scope = Scope { organization: envelope.owner.organization_id.0, project: envelope.owner.project_id.0 };
    if let Some(symbols) = envelope.symbols {
        symbols.before(&mut event, scope, envelope.dump);
    }
    let timestamp = normalize::normalize(&mut event, &context, &mut notes);
    scrub::scrub_event(&mut event, &mut notes);
    if let Some(symbols) = envelope.symbols {
        symbols.after(&mut event, scope);
    }
    normalize::trim(&mut event, &mut notes);
    enrich::contexts_from_user_agent(&mut event, envelope.user_agent);
    let tags = enrich::tags(&event);
    store_tags(&mut event, &tags);
    finish(envelope, event, id, timestamp, tags, notes)
}

fn store_tags(event: &mut Object<'_>, tags: &[(String, String)]) {
    let pair = |(k, v): &(String, String)| Value::Array(vec![Value::from(k.clone()), Value::from(v.clone())]);
    event.insert("tags", Value::Array(tags.iter().map(pair).collect()));
}

fn finish(
    envelope: &Envelope<'_>,
    mut event: Object<'_>,
    id: EventId,
    timestamp: Timestamp,
    tags: Vec<(String, String)>,
    notes: Notes,
) -> (Document, GroupedEvent) {
    let about = About {
        organization_id: envelope.owner.organization_id,
        project_id: envelope.owner.project_id,
        event_id: id,
        timestamp,
        received: envelope.owner.received,
        tags: &tags,
    };
    let (fields, grouped, explanation) = tell(&mut event, &about, &envelope.grouping);
    event.insert("project", envelope.owner.project_id.0);
    event.insert("key_id", envelope.owner.key_id.0.to_string());
    notes.write(&mut event);
    let payload = print(event, &explanation);
    (document(envelope, id, timestamp, fields, tags, payload), grouped)
}

/// What is known of an event beside its payload.
struct About<'t> {
    organization_id: OrganizationId,
    project_id: ProjectId,
    event_id: EventId,
    timestamp: Timestamp,
    received: Timestamp,
    tags: &'t [(String, String)],
}

/// Groups and names a normalised event: its searchable fields, what the committer needs, and the printed explanation.
fn tell(event: &mut Object<'_>, about: &About<'_>, rules: &GroupingConfig) -> (Fields, GroupedEvent, String) {
    let mut view = view::view(event, about.tags);
    let grouping = group(&mut view, rules);
    let naming = title::name(event, &view, &grouping);
    let hash = grouping.hashes.first().copied().unwrap_or_default();
    let user = event.get_object("user").and_then(enrich::user_tag);
    let fields = document::fields(event, &view, &naming, hash, about.received, user.as_deref());
    let unhandled = document::handled(&view) == Some(false);
    let judged = in_app::judged(&view);
    let text = |key: &str| event.get_str(key).map(str::to_owned);
    let grouped = GroupedEvent {
        organization_id: about.organization_id,
        project_id: about.project_id,
        event_id: about.event_id,
        timestamp: about.timestamp,
        hashes: grouping.hashes.clone(),
        title: naming.title.clone(),
        culprit: naming.culprit.clone(),
        kind: naming.kind.to_owned(),
        level: event.get_str("level").and_then(Level::parse).unwrap_or_default(),
        platform: text("platform"),
        logger: text("logger"),
        metadata: Value::Object(naming.metadata.clone()).to_string(),
        release: text("release"),
        environment: text("environment").unwrap_or_default(),
        user_hash: user.as_deref().map(|u| bartizan_domain::user::user_hash(about.project_id, u)),
        unhandled,
    };
    let explanation = serde_json::to_string(&grouping).unwrap_or_default();
    in_app::store(event, judged);
    event.insert("type", naming.kind);
    event.insert("title", naming.title);
    event.insert("culprit", naming.culprit);
    if let Some(location) = naming.location {
        event.insert("location", location);
    }
    event.insert("metadata", naming.metadata);
    (fields, grouped, explanation)
}

/// The event with `_grouping` as its last entry: the explanation is printed JSON already.
fn print(mut event: Object<'_>, explanation: &str) -> Vec<u8> {
    event.remove("_grouping");
    let mut out = Vec::with_capacity(USUAL_PAYLOAD_BYTES);
    Value::Object(event).print(&mut out);
    if out.pop() == Some(b'}') && !explanation.is_empty() {
        out.extend_from_slice(b",\"_grouping\":");
        out.extend_from_slice(explanation.as_bytes());
    }
    out.push(b'}');
    out
}

fn document(
    envelope: &Envelope<'_>,
    id: EventId,
    timestamp: Timestamp,
    fields: Fields,
    mut tags: Vec<(String, String)>,
    payload: Vec<u8>,
) -> Document {
    let mut fields = fields.0;
    fields.push(("size", FieldValue::I64(i64::try_from(payload.len()).unwrap_or(i64::MAX))));
    fields.push(("attachments", FieldValue::I64(envelope.attachments)));
    // A name that is a field of the dataset is asked there, not among the tags.
    tags.retain(|(key, _)| ERRORS.field(key).is_none());
    Document {
        organization_id: envelope.owner.organization_id,
        project_id: envelope.owner.project_id,
        event_id: id,
        timestamp,
        offset: envelope.offset.0,
        fields,
        tags,
        payload: Arc::from(payload),
    }
}

/// An event on its way to the committer, which alone knows whether it is new.
pub(crate) fn draft((document, grouped): (Document, GroupedEvent), fate: Fate) -> EventDraft {
    EventDraft { document, grouped: Some(grouped), fate }
}
