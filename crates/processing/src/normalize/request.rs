//! The HTTP request: headers, cookies and query as lists of pairs, the body as a tree where it can be read.

use std::borrow::Cow;

use bartizan_protocol::json::{Object, Value};
use percent_encoding::percent_decode_str;

use super::shape::{Shape, attributes, pair_list, pairs, to_text};
use crate::notes::Notes;
use crate::path::Path;

/// Bodies longer than this are kept as text: they are cut to 8 KiB anyway.
const MAX_PARSED_BODY_BYTES: usize = 64 * 1024;
/// More pairs than this are not kept.
const MAX_PAIRS: usize = 200;

/// Brings `request` into its form.
pub(super) fn request(event: &mut Object<'_>, notes: &mut Notes) {
    let path = Path::ROOT.key("request");
    match event.get_mut("request") {
        Some(Value::Object(request)) => {
            attributes(request, &path, notes, |key| match key {
                "url" | "method" | "fragment" | "inferred_content_type" => Shape::Text,
                "env" => Shape::Object,
                _ => Shape::Any,
            });
            split_url(request);
            query(request, &path, notes);
            headers(request, &path, notes);
            cookies(request, &path, notes);
            method(request, &path, notes);
            body(request);
            if request.is_empty() {
                event.remove("request");
            }
        }
        None => {}
        Some(other) => {
            if !other.is_null() {
                notes.invalid(&path, "expected an object", Some(other));
            }
            event.remove("request");
        }
    }
}

fn split_url(request: &mut Object<'_>) {
    let Some(url) = request.get_str("url") else { return };
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(r, f)| (r, Some(f)));
    let (bare, query) = rest.split_once('?').map_or((rest, None), |(u, q)| (u, Some(q)));
    if fragment.is_none() && query.is_none() {
        return;
    }
    let owned = |text: &str| Value::from(text.to_owned());
    let (bare, fragment, query) = (owned(bare), fragment.map(owned), query.map(owned));
    request.insert("url", bare);
    if let Some(fragment) = fragment.filter(|_| !request.contains_key("fragment")) {
        request.insert("fragment", fragment);
    }
    if let Some(query) = query.filter(|_| !request.contains_key("query_string")) {
        request.insert("query_string", query);
    }
}

fn query(request: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(slot) = request.get_mut("query_string") else { return };
    let list = match slot.take() {
        Value::Str(text) => Some(form_pairs(text.trim_start_matches('?'))),
        other => pairs(other).map(texts),
    };
    put_pairs(request, "query_string", list, path, notes);
}

fn put_pairs<'a>(
    request: &mut Object<'a>,
    key: &'static str,
    list: Option<Vec<(Cow<'a, str>, Value<'a>)>>,
    path: &Path<'_>,
    notes: &mut Notes,
) {
    match list {
        None => {
            notes.invalid(&path.key(key), "expected pairs", None);
            request.remove(key);
        }
        Some(list) if list.is_empty() => {
            request.remove(key);
        }
        Some(list) => {
            if list.len() > MAX_PAIRS {
                notes.trimmed(&path.key(key), list.len());
            }
            request.insert(key, pair_list(list.into_iter().take(MAX_PAIRS)));
        }
    }
}

/// Values of a pair may be lists; they are joined.
fn texts<'a>(pairs: Vec<(Cow<'a, str>, Value<'a>)>) -> Vec<(Cow<'a, str>, Value<'a>)> {
    let join = |value: Value<'a>| match value {
        Value::Array(items) => {
            let parts: Vec<String> = items.into_iter().map(plain).collect();
            Value::from(parts.join(","))
        }
        Value::Null => Value::from(""),
        mut other => {
            if !to_text(&mut other) {
                other = Value::from(other.to_string());
            }
            other
        }
    };
    pairs.into_iter().map(|(k, v)| (k, join(v))).collect()
}

fn plain(value: Value<'_>) -> String {
    match value {
        Value::Str(text) => text.into_owned(),
        other => other.to_string(),
    }
}

