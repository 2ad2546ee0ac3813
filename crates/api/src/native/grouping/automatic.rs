//! Whether issues with the same frames become one by themselves.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::body::JsonBody;
use crate::{ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(read, write))
}

/// Automatic merging of a project.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AutomaticMerging {
    /// Issues whose events have the same types and frames of the application are merged; off by default.
    same_frames: bool,
}

/// Whether issues of the project are merged by themselves.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/grouping/automatic", tag = "native",
    operation_id = "automatic_merging",
    security(("bearer" = ["project:read", "project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = AutomaticMerging)))]
async fn read(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<AutomaticMerging>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read", "project:write", "project:admin"])?;
            let same_frames = state.app.merges_same_frames(entered.organization_id(), entered.project_id())?;
            Ok(Json(AutomaticMerging { same_frames }))
        })
        .await
}

/// Lets issues of the project be merged by themselves, or not.
#[utoipa::path(put, path = "/api/native/organizations/{organization}/projects/{project}/grouping/automatic", tag = "native",
    operation_id = "set_automatic_merging",
    security(("bearer" = ["project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    request_body = AutomaticMerging,
    responses((status = 200, body = AutomaticMerging)))]
async fn write(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<AutomaticMerging>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write", "project:admin"])?;
            let wanted: AutomaticMerging = body.parse()?;
            state.app.set_merge_same_frames(entered.organization_id(), entered.project_id(), wanted.same_frames)?;
            Ok(Json(wanted))
        })
        .await
}
