//! Cuts what is too long or too deep. Runs after the scrub, so that no secret is cut in half and missed.

use std::borrow::Cow;

use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::{
    MAX_BREADCRUMB_DATA_BYTES, MAX_CONTEXT_BYTES, MAX_COOKIES_BYTES, MAX_CULPRIT_CHARS, MAX_EXCEPTION_TYPE_CHARS, MAX_EXTRA_BYTES,
    MAX_EXTRA_DEPTH, MAX_EXTRA_VALUE_BYTES, MAX_FRAME_VARS_BYTES, MAX_LOGGER_CHARS, MAX_MESSAGE_CHARS, MAX_QUERY_STRING_BYTES,
    MAX_REQUEST_DATA_BYTES, MAX_REQUEST_HEADERS_BYTES, MAX_SERVER_NAME_CHARS, MAX_TAG_VALUE_CHARS, MAX_TRANSACTION_CHARS,
};

use crate::notes::Notes;
use crate::path::Path;

/// A text may be this much longer before it is cut: cutting to lose a word helps nobody.
const MESSAGE_ALLOWANCE_CHARS: usize = 200;
/// Names in frames.
const MAX_NAME_CHARS: usize = 512;
/// A line of code.
const MAX_CODE_LINE_CHARS: usize = 1024;
/// What reading stack traces writes at a frame: each step that failed with its remedy, and the place before a source map was applied.
const MAX_FRAME_NOTES_BYTES: usize = 4 * 1024;
/// Parts of an event that this program does not know, each.
const MAX_UNKNOWN_BYTES: usize = 16 * 1024;
/// Names and versions of installed packages.
const MAX_MODULES_BYTES: usize = 64 * 1024;
/// Debug images.
const MAX_DEBUG_META_BYTES: usize = 256 * 1024;

/// Cuts a whole event.
pub(super) fn trim_event(event: &mut Object<'_>, notes: &mut Notes) {
    for (key, value) in event.iter_mut() {
        let path = Path::ROOT.key(key);
        match key {
            "logger" => text(value, MAX_LOGGER_CHARS, &path, notes),
            "server_name" => text(value, MAX_SERVER_NAME_CHARS, &path, notes),
            "transaction" => text(value, MAX_TRANSACTION_CHARS, &path, notes),
            "culprit" => text(value, MAX_CULPRIT_CHARS, &path, notes),
            "logentry" => logentry(value, &path, notes),
            "exception" | "threads" => each_value(value, &path, notes, exception),
            "stacktrace" => stacktrace(value, &path, notes),
            "breadcrumbs" => each_value(value, &path, notes, breadcrumb),
            "request" => request(value, &path, notes),
            "extra" => extra(value, &path, notes),
            "contexts" => each_entry(value, &path, notes, MAX_CONTEXT_BYTES),
            "tags" => tags(value, &path, notes),
            "user" => budget(value, MAX_CONTEXT_BYTES, MAX_EXTRA_DEPTH, &path, notes),
            "modules" => budget(value, MAX_MODULES_BYTES, 2, &path, notes),
            "debug_meta" => budget(value, MAX_DEBUG_META_BYTES, 8, &path, notes),
            "event_id" | "timestamp" | "received" | "level" | "platform" | "release" | "dist" | "environment" | "errors" | "_meta" => {}
            "fingerprint" | "sdk" => budget(value, MAX_CONTEXT_BYTES, 6, &path, notes),
            _ => budget(value, MAX_UNKNOWN_BYTES, MAX_EXTRA_DEPTH, &path, notes),
        }
    }
}

/// Cuts a text to so many characters, the last three being dots.
fn text(value: &mut Value<'_>, max_chars: usize, path: &Path<'_>, notes: &mut Notes) {
    let Value::Str(text) = value else { return };
    if text.len() <= max_chars {
        return;
    }
    let Some((at, _)) = text.char_indices().nth(max_chars.saturating_sub(3)) else { return };
    if text.char_indices().nth(max_chars).is_none() {
        return;
    }
    notes.trimmed(path, text.chars().count());
    *text = Cow::Owned(format!("{}...", text.get(..at).unwrap_or_default()));
}

fn long_text(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    if value.as_str().is_some_and(|t| t.len() > MAX_MESSAGE_CHARS + MESSAGE_ALLOWANCE_CHARS) {
        text(value, MAX_MESSAGE_CHARS, path, notes);
    }
}

fn logentry(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(entry) = value.as_object_mut() else { return };
    for (key, value) in entry.iter_mut() {
        match key {
            "message" | "formatted" => long_text(value, &path.key(key), notes),
            _ => budget(value, MAX_CONTEXT_BYTES, MAX_EXTRA_DEPTH, &path.key(key), notes),
        }
    }
}

fn each_value(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes, each: fn(&mut Object<'_>, &Path<'_>, &mut Notes)) {
    let path = path.key("values");
    let Some(items) = value.as_object_mut().and_then(|o| o.get_mut("values")).and_then(Value::as_array_mut) else { return };
    for (i, item) in items.iter_mut().enumerate() {
        if let Some(object) = item.as_object_mut() {
            each(object, &path.index(i), notes);
        }
    }
}

