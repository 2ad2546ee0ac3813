//! The event's own message.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Entry;
use super::exception::exceptions;
use crate::sentry::events::json::{full_text, get, scalar};

/// A message, as a template and filled in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Message {
    /// Template.
    pub(crate) message: Option<String>,
    /// Filled in.
    pub(crate) formatted: String,
    /// What it was filled in with.
    pub(crate) params: Value,
}

fn member(payload: &Value) -> (&'static str, &Value) {
    let logentry = get(payload, "logentry");
    if logentry.is_null() { ("message", get(payload, "message")) } else { ("logentry", logentry) }
}

/// The text a person reads.
pub(crate) fn formatted(payload: &Value) -> Option<String> {
    let (_, value) = member(payload);
    full_text(value, "formatted").or_else(|| full_text(value, "message")).or_else(|| scalar(value)).filter(|text| !text.is_empty())
}

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let (source, value) = member(payload);
    // Some SDKs copy the exception's text into a bare `message`: it says nothing of its own.
    if source == "message" && !exceptions(payload).is_empty() {
        return None;
    }
    let data = Message { message: full_text(value, "message"), formatted: formatted(payload)?, params: get(value, "params").clone() };
    Entry::new("message", source, data)
}
