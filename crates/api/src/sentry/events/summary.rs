//! Title, culprit, type and metadata of a payload: what processing stored, else what the payload itself says.

use serde_json::{Map, Value, json};

use super::entries::{exceptions, formatted_message};
use super::json::{full_text, get, list};

/// Reports that give an event its type.
const REPORTS: [&str; 5] = ["csp", "hpkp", "expectct", "expectstaple", "nel"];

/// Type of the event.
pub(super) fn kind(payload: &Value) -> String {
    let guess = || {
        if !exceptions(payload).is_empty() {
            return "error";
        }
        REPORTS.into_iter().find(|kind| get(payload, kind).is_object()).unwrap_or("default")
    };
    full_text(payload, "type").unwrap_or_else(|| guess().to_owned())
}

/// Title.
pub(super) fn title(payload: &Value) -> String {
    full_text(payload, "title").or_else(|| full_text(get(payload, "metadata"), "title")).unwrap_or_else(|| made_title(payload))
}

fn made_title(payload: &Value) -> String {
    let first_line = |text: String| text.lines().next().unwrap_or_default().to_owned();
    if let Some(exception) = exceptions(payload).last() {
        let kind = full_text(exception, "type");
        let value = full_text(exception, "value").map(first_line);
        return match (kind, value) {
            (Some(kind), Some(value)) => format!("{kind}: {value}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "<unknown>".to_owned(),
        };
    }
    formatted_message(payload).map(first_line).filter(|t| !t.is_empty()).unwrap_or_else(|| "<unlabeled event>".to_owned())
}

/// Where it happened.
pub(super) fn culprit(payload: &Value) -> Option<String> {
    full_text(payload, "culprit").or_else(|| full_text(payload, "transaction"))
}

/// File or address the event points at.
pub(super) fn location(payload: &Value) -> Option<String> {
    let metadata = metadata(payload);
    full_text(payload, "location").or_else(|| full_text(&metadata, "filename")).or_else(|| full_text(&metadata, "uri"))
}

/// Metadata.
pub(super) fn metadata(payload: &Value) -> Value {
    let stored = get(payload, "metadata");
    if stored.as_object().is_some_and(|map| !map.is_empty()) {
        return stored.clone();
    }
    let Some(exception) = exceptions(payload).last().copied() else { return json!({"title": title(payload)}) };
    let mut map = Map::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            map.insert(key.to_owned(), Value::String(value));
        }
    };
    put("type", full_text(exception, "type"));
    put("value", full_text(exception, "value"));
    let frames = list(get(get(exception, "stacktrace"), "frames"));
    let in_app = frames.iter().rev().find(|f| get(f, "in_app").as_bool() == Some(true)).or_else(|| frames.last());
    if let Some(frame) = in_app {
        put("filename", full_text(frame, "filename").or_else(|| full_text(frame, "abs_path")));
        put("function", full_text(frame, "function"));
    }
    Value::Object(map)
}
