//! Client keys.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::KeyDraft;
use bartizan_domain::key::{ClientKey, RateLimit};
use bartizan_ports::meta::KeyPatch;
use http::StatusCode;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::Key;
use crate::auth::Caller;
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(detail, update, delete)).routes(routes!(of_organization))
}

/// `status=active` or `inactive`.
fn by_status(params: &Params) -> ApiResult<impl Fn(&ClientKey) -> bool + use<>> {
    let wanted = match params.filled("status") {
        None => None,
        Some("active") => Some(true),
        Some("inactive") => Some(false),
        Some(_) => return Err(ApiError::bad_request("Invalid status: use active or inactive.")),
    };
    Ok(move |key: &ClientKey| wanted.is_none_or(|wanted| key.active == wanted))
}

/// Keys of a project.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/keys/", tag = "keys",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("status" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<Key>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<Key>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let shows = by_status(&params)?;
            let mut keys = state.meta.keys(entered.organization_id(), entered.project_id())?;
            keys.retain(shows);
            Ok(page.slice(keys).map(|key| Key::of(&state.base_url, &key)))
        })
        .await
}

/// A limit as requests name it; a count or window of nothing means no limit.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
struct LimitBody {
    count: Option<u32>,
    window: Option<u32>,
}

impl LimitBody {
    fn limit(self) -> Option<RateLimit> {
        match (self.count.unwrap_or(0), self.window.unwrap_or(0)) {
            (0, _) | (_, 0) => None,
            (count, window_s) => Some(RateLimit { count, window_s }),
        }
    }
}

/// A key to make, or changes to one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct KeyBody {
    name: Option<String>,
    is_active: Option<bool>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<LimitBody>)]
    rate_limit: Option<Option<LimitBody>>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<LimitBody>>, D::Error> {
    Option::<LimitBody>::deserialize(deserializer).map(Some)
}

/// Makes a key.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/keys/", tag = "keys",
    security(("bearer" = ["project:write"]), ("session" = [])), request_body = KeyBody,
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 201, body = Key), (status = 400), (status = 404)))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<Key>)> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write"])?;
            let new: KeyBody = body.parse()?;
            let draft =
                KeyDraft { label: new.name.filter(|n| !n.is_empty()), rate_limit: new.rate_limit.flatten().and_then(LimitBody::limit) };
            let key = state.app.create_key(entered.organization_id(), entered.project_id(), &draft)?;
            Ok((StatusCode::CREATED, Json(Key::of(&state.base_url, &key))))
        })
        .await
}

/// One key; its id is its public half.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/keys/{key}/", tag = "keys",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("key" = String, Path)),
    responses((status = 200, body = Key), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, key)): Path<(String, String, String)>,
) -> ApiResult<Json<Key>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let key = state.app.key_by_public(entered.organization_id(), entered.project_id(), &key)?;
            Ok(Json(Key::of(&state.base_url, &key)))
        })
        .await
}

/// Changes name, limit, or whether it is on.
#[utoipa::path(put, path = "/api/0/projects/{organization}/{project}/keys/{key}/", tag = "keys",
    security(("bearer" = ["project:write"]), ("session" = [])), request_body = KeyBody,
    params(("organization" = String, Path), ("project" = String, Path), ("key" = String, Path)),
    responses((status = 200, body = Key), (status = 400), (status = 404)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, key)): Path<(String, String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Key>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write"])?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let key = state.app.key_by_public(tenant, project, &key)?;
            let change: KeyBody = body.parse()?;
            let patch = KeyPatch {
                label: change.name,
                active: change.is_active,
                rate_limit: change.rate_limit.map(|limit| limit.and_then(LimitBody::limit)),
            };
            Ok(Json(Key::of(&state.base_url, &state.app.update_key(tenant, project, key.id, &patch)?)))
        })
        .await
}

/// Removes a key.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/keys/{key}/", tag = "keys",
    security(("bearer" = ["project:admin"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("key" = String, Path)),
    responses((status = 204), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, key)): Path<(String, String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:admin"])?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let key = state.app.key_by_public(tenant, project, &key)?;
            state.app.delete_key(tenant, project, key.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Keys of all projects of an organisation; `team` leaves those of one team.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/project-keys/", tag = "keys",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("team" = Option<String>, Query), ("status" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<Key>), (status = 404)))]
async fn of_organization(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<Key>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["project:read"])?;
            let shows = by_status(&params)?;
            let team = params.filled("team").map(|name| super::teams::find_team(state, &access, name)).transpose()?;
            let mut keys = Vec::new();
            for project in state.meta.projects(access.organization_id())? {
                if team.as_ref().is_none_or(|(team, _)| project.teams.contains(&team.id)) {
                    keys.extend(state.meta.keys(access.organization_id(), project.id)?);
                }
            }
            keys.retain(shows);
            Ok(page.slice(keys).map(|key| Key::of(&state.base_url, &key)))
        })
        .await
}
