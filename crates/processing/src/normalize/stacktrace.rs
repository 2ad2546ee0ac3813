//! Stack traces: frames in shape, long ones cut in the middle, every frame marked as the application's or not.

use std::borrow::Cow;

use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::{MAX_FRAMES_NEWEST, MAX_FRAMES_OLDEST, MAX_FRAMES_WITH_CONTEXT};

use super::in_app;
use super::shape::{Shape, attributes};
use crate::grouping::Family;
use crate::notes::Notes;
use crate::path::Path;

const KEYS: [&str; 2] = ["stacktrace", "raw_stacktrace"];

/// Normalises the stack traces of an exception, a thread or the event itself.
pub(super) fn normalize_in(holder: &mut Object<'_>, platform: &str, path: &Path<'_>, notes: &mut Notes) {
    for key in KEYS {
        let Some(value) = holder.get_mut(key) else { continue };
        let path = path.key(key);
        if let Value::Array(_) = value {
            let mut object = Object::new();
            object.insert("frames", value.take());
            *value = Value::Object(object);
        }
        let keep = match value {
            Value::Object(trace) => stacktrace(trace, platform, &path, notes),
            Value::Null => false,
            other => {
                notes.invalid(&path, "expected a stack trace", Some(other));
                false
            }
        };
        if !keep {
            holder.remove(key);
        }
    }
}

/// False when there are no frames.
fn stacktrace(trace: &mut Object<'_>, platform: &str, path: &Path<'_>, notes: &mut Notes) -> bool {
    let path = path.key("frames");
    let Some(frames) = trace.get_mut("frames").and_then(Value::as_array_mut) else { return false };
    let omitted = cut(frames);
    let family = Family::of(platform);
    let plain_from = frames.len().saturating_sub(MAX_FRAMES_WITH_CONTEXT);
    for (i, value) in frames.iter_mut().enumerate() {
        match value {
            Value::Object(frame) => {
                normalize_frame(frame, family, &path.index(i), notes);
                if i < plain_from {
                    slim(frame);
                }
            }
            other => {
                notes.invalid(&path.index(i), "expected a frame", Some(other));
                *other = Value::Null;
            }
        }
    }
    frames.retain(|frame| frame.as_object().is_some_and(|f| !f.is_empty()));
    let kept = !frames.is_empty();
    if let Some((from, to)) = omitted {
        trace.insert("frames_omitted", Value::Array(vec![Value::from(from as u64), Value::from(to as u64)]));
    }
    trace.retain(|_, value| !value.is_null());
    kept
}

/// Keeps the oldest 50 and the newest 200 frames.
fn cut(frames: &mut Vec<Value<'_>>) -> Option<(usize, usize)> {
    let over = frames.len().checked_sub(MAX_FRAMES_OLDEST + MAX_FRAMES_NEWEST).filter(|n| *n > 0)?;
    frames.drain(MAX_FRAMES_OLDEST..MAX_FRAMES_OLDEST + over);
    Some((MAX_FRAMES_OLDEST, MAX_FRAMES_OLDEST + over))
}

fn slim(frame: &mut Object<'_>) {
    frame.retain(|key, _| !matches!(key, "vars" | "pre_context" | "post_context" | "context_line"));
}

fn shape_of(key: &str) -> Shape {
    match key {
        "filename" | "abs_path" | "function" | "raw_function" | "module" | "package" | "platform" | "context_line" | "symbol" => {
            Shape::Text
        }
        "lineno" | "colno" => Shape::Unsigned,
        "in_app" => Shape::Bool,
        "pre_context" | "post_context" => Shape::Lines,
        _ => Shape::Any,
    }
}

fn normalize_frame(frame: &mut Object<'_>, family: Family, path: &Path<'_>, notes: &mut Notes) {
    // What went wrong with a frame, and what mends it, is told by this server alone.
    frame.remove("errors");
    attributes(frame, path, notes, shape_of);
    match frame.get("vars") {
        None | Some(Value::Object(_) | Value::Array(_)) => {}
        Some(_) => {
            notes.invalid(&path.key("vars"), "expected an object", None);
            frame.remove("vars");
        }
    }
    name_file(frame);
    let family = frame.get_str("platform").map_or(family, Family::of);
    let judged = in_app::judge(frame, family);
    frame.insert("in_app", judged);
}

/// A frame with a path has a file name, and the other way round.
fn name_file(frame: &mut Object<'_>) {
    match (frame.get_str("filename"), frame.get_str("abs_path")) {
        (None | Some(""), Some(path)) if !path.is_empty() => {
            let name = path.split(['?', '#']).next().unwrap_or(path);
            let name = match name.split_once("://") {
                Some((_, rest)) => rest.split_once('/').map_or(name, |(host, _)| rest.get(host.len()..).unwrap_or(name)),
                None => name.rsplit(['/', '\\']).next().unwrap_or(name),
            };
            let name = Cow::Owned(name.to_owned());
            frame.insert("filename", Value::Str(name));
        }
        (Some(name), None) if name.starts_with('/') || name.contains("://") => {
            let path = Cow::Owned(name.to_owned());
            frame.insert("abs_path", Value::Str(path));
        }
        _ => {}
    }
}
