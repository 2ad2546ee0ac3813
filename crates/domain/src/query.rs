//! The typed query tree over events: filters, groups, aggregates, time buckets. Never SQL text; the embedded
//! store compiles it to index queries and collectors, a distributed one to its own language.

use std::collections::HashMap;
use std::sync::Arc;

use crate::dataset::Dataset;
use crate::document::FieldValue;
use crate::{EventId, OrganizationId, ProjectId, TimeRange};

/// What a filter or a group key looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldRef {
    /// A field of the dataset's schema (or a common one).
    Field(String),
    /// A tag.
    Tag(String),
}

impl FieldRef {
    /// A schema field.
    pub fn field(name: &str) -> Self {
        Self::Field(name.to_owned())
    }

    /// The schema field of that name, else the tag.
    pub fn resolve(dataset: Dataset, name: &str) -> Self {
        if dataset.schema().field(name).is_some() { Self::field(name) } else { Self::Tag(name.to_owned()) }
    }
}

/// Order comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// A condition on events.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Every event.
    All,
    /// No event.
    None,
    /// All of these.
    And(Vec<Filter>),
    /// Any of these.
    Or(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// Some value of the field equals (text: exactly, with case).
    Equals(FieldRef, FieldValue),
    /// Some value of the field is one of these.
    In(FieldRef, Vec<FieldValue>),
    /// The field has a value.
    Exists(FieldRef),
    /// The number or moment compares.
    Compare(FieldRef, Compare, FieldValue),
    /// Some value of the keyword, id or tag matches: `*` stands for any run of characters, all else for itself;
    /// without regard to case.
    Wildcard(FieldRef, String),
    /// Words in a text field (all must occur; the last may be a prefix when it ends in `*`); a phrase keeps order.
    Text {
        /// A [`crate::dataset::FieldKind::Text`] field; `None` for title and message together.
        field: Option<String>,
        /// What to look for.
        text: String,
        /// Whether the words must follow one another.
        phrase: bool,
    },
}

impl Filter {
    /// Both, with the trivial cases folded away.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, f) | (f, Self::All) => f,
            (Self::None, _) | (_, Self::None) => Self::None,
            (Self::And(mut list), f) => {
                list.push(f);
                Self::And(list)
            }
            (a, b) => Self::And(vec![a, b]),
        }
    }

    /// The opposite.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::All => Self::None,
            Self::None => Self::All,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// A key to group by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupKey {
    /// Values of a field or tag. An event without one falls in the `Null` group; one with several counts in each.
    Field(FieldRef),
    /// Buckets of `width_us` of a time field, aligned to `origin_us`; the value is the bucket's start.
    Time {
        /// A time field.
        field: String,
        /// Width in microseconds, at least one second.
        width_us: i64,
        /// A bucket starts here (0 = the epoch).
        origin_us: i64,
    },
    /// Texts of a field, some of them counted under another: the hashes of an issue under one of them.
    Renamed {
        /// A field or tag of texts.
        field: FieldRef,
        /// A field of whole numbers that is a key of the same query: a text has another name only beside this number.
        beside: FieldRef,
        /// The other names.
        names: Arc<Names>,
    },
}

/// By number and text, the text it counts under; one that is not here keeps its own.
pub type Names = HashMap<(i64, String), String>;

/// What to compute per group.
#[derive(Debug, Clone, PartialEq)]
pub enum Aggregate {
    /// Events.
    Count,
    /// Distinct values (sketched, about 1 % error above some thousands; exact below).
    CountDistinct(FieldRef),
    /// Distinct pairs of a number and a text, with some texts counted under another beside their number: the issues of hashes.
    /// An event without one of both counts for nothing.
    CountDistinctRenamed {
        /// A field or tag of texts.
        field: FieldRef,
        /// A field of whole numbers.
        beside: FieldRef,
        /// The other names.
        names: Arc<Names>,
    },
    /// Sum of a number.
    Sum(FieldRef),
    /// Mean of a number.
    Avg(FieldRef),
    /// Smallest number or moment.
    Min(FieldRef),
    /// Largest number or moment.
    Max(FieldRef),
    /// Percentile 0..=100 of a number (sketched, about 1 % relative error).
    Percentile(FieldRef, f64),
    /// Events that also meet the filter.
    CountIf(Filter),
}

/// What to order groups by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupOrder {
    /// By the aggregate with that index.
    Aggregate(usize),
    /// By the key with that index.
    Key(usize),
}

/// What to answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Select {
    /// Single events.
    Rows {
        /// Values wanted of each (a field with several values answers the first).
        fields: Vec<FieldRef>,
        /// Order by the first value of this field, and whether it is descending; without a value last. One that can be a group's key.
        by: Option<(FieldRef, bool)>,
        /// Newest first when true, oldest first when false; ties by event id. Among events of one value where they are ordered by one.
        newest_first: bool,
        /// At most so many.
        limit: usize,
        /// After leaving out so many.
        offset: usize,
    },
    /// Groups with aggregates; without keys there is exactly one group.
    Groups {
        /// Keys, most significant first.
        keys: Vec<GroupKey>,
        /// Aggregates.
        aggregates: Vec<Aggregate>,
        /// Order and whether it is descending.
        order: Option<(GroupOrder, bool)>,
        /// At most so many.
        limit: usize,
        /// After leaving out so many.
        offset: usize,
    },
}

/// A question to the event store. Tenant and time range are always named.
#[derive(Debug, Clone, PartialEq)]
pub struct EventQuery {
    /// Dataset.
    pub dataset: Dataset,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Projects; an empty list answers nothing.
    pub projects: Vec<ProjectId>,
    /// Event time.
    pub range: TimeRange,
    /// Condition.
    pub filter: Filter,
    /// Answer wanted.
    pub select: Select,
}

impl EventQuery {
    /// Another question about the same events.
    #[must_use]
    pub fn with(&self, select: Select) -> Self {
        Self { projects: self.projects.clone(), filter: self.filter.clone(), select, ..*self }
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The event, for single events.
    pub event: Option<(ProjectId, EventId)>,
    /// Fields in the order asked; for groups keys first, then aggregates.
    pub values: Vec<FieldValue>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueryResult {
    /// Rows.
    pub rows: Vec<Row>,
    /// Matching events (rows) or groups before the limit.
    pub total: u64,
    /// True when a bound on groups cut the result, so that numbers may be too low.
    pub truncated: bool,
}
