//! Columns every document has, opened for one segment.

use std::sync::Arc;

use bartizan_domain::{EventId, ProjectId};
use tantivy::columnar::ColumnValues;
use tantivy::{DocId, SegmentReader};

use crate::schema::whole;

/// Values of a column every document has exactly one of.
pub(crate) type Values<T> = Arc<dyn ColumnValues<T>>;

/// A column of whole numbers.
pub(crate) fn first_i64(segment: &SegmentReader, name: &str) -> tantivy::Result<Values<i64>> {
    Ok(segment.fast_fields().i64(name)?.first_or_default_col(0))
}

/// A column of unsigned numbers.
pub(crate) fn first_u64(segment: &SegmentReader, name: &str) -> tantivy::Result<Values<u64>> {
    Ok(segment.fast_fields().u64(name)?.first_or_default_col(0))
}

/// Project and event id.
pub(crate) struct Ids {
    hi: Values<u64>,
    lo: Values<u64>,
    project: Values<i64>,
}

impl Ids {
    /// Opens the columns.
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self { hi: first_u64(segment, "event_hi")?, lo: first_u64(segment, "event_lo")?, project: first_i64(segment, "project_id")? })
    }

    /// The event id of a document.
    pub(crate) fn event(&self, document: DocId) -> EventId {
        whole(self.hi.get_val(document), self.lo.get_val(document))
    }

    /// The project of a document.
    pub(crate) fn project(&self, document: DocId) -> ProjectId {
        ProjectId(self.project.get_val(document))
    }
}
