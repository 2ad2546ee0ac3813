//! Tables: rows of single events, or groups with numbers.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_domain::dataset::{Dataset, FieldKind, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::issue::short_id;
use bartizan_domain::query::{Compare, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Row, Select};
use bartizan_domain::{GroupHash, ProjectId, Timestamp};
use bartizan_ports::meta::IssueWithFlags;
use serde_json::{Map, Value, json};

use super::column::{Column, ColumnKind};
use super::having::{self, Having};
use super::shared;
use crate::sentry::events::Listing;
use crate::sentry::search::Window;
use crate::{ApiError, ApiResult, ApiState};

/// Groups that are compared with conditions on groups, the first in the table's order.
const MAX_TESTED_GROUPS: usize = 100_000;

/// A table to answer.
pub(super) struct Table<'a> {
    pub(super) state: &'a ApiState,
    pub(super) window: &'a Window,
    pub(super) listing: &'a Listing,
    pub(super) columns: &'a [Column],
    /// Conditions on groups.
    pub(super) having: &'a [Having],
    /// As the request wrote it.
    pub(super) sort: Option<&'a str>,
}

/// A row of a table that groups.
pub(super) struct Group {
    /// Cells by the columns' names.
    pub(super) cells: Map<String, Value>,
    /// Picks out the group's events.
    pub(super) filter: Filter,
}

/// What single events are ordered by; `None` for their time.
fn event_order(sort: &str) -> ApiResult<Option<FieldRef>> {
    match Column::parse(sort)?.kind {
        ColumnKind::Field(field, _) if field == FieldRef::field("timestamp") => Ok(None),
        ColumnKind::Field(field, kind) if !matches!(kind, FieldKind::Id | FieldKind::Text) => Ok(Some(field)),
        ColumnKind::Bucket(_) => Ok(None),
        _ => Err(ApiError::bad_request(format!("Single events cannot be sorted by {sort}."))),
    }
}

/// Issues by project and hash.
type IssuesByHash = HashMap<(i64, String), IssueWithFlags>;