/// `a=1&b=2`, decoded.
fn form_pairs(text: &str) -> Vec<(Cow<'static, str>, Value<'static>)> {
    let decode = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (Cow::Owned(decode(key)), Value::from(decode(value)))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn headers(request: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(slot) = request.get_mut("headers") else { return };
    let mut cookie = None;
    let list = pairs(slot.take()).map(|list| {
        let mut list = texts(list);
        list.retain_mut(|(name, value)| {
            if let Some(title) = title_case(name) {
                *name = Cow::Owned(title);
            }
            let is_cookie = name == "Cookie";
            if is_cookie {
                cookie = Some(value.take());
            }
            !is_cookie
        });
        list.sort_by(|(a, _), (b, _)| a.cmp(b));
        list
    });
    put_pairs(request, "headers", list, path, notes);
    if let Some(cookie) = cookie
        && !request.contains_key("cookies")
    {
        request.insert("cookies", cookie);
    }
}

/// `None` when it is written like that already.
fn title_case(name: &str) -> Option<String> {
    let mut first = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        out.push(if first { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        first = c == '-';
    }
    (out != name).then_some(out)
}

fn cookies(request: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(slot) = request.get_mut("cookies") else { return };
    let list = match slot.take() {
        Value::Str(text) => Some(cookie_pairs(&text)),
        other => pairs(other).map(texts),
    };
    put_pairs(request, "cookies", list, path, notes);
}

fn cookie_pairs(text: &str) -> Vec<(Cow<'static, str>, Value<'static>)> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (Cow::Owned(name.trim().to_owned()), Value::from(value.trim().to_owned()))
    };
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(pair).collect()
}

fn method(request: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) {
    let Some(Value::Str(method)) = request.get_mut("method") else { return };
    let fits = (1..=32).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
    if !fits {
        notes.invalid(&path.key("method"), "expected the name of a method", None);
        request.remove("method");
    } else if method.bytes().any(|b| b.is_ascii_lowercase()) {
        *method = Cow::Owned(method.to_ascii_uppercase());
    }
}

/// A body that is JSON or a form is stored as a tree, so that its names can be scrubbed and shown.
fn body(request: &mut Object<'_>) {
    let Some(Value::Str(text)) = request.get("data") else { return };
    if text.len() > MAX_PARSED_BODY_BYTES {
        return;
    }
    let told = header(request, "Content-Type").unwrap_or_default();
    let trimmed = text.trim_start();
    let looks_like_json = trimmed.starts_with(['{', '[']) && !told.contains("multipart");
    let parsed = if looks_like_json {
        Value::parse(text).ok().map(|value| (value.into_owned(), "application/json"))
    } else if told.starts_with("application/x-www-form-urlencoded") {
        let object: Object<'static> = form_pairs(text).into_iter().collect();
        Some((Value::Object(object), "application/x-www-form-urlencoded"))
    } else {
        None
    };
    if let Some((value, kind)) = parsed {
        request.insert("data", value);
        if !request.contains_key("inferred_content_type") {
            request.insert("inferred_content_type", kind);
        }
    }
}

/// A header of a normalised request.
pub(crate) fn header<'r>(request: &'r Object<'_>, name: &str) -> Option<&'r str> {
    request.get_array("headers")?.iter().find_map(|pair| match pair.as_array()? {
        [Value::Str(key), Value::Str(value)] if key.eq_ignore_ascii_case(name) => Some(value.as_ref()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(text: &str) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        request(&mut event, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn all_spellings_become_one() {
        let expected = r#"{"request":{"url":"https://x.io/p","query_string":[["a","1 2"],["b",""]],"fragment":"f"}}"#;
        assert_eq!(normalized(r#"{"request":{"url":"https://x.io/p","query_string":"a=1+2&b=","fragment":"f"}}"#), expected);
        assert_eq!(normalized(r#"{"request":{"url":"https://x.io/p","query_string":{"a":"1 2","b":null},"fragment":"f"}}"#), expected);
        assert!(normalized(r#"{"request":{"url":"https://x.io/p?a=1%202&b#f"}}"#).contains(r#""query_string":[["a","1 2"],["b",""]]"#));
        let headers = normalized(r#"{"request":{"headers":{"x-b":"2","accept":["a","b"],"COOKIE":"sid=1; t=2"},"method":"get"}}"#);
        assert_eq!(headers, r#"{"request":{"headers":[["Accept","a,b"],["X-B","2"]],"method":"GET","cookies":[["sid","1"],["t","2"]]}}"#);
        assert!(normalized(r#"{"request":{"data":"{\"a\":1}"}}"#).contains(r#""data":{"a":1}"#));
        assert!(
            normalized(r#"{"request":{"data":"a=1&b=2","headers":[["content-type","application/x-www-form-urlencoded"]]}}"#)
                .contains(r#""data":{"a":"1","b":"2"}"#)
        );
        assert_eq!(normalized(r#"{"request":5}"#), "{}");
        assert_eq!(normalized(r#"{"request":{"method":"G E T","headers":7}}"#), "{}");
    }
}
