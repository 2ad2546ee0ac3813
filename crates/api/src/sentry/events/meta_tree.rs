//! Remarks about what was changed on the way in, under the names of the answer.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::entries::Entry;
use super::json::get;

/// Remarks by part; null or `{}` where nothing was changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct EventMeta {
    /// Of the sections, by their index.
    pub(crate) entries: Value,
    /// Of the message.
    pub(crate) message: Value,
    /// Of the user.
    pub(crate) user: Value,
    /// Of contexts.
    pub(crate) contexts: Value,
    /// Of extra data.
    pub(crate) context: Value,
    /// Of packages.
    pub(crate) packages: Value,
    /// Of tags.
    pub(crate) tags: Value,
    /// Of the SDK.
    pub(crate) sdk: Value,
}

/// Members whose keys are data, not names of ours.
const OPAQUE: [&str; 6] = ["vars", "data", "mechanism", "headers", "cookies", "env"];

/// Translates the stored tree.
pub(super) fn event_meta(tree: &Value, entries: &[Entry]) -> EventMeta {
    let of = |key: &str| get(tree, key).clone();
    let object = |value: Value| if value.is_object() { value } else { json!({}) };
    let mut sections = Map::new();
    for (index, entry) in entries.iter().enumerate() {
        let remarks = get(tree, entry.source);
        if remarks.is_object() {
            sections.insert(index.to_string(), json!({ "data": renamed(remarks, 0) }));
        }
    }
    EventMeta {
        entries: Value::Object(sections),
        message: get(get(tree, "logentry"), "formatted").clone(),
        user: of("user"),
        contexts: of("contexts"),
        context: of("extra"),
        packages: of("modules"),
        tags: object(of("tags")),
        sdk: of("sdk"),
    }
}

/// Deepest tree that is translated; what lies deeper is left as it is.
const MAX_DEPTH: usize = 32;

fn renamed(value: &Value, depth: usize) -> Value {
    let Value::Object(map) = value else { return value.clone() };
    if depth > MAX_DEPTH {
        return value.clone();
    }
    let rename = |(key, value): (&String, &Value)| {
        let inner = if OPAQUE.contains(&key.as_str()) || key.is_empty() { value.clone() } else { renamed(value, depth + 1) };
        (public_name(key).unwrap_or(key).to_owned(), inner)
    };
    Value::Object(map.iter().map(rename).collect())
}

fn public_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "abs_path" => "absPath",
        "lineno" => "lineNo",
        "colno" => "colNo",
        "in_app" => "inApp",
        "raw_function" => "rawFunction",
        "instruction_addr" => "instructionAddr",
        "symbol_addr" => "symbolAddr",
        "raw_stacktrace" => "rawStacktrace",
        "thread_id" => "threadId",
        "query_string" => "query",
        "held_locks" => "heldLocks",
        "inferred_content_type" => "inferredContentType",
        _ => return None,
    })
}
