//! Applying the rules of a project to the events of its last days.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::grouping::RegroupJob;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::body::JsonBody;
use crate::{ApiResult, ApiState};

/// Jobs answered at most.
const MAX_JOBS: usize = 20;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, start)).routes(routes!(cancel)).routes(routes!(undo))
}

/// A job that groups stored events anew.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Regrouping {
    id: String,
    /// `apply` or `undo`.
    kind: String,
    /// `waiting`, `looking`, `moving`, `done`, `cancelled` or `failed`.
    state: String,
    /// Version of the rules it applies.
    version: i64,
    start: String,
    end: String,
    /// Events to look at; 0 before they are counted.
    total: u64,
    /// Events looked at.
    looked: u64,
    /// Events to move.
    planned: u64,
    /// Events moved.
    moved: u64,
    /// Issues it made.
    made: u64,
    /// Issues that were left empty and went into others.
    merged: u64,
    /// Why it failed.
    note: Option<String>,
    /// Who asked for it.
    author: Option<String>,
    /// A later job took it back.
    undone: bool,
    date_created: String,
    date_finished: Option<String>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
struct RegroupDraft {
    /// Days to go back, 1 to 90.
    days: i64,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct UndoDraft {
    /// Also takes the rules back to those before it, for new events; not where others were written since.
    rules: bool,
}

fn told(state: &ApiState, job: RegroupJob) -> Regrouping {
    Regrouping {
        id: job.id.to_string(),
        kind: job.kind.as_str().to_owned(),
        state: job.state.as_str().to_owned(),
        version: job.version,
        start: job.start.to_rfc3339(),
        end: job.end.to_rfc3339(),
        total: job.total,
        looked: job.looked,
        planned: job.planned,
        moved: job.moved,
        made: job.made,
        merged: job.merged,
        note: job.note,
        author: job.actor.and_then(|id| state.meta.user(id).ok()).map(|user| user.name),
        undone: job.undone,
        date_created: job.created.to_rfc3339(),
        date_finished: job.finished.map(|at| at.to_rfc3339()),
    }
}

/// Jobs that grouped stored events of the project anew, newest first.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/grouping/regroup", tag = "native",
    operation_id = "regroupings",
    security(("bearer" = ["project:read", "project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = Vec<Regrouping>)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<Vec<Regrouping>>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read", "project:write", "project:admin"])?;
            let jobs = state.meta.regroups(entered.organization_id(), entered.project_id(), MAX_JOBS)?;
            Ok(Json(jobs.into_iter().map(|job| told(state, job)).collect()))
        })
        .await
}

/// Begins to apply the newest rules to the events of the last days.
#[utoipa::path(post, path = "/api/native/organizations/{organization}/projects/{project}/grouping/regroup", tag = "native",
    operation_id = "start_regrouping",
    security(("bearer" = ["project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    request_body = RegroupDraft,
    responses((status = 200, body = Regrouping), (status = 409, description = "Another job of the project is under way")))]
async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Regrouping>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write", "project:admin"])?;
            let draft: RegroupDraft = body.parse()?;
            let job = state.app.start_regroup(entered.organization_id(), entered.project_id(), draft.days, caller.user_id())?;
            Ok(Json(told(state, job)))
        })
        .await
}

/// Stops a job; what was moved stays moved.
#[utoipa::path(delete, path = "/api/native/organizations/{organization}/projects/{project}/grouping/regroup/{job}", tag = "native",
    operation_id = "cancel_regrouping",
    security(("bearer" = ["project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("job" = i64, Path)),
    responses((status = 200, body = Regrouping), (status = 409, description = "It has come to its end already")))]
async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, job)): Path<(String, String, i64)>,
) -> ApiResult<Json<Regrouping>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write", "project:admin"])?;
            let job = state.app.cancel_regroup(entered.organization_id(), entered.project_id(), job)?;
            Ok(Json(told(state, job)))
        })
        .await
}

/// Takes back a job that applied rules: its events return to the issues they were in.
#[utoipa::path(post, path = "/api/native/organizations/{organization}/projects/{project}/grouping/regroup/{job}/undo", tag = "native",
    operation_id = "undo_regrouping",
    security(("bearer" = ["project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("job" = i64, Path)),
    request_body = UndoDraft,
    responses((status = 200, body = Regrouping), (status = 409, description = "It is under way, was taken back, or another came after it")))]
async fn undo(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, job)): Path<(String, String, i64)>,
    body: JsonBody,
) -> ApiResult<Json<Regrouping>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write", "project:admin"])?;
            let draft: UndoDraft = body.parse()?;
            let (tenant, id) = (entered.organization_id(), entered.project_id());
            let job = state.app.undo_regroup(tenant, id, job, draft.rules, caller.user_id())?;
            Ok(Json(told(state, job)))
        })
        .await
}
