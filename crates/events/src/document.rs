//! A document as the index takes it, without copying its texts.

use std::borrow::Cow;
use std::slice;
use std::sync::Arc;

use bartizan_domain::dataset::FieldKind;
use bartizan_domain::document::{Document as Event, FieldValue};
use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

use crate::inflight::InFlight;
use crate::schema::{Fields, event_key, halves, tag_path};

/// A document on its way to the indexing thread.
#[derive(Debug)]
pub(crate) struct IndexDocument {
    event: Event,
    entries: Vec<(Field, Entry)>,
    bytes: usize,
    in_flight: Option<Arc<InFlight>>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy)]
enum Entry {
    U64(u64),
    I64(i64),
    Name(&'static str),
    Field(usize),
    Tags,
}

impl IndexDocument {
    /// The document with the address of its payload (which is dropped here).
    pub(crate) fn new(fields: &Fields, mut event: Event, address: u64) -> Self {
        event.payload = Arc::from([]);
        for (key, _) in &mut event.tags {
            if let Cow::Owned(path) = tag_path(key) {
                *key = path;
            }
        }
        let entries = entries(fields, &event, address);
        let texts = event.fields.iter().filter_map(|(_, v)| v.as_str().map(str::len)).sum::<usize>();
        let tags = event.tags.iter().map(|(k, v)| k.len() + v.len() + 48).sum::<usize>();
        let bytes = texts + tags + event.fields.len() * 64 + entries.len() * 24 + 128;
        Self { event, entries, bytes, in_flight: None }
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts the document as on its way, until the index drops it.
    pub(crate) fn travel(&mut self, in_flight: &Arc<InFlight>) {
        in_flight.enter(self.bytes);
        self.in_flight = Some(Arc::clone(in_flight));
    }
}

impl Drop for IndexDocument {
    fn drop(&mut self) {
        if let Some(in_flight) = self.in_flight.take() {
            in_flight.leave(self.bytes);
        }
    }
}

fn entries(fields: &Fields, event: &Event, address: u64) -> Vec<(Field, Entry)> {
    let common = &fields.common;
    let (hi, lo) = halves(event.event_id);
    let mut entries = Vec::with_capacity(event.fields.len() + 14);
    entries.extend([
        (common.organization_id, Entry::I64(event.organization_id.0)),
        (common.project_id, Entry::I64(event.project_id.0)),
        (common.timestamp, Entry::I64(event.timestamp.0)),
        (common.offset, Entry::I64(i64::try_from(event.offset).unwrap_or(i64::MAX))),
        (common.event_key, Entry::U64(event_key(event.event_id))),
        (common.event_hi, Entry::U64(hi)),
        (common.event_lo, Entry::U64(lo)),
        (common.address, Entry::U64(address)),
    ]);
    for (at, (name, _)) in event.fields.iter().enumerate() {
        let Some(field) = fields.get(name) else { continue };
        entries.push((field, Entry::Field(at)));
        let kind = fields.dataset.schema().field(name).map(|spec| spec.kind);
        let repeated = event.fields.iter().take(at).any(|(before, _)| before == name);
        if matches!(kind, Some(FieldKind::Text | FieldKind::Id)) && !repeated {
            entries.push((common.has, Entry::Name(name)));
        }
    }
    if !event.tags.is_empty() {
        entries.push((common.tags, Entry::Tags));
    }
    entries
}

/// A value by reference.
#[derive(Debug, Clone)]
pub(crate) enum DocumentValue<'a> {
    Str(&'a str),
    U64(u64),
    I64(i64),
    F64(f64),
    Bool(bool),
    Null,
    Tags(&'a [(String, String)]),
}

/// Tags as the entries of an object.
pub(crate) struct TagIter<'a>(slice::Iter<'a, (String, String)>);

impl<'a> Iterator for TagIter<'a> {
    type Item = (&'a str, DocumentValue<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key.as_str(), DocumentValue::Str(value)))
    }
}

impl<'a> Value<'a> for DocumentValue<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = TagIter<'a>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self {
            Self::Str(text) => ReferenceValueLeaf::Str(text),
            Self::U64(n) => ReferenceValueLeaf::U64(*n),
            Self::I64(n) => ReferenceValueLeaf::I64(*n),
            Self::F64(n) => ReferenceValueLeaf::F64(*n),
            Self::Bool(b) => ReferenceValueLeaf::Bool(*b),
            Self::Null => ReferenceValueLeaf::Null,
            Self::Tags(tags) => return ReferenceValue::Object(TagIter(tags.iter())),
        })
    }
}

/// Fields and values of a document in order.
pub(crate) struct Entries<'a> {
    document: &'a IndexDocument,
    at: slice::Iter<'a, (Field, Entry)>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Field, DocumentValue<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (field, entry) = self.at.next()?;
        let value = match entry {
            Entry::U64(n) => DocumentValue::U64(*n),
            Entry::I64(n) => DocumentValue::I64(*n),
            Entry::Name(name) => DocumentValue::Str(name),
            Entry::Tags => DocumentValue::Tags(&self.document.event.tags),
            Entry::Field(at) => match self.document.event.fields.get(*at).map(|(_, value)| value) {
                Some(FieldValue::Str(text)) => DocumentValue::Str(text),
                Some(FieldValue::I64(n)) => DocumentValue::I64(*n),
                Some(FieldValue::Time(t)) => DocumentValue::I64(t.0),
                Some(FieldValue::F64(n)) => DocumentValue::F64(*n),
                Some(FieldValue::Bool(b)) => DocumentValue::Bool(*b),
                Some(FieldValue::Null) | None => DocumentValue::Null,
            },
        };
        Some((*field, value))
    }
}

impl Document for IndexDocument {
    type Value<'a> = DocumentValue<'a>;
    type FieldsValuesIter<'a> = Entries<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Entries { document: self, at: self.entries.iter() }
    }
}
