//! The event that a crash form describes: in `__sentry-event` as MessagePack, in `sentry` as JSON, in
//! `sentry[…][…]` field by field; everything else becomes `extra`.

use bartizan_protocol::json::{Object, Value, parse_lenient};
use serde::Deserialize as _;

use super::Part;
use crate::error::IngestError;

const EVENT_FIELD: &str = "__sentry-event";
const BREADCRUMB_FIELDS: [&str; 2] = ["__sentry-breadcrumb1", "__sentry-breadcrumb2"];
/// Nesting of MessagePack, as deep as the JSON parser goes.
const MAX_DEPTH: usize = 128;
/// Nesting of `sentry[a][b]…`.
const MAX_KEYS: usize = 10;
/// Breadcrumbs kept.
const MAX_BREADCRUMBS: usize = 200;
/// Largest description of an event.
const MAX_FIELD_BYTES: usize = 1024 * 1024;

/// True for parts that describe the event even when they come as files.
pub(super) fn is_special(name: &str) -> bool {
    name == EVENT_FIELD || BREADCRUMB_FIELDS.contains(&name) || name == "sentry"
}

/// Puts the event together; later forms go over earlier ones.
pub(super) fn event(fields: &[Part]) -> Result<Object<'static>, IngestError> {
    if fields.iter().map(|field| field.data.len()).sum::<usize>() > MAX_FIELD_BYTES {
        return Err(IngestError::ItemTooLarge("form_data".to_owned()));
    }
    let mut event = Object::new();
    let mut breadcrumbs = Vec::new();
    let mut extra = Object::new();
    let mut json = Vec::new();
    for field in fields {
        let name = field.name.as_str();
        if name == EVENT_FIELD {
            merge(&mut event, read_messages(&field.data).into_iter().next());
        } else if BREADCRUMB_FIELDS.contains(&name) {
            breadcrumbs.extend(read_messages(&field.data));
        } else if name == "sentry" || name.starts_with("sentry__") {
            // A long JSON text comes in pieces: sentry__1, sentry__2 …
            json.extend_from_slice(&field.data);
        } else if !name.starts_with("sentry[") {
            extra.insert(name.to_owned(), text(field));
        }
    }
    if !json.is_empty() {
        merge(&mut event, parse_lenient(&json).ok().map(Value::into_owned));
    }
    for field in fields {
        if let Some(path) = key_path(&field.name) {
            set(&mut event, &path, text(field));
        }
    }
    attach(&mut event, breadcrumbs, extra);
    Ok(event)
}

fn text(field: &Part) -> String {
    String::from_utf8_lossy(&field.data).into_owned()
}

fn merge(event: &mut Object<'static>, from: Option<Value<'static>>) {
    if let Some(Value::Object(fields)) = from {
        for (name, value) in fields {
            event.insert(name, value);
        }
    }
}

/// MessagePack values one after another. What is broken ends the list.
fn read_messages(bytes: &[u8]) -> Vec<Value<'static>> {
    let mut reader = rmp_serde::Deserializer::new(bytes);
    reader.set_max_depth(MAX_DEPTH);
    let mut values = Vec::new();
    while values.len() < MAX_BREADCRUMBS
        && !reader.get_ref().is_empty()
        && let Ok(value) = Value::deserialize(&mut reader)
    {
        values.push(value.into_owned());
    }
    values
}

/// `sentry[user][id]` to `["user", "id"]`.
fn key_path(name: &str) -> Option<Vec<&str>> {
    let inner = name.strip_prefix("sentry[")?.strip_suffix(']')?;
    let path: Vec<&str> = inner.split("][").collect();
    (path.len() <= MAX_KEYS && path.iter().all(|key| !key.is_empty())).then_some(path)
}

fn set(object: &mut Object<'static>, path: &[&str], value: String) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        object.insert((*key).to_owned(), value);
        return;
    }
    if object.get_object(key).is_none() {
        object.insert((*key).to_owned(), Object::new());
    }
    if let Some(inner) = object.get_mut(key).and_then(Value::as_object_mut) {
        set(inner, rest, value);
    }
}

fn attach(event: &mut Object<'static>, breadcrumbs: Vec<Value<'static>>, extra: Object<'static>) {
    if !breadcrumbs.is_empty() {
        let values: Object<'static> = [("values", Value::Array(breadcrumbs))].into_iter().collect();
        event.insert("breadcrumbs", values);
    }
    if extra.is_empty() {
        return;
    }
    match event.get_mut("extra").and_then(Value::as_object_mut) {
        Some(known) => extra.into_iter().for_each(|(name, value)| {
            known.insert(name, value);
        }),
        None => {
            event.insert("extra", extra);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn field(name: &str, data: &[u8]) -> Part {
        Part { name: name.into(), data: Bytes::copy_from_slice(data), ..Part::default() }
    }

    #[test]
    fn all_forms_are_put_together() {
        // {"release": "1", "level": "error"} and twice {"m": 1}
        let message = [&b"\x82\xa7release\xa11\xa5level\xa5error"[..]].concat();
        let fields = [
            field("__sentry-event", &message),
            field("__sentry-breadcrumb1", b"\x81\xa1m\x01\x81\xa1m\x02"),
            field("sentry__1", br#"{"level":"fa"#),
            field("sentry__2", br#"tal"}"#),
            field("sentry[user][id]", b"7"),
            field("guid", b"x\xff"),
        ];
        insta::assert_snapshot!(
            Value::Object(event(&fields).unwrap()),
            @r#"{"release":"1","level":"fatal","user":{"id":"7"},"breadcrumbs":{"values":[{"m":1},{"m":2}]},"extra":{"guid":"x�"}}"#
        );
    }

    #[test]
    fn broken_parts_are_left_out() {
        let fields = [field("__sentry-event", b"\xc1"), field("sentry", b"{"), field("sentry[", b""), field("sentry[a][]", b"x")];
        assert!(event(&fields).unwrap().is_empty());
        let deep = [field("__sentry-event", &vec![0x91; 100_000])];
        assert!(event(&deep).unwrap().is_empty());
    }
}
