//! The message: a text, or a template with its parameters.

use bartizan_protocol::json::{Object, Value};

use super::shape::{Shape, attributes};
use crate::notes::Notes;
use crate::path::Path;

/// Brings `logentry` and `message` into one: `logentry: {message?, formatted, params?}`.
pub(super) fn message(event: &mut Object<'_>, notes: &mut Notes) {
    let loose = event.remove("message").filter(|v| !v.is_null());
    let entry = event.remove("logentry").filter(|v| !v.is_null());
    let entry = match (entry, loose) {
        (Some(Value::Object(mut entry)), Some(Value::Str(text))) => {
            if !entry.contains_key("formatted") {
                entry.insert("formatted", Value::Str(text));
            }
            entry
        }
        (Some(Value::Object(entry)), _) | (None, Some(Value::Object(entry))) => entry,
        (Some(value), _) | (None, Some(value)) => {
            let mut entry = Object::new();
            entry.insert("formatted", value);
            entry
        }
        (None, None) => return,
    };
    store(event, entry, notes);
}

fn store<'a>(event: &mut Object<'a>, mut entry: Object<'a>, notes: &mut Notes) {
    let path = Path::ROOT.key("logentry");
    attributes(&mut entry, &path, notes, |key| match key {
        "message" | "formatted" => Shape::Text,
        _ => Shape::Any,
    });
    entry.retain(|key, value| !(matches!(key, "message" | "formatted") && value.as_str().is_some_and(|t| t.trim().is_empty())));
    if !entry.contains_key("formatted")
        && let Some(template) = entry.get_str("message")
    {
        match entry.get("params").map(|params| format_template(template, params)) {
            Some(text) => {
                entry.insert("formatted", text);
            }
            None => {
                let plain = entry.remove("message").unwrap_or_default();
                entry.insert("formatted", plain);
            }
        }
    }
    if entry.get_str("message").is_some() && entry.get_str("message") == entry.get_str("formatted") {
        entry.remove("message");
    }
    if entry.contains_key("formatted") {
        event.insert("logentry", entry);
    }
}

/// Fills in `%s`, `%d`, `%(name)s`, `{}`, `{0}` and `{name}`.
fn format_template(template: &str, params: &Value<'_>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    let mut next = 0_usize;
    while let Some(at) = rest.find(['%', '{']) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let taken = if tail.starts_with('%') { percent(tail, params, &mut next) } else { brace(tail, params, &mut next) };
        match taken {
            Some((text, length)) => {
                out.push_str(&text);
                rest = tail.get(length..).unwrap_or_default();
            }
            None => {
                out.push_str(tail.get(..1).unwrap_or_default());
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn percent(tail: &str, params: &Value<'_>, next: &mut usize) -> Option<(String, usize)> {
    let after = tail.get(1..)?;
    if after.starts_with('%') {
        return Some(("%".to_owned(), 2));
    }
    if let Some((name, _)) = after.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        let text = plain(params.get(name)?);
        return Some((text, 1 + name.len() + 2 + 1));
    }
    let flags = after.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'#' | b' ')).count();
    let kind = after.as_bytes().get(flags)?;
    if !b"sdirfgexXoucpvqt".contains(kind) {
        return None;
    }
    let text = plain(params.as_array()?.get(*next)?);
    *next += 1;
    Some((text, 1 + flags + 1))
}

fn brace(tail: &str, params: &Value<'_>, next: &mut usize) -> Option<(String, usize)> {
    let (inner, _) = tail.get(1..)?.split_once('}')?;
    let name = inner.split([':', '!']).next().unwrap_or(inner);
    let value = if name.is_empty() {
        let value = params.as_array()?.get(*next)?;
        *next += 1;
        value
    } else if let Ok(index) = name.parse::<usize>() {
        params.as_array()?.get(index)?
    } else {
        params.get(name)?
    };
    Some((plain(value), inner.len() + 2))
}

fn plain(value: &Value<'_>) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(text: &str) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        message(&mut event, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn all_spellings_become_one() {
        let expected = r#"{"logentry":{"formatted":"hi"}}"#;
        for text in [
            r#"{"message":"hi"}"#,
            r#"{"logentry":"hi"}"#,
            r#"{"message":{"message":"hi"}}"#,
            r#"{"logentry":{"formatted":"hi","message":null}}"#,
            r#"{"logentry":{"message":"hi","formatted":"hi"}}"#,
        ] {
            assert_eq!(normalized(text), expected, "{text}");
        }
        assert_eq!(normalized(r#"{"message":"  "}"#), "{}");
        assert_eq!(normalized(r#"{"message":[1]}"#), "{}");
    }

    #[test]
    fn templates_are_filled_in() {
        let filled = |template: &str, params: &str| {
            let out = normalized(&format!(r#"{{"logentry":{{"message":"{template}","params":{params}}}}}"#));
            Value::parse(&out).unwrap().pointer("logentry.formatted").and_then(Value::as_str).unwrap().to_owned()
        };
        assert_eq!(filled("%s has %d (%5.2f) 100%%", r#"["a",2,3.5]"#), "a has 2 (3.5) 100%");
        assert_eq!(filled("{} and {1} and {x}", r#"["a","b"]"#), "a and b and {x}");
        assert_eq!(filled("%(who)s and {who}", r#"{"who":"jane"}"#), "jane and jane");
        assert_eq!(filled("%s %s %", r#"["a"]"#), "a %s %");
    }
}
