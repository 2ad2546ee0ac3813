//! Counting keys and values.

use bartizan_domain::dataset::{Dataset, FieldKind};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, QueryResult, Select};
use bartizan_domain::{OrganizationId, Timestamp};

use super::shape::{TagKeyBody, TagValueBody, label};
use crate::sentry::events::Listing;
use crate::{ApiResult, ApiState};

/// Keys counted in one query: two columns each, one for all events, and a query has at most 64.
const KEYS_PER_QUERY: usize = 31;
/// Most keys answered.
const MAX_KEYS: usize = 200;
/// Fields of events that are shown as tags beside those of an event's own.
const FIELDS: [&str; 9] = ["environment", "level", "release", "dist", "server_name", "transaction", "logger", "user", "url"];

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
    fn question(&self, filter: Filter, select: Select) -> EventQuery {
        EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.organization,
            projects: self.listing.projects.clone(),
            range: self.listing.range,
            filter: self.listing.filter.clone().and(filter),
            select,
        }
    }

    /// Keys of tags with the number of events that have each, most frequent first; fields are not among them.
    pub(crate) fn tag_keys(&self) -> ApiResult<Vec<(String, u64)>> {
        Ok(self.state.events.tag_keys(&self.question(Filter::All, no_rows()), MAX_KEYS)?)
    }

    /// Keys with their numbers, most frequent first.
    pub(crate) fn keys(&self) -> ApiResult<Vec<TagKeyBody>> {
        self.counted(None, |_| true)
    }

    /// The same for the keys that are wanted, each with its `top` most frequent values.
    pub(crate) fn keys_with_values(&self, top: usize, wanted: impl Fn(&str) -> bool) -> ApiResult<Vec<TagKeyBody>> {
        self.counted(Some(top), wanted)
    }

    fn counted(&self, top: Option<usize>, wanted: impl Fn(&str) -> bool) -> ApiResult<Vec<TagKeyBody>> {
        let tags = self.tag_keys()?.into_iter().map(|(key, _)| key).filter(|key| !FIELDS.contains(&key.as_str()));
        let names: Vec<String> = FIELDS.map(str::to_owned).into_iter().chain(tags).filter(|name| wanted(name)).take(MAX_KEYS).collect();
        let mut keys = Vec::new();
        for chunk in names.chunks(KEYS_PER_QUERY) {
            keys.extend(self.count_keys(chunk, top)?);
        }
        keys.sort_by(|a, b| b.total_values.cmp(&a.total_values).then_with(|| a.key.cmp(&b.key)));
        Ok(keys)
    }

    /// Everything about some keys is asked at once: the events are found only once for it.
    fn count_keys(&self, names: &[String], top: Option<usize>) -> ApiResult<Vec<TagKeyBody>> {
        let existing = names.iter().map(|name| Aggregate::CountIf(Filter::Exists(field_of(name))));
        let mut aggregates: Vec<Aggregate> = std::iter::once(Aggregate::Count).chain(existing).collect();
        // Where values are grouped, the number of groups is the number of values.
        if top.is_none() {
            aggregates.extend(names.iter().map(|name| Aggregate::CountDistinct(field_of(name))));
        }
        let mut selects = vec![Select::Groups { keys: Vec::new(), aggregates, order: None, limit: 1, offset: 0 }];
        if let Some(top) = top {
            // One more, since events without the key are a group as well.
            selects.extend(names.iter().map(|name| by_value(field_of(name), ValueSort::Count, top + 1, 0)));
        }
        let question = self.question(Filter::All, no_rows());
        let mut answers = self.state.events.query_each(&question, &selects)?.into_iter();
        let totals = answers.next().and_then(|answer| answer.rows.into_iter().next()).map(|row| row.values).unwrap_or_default();
        let all = count_at(&totals, 0);
        let mut bodies = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            let total_values = count_at(&totals, 1 + index);
            let grouped = answers.next().zip(top);
            let groups = grouped.as_ref().map(|(answer, _)| answer.total - u64::from(total_values < all && answer.total > 0));
            let unique_values = groups.unwrap_or_else(|| count_at(&totals, 1 + names.len() + index));
            let top_values = grouped.map(|(answer, top)| bodies_of(name, answer).take(top).collect());
            bodies.push(TagKeyBody { key: name.clone(), name: label(name), total_values, unique_values, top_values });
        }
        bodies.retain(|key| key.total_values > 0);
        Ok(bodies)
    }

    /// One key; `None` when no event has it.
    pub(crate) fn key(&self, name: &str, top: usize) -> ApiResult<Option<TagKeyBody>> {
        Ok(self.count_keys(&[name.to_owned()], Some(top))?.pop())
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
        let filter = match contains {
            Some(text) if is_text(key) => Filter::Wildcard(field.clone(), format!("*{text}*")),
            _ => Filter::Exists(field.clone()),
        };
        let answer = self.state.events.query(&self.question(filter, by_value(field, sort, limit, offset)))?;
        Ok(bodies_of(key, answer).collect())
    }
}

/// For a question that says itself what it wants of the events.
fn no_rows() -> Select {
    Select::Rows { fields: Vec::new(), by: None, newest_first: true, limit: 0, offset: 0 }
}

/// Events, first and last time by value.
fn by_value(field: FieldRef, sort: ValueSort, limit: usize, offset: usize) -> Select {
    let timestamp = || FieldRef::field("timestamp");
    Select::Groups {
        keys: vec![GroupKey::Field(field)],
        aggregates: vec![Aggregate::Count, Aggregate::Min(timestamp()), Aggregate::Max(timestamp())],
        order: Some(sort.order()),
        limit,
        offset,
    }
}

/// Values of an answer to [`by_value`]; events without one are left out.
fn bodies_of(key: &str, answer: QueryResult) -> impl Iterator<Item = TagValueBody> {
    answer.rows.into_iter().filter_map(move |row| {
        let text = text_of(row.values.first()?)?;
        Some(TagValueBody::new(key, &text, count_at(&row.values, 1), time_at(&row.values, 2), time_at(&row.values, 3)))
    })
}

/// Keys of an issue's events.
pub(crate) fn keys_of_issue(state: &ApiState, organization: OrganizationId, listing: &Listing) -> ApiResult<Vec<TagKeyBody>> {
    Tags { state, organization, listing }.keys()
}
