//! The query tree evaluated naively, document by document: slow, short and obviously right. The fake answers by it.

use bartizan_domain::dataset::{Dataset, FieldKind};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, Compare, FieldRef, Filter, GroupKey};
use bartizan_domain::{EventId, Timestamp};

use super::rules::{self, FREE_TEXT_FIELDS, TextSearch, Wildcard};

/// All values of a field or tag, in the order given.
pub(super) fn values(document: &Document, field: &FieldRef) -> Vec<FieldValue> {
    match field {
        FieldRef::Tag(key) => {
            let tags = document.tags.iter().filter(|(have, _)| have == key);
            tags.map(|(_, value)| FieldValue::Str(value.clone())).collect()
        }
        FieldRef::Field(name) => match name.as_str() {
            "organization_id" => vec![FieldValue::I64(document.organization_id.0)],
            "project_id" => vec![FieldValue::I64(document.project_id.0)],
            "timestamp" => vec![FieldValue::Time(document.timestamp)],
            "event_id" => vec![FieldValue::Str(document.event_id.to_string())],
            "offset" => vec![FieldValue::I64(i64::try_from(document.offset).unwrap_or(i64::MAX))],
            name => document.fields.iter().filter(|(have, _)| *have == name).map(|(_, value)| value.clone()).collect(),
        },
    }
}

/// Whether the document meets the filter.
pub(super) fn meets(dataset: Dataset, document: &Document, filter: &Filter) -> bool {
    match filter {
        Filter::All => true,
        Filter::None => false,
        Filter::And(list) => list.iter().all(|inner| meets(dataset, document, inner)),
        Filter::Or(list) => list.iter().any(|inner| meets(dataset, document, inner)),
        Filter::Not(inner) => !meets(dataset, document, inner),
        Filter::Equals(field, want) => values(document, field).iter().any(|have| equal(field, have, want)),
        Filter::In(field, list) => values(document, field).iter().any(|have| list.iter().any(|want| equal(field, have, want))),
        Filter::Exists(field) => !values(document, field).is_empty(),
        Filter::Compare(field, compare, want) => values(document, field).iter().any(|have| compares(have, *compare, want)),
        Filter::Wildcard(field, pattern) => {
            let pattern = Wildcard::new(pattern);
            values(document, field).iter().filter_map(FieldValue::as_str).any(|have| pattern.matches(have))
        }
        Filter::Text { field, text, phrase } => meets_text(dataset, document, field.as_deref(), text, *phrase),
    }
}

fn equal(field: &FieldRef, have: &FieldValue, want: &FieldValue) -> bool {
    match (have, want) {
        (FieldValue::Str(have), FieldValue::Str(want)) if *field == FieldRef::field("event_id") => {
            want.parse::<EventId>().is_ok_and(|want| want.to_string() == *have)
        }
        (FieldValue::Str(have), FieldValue::Str(want)) => have == rules::cut(want, rules::MAX_KEYWORD_BYTES),
        (FieldValue::F64(have), want) => want.as_f64().is_some_and(|want| *have == want),
        (FieldValue::Time(have), want) => want.as_i64() == Some(have.0),
        (have, want) => have == want,
    }
}

fn compares(have: &FieldValue, compare: Compare, want: &FieldValue) -> bool {
    let order = match (have.as_i64(), want.as_i64()) {
        (Some(have), Some(want)) => Some(have.cmp(&want)),
        _ => have.as_f64().zip(want.as_f64()).and_then(|(have, want)| have.partial_cmp(&want)),
    };
    order.is_some_and(|order| match compare {
        Compare::Less => order.is_lt(),
        Compare::AtMost => order.is_le(),
        Compare::Greater => order.is_gt(),
        Compare::AtLeast => order.is_ge(),
    })
}

fn meets_text(dataset: Dataset, document: &Document, field: Option<&str>, text: &str, phrase: bool) -> bool {
    let search = TextSearch::parse(text);
    let names: Vec<&str> = match field {
        Some(name) => vec![name],
        None => FREE_TEXT_FIELDS.into_iter().filter(|name| is_text(dataset, name)).collect(),
    };
    let texts: Vec<Vec<String>> = names
        .iter()
        .flat_map(|name| values(document, &FieldRef::field(name)))
        .filter_map(|value| value.as_str().map(rules::words))
        .collect();
    if phrase { texts.iter().any(|words| search.matches_phrase(words)) } else { search.matches_words(&texts.concat()) }
}

