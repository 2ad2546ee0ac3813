//! Equality and presence.

use bartizan_domain::EventId;
use bartizan_domain::dataset::FieldKind;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::FieldRef;
use bartizan_ports::events::rules;
use tantivy::columnar::ColumnIndex;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocSet, TERMINATED, Term};

use super::Compiler;
use super::sets::{self, Docs, insert_all};
use crate::columns::Ids;
use crate::schema::{event_key, tag_column, tag_path};

impl Compiler<'_> {
    /// Documents with one of these values.
    pub(super) fn equals(&self, field: &FieldRef, values: &[FieldValue]) -> tantivy::Result<Docs> {
        let texts = || values.iter().filter_map(FieldValue::as_str).map(|text| rules::cut(text, rules::MAX_KEYWORD_BYTES));
        match field {
            FieldRef::Tag(key) => {
                let prefix = tag_prefix(self.fields.common.tags, key);
                self.any_term(texts().map(|text| {
                    let mut term = prefix.clone();
                    term.append_type_and_str(text);
                    term
                }))
            }
            FieldRef::Field(name) if name == "event_id" => {
                let parts = texts().filter_map(|text| text.parse().ok()).map(|event| self.event(event));
                Ok(sets::or(self.segment, parts.collect::<tantivy::Result<Vec<_>>>()?))
            }
            FieldRef::Field(name) => {
                let Some(handle) = self.fields.get(name) else { return Ok(Docs::None) };
                match self.fields.dataset.schema().field(name).map(|spec| spec.kind) {
                    Some(FieldKind::Keyword | FieldKind::Id) => self.any_term(texts().map(|text| Term::from_field_text(handle, text))),
                    _ => self.any_value(handle, name, values),
                }
            }
        }
    }

    /// Documents with one of these terms.
    pub(super) fn any_term(&self, terms: impl Iterator<Item = Term>) -> tantivy::Result<Docs> {
        let mut found = Vec::new();
        for term in terms {
            let inverted = self.segment.inverted_index(term.field())?;
            found.extend(inverted.read_postings(&term, IndexRecordOption::Basic)?);
        }
        if found.len() < 2 {
            return Ok(found.pop().map_or(Docs::None, Docs::of));
        }
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        found.iter_mut().for_each(|postings| insert_all(&mut bits, postings));
        Ok(Docs::of_bits(bits))
    }

    /// The documents of an event id (of several projects, perhaps).
    fn event(&self, event: EventId) -> tantivy::Result<Docs> {
        let field = self.fields.common.event_key;
        let term = Term::from_field_u64(field, event_key(event));
        let postings = self.segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { return Ok(Docs::None) };
        let ids = Ids::open(self.segment)?;
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        while postings.doc() != TERMINATED {
            if ids.event(postings.doc()) == event {
                bits.insert(postings.doc());
            }
            postings.advance();
        }
        Ok(Docs::of_bits(bits))
    }

    /// Documents that have a value.
    pub(super) fn exists(&self, field: &FieldRef) -> tantivy::Result<Docs> {
        match field {
            FieldRef::Tag(key) => self.has_column(&tag_column(key)),
            FieldRef::Field(name) if rules::is_common(name) => Ok(Docs::All),
            FieldRef::Field(name) => match self.fields.dataset.schema().field(name).map(|spec| spec.kind) {
                Some(FieldKind::Text | FieldKind::Id) => {
                    self.any_term(std::iter::once(Term::from_field_text(self.fields.common.has, name)))
                }
                _ if self.fields.is_column(name) => self.has_column(name),
                _ => Ok(Docs::None),
            },
        }
    }

    fn has_column(&self, name: &str) -> tantivy::Result<Docs> {
        let mut parts = Vec::new();
        for handle in self.segment.fast_fields().dynamic_column_handles(name)? {
            let column = handle.open()?;
            let mut bits = BitSet::with_max_value(self.segment.max_doc());
            match column.column_index() {
                ColumnIndex::Full => return Ok(Docs::All),
                ColumnIndex::Empty { .. } => continue,
                ColumnIndex::Optional(index) => index.iter_non_null_docs().for_each(|document| {
                    bits.insert(document);
                }),
                ColumnIndex::Multivalued(index) => {
                    index.iter_non_null_docs().for_each(|document| {
                        bits.insert(document);
                    });
                }
            }
            parts.push(Docs::of_bits(bits));
        }
        Ok(sets::or(self.segment, parts))
    }
}

/// Start of every term of a tag.
pub(super) fn tag_prefix(tags: Field, key: &str) -> Term {
    Term::from_field_json_path(tags, &tag_path(key), false)
}
