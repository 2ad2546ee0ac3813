//! The account of the person at the screen: name, password, sessions, preferences. Browser sessions only: a token, however
//! wide, never changes whom it stands for.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::UserId;
use bartizan_domain::account::{Preferences, Session};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::Person;
use crate::auth::{Caller, CallerKind};
use crate::body::JsonBody;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(account, change_account))
        .routes(routes!(change_preferences))
        .routes(routes!(change_password))
        .routes(routes!(end_others))
        .routes(routes!(end_session))
}

/// How a person wants the interface; null leaves it to the device.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PreferencesBody {
    /// `light`, `dark` or `system`.
    theme: Option<String>,
    /// `compact`, `normal` or `roomy`.
    density: Option<String>,
    /// BCP 47.
    language: Option<String>,
    /// Name in the IANA time zone database.
    time_zone: Option<String>,
}

impl From<Preferences> for PreferencesBody {
    fn from(Preferences { theme, density, language, time_zone }: Preferences) -> Self {
        Self { theme, density, language, time_zone }
    }
}

impl From<PreferencesBody> for Preferences {
    fn from(PreferencesBody { theme, density, language, time_zone }: PreferencesBody) -> Self {
        Self { theme, density, language, time_zone }
    }
}

/// A session of the person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SessionBody {
    id: String,
    /// `User-Agent` of the browser it began in.
    device: Option<String>,
    date_created: String,
    /// Last use, to about a minute.
    last_seen: String,
    expires: String,
    /// The one that asks.
    current: bool,
}

/// The account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AccountBody {
    user: Person,
    preferences: PreferencesBody,
    /// Last used first.
    sessions: Vec<SessionBody>,
}

/// Changes to the account.
#[derive(Debug, Deserialize, ToSchema)]
struct AccountDraft {
    name: String,
}

/// A new password.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct PasswordDraft {
    /// The one so far.
    current: String,
    new: String,
}

/// Person and hash of a browser session.
fn session(caller: &Caller) -> ApiResult<(UserId, &str)> {
    match &caller.kind {
        CallerKind::Session { token_hash, .. } => Ok((caller.person()?.id, token_hash)),
        _ => Err(ApiError::forbidden()),
    }
}

fn session_body(session: &Session, own: &str) -> SessionBody {
    SessionBody {
        id: session.public_id().to_owned(),
        device: session.device.clone(),
        date_created: session.created.to_rfc3339(),
        last_seen: session.last_seen.to_rfc3339(),
        expires: session.expires.to_rfc3339(),
        current: session.token_hash == own,
    }
}

fn body(state: &ApiState, id: UserId, own: &str) -> ApiResult<AccountBody> {
    let sessions = state.meta.sessions(id, state.now())?;
    Ok(AccountBody {
        user: (&state.meta.user(id)?).into(),
        preferences: state.meta.preferences(id)?.into(),
        sessions: sessions.iter().map(|session| session_body(session, own)).collect(),
    })
}

/// The account of the caller with its sessions.
#[utoipa::path(get, path = "/api/native/account", tag = "session", security(("session" = [])),
    responses((status = 200, body = AccountBody), (status = 403)))]
async fn account(State(state): State<ApiState>, caller: Caller) -> ApiResult<Json<AccountBody>> {
    state
        .blocking(move |state| {
            let (id, own) = session(&caller)?;
            Ok(Json(body(state, id, own)?))
        })
        .await
}

/// Changes the caller's name.
#[utoipa::path(put, path = "/api/native/account", tag = "session", security(("session" = [])), request_body = AccountDraft,
    responses((status = 200, body = AccountBody), (status = 400), (status = 403)))]
async fn change_account(State(state): State<ApiState>, caller: Caller, draft: JsonBody) -> ApiResult<Json<AccountBody>> {
    state
        .blocking(move |state| {
            let (id, own) = session(&caller)?;
            state.app.rename_user(id, &draft.parse::<AccountDraft>()?.name)?;
            state.credentials().clear();
            Ok(Json(body(state, id, own)?))
        })
        .await
}

/// Replaces the caller's preferences.
#[utoipa::path(put, path = "/api/native/account/preferences", tag = "session", security(("session" = [])), request_body = PreferencesBody,
    responses((status = 200, body = PreferencesBody), (status = 400), (status = 403)))]
async fn change_preferences(State(state): State<ApiState>, caller: Caller, draft: JsonBody) -> ApiResult<Json<PreferencesBody>> {
    state
        .blocking(move |state| {
            let (id, _) = session(&caller)?;
            let preferences: Preferences = draft.parse::<PreferencesBody>()?.into();
            state.app.set_preferences(id, &preferences)?;
            Ok(Json(preferences.into()))
        })
        .await
}

/// Changes the caller's password and ends their other sessions.
#[utoipa::path(put, path = "/api/native/account/password", tag = "session", security(("session" = [])), request_body = PasswordDraft,
    responses((status = 204), (status = 400), (status = 403), (status = 429)))]
async fn change_password(State(state): State<ApiState>, caller: Caller, draft: JsonBody) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let (id, own) = session(&caller)?;
            let PasswordDraft { current, new } = draft.parse()?;
            state.app.change_password(id, &current, &new, Some(own))?;
            state.credentials().clear();
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Ends every session of the caller but this one.
#[utoipa::path(delete, path = "/api/native/account/sessions", tag = "session", security(("session" = [])),
    responses((status = 204), (status = 403)))]
async fn end_others(State(state): State<ApiState>, caller: Caller) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let (id, own) = session(&caller)?;
            state.app.end_other_sessions(id, own)?;
            state.credentials().clear();
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Ends a session of the caller.
#[utoipa::path(delete, path = "/api/native/account/sessions/{session}", tag = "session", security(("session" = [])),
    params(("session" = String, Path)), responses((status = 204), (status = 403), (status = 404)))]
async fn end_session(State(state): State<ApiState>, caller: Caller, Path(name): Path<String>) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let (id, _) = session(&caller)?;
            state.app.end_session_of(id, &name)?;
            state.credentials().clear();
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
