//! Functions of columns: `count()`, `p95(size)`, `count_if(level,equals,fatal)` …

use bartizan_domain::dataset::{FieldKind, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, Compare, FieldRef, Filter};
use bartizan_domain::search::nearest;
use bartizan_domain::time::{MINUTE_US, SECOND_US};
use serde_json::{Value, json};

use super::column::{ColumnKind, plain, refuse_search_only};
use super::{shared, table};
use crate::{ApiError, ApiResult};

/// Names of all functions, for hints.
pub(super) const NAMES: [&str; 19] = [
    "count",
    "count_unique",
    "count_if",
    "last_seen",
    "first_seen",
    "min",
    "max",
    "sum",
    "avg",
    "p50",
    "p75",
    "p90",
    "p95",
    "p99",
    "p100",
    "percentile",
    "eps",
    "epm",
    "failure_rate",
];
/// Operators of `count_if`.
const OPERATORS: &str = "equals, notEquals, less, lessOrEquals, greater or greaterOrEquals";

/// What the aggregate is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Per {
    /// Nothing.
    Whole,
    /// The seconds of the window, or of the interval in a chart.
    Second,
    /// The minutes of it.
    Minute,
    /// The number of events.
    Event,
}

/// A function.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Function {
    /// What the event store computes.
    pub(super) aggregate: Aggregate,
    /// What it is divided by.
    pub(super) per: Per,
    /// The result's type in the answer.
    pub(super) type_name: &'static str,
}

impl Function {
    const fn whole(aggregate: Aggregate, type_name: &'static str) -> Self {
        Self { aggregate, per: Per::Whole, type_name }
    }

    /// What is asked of the event store: the aggregate, and what it is divided by where that is counted too.
    pub(super) fn aggregates(&self) -> Vec<Aggregate> {
        match self.per {
            Per::Event => vec![self.aggregate.clone(), Aggregate::Count],
            _ => vec![self.aggregate.clone()],
        }
    }

    /// The result over `width_us` from the values of [`Function::aggregates`]. No event has no share.
    #[expect(clippy::cast_precision_loss, reason = "a window of 292 years fits into 53 bits of milliseconds")]
    pub(super) fn result(&self, values: &[FieldValue], width_us: i64) -> Value {
        let null = FieldValue::Null;
        let first = values.first().unwrap_or(&null);
        let over = |divisor: f64| first.as_f64().filter(|_| divisor > 0.0).map_or(Value::Null, |number| json!(number / divisor));
        match self.per {
            Per::Whole => table::value(first, self.type_name == "date"),
            Per::Second => over(width_us as f64 / SECOND_US as f64),
            Per::Minute => over(width_us as f64 / MINUTE_US as f64),
            Per::Event => over(values.get(1).and_then(FieldValue::as_f64).unwrap_or(0.0)),
        }
    }

    /// Groups can be ordered by it.
    pub(super) fn is_sortable(&self) -> bool {
        self.per != Per::Event
    }
}

/// Reads `function(argument)`; `name` is the whole, for messages.
pub(super) fn parse(name: &str, function: &str, argument: &str) -> ApiResult<Function> {
    let timestamp = || FieldRef::field("timestamp");
    let number = |wrap: fn(FieldRef) -> Aggregate| {
        let (field, kind) = field(name, argument)?;
        Ok(Function::whole(wrap(field), if kind == FieldKind::Time { "date" } else { "number" }))
    };
    match function {
        "count" => Ok(Function::whole(Aggregate::Count, "integer")),
        "count_unique" if matches!(plain(argument), ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title) => {
            Ok(Function::whole(shared::count(), "integer"))
        }
        "count_unique" => Ok(Function::whole(Aggregate::CountDistinct(field(name, argument)?.0), "integer")),
        "count_if" => Ok(Function::whole(Aggregate::CountIf(count_if(name, argument)?), "integer")),
        "last_seen" => Ok(Function::whole(Aggregate::Max(timestamp()), "date")),
        "first_seen" => Ok(Function::whole(Aggregate::Min(timestamp()), "date")),
        "min" => number(Aggregate::Min),
        "max" => number(Aggregate::Max),
        "sum" => number(Aggregate::Sum),
        "avg" => number(Aggregate::Avg),
        "p50" | "p75" | "p90" | "p95" | "p99" | "p100" => {
            let percent = function.get(1..).and_then(|p| p.parse().ok()).unwrap_or(50.0);
            Ok(Function::whole(Aggregate::Percentile(field(name, argument)?.0, percent), "number"))
        }
        "percentile" => Ok(Function::whole(percentile(name, argument)?, "number")),
        "eps" => Ok(Function { aggregate: Aggregate::Count, per: Per::Second, type_name: "rate" }),
        "epm" => Ok(Function { aggregate: Aggregate::Count, per: Per::Minute, type_name: "rate" }),
        "failure_rate" => Ok(Function { aggregate: Aggregate::CountIf(unhandled()), per: Per::Event, type_name: "percentage" }),
        _ => Err(unknown(function)),
    }
}

