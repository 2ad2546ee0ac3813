//! The simple attributes of an event: level, platform, release, environment and the like.

use std::borrow::Cow;

use bartizan_protocol::event::parse_level;
use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::{MAX_DIST_CHARS, MAX_ENVIRONMENT_CHARS, MAX_RELEASE_CHARS};

use super::shape::{Shape, attribute, to_text};
use crate::notes::Notes;
use crate::path::Path;

/// Longest platform name.
const MAX_PLATFORM_BYTES: usize = 64;
/// Entries of a fingerprint that count.
const MAX_FINGERPRINT_ENTRIES: usize = 32;

/// Names interfaces had in the first SDKs.
const OLD_NAMES: [(&str, &str); 11] = [
    ("sentry.interfaces.Exception", "exception"),
    ("sentry.interfaces.Message", "logentry"),
    ("sentry.interfaces.Stacktrace", "stacktrace"),
    ("sentry.interfaces.Http", "request"),
    ("sentry.interfaces.User", "user"),
    ("sentry.interfaces.Breadcrumbs", "breadcrumbs"),
    ("sentry.interfaces.Contexts", "contexts"),
    ("sentry.interfaces.Template", "template"),
    ("sentry.interfaces.Csp", "csp"),
    ("sentry.interfaces.DebugMeta", "debug_meta"),
    ("sentry.interfaces.Threads", "threads"),
];

/// Gives interfaces their present names. What is there under the present name already wins.
pub(super) fn rename_interfaces(event: &mut Object<'_>) {
    if !event.keys().any(|k| k.starts_with("sentry.interfaces.")) {
        return;
    }
    for (old, new) in OLD_NAMES {
        if let Some(value) = event.remove(old)
            && !event.contains_key(new)
        {
            event.insert(new, value);
        }
    }
    event.retain(|key, _| !key.starts_with("sentry.interfaces."));
}

/// All simple attributes.
pub(super) fn fields(event: &mut Object<'_>, notes: &mut Notes) {
    for key in ["logger", "server_name", "transaction", "culprit", "checksum", "type"] {
        attribute(event, key, Shape::Text, &Path::ROOT, notes);
    }
    for key in ["logger", "server_name", "transaction"] {
        if event.get_str(key).is_some_and(|text| text.trim().is_empty()) {
            event.remove(key);
        }
    }
    problems(event);
    level(event, notes);
    platform(event, notes);
    version(event, "release", MAX_RELEASE_CHARS, notes);
    version(event, "dist", MAX_DIST_CHARS, notes);
    version(event, "environment", MAX_ENVIRONMENT_CHARS, notes);
    fingerprint(event, notes);
    sdk(event, notes);
    for key in ["extra", "contexts", "modules", "debug_meta", "template", "transaction_info"] {
        attribute(event, key, Shape::Object, &Path::ROOT, notes);
    }
}

/// Prefixes of the problems that reading stack traces tells.
const OWN_PROBLEMS: [&str; 3] = ["js_", "native_", "proguard_"];

/// A relay in front may tell what was wrong with an event. What mends it only this server tells: people run those commands, and
/// whoever knows a key can send an event.
fn problems(event: &mut Object<'_>) {
    let Some(problems) = event.get_mut("errors").and_then(Value::as_array_mut) else {
        event.remove("errors");
        return;
    };
    problems.retain_mut(|problem| {
        let Some(problem) = problem.as_object_mut() else { return false };
        problem.remove("fix");
        !problem.get_str("type").is_some_and(|kind| OWN_PROBLEMS.iter().any(|own| kind.starts_with(own)))
    });
}

fn level(event: &mut Object<'_>, notes: &mut Notes) {
    let path = Path::ROOT.key("level");
    let level = match event.get("level") {
        None | Some(Value::Null) => "error",
        // Numbers of Python's logging, sent by the first SDKs.
        Some(Value::Int(10)) => "debug",
        Some(Value::Int(20)) => "info",
        Some(Value::Int(30)) => "warning",
        Some(Value::Int(50)) => "fatal",
        Some(value) => value.as_str().and_then(parse_level).unwrap_or_else(|| {
            if value.as_i64() != Some(40) {
                notes.invalid(&path, "unknown level", Some(value));
            }
            "error"
        }),
    };
    event.insert("level", level);
}

