//! What was put where, and when: the marks of charts.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::release::Deployed;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::issues::READ;
use crate::sentry::search::Window;
use crate::sentry::shapes::short_version;
use crate::{ApiResult, ApiState};

/// Most deploys answered, the newest.
const MAX_DEPLOYS: usize = 200;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(newest_deploys))
}

/// A deploy with the release it put there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeployMark {
    version: String,
    short_version: String,
    environment: String,
    name: Option<String>,
    date_finished: String,
    /// Slugs of the projects of the release, as far as they are among those asked for.
    projects: Vec<String>,
}

impl DeployMark {
    fn new(window: &Window, deployed: &Deployed) -> Self {
        Self {
            version: deployed.version.clone(),
            short_version: short_version(&deployed.version),
            environment: deployed.deploy.environment.clone(),
            name: deployed.deploy.name.clone(),
            date_finished: deployed.deploy.finished.to_rfc3339(),
            projects: deployed.projects.iter().filter_map(|id| window.project(*id).map(|project| project.slug.clone())).collect(),
        }
    }
}

/// The newest deploys of releases of the projects, the newest first.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/deploys", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query)),
    responses((status = 200, body = Vec<DeployMark>))
)]
async fn newest_deploys(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<DeployMark>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let window = Window::read(state, &access, &params)?;
            let list = state.meta.newest_deploys(window.organization, &window.project_ids(), &window.environments, MAX_DEPLOYS)?;
            Ok(Json(list.iter().map(|each| DeployMark::new(&window, each)).collect()))
        })
        .await
}
