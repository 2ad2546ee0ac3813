//! Setting the installation up by the one-time link printed at the start.

use axum::extract::State;
use axum::response::Response;
use bartizan_app::{NewAccount, SetUp};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{SessionAnswer, begun};
use crate::body::JsonBody;
use crate::limit::Device;
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(setup))
}

/// The first organisation.
#[derive(Debug, Deserialize, ToSchema)]
struct SetUpOrganization {
    name: String,
    #[serde(default)]
    slug: String,
}

/// The first account and organisation.
#[derive(Debug, Deserialize, ToSchema)]
struct SetUpBody {
    /// Secret of the link.
    token: String,
    #[serde(default)]
    name: String,
    email: String,
    password: String,
    organization: SetUpOrganization,
}

/// Makes the first account and organisation and signs in. Works once, with the link printed at the start.
#[utoipa::path(post, path = "/api/native/setup", tag = "session", security(()), request_body = SetUpBody,
    responses((status = 201, body = SessionAnswer), (status = 400), (status = 403), (status = 409)))]
async fn setup(State(state): State<ApiState>, Device(device): Device, body: JsonBody) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let given: SetUpBody = body.parse_declared()?;
            let account = NewAccount { email: given.email, name: given.name, password: given.password, is_superuser: true };
            let request = SetUp {
                token: given.token,
                account,
                organization_name: given.organization.name,
                organization_slug: given.organization.slug,
            };
            let (user, _) = state.app.set_up(&request)?;
            begun(state, StatusCode::CREATED, &state.app.begin_session(user.id, device.as_deref())?)
        })
        .await
}
