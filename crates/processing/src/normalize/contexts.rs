//! Contexts: one object each, with a type; the trace context's ids are checked.

use bartizan_protocol::json::{Object, Value};

use crate::notes::Notes;
use crate::path::Path;

/// More contexts than this are not kept.
const MAX_CONTEXTS: usize = 100;

/// Brings `contexts` into its form.
pub(super) fn contexts(event: &mut Object<'_>, notes: &mut Notes) {
    let at = Path::ROOT.key("contexts");
    let Some(contexts) = event.get_mut("contexts").and_then(Value::as_object_mut) else { return };
    if contexts.len() > MAX_CONTEXTS {
        notes.trimmed(&at, contexts.len());
        contexts.truncate(MAX_CONTEXTS);
    }
    contexts.retain(|name, value| match value {
        Value::Object(context) => {
            context.retain(|_, value| !value.is_null());
            if !context.contains_key("type") && !context.is_empty() {
                context.insert("type", name.to_owned());
            }
            !context.is_empty()
        }
        Value::Null => false,
        other => {
            notes.invalid(&at.key(name), "expected an object", Some(other));
            false
        }
    });
    if let Some(trace) = contexts.get_mut("trace").and_then(Value::as_object_mut) {
        trace_ids(trace, &at.key("trace"), notes);
    }
    if contexts.is_empty() {
        event.remove("contexts");
    }
}

fn trace_ids(trace: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    for (key, digits) in [("trace_id", 32), ("span_id", 16), ("parent_span_id", 16)] {
        let Some(value) = trace.get(key) else { continue };
        let plain = value.as_str().map(|text| text.replace('-', "").to_ascii_lowercase());
        let good = plain.filter(|id| id.len() == digits && id.bytes().all(|b| b.is_ascii_hexdigit()) && id.bytes().any(|b| b != b'0'));
        match good {
            Some(id) if value.as_str() == Some(&id) => {}
            Some(id) => {
                trace.insert(key, id);
            }
            None => {
                notes.invalid(&path.key(key), "expected an id in hex digits", Some(value));
                trace.remove(key);
            }
        }
    }
}
