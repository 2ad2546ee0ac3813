//! Tokens of persons and of organisations.
//!
//! A person's tokens are made and listed by a browser session only: a token must not make a stronger one. An
//! organisation's token never gets more than its maker may do there.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::{MintedToken, TokenDraft, TokenKind};
use bartizan_domain::account::{ApiToken, TokenOwner};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{Timestamp, TokenId, UserId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::UserAnswer;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(list_own, create_own, delete_own_by_body))
        .routes(routes!(delete_own))
        .routes(routes!(list, create))
        .routes(routes!(delete))
}

/// A token of a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UserTokenAnswer {
    id: String,
    name: String,
    scopes: Vec<String>,
    application: Option<String>,
    token_last_characters: String,
    date_created: String,
    date_last_used: Option<String>,
    expires_at: Option<String>,
    state: Option<String>,
    /// The secret; only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

fn names(scopes: &ScopeSet) -> Vec<String> {
    scopes.names().map(str::to_owned).collect()
}

impl UserTokenAnswer {
    fn of(token: &ApiToken, secret: Option<String>) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name.clone(),
            scopes: names(&token.scopes),
            application: None,
            token_last_characters: token.last_characters.clone(),
            date_created: token.created.to_rfc3339(),
            date_last_used: token.last_used.map(Timestamp::to_rfc3339),
            expires_at: token.expires.map(Timestamp::to_rfc3339),
            state: None,
            token: secret,
        }
    }
}

/// The person of a browser session.
fn session_person(caller: &Caller) -> ApiResult<UserId> {
    if caller.is_session() { Ok(caller.person()?.id) } else { Err(ApiError::forbidden()) }
}

/// Tokens of the person; browser sessions only.
#[utoipa::path(get, path = "/api/0/api-tokens/", tag = "tokens", security(("session" = [])),
    responses((status = 200, body = Vec<UserTokenAnswer>), (status = 403)))]
async fn list_own(State(state): State<ApiState>, caller: Caller) -> ApiResult<Json<Vec<UserTokenAnswer>>> {
    state
        .blocking(move |state| {
            let tokens = state.meta.tokens(TokenOwner::User(session_person(&caller)?))?;
            Ok(Json(tokens.iter().map(|token| UserTokenAnswer::of(token, None)).collect()))
        })
        .await
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewTokenBody {
    name: Option<String>,
    scopes: Option<Vec<String>>,
    /// Moment it ends, ISO-8601.
    expires_at: Option<String>,
}

impl NewTokenBody {
    fn scopes(&self, default: &[&str]) -> ApiResult<ScopeSet> {
        let named: Vec<&str> = self.scopes.as_ref().map_or_else(|| default.to_vec(), |list| list.iter().map(String::as_str).collect());
        ScopeSet::parse(named).map_err(|unknown| ApiError::field("scopes", format!("\"{unknown}\" is not a valid scope.")))
    }

    fn expires(&self, now: Timestamp) -> ApiResult<Option<Timestamp>> {
        let Some(text) = self.expires_at.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        let moment = Timestamp::parse(text).filter(|moment| *moment > now);
        moment.map(Some).ok_or_else(|| ApiError::field("expiresAt", "A moment in the future is required."))
    }

    fn draft(&self, kind: TokenKind, scopes: ScopeSet, creator: Option<UserId>, now: Timestamp) -> ApiResult<TokenDraft> {
        let name = self.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "Token".to_owned());
        Ok(TokenDraft { name, kind, scopes, created_by: creator, expires: self.expires(now)? })
    }
}

/// Makes a token of the person; browser sessions only.
#[utoipa::path(post, path = "/api/0/api-tokens/", tag = "tokens", security(("session" = [])), request_body = NewTokenBody,
    responses((status = 201, body = UserTokenAnswer), (status = 400), (status = 403)))]
async fn create_own(State(state): State<ApiState>, caller: Caller, body: JsonBody) -> ApiResult<(StatusCode, Json<UserTokenAnswer>)> {
    state
        .blocking(move |state| {
            let user = session_person(&caller)?;
            let new: NewTokenBody = body.parse()?;
            let draft = new.draft(TokenKind::User(user), new.scopes(&[])?, Some(user), state.now())?;
            let MintedToken { text, token } = state.app.create_token(&draft)?;
            Ok((StatusCode::CREATED, Json(UserTokenAnswer::of(&token, Some(text)))))
        })
        .await
}

fn revoke(state: &ApiState, owner: TokenOwner, id: &str) -> ApiResult<StatusCode> {
    let id = id.parse().map(TokenId).map_err(|_| ApiError::not_found())?;
    state.app.delete_token(owner, id)?;
    state.credentials().clear();
    Ok(StatusCode::NO_CONTENT)
}

