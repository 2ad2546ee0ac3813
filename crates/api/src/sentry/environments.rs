//! Environments of a project.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_ports::meta::Environment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::body::JsonBody;
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(detail, update))
}

/// Which environments to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility {
    All,
    Hidden,
    Visible,
}

impl Visibility {
    pub(super) fn of(params: &Params) -> ApiResult<Self> {
        match params.filled("visibility") {
            None | Some("visible") => Ok(Self::Visible),
            Some("hidden") => Ok(Self::Hidden),
            Some("all") => Ok(Self::All),
            Some(_) => Err(ApiError::bad_request("Invalid value for 'visibility', valid values are: 'all', 'hidden', 'visible'")),
        }
    }

    pub(super) fn shows(self, hidden: bool) -> bool {
        self == Self::All || hidden == (self == Self::Hidden)
    }
}

/// An environment of a project.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EnvironmentAnswer {
    id: String,
    name: String,
    is_hidden: bool,
}

impl From<Environment> for EnvironmentAnswer {
    fn from(environment: Environment) -> Self {
        Self { id: environment.id.to_string(), name: environment.name, is_hidden: environment.hidden }
    }
}

/// Environments of a project.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/environments/", tag = "environments",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("visibility" = Option<String>, Query, description = "`visible` (default), `hidden` or `all`")),
    responses((status = 200, body = Vec<EnvironmentAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<Vec<EnvironmentAnswer>>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let wanted = Visibility::of(&params)?;
            let all = state.meta.environments(entered.organization_id(), entered.project_id())?;
            Ok(Json(all.into_iter().filter(|e| wanted.shows(e.hidden)).map(EnvironmentAnswer::from).collect()))
        })
        .await
}

fn find(state: &ApiState, entered: &crate::auth::ProjectAccess, name: &str) -> ApiResult<Environment> {
    let all = state.meta.environments(entered.organization_id(), entered.project_id())?;
    all.into_iter().find(|environment| environment.name == name).ok_or_else(ApiError::not_found)
}

/// One environment.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/environments/{environment}/", tag = "environments",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("environment" = String, Path)),
    responses((status = 200, body = EnvironmentAnswer), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, environment)): Path<(String, String, String)>,
) -> ApiResult<Json<EnvironmentAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            Ok(Json(find(state, &entered, &environment)?.into()))
        })
        .await
}

/// Changes to an environment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EnvironmentUpdate {
    is_hidden: Option<bool>,
}

/// Hides or shows an environment.
#[utoipa::path(put, path = "/api/0/projects/{organization}/{project}/environments/{environment}/", tag = "environments",
    security(("bearer" = ["project:write"]), ("session" = [])), request_body = EnvironmentUpdate,
    params(("organization" = String, Path), ("project" = String, Path), ("environment" = String, Path)),
    responses((status = 200, body = EnvironmentAnswer), (status = 400), (status = 404)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, environment)): Path<(String, String, String)>,
    body: JsonBody,
) -> ApiResult<Json<EnvironmentAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write"])?;
            let change: EnvironmentUpdate = body.parse()?;
            let hidden = change.is_hidden.ok_or_else(|| ApiError::field("isHidden", "This field is required."))?;
            let found = find(state, &entered, &environment)?;
            state.meta.set_environment_hidden(entered.organization_id(), entered.project_id(), &found.name, hidden)?;
            Ok(Json(Environment { hidden, ..found }.into()))
        })
        .await
}