fn platform(event: &mut Object<'_>, notes: &mut Notes) {
    let fits = |text: &str| {
        (1..=MAX_PLATFORM_BYTES).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
    };
    match event.get("platform") {
        Some(Value::Str(text)) if fits(text) => return,
        Some(Value::Str(text)) if fits(&text.to_ascii_lowercase()) => {
            let lower = Cow::Owned(text.to_ascii_lowercase());
            event.insert("platform", Value::Str(lower));
            return;
        }
        None | Some(Value::Null) => {}
        Some(other) => notes.invalid(&Path::ROOT.key("platform"), "unknown platform", Some(other)),
    }
    event.insert("platform", "other");
}

/// Release, distribution and environment: one line, no slashes, not too long.
fn version(event: &mut Object<'_>, key: &'static str, max_chars: usize, notes: &mut Notes) {
    let Some(value) = event.get_mut(key) else { return };
    let path = Path::ROOT.key(key);
    let good = to_text(value)
        && match value {
            Value::Str(text) => {
                let trimmed = text.trim();
                if trimmed.len() != text.len() {
                    *text = Cow::Owned(trimmed.to_owned());
                }
                is_version(text, max_chars)
            }
            _ => false,
        };
    if !good {
        if !value.is_null() && value.as_str() != Some("") {
            notes.invalid(&path, "not a valid name", Some(value));
        }
        event.remove(key);
    }
}

fn is_version(text: &str, max_chars: usize) -> bool {
    !text.is_empty()
        && text.chars().count() <= max_chars
        && !matches!(text, "." | "..")
        && !text.chars().any(|c| c.is_control() || matches!(c, '/' | '\\'))
}

/// A list of texts; numbers and truth values are written out.
fn fingerprint(event: &mut Object<'_>, notes: &mut Notes) {
    let Some(value) = event.get_mut("fingerprint") else { return };
    if let Value::Str(_) = value {
        *value = Value::Array(vec![value.take()]);
    }
    let keep = match value {
        Value::Array(items) => {
            items.retain_mut(|item| !item.is_null() && to_text(item));
            items.truncate(MAX_FINGERPRINT_ENTRIES);
            !items.is_empty()
        }
        Value::Null => false,
        other => {
            notes.invalid(&Path::ROOT.key("fingerprint"), "expected a list of texts", Some(other));
            false
        }
    };
    if !keep {
        event.remove("fingerprint");
    }
}

fn sdk(event: &mut Object<'_>, notes: &mut Notes) {
    attribute(event, "sdk", Shape::Object, &Path::ROOT, notes);
    if let Some(sdk) = event.get_mut("sdk").and_then(Value::as_object_mut) {
        attribute(sdk, "name", Shape::Text, &Path::ROOT.key("sdk"), notes);
        attribute(sdk, "version", Shape::Text, &Path::ROOT.key("sdk"), notes);
        sdk.retain(|_, value| !value.is_null());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(text: &str) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        rename_interfaces(&mut event);
        fields(&mut event, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn simple_attributes_take_their_form() {
        let base = r#""level":"error","platform":"other"}"#;
        for text in [
            "{}",
            r#"{"level":40}"#,
            r#"{"level":"loud","platform":"NO GOOD"}"#,
            r#"{"release":"a\nb","environment":"","dist":[1]}"#,
            r#"{"release":"..","fingerprint":7,"extra":[],"sdk":"x","logger":" "}"#,
        ] {
            let out = normalized(text);
            assert!(out.ends_with(base) || out == r#"{"level":"error","platform":"other"}"#, "{text} became {out}");
        }
        assert_eq!(
            normalized(
                r#"{"level":"WARN","platform":"Python","release":" app@1.0 ","dist":7,"environment":"prod","fingerprint":["a",1,null,{}]}"#
            ),
            r#"{"level":"warning","platform":"python","release":"app@1.0","dist":"7","environment":"prod","fingerprint":["a","1"]}"#
        );
        assert!(
            normalized(r#"{"sentry.interfaces.User":{"id":1},"user":{"id":2},"sentry.interfaces.Odd":1}"#)
                .starts_with(r#"{"user":{"id":2}"#)
        );
    }
}
