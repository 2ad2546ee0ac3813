//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bartizan_app::SignedIn;
use bartizan_domain::account::User;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{CallerKind, CsrfExempt, SessionCookie};
use crate::body::JsonBody;
use crate::limit::{Device, PeerAddress};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(sign_in, sign_out))
}

/// The person at the screen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    id: String,
    name: String,
    email: String,
    is_superuser: bool,
}

impl From<&User> for Person {
    fn from(user: &User) -> Self {
        Self { id: user.id.to_string(), name: user.name.clone(), email: user.email.clone(), is_superuser: user.is_superuser }
    }
}

/// A session that began; its cookie is in the headers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionAnswer {
    user: Person,
    /// Value of `X-CSRF-Token` in unsafe requests.
    csrf_token: String,
}

/// Answers a new session with its cookie.
pub(super) fn begun(state: &ApiState, status: StatusCode, signed_in: &SignedIn) -> ApiResult<Response> {
    let cookie = SessionCookie::for_base_url(&state.base_url).set(&signed_in.secret);
    let cookie = cookie.ok_or_else(|| ApiError::internal("a session's secret does not fit into a cookie"))?;
    let body = SessionAnswer { user: (&signed_in.user).into(), csrf_token: signed_in.session.csrf_token.clone() };
    Ok((status, [(header::SET_COOKIE, cookie)], Json(body)).into_response())
}

/// Address and password.
#[derive(Debug, Deserialize, ToSchema)]
struct Credentials {
    email: String,
    password: String,
}

/// Signs in. Answers alike for an unknown address and a wrong password; too many tries have to wait.
#[utoipa::path(post, path = "/api/native/session", tag = "session", security(()), request_body = Credentials,
    responses((status = 200, body = SessionAnswer), (status = 403), (status = 415), (status = 429)))]
async fn sign_in(
    State(state): State<ApiState>,
    PeerAddress(address): PeerAddress,
    Device(device): Device,
    body: JsonBody,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let given: Credentials = body.parse_declared()?;
            let signed_in = state.app.sign_in(&given.email, &given.password, address, device.as_deref())?;
            begun(state, StatusCode::OK, &signed_in)
        })
        .await
}

/// Ends the session; without one it does nothing.
#[utoipa::path(delete, path = "/api/native/session", tag = "session", security(()), responses((status = 204)))]
async fn sign_out(State(state): State<ApiState>, CsrfExempt(caller): CsrfExempt) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            if let Some(CallerKind::Session { token_hash, .. }) = caller.map(|caller| caller.kind) {
                state.app.end_session(&token_hash)?;
                state.credentials().clear();
            }
            let cookie = SessionCookie::for_base_url(&state.base_url).clear();
            let cookie = cookie.ok_or_else(|| ApiError::internal("the cookie cannot be written"))?;
            Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
        })
        .await
}
