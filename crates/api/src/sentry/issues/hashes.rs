//! Group hashes of an issue.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use bartizan_domain::GroupHash;
use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, Filter};
use http::StatusCode;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::announce;
use super::target::{IssueAccess, IssueTarget};
use super::{READ, WRITE, with_legacy};
use crate::auth::Caller;
use crate::pagination::Page;
use crate::params::Params;
use crate::sentry::events::{EventReader, Listing};
use crate::{ApiError, ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    with_legacy(routes!(list, unmerge, unmerge_by_put))
}

/// Hashes of an issue, each with its newest event (whole with `full`).
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/hashes/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("full" = Option<bool>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<Value>))
)]
async fn list(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params, page: Page) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let hashes = state.meta.hashes(found.organization_id(), found.id())?;
            let full = params.first("full").is_none_or(|full| matches!(full, "1" | "true"));
            let more = hashes.len() > page.offset + page.limit;
            let hashes = hashes.into_iter().skip(page.offset).take(page.limit);
            let rows: Vec<Value> = hashes.map(|hash| row(state, &found, hash, full)).collect::<ApiResult<_>>()?;
            Ok(page.wrap(rows, more).into_response())
        })
        .await
}

/// Takes the fingerprints named by `id` out of the issue; together they become an issue of their own.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/{issue}/hashes/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("id" = Vec<String>, Query)),
    responses((status = 202, body = Value))
)]
async fn unmerge(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Response> {
    state.blocking(move |state| take_out(state, &caller, &target, &params)).await
}

/// The same as `DELETE`, as older clients ask for it.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/issues/{issue}/hashes/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("id" = Vec<String>, Query)),
    responses((status = 202, body = Value))
)]
async fn unmerge_by_put(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Response> {
    state.blocking(move |state| take_out(state, &caller, &target, &params)).await
}

fn take_out(state: &ApiState, caller: &Caller, target: &IssueTarget, params: &Params) -> ApiResult<Response> {
    let found = target.open(state, caller, &WRITE)?;
    let wrong = || ApiError::field("id", "A fingerprint has 32 hexadecimal digits.");
    let hashes: Vec<GroupHash> = params.all("id").map(|id| id.parse().map_err(|_| wrong())).collect::<ApiResult<_>>()?;
    state.events_arrived();
    let made = state.app.unmerge(found.organization_id(), found.id(), &hashes, caller.user_id())?;
    announce(state, &found.access, &[made, found.id()]);
    Ok((StatusCode::ACCEPTED, Json(json!({"id": made.to_string()}))).into_response())
}

fn row(state: &ApiState, found: &IssueAccess, hash: GroupHash, full: bool) -> ApiResult<Value> {
    let reader = EventReader { state, organization: found.organization_id() };
    let filter = Filter::Equals(FieldRef::field(GROUP_HASH), FieldValue::Str(hash.to_string()));
    let listing = Listing { projects: vec![found.project.id], range: found.lifetime(), filter };
    let latest = match reader.edge(&listing, true)? {
        None => json!({}),
        Some(loaded) if full => json!(reader.full(&loaded, Some(found.id()), None, std::slice::from_ref(&found.project))?),
        Some(loaded) => json!(reader.simple(&loaded)?),
    };
    Ok(json!({"id": hash, "latestEvent": latest, "mergedBySeer": false, "seerMatchDistance": null}))
}
