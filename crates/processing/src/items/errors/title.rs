//! Title, culprit and metadata: how an event is called.

use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::MAX_CULPRIT_CHARS;

use crate::grouping::{EventView, ExceptionView, FrameView, Grouping};
use crate::normalize::csp;

/// Most characters of a message in a title. Source: the ecosystem's own rule.
const MAX_TITLE_MESSAGE_CHARS: usize = 256;
/// Most characters of the value in the metadata.
const MAX_METADATA_VALUE_CHARS: usize = 1024;
const UNTITLED: &str = "<unlabeled event>";

/// How an event is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Naming {
    /// `error`, `csp` or `default`.
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) culprit: String,
    /// File of the crash, or what was blocked.
    pub(super) location: Option<String>,
    pub(super) metadata: Object<'static>,
}

/// Names an event.
pub(super) fn name(event: &Object<'_>, view: &EventView<'_>, grouping: &Grouping) -> Naming {
    let mut naming = plain_name(event, view, grouping.main_exception);
    if let Some(title) = grouping.title.as_deref().map(first_line).filter(|t| !t.is_empty()) {
        naming.metadata.insert("title", title.clone());
        naming.title = title;
    }
    naming
}

fn plain_name(event: &Object<'_>, view: &EventView<'_>, main_exception: Option<usize>) -> Naming {
    if let Some(report) = event.get_object("csp") {
        return csp_naming(report);
    }
    let main = main_exception.and_then(|i| view.exceptions.get(i)).or_else(|| view.exceptions.last());
    let sdk_calls = main.is_some_and(ExceptionView::has_calls_of_the_sdk);
    let crash = view.crash_frame(main_exception).filter(|_| !sdk_calls);
    let culprit = culprit(view, crash);
    let Some(exception) = main else { return message_naming(view, culprit) };
    let function = crash.and_then(|f| f.function);
    // A type that the SDK made up says less than the place; a message that it sends as an exception has none and speaks for itself.
    let kind = exception.kind.filter(|k| !k.is_empty()).map(|kind| function.filter(|_| exception.synthetic).unwrap_or(kind));
    let value = exception.value.map(str::trim).filter(|v| !v.is_empty());
    let title = match (kind.filter(|k| !k.is_empty()), value) {
        (Some(kind), Some(value)) => format!("{kind}: {}", first_line(value)),
        (Some(kind), None) => kind.to_owned(),
        (None, Some(value)) => first_line(value),
        (None, None) => function.map_or_else(|| UNTITLED.to_owned(), str::to_owned),
    };
    let filename = crash.and_then(|f| f.filename.or(f.abs_path)).map(str::to_owned);
    let mut metadata = Object::new();
    metadata.insert("type", kind.unwrap_or("Error").to_owned());
    metadata.insert("value", cut(value.unwrap_or_default(), MAX_METADATA_VALUE_CHARS));
    for (key, text) in [("filename", filename.clone()), ("function", function.map(str::to_owned))] {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            metadata.insert(key, text);
        }
    }
    if let Some(mix) = frame_mix(view) {
        metadata.insert("in_app_frame_mix", mix);
    }
    sdk(event, &mut metadata);
    Naming { kind: "error", title, culprit, location: filename, metadata }
}

fn message_naming(view: &EventView<'_>, culprit: String) -> Naming {
    let text = view.message.or(view.template).map(first_line).filter(|t| !t.is_empty());
    let title = text.unwrap_or_else(|| UNTITLED.to_owned());
    let mut metadata = Object::new();
    metadata.insert("title", title.clone());
    Naming { kind: "default", title, culprit, location: None, metadata }
}

fn csp_naming(report: &Object<'_>) -> Naming {
    let title = csp::title(report);
    let directive = csp::directive(report).to_owned();
    let uri = report.get_str("blocked_uri").unwrap_or_default().to_owned();
    let culprit = report.get_str("violated_directive").filter(|d| !d.is_empty()).unwrap_or(&directive);
    let culprit = cut(culprit, MAX_CULPRIT_CHARS);
    let mut metadata = Object::new();
    metadata.insert("directive", directive);
    metadata.insert("uri", cut(&uri, MAX_METADATA_VALUE_CHARS));
    metadata.insert("message", title.clone());
    Naming { kind: "csp", title, culprit, location: Some(uri).filter(|u| !u.is_empty()), metadata }
}

/// The transaction, or the frame that crashed: `module in function`, `file in function`.
fn culprit(view: &EventView<'_>, crash: Option<&FrameView<'_>>) -> String {
    if let Some(transaction) = view.transaction {
        return cut(transaction, MAX_CULPRIT_CHARS);
    }
    let Some(frame) = crash else { return String::new() };
    let place = frame.module.filter(|m| !m.is_empty()).or_else(|| frame.filename.map(without_origin)).unwrap_or_default();
    let text = match frame.function.filter(|f| !f.is_empty()) {
        Some(function) if place.is_empty() => function.to_owned(),
        Some(function) => format!("{place} in {function}"),
        None => place.to_owned(),
    };
    cut(&text, MAX_CULPRIT_CHARS)
}

/// `/assets/main.js` of a URL.
fn without_origin(filename: &str) -> &str {
    let Some((_, rest)) = filename.split_once("://") else { return filename };
    rest.find('/').and_then(|at| rest.get(at..)).filter(|path| path.len() > 1).unwrap_or(filename)
}

fn frame_mix(view: &EventView<'_>) -> Option<&'static str> {
    let frames = || view.exceptions.iter().filter_map(|e| e.frames.as_deref()).flatten();
    match (frames().any(|f| f.in_app), frames().any(|f| !f.in_app)) {
        (true, true) => Some("mixed"),
        (true, false) => Some("in-app-only"),
        (false, true) => Some("system-only"),
        (false, false) => None,
    }
}

fn sdk(event: &Object<'_>, metadata: &mut Object<'static>) {
    let Some(name) = event.get("sdk").and_then(|s| s.get("name")).and_then(Value::as_str) else { return };
    let mut sdk = Object::new();
    sdk.insert("name", name.to_owned());
    metadata.insert("sdk", sdk);
}

fn first_line(text: &str) -> String {
    cut(text.trim().lines().next().unwrap_or_default().trim_end(), MAX_TITLE_MESSAGE_CHARS)
}

fn cut(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(max_chars.saturating_sub(3)).map_or(text.len(), |(at, _)| at);
            format!("{}...", text.get(..end).unwrap_or_default())
        }
    }
}
