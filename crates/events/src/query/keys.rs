//! Values of a field as small numbers of one segment, and what the numbers stand for.

use std::sync::Arc;

use bartizan_domain::Timestamp;
use bartizan_domain::dataset::FieldKind;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, GroupKey};
use bartizan_ports::events::rules;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::day::DayIndex;
use crate::hash;
use crate::schema::tag_column;

/// A value that can be a key of a hash map.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum KeyValue {
    Null,
    Str(Arc<str>),
    I64(i64),
    Time(i64),
    /// Bits of an `f64`.
    F64(u64),
    Bool(bool),
}

impl KeyValue {
    /// As it is answered.
    pub(super) fn answer(&self) -> FieldValue {
        match self {
            Self::Null => FieldValue::Null,
            Self::Str(text) => FieldValue::Str(text.as_ref().to_owned()),
            Self::I64(n) => FieldValue::I64(*n),
            Self::Time(t) => FieldValue::Time(Timestamp(*t)),
            Self::F64(bits) => FieldValue::F64(f64::from_bits(*bits)),
            Self::Bool(b) => FieldValue::Bool(*b),
        }
    }

    /// Hash for counting distinct values.
    pub(super) fn hash(&self) -> u64 {
        match self {
            Self::Null => 0,
            Self::Str(text) => hash::bytes(text.as_bytes()),
            Self::I64(n) | Self::Time(n) => hash::mix(n.cast_unsigned() ^ 0x5bd1_e995_0000_0001),
            Self::F64(bits) => hash::mix(*bits ^ 0x5bd1_e995_0000_0002),
            Self::Bool(b) => hash::mix(u64::from(*b) ^ 0x5bd1_e995_0000_0003),
        }
    }
}

/// What a number stands for before it is asked.
#[derive(Debug, Clone, Copy)]
enum Plain {
    I64,
    Time,
    F64,
    Bool,
}

/// Codes of one field in one segment: 0 is "no value".
pub(super) enum Codes {
    /// The segment has no such column.
    Missing,
    /// Ordinals of a dictionary, plus one.
    Ordinals { column: Column<u64>, texts: StrColumn },
    /// Numbers, numbered as they are met.
    Numbers { column: Column<u64>, kind: Plain64, met: Interned },
    /// Time buckets, numbered as they are met.
    Buckets { column: Column<i64>, width: i64, origin: i64, met: Interned, last: (i64, i64, u32) },
}

/// How a column's `u64` is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain64(Plain);

/// Numbers given to values in the order they were met, from 1.
#[derive(Debug, Default)]
pub(super) struct Interned {
    numbers: FxHashMap<u64, u32>,
    values: Vec<u64>,
}

impl Interned {
    fn number(&mut self, value: u64) -> u32 {
        let next = u32::try_from(self.values.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            next
        })
    }

    fn value(&self, code: u32) -> Option<u64> {
        self.values.get(usize::try_from(code.checked_sub(1)?).ok()?).copied()
    }
}

impl Codes {
    /// Opens the column of a group key.
    pub(super) fn of_key(index: &DayIndex, segment: &SegmentReader, key: &GroupKey) -> tantivy::Result<Self> {
        let fields = &index.fields;
        match key {
            GroupKey::Field(field) | GroupKey::Renamed { field, .. } => Self::of_field(index, segment, field),
            GroupKey::Time { field, width_us, origin_us } => {
                let column = if fields.is_column(field) { index.whole(segment, field)? } else { None };
                Ok(column.map_or(Self::Missing, |column| Self::Buckets {
                    column,
                    width: *width_us,
                    origin: *origin_us,
                    met: Interned::default(),
                    last: (0, 0, 0),
                }))
            }
        }
    }

    /// Opens the column of a field or tag.
    pub(super) fn of_field(index: &DayIndex, segment: &SegmentReader, field: &FieldRef) -> tantivy::Result<Self> {
        let texts = |name: &str| {
            let column = index.words(segment, name)?;
            Ok(column.map_or(Self::Missing, |texts| Self::Ordinals { column: texts.ords().clone(), texts }))
        };
        let name = match field {
            FieldRef::Tag(key) => return texts(&tag_column(key)),
            FieldRef::Field(name) => name.as_str(),
        };
        let fields = &index.fields;
        if !fields.is_column(name) {
            return Ok(Self::Missing);
        }
        let kind = match fields.dataset.schema().field(name).map(|spec| spec.kind) {
            Some(FieldKind::I64) => Plain::I64,
            Some(FieldKind::Time) => Plain::Time,
            Some(FieldKind::F64) => Plain::F64,
            Some(FieldKind::Bool) => Plain::Bool,
            _ => return texts(name),
        };
        let column = segment.fast_fields().u64_lenient(name)?.map(|(column, _)| column);
        Ok(column.map_or(Self::Missing, |column| Self::Numbers { column, kind: Plain64(kind), met: Interned::default() }))
    }

