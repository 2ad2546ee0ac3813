//! `/api/0/` itself: who am I, what may I do; and the health of the installation.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use bartizan_ports::StoreResult;
use http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::SelfUser;
use crate::auth::{Caller, MaybeCaller};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(index))
        .routes(routes!(auth))
        .routes(routes!(me))
        .routes(routes!(regions))
        .routes(routes!(health))
}

/// What the credentials allow.
#[derive(Debug, Serialize, ToSchema)]
struct IndexAuth {
    scopes: Vec<String>,
}

/// Version of the API and the caller.
#[derive(Debug, Serialize, ToSchema)]
struct Index {
    version: &'static str,
    user: Option<SelfUser>,
    auth: Option<IndexAuth>,
}

fn scopes_of(caller: &Caller) -> Option<IndexAuth> {
    let scopes = caller.token_scopes.as_ref()?;
    Some(IndexAuth { scopes: scopes.names().map(str::to_owned).collect() })
}

/// Version of the API, who is calling and with which scopes. A token that is none is refused: who signs in with it would
/// believe it to be good.
#[utoipa::path(get, path = "/api/0/", tag = "root", security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, body = Index), (status = 401, description = "The token is not valid")))]
async fn index(MaybeCaller(caller): MaybeCaller, headers: HeaderMap) -> ApiResult<Json<Index>> {
    if caller.is_none() && headers.contains_key(header::AUTHORIZATION) {
        return Err(ApiError::unauthorized("Invalid token"));
    }
    let user = caller.as_ref().and_then(|caller| caller.user.as_ref()).map(SelfUser::from);
    Ok(Json(Index { version: "0", user, auth: caller.as_ref().and_then(scopes_of) }))
}

/// The person calling.
#[utoipa::path(get, path = "/api/0/auth/", tag = "root", security(("bearer" = []), ("session" = [])),
    responses((status = 200, body = SelfUser), (status = 403, description = "An organization's token is no person.")))]
async fn auth(caller: Caller) -> ApiResult<Json<SelfUser>> {
    Ok(Json(caller.person()?.into()))
}

/// The person calling.
#[utoipa::path(get, path = "/api/0/users/me/", tag = "root", security(("bearer" = []), ("session" = [])),
    responses((status = 200, body = SelfUser), (status = 403, description = "An organization's token is no person.")))]
async fn me(caller: Caller) -> ApiResult<Json<SelfUser>> {
    Ok(Json(caller.person()?.into()))
}

/// An installation that holds organisations.
#[derive(Debug, Serialize, ToSchema)]
struct Region {
    name: &'static str,
    url: String,
}

/// Installations the caller has organisations on: this one.
#[derive(Debug, Serialize, ToSchema)]
struct Regions {
    regions: Vec<Region>,
}

/// Installations the caller has organisations on: this one.
#[utoipa::path(get, path = "/api/0/users/me/regions/", tag = "root", security(("bearer" = []), ("session" = [])),
    responses((status = 200, body = Regions)))]
async fn regions(State(state): State<ApiState>, _caller: Caller) -> Json<Regions> {
    Json(Regions { regions: vec![Region { name: "default", url: state.base_url.to_string() }] })
}

/// Something that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct Problem {
    id: &'static str,
    message: String,
    severity: &'static str,
    url: Option<String>,
}

/// Health of the installation.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    problems: Vec<Problem>,
    healthy: BTreeMap<&'static str, bool>,
}

/// Health of the installation: whether every store answers and events are accepted.
#[utoipa::path(get, path = "/api/0/internal/health/", tag = "root", security(("bearer" = []), ("session" = [])),
    responses((status = 200, body = Health)))]
async fn health(State(state): State<ApiState>, _caller: Caller) -> ApiResult<Json<Health>> {
    state
        .blocking(|state| {
            let checks: [(&'static str, StoreResult<()>); 3] = [
                ("metadata", state.meta.count_users().map(|_| ())),
                ("events", state.events.indexed().map(|_| ())),
                ("queue", state.queue.accepting()),
            ];
            let healthy = checks.iter().map(|(id, result)| (*id, result.is_ok())).collect();
            let problems = checks
                .into_iter()
                .filter_map(|(id, result)| {
                    result.err().map(|error| Problem { id, message: error.message, severity: "critical", url: None })
                })
                .collect();
            Ok(Json(Health { problems, healthy }))
        })
        .await
}
