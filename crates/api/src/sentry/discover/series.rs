//! Charts: a number per interval.

use bartizan_domain::TimeRange;
use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, GroupKey, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use serde_json::{Value, json};

use super::column::{Column, ColumnKind};
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

/// One chart per function.
pub(super) struct Charts<'a> {
    pub(super) state: &'a ApiState,
    pub(super) window: &'a Window,
    pub(super) listing: &'a Listing,
    pub(super) width_us: i64,
}

impl Charts<'_> {
    /// The answer: one chart, or for several functions a chart by each one's name.
    pub(super) fn answer(&self, columns: &[Column]) -> ApiResult<Value> {
        let functions: Vec<(&Column, &Aggregate)> = columns
            .iter()
            .map(|column| match &column.kind {
                ColumnKind::Function(aggregate, _) => Ok((column, aggregate)),
                _ => Err(ApiError::bad_request(format!("{} is not a function: write count() or another one.", column.name))),
            })
            .collect::<ApiResult<_>>()?;
        let rows = self.rows(functions.iter().map(|(_, aggregate)| (*aggregate).clone()).collect())?;
        let chart = |index: usize, column: &Column, order: usize| {
            json!({
                "data": self.points(&rows, index),
                "start": self.listing.range.start.seconds(),
                "end": self.listing.range.end.seconds(),
                "isMetricsData": false,
                "order": order,
                "meta": {"fields": {column.name.clone(): column.type_name()}, "units": {column.name.clone(): null}, "isMetricsData": false, "dataset": "errors"},
            })
        };
        if let [(column, _)] = functions.as_slice() {
            return Ok(chart(0, column, 0));
        }
        Ok(Value::Object(functions.iter().enumerate().map(|(i, (column, _))| (column.name.clone(), chart(i, column, i))).collect()))
    }

    fn rows(&self, aggregates: Vec<Aggregate>) -> ApiResult<Vec<(i64, Vec<FieldValue>)>> {
        let time = GroupKey::Time { field: "timestamp".to_owned(), width_us: self.width_us, origin_us: 0 };
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.window.organization,
            projects: self.listing.projects.clone(),
            range: self.listing.range,
            filter: self.listing.filter.clone(),
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
    fn points(&self, rows: &[(i64, Vec<FieldValue>)], index: usize) -> Vec<Value> {
        let number = |value: Option<&FieldValue>| match value {
            Some(FieldValue::F64(number)) => json!(number),
            Some(FieldValue::Time(moment)) => json!(moment.seconds()),
            Some(value) => json!(value.as_i64().unwrap_or(0)),
            None => json!(0),
        };
        let by_start: std::collections::HashMap<i64, &Vec<FieldValue>> = rows.iter().map(|(start, values)| (*start, values)).collect();
        let range = self.listing.range;
        let mut start = range.start.floor(self.width_us);
        let mut points = Vec::new();
        while start < range.end {
            let value = number(by_start.get(&start.0).and_then(|values| values.get(index)));
            points.push(json!([start.seconds(), [{"count": value}]]));
            start = start.plus(self.width_us);
        }
        points
    }
}
