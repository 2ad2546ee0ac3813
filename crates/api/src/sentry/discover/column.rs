//! Columns: from their names to what the event store is asked.

use bartizan_domain::dataset::{Dataset, FieldKind};
use bartizan_domain::query::{FieldRef, GroupKey};
use bartizan_domain::search::keys;
use bartizan_domain::time::{DAY_US, HOUR_US};

use super::function::{self, Function, Per};

use crate::{ApiError, ApiResult};

/// Longest name of a column in bytes.
const MAX_NAME_BYTES: usize = 250;
/// Keys that a search works out from other fields, and which column tells the same.
const WORKED_OUT: [(&str, Option<&str>); 6] = [
    ("has", None),
    ("error.unhandled", Some("error.handled")),
    ("release.package", Some("release")),
    ("release.version", Some("release")),
    ("release.build", Some("release")),
    ("release.stage", None),
];

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
    /// The start of the interval an event falls in, of this width in microseconds.
    Bucket(i64),
    /// A function.
    Function(Function),
}

impl Column {
    /// Reads a column's name.
    pub(super) fn parse(name: &str) -> ApiResult<Self> {
        if name.len() > MAX_NAME_BYTES || name.is_empty() {
            return Err(ApiError::bad_request("A field has 1 to 250 characters."));
        }
        refuse_equation(name)?;
        let kind = match name.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((function, argument)) => ColumnKind::Function(function::parse(name, function, argument.trim())?),
            None => {
                refuse_search_only(name)?;
                plain(name)
            }
        };
        Ok(Self { name: name.to_owned(), kind })
    }

    /// The result's type in the answer's `meta.fields`.
    pub(super) fn type_name(&self) -> &'static str {
        match &self.kind {
            ColumnKind::Function(function) => function.type_name,
            ColumnKind::Field(_, FieldKind::I64) | ColumnKind::IssueId | ColumnKind::ProjectId => "integer",
            ColumnKind::Field(_, FieldKind::F64) => "number",
            ColumnKind::Field(_, FieldKind::Bool) => "boolean",
            ColumnKind::Field(_, FieldKind::Time) | ColumnKind::Bucket(_) => "date",
            _ => "string",
        }
    }

    /// Rows can be ordered by it.
    pub(super) fn is_sortable(&self) -> bool {
        !matches!(&self.kind, ColumnKind::Function(function) if !function.is_sortable())
    }

    /// `count` and `count()` name the same column, so do `count_unique_user` and `count_unique(user)`.
    pub(super) fn answers_to(&self, name: &str) -> bool {
        let flat = |text: &str| text.replace(['(', ')', '.'], "_").trim_end_matches('_').to_owned();
        self.name == name || flat(&self.name) == flat(name)
    }

    /// The unit of its numbers, where they have one.
    pub(super) fn unit(&self) -> Option<&'static str> {
        match &self.kind {
            ColumnKind::Function(Function { per: Per::Second, .. }) => Some("1/second"),
            ColumnKind::Function(Function { per: Per::Minute, .. }) => Some("1/minute"),
            _ => None,
        }
    }

    /// What makes groups of it; `None` where that cannot be, or where it takes more than the column: issues have several hashes.
    pub(super) fn group_key(&self) -> Option<GroupKey> {
        let field = match &self.kind {
            ColumnKind::Project | ColumnKind::ProjectId => FieldRef::field("project_id"),
            ColumnKind::Field(field, FieldKind::Keyword | FieldKind::Bool | FieldKind::I64) => field.clone(),
            ColumnKind::Bucket(width_us) => {
                return Some(GroupKey::Time { field: "timestamp".to_owned(), width_us: *width_us, origin_us: 0 });
            }
            _ => return None,
        };
        Some(GroupKey::Field(field))
    }
}

/// What filters but has no value of its own beside an event: a flag is one of several values of a field; properties of issues,
/// and those that a search works out, are not stored with events. A column of nothing but gaps would be a false answer.
pub(super) fn refuse_search_only(name: &str) -> ApiResult<()> {
    if keys::flag(name).is_some() {
        return Err(ApiError::bad_request(format!("{name} cannot be a column: search by it, as in {name}:true.")));
    }
    let Some(key) = keys::find(name).filter(|key| Dataset::Errors.schema().field(key.name).is_none()) else { return Ok(()) };
    let worked_out = WORKED_OUT.iter().find(|(known, _)| *known == key.name);
    match worked_out {
        Some((_, Some(column))) => Err(ApiError::bad_request(format!("{name} cannot be a column: {column} tells the same."))),
        None if key.owner == keys::Owner::Event || key.name == "issue" => Ok(()),
        _ => Err(ApiError::bad_request(format!("{name} cannot be a column: search by it. A tag of that name is tags[{name}]."))),
    }
}

/// Arithmetic over columns, which other servers know.
fn refuse_equation(name: &str) -> ApiResult<()> {
    if name.starts_with("equation|") {
        return Err(ApiError::bad_request("Equations are not computed here: ask for the functions in them."));
    }
    Ok(())
}

/// The tag within `tags[name]`, `tag[name]` or `tags[name,number]`; tags are texts, whatever a client takes them for.
fn tag(name: &str) -> Option<&str> {
    let inner = name.strip_prefix("tags[").or_else(|| name.strip_prefix("tag["))?.strip_suffix(']')?;
    let tag = inner.rsplit_once(',').filter(|(_, kind)| matches!(kind.trim(), "number" | "string")).map_or(inner, |(tag, _)| tag);
    Some(tag.trim())
}

/// A column that is no function.
pub(super) fn plain(name: &str) -> ColumnKind {
    match name {
        "id" | "event_id" => return ColumnKind::EventId,
        "project" | "project.name" | "project.slug" => return ColumnKind::Project,
        "project.id" | "project_id" => return ColumnKind::ProjectId,
        "issue" => return ColumnKind::Issue,
        "issue.id" => return ColumnKind::IssueId,
        "title" => return ColumnKind::Title,
        "timestamp.to_hour" => return ColumnKind::Bucket(HOUR_US),
        "timestamp.to_day" => return ColumnKind::Bucket(DAY_US),
        _ => {}
    }
    if let Some(tag) = tag(name) {
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
