//! A document of the event store: one event with its searchable fields and its payload.

use std::sync::Arc;

use crate::{EventId, OrganizationId, ProjectId, Timestamp};

/// A value of a field.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum FieldValue {
    /// For keywords, ids and text.
    Str(String),
    /// For whole numbers.
    I64(i64),
    /// For numbers.
    F64(f64),
    /// For yes and no.
    Bool(bool),
    /// For moments.
    Time(Timestamp),
    /// No value: only in answers.
    Null,
}

impl FieldValue {
    /// The text of a `Str`.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Str(text) = self { Some(text) } else { None }
    }

    /// The number of an `I64`, or of a `Time` in microseconds.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::I64(n) => Some(*n),
            Self::Time(t) => Some(t.0),
            _ => None,
        }
    }

    /// Any number as `f64`.
    #[expect(clippy::cast_precision_loss, reason = "aggregates are approximate beyond 2^53 by nature")]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::F64(n) => Some(*n),
            other => other.as_i64().map(|n| n as f64),
        }
    }
}

/// One event on its way into the store. Scrubbed already.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Event id; unique within the project.
    pub event_id: EventId,
    /// Time of the event; decides the day it is stored under.
    pub timestamp: Timestamp,
    /// Queue offset of the record it came in.
    pub offset: u64,
    /// Values of the dataset's fields; several entries with one name are several values.
    pub fields: Vec<(&'static str, FieldValue)>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// Full payload (JSON), stored outside the index.
    pub payload: Arc<[u8]>,
}
