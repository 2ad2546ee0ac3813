//! Breadcrumbs, oldest first.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Entry;
use crate::sentry::events::json::{full_text, get, list, moment, object, text};

/// What happened before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Breadcrumbs {
    /// The crumbs.
    pub(crate) values: Vec<Breadcrumb>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Breadcrumb {
    /// `default http navigation …`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Category.
    pub(crate) category: Option<String>,
    /// Level.
    pub(crate) level: String,
    /// Message.
    pub(crate) message: Option<String>,
    /// When.
    pub(crate) timestamp: Option<String>,
    /// Details.
    pub(crate) data: Value,
    /// Event it stands for, if any.
    pub(crate) event_id: Option<String>,
}

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let crumbs = list(get(payload, "breadcrumbs"));
    let values: Vec<Breadcrumb> = crumbs.into_iter().filter(|v| v.is_object()).map(breadcrumb).collect();
    if values.is_empty() { None } else { Entry::new("breadcrumbs", "breadcrumbs", Breadcrumbs { values }) }
}

fn breadcrumb(value: &Value) -> Breadcrumb {
    Breadcrumb {
        kind: full_text(value, "type").unwrap_or_else(|| "default".to_owned()),
        category: text(value, "category"),
        level: full_text(value, "level").unwrap_or_else(|| "info".to_owned()),
        message: text(value, "message"),
        timestamp: moment(get(value, "timestamp")).map(bartizan_domain::Timestamp::to_rfc3339),
        data: object(value, "data"),
        event_id: text(value, "event_id"),
    }
}
