//! Brings values into the shape an interface asks for: what fits is kept, what can be read as meant is converted,
//! the rest is dropped with a note.

use std::borrow::Cow;

use bartizan_protocol::event::parse_timestamp;
use bartizan_protocol::json::{Object, Value};

use crate::notes::Notes;
use crate::path::Path;

/// What an attribute must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// A text; numbers and truth values are written out.
    Text,
    /// A whole number, not negative; digits in a text count.
    Unsigned,
    /// A truth value; `"true"` and 1 count.
    Bool,
    /// An object.
    Object,
    /// A list of texts.
    Lines,
    /// A moment, made into Unix seconds.
    Moment,
    /// A number or a text.
    Scalar,
}

impl Shape {
    const fn reason(self) -> &'static str {
        match self {
            Self::Any => "any value expected",
            Self::Text => "expected a text",
            Self::Unsigned => "expected a whole number that is not negative",
            Self::Bool => "expected true or false",
            Self::Object => "expected an object",
            Self::Lines => "expected a list of texts",
            Self::Moment => "expected a time",
            Self::Scalar => "expected a text or a number",
        }
    }

    fn fit(self, value: &mut Value<'_>) -> bool {
        match self {
            Self::Any => true,
            Self::Text => to_text(value),
            Self::Unsigned => to_unsigned(value),
            Self::Bool => to_bool(value),
            Self::Object => matches!(value, Value::Object(_)),
            Self::Lines => match value {
                Value::Array(lines) => {
                    lines.iter_mut().for_each(|line| {
                        if !to_text(line) {
                            *line = Value::from("")
                        }
                    });
                    true
                }
                _ => false,
            },
            Self::Moment => match parse_timestamp(value) {
                Some(us) => {
                    *value = moment(us);
                    true
                }
                None => false,
            },
            Self::Scalar => matches!(value, Value::Str(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_)),
        }
    }
}

/// Microseconds as the Unix seconds that payloads hold.
pub(super) fn moment(us: i64) -> Value<'static> {
    if us % 1_000_000 == 0 { Value::Int(us / 1_000_000) } else { Value::Float(us as f64 / 1e6) }
}

/// Shapes every attribute of an object; `null` and what does not fit is taken out.
pub(super) fn attributes(object: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes, shape_of: impl Fn(&str) -> Shape) {
    let mut empty = false;
    for (key, value) in object.iter_mut() {
        if value.is_null() {
            empty = true;
            continue;
        }
        let shape = shape_of(key);
        if !shape.fit(value) {
            notes.invalid(&path.key(key), shape.reason(), Some(value));
            *value = Value::Null;
            empty = true;
        }
    }
    if empty {
        object.retain(|_, value| !value.is_null());
    }
}

/// Shapes one attribute.
pub(super) fn attribute(object: &mut Object<'_>, key: &str, shape: Shape, path: &Path<'_>, notes: &mut Notes) {
    let Some(value) = object.get_mut(key) else { return };
    if value.is_null() {
        object.remove(key);
    } else if !shape.fit(value) {
        notes.invalid(&path.key(key), shape.reason(), Some(value));
        object.remove(key);
    }
}

pub(super) fn to_text(value: &mut Value<'_>) -> bool {
    match value {
        Value::Str(_) => true,
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => {
            *value = Value::from(value.to_string());
            true
        }
        _ => false,
    }
}

fn to_unsigned(value: &mut Value<'_>) -> bool {
    let number = match &*value {
        Value::Str(text) => text.trim().parse().ok(),
        other => other.as_u64(),
    };
    match number {
        Some(n) => {
            *value = Value::from(n);
            true
        }
        None => false,
    }
}

fn to_bool(value: &mut Value<'_>) -> bool {
    let known = match value {
        Value::Bool(b) => Some(*b),
        Value::Int(0) => Some(false),
        Value::Int(1) => Some(true),
        Value::Str(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    match known {
        Some(b) => {
            *value = Value::Bool(b);
            true
        }
        None => false,
    }
}

/// A list in any of its spellings: `{values: […]}`, `[…]` or one object alone. The rest of the outer object is kept.
pub(super) fn values<'a>(value: Value<'a>) -> Option<(Vec<Value<'a>>, Object<'a>)> {
    match value {
        Value::Array(items) => Some((items, Object::new())),
        Value::Object(mut object) if object.contains_key("values") => match object.remove("values") {
            Some(Value::Array(items)) => Some((items, object)),
            Some(Value::Null) | None => Some((Vec::new(), object)),
            Some(single @ Value::Object(_)) => Some((vec![single], object)),
            Some(_) => None,
        },
        Value::Object(object) if object.is_empty() => Some((Vec::new(), object)),
        object @ Value::Object(_) => Some((vec![object], Object::new())),
        _ => None,
    }
}

/// Pairs in any of their spellings: `[[k, v], …]`, `{k: v}`, `["k:v", …]`, `[{key, value}]`.
pub(super) fn pairs<'a>(value: Value<'a>) -> Option<Vec<(Cow<'a, str>, Value<'a>)>> {
    let into_text = |mut v: Value<'a>| match (to_text(&mut v), v) {
        (true, Value::Str(text)) => Some(text),
        _ => None,
    };
    match value {
        Value::Object(object) => Some(object.into_iter().collect()),
        Value::Array(items) => {
            let mut out = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Value::Array(pair) => {
                        let mut pair = pair.into_iter();
                        if let (Some(key), Some(value)) = (pair.next().and_then(into_text), pair.next()) {
                            out.push((key, value));
                        }
                    }
                    Value::Object(mut object) => {
                        if let (Some(key), Some(value)) = (object.remove("key").and_then(into_text), object.remove("value")) {
                            out.push((key, value));
                        }
                    }
                    Value::Str(text) => {
                        if let Some((key, value)) = text.split_once(':') {
                            out.push((Cow::Owned(key.trim().to_owned()), Value::from(value.trim().to_owned())));
                        }
                    }
                    _ => {}
                }
            }
            Some(out)
        }
        _ => None,
    }
}

/// Pairs as they are stored: a list of lists.
pub(super) fn pair_list<'a>(pairs: impl IntoIterator<Item = (Cow<'a, str>, Value<'a>)>) -> Value<'a> {
    Value::Array(pairs.into_iter().map(|(k, v)| Value::Array(vec![Value::Str(k), v])).collect())
}
