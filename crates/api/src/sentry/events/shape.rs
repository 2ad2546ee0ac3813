//! A stored event in the public shape. Pure: a payload and what the stores know beside it go in, the answer comes out.

use bartizan_domain::{EventId, IssueId, ProjectId, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::entries::{self, Entry};
use super::json::{full_text, get, integer, list, moment, object, pairs, scalar, text};
use super::meta_tree::{self, EventMeta};
use super::summary;
use super::tags::{self, EventTag};
use crate::sentry::shapes::ReleaseAnswer;
use crate::sentry::user_reports::UserReportBody;

/// What the stores know beside the payload.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// Issue, where the event belongs to one.
    pub(crate) group: Option<IssueId>,
    /// Its release.
    pub(crate) release: Option<ReleaseAnswer>,
    /// Next newer event of the issue.
    pub(crate) next: Option<EventId>,
    /// Next older event of the issue.
    pub(crate) previous: Option<EventId>,
    /// What a user wrote about it.
    pub(crate) user_report: Option<UserReportBody>,
}

/// Identity of a stored event.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// Event.
    pub(crate) event_id: EventId,
    /// Project.
    pub(crate) project_id: ProjectId,
    /// When it happened.
    pub(crate) timestamp: Timestamp,
    /// Primary group hash.
    pub(crate) group_hash: Option<String>,
    /// Bytes of the stored payload.
    pub(crate) size: usize,
}

/// An event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    /// Event id, 32 hex digits.
    pub(crate) id: String,
    /// The same.
    #[serde(rename = "eventID")]
    pub(crate) event_id: String,
    /// Issue.
    #[serde(rename = "groupID")]
    pub(crate) group_id: Option<String>,
    /// Project.
    #[serde(rename = "projectID")]
    pub(crate) project_id: String,
    /// `error default csp …`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Title.
    pub(crate) title: String,
    /// File or address it points at.
    pub(crate) location: Option<String>,
    /// Where it happened.
    pub(crate) culprit: Option<String>,
    /// Its own message; empty for errors without one.
    pub(crate) message: String,
    /// When it happened.
    pub(crate) date_created: String,
    /// When it was received.
    pub(crate) date_received: Option<String>,
    /// Platform.
    pub(crate) platform: String,
    /// Distribution.
    pub(crate) dist: Option<String>,
    /// Bytes of the stored payload.
    pub(crate) size: usize,
    /// Who was hit.
    pub(crate) user: Option<EventUser>,
    /// Tags by key.
    pub(crate) tags: Vec<EventTag>,
    /// Contexts in the SDK's names.
    pub(crate) contexts: Value,
    /// The SDK's extra data.
    pub(crate) context: Value,
    /// Packages and their versions.
    pub(crate) packages: Value,
    /// SDK.
    pub(crate) sdk: Value,
    /// Release.
    pub(crate) release: Option<ReleaseAnswer>,
    /// Type, value and place.
    pub(crate) metadata: Value,
    /// What was wrong with the event.
    pub(crate) errors: Vec<EventError>,
    /// Sections.
    pub(crate) entries: Vec<Entry>,
    /// What was changed on the way in.
    #[serde(rename = "_meta")]
    pub(crate) meta: EventMeta,
    /// Group hashes.
    pub(crate) fingerprints: Vec<String>,
    /// Grouping configuration.
    pub(crate) grouping_config: Value,
    /// Always null: kept for clients.
    pub(crate) crash_file: Value,
    /// Always null for errors.
    pub(crate) occurrence: Value,
    /// What a user wrote about it.
    pub(crate) user_report: Option<UserReportBody>,
    /// Newer SDKs; none known.
    pub(crate) sdk_updates: Vec<Value>,
    /// Resolutions this event met.
    pub(crate) resolved_with: Vec<String>,
    /// Next newer event of the issue.
    #[serde(rename = "nextEventID")]
    pub(crate) next_event_id: Option<String>,
    /// Next older event of the issue.
    #[serde(rename = "previousEventID")]
    pub(crate) previous_event_id: Option<String>,
}

