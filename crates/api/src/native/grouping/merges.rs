//! Taking a merge back.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::sentry::issues::{IssueTarget, WRITE, announce};
use crate::{ApiError, ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(undo))
}

/// An issue that is there again.
#[derive(Debug, Serialize, ToSchema)]
struct Restored {
    id: String,
}

/// Takes back a merge that the issue's activity tells of (`data.issues[].merge`): the merged issue is there again under its
/// id, with its activity, and is not merged by itself again.
#[utoipa::path(post, path = "/api/native/organizations/{organization}/issues/{issue}/merges/{merge}/undo", tag = "native",
    operation_id = "undo_merge",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("merge" = i64, Path)),
    responses((status = 200, body = Restored), (status = 409, description = "It was taken back already, or nothing of it can be told apart")))]
async fn undo(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    Path((_organization, _issue, merge)): Path<(String, String, i64)>,
) -> ApiResult<Json<Restored>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let organization = found.organization_id();
            let parent = state.meta.issue(organization, state.meta.merge(organization, merge)?.parent, None)?.issue.id;
            if parent != found.id() {
                return Err(ApiError::not_found());
            }
            state.events_arrived();
            let restored = state.app.undo_merge(organization, merge, caller.user_id())?;
            announce(state, &found.access, &[restored, parent]);
            Ok(Json(Restored { id: restored.to_string() }))
        })
        .await
}
