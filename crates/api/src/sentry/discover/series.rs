//! Numbers over time: one per interval of the window.

use std::collections::HashMap;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, Filter, GroupKey, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use bartizan_domain::{TimeRange, Timestamp};
use serde_json::{Value, json};

use super::column::{Column, ColumnKind};
use super::function::Function;
use super::shared;
use crate::params::parse_period;
use crate::sentry::events::Listing;
use crate::sentry::search::Window;
use crate::{ApiError, ApiResult, ApiState};

/// Most points of a chart.
const MAX_POINTS: i64 = 10_000;

/// The width the request asks for, or one that suits the window.
pub(super) fn interval(text: Option<&str>, range: TimeRange) -> ApiResult<i64> {
    let span = range.end.0.saturating_sub(range.start.0).max(1);
    let width = match text {
        Some(text) => parse_period(text).filter(|width| *width >= SECOND_US).ok_or_else(|| ApiError::bad_request("Invalid interval."))?,
        None if span <= HOUR_US => MINUTE_US,
        None if span <= DAY_US => 5 * MINUTE_US,
        None if span <= 14 * DAY_US => HOUR_US,
        None => 4 * HOUR_US,
    };
    if span / width > MAX_POINTS {
        return Err(ApiError::bad_request(format!(
            "Your interval and date range would create too many results: at most {MAX_POINTS} points."
        )));
    }
    Ok(width)
}

/// Numbers over time to answer.
pub(super) struct Charts<'a> {
    pub(super) state: &'a ApiState,
    pub(super) window: &'a Window,
    pub(super) listing: &'a Listing,
    pub(super) width_us: i64,
}

/// A function's number in every interval of the window.
pub(super) struct Line<'a> {
    pub(super) column: &'a Column,
    pub(super) points: Vec<(Timestamp, Value)>,
}

impl Charts<'_> {
    /// A line per function, over the events of the listing that also meet `filter`.
    ///
    /// # Errors
    /// 400 for a column that is no function.
    pub(super) fn lines<'c>(&self, columns: &'c [Column], filter: Filter) -> ApiResult<Vec<Line<'c>>> {
        let mut aggregates = Vec::new();
        let mut functions: Vec<(&Column, &Function, usize)> = Vec::new();
        for column in columns {
            let ColumnKind::Function(function) = &column.kind else {
                return Err(ApiError::bad_request(format!("{} is not a function: write count() or another one.", column.name)));
            };
            functions.push((column, function, aggregates.len()));
            aggregates.extend(function.aggregates());
        }
        let aggregates = shared::named(aggregates, self.state, &self.listing.projects)?;
        let rows = self.rows(aggregates, filter)?;
        Ok(functions.into_iter().map(|(column, function, at)| Line { column, points: self.points(&rows, function, at) }).collect())
    }

    fn rows(&self, aggregates: Vec<Aggregate>, filter: Filter) -> ApiResult<HashMap<i64, Vec<FieldValue>>> {
        let time = GroupKey::Time { field: "timestamp".to_owned(), width_us: self.width_us, origin_us: 0 };
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.window.organization,
            projects: self.listing.projects.clone(),
            range: self.listing.range,
            filter: self.listing.filter.clone().and(filter),
            select: Select::Groups {
                keys: vec![time],
                aggregates,
                order: None,
                limit: bartizan_ports::events::rules::MAX_WINDOW,
                offset: 0,
            },
        })?;
        let row = |row: bartizan_domain::query::Row| {
            let mut values = row.values.into_iter();
            Some((values.next()?.as_i64()?, values.collect()))
        };
        Ok(result.rows.into_iter().filter_map(row).collect())
    }

    /// Every interval of the window; 0 where nothing happened.
    fn points(&self, rows: &HashMap<i64, Vec<FieldValue>>, function: &Function, at: usize) -> Vec<(Timestamp, Value)> {
        let range = self.listing.range;
        let mut start = range.start.floor(self.width_us);
        let mut points = Vec::new();
        while start < range.end {
            let stored = rows.get(&start.0).and_then(|values| values.get(at..)).unwrap_or_default();
            points.push((start, number(function.result(stored, self.width_us))));
            start = start.plus(self.width_us);
        }
        points
    }
}

/// A point of a chart is always a number: dates are seconds since the epoch, nothing is 0.
fn number(value: Value) -> Value {
    match value {
        Value::Number(_) => value,
        Value::String(date) => json!(Timestamp::parse(&date).map_or(0, Timestamp::seconds)),
        _ => json!(0),
    }
}
