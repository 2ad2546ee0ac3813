//! What happened to an event on its way: problems for people (`errors`) and remarks at places (`_meta`).

use bartizan_protocol::json::{Object, Value};

use crate::path::Path;

/// More problems than this are not listed: they would be the same one again and again.
const MAX_ERRORS: usize = 64;
/// More remarks than this are not kept; the values are filtered or trimmed all the same.
const MAX_REMARKS: usize = 512;
/// A dropped value is shown up to this size.
const MAX_SHOWN_VALUE_BYTES: usize = 256;

/// Collects both.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    errors: Vec<Value<'static>>,
    meta: Object<'static>,
    remarks: usize,
}

impl Notes {
    /// A problem: its kind, where, what stood there (never for what may be secret) and why it was not taken.
    pub(crate) fn error(&mut self, kind: &'static str, name: String, reason: &'static str, value: Option<&Value<'_>>) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        let mut error = Object::new();
        error.insert("type", kind);
        error.insert("name", name);
        if let Some(text) = value.and_then(shown) {
            error.insert("value", text);
        }
        error.insert("reason", reason);
        self.errors.push(Value::Object(error));
    }

    /// A value that could not be used was left out.
    pub(crate) fn invalid(&mut self, path: &Path<'_>, reason: &'static str, value: Option<&Value<'_>>) {
        self.error("invalid_data", path.dotted(), reason, value);
        self.append(path, "err", Value::Array(vec![Value::from("invalid_data"), reason_object(reason)]));
    }

    /// The whole value was replaced by a rule.
    pub(crate) fn filtered(&mut self, path: &Path<'_>, rule: &'static str) {
        self.append(path, "rem", Value::Array(vec![Value::from(rule), Value::from("s")]));
    }

    /// A part of a text was replaced by a rule; positions are in the new text.
    pub(crate) fn filtered_part(&mut self, path: &Path<'_>, rule: &'static str, start: usize, end: usize) {
        let numbers = [start, end].map(|n| Value::from(n as u64));
        let [start, end] = numbers;
        self.append(path, "rem", Value::Array(vec![Value::from(rule), Value::from("s"), start, end]));
    }

    /// Something was cut; it was `length` long (characters of a text, else entries or bytes).
    pub(crate) fn trimmed(&mut self, path: &Path<'_>, length: usize) {
        self.append(path, "rem", Value::Array(vec![Value::from("!limit"), Value::from("x")]));
        if let Some(leaf) = self.leaf(path) {
            leaf.insert("len", length as u64);
        }
    }

    fn append(&mut self, path: &Path<'_>, list: &'static str, entry: Value<'static>) {
        self.remarks += 1;
        if self.remarks > MAX_REMARKS {
            return;
        }
        let Some(leaf) = self.leaf(path) else { return };
        match leaf.get_mut(list).and_then(Value::as_array_mut) {
            Some(entries) => entries.push(entry),
            None => {
                leaf.insert(list, Value::Array(vec![entry]));
            }
        }
    }

    /// The `""` object at a place, made when it is not there.
    fn leaf(&mut self, path: &Path<'_>) -> Option<&mut Object<'static>> {
        let mut at = &mut self.meta;
        for step in path.steps() {
            at = child(at, &step)?;
        }
        child(at, "")
    }

    /// True when nothing happened.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.meta.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Writes `errors` and `_meta` into the event, behind what the SDK wrote there itself.
    pub(crate) fn write(self, event: &mut Object<'_>) {
        if !self.errors.is_empty() {
            match event.get_mut("errors").and_then(Value::as_array_mut) {
                Some(own) => own.extend(self.errors),
                None => {
                    event.insert("errors", Value::Array(self.errors));
                }
            }
        }
        if self.meta.is_empty() {
            return;
        }
        match event.get_mut("_meta").and_then(Value::as_object_mut) {
            Some(own) => merge(own, self.meta),
            None => {
                event.insert("_meta", Value::Object(self.meta));
            }
        }
    }
}

fn child<'m>(object: &'m mut Object<'static>, key: &str) -> Option<&'m mut Object<'static>> {
    if !object.contains_key(key) {
        object.insert(key.to_owned(), Value::Object(Object::new()));
    }
    object.get_mut(key)?.as_object_mut()
}

fn merge(into: &mut Object<'_>, from: Object<'static>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => merge(inner, more),
            (Some(Value::Array(inner)), Value::Array(more)) => inner.extend(more),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn reason_object(reason: &'static str) -> Value<'static> {
    let mut object = Object::new();
    object.insert("reason", reason);
    Value::Object(object)
}

fn shown(value: &Value<'_>) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::Str(text) if text.len() <= MAX_SHOWN_VALUE_BYTES => text.clone().into_owned(),
        Value::Str(_) | Value::Array(_) | Value::Object(_) => return None,
        other => other.to_string(),
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_mirror_the_event_and_join_the_clients_own() {
        let mut notes = Notes::default();
        let user = Path::ROOT.key("user");
        notes.filtered(&user.key("password"), "@password:filter");
        notes.invalid(&user.key("id"), "expected text", Some(&Value::Int(5)));
        let Ok(Value::Object(mut event)) = Value::parse(r#"{"_meta":{"user":{"name":{"":{"len":9}}}},"errors":[{"type":"x"}]}"#) else {
            panic!("fixture");
        };
        notes.write(&mut event);
        insta::assert_snapshot!(Value::Object(event).to_string());
    }
}
