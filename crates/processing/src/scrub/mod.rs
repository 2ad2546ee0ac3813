//! The default scrub: secrets are taken out before anything is stored, indexed or shown.
//!
//! Names that mean a secret have their value replaced, wherever they stand; inside texts, assignments to such names,
//! credentials, keys, card and social security numbers are replaced. Never touched: ids, times, release, SDK, debug
//! images, and names and places of code.
//!
//! **Invariant:** one pass over the tree; runs before documents, tags and titles are made.

mod keys;
mod markers;
mod numbers;
mod text;

use std::borrow::Cow;

use bartizan_protocol::json::{Object, Value};

use crate::notes::Notes;
use crate::path::Path;
use keys::{Secrecy, is_session_cookie, secrecy};
use text::{FILTERED, TextKind};

const KEY_RULE: &str = "@password:filter";
const CARD_RULE: &str = "@creditcard:filter";

/// Scrubs a normalised event in place.
pub(crate) fn scrub_event(event: &mut Object<'_>, notes: &mut Notes) {
    let mut scrubber = Scrubber { notes };
    for (key, value) in event.iter_mut() {
        let path = Path::ROOT.key(key);
        match key {
            "event_id" | "timestamp" | "start_timestamp" | "received" | "platform" | "type" | "level" | "release" | "dist"
            | "environment" | "sdk" | "debug_meta" | "modules" | "project" | "version" | "_meta" | "errors" | "checksum" => {}
            "exception" | "threads" => scrubber.list(value, &path, Scrubber::exception),
            "stacktrace" => scrubber.stacktrace(value, &path),
            _ => scrubber.entry(key, value, &path, Place::Data),
        }
    }
}

/// Scrubs any other JSON: items that are kept raw.
pub(crate) fn scrub_value(value: &mut Value<'_>, notes: &mut Notes) {
    Scrubber { notes }.value(value, &Path::ROOT, Place::Data);
}

/// Scrubs one text that stands alone: a user's words.
pub(crate) fn scrub_text(text: &str) -> Cow<'_, str> {
    replace(text, TextKind::Data).map_or(Cow::Borrowed(text), |(clean, _)| Cow::Owned(clean))
}

/// Where in the event a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Data,
    Cookies,
}

struct Scrubber<'n> {
    notes: &'n mut Notes,
}

