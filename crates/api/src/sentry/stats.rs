//! How many events a project received: from the ledger, minute by minute summed to hours and days.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::project::Project;
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use bartizan_domain::{Outcome, ProjectId, TimeRange, Timestamp};
use bartizan_ports::meta::{LedgerQuery, LedgerSum};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(project_stats))
}

/// Most points of a series.
pub(super) const MAX_POINTS: i64 = 10_000;

/// Categories of the ledger that are events of an issue.
const EVENT_CATEGORIES: [&str; 3] = ["error", "default", "security"];

/// A span of time cut into equal buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First bucket's start, aligned to the width.
    pub(super) start: Timestamp,
    /// End of the last bucket.
    pub(super) end: Timestamp,
    /// Width of a bucket in microseconds.
    pub(super) width_us: i64,
}

impl Span {
    /// The buckets that cover a range.
    pub(super) fn covering(range: TimeRange, width_us: i64) -> ApiResult<Self> {
        let start = range.start.floor(width_us);
        let last = range.end.plus(-1).floor(width_us);
        let span = Self { start, end: last.plus(width_us), width_us };
        if span.len() > MAX_POINTS {
            return Err(ApiError::bad_request("The interval is too small for this period."));
        }
        Ok(span)
    }

    /// `24h` by the hour; `14d`, `30d`, `90d` by the day; nothing when none is asked for.
    pub(super) fn of_period(period: Option<&str>, now: Timestamp) -> ApiResult<Option<Self>> {
        let (length, width) = match period {
            None => return Ok(None),
            Some("1h") => (HOUR_US, MINUTE_US),
            Some("24h") => (DAY_US, HOUR_US),
            Some("7d") => (7 * DAY_US, DAY_US),
            Some("14d") => (14 * DAY_US, DAY_US),
            Some("30d") => (30 * DAY_US, DAY_US),
            Some("90d") => (90 * DAY_US, DAY_US),
            Some(_) => return Err(ApiError::bad_request("Invalid statsPeriod. Valid choices are 24h, 14d, and 30d.")),
        };
        let end = now.floor(width).plus(width);
        Ok(Some(Self { start: end.plus(-length), end, width_us: width }))
    }

    /// Number of buckets.
    pub(super) const fn len(self) -> i64 {
        self.end.0.saturating_sub(self.start.0).div_euclid(self.width_us)
    }

    /// Starts of the buckets.
    pub(super) fn starts(self) -> impl Iterator<Item = Timestamp> {
        (0..self.len()).map(move |n| self.start.plus(n.saturating_mul(self.width_us)))
    }

    /// Bucket of a moment, if it lies within.
    pub(super) fn index_of(self, moment: Timestamp) -> Option<usize> {
        if moment < self.start || moment >= self.end {
            return None;
        }
        usize::try_from(moment.0.saturating_sub(self.start.0).div_euclid(self.width_us)).ok()
    }

    /// What the ledger holds of these projects.
    pub(super) fn ledger(self, state: &ApiState, access: &Access, projects: Vec<ProjectId>) -> ApiResult<Vec<LedgerSum>> {
        let query = LedgerQuery {
            organization_id: Some(access.organization_id()),
            projects,
            range: TimeRange { start: self.start, end: self.end },
            bucket_us: Some(self.width_us),
        };
        Ok(state.meta.ledger(&query)?)
    }
}

