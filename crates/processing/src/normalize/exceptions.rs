//! Exceptions and threads.

use bartizan_protocol::json::{Object, Value};

use super::shape::{Shape, attributes, values};
use super::stacktrace;
use crate::notes::Notes;
use crate::path::Path;

/// More exceptions than this in one chain are cut from the oldest cause on.
const MAX_EXCEPTIONS: usize = 50;
/// More threads than this are cut.
const MAX_THREADS: usize = 256;

/// Brings `exception` into its form: `{values: [...]}`, outermost cause first.
pub(super) fn exceptions(event: &mut Object<'_>, platform: &str, notes: &mut Notes) {
    list(event, "exception", MAX_EXCEPTIONS, notes, |exception, path, notes| one_exception(exception, platform, path, notes));
}

/// Brings `threads` into its form.
pub(super) fn threads(event: &mut Object<'_>, platform: &str, notes: &mut Notes) {
    list(event, "threads", MAX_THREADS, notes, |thread, path, notes| {
        attributes(thread, path, notes, |key| match key {
            "id" => Shape::Scalar,
            "name" | "state" => Shape::Text,
            "crashed" | "current" | "main" => Shape::Bool,
            _ => Shape::Any,
        });
        stacktrace::normalize_in(thread, platform, path, notes);
        !thread.is_empty()
    });
}

/// A list under a key: entries that are no objects are dropped with a note, and so are those `each` says no to.
pub(super) fn list<'a>(
    event: &mut Object<'a>,
    key: &'static str,
    max: usize,
    notes: &mut Notes,
    mut each: impl FnMut(&mut Object<'a>, &Path<'_>, &mut Notes) -> bool,
) {
    let Some(slot) = event.get_mut(key) else { return };
    let value = slot.take();
    if value.is_null() {
        event.remove(key);
        return;
    }
    let at = Path::ROOT.key(key);
    let Some((mut items, mut holder)) = values(value) else {
        notes.invalid(&at, "expected a list", None);
        event.remove(key);
        return;
    };
    let at = at.key("values");
    if items.len() > max {
        notes.trimmed(&at, items.len());
        items.drain(..items.len() - max);
    }
    for (i, item) in items.iter_mut().enumerate() {
        let path = at.index(i);
        let keep = if let Value::Object(object) = item {
            each(object, &path, notes)
        } else {
            if !item.is_null() {
                notes.invalid(&path, "expected an object", Some(item));
            }
            false
        };
        if !keep {
            *item = Value::Null;
        }
    }
    items.retain(|item| !item.is_null());
    holder.retain(|_, value| !value.is_null());
    if items.is_empty() {
        event.remove(key);
        return;
    }
    holder.insert("values", Value::Array(items));
    event.insert(key, Value::Object(holder));
}

/// False when nothing is left of it.
fn one_exception(exception: &mut Object<'_>, platform: &str, path: &Path<'_>, notes: &mut Notes) -> bool {
    if let Some(value @ (Value::Object(_) | Value::Array(_))) = exception.get_mut("value") {
        *value = Value::from(value.to_string());
    }
    if let Some(mechanism @ Value::Str(_)) = exception.get_mut("mechanism") {
        let mut object = Object::new();
        object.insert("type", mechanism.take());
        *mechanism = Value::Object(object);
    }
    attributes(exception, path, notes, |key| match key {
        "type" | "value" | "module" => Shape::Text,
        "mechanism" => Shape::Object,
        "thread_id" => Shape::Scalar,
        _ => Shape::Any,
    });
    if let Some(mechanism) = exception.get_mut("mechanism").and_then(Value::as_object_mut) {
        attributes(mechanism, &path.key("mechanism"), notes, |key| match key {
            "type" | "description" | "help_link" | "source" => Shape::Text,
            "handled" | "synthetic" | "is_exception_group" => Shape::Bool,
            "exception_id" | "parent_id" => Shape::Unsigned,
            _ => Shape::Any,
        });
        if !mechanism.contains_key("type") {
            mechanism.insert("type", "generic");
        }
    }
    stacktrace::normalize_in(exception, platform, path, notes);
    let says_something = ["type", "value", "stacktrace", "module"].iter().any(|key| exception.contains_key(key));
    if !says_something {
        notes.invalid(path, "an exception needs a type, a value or a stack trace", None);
    }
    says_something
}
