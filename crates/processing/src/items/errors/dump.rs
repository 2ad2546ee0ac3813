//! A stored crash whose dump is still there: its stacks walked again with the unwind rules that came since.

use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::Symbols;
use bartizan_symbols::native::Scope;

use crate::normalize::{self, EventContext};
use crate::notes::Notes;
use crate::scrub;

/// How frames found by unwind rules are marked.
const BY_RULES: &str = "cfi";

/// Walks the stacks of a dump and puts those that rules tell more of in the place of the stored ones.
pub(super) fn walk_again(event: &mut Object<'_>, symbols: &Symbols, scope: Scope, dump: &[u8]) {
    let mut fresh = Object::new();
    fresh.insert("platform", event.get_str("platform").unwrap_or("native").to_owned());
    symbols.before(&mut fresh, scope, Some(dump));
    // The same journey as the event had: paths of modules hold people's names.
    let mut notes = Notes::default();
    normalize::normalize(&mut fresh, &EventContext::default(), &mut notes);
    scrub::scrub_event(&mut fresh, &mut notes);
    take(event, fresh);
}

fn take(event: &mut Object<'_>, mut fresh: Object<'_>) {
    for (list, id) in [("exception", "thread_id"), ("threads", "id")] {
        let mut walked: Vec<&mut Object<'_>> = entries(&mut fresh, list, "values").collect();
        for stored in entries(event, list, "values") {
            let same = walked.iter_mut().find(|walked| walked.get(id).is_some() && walked.get(id) == stored.get(id));
            let Some(stack) = same.and_then(|walked| walked.remove("stacktrace")) else { continue };
            let original = stored.get("raw_stacktrace").or_else(|| stored.get("stacktrace"));
            if by_rules(Some(&stack)) > by_rules(original) {
                stored.remove("raw_stacktrace");
                stored.insert("stacktrace", stack.into_owned());
            }
        }
    }
    let found: Vec<Option<String>> =
        entries(&mut fresh, "debug_meta", "images").map(|image| image.get_str("unwind_status").map(str::to_owned)).collect();
    for (image, status) in entries(event, "debug_meta", "images").zip(found) {
        if let Some(status) = status {
            image.insert("unwind_status", status);
        }
    }
}

fn entries<'o, 'e>(event: &'o mut Object<'e>, outer: &str, inner: &str) -> impl Iterator<Item = &'o mut Object<'e>> {
    let list = event.get_mut(outer).and_then(Value::as_object_mut).and_then(|outer| outer.get_mut(inner));
    list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Frames that unwind rules found.
fn by_rules(stack: Option<&Value<'_>>) -> usize {
    let frames = stack.and_then(|stack| stack.get("frames")).and_then(Value::as_array).unwrap_or_default();
    frames.iter().filter(|frame| frame.get("trust").and_then(Value::as_str) == Some(BY_RULES)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object<'_> {
        let Ok(Value::Object(object)) = Value::parse(text) else { panic!("fixture: {text}") };
        object
    }

    fn event(frames: &str, other: &str, status: &str) -> String {
        format!(
            r#"{{"exception":{{"values":[{{"thread_id":7,"stacktrace":{{"frames":[{frames}]}}}}]}},
                "threads":{{"values":[{{"id":7,"crashed":true}},{{"id":8,"stacktrace":{{"frames":[{other}]}}}}]}},
                "debug_meta":{{"images":[{{"type":"elf","unwind_status":"{status}"}}]}}}}"#
        )
    }

    #[test]
    fn a_stack_that_rules_tell_more_of_takes_the_place_of_the_stored_one() {
        let (scan, cfi) = (r#"{"trust":"scan","function":"guess"}"#, r#"{"trust":"cfi"}"#);
        let stored = event(&format!(r#"{scan},{{"trust":"context"}}"#), cfi, "missing");
        let mut stored = object(&stored);
        for value in entries(&mut stored, "exception", "values") {
            value.insert("raw_stacktrace", Value::Null);
        }
        take(&mut stored, object(&event(&format!(r#"{cfi},{cfi},{{"trust":"context"}}"#), scan, "found")));
        let [exception, thread] = ["exception", "threads"].map(|list| {
            let text = stored.get(list).cloned().map(|value| String::from_utf8(value.to_vec()).unwrap());
            text.unwrap()
        });
        assert!(exception.matches("cfi").count() == 2 && !exception.contains("raw_stacktrace"), "{exception}");
        assert!(thread.contains("cfi") && !thread.contains("scan"), "the other thread was told better before: {thread}");
        let image = entries(&mut stored, "debug_meta", "images").next().unwrap();
        assert_eq!(image.get_str("unwind_status"), Some("found"));
    }

    #[test]
    fn threads_are_told_by_their_ids() {
        let mut stored = object(r#"{"exception":{"values":[{"stacktrace":{"frames":[]}}]}}"#);
        take(&mut stored, object(r#"{"exception":{"values":[{"stacktrace":{"frames":[{"trust":"cfi"}]}}]}}"#));
        assert!(!String::from_utf8(Value::Object(stored).to_vec()).unwrap().contains("cfi"), "nobody says whose it is");
    }
}
