//! Counting keys and values.

use std::collections::BTreeSet;

use bartizan_domain::dataset::{Dataset, FieldKind};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Select};
use bartizan_domain::{OrganizationId, Timestamp};

use super::shape::{TagKeyBody, TagValueBody, label};
use crate::sentry::events::{EventReader, Listing, simple};
use crate::{ApiResult, ApiState};

/// Keys counted in one query: two columns each, and a query has at most 64.
const KEYS_PER_QUERY: usize = 32;
/// Most keys answered.
const MAX_KEYS: usize = 200;

/// Order of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueSort {
    /// Most frequent first.
    Count,
    /// Last seen first.
    Date,
    /// First seen first.
    Age,
    /// By value.
    Id,
}

impl ValueSort {
    /// Reads `[-]date|count|age|id`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.strip_prefix('-').unwrap_or(text) {
            "count" => Self::Count,
            "date" => Self::Date,
            "age" => Self::Age,
            "id" => Self::Id,
            _ => return None,
        })
    }

    const fn order(self) -> (GroupOrder, bool) {
        match self {
            Self::Count => (GroupOrder::Aggregate(0), true),
            Self::Date => (GroupOrder::Aggregate(2), true),
            Self::Age => (GroupOrder::Aggregate(1), false),
            Self::Id => (GroupOrder::Key(0), false),
        }
    }
}

/// Tags of the events of a listing.
pub(crate) struct Tags<'a> {
    pub(crate) state: &'a ApiState,
    pub(crate) organization: OrganizationId,
    pub(crate) listing: &'a Listing,
}

/// The field or tag of a key.
fn field_of(key: &str) -> FieldRef {
    FieldRef::resolve(Dataset::Errors, key)
}

fn text_of(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Str(text) => Some(text.clone()),
        FieldValue::Bool(flag) => Some(flag.to_string()),
        FieldValue::I64(number) => Some(number.to_string()),
        FieldValue::F64(number) => Some(number.to_string()),
        FieldValue::Time(_) | FieldValue::Null => None,
    }
}

/// Wildcards fit the key.
fn is_text(key: &str) -> bool {
    Dataset::Errors.schema().field(key).is_none_or(|field| field.kind == FieldKind::Keyword)
}

fn count_at(values: &[FieldValue], at: usize) -> u64 {
    values.get(at).and_then(FieldValue::as_i64).and_then(|n| u64::try_from(n).ok()).unwrap_or(0)
}

fn time_at(values: &[FieldValue], at: usize) -> Option<Timestamp> {
    values.get(at).and_then(FieldValue::as_i64).map(Timestamp)
}

impl Tags<'_> {
    fn query(&self, filter: Filter, select: Select) -> ApiResult<Vec<Vec<FieldValue>>> {
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.organization,
            projects: self.listing.projects.clone(),
            range: self.listing.range,
            filter: self.listing.filter.clone().and(filter),
            select,
        })?;
        Ok(result.rows.into_iter().map(|row| row.values).collect())
    }

    /// Keys of a sample of events with their numbers over all of them, most frequent first.
    pub(crate) fn keys(&self, sample: usize) -> ApiResult<Vec<TagKeyBody>> {
        let names: Vec<String> = self.sampled_keys(sample)?.into_iter().take(MAX_KEYS).collect();
        let mut keys = Vec::new();
        for chunk in names.chunks(KEYS_PER_QUERY) {
            keys.extend(self.count_keys(chunk)?);
        }
        keys.sort_by(|a, b| b.total_values.cmp(&a.total_values).then_with(|| a.key.cmp(&b.key)));
        Ok(keys)
    }

    fn sampled_keys(&self, sample: usize) -> ApiResult<BTreeSet<String>> {
        let reader = EventReader { state: self.state, organization: self.organization };
        let mut names = BTreeSet::new();
        for newest_first in [true, false] {
            let events = reader.list(self.listing, newest_first, sample.div_ceil(2), 0)?;
            let all = events.len() < sample.div_ceil(2);
            for event in events {
                names.extend(simple(&event.identity, &event.payload, None).tags.into_iter().map(|tag| tag.key));
            }
            if all {
                break;
            }
        }
        Ok(names)
    }

    fn count_keys(&self, names: &[String]) -> ApiResult<Vec<TagKeyBody>> {
        let aggregates = names.iter().flat_map(|name| {
            let field = field_of(name);
            [Aggregate::CountIf(Filter::Exists(field.clone())), Aggregate::CountDistinct(field)]
        });
        let select = Select::Groups { keys: Vec::new(), aggregates: aggregates.collect(), order: None, limit: 1, offset: 0 };
        let rows = self.query(Filter::All, select)?;
        let values = rows.first().map(Vec::as_slice).unwrap_or_default();
        let body = |(index, name): (usize, &String)| TagKeyBody {
            key: name.clone(),
            name: label(name),
            total_values: count_at(values, 2 * index),
            unique_values: count_at(values, 2 * index + 1),
            top_values: None,
        };
        Ok(names.iter().enumerate().map(body).filter(|key| key.total_values > 0).collect())
    }

    /// One key; `None` when no event has it.
    pub(crate) fn key(&self, name: &str, top: usize) -> ApiResult<Option<TagKeyBody>> {
        let Some(mut key) = self.count_keys(&[name.to_owned()])?.pop() else { return Ok(None) };
        key.top_values = Some(self.values(name, ValueSort::Count, None, top, 0)?);
        Ok(Some(key))
    }

    /// Values of a key; `contains` keeps those with this text in them.
    pub(crate) fn values(
        &self,
        key: &str,
        sort: ValueSort,
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> ApiResult<Vec<TagValueBody>> {
        let field = field_of(key);
        let timestamp = || FieldRef::field("timestamp");
        let filter = match contains {
            Some(text) if is_text(key) => Filter::Wildcard(field.clone(), format!("*{text}*")),
            _ => Filter::Exists(field.clone()),
        };
        let rows = self.query(
            filter,
            Select::Groups {
                keys: vec![GroupKey::Field(field)],
                aggregates: vec![Aggregate::Count, Aggregate::Min(timestamp()), Aggregate::Max(timestamp())],
                order: Some(sort.order()),
                limit,
                offset,
            },
        )?;
        let value = |row: &Vec<FieldValue>| {
            let text = text_of(row.first()?)?;
            Some(TagValueBody::new(key, &text, count_at(row, 1), time_at(row, 2), time_at(row, 3)))
        };
        Ok(rows.iter().filter_map(value).collect())
    }
}

/// Keys of an issue's events.
pub(crate) fn keys_of_issue(
    state: &ApiState,
    organization: OrganizationId,
    listing: &Listing,
    sample: usize,
) -> ApiResult<Vec<TagKeyBody>> {
    Tags { state, organization, listing }.keys(sample)
}
