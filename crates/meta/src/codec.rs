//! Rows to nouns and back: the small types.

use std::error::Error;

use bartizan_domain::issue::{Assignee, Status, StatusDetails, Substatus};
use bartizan_domain::{EventId, GroupHash, Level, TeamId, Timestamp, UserId};
use rusqlite::Row;
use rusqlite::types::Type;

/// A stored value that this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error("column {column} holds {value:?}")]
struct Unreadable {
    column: &'static str,
    value: String,
}

pub(crate) fn unreadable(column: &'static str, value: impl Into<String>) -> rusqlite::Error {
    let cause: Box<dyn Error + Send + Sync> = Box::new(Unreadable { column, value: value.into() });
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, cause)
}

pub(crate) fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp)
}

pub(crate) fn time_opt(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column).map(|t| t.map(Timestamp))
}

pub(crate) fn flag(row: &Row<'_>, column: &str) -> rusqlite::Result<bool> {
    row.get::<_, i64>(column).map(|n| n != 0)
}

/// A counter; a negative one (damage) reads as 0.
pub(crate) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(unsigned)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A counter as stored; beyond `i64` it stays at its end.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn event_id(row: &Row<'_>, column: &str) -> rusqlite::Result<EventId> {
    row.get(column).map(EventId)
}

pub(crate) fn event_id_opt(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<EventId>> {
    row.get::<_, Option<[u8; 16]>>(column).map(|id| id.map(EventId))
}

pub(crate) fn hash(row: &Row<'_>, column: &str) -> rusqlite::Result<GroupHash> {
    row.get(column).map(GroupHash)
}

pub(crate) fn status(text: &str) -> rusqlite::Result<Status> {
    Status::parse(text).ok_or_else(|| unreadable("status", text))
}

pub(crate) fn substatus(text: Option<&str>) -> rusqlite::Result<Option<Substatus>> {
    text.map(|text| Substatus::parse(text).ok_or_else(|| unreadable("substatus", text))).transpose()
}

pub(crate) fn status_details(text: &str) -> rusqlite::Result<StatusDetails> {
    if text == "{}" {
        return Ok(StatusDetails::default());
    }
    serde_json::from_str(text).map_err(|_| unreadable("status_details", text))
}

pub(crate) fn status_details_text(details: &StatusDetails) -> String {
    serde_json::to_string(details).unwrap_or_else(|_| "{}".to_owned())
}

/// Levels are stored as the ecosystem's numbers.
pub(crate) fn level(number: i64) -> rusqlite::Result<Level> {
    [Level::Sample, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Fatal]
        .into_iter()
        .find(|level| level.number() == number)
        .ok_or_else(|| unreadable("level", number.to_string()))
}

pub(crate) fn assignee(user: Option<i64>, team: Option<i64>) -> Option<Assignee> {
    user.map(|id| Assignee::User(UserId(id))).or_else(|| team.map(|id| Assignee::Team(TeamId(id))))
}

/// The two columns of an assignee.
pub(crate) fn assignee_columns(assignee: Option<Assignee>) -> (Option<i64>, Option<i64>) {
    match assignee {
        None => (None, None),
        Some(Assignee::User(id)) => (Some(id.0), None),
        Some(Assignee::Team(id)) => (None, Some(id.0)),
    }
}
