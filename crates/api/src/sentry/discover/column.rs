//! Columns: from their names to what the event store is asked.

use bartizan_domain::dataset::{Dataset, FieldKind, GROUP_HASH};
use bartizan_domain::query::{Aggregate, FieldRef, Filter};
use bartizan_domain::search::keys;

use crate::{ApiError, ApiResult};

/// Longest name of a column in bytes.
const MAX_NAME_BYTES: usize = 250;

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// As the request wrote it, the key in the answer.
    pub(super) name: String,
    /// What it asks.
    pub(super) kind: ColumnKind,
}

/// What a column asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ColumnKind {
    /// Event id.
    EventId,
    /// Slug of the project.
    Project,
    /// Id of the project.
    ProjectId,
    /// Short id of the issue.
    Issue,
    /// Id of the issue.
    IssueId,
    /// Title: of the event, or of the group's issue.
    Title,
    /// A field or tag.
    Field(FieldRef, FieldKind),
    /// A function with the type of its result.
    Function(Aggregate, &'static str),
}

impl Column {
    /// Reads a column's name.
    pub(super) fn parse(name: &str) -> ApiResult<Self> {
        if name.len() > MAX_NAME_BYTES || name.is_empty() {
            return Err(ApiError::bad_request("A field has 1 to 250 characters."));
        }
        let kind = match name.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((function, argument)) => self::function(name, function, argument.trim())?,
            None => plain(name),
        };
        Ok(Self { name: name.to_owned(), kind })
    }

    /// The result's type in the answer's `meta.fields`.
    pub(super) fn type_name(&self) -> &'static str {
        match &self.kind {
            ColumnKind::Function(_, name) => name,
            ColumnKind::Field(_, FieldKind::I64) | ColumnKind::IssueId | ColumnKind::ProjectId => "integer",
            ColumnKind::Field(_, FieldKind::F64) => "number",
            ColumnKind::Field(_, FieldKind::Bool) => "boolean",
            ColumnKind::Field(_, FieldKind::Time) => "date",
            _ => "string",
        }
    }

    /// The field whose values make groups; `None` where that cannot be.
    pub(super) fn group_field(&self) -> Option<FieldRef> {
        match &self.kind {
            ColumnKind::Project | ColumnKind::ProjectId => Some(FieldRef::field("project_id")),
            ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title => Some(FieldRef::field(GROUP_HASH)),
            ColumnKind::Field(field, FieldKind::Keyword | FieldKind::Bool | FieldKind::I64) => Some(field.clone()),
            _ => None,
        }
    }
}

fn plain(name: &str) -> ColumnKind {
    match name {
        "id" | "event_id" => return ColumnKind::EventId,
        "project" | "project.name" | "project.slug" => return ColumnKind::Project,
        "project.id" | "project_id" => return ColumnKind::ProjectId,
        "issue" => return ColumnKind::Issue,
        "issue.id" => return ColumnKind::IssueId,
        "title" => return ColumnKind::Title,
        _ => {}
    }
    let tag = name.strip_prefix("tags[").and_then(|rest| rest.strip_suffix(']'));
    if let Some(tag) = tag {
        return ColumnKind::Field(FieldRef::Tag(tag.to_owned()), FieldKind::Keyword);
    }
    let known = match name {
        "user.display" => "user",
        name => keys::find(name).map_or(name, |key| key.name),
    };
    match Dataset::Errors.schema().field(known) {
        Some(spec) => ColumnKind::Field(FieldRef::field(known), spec.kind),
        None => ColumnKind::Field(FieldRef::Tag(known.to_owned()), FieldKind::Keyword),
    }
}

fn function(name: &str, function: &str, argument: &str) -> ApiResult<ColumnKind> {
    let field = || match plain(argument) {
        ColumnKind::Field(field, _) => Ok(field),
        ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title => Ok(FieldRef::field(GROUP_HASH)),
        ColumnKind::Project | ColumnKind::ProjectId => Ok(FieldRef::field("project_id")),
        _ => Err(ApiError::bad_request(format!("{name}: {argument} cannot be aggregated."))),
    };
    let timestamp = || FieldRef::field("timestamp");
    let (aggregate, kind) = match function {
        "count" => (Aggregate::Count, "integer"),
        "count_unique" => (Aggregate::CountDistinct(field()?), "integer"),
        "last_seen" => (Aggregate::Max(timestamp()), "date"),
        "first_seen" => (Aggregate::Min(timestamp()), "date"),
        "min" => (Aggregate::Min(field()?), "number"),
        "max" => (Aggregate::Max(field()?), "number"),
        "sum" => (Aggregate::Sum(field()?), "number"),
        "avg" => (Aggregate::Avg(field()?), "number"),
        "p50" | "p75" | "p90" | "p95" | "p99" | "p100" => {
            let percent = function.get(1..).and_then(|p| p.parse().ok()).unwrap_or(50.0);
            (Aggregate::Percentile(field()?, percent), "number")
        }
        "count_if" => (Aggregate::CountIf(count_if(name, argument)?), "integer"),
        _ => {
            let known = "count, count_unique, count_if, last_seen, first_seen, min, max, sum, avg, p50 to p100";
            return Err(ApiError::bad_request(format!("{function} is not a known function here: write one of {known}.")));
        }
    };
    Ok(ColumnKind::Function(aggregate, kind))
}

/// `field,equals,value`
fn count_if(name: &str, argument: &str) -> ApiResult<Filter> {
    use bartizan_domain::document::FieldValue;
    let mut parts = argument.splitn(3, ',').map(str::trim);
    let (Some(field), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(ApiError::bad_request(format!("{name}: write count_if(field,equals,value).")));
    };
    let ColumnKind::Field(field, FieldKind::Keyword | FieldKind::Id) = plain(field) else {
        return Err(ApiError::bad_request(format!("{name}: {field} cannot be compared here.")));
    };
    let equals = Filter::Equals(field, FieldValue::Str(value.trim_matches('"').to_owned()));
    match operator {
        "equals" => Ok(equals),
        "notEquals" => Ok(equals.negate()),
        _ => Err(ApiError::bad_request(format!("{name}: write equals or notEquals."))),
    }
}
