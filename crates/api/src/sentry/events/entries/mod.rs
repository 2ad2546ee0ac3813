//! The parts of an event that the web interface shows as sections: stored payload in, public shape out. Pure.

mod breadcrumbs;
mod debugmeta;
mod exception;
mod message;
mod report;
mod request;
mod stack;
mod threads;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub(crate) use exception::exceptions;
pub(crate) use message::formatted as formatted_message;

/// One section of an event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Entry {
    /// `message exception stacktrace threads csp … breadcrumbs request debugmeta`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// Its content; the shape depends on the type.
    pub(crate) data: Value,
    /// Name of the payload's member it came from, for `_meta`.
    #[serde(skip)]
    pub(crate) source: &'static str,
}

impl Entry {
    fn new(kind: &'static str, source: &'static str, data: impl Serialize) -> Option<Self> {
        serde_json::to_value(data).ok().map(|data| Self { kind, data, source })
    }
}

/// All sections of a payload, the most important first.
pub(crate) fn all(payload: &Value) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(message::entry(payload));
    entries.extend(exception::entry(payload));
    entries.extend(stack::entry(payload));
    entries.extend(report::entries(payload));
    entries.extend(threads::entry(payload));
    entries.extend(breadcrumbs::entry(payload));
    entries.extend(request::entry(payload));
    entries.extend(debugmeta::entry(payload));
    entries
}
