//! How far the first event of a project has come: reached us, was let in, was stored, became an issue.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::dataset::Dataset;
use bartizan_domain::query::{EventQuery, Filter, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};
use bartizan_domain::{Outcome, TimeRange, Timestamp};
use bartizan_ports::meta::{IssueFilter, IssueList, IssueSort, IssueWithFlags, LedgerQuery, LedgerSum};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Caller, ProjectAccess};
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(first_event))
}

/// How far back arrivals are looked for.
const LOOK_BACK_US: i64 = 7 * DAY_US;
/// Events may be dated a little into the future.
const CLOCK_SLACK_US: i64 = HOUR_US;
/// Why the door turns an item away before its key counts as right.
const NOT_LET_IN: [&str; 6] = ["auth", "unknown_key", "project_id", "disabled", "cors", "header_mismatch"];

/// A step on the way.
#[derive(Debug, Serialize, ToSchema)]
struct Check {
    /// `reached`, `authorized`, `stored` or `grouped`.
    id: &'static str,
    done: bool,
    at: Option<String>,
}

/// How far the first event of a project has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FirstEvent {
    received: bool,
    checks: Vec<Check>,
    issue_id: Option<String>,
    event_id: Option<String>,
}

fn arrivals(state: &ApiState, entered: &ProjectAccess) -> ApiResult<Vec<LedgerSum>> {
    let now = state.now();
    let query = LedgerQuery {
        organization_id: Some(entered.organization_id()),
        projects: vec![entered.project_id()],
        range: TimeRange { start: now.plus(-LOOK_BACK_US).max(entered.project.created.floor(MINUTE_US)), end: now.plus(CLOCK_SLACK_US) },
        bucket_us: Some(MINUTE_US),
    };
    let mut sums = state.meta.ledger(&query)?;
    sums.retain(|sum| sum.outcome != Outcome::ClientDiscard);
    Ok(sums)
}

fn first_issue(state: &ApiState, entered: &ProjectAccess) -> ApiResult<Option<IssueWithFlags>> {
    let list = IssueList {
        organization_id: entered.organization_id(),
        projects: vec![entered.project_id()],
        filter: IssueFilter::All,
        sort: IssueSort::LastSeen,
        limit: 1,
        offset: 0,
        viewer: None,
    };
    Ok(state.meta.list_issues(&list)?.issues.into_iter().next())
}

/// The newest event that can be found.
fn newest_event(state: &ApiState, entered: &ProjectAccess) -> ApiResult<Option<String>> {
    let now = state.now();
    let query = EventQuery {
        dataset: Dataset::Errors,
        organization_id: entered.organization_id(),
        projects: vec![entered.project_id()],
        range: TimeRange { start: now.plus(-LOOK_BACK_US), end: now.plus(CLOCK_SLACK_US) },
        filter: Filter::All,
        select: Select::Rows { fields: Vec::new(), by: None, newest_first: true, limit: 1, offset: 0 },
    };
    let found = state.events.query(&query)?.rows.into_iter().next();
    Ok(found.and_then(|row| row.event).map(|(_, event)| event.to_string()))
}

/// How far the first event of a project has come, step by step.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/first-event", tag = "projects",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = FirstEvent), (status = 404)))]
async fn first_event(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<FirstEvent>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let arrivals = arrivals(state, &entered)?;
            let issue = first_issue(state, &entered)?;
            let first = |wanted: &dyn Fn(&LedgerSum) -> bool| arrivals.iter().filter(|sum| wanted(sum)).map(|sum| sum.bucket).min();
            let stored = entered.project.first_event;
            let let_in = first(&|sum| !NOT_LET_IN.contains(&sum.reason.as_str())).or(stored);
            let reached = first(&|_| true).or(stored);
            let grouped = issue.as_ref().map(|found| found.issue.first_seen);
            let check = |id, at: Option<Timestamp>| Check { id, done: at.is_some(), at: at.map(Timestamp::to_rfc3339) };
            Ok(Json(FirstEvent {
                received: stored.is_some(),
                checks: vec![check("reached", reached), check("authorized", let_in), check("stored", stored), check("grouped", grouped)],
                issue_id: issue.map(|found| found.issue.id.to_string()),
                event_id: newest_event(state, &entered)?,
            }))
        })
        .await
}
