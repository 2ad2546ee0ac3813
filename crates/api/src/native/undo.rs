//! Taking back what one just did to issues.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::IssueId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::issues::WRITE;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(undo))
}

/// What an undo did.
#[derive(Debug, Serialize, ToSchema)]
struct Undone {
    /// Issues brought to how they were; those that changed again meanwhile are not among them.
    undone: Vec<String>,
}

/// Takes back the caller's last change of status, assignee or priority of each issue named by `id`, up to ten minutes after
/// it: conditions, locks and times come back as they were.
#[utoipa::path(
    post, path = "/api/native/organizations/{organization}/issues-undo", tag = "native",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("id" = Vec<String>, Query)),
    responses((status = 200, body = Undone), (status = 400), (status = 403))
)]
async fn undo(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>, params: Params) -> ApiResult<Json<Undone>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let ids = params.all("id").map(|id| id.parse().map_err(|_| ApiError::field("id", "A valid integer is required.")));
            let ids: Vec<IssueId> = ids.collect::<ApiResult<_>>()?;
            let undone = state.app.undo_changes(access.organization_id(), &ids, caller.person()?.id)?;
            Ok(Json(Undone { undone: undone.iter().map(IssueId::to_string).collect() }))
        })
        .await
}
