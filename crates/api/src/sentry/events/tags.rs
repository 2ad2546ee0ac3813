//! Tags of one event: those stored with it, and those its fields stand for.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::entries::exceptions;
use super::json::{full_text, get, pairs, scalar};

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct EventTag {
    /// Key.
    pub(crate) key: String,
    /// Value.
    pub(crate) value: Option<String>,
    /// Search term, where it is not simply `key:"value"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) query: Option<String>,
}

/// Fields of the payload that are shown as tags.
const FIELDS: [&str; 8] = ["environment", "level", "release", "dist", "server_name", "transaction", "logger", "site"];

/// Tags by key.
pub(super) fn event_tags(payload: &Value) -> Vec<EventTag> {
    let mut tags: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (key, value) in pairs(get(payload, "tags")) {
        let key = key.strip_prefix("sentry:").unwrap_or(&key).to_owned();
        tags.entry(key).or_insert_with(|| scalar(&value));
    }
    for key in FIELDS {
        if let Some(value) = full_text(payload, key) {
            tags.entry(key.to_owned()).or_insert(Some(value));
        }
    }
    for (key, value) in [("user", user_tag(get(payload, "user"))), ("url", full_text(get(payload, "request"), "url"))] {
        if let Some(value) = value {
            tags.entry(key.to_owned()).or_insert(Some(value));
        }
    }
    for (key, value) in mechanism(payload) {
        tags.entry(key.to_owned()).or_insert(Some(value));
    }
    tags.into_iter().map(|(key, value)| EventTag { query: query(&key, value.as_deref()), key, value }).collect()
}

/// `id:1`, else `email:…`, `username:…`, `ip:…`: the first that is known.
pub(super) fn user_tag(user: &Value) -> Option<String> {
    let of = |name: &str, key: &str| full_text(user, key).map(|value| format!("{name}:{value}"));
    of("id", "id").or_else(|| of("email", "email")).or_else(|| of("username", "username")).or_else(|| of("ip", "ip_address"))
}

fn mechanism(payload: &Value) -> Vec<(&'static str, String)> {
    let exceptions = exceptions(payload);
    let Some(mechanism) = exceptions.last().map(|e| get(e, "mechanism")) else { return Vec::new() };
    let handled = get(mechanism, "handled").as_bool().map(|handled| ("handled", if handled { "yes" } else { "no" }.to_owned()));
    let kind = full_text(mechanism, "type").map(|kind| ("mechanism", kind));
    handled.into_iter().chain(kind).collect()
}

/// The search term of a tag whose key is not searched under its own name.
pub(crate) fn query(key: &str, value: Option<&str>) -> Option<String> {
    let value = value?;
    match key {
        "user" => {
            let (field, value) = value.split_once(':')?;
            Some(format!("user.{field}:{}", quoted(value)))
        }
        "handled" => Some(format!("error.handled:{}", value == "yes")),
        "mechanism" => Some(format!("error.mechanism:{}", quoted(value))),
        _ => None,
    }
}

/// A value in quotes as the search language reads it.
pub(crate) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('*', "\\*"))
}
