//! The web request an event happened in.

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::Entry;
use crate::sentry::events::json::{get, object, pairs, scalar, text};

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    /// `graphql`, if it is known to be.
    pub(crate) api_target: Option<String>,
    /// Method.
    pub(crate) method: Option<String>,
    /// Address without query and fragment.
    pub(crate) url: Option<String>,
    /// Names and values of the query.
    pub(crate) query: Value,
    /// Part after `#`.
    pub(crate) fragment: Option<String>,
    /// Body.
    pub(crate) data: Value,
    /// Names (`Like-This`, sorted) and values.
    pub(crate) headers: Vec<(String, Value)>,
    /// Names and values.
    pub(crate) cookies: Vec<(String, Value)>,
    /// Variables of the server's environment.
    pub(crate) env: Value,
    /// What the body seems to be.
    pub(crate) inferred_content_type: Option<String>,
}

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let member = Some(get(payload, "request")).filter(|v| v.as_object().is_some_and(|map| !map.is_empty()))?;
    Entry::new("request", "request", request(member))
}

fn request(value: &Value) -> Request {
    let full_url = text(value, "url");
    let (url, own_query, own_fragment) = full_url.as_deref().map_or((None, None, None), split_url);
    let (headers, cookie_header) = headers(get(value, "headers"));
    let cookies = match get(value, "cookies") {
        Value::Null => cookie_header.map(|text| cookie_pairs(&text)).unwrap_or_default(),
        Value::String(text) => cookie_pairs(text),
        other => pairs(other),
    };
    Request {
        api_target: text(value, "api_target"),
        method: text(value, "method"),
        url,
        query: query(get(value, "query_string"), own_query.as_deref()),
        fragment: text(value, "fragment").or(own_fragment),
        data: get(value, "data").clone(),
        headers,
        cookies,
        env: object(value, "env"),
        inferred_content_type: text(value, "inferred_content_type"),
    }
}

fn split_url(url: &str) -> (Option<String>, Option<String>, Option<String>) {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, f)| (rest, Some(f.to_owned())));
    let (base, query) = rest.split_once('?').map_or((rest, None), |(base, q)| (base, Some(q.to_owned())));
    (Some(base.to_owned()), query, fragment)
}

fn query(stored: &Value, of_url: Option<&str>) -> Value {
    match stored {
        Value::String(text) => json!(query_pairs(text)),
        Value::Null => json!(of_url.map(query_pairs).unwrap_or_default()),
        other => json!(pairs(other)),
    }
}

fn query_pairs(text: &str) -> Vec<(String, String)> {
    let text = text.strip_prefix('?').unwrap_or(text);
    text.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, ""))).map(decode).collect()
}

fn decode((key, value): (&str, &str)) -> (String, String) {
    let plain = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    (plain(key), plain(value))
}

fn cookie_pairs(text: &str) -> Vec<(String, Value)> {
    text.split(';').filter_map(|part| part.trim().split_once('=')).map(|(key, value)| (key.to_owned(), Value::from(value))).collect()
}

/// Headers for people, and the text of the `Cookie` header apart.
fn headers(value: &Value) -> (Vec<(String, Value)>, Option<String>) {
    let mut cookie = None;
    let mut headers: Vec<(String, Value)> = Vec::new();
    for (name, value) in pairs(value) {
        if name.eq_ignore_ascii_case("cookie") {
            cookie = scalar(&value);
        } else {
            headers.push((title_case(&name), value));
        }
    }
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    (headers, cookie)
}

/// `user-agent` to `User-Agent`.
fn title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        out.push(if start { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        start = !c.is_ascii_alphanumeric();
    }
    out
}
