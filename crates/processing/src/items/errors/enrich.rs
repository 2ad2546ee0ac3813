//! What is derived from a scrubbed event: contexts out of the user agent, tags out of attributes and contexts.

use bartizan_protocol::json::{Object, Value};

use crate::normalize::request::header;
use crate::normalize::tags::tag_value;
use crate::normalize::user_agent::{self, Agent};

/// Adds `browser`, `os` (or `client_os`) and `device` where the SDK did not tell them.
pub(super) fn contexts_from_user_agent(event: &mut Object<'_>, sender: Option<&str>) {
    let is_browser = event.get_str("platform") == Some("javascript");
    let told = event.get_object("request").and_then(|r| header(r, "User-Agent"));
    let Some(header) = told.or_else(|| sender.filter(|_| is_browser)) else { return };
    let agent = user_agent::parse(header);
    if agent == Agent::default() {
        return;
    }
    if !matches!(event.get("contexts"), Some(Value::Object(_))) {
        event.insert("contexts", Object::new());
    }
    let Some(contexts) = event.get_mut("contexts").and_then(Value::as_object_mut) else { return };
    let mut put = |key: &'static str, kind: &'static str, parts: Vec<(&'static str, String)>| {
        if contexts.contains_key(key) {
            return;
        }
        let mut context: Object<'_> = parts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        context.insert("type", kind);
        contexts.insert(key, context);
    };
    if let Some((name, version)) = agent.browser {
        put("browser", "browser", vec![("name", name.to_owned()), ("version", version)]);
    }
    if let Some((name, version)) = agent.os {
        // On a server the SDK's own system is another one than its caller's.
        let key = if is_browser { "os" } else { "client_os" };
        put(key, "os", vec![("name", name.to_owned()), ("version", version)]);
    }
    if let Some(device) = agent.device {
        let brand = device.brand.unwrap_or_default().to_owned();
        put("device", "device", vec![("family", device.family), ("model", device.model.unwrap_or_default()), ("brand", brand)]);
    }
}

/// All tags of the event: its own, then those out of its attributes, which win. Sorted by key.
pub(super) fn tags(event: &Object<'_>) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::with_capacity(24);
    for pair in event.get_array("tags").unwrap_or_default() {
        if let Some([Value::Str(key), Value::Str(value)]) = pair.as_array() {
            push(&mut tags, key, value);
        }
    }
    for key in ["level", "release", "dist", "environment", "server_name", "transaction", "logger"] {
        if let Some(text) = event.get_str(key) {
            push(&mut tags, key, text);
        }
    }
    if let Some(url) = event.get("request").and_then(|r| r.get("url")).and_then(Value::as_str) {
        push(&mut tags, "url", url);
    }
    if let Some(user) = event.get_object("user").and_then(user_tag) {
        push(&mut tags, "user", &user);
    }
    mechanism_tags(event, &mut tags);
    if let Some(contexts) = event.get_object("contexts") {
        context_tags(contexts, &mut tags);
    }
    tags.sort();
    tags
}

fn push(tags: &mut Vec<(String, String)>, key: &str, value: &str) {
    let value = tag_value(value);
    if value.is_empty() {
        return;
    }
    match tags.iter_mut().find(|(known, _)| known == key) {
        Some((_, slot)) => *slot = value,
        None => tags.push((key.to_owned(), value)),
    }
}

/// `id:42`, `email:jane@example.com`, `username:jane` or `ip:203.0.113.7`.
pub(super) fn user_tag(user: &Object<'_>) -> Option<String> {
    let named = |key: &str, prefix: &str| user.get_str(key).filter(|t| !t.is_empty()).map(|text| format!("{prefix}:{text}"));
    named("id", "id").or_else(|| named("email", "email")).or_else(|| named("username", "username")).or_else(|| named("ip_address", "ip"))
}

fn mechanism_tags(event: &Object<'_>, tags: &mut Vec<(String, String)>) {
    let exceptions = event.get("exception").and_then(|e| e.get("values")).and_then(Value::as_array).unwrap_or_default();
    if let Some(kind) = exceptions.last().and_then(|e| e.get("mechanism")?.get("type")?.as_str()) {
        push(tags, "mechanism", kind);
    }
    let handled: Vec<bool> = exceptions.iter().filter_map(|e| e.get("mechanism")?.get("handled")?.as_bool()).collect();
    if !handled.is_empty() {
        push(tags, "handled", if handled.contains(&false) { "no" } else { "yes" });
    }
}

fn context_tags(contexts: &Object<'_>, tags: &mut Vec<(String, String)>) {
    for key in ["browser", "os", "client_os", "runtime"] {
        let Some(context) = contexts.get_object(key) else { continue };
        let Some(name) = context.get_str("name").filter(|n| !n.is_empty()) else { continue };
        let whole = match context.get_str("version").filter(|v| !v.is_empty()) {
            Some(version) => format!("{name} {version}"),
            None => name.to_owned(),
        };
        push(tags, key, &whole);
        push(tags, &format!("{key}.name"), name);
    }
    let Some(device) = contexts.get_object("device") else { return };
    if let Some(model) = device.get_str("model").or_else(|| device.get_str("name")) {
        push(tags, "device", model);
    }
    if let Some(family) = device.get_str("family") {
        push(tags, "device.family", family);
    }
}
