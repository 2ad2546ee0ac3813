//! Tags as the SDK set them: a list of pairs, keys clean and unique.

use std::borrow::Cow;

use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::{MAX_TAG_KEY_CHARS, MAX_TAG_VALUE_CHARS};

use super::shape::{pair_list, pairs, to_text};
use crate::notes::Notes;
use crate::path::Path;

/// More tags than this are not kept: a flood of distinct tags must not fill the index.
const MAX_TAGS: usize = 200;

/// Brings `tags` into its form.
pub(super) fn tags(event: &mut Object<'_>, notes: &mut Notes) {
    let at = Path::ROOT.key("tags");
    let Some(slot) = event.get_mut("tags") else { return };
    let value = slot.take();
    let list = if value.is_null() { Some(Vec::new()) } else { pairs(value) };
    let Some(list) = list else {
        notes.invalid(&at, "expected tags", None);
        event.remove("tags");
        return;
    };
    let told = list.len();
    let mut kept: Vec<(Cow<'_, str>, Value<'_>)> = Vec::with_capacity(told.min(MAX_TAGS));
    for (key, value) in list.into_iter().take(4 * MAX_TAGS) {
        if kept.len() == MAX_TAGS {
            break;
        }
        keep(key, value, &mut kept, &at, notes);
    }
    if told > MAX_TAGS {
        notes.trimmed(&at, told);
    }
    if kept.is_empty() {
        event.remove("tags");
    } else {
        event.insert("tags", pair_list(kept));
    }
}

fn keep<'a>(key: Cow<'a, str>, mut value: Value<'a>, kept: &mut Vec<(Cow<'a, str>, Value<'a>)>, at: &Path<'_>, notes: &mut Notes) {
    if value.is_null() {
        return;
    }
    let key = clean_key(key);
    if key.is_empty() || key.chars().count() > MAX_TAG_KEY_CHARS {
        notes.invalid(at, "not a valid name of a tag", None);
        return;
    }
    if !to_text(&mut value) {
        notes.invalid(&at.key(&key), "expected a text", Some(&value));
        return;
    }
    if let Value::Str(text) = &mut value {
        if text.contains('\n') || text.trim().len() != text.len() {
            *text = Cow::Owned(text.trim().replace('\n', " "));
        }
        if text.is_empty() {
            return;
        }
    }
    match kept.iter_mut().find(|(known, _)| *known == key) {
        Some((_, slot)) => *slot = value,
        None => kept.push((key, value)),
    }
}

fn clean_key(key: Cow<'_, str>) -> Cow<'_, str> {
    if key.contains(char::is_whitespace) || key.contains(char::is_control) {
        let plain: String = key.trim().chars().map(|c| if c.is_whitespace() || c.is_control() { '-' } else { c }).collect();
        return Cow::Owned(plain);
    }
    key
}

/// Cuts a tag's value to what the index takes.
pub(crate) fn tag_value(text: &str) -> String {
    let text = text.trim();
    let cut = text.char_indices().nth(MAX_TAG_VALUE_CHARS).and_then(|(at, _)| text.get(..at)).unwrap_or(text);
    if cut.contains('\n') { cut.replace('\n', " ") } else { cut.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(text: &str) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        tags(&mut event, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn all_spellings_become_pairs() {
        let expected = r#"{"tags":[["a","1"],["b","true"]]}"#;
        for text in [
            r#"{"tags":{"a":1,"b":true}}"#,
            r#"{"tags":[["a","1"],["b",true]]}"#,
            r#"{"tags":["a:1","b: true"]}"#,
            r#"{"tags":[{"key":"a","value":"1"},{"key":"b","value":true}]}"#,
            r#"{"tags":[["a",5],["a","1"],["b","true"],["",1],["x",[]],["y",null]]}"#,
        ] {
            assert_eq!(normalized(text), expected, "{text}");
        }
        assert_eq!(normalized(r#"{"tags":"x"}"#), "{}");
        let flood: Vec<String> = (0..10_000).map(|i| format!("[\"k{i}\",1]")).collect();
        let out = normalized(&format!("{{\"tags\":[{}]}}", flood.join(",")));
        assert_eq!(out.matches("\"k").count(), MAX_TAGS);
    }
}
