//! The stored explanation of an event's grouping in the public shape.

use serde_json::{Map, Value, json};

use super::json::{full_text, get, list};

/// Deepest tree that is answered.
const MAX_DEPTH: usize = 16;

/// Variants by name; empty for an event without an explanation.
pub(super) fn answer(payload: &Value) -> Value {
    let grouping = get(payload, "_grouping");
    let config = full_text(grouping, "config");
    let variants = list(get(grouping, "variants"));
    let entries = variants.into_iter().filter_map(|variant| Some((full_text(variant, "key")?, self::variant(variant, config.as_deref()))));
    Value::Object(entries.collect())
}

fn variant(variant: &Value, config: Option<&str>) -> Value {
    let mut out = Map::new();
    for key in ["key", "type", "description", "hash"] {
        out.insert(key.to_owned(), get(variant, key).clone());
    }
    out.insert("hashMismatch".to_owned(), json!(false));
    out.insert("hint".to_owned(), get(variant, "hint").clone());
    let tree = get(variant, "component");
    if tree.is_object() {
        out.insert("component".to_owned(), component(tree, 0));
        out.insert("config".to_owned(), json!({"id": config}));
    }
    let values = get(variant, "values");
    if values.is_array() {
        out.insert("values".to_owned(), values.clone());
    }
    Value::Object(out)
}

fn component(node: &Value, depth: usize) -> Value {
    let value = |value: &Value| match value {
        Value::Object(_) if depth < MAX_DEPTH => component(value, depth + 1),
        Value::Object(_) => Value::Null,
        text => text.clone(),
    };
    json!({
        "id": get(node, "id"),
        "name": full_text(node, "name"),
        "contributes": get(node, "contributes").as_bool().unwrap_or(true),
        "hint": full_text(node, "hint"),
        "values": list(get(node, "values")).into_iter().map(value).collect::<Vec<_>>(),
    })
}