impl Scrubber<'_> {
    /// `{values: […]}`
    fn list(&mut self, value: &mut Value<'_>, path: &Path<'_>, each: fn(&mut Self, &mut Value<'_>, &Path<'_>)) {
        let Some(object) = value.as_object_mut() else { return self.value(value, path, Place::Data) };
        for (key, value) in object.iter_mut() {
            let path = path.key(key);
            match value {
                Value::Array(items) if key == "values" => {
                    for (i, item) in items.iter_mut().enumerate() {
                        each(self, item, &path.index(i));
                    }
                }
                other => self.entry(key, other, &path, Place::Data),
            }
        }
    }

    /// An exception or a thread.
    fn exception(&mut self, value: &mut Value<'_>, path: &Path<'_>) {
        let Some(object) = value.as_object_mut() else { return self.value(value, path, Place::Data) };
        for (key, value) in object.iter_mut() {
            let path = path.key(key);
            match key {
                "stacktrace" | "raw_stacktrace" => self.stacktrace(value, &path),
                "module" | "thread_id" | "id" | "crashed" | "current" => {}
                _ => self.entry(key, value, &path, Place::Data),
            }
        }
    }

    fn stacktrace(&mut self, value: &mut Value<'_>, path: &Path<'_>) {
        let Some(object) = value.as_object_mut() else { return };
        let path = path.key("frames");
        let Some(frames) = object.get_mut("frames").and_then(Value::as_array_mut) else { return };
        for (i, frame) in frames.iter_mut().enumerate() {
            if let Some(frame) = frame.as_object_mut() {
                self.frame(frame, &path.index(i));
            }
        }
    }

    fn frame(&mut self, frame: &mut Object<'_>, path: &Path<'_>) {
        for (key, value) in frame.iter_mut() {
            match key {
                "filename" | "abs_path" | "function" | "raw_function" | "module" | "package" | "platform" | "lineno" | "colno"
                | "in_app" | "instruction_addr" | "symbol_addr" | "symbol" | "image_addr" | "addr_mode" | "trust" => {}
                "context_line" | "pre_context" | "post_context" => self.source(value, &path.key(key)),
                _ => self.entry(key, value, &path.key(key), Place::Data),
            }
        }
    }

    fn source(&mut self, value: &mut Value<'_>, path: &Path<'_>) {
        match value {
            Value::Str(text) => self.text(text, path, TextKind::Source),
            Value::Array(lines) => {
                for (i, line) in lines.iter_mut().enumerate() {
                    self.source(line, &path.index(i));
                }
            }
            _ => {}
        }
    }

    /// A value under a name.
    fn entry(&mut self, name: &str, value: &mut Value<'_>, path: &Path<'_>, place: Place) {
        let secrecy = match place {
            Place::Cookies if is_session_cookie(name) => Secrecy::Strong,
            _ => secrecy(name),
        };
        let is_cookie_list = matches!(name, "cookies") && !matches!(value, Value::Str(_));
        if secrecy != Secrecy::None && !is_cookie_list && is_secret(value, secrecy) {
            *value = Value::from(FILTERED);
            self.notes.filtered(path, KEY_RULE);
            return;
        }
        match name {
            "trace_id" | "span_id" | "parent_span_id" | "event_id" | "replay_id" | "profile_id" | "debug_id" | "timestamp"
            | "start_timestamp" => {}
            _ => self.value(value, path, if is_cookie_list { Place::Cookies } else { place }),
        }
    }

    fn value(&mut self, value: &mut Value<'_>, path: &Path<'_>, place: Place) {
        match value {
            Value::Null | Value::Bool(_) | Value::Float(_) => {}
            Value::Int(_) | Value::UInt(_) => {
                if value.as_u64().is_some_and(numbers::is_card_number) {
                    *value = Value::from(FILTERED);
                    self.notes.filtered(path, CARD_RULE);
                }
            }
            Value::Str(text) => self.text(text, path, TextKind::Data),
            Value::Array(items) => self.array(items, path, place),
            Value::Object(object) => self.object(object, path, place),
        }
    }

    /// A list of pairs is a map by another spelling.
    fn array(&mut self, items: &mut [Value<'_>], path: &Path<'_>, place: Place) {
        for (i, item) in items.iter_mut().enumerate() {
            let path = path.index(i);
            match item {
                Value::Array(pair) => match pair.as_mut_slice() {
                    [Value::Str(name), value] => self.entry(name, value, &path.index(1), place),
                    other => self.array(other, &path, place),
                },
                other => self.value(other, &path, place),
            }
        }
    }

    /// `{"key": "password", "value": "x"}` is an entry by another spelling.
    fn object(&mut self, object: &mut Object<'_>, path: &Path<'_>, place: Place) {
        let named =
            object.contains_key("value").then(|| object.get_str("key").or_else(|| object.get_str("name"))).flatten().map(str::to_owned);
        for (key, value) in object.iter_mut() {
            let name = match (&named, key) {
                (Some(name), "value") => name.as_str(),
                _ => key,
            };
            self.entry(name, value, &path.key(key), place);
        }
    }

    fn text(&mut self, text: &mut Cow<'_, str>, path: &Path<'_>, kind: TextKind) {
        let Some((clean, places)) = replace(text, kind) else { return };
        for (start, rule) in places {
            self.notes.filtered_part(path, rule, start, start + FILTERED.len());
        }
        *text = Cow::Owned(clean);
    }
}

/// The text with its secrets replaced, and where in it they stood; `None` when there are none.
fn replace(text: &str, kind: TextKind) -> Option<(String, Vec<(usize, &'static str)>)> {
    let findings = text::find(text, kind);
    if findings.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(findings.len());
    let mut at = 0;
    for finding in findings {
        out.push_str(text.get(at..finding.start)?);
        places.push((out.len(), finding.rule));
        out.push_str(FILTERED);
        at = finding.end;
    }
    out.push_str(text.get(at..)?);
    Some((out, places))
}

/// Empty values and truth values are no secrets; a number under a weak name is one only when it is as long as a code.
fn is_secret(value: &Value<'_>, secrecy: Secrecy) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Str(text) => !text.is_empty() && text != FILTERED,
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Int(_) | Value::UInt(_) | Value::Float(_) => secrecy == Secrecy::Strong || value.as_u64().is_some_and(|n| n >= 100_000),
    }
}

#[cfg(test)]
mod tests;