impl Table<'_> {
    /// Rows, one more than `limit` when more follow.
    pub(super) fn rows(&self, limit: usize, offset: usize) -> ApiResult<Vec<Value>> {
        let aggregated = self.columns.iter().any(|column| matches!(column.kind, ColumnKind::Function(..)));
        if aggregated {
            return self.groups(limit, offset);
        }
        having::refuse(self.having)?;
        self.events(limit, offset)
    }

    fn query(&self, select: Select) -> ApiResult<Vec<Row>> {
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.window.organization,
            projects: self.listing.projects.clone(),
            range: self.listing.range,
            filter: self.listing.filter.clone(),
            select,
        })?;
        Ok(result.rows)
    }

    fn descending(&self) -> (Option<&str>, bool) {
        match self.sort {
            Some(sort) => (Some(sort.strip_prefix('-').unwrap_or(sort)), sort.starts_with('-')),
            None => (None, true),
        }
    }

    fn events(&self, limit: usize, offset: usize) -> ApiResult<Vec<Value>> {
        let (sort, descending) = self.descending();
        let by = sort.map(event_order).transpose()?.flatten().map(|field| (field, descending));
        let newest_first = by.is_some() || descending;
        let mut fields = vec![FieldRef::field(GROUP_HASH)];
        fields.extend(self.columns.iter().map(|column| match &column.kind {
            ColumnKind::Field(field, _) => field.clone(),
            ColumnKind::Title => FieldRef::field("title"),
            ColumnKind::Bucket(_) => FieldRef::field("timestamp"),
            _ => FieldRef::field("project_id"),
        }));
        let rows = self.query(Select::Rows { fields, by, newest_first, limit, offset })?;
        let hashes = rows.iter().filter_map(|row| Some((row.event?.0, row.values.first()?.as_str()?.to_owned())));
        let issues = self.issues(hashes.collect())?;
        Ok(rows.iter().filter_map(|row| self.event_row(row, &issues)).collect())
    }

    fn event_row(&self, row: &Row, issues: &IssuesByHash) -> Option<Value> {
        let (project, event) = row.event?;
        let hash = row.values.first().and_then(FieldValue::as_str).unwrap_or_default();
        let mut out = Map::new();
        for (index, column) in self.columns.iter().enumerate() {
            let stored = row.values.get(index + 1).unwrap_or(&FieldValue::Null);
            let value = match &column.kind {
                ColumnKind::EventId => json!(event),
                ColumnKind::Title | ColumnKind::Field(..) => cell(stored, column),
                ColumnKind::Bucket(width_us) => {
                    stored.as_i64().map_or(Value::Null, |at| json!(Timestamp(at).floor(*width_us).to_rfc3339()))
                }
                _ => self.name(column, project, hash, issues),
            };
            self.insert(&mut out, column, value, project, hash, issues);
        }
        // Clients lead from a row to its event by these two, asked for or not.
        out.entry("id").or_insert_with(|| json!(event));
        let slug = self.window.project(project).map(|project| project.slug.clone());
        out.entry("project.name").or_insert_with(|| json!(slug));
        Some(Value::Object(out))
    }

    fn groups(&self, limit: usize, offset: usize) -> ApiResult<Vec<Value>> {
        let groups = self.grouped(limit, offset)?;
        Ok(groups.into_iter().map(|group| Value::Object(group.cells)).collect())
    }

    /// Groups with what picks out their events.
    pub(super) fn grouped(&self, limit: usize, offset: usize) -> ApiResult<Vec<Group>> {
        let (mut keys, mut aggregates, mut places) = (Vec::new(), Vec::new(), Vec::new());
        // A hash names an issue only together with its project.
        let needs_project = self.columns.iter().any(|c| matches!(c.kind, ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title));
        let mut key_of = |key: GroupKey| -> usize {
            keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            })
        };
        if needs_project {
            key_of(GroupKey::Field(FieldRef::field("project_id")));
        }
        let names = if needs_project { shared::names(self.state, &self.listing.projects)? } else { Arc::default() };
        for column in self.columns {
            places.push(match &column.kind {
                ColumnKind::Function(function) => {
                    let at = aggregates.len();
                    aggregates.extend(function.aggregates());
                    Place::Aggregate(at)
                }
                ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title => Place::Key(key_of(shared::key(&names))),
                _ => Place::Key(key_of(column.group_key().ok_or_else(|| not_groupable(column))?)),
            });
        }
        let order = self.order(&places)?;
        let mut tests = Vec::with_capacity(self.having.len());
        for having in self.having {
            tests.push((having, Place::Aggregate(aggregates.len())));
            aggregates.extend(having.function.aggregates());
        }
        let aggregates = shared::named(aggregates, self.state, &self.listing.projects)?;
        let key_count = keys.len();
        let project_at = keys.iter().position(|key| *key == GroupKey::Field(FieldRef::field("project_id")));
        let hash_at = keys.iter().position(|key| matches!(key, GroupKey::Renamed { .. }));
        let width_us = self.listing.range.end.0.saturating_sub(self.listing.range.start.0);
        let select = |limit, offset| Select::Groups { keys: keys.clone(), aggregates: aggregates.clone(), order, limit, offset };
        let rows = if tests.is_empty() {
            self.query(select(limit, offset))?
        } else {
            let meets = |row: &Row| {
                let stored = |place: Place| row.values.get(place.index(key_count)..).unwrap_or_default();
                tests.iter().all(|(having, place)| having.holds(stored(*place), width_us))
            };
            self.query(select(MAX_TESTED_GROUPS, 0))?.into_iter().filter(meets).skip(offset).take(limit).collect()
        };
        let project_of = |row: &Row| project_at.and_then(|at| row.values.get(at)?.as_i64()).map_or(ProjectId(0), ProjectId);
        let hash_of = |row: &Row| hash_at.and_then(|at| row.values.get(at)?.as_str().map(str::to_owned)).unwrap_or_default();
        let issues = self.issues(rows.iter().map(|row| (project_of(row), hash_of(row))).filter(|(_, hash)| !hash.is_empty()).collect())?;
        let body = |row: &Row| {
            let mut cells = Map::new();
            for (column, place) in self.columns.iter().zip(&places) {
                let stored = row.values.get(place.index(key_count)..).unwrap_or_default();
                let cell = match &column.kind {
                    ColumnKind::Function(function) => function.result(stored, width_us),
                    ColumnKind::Field(..) | ColumnKind::Bucket(_) => cell(stored.first().unwrap_or(&FieldValue::Null), column),
                    _ => self.name(column, project_of(row), &hash_of(row), &issues),
                };
                self.insert(&mut cells, column, cell, project_of(row), &hash_of(row), &issues);
            }
            Group { cells, filter: keys.iter().zip(&row.values).map(|(key, value)| only(key, value)).fold(Filter::All, Filter::and) }
        };
        Ok(rows.iter().map(body).collect())
    }

    /// Puts a cell in; beside the short id of an issue always stands its id, which clients lead on by.
    fn insert(&self, cells: &mut Map<String, Value>, column: &Column, cell: Value, project: ProjectId, hash: &str, issues: &IssuesByHash) {
        if column.kind == ColumnKind::Issue {
            let id = issues.get(&(project.0, hash.to_owned())).map(|found| found.issue.id.0);
            cells.entry("issue.id").or_insert_with(|| json!(id));
        }
        cells.insert(column.name.clone(), cell);
    }

    fn order(&self, places: &[Place]) -> ApiResult<Option<(GroupOrder, bool)>> {
        let (sort, descending) = self.descending();
        let by_function = || self.columns.iter().position(|column| matches!(column.kind, ColumnKind::Function(..)));
        let at = match sort {
            None => by_function().filter(|at| self.columns.get(*at).is_some_and(Column::is_sortable)),
            Some(sort) => Some(
                self.columns
                    .iter()
                    .position(|column| column.answers_to(sort))
                    .ok_or_else(|| ApiError::bad_request(format!("Cannot sort by {sort}: it is not among the fields.")))?,
            ),
        };
        if let Some(column) = at.and_then(|at| self.columns.get(at)).filter(|column| !column.is_sortable()) {
            return Err(ApiError::bad_request(format!("Rows cannot be sorted by {}: sort by one of the counts.", column.name)));
        }
        Ok(at.and_then(|at| places.get(at)).map(|place| (place.order(), descending)))
    }

    /// Cells that come from metadata.
    fn name(&self, column: &Column, project: ProjectId, hash: &str, issues: &IssuesByHash) -> Value {
        let slug = || self.window.project(project).map(|project| project.slug.as_str());
        let issue = || issues.get(&(project.0, hash.to_owned())).map(|found| &found.issue);
        match column.kind {
            ColumnKind::Project => json!(slug()),
            ColumnKind::ProjectId => json!(project.0),
            ColumnKind::Issue => json!(issue().zip(slug()).map(|(issue, slug)| short_id(slug, issue.number))),
            ColumnKind::IssueId => json!(issue().map(|issue| issue.id.0)),
            ColumnKind::Title => json!(issue().map(|issue| issue.title.as_str())),
            _ => Value::Null,
        }
    }

    fn issues(&self, wanted: Vec<(ProjectId, String)>) -> ApiResult<IssuesByHash> {
        let names = self.columns.iter().any(|c| matches!(c.kind, ColumnKind::Issue | ColumnKind::IssueId | ColumnKind::Title));
        let mut out = HashMap::new();
        if !names {
            return Ok(out);
        }
        let mut by_project: HashMap<ProjectId, Vec<GroupHash>> = HashMap::new();
        for (project, hash) in wanted {
            by_project.entry(project).or_default().extend(hash.parse::<GroupHash>().ok());
        }
        for (project, hashes) in by_project {
            for (hash, id) in self.state.meta.issues_of_hashes(project, &hashes)? {
                out.insert((project.0, hash.to_string()), self.state.meta.issue(self.window.organization, id, None)?);
            }
        }
        Ok(out)
    }
}