/// Revokes a token of the person; browser sessions only.
#[utoipa::path(delete, path = "/api/0/api-tokens/{token}/", tag = "tokens", security(("session" = [])),
    params(("token" = String, Path)), responses((status = 204), (status = 403), (status = 404)))]
async fn delete_own(State(state): State<ApiState>, caller: Caller, Path(token): Path<String>) -> ApiResult<StatusCode> {
    state.blocking(move |state| revoke(state, TokenOwner::User(session_person(&caller)?), &token)).await
}

/// The token to revoke.
#[derive(Debug, Deserialize, ToSchema)]
struct TokenReference {
    #[serde(rename = "tokenId")]
    #[schema(value_type = String)]
    token_id: Option<serde_json::Value>,
}

/// Revokes the token named in the body or by `tokenId`; browser sessions only.
#[utoipa::path(delete, path = "/api/0/api-tokens/", tag = "tokens", security(("session" = [])), request_body = TokenReference,
    responses((status = 204), (status = 400), (status = 403), (status = 404)))]
async fn delete_own_by_body(State(state): State<ApiState>, caller: Caller, params: Params, body: JsonBody) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let user = session_person(&caller)?;
            let reference: TokenReference = body.parse()?;
            let named = reference.token_id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
            let named = named.or_else(|| params.filled("tokenId").map(str::to_owned));
            let id = named.ok_or_else(|| ApiError::field("tokenId", "This field is required."))?;
            revoke(state, TokenOwner::User(user), &id)
        })
        .await
}

/// A token of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OrganizationTokenAnswer {
    id: String,
    name: String,
    scopes: Vec<String>,
    token_last_characters: String,
    date_created: String,
    date_last_used: Option<String>,
    project_last_used_id: Option<String>,
    expires_at: Option<String>,
    created_by: Option<UserAnswer>,
    /// The secret; only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

fn organization_token(state: &ApiState, token: &ApiToken, secret: Option<String>) -> OrganizationTokenAnswer {
    let creator = token.created_by.and_then(|id| state.meta.user(id).ok());
    OrganizationTokenAnswer {
        id: token.id.to_string(),
        name: token.name.clone(),
        scopes: names(&token.scopes),
        token_last_characters: token.last_characters.clone(),
        date_created: token.created.to_rfc3339(),
        date_last_used: token.last_used.map(Timestamp::to_rfc3339),
        project_last_used_id: None,
        expires_at: token.expires.map(Timestamp::to_rfc3339),
        created_by: creator.as_ref().map(UserAnswer::from),
        token: secret,
    }
}

/// Tokens of an organisation.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/org-auth-tokens/", tag = "tokens",
    security(("bearer" = ["org:read"]), ("session" = [])), params(("organization" = String, Path)),
    responses((status = 200, body = Vec<OrganizationTokenAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
) -> ApiResult<Json<Vec<OrganizationTokenAnswer>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:read"])?;
            let tokens = state.meta.tokens(TokenOwner::Organization(access.organization_id()))?;
            Ok(Json(tokens.iter().map(|token| organization_token(state, token, None)).collect()))
        })
        .await
}

/// Nobody gives a token what they may not do themselves.
fn within(access: &Access, scopes: &ScopeSet) -> ApiResult<()> {
    match scopes.names().find(|scope| !access.allows(scope)) {
        Some(scope) => Err(ApiError::field("scopes", format!("You do not hold \"{scope}\" yourself."))),
        None => Ok(()),
    }
}

/// Makes a token of an organisation, with `org:ci` unless scopes are named.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/org-auth-tokens/", tag = "tokens",
    security(("bearer" = ["org:write"]), ("session" = [])), request_body = NewTokenBody, params(("organization" = String, Path)),
    responses((status = 201, body = OrganizationTokenAnswer), (status = 400), (status = 404)))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<OrganizationTokenAnswer>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:write"])?;
            let new: NewTokenBody = body.parse()?;
            let scopes = new.scopes(&["org:ci"])?;
            within(&access, &scopes)?;
            let draft = new.draft(TokenKind::Organization(access.organization_id()), scopes, caller.user_id(), state.now())?;
            let MintedToken { text, token } = state.app.create_token(&draft)?;
            Ok((StatusCode::CREATED, Json(organization_token(state, &token, Some(text)))))
        })
        .await
}

/// Revokes a token of an organisation.
#[utoipa::path(delete, path = "/api/0/organizations/{organization}/org-auth-tokens/{token}/", tag = "tokens",
    security(("bearer" = ["org:write"]), ("session" = [])), params(("organization" = String, Path), ("token" = String, Path)),
    responses((status = 204), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, token)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:write"])?;
            revoke(state, TokenOwner::Organization(access.organization_id()), &token)
        })
        .await
}
