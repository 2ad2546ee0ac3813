//! What is special about an issue: tag values that its events carry far more often than the project's other events.
//!
//! Two samples are compared in the same window: the issue's events and the rest of the project's. Keys and values come
//! from the issue's events; how often each value occurs elsewhere is counted in one pass of the event store for each
//! [`COLUMNS`] of them. What counts as special is decided in [`score`], which knows nothing of stores.

mod score;

use axum::Json;
use axum::extract::State;
use bartizan_domain::TimeRange;
use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, Select};
use bartizan_domain::time::DAY_US;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::score::{Candidate, Sample, Verdict};
use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::events::{Listing, quoted, tag_query};
use crate::sentry::issues::{IssueAccess, IssueTarget, READ, listing_of};
use crate::sentry::search::{Window, environment_filter, environments};
use crate::sentry::tags::{Tags, label};
use crate::{ApiResult, ApiState};

/// Window looked at when the request names none, ending now.
const DEFAULT_WINDOW_US: i64 = 14 * DAY_US;
/// Longest window fallen back to when the default one holds too few events.
const LONGEST_WINDOW_US: i64 = 90 * DAY_US;
/// Most keys compared, the most frequent first.
const MAX_KEYS: usize = 40;
/// Values compared of each key, the most frequent first.
const VALUES_PER_KEY: usize = 6;
/// Values counted in one query; a query has at most 64 columns.
const COLUMNS: usize = 60;
/// Keys that say what the error is rather than whom it meets: every issue is "special" in them.
const OF_THE_ERROR: [&str; 7] = ["level", "handled", "mechanism", "logger", "error.type", "error.value", "interface_type"];

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(special))
}

/// What is special about an issue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssueSpecial {
    /// Begin of the window compared.
    start: String,
    /// End of the window.
    end: String,
    /// The issue's events in it.
    events: u64,
    /// The project's other events in it.
    elsewhere: u64,
    /// `compared`, `few-events` or `few-elsewhere`: whether there was enough to tell.
    verdict: &'static str,
    /// Fewest events on either side that can be compared.
    needed: u64,
    /// Over-represented values, the most telling first.
    special: Vec<SpecialValue>,
    /// Keys whose values are spread as everywhere in the project.
    as_usual: Vec<String>,
}

/// An over-represented value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpecialValue {
    key: String,
    /// The key for people.
    name: String,
    value: String,
    /// Search term.
    query: String,
    /// The issue's events with it.
    count: u64,
    /// Their share of the issue's events, 0 to 1.
    share: f64,
    /// The project's other events with it.
    elsewhere_count: u64,
    /// Their share of the project's other events, 0 to 1.
    elsewhere_share: f64,
    /// How many times more frequent it is here; null where it does not occur elsewhere.
    factor: Option<f64>,
}

/// What is special about an issue in a window; by default the last 14 days, or as far back as 90 when they hold too little.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/issues/{issue}/special", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
    ),
    responses((status = 200, body = IssueSpecial), (status = 404))
)]
async fn special(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Json<IssueSpecial>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            Comparison::open(state, &found, &params)?.answer().map(Json)
        })
        .await
}

/// The two samples of one request.
struct Comparison<'a> {
    state: &'a ApiState,
    found: &'a IssueAccess,
    /// The issue's events.
    own: Listing,
    /// All of the project's events.
    all: Listing,
    here: u64,
    elsewhere: u64,
}

impl<'a> Comparison<'a> {
    fn open(state: &'a ApiState, found: &'a IssueAccess, params: &Params) -> ApiResult<Self> {
        let window = Window::of_projects(state, &found.access, vec![found.project.clone()], params)?;
        if window.range_given {
            return Self::over(state, found, params, window.range);
        }
        let end = window.now.plus(1);
        let recent = Self::over(state, found, params, TimeRange::last(DEFAULT_WINDOW_US, end))?;
        if recent.here >= score::MIN_EVENTS {
            return Ok(recent);
        }
        Self::over(state, found, params, TimeRange::last(LONGEST_WINDOW_US, end))
    }