/// Accepted events of each project by bucket, as pairs of epoch seconds and count.
pub(super) fn project_counts(state: &ApiState, access: &Access, projects: &[Project], span: Span) -> ApiResult<Vec<Vec<(i64, u64)>>> {
    let ids: Vec<ProjectId> = projects.iter().map(|project| project.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut series: BTreeMap<ProjectId, Vec<(i64, u64)>> = BTreeMap::new();
    for sum in span.ledger(state, access, ids.clone())?.into_iter().filter(|sum| sum.outcome == Outcome::Accepted) {
        add(series.entry(sum.project_id).or_insert_with(|| empty(span)), span, &sum);
    }
    Ok(ids.into_iter().map(|id| series.remove(&id).unwrap_or_else(|| empty(span))).collect())
}

fn empty(span: Span) -> Vec<(i64, u64)> {
    span.starts().map(|start| (start.seconds(), 0)).collect()
}

fn add(points: &mut [(i64, u64)], span: Span, sum: &LedgerSum) {
    if !EVENT_CATEGORIES.contains(&sum.category.as_str()) {
        return;
    }
    if let Some(point) = span.index_of(sum.bucket).and_then(|index| points.get_mut(index)) {
        point.1 = point.1.saturating_add(sum.quantity);
    }
}

/// Which outcomes a `stat` counts.
fn counted(stat: &str) -> ApiResult<fn(Outcome) -> bool> {
    Ok(match stat {
        "received" => |outcome| outcome != Outcome::ClientDiscard,
        "rejected" => |outcome| matches!(outcome, Outcome::RateLimited | Outcome::Invalid),
        "blacklisted" => |outcome| matches!(outcome, Outcome::Filtered),
        "generated" => |outcome| outcome == Outcome::Accepted,
        _ => return Err(ApiError::bad_request("Invalid stat: use received, rejected, blacklisted or generated.")),
    })
}

fn moment(params: &Params, name: &str) -> ApiResult<Option<Timestamp>> {
    let Some(text) = params.filled(name) else { return Ok(None) };
    let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.abs() < 1e11);
    #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
    let moment = seconds.map(|seconds| Timestamp::from_seconds(seconds as i64)).or_else(|| Timestamp::parse(text));
    moment.map(Some).ok_or_else(|| ApiError::bad_request(format!("Invalid {name}.")))
}

/// Events of a project over time: pairs of epoch seconds and count.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/stats/", tag = "stats",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path),
        ("stat" = Option<String>, Query, description = "`received` (default), `rejected`, `blacklisted` or `generated`"),
        ("since" = Option<String>, Query), ("until" = Option<String>, Query),
        ("resolution" = Option<String>, Query, description = "`10s`, `1h` or `1d`")),
    responses((status = 200, body = Vec<(i64, u64)>), (status = 400), (status = 404)))]
async fn project_stats(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<Vec<(i64, u64)>>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let counts = counted(params.filled("stat").unwrap_or("received"))?;
            // The ledger keeps minutes: a finer resolution would invent what is not there.
            let width = match params.filled("resolution") {
                None | Some("1h") => HOUR_US,
                Some("10s") => 10 * SECOND_US,
                Some("1d") => DAY_US,
                Some(_) => return Err(ApiError::bad_request("Invalid resolution: use 10s, 1h or 1d.")),
            };
            let until = moment(&params, "until")?.unwrap_or_else(|| state.now());
            let since = moment(&params, "since")?.unwrap_or_else(|| until.plus(-DAY_US));
            if since >= until {
                return Err(ApiError::bad_request("since must be before until"));
            }
            let span = Span::covering(TimeRange { start: since, end: until }, width.max(MINUTE_US))?;
            let mut points = empty(span);
            for sum in span.ledger(state, &entered.access, vec![entered.project_id()])?.iter().filter(|sum| counts(sum.outcome)) {
                add(&mut points, span, sum);
            }
            Ok(Json(points))
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_aligned_and_covers_the_range() {
        let range = TimeRange { start: Timestamp::from_seconds(3_601), end: Timestamp::from_seconds(7_201) };
        let span = Span::covering(range, HOUR_US).unwrap();
        assert_eq!((span.start.seconds(), span.end.seconds(), span.len()), (3_600, 10_800, 2));
        assert_eq!(span.index_of(Timestamp::from_seconds(7_200)), Some(1));
        assert_eq!(span.index_of(Timestamp::from_seconds(10_800)), None);
        assert!(Span::covering(TimeRange::last(400 * DAY_US, Timestamp::from_seconds(0)), MINUTE_US).is_err());
    }

    #[test]
    fn periods_have_their_points() {
        let now = Timestamp::from_seconds(1_000_000);
        let len = |period| Span::of_period(Some(period), now).unwrap().unwrap().len();
        assert_eq!((len("24h"), len("14d"), len("30d")), (24, 14, 30));
        assert!(Span::of_period(Some("5y"), now).is_err());
    }
}
