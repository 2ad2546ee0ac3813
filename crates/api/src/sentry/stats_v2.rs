//! What became of everything received, summed from the ledger in the ecosystem's words.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::Outcome;
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_ports::meta::LedgerSum;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::stats::Span;
use crate::auth::Caller;
use crate::params::{DEFAULT_PERIOD_US, Params, parse_period};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(stats_v2))
}

/// What a group is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
struct GroupBy {
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<i64>,
}

/// Sums of a group.
#[derive(Debug, Serialize, ToSchema)]
struct StatsGroup {
    by: GroupBy,
    totals: BTreeMap<String, u64>,
    series: BTreeMap<String, Vec<u64>>,
}

/// Sums by interval.
#[derive(Debug, Serialize, ToSchema)]
struct StatsV2 {
    start: String,
    end: String,
    intervals: Vec<String>,
    groups: Vec<StatsGroup>,
}

/// The ecosystem has fewer outcomes than we: ours that it lacks become a reason under the nearest of its words.
fn in_their_words(sum: &LedgerSum) -> (&'static str, String) {
    let (outcome, own_reason) = match sum.outcome {
        Outcome::Accepted => ("accepted", ""),
        Outcome::Filtered => ("filtered", ""),
        Outcome::Sampled => ("filtered", "sampled"),
        Outcome::RateLimited => ("rate_limited", ""),
        Outcome::Invalid => ("invalid", ""),
        Outcome::Duplicate => ("invalid", "duplicate"),
        Outcome::ClientDiscard => ("client_discard", ""),
        Outcome::Unsupported => ("invalid", "unsupported"),
        // Not among the sums: the store counts it apart.
        Outcome::Received => ("received", ""),
    };
    let reason = if own_reason.is_empty() { sum.reason.clone() } else { own_reason.to_owned() };
    (outcome, reason)
}

/// What a request asks.
struct Question {
    by: [bool; 4],
    fields: Vec<String>,
    categories: Vec<String>,
    outcomes: Vec<String>,
    reasons: Vec<String>,
}

impl Question {
    fn read(params: &Params) -> ApiResult<Self> {
        let known = ["outcome", "category", "reason", "project"];
        let groups: Vec<&str> = params.all("groupBy").filter(|g| !g.is_empty()).collect();
        if let Some(unknown) = groups.iter().find(|group| !known.contains(group)) {
            return Err(ApiError::bad_request(format!("Invalid groupBy: \"{unknown}\"")));
        }
        let fields: Vec<String> = params.all("field").filter(|f| !f.is_empty()).map(str::to_owned).collect();
        if fields.is_empty() {
            return Err(ApiError::bad_request("At least one field is required."));
        }
        if let Some(unknown) = fields.iter().find(|field| !["sum(quantity)", "sum(times_seen)"].contains(&field.as_str())) {
            return Err(ApiError::bad_request(format!("Invalid field: \"{unknown}\"")));
        }
        let list = |name: &str| params.all(name).filter(|v| !v.is_empty()).map(str::to_owned).collect();
        Ok(Self {
            by: known.map(|key| groups.contains(&key)),
            fields,
            categories: list("category"),
            outcomes: list("outcome"),
            reasons: list("reason"),
        })
    }

    /// The group of a sum, when it is asked for.
    fn group_of(&self, sum: &LedgerSum) -> Option<GroupBy> {
        let (outcome, reason) = in_their_words(sum);
        let wanted = |list: &[String], value: &str| list.is_empty() || list.iter().any(|entry| entry == value);
        if !wanted(&self.categories, &sum.category) || !wanted(&self.outcomes, outcome) || !wanted(&self.reasons, &reason) {
            return None;
        }
        let [by_outcome, by_category, by_reason, by_project] = self.by;
        Some(GroupBy {
            outcome: by_outcome.then_some(outcome),
            category: by_category.then(|| sum.category.clone()),
            reason: by_reason.then_some(reason),
            project: by_project.then_some(sum.project_id.0),
        })
    }
}

/// Width of an interval: whole hours that divide a day.
fn interval(params: &Params) -> ApiResult<i64> {
    let width = params.filled("interval").map_or(Some(HOUR_US), parse_period);
    width
        .filter(|width| (HOUR_US..=DAY_US).contains(width) && DAY_US % width == 0)
        .ok_or_else(|| ApiError::bad_request("The interval must be between 1h and 1d and divide a day."))
}

/// Sums of what was received, by outcome, category, reason and project.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/stats_v2/", tag = "stats",
    security(("bearer" = ["org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("groupBy" = Vec<String>, Query), ("field" = Vec<String>, Query),
        ("interval" = Option<String>, Query), ("category" = Option<Vec<String>>, Query), ("outcome" = Option<Vec<String>>, Query),
        ("reason" = Option<Vec<String>>, Query), ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query),
        ("start" = Option<String>, Query), ("end" = Option<String>, Query)),
    responses((status = 200, body = StatsV2), (status = 400), (status = 404)))]
async fn stats_v2(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<StatsV2>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:read"])?;
            let question = Question::read(&params)?;
            let span = Span::covering(params.time_range(state.now(), DEFAULT_PERIOD_US)?, interval(&params)?)?;
            let projects: Vec<_> = state.selected_projects(&access, &params)?.into_iter().map(|project| project.id).collect();
            let sums = if projects.is_empty() { Vec::new() } else { span.ledger(state, &access, projects)? };
            Ok(Json(answer(&question, span, &sums)))
        })
        .await
}

fn answer(question: &Question, span: Span, sums: &[LedgerSum]) -> StatsV2 {
    let length = usize::try_from(span.len()).unwrap_or(0);
    let mut series: BTreeMap<GroupBy, Vec<u64>> = BTreeMap::new();
    for sum in sums {
        let Some(group) = question.group_of(sum) else { continue };
        let points = series.entry(group).or_insert_with(|| vec![0; length]);
        if let Some(point) = span.index_of(sum.bucket).and_then(|index| points.get_mut(index)) {
            *point = point.saturating_add(sum.quantity);
        }
    }
    if question.by.iter().all(|by| !by) && series.is_empty() {
        series.insert(GroupBy { outcome: None, category: None, reason: None, project: None }, vec![0; length]);
    }
    let groups = series.into_iter().map(|(by, points)| {
        let total = points.iter().sum();
        StatsGroup {
            by,
            totals: question.fields.iter().map(|field| (field.clone(), total)).collect(),
            series: question.fields.iter().map(|field| (field.clone(), points.clone())).collect(),
        }
    });
    StatsV2 {
        start: span.start.to_rfc3339(),
        end: span.end.to_rfc3339(),
        intervals: span.starts().map(|t| t.to_rfc3339()).collect(),
        groups: groups.collect(),
    }
}