fn is_text(dataset: Dataset, name: &str) -> bool {
    dataset.schema().field(name).is_some_and(|spec| spec.kind == FieldKind::Text)
}

/// Values a document has for a group key; `Null` where it has none.
pub(super) fn key_values(document: &Document, key: &GroupKey) -> Vec<FieldValue> {
    let found = match key {
        GroupKey::Field(field) => values(document, field),
        GroupKey::Renamed { field, beside, names } => {
            let number = values(document, beside).first().and_then(FieldValue::as_i64).unwrap_or_default();
            let name = |text: &str| names.get(&(number, text.to_owned())).cloned().unwrap_or_else(|| text.to_owned());
            let named = |value: FieldValue| if let FieldValue::Str(text) = &value { FieldValue::Str(name(text)) } else { value };
            values(document, field).into_iter().map(named).collect()
        }
        GroupKey::Time { field, width_us, origin_us } => {
            let times = values(document, &FieldRef::field(field));
            let starts = times.iter().filter_map(FieldValue::as_i64);
            starts.map(|at| FieldValue::Time(Timestamp(rules::bucket(at, *width_us, *origin_us)))).collect()
        }
    };
    let mut unique: Vec<FieldValue> = Vec::with_capacity(found.len());
    for value in found {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    if unique.is_empty() { vec![FieldValue::Null] } else { unique }
}

/// One aggregate over the documents of a group, exactly.
pub(super) fn aggregate(dataset: Dataset, documents: &[&Document], aggregate: &Aggregate) -> FieldValue {
    match aggregate {
        Aggregate::Count => count(documents.len()),
        Aggregate::CountIf(filter) => count(documents.iter().filter(|d| meets(dataset, d, filter)).count()),
        Aggregate::CountDistinct(field) => {
            let mut all: Vec<FieldValue> = documents.iter().flat_map(|d| values(d, field)).collect();
            all.sort_by(rules::compare_values);
            all.dedup();
            count(all.len())
        }
        Aggregate::CountDistinctRenamed { field, beside, names } => {
            let pairs = documents.iter().flat_map(|d| {
                let texts = values(d, field).into_iter().filter_map(|value| value.as_str().map(str::to_owned));
                let texts: Vec<String> = texts.collect();
                let numbers = values(d, beside).into_iter().filter_map(|value| value.as_i64());
                numbers.flat_map(move |number| texts.clone().into_iter().map(move |text| (number, text))).collect::<Vec<_>>()
            });
            let named = pairs.map(|pair| (pair.0, names.get(&pair).cloned().unwrap_or(pair.1)));
            count(named.collect::<std::collections::HashSet<_>>().len())
        }
        Aggregate::Sum(field) => FieldValue::F64(numbers(documents, field).iter().sum()),
        Aggregate::Avg(field) => mean(&numbers(documents, field)),
        Aggregate::Min(field) => extreme(documents, field, false),
        Aggregate::Max(field) => extreme(documents, field, true),
        Aggregate::Percentile(field, p) => percentile(numbers(documents, field), *p),
    }
}

fn count(n: usize) -> FieldValue {
    FieldValue::I64(i64::try_from(n).unwrap_or(i64::MAX))
}

fn numbers(documents: &[&Document], field: &FieldRef) -> Vec<f64> {
    documents.iter().flat_map(|d| values(d, field)).filter_map(|v| v.as_f64()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "the fake holds few documents")]
fn mean(numbers: &[f64]) -> FieldValue {
    if numbers.is_empty() { FieldValue::Null } else { FieldValue::F64(numbers.iter().sum::<f64>() / numbers.len() as f64) }
}

fn extreme(documents: &[&Document], field: &FieldRef, largest: bool) -> FieldValue {
    let all = documents.iter().flat_map(|d| values(d, field));
    let best = if largest { all.max_by(rules::compare_values) } else { all.min_by(rules::compare_values) };
    best.unwrap_or(FieldValue::Null)
}

fn percentile(mut numbers: Vec<f64>, p: f64) -> FieldValue {
    numbers.sort_by(f64::total_cmp);
    let rank = rules::percentile_rank(p, numbers.len() as u64);
    usize::try_from(rank).ok().and_then(|rank| numbers.get(rank)).map_or(FieldValue::Null, |n| FieldValue::F64(*n))
}