/// Who was hit, as the SDK told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct EventUser {
    /// Id.
    pub(crate) id: Option<String>,
    /// Address.
    pub(crate) email: Option<String>,
    /// User name.
    pub(crate) username: Option<String>,
    /// Network address.
    pub(crate) ip_address: Option<String>,
    /// Name.
    pub(crate) name: Option<String>,
    /// Place.
    pub(crate) geo: Value,
    /// Everything else.
    pub(crate) data: Value,
}

/// Something wrong with an event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct EventError {
    /// Kind.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// A sentence.
    pub(crate) message: String,
    /// Details.
    pub(crate) data: Value,
}

/// The public shape of a payload.
pub(crate) fn event(identity: &Identity, payload: &Value, around: Surroundings) -> Event {
    let entries = entries::all(payload);
    let hex = identity.event_id.to_string();
    Event {
        event_id: hex.clone(),
        id: hex,
        group_id: around.group.map(|id| id.to_string()),
        project_id: identity.project_id.to_string(),
        kind: summary::kind(payload),
        title: summary::title(payload),
        location: summary::location(payload),
        culprit: summary::culprit(payload),
        message: entries::formatted_message(payload).unwrap_or_default(),
        date_created: identity.timestamp.to_rfc3339(),
        date_received: moment(get(payload, "received")).map(Timestamp::to_rfc3339),
        platform: full_text(payload, "platform").unwrap_or_else(|| "other".to_owned()),
        dist: text(payload, "dist"),
        size: identity.size,
        user: user(get(payload, "user")),
        tags: tags::event_tags(payload),
        contexts: contexts(get(payload, "contexts")),
        context: or_empty(object(payload, "extra")),
        packages: or_empty(object(payload, "modules")),
        sdk: sdk(get(payload, "sdk")),
        release: around.release,
        metadata: summary::metadata(payload),
        errors: errors(get(payload, "errors")),
        meta: meta_tree::event_meta(get(payload, "_meta"), &entries),
        entries,
        fingerprints: hashes(identity, payload),
        grouping_config: object(payload, "grouping_config"),
        crash_file: Value::Null,
        occurrence: Value::Null,
        user_report: around.user_report,
        sdk_updates: Vec::new(),
        resolved_with: Vec::new(),
        next_event_id: around.next.map(|id| id.to_string()),
        previous_event_id: around.previous.map(|id| id.to_string()),
    }
}

fn or_empty(value: Value) -> Value {
    if value.is_null() { json!({}) } else { value }
}

/// The user; `None` when nothing is known.
pub(crate) fn user(value: &Value) -> Option<EventUser> {
    const OWN: [&str; 7] = ["id", "email", "username", "ip_address", "name", "geo", "data"];
    let map = value.as_object().filter(|map| map.values().any(|v| !v.is_null()))?;
    let mut data: Map<String, Value> = get(value, "data").as_object().cloned().unwrap_or_default();
    data.extend(map.iter().filter(|(key, v)| !OWN.contains(&key.as_str()) && !v.is_null()).map(|(k, v)| (k.clone(), v.clone())));
    Some(EventUser {
        id: text(value, "id"),
        email: text(value, "email"),
        username: text(value, "username"),
        ip_address: text(value, "ip_address"),
        name: text(value, "name"),
        geo: object(value, "geo"),
        data: if data.is_empty() { Value::Null } else { Value::Object(data) },
    })
}

/// Contexts, each with its type.
fn contexts(value: &Value) -> Value {
    let mut out = Map::new();
    for (name, context) in pairs(value) {
        if let Value::Object(mut map) = context {
            map.entry("type").or_insert_with(|| json!(name));
            out.insert(name, Value::Object(map));
        }
    }
    Value::Object(out)
}

fn sdk(value: &Value) -> Value {
    if value.is_object() { json!({"name": text(value, "name"), "version": text(value, "version")}) } else { Value::Null }
}

fn hashes(identity: &Identity, payload: &Value) -> Vec<String> {
    let mut hashes: Vec<String> = identity.group_hash.iter().cloned().collect();
    for hash in list(get(payload, "hashes")).into_iter().filter_map(scalar) {
        if !hashes.contains(&hash) {
            hashes.push(hash);
        }
    }
    hashes
}