fn unknown(function: &str) -> ApiError {
    let hint = nearest(function, NAMES).map(|name| format!(" Did you mean {name}()?")).unwrap_or_default();
    ApiError::bad_request(format!("{function} is not a known function here: write one of {}.{hint}", NAMES.join(", ")))
}

/// Errors nobody caught: of an error the program itself dealt with nobody noticed anything.
fn unhandled() -> Filter {
    Filter::Equals(FieldRef::field("error.handled"), FieldValue::Bool(false))
}

fn field(name: &str, argument: &str) -> ApiResult<(FieldRef, FieldKind)> {
    refuse_search_only(argument)?;
    match plain(argument) {
        _ if argument.is_empty() => Err(ApiError::bad_request(format!("{name}: a field is required between the parentheses."))),
        ColumnKind::Field(field, kind) => Ok((field, kind)),
        ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title => Ok((FieldRef::field(GROUP_HASH), FieldKind::Keyword)),
        ColumnKind::Project | ColumnKind::ProjectId => Ok((FieldRef::field("project_id"), FieldKind::I64)),
        _ => Err(ApiError::bad_request(format!("{name}: {argument} cannot be aggregated."))),
    }
}

/// `field,0.95`
fn percentile(name: &str, argument: &str) -> ApiResult<Aggregate> {
    let parts = argument.split_once(',').map(|(field, share)| (field.trim(), share.trim().parse::<f64>()));
    match parts {
        Some((argument, Ok(share))) if (0.0..=1.0).contains(&share) => Ok(Aggregate::Percentile(field(name, argument)?.0, share * 100.0)),
        _ => Err(ApiError::bad_request(format!("{name}: write percentile(field,0.95) with a share from 0 to 1."))),
    }
}

/// `field,equals,value`
fn count_if(name: &str, argument: &str) -> ApiResult<Filter> {
    let mut parts = argument.splitn(3, ',').map(str::trim);
    let (Some(argument), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(ApiError::bad_request(format!("{name}: write count_if(field,equals,value).")));
    };
    let (field, kind) = field(name, argument)?;
    let text = value.trim_matches('"');
    let wrong = |what: &str| ApiError::bad_request(format!("{name}: {text:?} is not {what}."));
    let wanted = match kind {
        FieldKind::Keyword | FieldKind::Id => FieldValue::Str(text.to_owned()),
        FieldKind::I64 => FieldValue::I64(text.parse().map_err(|_| wrong("a whole number"))?),
        FieldKind::Bool => FieldValue::Bool(matches!(text, "true" | "1")),
        _ => return Err(ApiError::bad_request(format!("{name}: {argument} cannot be compared here."))),
    };
    let compare = match operator {
        "equals" => return Ok(Filter::Equals(field, wanted)),
        "notEquals" => return Ok(Filter::Equals(field, wanted).negate()),
        "less" => Compare::Less,
        "lessOrEquals" => Compare::AtMost,
        "greater" => Compare::Greater,
        "greaterOrEquals" => Compare::AtLeast,
        _ => return Err(ApiError::bad_request(format!("{name}: write {OPERATORS}."))),
    };
    if kind != FieldKind::I64 {
        return Err(ApiError::bad_request(format!("{name}: values of {argument} have no order, write equals or notEquals.")));
    }
    Ok(Filter::Compare(field, compare, wanted))
}
