//! Exceptions, the outermost cause first.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::Entry;
use super::stack::{Stack, stack};
use crate::sentry::events::json::{get, list, object, text};

/// Exceptions of an event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Exceptions {
    /// The exceptions; the one thrown last is last.
    pub(crate) values: Vec<Exception>,
    /// First and last exception left out, if any were.
    pub(crate) exc_omitted: Value,
    /// Some stack trace has frames of both kinds.
    pub(crate) has_system_frames: bool,
}

/// One exception.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Exception {
    /// Type.
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    /// Message.
    pub(crate) value: Option<String>,
    /// Module of the type.
    pub(crate) module: Option<String>,
    /// Thread it was raised in: a number or text.
    pub(crate) thread_id: Value,
    /// How it was caught, in the SDK's names.
    pub(crate) mechanism: Value,
    /// Stack trace.
    pub(crate) stacktrace: Option<Stack>,
    /// Stack trace before source maps or symbols.
    pub(crate) raw_stacktrace: Option<Stack>,
}

/// The stored exceptions, whatever form they have.
pub(crate) fn exceptions(payload: &Value) -> Vec<&Value> {
    let member = get(payload, "exception");
    let many = list(member);
    let one = many.is_empty() && (member.get("type").is_some() || member.get("value").is_some());
    let mut found = if one { vec![member] } else { many };
    found.retain(|exception| exception.is_object());
    found
}

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let values: Vec<Exception> = exceptions(payload).into_iter().map(exception).collect();
    if values.is_empty() {
        return None;
    }
    let omitted = Some(get(get(payload, "exception"), "exc_omitted")).filter(|v| v.is_array()).cloned();
    let data = Exceptions {
        exc_omitted: omitted.unwrap_or(Value::Null),
        has_system_frames: values.iter().filter_map(|e| e.stacktrace.as_ref()).any(|s| s.has_system_frames),
        values,
    };
    Entry::new("exception", "exception", data)
}

fn exception(value: &Value) -> Exception {
    Exception {
        kind: text(value, "type"),
        value: text(value, "value").or_else(|| Some(get(value, "value")).filter(|v| !v.is_null()).map(ToString::to_string)),
        module: text(value, "module"),
        thread_id: get(value, "thread_id").clone(),
        mechanism: mechanism(value),
        stacktrace: stack(get(value, "stacktrace")),
        raw_stacktrace: stack(get(value, "raw_stacktrace")),
    }
}

fn mechanism(value: &Value) -> Value {
    let mut mechanism = object(value, "mechanism");
    if let Some(map) = mechanism.as_object_mut() {
        map.entry("type").or_insert_with(|| json!("generic"));
        map.entry("handled").or_insert(Value::Null);
    }
    mechanism
}
