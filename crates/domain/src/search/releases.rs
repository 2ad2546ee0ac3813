//! Conditions on releases that know more of them than their name.

use super::ast::{Key, Operator, Value};
use super::error::SearchError;
use super::events::{Context, any, no_order, text_match};
use crate::ProjectId;
use crate::document::FieldValue;
use crate::query::{FieldRef, Filter};
use crate::release_stage::{STAGES, Stage};
use crate::version::Version;

/// Most releases that a comparison of versions or a stage stands for.
const MAX_RELEASES: usize = 1_000;

/// A part of the name.
pub(super) fn part(key: &Key, operator: Operator, values: &[Value], patterns: fn(&String) -> Vec<String>) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    let release = || FieldRef::field("release");
    let filters = values.iter().flat_map(|value| patterns(&value.text())).map(|p| Filter::Wildcard(release(), p));
    Ok(any(filters.collect()))
}

/// Releases whose versions come before or after the one that is named.
pub(super) fn order(key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    let Some(value) = values.first() else { return Ok(Filter::None) };
    let text = value.text();
    let wanted = Version::parse(&text).ok_or_else(|| {
        SearchError::at(value.span, format!("{text:?} is no version")).hint("write numbers such as 1.2.3, and before a release 1.2.3-rc.1")
    })?;
    let holds = |version: &Version<'_>| match operator {
        Operator::Equals => *version == wanted,
        Operator::Less => *version < wanted,
        Operator::AtMost => *version <= wanted,
        Operator::Greater => *version > wanted,
        Operator::AtLeast => *version >= wanted,
    };
    let found = context.releases.iter().filter(|release| Version::parse(release).is_some_and(|version| holds(&version)));
    let found: Vec<FieldValue> = found.cloned().map(FieldValue::Str).collect();
    if found.len() > MAX_RELEASES {
        let message = format!("more than {MAX_RELEASES} releases are meant");
        return Err(SearchError::at(key.span, message).hint("name both ends, or a package"));
    }
    Ok(if found.is_empty() { Filter::None } else { Filter::In(FieldRef::field("release"), found) })
}

pub(super) fn is_latest(value: &Value) -> bool {
    !value.quoted && value.pattern.as_literal() == Some("latest")
}

/// `latest` is the newest release of the event's own project.
pub(super) fn latest(key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    let field = FieldRef::field("release");
    let mut branches: Vec<Filter> = values.iter().filter(|v| !is_latest(v)).map(|v| text_match(&field, v)).collect();
    branches.extend(context.latest_releases.iter().map(|(project, version)| of_project(*project, vec![version.clone()])));
    Ok(any(branches))
}

/// How far a release is adopted in the event's own project.
pub(super) fn stage(key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    Ok(any(values.iter().map(|value| one_stage(value, context)).collect::<Result<_, _>>()?))
}

fn one_stage(value: &Value, context: &Context) -> Result<Filter, SearchError> {
    let text = value.text();
    let wanted = Stage::parse(&text).ok_or_else(|| {
        SearchError::at(value.span, format!("{text:?} is not a value of release.stage")).hint(format!("write one of {}", STAGES.join(", ")))
    })?;
    Ok(match wanted {
        Stage::Adopted | Stage::Replaced => in_stage(context, |stage| stage == wanted, value)?,
        Stage::LowAdoption => Filter::Exists(FieldRef::field("release")).and(in_stage(context, |_| true, value)?.negate()),
    })
}

fn in_stage(context: &Context, is_meant: impl Fn(Stage) -> bool, value: &Value) -> Result<Filter, SearchError> {
    let meant: Vec<_> = context.stages.iter().filter(|(_, _, stage)| is_meant(*stage)).collect();
    if meant.len() > MAX_RELEASES {
        return Err(SearchError::at(value.span, format!("more than {MAX_RELEASES} releases are meant")).hint("choose fewer projects"));
    }
    let projects = meant.chunk_by(|a, b| a.0 == b.0);
    let one = |of: &[&(ProjectId, String, Stage)]| {
        let project = of.first().map_or(ProjectId(0), |(project, ..)| *project);
        of_project(project, of.iter().map(|(_, release, _)| release.clone()).collect())
    };
    Ok(any(projects.map(one).collect()))
}

fn of_project(project: ProjectId, releases: Vec<String>) -> Filter {
    let releases = releases.into_iter().map(FieldValue::Str).collect();
    Filter::Equals(FieldRef::field("project_id"), FieldValue::I64(project.0)).and(Filter::In(FieldRef::field("release"), releases))
}