fn exception(exception: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    for (key, value) in exception.iter_mut() {
        let path = path.key(key);
        match key {
            "type" | "module" | "name" => text(value, MAX_EXCEPTION_TYPE_CHARS, &path, notes),
            "value" => long_text(value, &path, notes),
            "stacktrace" | "raw_stacktrace" => stacktrace(value, &path, notes),
            _ => budget(value, MAX_CONTEXT_BYTES, MAX_EXTRA_DEPTH, &path, notes),
        }
    }
}

fn stacktrace(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    let path = path.key("frames");
    let Some(frames) = value.as_object_mut().and_then(|o| o.get_mut("frames")).and_then(Value::as_array_mut) else { return };
    for (i, frame) in frames.iter_mut().enumerate() {
        let path = path.index(i);
        let Some(frame) = frame.as_object_mut() else { continue };
        for (key, value) in frame.iter_mut() {
            let path = path.key(key);
            match key {
                "vars" => budget(value, MAX_FRAME_VARS_BYTES, MAX_EXTRA_DEPTH, &path, notes),
                "context_line" => text(value, MAX_CODE_LINE_CHARS, &path, notes),
                "pre_context" | "post_context" => code_lines(value, &path, notes),
                "filename" | "abs_path" | "function" | "raw_function" | "module" | "package" => text(value, MAX_NAME_CHARS, &path, notes),
                "lineno" | "colno" | "in_app" => {}
                "errors" | "data" => budget(value, MAX_FRAME_NOTES_BYTES, 4, &path, notes),
                _ => budget(value, MAX_NAME_CHARS, 4, &path, notes),
            }
        }
    }
}

fn code_lines(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(lines) = value.as_array_mut() else { return };
    lines.truncate(20);
    for (i, line) in lines.iter_mut().enumerate() {
        text(line, MAX_CODE_LINE_CHARS, &path.index(i), notes);
    }
}

fn breadcrumb(crumb: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    for (key, value) in crumb.iter_mut() {
        match key {
            "message" => long_text(value, &path.key(key), notes),
            "timestamp" => {}
            "data" => budget(value, MAX_BREADCRUMB_DATA_BYTES, 5, &path.key(key), notes),
            _ => budget(value, MAX_NAME_CHARS, 2, &path.key(key), notes),
        }
    }
}

fn request(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(request) = value.as_object_mut() else { return };
    for (key, value) in request.iter_mut() {
        let path = path.key(key);
        match key {
            "data" => budget(value, MAX_REQUEST_DATA_BYTES, MAX_EXTRA_DEPTH, &path, notes),
            "query_string" => budget(value, MAX_QUERY_STRING_BYTES, 3, &path, notes),
            "cookies" => budget(value, MAX_COOKIES_BYTES, 3, &path, notes),
            "headers" => budget(value, MAX_REQUEST_HEADERS_BYTES, 3, &path, notes),
            "url" => text(value, MAX_QUERY_STRING_BYTES, &path, notes),
            _ => budget(value, MAX_CONTEXT_BYTES, MAX_EXTRA_DEPTH, &path, notes),
        }
    }
}

fn extra(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    each_entry(value, path, notes, MAX_EXTRA_VALUE_BYTES);
    budget(value, MAX_EXTRA_BYTES, MAX_EXTRA_DEPTH + 1, path, notes);
}

fn each_entry(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes, max_bytes: usize) {
    let Some(object) = value.as_object_mut() else { return };
    for (key, value) in object.iter_mut() {
        budget(value, max_bytes, MAX_EXTRA_DEPTH, &path.key(key), notes);
    }
}

fn tags(value: &mut Value<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(pairs) = value.as_array_mut() else { return };
    for (i, pair) in pairs.iter_mut().enumerate() {
        if let Some(value) = pair.as_array_mut().and_then(|p| p.get_mut(1)) {
            text(value, MAX_TAG_VALUE_CHARS, &path.index(i).index(1), notes);
        }
    }
}

/// Cuts a tree to about so many bytes of JSON and to a depth.
fn budget(value: &mut Value<'_>, max_bytes: usize, max_depth: usize, path: &Path<'_>, notes: &mut Notes) {
    let mut left = max_bytes;
    if fits(value, &mut left, max_depth) {
        return;
    }
    let mut left = max_bytes;
    cut(value, &mut left, max_depth, path, notes);
}

/// True when the tree is within bounds; cheap, because most are.
fn fits(value: &Value<'_>, left: &mut usize, depth: usize) -> bool {
    let own = own_size(value);
    if own > *left {
        return false;
    }
    *left -= own;
    match value {
        Value::Array(items) => (depth > 0 || items.is_empty()) && items.iter().all(|item| fits(item, left, depth.saturating_sub(1))),
        Value::Object(object) => {
            (depth > 0 || object.is_empty())
                && object.iter().all(|(key, item)| {
                    *left = left.saturating_sub(key.len() + 4);
                    fits(item, left, depth.saturating_sub(1))
                })
        }
        _ => true,
    }
}

