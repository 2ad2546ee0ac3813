//! Counts of issues within a window, and how they spread over time.
//!
//! Hourly counters of the metadata store answer whatever asks nothing of single events; otherwise one query per page
//! goes to the event store.

use std::collections::HashMap;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::issue::Issue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};
use bartizan_domain::{IssueId, TimeRange, Timestamp};
use bartizan_ports::events::rules::MAX_WINDOW;

use crate::sentry::search::Window;
use crate::{ApiError, ApiResult, ApiState};

/// A count at a moment: seconds since the epoch, events.
pub(crate) type Point = (i64, u64);

/// Numbers of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// Events.
    pub(crate) count: u64,
    /// Users.
    pub(crate) users: u64,
    /// First event.
    pub(crate) first: Timestamp,
    /// Last event.
    pub(crate) last: Timestamp,
}

impl Numbers {
    /// Over the issue's whole life.
    pub(crate) const fn ever(issue: &Issue) -> Self {
        Self { count: issue.times_seen, users: issue.users_seen, first: issue.first_seen, last: issue.last_seen }
    }
}

/// Widths a chart's buckets may have.
const WIDTHS_US: [i64; 13] = [
    MINUTE_US,
    5 * MINUTE_US,
    10 * MINUTE_US,
    15 * MINUTE_US,
    30 * MINUTE_US,
    HOUR_US,
    2 * HOUR_US,
    4 * HOUR_US,
    6 * HOUR_US,
    12 * HOUR_US,
    DAY_US,
    2 * DAY_US,
    7 * DAY_US,
];
/// Most buckets of a chart that chooses its own width.
const MAX_AUTO_POINTS: i64 = 48;

/// Buckets of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    /// `24h`, `14d`, `auto` …
    pub(crate) name: String,
    /// Start of the first bucket.
    pub(crate) start: Timestamp,
    /// Width of a bucket in microseconds.
    pub(crate) width_us: i64,
    /// Number of buckets.
    pub(crate) points: usize,
}

impl Series {
    /// The last `points` buckets up to now.
    pub(crate) fn last(name: &str, width_us: i64, points: usize, now: Timestamp) -> Self {
        let back = i64::try_from(points).unwrap_or(1).saturating_sub(1).saturating_mul(width_us);
        Self { name: name.to_owned(), start: now.floor(width_us).plus(-back), width_us, points }
    }

    /// Buckets over a window, in a width that suits its length.
    pub(crate) fn auto(range: TimeRange) -> Self {
        let span = range.end.0.saturating_sub(range.start.0).max(1);
        // From half a day on hours are fine enough, and hourly counters answer without looking at events.
        let finest = if span > 12 * HOUR_US { HOUR_US } else { MINUTE_US };
        let fits = |width: &i64| *width >= finest && span / width <= MAX_AUTO_POINTS;
        let width_us = WIDTHS_US.into_iter().find(fits).unwrap_or(30 * DAY_US);
        Self::over("auto", range, width_us)
    }

    /// Buckets of a width over a window.
    pub(crate) fn over(name: &str, range: TimeRange, width_us: i64) -> Self {
        let start = range.start.floor(width_us);
        let points = (range.end.0.saturating_sub(start.0).max(1) - 1) / width_us + 1;
        Self { name: name.to_owned(), start, width_us, points: usize::try_from(points).unwrap_or(1) }
    }

    /// Reads `groupStatsPeriod`; `None` for no statistics.
    pub(crate) fn read(period: &str, range: TimeRange, now: Timestamp) -> ApiResult<Option<Self>> {
        match period {
            "" => Ok(None),
            "24h" => Ok(Some(Self::last(period, HOUR_US, 24, now))),
            "14d" => Ok(Some(Self::last(period, DAY_US, 14, now))),
            "30d" => Ok(Some(Self::last(period, DAY_US, 30, now))),
            "auto" => Ok(Some(Self::auto(range))),
            _ => Err(ApiError::bad_request("Invalid groupStatsPeriod: \"\", 24h, 14d or auto is required.")),
        }
    }

    /// From the first bucket's start to the last one's end.
    pub(crate) fn range(&self) -> TimeRange {
        let length = i64::try_from(self.points).unwrap_or(i64::MAX).saturating_mul(self.width_us);
        TimeRange { start: self.start, end: self.start.plus(length) }
    }

    fn bucket(&self, at: Timestamp) -> Option<usize> {
        usize::try_from(at.0.saturating_sub(self.start.0).div_euclid(self.width_us)).ok().filter(|bucket| *bucket < self.points)
    }

    /// Points without events.
    pub(crate) fn empty(&self) -> Vec<Point> {
        let start = |n: usize| self.start.plus(i64::try_from(n).unwrap_or(0).saturating_mul(self.width_us)).seconds();
        (0..self.points).map(|n| (start(n), 0)).collect()
    }

    /// Adds events to the bucket that holds `at`.
    pub(crate) fn add(&self, points: &mut [Point], at: Timestamp, count: u64) {
        if let Some(point) = self.bucket(at).and_then(|bucket| points.get_mut(bucket)) {
            point.1 = point.1.saturating_add(count);
        }
    }

    /// Hourly counters are fine enough for it.
    pub(crate) const fn is_hourly(&self) -> bool {
        self.width_us % HOUR_US == 0
    }
}