    fn over(state: &'a ApiState, found: &'a IssueAccess, params: &Params, range: TimeRange) -> ApiResult<Self> {
        let environments = environments(params);
        let own = Listing { range, ..listing_of(state, &found.found.issue, &environments)? };
        let all = Listing { projects: own.projects.clone(), range, filter: environment_filter(&environments) };
        let mut comparison = Self { state, found, own, all, here: 0, elsewhere: 0 };
        comparison.here = comparison.count(&comparison.own, vec![Aggregate::Count])?.first().copied().unwrap_or(0);
        let everywhere = comparison.count(&comparison.all, vec![Aggregate::Count])?.first().copied().unwrap_or(0);
        comparison.elsewhere = everywhere.saturating_sub(comparison.here);
        Ok(comparison)
    }

    /// Each aggregate over all events of a listing.
    fn count(&self, listing: &Listing, aggregates: Vec<Aggregate>) -> ApiResult<Vec<u64>> {
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.found.organization_id(),
            projects: listing.projects.clone(),
            range: listing.range,
            filter: listing.filter.clone(),
            select: Select::Groups { keys: Vec::new(), aggregates, order: None, limit: 1, offset: 0 },
        })?;
        let number = |value: &FieldValue| value.as_i64().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        Ok(result.rows.first().map(|row| row.values.iter().map(number).collect()).unwrap_or_default())
    }

    fn answer(&self) -> ApiResult<IssueSpecial> {
        let sample = Sample { here: self.here, elsewhere: self.elsewhere };
        let verdict = sample.verdict();
        let candidates = if verdict == Verdict::Compared { self.candidates()? } else { Vec::new() };
        let judged = score::judge(sample, &candidates);
        Ok(IssueSpecial {
            start: self.own.range.start.to_rfc3339(),
            end: self.own.range.end.to_rfc3339(),
            events: self.here,
            elsewhere: self.elsewhere,
            verdict: verdict.as_str(),
            needed: score::MIN_EVENTS,
            special: judged.special.iter().map(|candidate| self.body(sample, candidate)).collect(),
            as_usual: judged.as_usual,
        })
    }

    fn body(&self, sample: Sample, candidate: &Candidate) -> SpecialValue {
        let (share, elsewhere_share) = sample.shares(candidate);
        let query = tag_query(&candidate.key, Some(&candidate.value));
        SpecialValue {
            name: label(&candidate.key),
            query: query.unwrap_or_else(|| format!("{}:{}", candidate.key, quoted(&candidate.value))),
            key: candidate.key.clone(),
            value: candidate.value.clone(),
            count: candidate.here,
            share,
            elsewhere_count: candidate.elsewhere,
            elsewhere_share,
            factor: (candidate.elsewhere > 0).then(|| share / elsewhere_share),
        }
    }

    /// The most frequent values of the issue's keys, counted on both sides.
    fn candidates(&self) -> ApiResult<Vec<Candidate>> {
        let tags = Tags { state: self.state, organization: self.found.organization_id(), listing: &self.own };
        let keys = tags.keys_with_values(VALUES_PER_KEY, |key| !OF_THE_ERROR.contains(&key))?;
        let mut candidates = Vec::new();
        for key in keys.into_iter().take(MAX_KEYS) {
            candidates.extend(key.top_values.unwrap_or_default().into_iter().map(|value| Candidate {
                key: key.key.clone(),
                value: value.value,
                here: value.count,
                elsewhere: 0,
            }));
        }
        for chunk in candidates.chunks_mut(COLUMNS) {
            let counts = self.count(&self.all, chunk.iter().map(|candidate| Aggregate::CountIf(equals(candidate))).collect())?;
            for (candidate, everywhere) in chunk.iter_mut().zip(counts) {
                candidate.elsewhere = everywhere.saturating_sub(candidate.here);
            }
        }
        Ok(candidates)
    }
}

/// Events with this value; numbers and flags of the schema are compared as what they are.
fn equals(candidate: &Candidate) -> Filter {
    use bartizan_domain::dataset::FieldKind;
    let field = FieldRef::resolve(Dataset::Errors, &candidate.key);
    let text = || FieldValue::Str(candidate.value.clone());
    let value = match Dataset::Errors.schema().field(&candidate.key).map(|field| field.kind) {
        Some(FieldKind::Bool) => candidate.value.parse().map_or_else(|_| text(), FieldValue::Bool),
        Some(FieldKind::I64) => candidate.value.parse().map_or_else(|_| text(), FieldValue::I64),
        Some(FieldKind::F64) => candidate.value.parse().map_or_else(|_| text(), FieldValue::F64),
        _ => text(),
    };
    Filter::Equals(field, value)
}
