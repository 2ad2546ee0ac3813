//! What the fingerprint of an event is like: its types and the frames of the application that made it.
//!
//! The likeness is read from the explanation that is stored with the event, and only from parts that are in the
//! fingerprint. So it is a function of the fingerprint: whichever event of it is looked at, in whatever order events came,
//! the answer is the same.

use bartizan_domain::GroupHash;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Prefix of everything that is hashed.
const DOMAIN: &[u8] = b"bartizan/alike/1\0";
/// Where a frame is: it begins one.
const PLACES: [&str; 2] = ["module", "filename"];
/// Key of a fingerprint of the version before.
const PREVIOUS: &str = "previous";
/// What kind of failure it is.
const TYPES: [&str; 2] = ["type", "ns-error"];

/// The likeness of a stored event's fingerprint. `None` for one that is like no other: it was not made of frames of the
/// application alone (somebody's words, a message, frames of libraries), or a frame of it has no function.
pub(super) fn likeness(payload: &Value, hash: GroupHash) -> Option<GroupHash> {
    let decides = decides(payload, hash)?;
    let text = |name: &str| decides.get(name).and_then(Value::as_str);
    // `previous` is a fingerprint of the version before: it holds a tree where frames of the application decided.
    if !matches!(text("key"), Some("app" | PREVIOUS)) || text("type") != Some("component") {
        return None;
    }
    let mut leaves = Vec::new();
    collect(decides.get("component")?, &mut leaves);
    digest(&leaves)
}

/// Whether the explanation names a fingerprint of the version before without its tree, as all did for a time.
pub(super) fn hides_its_tree(payload: &Value, hash: GroupHash) -> bool {
    let decides = decides(payload, hash);
    decides.is_some_and(|variant| variant.get("key").and_then(Value::as_str) == Some(PREVIOUS) && variant.get("component").is_none())
}

/// The part of the explanation that made the fingerprint.
fn decides(payload: &Value, hash: GroupHash) -> Option<&Value> {
    let hash = hash.to_string();
    let variants = payload.get("_grouping")?.get("variants")?.as_array()?;
    variants.iter().find(|variant| variant.get("hash").and_then(Value::as_str) == Some(hash.as_str()))
}

/// Name and text of every part that is in the fingerprint.
fn collect<'v>(component: &'v Value, leaves: &mut Vec<(&'v str, &'v str)>) {
    if component.get("contributes") == Some(&Value::Bool(false)) {
        return;
    }
    let name = component.get("id").and_then(Value::as_str).unwrap_or_default();
    for part in component.get("values").and_then(Value::as_array).into_iter().flatten() {
        match part {
            Value::String(text) => leaves.push((name, text)),
            node => collect(node, leaves),
        }
    }
}

fn digest(leaves: &[(&str, &str)]) -> Option<GroupHash> {
    let mut hasher = Sha256::new_with_prefix(DOMAIN);
    let (mut has_type, mut frames) = (false, 0);
    for (at, (name, text)) in leaves.iter().enumerate() {
        let (is_place, is_type, is_function) = (PLACES.contains(name), TYPES.contains(name), *name == "function");
        if is_place && leaves.get(at + 1).is_none_or(|(next, _)| *next != "function") {
            return None;
        }
        has_type |= is_type;
        frames += usize::from(is_function);
        if is_place || is_type || is_function {
            hasher.update(name.as_bytes());
            hasher.update([0x1f]);
            hasher.update(text.as_bytes());
            hasher.update([0x1e]);
        }
    }
    let bytes = hasher.finalize();
    let first = bytes.first_chunk::<16>()?;
    (has_type && frames > 0).then_some(GroupHash(*first))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const HASH: GroupHash = GroupHash([7; 16]);

    fn leaf(id: &str, text: &str) -> Value {
        json!({"id": id, "values": [text]})
    }

    fn frame(function: Option<&str>, line: &str) -> Value {
        let function = function.map(|function| leaf("function", function));
        let parts: Vec<Value> =
            [Some(leaf("module", "shop.cart")), function, Some(leaf("context-line", line))].into_iter().flatten().collect();
        json!({"id": "frame", "values": parts})
    }

    fn event(kind: &str, frames: &[Value], key: &str, of: &str) -> Value {
        let exception = json!({"id": "exception", "values": [
            leaf("type", kind), {"id": "value", "contributes": false, "values": ["whatever"]}, {"id": "stacktrace", "values": frames},
        ]});
        json!({"_grouping": {"variants": [
            {"key": "system", "type": "component", "hint": "not asked"},
            {"key": key, "type": of, "hash": HASH.to_string(), "component": {"id": "exceptions", "values": [exception]}},
        ]}})
    }

    fn of(event: &Value) -> Option<GroupHash> {
        likeness(event, HASH)
    }

    #[test]
    fn types_and_functions_decide_and_lines_of_code_do_not() {
        let base = of(&event("KeyError", &[frame(Some("total"), "a[1]")], "app", "component"));
        assert!(base.is_some());
        assert_eq!(base, of(&event("KeyError", &[frame(Some("total"), "a[2]")], "app", "component")));
        assert_ne!(base, of(&event("ValueError", &[frame(Some("total"), "a[1]")], "app", "component")));
        assert_ne!(base, of(&event("KeyError", &[frame(Some("sum"), "a[1]")], "app", "component")));
        assert_ne!(base, of(&event("KeyError", &[frame(Some("total"), "x"), frame(Some("total"), "y")], "app", "component")));
    }

    #[test]
    fn a_fingerprint_of_the_version_before_is_like_those_of_this_one() {
        let frames = [frame(Some("total"), "a[1]")];
        let before = of(&event("KeyError", &frames, "previous", "component"));
        assert!(before.is_some());
        assert_eq!(before, of(&event("KeyError", &frames, "app", "component")));
        let without = json!({"_grouping": {"variants": [{"key": "previous", "type": "component", "hash": HASH.to_string()}]}});
        assert!(hides_its_tree(&without, HASH) && !hides_its_tree(&event("E", &frames, "previous", "component"), HASH));
        assert_eq!(of(&without), None, "something else than frames of the application decided");
    }

    #[test]
    fn what_is_not_frames_of_the_application_is_like_nothing() {
        let frames = [frame(Some("total"), "a")];
        assert_eq!(of(&event("E", &frames, "system", "component")), None);
        assert_eq!(of(&event("E", &frames, "app", "salted-component")), None);
        assert_eq!(of(&event("E", &frames, "custom-fingerprint", "custom-fingerprint")), None);
        assert_eq!(of(&event("E", &[frame(Some("total"), "a"), frame(None, "b")], "app", "component")), None);
        assert_eq!(of(&event("E", &[], "app", "component")), None);
        assert_eq!(likeness(&event("E", &frames, "app", "component"), GroupHash([8; 16])), None, "another hash decided");
        assert_eq!(of(&json!({"_grouping": {"variants": "odd"}})), None);
        assert_eq!(of(&json!({})), None);
    }
}
