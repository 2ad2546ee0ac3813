//! The query tree compiled for one segment: which of its documents match.
//!
//! Compiling per segment lets each condition look at what the segment holds: a number outside a column's range, a
//! word that is not in the dictionary or a tenant that owns all of it fold away before anything is read.

mod equals;
mod numbers;
mod sets;
mod text;
mod wildcard;

pub(crate) use sets::{Docs, for_each};

use std::cell::Cell;

use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Compare, FieldRef, Filter};
use bartizan_domain::{OrganizationId, ProjectId, TimeRange, Timestamp};
use tantivy::SegmentReader;

use crate::schema::Fields;

/// Tenant and time: the conditions no query goes without.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) organization: OrganizationId,
    pub(crate) projects: &'a [ProjectId],
    pub(crate) range: TimeRange,
}

/// Matching documents of a segment.
pub(crate) struct Matching {
    /// The documents, deleted ones included.
    pub(crate) docs: Docs,
    /// A bound was met; more may match.
    pub(crate) truncated: bool,
}

/// Compiles filters for one segment.
pub(crate) struct Compiler<'a> {
    fields: &'a Fields,
    segment: &'a SegmentReader,
    truncated: Cell<bool>,
}

impl Scope<'_> {
    /// Documents of the segment in this scope that meet the filter.
    pub(crate) fn compile(&self, fields: &Fields, segment: &SegmentReader, filter: &Filter) -> tantivy::Result<Matching> {
        let compiler = Compiler { fields, segment, truncated: Cell::new(false) };
        let docs = compiler.scoped(self, filter)?;
        Ok(Matching { docs, truncated: compiler.truncated.get() })
    }
}

/// Documents of the segment that meet the filter, whatever their tenant: only beside a compiled scope.
pub(crate) fn compile_unscoped(fields: &Fields, segment: &SegmentReader, filter: &Filter) -> tantivy::Result<Matching> {
    let compiler = Compiler { fields, segment, truncated: Cell::new(false) };
    let docs = compiler.filter(filter)?;
    Ok(Matching { docs, truncated: compiler.truncated.get() })
}

impl Compiler<'_> {
    fn scoped(&self, scope: &Scope<'_>, filter: &Filter) -> tantivy::Result<Docs> {
        let common = &self.fields.common;
        let organization = self.any_number(common.organization_id, "organization_id", &[scope.organization.0])?;
        let projects: Vec<i64> = scope.projects.iter().map(|project| project.0).collect();
        let projects = self.any_number(common.project_id, "project_id", &projects)?;
        let mut all = vec![organization, projects];
        if all.iter().any(Docs::is_none) {
            return Ok(Docs::None);
        }
        let TimeRange { start: Timestamp(start), end: Timestamp(end) } = scope.range;
        if end == i64::MIN {
            return Ok(Docs::None);
        }
        all.push(self.number_range("timestamp", start, if end == i64::MAX { end } else { end - 1 })?);
        if all.iter().any(Docs::is_none) {
            return Ok(Docs::None);
        }
        all.push(self.filter(filter)?);
        Ok(sets::and(self.segment, all))
    }

    fn filter(&self, filter: &Filter) -> tantivy::Result<Docs> {
        match filter {
            Filter::All => Ok(Docs::All),
            Filter::None => Ok(Docs::None),
            Filter::And(list) => self.all_of(list),
            Filter::Or(list) => {
                let parts = list.iter().map(|inner| self.filter(inner)).collect::<tantivy::Result<Vec<_>>>()?;
                Ok(sets::or(self.segment, parts))
            }
            Filter::Not(inner) => Ok(sets::not(self.segment, self.filter(inner)?)),
            Filter::Equals(field, value) => self.equals(field, std::slice::from_ref(value)),
            Filter::In(field, values) => self.equals(field, values),
            Filter::Exists(field) => self.exists(field),
            Filter::Compare(field, compare, value) => self.compare(field, *compare, value),
            Filter::Wildcard(field, pattern) => self.wildcard(field, pattern),
            Filter::Text { field, text, phrase } => self.text(field.as_deref(), text, *phrase),
        }
    }

    fn all_of(&self, list: &[Filter]) -> tantivy::Result<Docs> {
        let mut parts = Vec::with_capacity(list.len());
        for inner in list {
            let part = self.filter(inner)?;
            if part.is_none() {
                return Ok(Docs::None);
            }
            parts.push(part);
        }
        Ok(sets::and(self.segment, parts))
    }

    fn compare(&self, field: &FieldRef, compare: Compare, value: &FieldValue) -> tantivy::Result<Docs> {
        match field {
            FieldRef::Tag(_) => Ok(Docs::None),
            FieldRef::Field(name) => self.compare_number(name, compare, value),
        }
    }
}
