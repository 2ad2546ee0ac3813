//! The searchable side of an event.

use bartizan_domain::dataset::{ERRORS, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::{GroupHash, Timestamp};
use bartizan_protocol::json::{Object, Value};

use super::surroundings;
use super::title::Naming;
use crate::grouping::{EventView, FrameView};

/// Distinct values of one frame attribute that can be searched.
const MAX_FRAME_VALUES: usize = 16;
/// Characters of a text that can be searched.
const MAX_TEXT_CHARS: usize = 2048;
/// Characters of a keyword.
const MAX_KEYWORD_CHARS: usize = 400;

/// Collects fields; empty texts are left out.
pub(super) struct Fields(pub(super) Vec<(&'static str, FieldValue)>);

impl Fields {
    pub(super) fn put(&mut self, name: &'static str, value: FieldValue) {
        debug_assert!(ERRORS.field(name).is_some(), "{name} is a field of the dataset");
        self.0.push((name, value));
    }

    fn text(&mut self, name: &'static str, text: Option<&str>, max_chars: usize) {
        let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return };
        let cut = text.char_indices().nth(max_chars).and_then(|(at, _)| text.get(..at)).unwrap_or(text);
        self.put(name, FieldValue::Str(cut.to_owned()));
    }

    pub(super) fn keyword(&mut self, name: &'static str, text: Option<&str>) {
        self.text(name, text, MAX_KEYWORD_CHARS);
    }
}

/// All fields of the errors dataset but the common ones, `size` and `attachments`.
pub(super) fn fields(
    event: &Object<'_>,
    view: &EventView<'_>,
    naming: &Naming,
    hash: GroupHash,
    received: Timestamp,
    user: Option<&str>,
) -> Fields {
    let mut fields = Fields(Vec::with_capacity(48));
    fields.put(GROUP_HASH, FieldValue::Str(hash.to_string()));
    fields.put("received", FieldValue::Time(received));
    fields.keyword("event.type", Some(naming.kind));
    for name in ["level", "platform", "logger", "release", "dist", "environment", "transaction", "server_name"] {
        fields.keyword(name, event.get_str(name));
    }
    fields.text("title", Some(&naming.title), MAX_TEXT_CHARS);
    fields.text("message", view.message.or(view.template), MAX_TEXT_CHARS);
    fields.keyword("culprit", Some(&naming.culprit));
    exceptions(&mut fields, view);
    frames(&mut fields, view);
    people(&mut fields, event, user);
    surroundings::put(&mut fields, event);
    let nested = |outer: &str, inner: &str| event.get(outer).and_then(|v| v.get(inner)).and_then(Value::as_str);
    fields.keyword("sdk.name", nested("sdk", "name"));
    fields.keyword("sdk.version", nested("sdk", "version"));
    fields.keyword("url", nested("request", "url"));
    fields.keyword("http.method", nested("request", "method"));
    let trace = event.get("contexts").and_then(|c| c.get("trace"));
    fields.keyword("trace", trace.and_then(|t| t.get("trace_id")).and_then(Value::as_str));
    fields.keyword("span", trace.and_then(|t| t.get("span_id")).and_then(Value::as_str));
    fields
}

fn exceptions(fields: &mut Fields, view: &EventView<'_>) {
    for exception in view.exceptions.iter().rev().take(MAX_FRAME_VALUES) {
        fields.keyword("error.type", exception.kind);
        fields.text("error.value", exception.value, MAX_TEXT_CHARS);
        fields.keyword("error.mechanism", exception.mechanism);
    }
    if let Some(handled) = handled(view) {
        fields.put("error.handled", FieldValue::Bool(handled));
    }
}

/// False when any exception was not caught; `None` when nobody says.
pub(super) fn handled(view: &EventView<'_>) -> Option<bool> {
    let mut told = view.exceptions.iter().filter_map(|e| e.handled).peekable();
    told.peek()?;
    Some(told.all(|h| h))
}

/// Frames of the application; all frames when there are none of it.
fn frames(fields: &mut Fields, view: &EventView<'_>) {
    let of_exceptions: Vec<&FrameView<'_>> =
        view.exceptions.iter().rev().filter_map(|e| e.frames.as_deref()).flat_map(|f| f.iter().rev()).collect();
    let all: Vec<&FrameView<'_>> = if of_exceptions.is_empty() {
        view.frames.as_deref().or_else(|| view.thread_frames()).unwrap_or_default().iter().rev().collect()
    } else {
        of_exceptions
    };
    let own_only = all.iter().any(|f| f.in_app);
    if own_only {
        fields.put("stack.in_app", FieldValue::Bool(true));
    }
    if all.iter().any(|f| !f.in_app) {
        fields.put("stack.in_app", FieldValue::Bool(false));
    }
    type Get = for<'f, 'a> fn(&'f FrameView<'a>) -> Option<&'a str>;
    let attributes: [(&'static str, Get); 5] = [
        ("stack.filename", |f| f.filename),
        ("stack.module", |f| f.module),
        ("stack.function", |f| f.function),
        ("stack.abs_path", |f| f.abs_path),
        ("stack.package", |f| f.package),
    ];
    let searched: Vec<&FrameView<'_>> = all.into_iter().filter(|f| !own_only || f.in_app).collect();
    places(fields, &searched);
    for (name, get) in attributes {
        let mut seen: Vec<&str> = Vec::with_capacity(MAX_FRAME_VALUES);
        for text in searched.iter().filter_map(|f| get(f)) {
            if !seen.contains(&text) {
                seen.push(text);
                fields.keyword(name, Some(text));
            }
            if seen.len() == MAX_FRAME_VALUES {
                break;
            }
        }
    }
}

/// Distinct lines and columns of the frames that are searched.
fn places(fields: &mut Fields, frames: &[&FrameView<'_>]) {
    type Get = fn(&FrameView<'_>) -> Option<u64>;
    let numbers: [(&'static str, Get); 2] = [("stack.lineno", |f| f.lineno), ("stack.colno", |f| f.colno)];
    for (name, get) in numbers {
        let mut seen: Vec<i64> = Vec::with_capacity(MAX_FRAME_VALUES);
        for number in frames.iter().filter_map(|f| i64::try_from(get(f)?).ok()) {
            if seen.len() < MAX_FRAME_VALUES && !seen.contains(&number) {
                seen.push(number);
                fields.put(name, FieldValue::I64(number));
            }
        }
    }
}

fn people(fields: &mut Fields, event: &Object<'_>, user: Option<&str>) {
    fields.keyword("user", user);
    let Some(user) = event.get_object("user") else { return };
    for (name, key) in [("user.id", "id"), ("user.email", "email"), ("user.username", "username"), ("user.ip", "ip_address")] {
        fields.keyword(name, user.get_str(key));
    }
}
