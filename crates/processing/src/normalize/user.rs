//! The user, and the address behind `{{auto}}`.

use std::net::IpAddr;

use bartizan_protocol::json::{Object, Value};

use super::EventContext;
use super::shape::{Shape, attributes};
use crate::notes::Notes;
use crate::path::Path;

const AUTO: &str = "{{auto}}";

/// What the SDK was told about addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InferIp {
    Auto,
    Never,
    /// Older SDKs: only those that run on the user's own device.
    Legacy,
}

/// Brings `user` into its form and fills in its address.
pub(super) fn user(event: &mut Object<'_>, platform: &str, context: &EventContext<'_>, notes: &mut Notes) {
    let path = Path::ROOT.key("user");
    match event.get_mut("user") {
        Some(Value::Object(user)) => attributes(user, &path, notes, |key| match key {
            "id" | "email" | "username" | "name" | "ip_address" | "segment" => Shape::Text,
            "data" | "geo" => Shape::Object,
            _ => Shape::Any,
        }),
        Some(Value::Null) | None => {}
        Some(other) => {
            notes.invalid(&path, "expected an object", Some(other));
            *other = Value::Null;
        }
    }
    let infer = infer_ip(event, context);
    fill_environment(event, context);
    let known = known_address(event, &path, notes);
    let address = match (known, infer) {
        (Known::Address(_), _) => None,
        (Known::Auto, InferIp::Never) => None,
        (Known::Auto, _) | (Known::Nothing, InferIp::Auto) => context.client_ip,
        (Known::Nothing, InferIp::Never) => None,
        (Known::Nothing, InferIp::Legacy) => {
            remote_address(event).or_else(|| matches!(platform, "javascript" | "cocoa" | "objc").then_some(context.client_ip).flatten())
        }
    };
    write(event, known, address);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Address(IpAddr),
    Auto,
    Nothing,
}

fn infer_ip(event: &Object<'_>, context: &EventContext<'_>) -> InferIp {
    let own = event.get("sdk").and_then(|sdk| sdk.get("settings")).and_then(|s| s.get("infer_ip")).and_then(Value::as_str);
    match own.or(context.infer_ip) {
        Some("auto") => InferIp::Auto,
        Some("never") => InferIp::Never,
        _ => InferIp::Legacy,
    }
}

fn known_address(event: &mut Object<'_>, path: &Path<'_>, notes: &mut Notes) -> Known {
    let Some(user) = event.get_mut("user").and_then(Value::as_object_mut) else { return Known::Nothing };
    let Some(text) = user.get_str("ip_address") else { return Known::Nothing };
    let text = text.trim();
    if text == AUTO {
        return Known::Auto;
    }
    if let Some(address) = parse_address(text) {
        return Known::Address(address);
    }
    if !text.is_empty() {
        notes.invalid(&path.key("ip_address"), "expected an address", user.get("ip_address"));
    }
    user.remove("ip_address");
    Known::Nothing
}

/// Addresses may carry a port or brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|s| s.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

fn fill_environment(event: &mut Object<'_>, context: &EventContext<'_>) {
    let Some(slot) = event.get_mut("request").and_then(|r| r.as_object_mut()?.get_mut("env")?.as_object_mut()?.get_mut("REMOTE_ADDR"))
    else {
        return;
    };
    if slot.as_str() == Some(AUTO) {
        *slot = Value::from(context.client_ip.map(|ip| ip.to_string()));
    }
}

fn remote_address(event: &Object<'_>) -> Option<IpAddr> {
    parse_address(event.get("request")?.get("env")?.get("REMOTE_ADDR")?.as_str()?.trim())
}

fn write(event: &mut Object<'_>, known: Known, address: Option<IpAddr>) {
    let text = match (known, address) {
        (Known::Address(own), _) => Some(own.to_string()),
        (_, found) => found.map(|ip| ip.to_string()),
    };
    if !matches!(event.get("user"), Some(Value::Object(_))) {
        if text.is_none() {
            event.remove("user");
            return;
        }
        event.insert("user", Object::new());
    }
    let Some(user) = event.get_mut("user").and_then(Value::as_object_mut) else { return };
    match text {
        Some(text) => {
            user.insert("ip_address", text);
        }
        None => {
            user.remove("ip_address");
        }
    }
    user.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
    if user.is_empty() {
        event.remove("user");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(text: &str, platform: &str, infer: Option<&str>) -> String {
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        let context = EventContext { client_ip: "203.0.113.9".parse().ok(), infer_ip: infer, ..EventContext::default() };
        user(&mut event, platform, &context, &mut Notes::default());
        Value::Object(event).to_string()
    }

    #[test]
    fn addresses_are_filled_in_as_the_sdk_was_told() {
        let filled = r#"{"user":{"ip_address":"203.0.113.9"}}"#;
        assert_eq!(normalized("{}", "javascript", None), filled);
        assert_eq!(normalized("{}", "python", None), "{}");
        assert_eq!(normalized("{}", "python", Some("auto")), filled);
        assert_eq!(normalized("{}", "javascript", Some("never")), "{}");
        assert_eq!(normalized(r#"{"user":{"ip_address":"{{auto}}"}}"#, "python", None), filled);
        assert_eq!(normalized(r#"{"user":{"ip_address":"{{auto}}"}}"#, "python", Some("never")), "{}");
        assert_eq!(
            normalized(r#"{"user":{"ip_address":"10.0.0.1:80","id":42}}"#, "javascript", None),
            r#"{"user":{"ip_address":"10.0.0.1","id":"42"}}"#
        );
        assert_eq!(normalized(r#"{"user":{"ip_address":"nonsense","id":1}}"#, "python", None), r#"{"user":{"id":"1"}}"#);
        assert!(normalized(r#"{"request":{"env":{"REMOTE_ADDR":"10.1.1.1"}}}"#, "python", None).contains(r#""ip_address":"10.1.1.1""#));
        assert_eq!(normalized(r#"{"user":"jane"}"#, "python", None), "{}");
    }
}