fn own_size(value: &Value<'_>) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 4,
        Value::Int(_) | Value::UInt(_) | Value::Float(_) => 8,
        Value::Str(text) => text.len() + 2,
        Value::Array(_) | Value::Object(_) => 2,
    }
}

fn cut(value: &mut Value<'_>, left: &mut usize, depth: usize, path: &Path<'_>, notes: &mut Notes) {
    match value {
        Value::Str(text) => {
            if text.len() + 2 > *left {
                let room = left.saturating_sub(5);
                let at = (0..=room.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
                notes.trimmed(path, text.chars().count());
                *text = Cow::Owned(format!("{}...", text.get(..at).unwrap_or_default()));
                *left = 0;
            } else {
                *left -= text.len() + 2;
            }
        }
        Value::Array(items) if depth == 0 && !items.is_empty() => deeper(value, left, path, notes),
        Value::Object(object) if depth == 0 && !object.is_empty() => deeper(value, left, path, notes),
        Value::Array(items) => {
            let told = items.len();
            let mut kept = 0;
            for (i, item) in items.iter_mut().enumerate() {
                if *left == 0 {
                    break;
                }
                cut(item, left, depth - usize::from(depth > 0), &path.index(i), notes);
                kept += 1;
            }
            if kept < told {
                items.truncate(kept);
                notes.trimmed(path, told);
            }
        }
        Value::Object(object) => {
            let told = object.len();
            let mut kept = 0;
            for (key, item) in object.iter_mut() {
                if *left <= key.len() + 4 {
                    *left = 0;
                    break;
                }
                *left -= key.len() + 4;
                cut(item, left, depth - usize::from(depth > 0), &path.key(key), notes);
                kept += 1;
            }
            if kept < told {
                object.truncate(kept);
                notes.trimmed(path, told);
            }
        }
        other => *left = left.saturating_sub(own_size(other)),
    }
}

/// What lies too deep is shown as text.
fn deeper(value: &mut Value<'_>, left: &mut usize, path: &Path<'_>, notes: &mut Notes) {
    let told = match value {
        Value::Array(items) => items.len(),
        Value::Object(object) => object.len(),
        _ => 0,
    };
    let is_list = matches!(value, Value::Array(_));
    *value = Value::from(if is_list { "[...]" } else { "{...}" });
    *left = left.saturating_sub(7);
    notes.trimmed(path, told);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(text: &str) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        trim_event(&mut event, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn long_texts_are_cut_at_characters() {
        let out = trimmed(&format!(r#"{{"logger":"{}"}}"#, "é".repeat(70)));
        assert_eq!(out, format!(r#"{{"logger":"{}..."}}"#, "é".repeat(61)));
        let kept = format!(r#"{{"logger":"{}"}}"#, "é".repeat(64));
        assert_eq!(trimmed(&kept), kept);
        let allowed = format!(r#"{{"logentry":{{"formatted":"{}"}}}}"#, "x".repeat(8300));
        assert_eq!(trimmed(&allowed), allowed);
        assert!(trimmed(&format!(r#"{{"logentry":{{"formatted":"{}"}}}}"#, "x".repeat(9000))).len() < 8300);
    }

    #[test]
    fn trees_are_cut_by_size_and_depth() {
        let deep = format!(r#"{{"extra":{{"a":{}1{}}}}}"#, "[".repeat(20), "]".repeat(20));
        assert_eq!(trimmed(&deep), format!(r#"{{"extra":{{"a":{}"[...]"{}}}}}"#, "[".repeat(7), "]".repeat(7)));
        let wide = format!(r#"{{"extra":{{"a":[{}0]}}}}"#, "\"0123456789\",".repeat(5000));
        let out = trimmed(&wide);
        assert!(out.len() < 20_000 && out.len() > 15_000, "{}", out.len());
        let vars = format!(r#"{{"stacktrace":{{"frames":[{{"vars":{{"a":"{}"}}}}]}}}}"#, "y".repeat(5000));
        assert!(trimmed(&vars).len() < 2200);
        let small = r#"{"extra":{"a":[1,2,{"b":null}]}}"#;
        assert_eq!(trimmed(small), small);
    }

    #[test]
    fn what_stack_traces_were_read_with_is_kept_whole() {
        let url = format!("https://shop.example.com/{}/app.js", "x".repeat(200));
        let step = format!(r#"{{"type":"js_fetch_failed","url":"{url}","message":"{}","fix":"{}"}}"#, "m".repeat(150), "f".repeat(250));
        let data = format!(r#"{{"orig_abs_path":"{url}","orig_filename":"{url}","orig_lineno":"1","sourcemap":"{url}.map"}}"#);
        let event = format!(r#"{{"stacktrace":{{"frames":[{{"errors":[{step},{step},{step}],"data":{data}}}]}}}}"#);
        assert_eq!(trimmed(&event), event);
        let long = format!(r#"{{"stacktrace":{{"frames":[{{"data":{{"a":"{}"}}}}]}}}}"#, "y".repeat(50_000));
        assert!(trimmed(&long).len() < 4_200);
    }
}
