//! Charts in the two forms clients ask for: `events-stats/` (nested objects) and `events-timeseries/` (a list).

use bartizan_domain::query::Filter;
use bartizan_domain::time::SECOND_US;
use serde_json::{Map, Value, json};

use super::column::{Column, ColumnKind};
use super::having::{self, Having};
use super::series::{Charts, Line};
use super::table::{Group, Table};
use crate::params::Params;
use crate::{ApiError, ApiResult};

/// Most groups with a line of their own; the public API's bound.
const MAX_TOP: usize = 10;
/// Name of the line for all other groups.
const OTHER: &str = "Other";

/// A chart to answer.
pub(super) struct Chart<'a> {
    pub(super) charts: Charts<'a>,
    /// Functions.
    pub(super) axes: &'a [Column],
    /// Columns that make groups; empty for one line over all events.
    pub(super) by: &'a [Column],
    /// Conditions on groups.
    pub(super) having: &'a [Having],
    /// Order of groups, as the request wrote it.
    pub(super) sort: Option<&'a str>,
    /// Most groups.
    pub(super) top: usize,
    /// Whether the events of no group shown make a line too.
    pub(super) with_other: bool,
}

/// Lines of one group; without a name those of all events.
struct Shown<'a> {
    name: Option<String>,
    values: Vec<(String, Value)>,
    is_other: bool,
    lines: Vec<Line<'a>>,
}

/// How many groups a request wants lines of; 0 for one line over all.
pub(super) fn top_of(params: &Params) -> ApiResult<usize> {
    match params.number("topEvents")? {
        None => Ok(0),
        Some(top) => usize::try_from(top)
            .ok()
            .filter(|top| *top <= MAX_TOP)
            .ok_or_else(|| ApiError::bad_request(format!("topEvents is a number from 0 to {MAX_TOP}."))),
    }
}

impl<'a> Chart<'a> {
    fn shown(&self) -> ApiResult<Vec<Shown<'a>>> {
        if self.by.is_empty() || self.top == 0 {
            having::refuse(self.having)?;
            let lines = self.charts.lines(self.axes, Filter::All)?;
            return Ok(vec![Shown { name: None, values: Vec::new(), is_other: false, lines }]);
        }
        let groups = self.groups()?;
        let mut shown = Vec::with_capacity(groups.len() + 1);
        for group in &groups {
            let values: Vec<(String, Value)> =
                self.by.iter().map(|c| (c.name.clone(), group.cells.get(&c.name).cloned().unwrap_or(Value::Null))).collect();
            let name = values.iter().map(|(_, value)| label(value)).collect::<Vec<_>>().join(",");
            let lines = self.charts.lines(self.axes, group.filter.clone())?;
            shown.push(Shown { name: Some(name), values, is_other: false, lines });
        }
        // Fewer groups than asked for: there are no others.
        if self.with_other && groups.len() == self.top {
            let others = groups.into_iter().map(|group| group.filter.negate()).fold(Filter::All, Filter::and);
            let values = self.by.iter().map(|c| (c.name.clone(), Value::Null)).collect();
            shown.push(Shown { name: Some(OTHER.to_owned()), values, is_other: true, lines: self.charts.lines(self.axes, others)? });
        }
        Ok(shown)
    }

    fn groups(&self) -> ApiResult<Vec<Group>> {
        let mut columns = self.by.to_vec();
        columns.extend(self.axes.iter().cloned());
        // Clients also sort by what is not shown.
        if let Some(sort) = self.sort.map(|sort| sort.trim_start_matches('-')).filter(|sort| columns.iter().all(|c| !c.answers_to(sort))) {
            columns.push(Column::parse(sort)?);
        }
        let Charts { state, window, listing, .. } = self.charts;
        Table { state, window, listing, columns: &columns, having: self.having, sort: self.sort }.grouped(self.top, 0)
    }

    /// The answer of `events-stats/`: for one line that line; for several functions or groups an object of them by name,
    /// for both an object in an object.
    pub(super) fn stats(&self) -> ApiResult<Value> {
        let shown = self.shown()?;
        let mut answer = Map::new();
        for (order, shown) in shown.iter().enumerate() {
            let mut lines = shown.lines.iter().enumerate().map(|(i, line)| (line.column.name.clone(), self.stats_line(line, i, order)));
            let whole = match (shown.lines.len(), lines.next()) {
                (1, Some((_, only))) => only,
                (_, first) => Value::Object(first.into_iter().chain(lines).chain([("order".to_owned(), json!(order))]).collect()),
            };
            match (&shown.name, whole) {
                (Some(name), whole) => drop(answer.insert(name.clone(), whole)),
                (None, Value::Object(mut map)) if shown.lines.len() > 1 => {
                    map.remove("order");
                    return Ok(Value::Object(map));
                }
                (None, whole) => return Ok(whole),
            }
        }
        Ok(Value::Object(answer))
    }

    fn stats_line(&self, line: &Line<'_>, index: usize, group: usize) -> Value {
        let points: Vec<Value> = line.points.iter().map(|(start, value)| json!([start.seconds(), [{"count": value}]])).collect();
        let range = self.charts.listing.range;
        let name = &line.column.name;
        json!({
            "data": points,
            "start": range.start.seconds(),
            "end": range.end.seconds(),
            "isMetricsData": false,
            "order": if self.axes.len() > 1 { index } else { group },
            "meta": {"fields": {name: line.column.type_name()}, "units": {name: line.column.unit()}, "isMetricsData": false, "dataset": "errors"},
        })
    }

    /// The answer of `events-timeseries/`.
    pub(super) fn timeseries(&self) -> ApiResult<Value> {
        let range = self.charts.listing.range;
        let mut series = Vec::new();
        for (order, shown) in self.shown()?.into_iter().enumerate() {
            let by: Vec<Value> = shown.values.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
            for line in &shown.lines {
                series.push(self.timeseries_line(line, order, shown.is_other, &by));
            }
        }
        Ok(json!({
            "meta": {"dataset": "errors", "start": range.start.0 / 1_000, "end": range.end.0 / 1_000},
            "timeSeries": series,
        }))
    }

    fn timeseries_line(&self, line: &Line<'_>, order: usize, is_other: bool, by: &[Value]) -> Value {
        let now = self.charts.state.now();
        let value = |(start, value): &(bartizan_domain::Timestamp, Value)| json!({"timestamp": start.0 / 1_000, "value": value, "incomplete": start.plus(self.charts.width_us) > now});
        let mut body = json!({
            "yAxis": line.column.name,
            "values": line.points.iter().map(value).collect::<Vec<_>>(),
            "meta": {
                "valueType": line.column.type_name(), "valueUnit": line.column.unit(), "interval": self.charts.width_us / 1_000,
                "order": order, "isOther": is_other,
            },
        });
        if !by.is_empty() {
            body["groupBy"] = json!(by);
        }
        body
    }
}

/// The functions a request names among other columns are no groups.
pub(super) fn grouping(columns: Vec<Column>) -> Vec<Column> {
    columns.into_iter().filter(|column| !matches!(column.kind, ColumnKind::Function(_))).collect()
}

/// Interval of `events-timeseries/`: whole seconds, or a number with its unit.
pub(super) fn interval_seconds(text: Option<&str>) -> Option<String> {
    let text = text?;
    Some(text.parse::<i64>().map_or_else(|_| text.to_owned(), |seconds| format!("{}s", seconds.clamp(1, i64::MAX / SECOND_US))))
}

fn label(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
