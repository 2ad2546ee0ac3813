//! Group hashes of an issue.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use bartizan_domain::GroupHash;
use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, Filter};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::target::{IssueAccess, IssueTarget};
use super::{READ, with_legacy};
use crate::auth::Caller;
use crate::pagination::Page;
use crate::params::Params;
use crate::sentry::events::{EventReader, Listing};
use crate::{ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    with_legacy(routes!(list))
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
