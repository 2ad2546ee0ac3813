//! `/api/0/` itself: who am I, what may I do.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::MaybeCaller;
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(index))
}

/// Version of the API and the caller.
#[derive(Debug, Serialize, ToSchema)]
struct Index {
    version: &'static str,
}

/// Version of the API and who is calling.
#[utoipa::path(get, path = "/api/0/", tag = "root", responses((status = 200, body = Index)))]
async fn index(State(_state): State<ApiState>, MaybeCaller(_caller): MaybeCaller) -> ApiResult<Json<Index>> {
    Ok(Json(Index { version: "0" }))
}