/// Charts by issue.
pub(crate) type Charts = HashMap<IssueId, Vec<Point>>;

/// Charts and windowed counts of issues.
pub(crate) struct Counter<'a> {
    pub(crate) state: &'a ApiState,
    pub(crate) window: &'a Window,
}

impl Counter<'_> {
    /// Charts from hourly counters.
    pub(crate) fn hourly(&self, ids: &[IssueId], series: &Series) -> ApiResult<Charts> {
        self.hourly_and_windowed(ids, Some(series), &[]).map(|(charts, _)| charts)
    }

    /// Charts of `ids` and the events within the window of `older`, in one reading of the hourly counters.
    pub(crate) fn hourly_and_windowed(
        &self,
        ids: &[IssueId],
        series: Option<&Series>,
        older: &[IssueId],
    ) -> ApiResult<(Charts, HashMap<IssueId, u64>)> {
        let mut charts: Charts = series.map(|s| ids.iter().map(|id| (*id, s.empty())).collect()).unwrap_or_default();
        let mut windowed: HashMap<IssueId, u64> = older.iter().map(|id| (*id, 0)).collect();
        let window = TimeRange { start: self.window.range.start.floor(HOUR_US), end: self.window.range.end };
        let ranges = series.map(Series::range).into_iter().chain((!older.is_empty()).then_some(window));
        let Some(range) = ranges.reduce(|a, b| TimeRange { start: a.start.min(b.start), end: a.end.max(b.end) }) else {
            return Ok((charts, windowed));
        };
        let asked = if series.is_some() { ids } else { older };
        for hour in self.state.meta.hourly_counts(self.window.organization, asked, range)? {
            if let (Some(series), Some(points)) = (series, charts.get_mut(&hour.issue_id)) {
                series.add(points, hour.hour, hour.count);
            }
            if let Some(count) = windowed.get_mut(&hour.issue_id).filter(|_| window.start <= hour.hour && hour.hour < window.end) {
                *count = count.saturating_add(hour.count);
            }
        }
        Ok((charts, windowed))
    }

    /// Charts of the events that meet a filter: one query.
    pub(crate) fn filtered(&self, issues: &[&Issue], filter: &Filter, series: &Series) -> ApiResult<Charts> {
        let mut charts: Charts = issues.iter().map(|issue| (issue.id, series.empty())).collect();
        let mut issue_of: HashMap<(i64, String), IssueId> = HashMap::new();
        for issue in issues {
            for hash in self.state.meta.hashes(self.window.organization, issue.id)? {
                issue_of.insert((issue.project_id.0, hash.to_string()), issue.id);
            }
        }
        if issue_of.is_empty() {
            return Ok(charts);
        }
        let hashes = issue_of.keys().map(|(_, hash)| FieldValue::Str(hash.clone())).collect();
        let filter = Filter::In(FieldRef::field(GROUP_HASH), hashes).and(filter.clone());
        let result = self.state.events.query(&self.chart_query(filter, series))?;
        for row in result.rows {
            let [FieldValue::I64(project), FieldValue::Str(hash), at, count] = row.values.as_slice() else { continue };
            let points = issue_of.get(&(*project, hash.clone())).and_then(|id| charts.get_mut(id));
            if let (Some(points), Some(at), Some(count)) = (points, at.as_i64(), count.as_i64()) {
                series.add(points, Timestamp(at), u64::try_from(count).unwrap_or(0));
            }
        }
        Ok(charts)
    }

    fn chart_query(&self, filter: Filter, series: &Series) -> EventQuery {
        let field = |name: &str| GroupKey::Field(FieldRef::field(name));
        let time = GroupKey::Time { field: "timestamp".to_owned(), width_us: series.width_us, origin_us: series.start.0 };
        EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.window.organization,
            projects: self.window.project_ids(),
            range: series.range(),
            filter,
            select: Select::Groups {
                keys: vec![field("project_id"), field(GROUP_HASH), time],
                aggregates: vec![Aggregate::Count],
                order: None,
                limit: MAX_WINDOW,
                offset: 0,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_have_the_points_clients_expect() {
        let now = Timestamp::from_seconds(1_800_003_661);
        let day = Series::last("24h", HOUR_US, 24, now);
        assert_eq!((day.empty().len(), day.range().end), (24, now.floor(HOUR_US).plus(HOUR_US)));
        let auto = |days: i64| Series::auto(TimeRange::last(days * DAY_US, now)).width_us / HOUR_US;
        assert_eq!((auto(1), auto(7), auto(14), auto(30), auto(90)), (1, 4, 12, 24, 48));
        assert_eq!(Series::auto(TimeRange::last(HOUR_US, now)).width_us, 5 * MINUTE_US);
    }

    #[test]
    fn events_fall_into_their_bucket_and_others_nowhere() {
        let series = Series::last("24h", HOUR_US, 2, Timestamp(3 * HOUR_US + 5));
        let mut points = series.empty();
        series.add(&mut points, Timestamp(2 * HOUR_US), 1);
        series.add(&mut points, Timestamp(4 * HOUR_US - 1), 5);
        series.add(&mut points, Timestamp(0), 9);
        series.add(&mut points, Timestamp(4 * HOUR_US), 9);
        assert_eq!(points, [(7200, 1), (10800, 5)]);
    }
}
