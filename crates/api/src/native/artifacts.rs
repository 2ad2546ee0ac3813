//! What a project keeps of uploaded files, and how long.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::artifact::Usage;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(usage))
}

/// Count and bytes of one sort.
#[derive(Debug, Serialize, ToSchema)]
struct ArtifactSum {
    count: u64,
    bytes: u64,
}

impl From<Usage> for ArtifactSum {
    fn from(usage: Usage) -> Self {
        Self { count: usage.count, bytes: usage.bytes }
    }
}

/// What a project keeps of uploaded files.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ArtifactUsage {
    bundles: ArtifactSum,
    debug_files: ArtifactSum,
    /// Bytes that the project may keep of both together.
    max_bytes: u64,
    /// Bundles and debug files that the project may keep together.
    max_count: u64,
    /// Days without use after which a file is removed.
    retention_days: u32,
}

/// What a project keeps of uploaded files, its limits, and how long files stay without use.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/artifacts", tag = "native",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = ArtifactUsage), (status = 404)))]
async fn usage(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<ArtifactUsage>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let (bundles, files) = state.meta.artifact_usage(entered.organization_id(), entered.project_id())?;
            Ok(Json(ArtifactUsage {
                bundles: bundles.into(),
                debug_files: files.into(),
                max_bytes: state.artifacts.limits.max_project_bytes,
                max_count: state.artifacts.limits.max_project_files,
                retention_days: state.artifacts.retention_days,
            }))
        })
        .await
}
