//! Breadcrumbs: what happened before.

use std::borrow::Cow;

use bartizan_protocol::event::parse_level;
use bartizan_protocol::json::{Object, Value};

use super::exceptions::list;
use super::shape::{Shape, attributes};
use crate::notes::Notes;

/// The newest ones that are kept. Source: twice what SDKs send by default.
const MAX_BREADCRUMBS: usize = 200;

/// Brings `breadcrumbs` into its form: `{values: […]}`, oldest first.
pub(super) fn breadcrumbs(event: &mut Object<'_>, notes: &mut Notes) {
    list(event, "breadcrumbs", MAX_BREADCRUMBS, notes, |crumb, path, notes| {
        if let Some(message @ (Value::Object(_) | Value::Array(_))) = crumb.get_mut("message") {
            *message = Value::from(message.to_string());
        }
        attributes(crumb, path, notes, |key| match key {
            "type" | "category" | "message" | "level" | "event_id" => Shape::Text,
            "timestamp" => Shape::Moment,
            "data" => Shape::Object,
            _ => Shape::Any,
        });
        level(crumb);
        !crumb.is_empty()
    });
}

fn level(crumb: &mut Object<'_>) {
    let Some(Value::Str(level)) = crumb.get_mut("level") else { return };
    match parse_level(level) {
        Some(known) if known == level => {}
        Some(known) => *level = Cow::Borrowed(known),
        None => {
            crumb.remove("level");
        }
    }
}
