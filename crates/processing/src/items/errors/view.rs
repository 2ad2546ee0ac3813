//! A normalised event as grouping sees it.

use bartizan_protocol::json::{Object, Value};

use crate::grouping::{CspView, EventView, ExceptionView, Family, FrameView, ThreadView, TraceMarks};
use crate::normalize::{csp, platform_of_frames};

/// Borrows everything from the event.
pub(super) fn view<'e>(event: &'e Object<'_>, tags: &'e [(String, String)]) -> EventView<'e> {
    let platform = event.get_str("platform").unwrap_or("other");
    let family = Family::of(platform_of_frames(event));
    let logentry = event.get_object("logentry");
    EventView {
        platform,
        exceptions: values(event, "exception").filter_map(|e| exception(e.as_object()?, family)).collect(),
        threads: values(event, "threads").filter_map(|t| thread(t.as_object()?, family)).collect(),
        frames: event.get("stacktrace").and_then(|s| frames(s, family)),
        marks: TraceMarks::default(),
        template: logentry.and_then(|l| l.get_str("message")),
        message: logentry.and_then(|l| l.get_str("formatted")),
        csp: event.get_object("csp").map(|report| CspView {
            directive: csp::directive(report),
            blocked_uri: report.get_str("blocked_uri").unwrap_or_default(),
            is_local: csp::is_local(report),
        }),
        fingerprint: event.get_array("fingerprint").unwrap_or_default().iter().filter_map(Value::as_str).collect(),
        checksum: event.get_str("checksum"),
        level: event.get_str("level").unwrap_or("error"),
        logger: event.get_str("logger"),
        release: event.get_str("release"),
        environment: event.get_str("environment"),
        transaction: event.get_str("transaction"),
        sdk: event.get("sdk").and_then(|s| s.get("name")).and_then(Value::as_str),
        tags: tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
    }
}

fn values<'e>(event: &'e Object<'_>, key: &str) -> std::slice::Iter<'e, Value<'e>> {
    event.get(key).and_then(|e| e.get("values")).and_then(Value::as_array).unwrap_or_default().iter()
}

fn exception<'e>(exception: &'e Object<'_>, family: Family) -> Option<ExceptionView<'e>> {
    let mechanism = exception.get_object("mechanism");
    let flag = |key: &str| mechanism.and_then(|m| m.get(key)).and_then(Value::as_bool);
    let number = |key: &str| mechanism.and_then(|m| m.get(key)).and_then(Value::as_i64);
    let ns_error = mechanism
        .and_then(|m| m.get_object("meta")?.get_object("ns_error"))
        .and_then(|e| Some((e.get_str("domain")?, e.get("code")?.as_i64()?)));
    Some(ExceptionView {
        kind: exception.get_str("type"),
        value: exception.get_str("value"),
        frames: exception.get("stacktrace").and_then(|s| frames(s, family)),
        marks: TraceMarks::default(),
        synthetic: flag("synthetic") == Some(true),
        exception_id: number("exception_id"),
        parent_id: number("parent_id"),
        is_group: flag("is_exception_group") == Some(true),
        ns_error,
        handled: flag("handled"),
        mechanism: mechanism.and_then(|m| m.get_str("type")),
    })
}

fn thread<'e>(thread: &'e Object<'_>, family: Family) -> Option<ThreadView<'e>> {
    let flag = |key: &str| thread.get(key).and_then(Value::as_bool) == Some(true);
    Some(ThreadView {
        crashed: flag("crashed"),
        current: flag("current"),
        frames: thread.get("stacktrace").and_then(|s| frames(s, family)),
        marks: TraceMarks::default(),
    })
}

fn frames<'e>(stacktrace: &'e Value<'_>, family: Family) -> Option<Vec<FrameView<'e>>> {
    let frames = stacktrace.get("frames")?.as_array()?;
    Some(frames.iter().filter_map(|f| Some(frame(f.as_object()?, family))).collect())
}

/// One walk over the frame instead of a search for each key.
fn frame<'e>(frame: &'e Object<'_>, family: Family) -> FrameView<'e> {
    let mut view = FrameView { family, ..FrameView::default() };
    for (key, value) in frame.iter() {
        match key {
            "module" => view.module = value.as_str(),
            "filename" => view.filename = value.as_str(),
            "abs_path" => view.abs_path = value.as_str(),
            "function" => view.function = value.as_str(),
            "package" => view.package = value.as_str(),
            "context_line" => view.context_line = value.as_str(),
            "lineno" => view.lineno = value.as_u64(),
            "colno" => view.colno = value.as_u64(),
            "in_app" => view.in_app = value.as_bool() == Some(true),
            "platform" => view.family = value.as_str().map_or(family, Family::of),
            _ => {}
        }
    }
    view
}
