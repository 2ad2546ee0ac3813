//! Events of an issue over time, and what ties it to the outside.

use axum::Json;
use axum::extract::State;
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};
use bartizan_domain::{TimeRange, Timestamp};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::numbers::{Counter, Point, Series};
use super::target::IssueTarget;
use super::{READ, with_legacy};
use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::search::Window;
use crate::{ApiError, ApiResult, ApiState};

/// Most points of a chart.
const MAX_POINTS: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(with_legacy(routes!(stats))).merge(with_legacy(routes!(integrations)))
}

fn resolution(params: &Params) -> ApiResult<i64> {
    Ok(match params.filled("resolution") {
        None | Some("1h") => HOUR_US,
        Some("1d") => DAY_US,
        Some("1m" | "10s") => MINUTE_US,
        Some(_) => return Err(ApiError::field("resolution", "1m, 1h or 1d is required.")),
    })
}

/// Events of an issue over time: `since` and `until` in seconds since the epoch, by default the last day.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/stats/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("since" = Option<i64>, Query), ("until" = Option<i64>, Query),
        ("resolution" = Option<String>, Query), ("environment" = Option<Vec<String>>, Query),
    ),
    responses((status = 200, body = Vec<(i64, u64)>))
)]
async fn stats(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Json<Vec<Point>>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let width_us = resolution(&params)?;
            let window = Window::of_projects(state, &found.access, vec![found.project.clone()], &params)?;
            let until = params.number("until")?.map_or(window.now, Timestamp::from_seconds);
            let since = params.number("since")?.map_or_else(|| until.plus(-DAY_US), Timestamp::from_seconds);
            let series = Series::over("", TimeRange { start: since, end: until.max(since.plus(1)) }, width_us);
            if series.points > MAX_POINTS {
                return Err(ApiError::bad_request(format!("At most {MAX_POINTS} points: choose a coarser resolution or a shorter time.")));
            }
            let counter = Counter { state, window: &window };
            let issue = &found.found.issue;
            let mut charts = if window.environments.is_empty() && series.is_hourly() {
                counter.hourly(&[issue.id], &series)?
            } else {
                counter.filtered(&[issue], &window.environment_filter(), &series)?
            };
            Ok(Json(charts.remove(&issue.id).unwrap_or_default()))
        })
        .await
}

/// Services an issue may be tied to: none in this version.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/integrations/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Vec<Value>))
)]
async fn integrations(State(state): State<ApiState>, caller: Caller, target: IssueTarget) -> ApiResult<Json<Vec<Value>>> {
    state.blocking(move |state| target.open(state, &caller, &READ).map(|_| Json(Vec::new()))).await
}
