//! Numbers, moments and yes or no: conditions on columns.

use std::ops::Bound;

use bartizan_domain::dataset::FieldKind;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::Compare;
use tantivy::columnar::{Cardinality, Column};
use tantivy::query::{EnableScoring, Query, RangeQuery};
use tantivy::schema::Field;
use tantivy::{BitSet, Term};

use super::Compiler;
use super::sets::{self, Docs};

impl Compiler<'_> {
    /// Documents whose indexed number is one of these; knows when the column holds one number only.
    pub(super) fn any_number(&self, field: Field, name: &str, values: &[i64]) -> tantivy::Result<Docs> {
        let column = self.segment.fast_fields().i64(name)?;
        if self.segment.max_doc() == 0 || values.is_empty() {
            return Ok(Docs::None);
        }
        let (min, max) = (column.min_value(), column.max_value());
        let inside: Vec<i64> = values.iter().copied().filter(|value| (min..=max).contains(value)).collect();
        if inside.is_empty() {
            return Ok(Docs::None);
        }
        if min == max && column.get_cardinality() == Cardinality::Full {
            return Ok(Docs::All);
        }
        self.any_term(inside.into_iter().map(|value| Term::from_field_i64(field, value)))
    }

    /// Documents with one of these values in a column.
    pub(super) fn any_value(&self, field: Field, name: &str, values: &[FieldValue]) -> tantivy::Result<Docs> {
        if self.fields.schema.get_field_entry(field).is_indexed() {
            let numbers: Vec<i64> = values.iter().filter_map(FieldValue::as_i64).collect();
            return self.any_number(field, name, &numbers);
        }
        let parts = values.iter().map(|value| match value {
            FieldValue::Bool(wanted) => self.yes_or_no(name, *wanted),
            FieldValue::I64(n) if self.kind(name) == Some(FieldKind::F64) => {
                #[expect(clippy::cast_precision_loss, reason = "compared as the column's kind")]
                let n = *n as f64;
                self.float_range(name, Bound::Included(n), Bound::Included(n))
            }
            FieldValue::F64(n) => self.float_range(name, Bound::Included(*n), Bound::Included(*n)),
            other => other.as_i64().map_or(Ok(Docs::None), |n| self.number_range(name, n, n)),
        });
        Ok(sets::or(self.segment, parts.collect::<tantivy::Result<Vec<_>>>()?))
    }

    fn kind(&self, name: &str) -> Option<FieldKind> {
        self.fields.dataset.schema().field(name).map(|spec| spec.kind)
    }

    /// Documents whose number or moment compares.
    pub(super) fn compare_number(&self, name: &str, compare: Compare, value: &FieldValue) -> tantivy::Result<Docs> {
        if self.kind(name) == Some(FieldKind::F64) {
            let Some(n) = value.as_f64() else { return Ok(Docs::None) };
            return match compare {
                Compare::Less => self.float_range(name, Bound::Unbounded, Bound::Excluded(n)),
                Compare::AtMost => self.float_range(name, Bound::Unbounded, Bound::Included(n)),
                Compare::Greater => self.float_range(name, Bound::Excluded(n), Bound::Unbounded),
                Compare::AtLeast => self.float_range(name, Bound::Included(n), Bound::Unbounded),
            };
        }
        let Some((min, max)) = whole_range(compare, value) else { return Ok(Docs::None) };
        self.number_range(name, min, max)
    }

    /// Documents with a whole number between these, both included.
    pub(super) fn number_range(&self, name: &str, min: i64, max: i64) -> tantivy::Result<Docs> {
        let Some(field) = self.fields.get(name) else { return Ok(Docs::None) };
        let Some(column) = self.segment.fast_fields().column_opt::<i64>(name)? else { return Ok(Docs::None) };
        if let Some(docs) = fold(&column, min, max) {
            return Ok(docs);
        }
        let bound = |n| Bound::Included(Term::from_field_i64(field, n));
        self.range(&RangeQuery::new(bound(min), bound(max)))
    }

    fn float_range(&self, name: &str, min: Bound<f64>, max: Bound<f64>) -> tantivy::Result<Docs> {
        let Some(field) = self.fields.get(name) else { return Ok(Docs::None) };
        if self.segment.fast_fields().column_opt::<f64>(name)?.is_none() {
            return Ok(Docs::None);
        }
        let term = |n| Term::from_field_f64(field, n);
        // An open end would lose the field the range is of.
        let min = if let Bound::Unbounded = min { Bound::Included(f64::MIN) } else { min };
        let max = if let Bound::Unbounded = max { Bound::Included(f64::MAX) } else { max };
        self.range(&RangeQuery::new(min.map(term), max.map(term)))
    }

    fn yes_or_no(&self, name: &str, wanted: bool) -> tantivy::Result<Docs> {
        let column = if self.fields.is_column(name) { self.segment.fast_fields().column_opt::<bool>(name)? } else { None };
        // A column that holds one value only answers for the other one too: its extremes are asked first.
        let column = column.filter(|column| column.min_value() <= wanted && wanted <= column.max_value());
        let Some(column) = column else { return Ok(Docs::None) };
        let mut documents = Vec::new();
        column.get_docids_for_value_range(wanted..=wanted, 0..self.segment.max_doc(), &mut documents);
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        documents.into_iter().for_each(|document| {
            bits.insert(document);
        });
        Ok(Docs::of_bits(bits))
    }

    fn range(&self, query: &RangeQuery) -> tantivy::Result<Docs> {
        let weight = query.weight(EnableScoring::disabled_from_schema(&self.fields.schema))?;
        Ok(Docs::of_scorer(weight.scorer(self.segment, 1.0)?))
    }
}

/// What the column's extremes say alone.
fn fold(column: &Column<i64>, min: i64, max: i64) -> Option<Docs> {
    if min > max || column.values.num_vals() == 0 || column.max_value() < min || column.min_value() > max {
        return Some(Docs::None);
    }
    let all = column.get_cardinality() == Cardinality::Full && min <= column.min_value() && column.max_value() <= max;
    all.then_some(Docs::All)
}

/// Smallest and largest whole number that compare.
#[expect(clippy::cast_possible_truncation, reason = "saturates, which is what a bound wants")]
fn whole_range(compare: Compare, value: &FieldValue) -> Option<(i64, i64)> {
    let (n, below, above) = match value {
        FieldValue::F64(n) => (n.floor() as i64, n.floor() as i64, n.ceil() as i64),
        other => other.as_i64().map(|n| (n, n, n))?,
    };
    let whole = below == above;
    match compare {
        Compare::Less => Some((i64::MIN, if whole { n.checked_sub(1)? } else { below })),
        Compare::AtMost => Some((i64::MIN, below)),
        Compare::Greater => Some((if whole { n.checked_add(1)? } else { above }, i64::MAX)),
        Compare::AtLeast => Some((above, i64::MAX)),
    }
}
