//! Terms as conditions of the event store.

use super::aggregates::is_function;
use super::ast::{Expr, Key, Operator, Pattern, Piece, Term, Token, Value};
use super::error::SearchError;
use super::keys::{self, Owner};
use super::{releases, values};
use crate::dataset::{Dataset, FLAGS, FieldKind};
use crate::document::FieldValue;
use crate::query::{Compare, FieldRef, Filter};
use crate::release_stage::Stage;
use crate::{ProjectId, Timestamp};

/// What a compilation needs to know.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Now, for relative times.
    pub now: Timestamp,
    /// Newest release of each project, for `release:latest`.
    pub latest_releases: Vec<(ProjectId, String)>,
    /// Names of releases, for `release.version:>1.2`.
    pub releases: Vec<String>,
    /// Releases that are adopted or replaced, for `release.stage:`.
    pub stages: Vec<(ProjectId, String, Stage)>,
    /// Slug and id of each project, for `project:`.
    pub projects: Vec<(String, ProjectId)>,
}

/// A whole expression as a condition on events.
///
/// # Errors
/// A value that does not fit its key, or a key that belongs to issues.
pub fn compile(expr: &Expr, context: &Context) -> Result<Filter, SearchError> {
    match expr {
        Expr::And(list) => list.iter().try_fold(Filter::All, |all, part| Ok(all.and(compile(part, context)?))),
        Expr::Or(list) => Ok(any(list.iter().map(|part| compile(part, context)).collect::<Result<_, _>>()?)),
        Expr::Not(inner) => Ok(compile(inner, context)?.negate()),
        Expr::Token(token) => compile_token(token, context),
    }
}

/// One term, `!` included.
///
/// # Errors
/// As [`compile`].
pub fn compile_token(token: &Token, context: &Context) -> Result<Filter, SearchError> {
    let filter = match &token.term {
        Term::Text(value) => words(None, value),
        Term::Match { key, operator, values } => matched(key, *operator, values, context)?,
    };
    Ok(if token.negated { filter.negate() } else { filter })
}

fn matched(key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    if key.explicit_tag {
        return keyword(&FieldRef::Tag(key.name.clone()), key, operator, values);
    }
    if is_function(key) {
        return Err(SearchError::at(key.span, format!("{} is a number of groups, not of events", key.name))
            .hint("use it in a table that has a function among its columns"));
    }
    if let Some(name) = keys::flag(&key.name) {
        return flag(name, key, operator, values);
    }
    let known = keys::find(&key.name);
    let name = known.map_or(key.name.as_str(), |k| k.name);
    match name {
        "has" => return Ok(any(values.iter().map(|value| exists(&value.text())).collect())),
        "project" => return project(key, operator, values, context),
        "error.unhandled" => {
            no_order(key, operator)?;
            let handled = |value| Ok(Filter::Equals(FieldRef::field("error.handled"), FieldValue::Bool(!values::boolean(value)?)));
            return Ok(any(values.iter().map(handled).collect::<Result<_, _>>()?));
        }
        "release.package" => return releases::part(key, operator, values, |v| vec![format!("{v}@*")]),
        "release.version" if operator != Operator::Equals => return releases::order(key, operator, values, context),
        "release.version" => return releases::part(key, operator, values, |v| vec![v.clone(), format!("*@{v}"), format!("*@{v}+*")]),
        "release.build" => return releases::part(key, operator, values, |v| vec![format!("*+{v}")]),
        "release.stage" => return releases::stage(key, operator, values, context),
        "release" if values.iter().any(releases::is_latest) => return releases::latest(key, operator, values, context),
        "id" => return ids("event_id", key, operator, values),
        "trace" | "span" => return ids(name, key, operator, values),
        _ => {}
    }
    match Dataset::Errors.schema().field(name) {
        Some(spec) => typed(name, spec.kind, key, operator, values, context),
        None if known.is_some_and(|k| k.owner == Owner::Issue) => {
            Err(SearchError::at(key.span, format!("{} is a property of issues, not of events", key.name))
                .hint("use it in the search of issues"))
        }
        None => keyword(&FieldRef::Tag(name.to_owned()), key, operator, values),
    }
}