/// Where a column's values are in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Key(usize),
    Aggregate(usize),
}

impl Place {
    const fn index(self, keys: usize) -> usize {
        match self {
            Self::Key(at) => at,
            Self::Aggregate(at) => keys + at,
        }
    }

    const fn order(self) -> GroupOrder {
        match self {
            Self::Key(at) => GroupOrder::Key(at),
            Self::Aggregate(at) => GroupOrder::Aggregate(at),
        }
    }
}

fn not_groupable(column: &Column) -> ApiError {
    ApiError::bad_request(format!("{} cannot stand beside a function: events are not grouped by it.", column.name))
}

/// A stored value in the answer's form.
fn cell(stored: &FieldValue, column: &Column) -> Value {
    match stored {
        FieldValue::Bool(flag) if matches!(column.kind, ColumnKind::Field(_, FieldKind::Bool)) => json!(u8::from(*flag)),
        _ => value(stored, column.type_name() == "date"),
    }
}

/// A stored value as JSON.
pub(super) fn value(stored: &FieldValue, is_date: bool) -> Value {
    match stored {
        FieldValue::Str(text) => json!(text),
        FieldValue::I64(number) if is_date => json!(Timestamp(*number).to_rfc3339()),
        FieldValue::I64(number) => json!(number),
        FieldValue::F64(number) => json!(number),
        FieldValue::Bool(flag) => json!(flag),
        FieldValue::Time(moment) => json!(moment.to_rfc3339()),
        FieldValue::Null => Value::Null,
    }
}

/// Events with this value of the key.
fn only(key: &GroupKey, value: &FieldValue) -> Filter {
    match (key, value) {
        (GroupKey::Field(field), FieldValue::Null) => Filter::Exists(field.clone()).negate(),
        (GroupKey::Renamed { field, .. }, FieldValue::Null) => Filter::Exists(field.clone()).negate(),
        (GroupKey::Field(field), value) => Filter::Equals(field.clone(), value.clone()),
        (GroupKey::Renamed { field, names, .. }, value) => {
            let others = names.iter().filter(|(_, name)| value.as_str() == Some(name)).map(|((_, text), _)| FieldValue::Str(text.clone()));
            Filter::In(field.clone(), others.chain([value.clone()]).collect())
        }
        (GroupKey::Time { field, width_us, .. }, value) => {
            let start = Timestamp(value.as_i64().unwrap_or_default());
            let bound = |compare, at| Filter::Compare(FieldRef::field(field), compare, FieldValue::Time(at));
            bound(Compare::AtLeast, start).and(bound(Compare::Less, start.plus(*width_us)))
        }
    }
}