fn errors(value: &Value) -> Vec<EventError> {
    let read = |error: &&Value| {
        let map = error.as_object()?;
        let kind = full_text(error, "type")?;
        let data: Map<String, Value> =
            map.iter().filter(|(key, _)| *key != "type" && *key != "message").map(|(k, v)| (k.clone(), v.clone())).collect();
        let message = full_text(error, "message").unwrap_or_else(|| explain(&kind).to_owned());
        Some(EventError { kind, message, data: Value::Object(data) })
    };
    list(value).iter().filter_map(read).collect()
}

fn explain(kind: &str) -> &'static str {
    match kind {
        "invalid_data" | "invalid_attribute" => "Discarded invalid value",
        "missing_attribute" => "Missing value for required attribute",
        "value_too_long" => "Discarded value due to exceeding maximum length",
        "clock_drift" => "Clock drift detected in SDK",
        "past_timestamp" => "Timestamp is too old",
        "future_timestamp" => "Timestamp is in the future",
        "invalid_environment" => "Discarded invalid environment",
        "js_no_source" => "Source code was not found",
        "js_invalid_sourcemap_location" => "Invalid location in source map",
        "native_missing_dsym" => "A required debug information file was missing",
        _ => "An error occurred while this event was processed",
    }
}

/// One event in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SimpleEvent {
    /// Event id.
    pub(crate) id: String,
    /// `error default …`.
    #[serde(rename = "event.type")]
    pub(crate) kind: String,
    /// Issue.
    #[serde(rename = "groupID")]
    pub(crate) group_id: Option<String>,
    /// Event id.
    #[serde(rename = "eventID")]
    pub(crate) event_id: String,
    /// Project.
    #[serde(rename = "projectID")]
    pub(crate) project_id: String,
    /// Its own message, else the title.
    pub(crate) message: String,
    /// Title.
    pub(crate) title: String,
    /// File or address it points at.
    pub(crate) location: Option<String>,
    /// Where it happened.
    pub(crate) culprit: Option<String>,
    /// Who was hit.
    pub(crate) user: Option<EventUser>,
    /// Tags by key.
    pub(crate) tags: Vec<EventTag>,
    /// Platform.
    pub(crate) platform: Option<String>,
    /// When it happened.
    pub(crate) date_created: String,
    /// Always null: kept for clients.
    pub(crate) crash_file: Value,
    /// Type, value and place.
    pub(crate) metadata: Value,
}

/// The short shape of a payload.
pub(crate) fn simple(identity: &Identity, payload: &Value, group: Option<IssueId>) -> SimpleEvent {
    let hex = identity.event_id.to_string();
    let title = summary::title(payload);
    SimpleEvent {
        id: hex.clone(),
        kind: summary::kind(payload),
        group_id: group.map(|id| id.to_string()),
        event_id: hex,
        project_id: identity.project_id.to_string(),
        message: entries::formatted_message(payload).unwrap_or_else(|| title.clone()),
        title,
        location: summary::location(payload),
        culprit: summary::culprit(payload),
        user: user(get(payload, "user")),
        tags: tags::event_tags(payload),
        platform: full_text(payload, "platform"),
        date_created: identity.timestamp.to_rfc3339(),
        crash_file: Value::Null,
        metadata: summary::metadata(payload),
    }
}

/// How much context an event has, to recommend one: a point each for a stack trace with in-app frames, source lines,
/// breadcrumbs, request, user, release, trace, and two for an unhandled exception.
pub(crate) fn context_score(payload: &Value) -> u32 {
    let filled = |key: &str| match get(payload, key) {
        Value::Object(map) => !map.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => false,
    };
    let frames: Vec<&Value> = entries::exceptions(payload).into_iter().flat_map(|e| list(get(get(e, "stacktrace"), "frames"))).collect();
    let in_app = frames.iter().any(|frame| get(frame, "in_app").as_bool() == Some(true));
    let source = frames.iter().any(|frame| integer(get(frame, "lineno")).is_some() && full_text(frame, "context_line").is_some());
    let unhandled = entries::exceptions(payload).into_iter().any(|e| get(get(e, "mechanism"), "handled").as_bool() == Some(false));
    let trace = get(get(payload, "contexts"), "trace").is_object();
    let points = [in_app, source, filled("breadcrumbs"), filled("request"), filled("user"), filled("release"), trace];
    points.into_iter().map(u32::from).sum::<u32>() + 2 * u32::from(unhandled)
}