fn typed(name: &str, kind: FieldKind, key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    let field = FieldRef::field(name);
    let one = |value: &Value| -> Result<Filter, SearchError> {
        if value.pattern.is_any() && !value.quoted {
            return Ok(Filter::Exists(field.clone()));
        }
        match kind {
            FieldKind::Text => Ok(words(Some(name), value)),
            FieldKind::I64 => Ok(number(&field, operator, values::number(value)?)),
            FieldKind::Time => time(&field, operator, value, context.now),
            FieldKind::Bool => Ok(Filter::Equals(field.clone(), FieldValue::Bool(values::boolean(value)?))),
            FieldKind::Keyword | FieldKind::Id | FieldKind::F64 => Ok(text_match(&field, value)),
        }
    };
    match kind {
        FieldKind::Keyword | FieldKind::Id => keyword(&field, key, operator, values),
        FieldKind::Text | FieldKind::Bool => {
            no_order(key, operator)?;
            Ok(any(values.iter().map(one).collect::<Result<_, _>>()?))
        }
        FieldKind::I64 | FieldKind::F64 | FieldKind::Time => Ok(any(values.iter().map(one).collect::<Result<_, _>>()?)),
    }
}

fn keyword(field: &FieldRef, key: &Key, operator: Operator, values: &[Value]) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    let exact: Vec<FieldValue> = values.iter().filter_map(exact_text).map(|text| FieldValue::Str(text.to_owned())).collect();
    if exact.len() == values.len() && exact.len() > 1 {
        return Ok(Filter::In(field.clone(), exact));
    }
    Ok(any(values.iter().map(|value| text_match(field, value)).collect()))
}

/// The text of a value that is neither a pattern nor empty.
fn exact_text(value: &Value) -> Option<&str> {
    value.pattern.as_literal().filter(|text| !text.is_empty())
}

pub(super) fn text_match(field: &FieldRef, value: &Value) -> Filter {
    match value.pattern.as_literal() {
        Some("") => Filter::Exists(field.clone()).negate(),
        Some(text) => Filter::Equals(field.clone(), FieldValue::Str(text.to_owned())),
        None if value.pattern.is_any() => Filter::Exists(field.clone()),
        None => Filter::Wildcard(field.clone(), value.pattern.to_wildcard()),
    }
}

pub(super) fn no_order(key: &Key, operator: Operator) -> Result<(), SearchError> {
    if operator == Operator::Equals {
        return Ok(());
    }
    let sign = operator.as_str();
    Err(SearchError::at(key.span, format!("values of {} have no order, {sign} does not apply", key.name))
        .hint(format!("write {}:\"{sign}…\" in quotes to search for the text", key.name)))
}

fn number(field: &FieldRef, operator: Operator, number: i64) -> Filter {
    let value = FieldValue::I64(number);
    match compare(operator) {
        None => Filter::Equals(field.clone(), value),
        Some(compare) => Filter::Compare(field.clone(), compare, value),
    }
}

const fn compare(operator: Operator) -> Option<Compare> {
    match operator {
        Operator::Equals => None,
        Operator::Less => Some(Compare::Less),
        Operator::AtMost => Some(Compare::AtMost),
        Operator::Greater => Some(Compare::Greater),
        Operator::AtLeast => Some(Compare::AtLeast),
    }
}

fn time(field: &FieldRef, operator: Operator, value: &Value, now: Timestamp) -> Result<Filter, SearchError> {
    let range = values::time_range(operator, value, now)?;
    let mut filter = Filter::All;
    if range.start.0 != i64::MIN {
        filter = filter.and(Filter::Compare(field.clone(), Compare::AtLeast, FieldValue::Time(range.start)));
    }
    if range.end.0 != i64::MAX {
        filter = filter.and(Filter::Compare(field.clone(), Compare::Less, FieldValue::Time(range.end)));
    }
    Ok(filter)
}