    /// Codes there can be, 0 included, when they are known beforehand.
    pub(super) fn known_count(&self) -> Option<usize> {
        match self {
            Self::Missing => Some(1),
            Self::Ordinals { texts, .. } => Some(texts.num_terms() + 1),
            _ => None,
        }
    }

    /// Appends the codes of a document; nothing when it has no value.
    pub(super) fn push(&mut self, document: DocId, codes: &mut Vec<u32>) {
        match self {
            Self::Missing => {}
            Self::Ordinals { column, .. } => {
                codes.extend(column.values_for_doc(document).map(|ord| u32::try_from(ord + 1).unwrap_or(u32::MAX)));
            }
            Self::Numbers { column, met, .. } => {
                codes.extend(column.values_for_doc(document).map(|value| met.number(value)));
            }
            Self::Buckets { column, width, origin, met, last } => {
                for at in column.values_for_doc(document) {
                    let (start, end, code) = *last;
                    if code == 0 || at < start || at >= end {
                        let start = rules::bucket(at, *width, *origin);
                        *last = (start, start.saturating_add(*width), met.number(start.cast_unsigned()));
                    }
                    if !codes.contains(&last.2) {
                        codes.push(last.2);
                    }
                }
            }
        }
    }

    /// What codes stand for. They must be sorted.
    pub(super) fn resolve(&self, codes: &[u32]) -> tantivy::Result<Vec<KeyValue>> {
        match self {
            Self::Missing => Ok(vec![KeyValue::Null; codes.len()]),
            Self::Ordinals { texts, .. } => {
                let ordinals: Vec<u64> = codes.iter().filter(|code| **code > 0).map(|code| u64::from(*code) - 1).collect();
                let mut values: Vec<KeyValue> = vec![KeyValue::Null; codes.len() - ordinals.len()];
                texts.dictionary().sorted_ords_to_term_cb(&ordinals, |bytes| {
                    values.push(KeyValue::Str(Arc::from(String::from_utf8_lossy(bytes))));
                })?;
                values.resize(codes.len(), KeyValue::Null);
                Ok(values)
            }
            Self::Numbers { kind, met, .. } => {
                Ok(codes.iter().map(|code| met.value(*code).map_or(KeyValue::Null, |value| kind.read(value))).collect())
            }
            Self::Buckets { met, .. } => {
                Ok(codes.iter().map(|code| met.value(*code).map_or(KeyValue::Null, |start| KeyValue::Time(start.cast_signed()))).collect())
            }
        }
    }
}

impl Plain64 {
    fn read(self, value: u64) -> KeyValue {
        match self.0 {
            Plain::I64 => KeyValue::I64(tantivy::u64_to_i64(value)),
            Plain::Time => KeyValue::Time(tantivy::u64_to_i64(value)),
            Plain::F64 => KeyValue::F64(tantivy::u64_to_f64(value).to_bits()),
            Plain::Bool => KeyValue::Bool(value != 0),
        }
    }
}

/// A column of numbers for sums and sketches.
pub(super) enum Numbers {
    Missing,
    Whole { column: Column<i64>, time: bool },
    Float(Column<f64>),
}

impl Numbers {
    /// Opens the column.
    pub(super) fn open(index: &DayIndex, segment: &SegmentReader, field: &FieldRef) -> tantivy::Result<Self> {
        let FieldRef::Field(name) = field else { return Ok(Self::Missing) };
        let fields = &index.fields;
        if !fields.is_column(name) {
            return Ok(Self::Missing);
        }
        let kind = fields.dataset.schema().field(name).map(|spec| spec.kind);
        Ok(match kind {
            Some(FieldKind::F64) => segment.fast_fields().column_opt(name)?.map_or(Self::Missing, Self::Float),
            Some(FieldKind::I64 | FieldKind::Time) => {
                index.whole(segment, name)?.map_or(Self::Missing, |column| Self::Whole { column, time: kind == Some(FieldKind::Time) })
            }
            _ => Self::Missing,
        })
    }
}

/// Reads a value without its index, for a column every document has one of.
pub(super) fn full<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
) -> Option<&Arc<dyn ColumnValues<T>>> {
    (column.get_cardinality() == tantivy::columnar::Cardinality::Full).then_some(&column.values)
}
