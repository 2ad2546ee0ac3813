//! From a short id to its issue.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::READ;
use super::people::People;
use super::shape::{IssueBody, Shaper};
use super::target::issue_id;
use super::tickets::IssueTickets;
use crate::auth::Caller;
use crate::{ApiError, ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(resolve))
}

/// Where a short id leads.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResolvedShortId {
    organization_slug: String,
    project_slug: String,
    group_id: String,
    group: IssueBody,
    short_id: String,
}

/// An issue by its short id.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/shortids/{short_id}/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("short_id" = String, Path)),
    responses((status = 200, body = ResolvedShortId), (status = 404))
)]
async fn resolve(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, short_id)): Path<(String, String)>,
) -> ApiResult<Json<ResolvedShortId>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let tenant = access.organization_id();
            let is_short = bartizan_domain::issue::parse_short_id(&short_id).is_some();
            let id = issue_id(state, &access, &short_id)?.filter(|_| is_short).ok_or_else(ApiError::not_found)?;
            let found = state.meta.issue(tenant, id, caller.user_id())?;
            let project = state.meta.project(tenant, found.issue.project_id)?;
            let people = People::new(state, tenant);
            let tickets = IssueTickets::of(state, tenant, &[found.issue.id])?;
            let organization = &access.organization.slug;
            let shaper = Shaper { base_url: &state.base_url, organization, people: &people, tickets: &tickets };
            let group = shaper.body(&found, &project);
            Ok(Json(ResolvedShortId {
                organization_slug: access.organization.slug,
                project_slug: project.slug,
                group_id: group.id.clone(),
                short_id: group.short_id.clone(),
                group,
            }))
        })
        .await
}