/// Text of title, message or exception values. The store knows words: a wildcard at the end of a word is a prefix,
/// one before it reads as the start of a word.
fn words(field: Option<&str>, value: &Value) -> Filter {
    let pieces = value.pattern.pieces();
    let mut all = Filter::All;
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Literal(text) = piece else { continue };
        let open = pieces.get(index + 1) == Some(&Piece::Any) && !text.ends_with(char::is_whitespace);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let text = if open { format!("{text}*") } else { text.to_owned() };
        all = all.and(Filter::Text { field: field.map(str::to_owned), text, phrase: true });
    }
    if value.pattern == Pattern::default()
        && let Some(field) = field
    {
        return Filter::Exists(FieldRef::field(field)).negate();
    }
    all
}

fn exists(name: &str) -> Filter {
    let name = keys::find(name).map_or(name, |key| key.name);
    match name {
        "error.unhandled" => Filter::Exists(FieldRef::field("error.handled")),
        "project" | "id" | "timestamp" | "issue" => Filter::All,
        "release.package" | "release.version" | "release.stage" => Filter::Exists(FieldRef::field("release")),
        "release.build" => Filter::Wildcard(FieldRef::field("release"), "*+*".to_owned()),
        name if keys::flag(name).is_some() => any_result(keys::flag(name).unwrap_or_default()),
        name => Filter::Exists(FieldRef::resolve(Dataset::Errors, name)),
    }
}

/// A feature flag had one of these results.
fn flag(name: &str, key: &Key, operator: Operator, values: &[Value]) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    let one = |value: &Value| {
        if value.pattern == Pattern::default() {
            return any_result(name).negate();
        }
        let mut pattern = Pattern::default();
        pattern.push_literal(&format!("{name}="));
        for piece in value.pattern.pieces() {
            match piece {
                Piece::Literal(text) => pattern.push_literal(text),
                Piece::Any => pattern.push_any(),
            }
        }
        text_match(&FieldRef::field(FLAGS), &Value { pattern, ..value.clone() })
    };
    Ok(any(values.iter().map(one).collect()))
}

fn any_result(flag: &str) -> Filter {
    Filter::Wildcard(FieldRef::field(FLAGS), format!("{flag}=*"))
}

/// Hex ids: dashes and capitals are forgiven.
fn ids(field: &str, key: &Key, operator: Operator, values: &[Value]) -> Result<Filter, SearchError> {
    let plain = |value: &Value| {
        let mut pattern = Pattern::default();
        for piece in value.pattern.pieces() {
            match piece {
                Piece::Literal(text) => pattern.push_literal(&text.replace('-', "").to_ascii_lowercase()),
                Piece::Any => pattern.push_any(),
            }
        }
        Value { pattern, ..value.clone() }
    };
    keyword(&FieldRef::field(field), key, operator, &values.iter().map(plain).collect::<Vec<_>>())
}

fn project(key: &Key, operator: Operator, values: &[Value], context: &Context) -> Result<Filter, SearchError> {
    no_order(key, operator)?;
    let id_of = |value: &Value| {
        let text = value.text();
        context.projects.iter().find(|(slug, id)| *slug == text || id.to_string() == text).map(|(_, id)| *id).ok_or_else(|| {
            let hint = super::nearest(&text, context.projects.iter().map(|(slug, _)| slug.as_str()));
            let error = SearchError::at(value.span, format!("there is no project {text:?} in this search"));
            if let Some(slug) = hint { error.hint(format!("did you mean {slug}?")) } else { error }
        })
    };
    let ids = values.iter().map(|value| id_of(value).map(|id| FieldValue::I64(id.0))).collect::<Result<_, _>>()?;
    Ok(Filter::In(FieldRef::field("project_id"), ids))
}

pub(super) fn any(mut filters: Vec<Filter>) -> Filter {
    match filters.len() {
        0 => Filter::None,
        1 => filters.pop().unwrap_or(Filter::None),
        _ if filters.contains(&Filter::All) => Filter::All,
        _ => Filter::Or(filters),
    }
}
