//! Reading credentials: a bearer token, or the session cookie of a browser.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use bartizan_app::{equal_secrets, hash_secret};
use bartizan_domain::account::{ApiToken, TokenOwner, User};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::time::MINUTE_US;
use bartizan_domain::{OrganizationId, TokenId};
use bartizan_ports::{ErrorKind, StoreError};
use http::request::Parts;
use http::{Method, header};

use super::SessionCookie;
use crate::{ApiError, ApiResult, ApiState};

/// Longest credential looked at, in bytes.
const MAX_CREDENTIAL_BYTES: usize = 4_096;
/// Header that unsafe requests of a browser session carry.
const CSRF_HEADER: &str = "x-csrf-token";

/// By what a caller is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallerKind {
    /// A browser.
    Session {
        /// SHA-256 of the cookie's secret.
        token_hash: String,
        /// Value unsafe requests carry.
        csrf_token: String,
    },
    /// A token of a person.
    UserToken(TokenId),
    /// A token of an organisation.
    OrganizationToken(TokenId, OrganizationId),
}

/// Somebody who proved who they are. As an extractor it answers 401 to everybody else, and 403 to an unsafe request of
/// a browser session without its CSRF token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person; `None` for an organisation's token.
    pub user: Option<User>,
    /// By what they are known.
    pub kind: CallerKind,
    /// Scopes of the token; `None` for a session, which may do what its role may.
    pub token_scopes: Option<ScopeSet>,
}

impl Caller {
    /// The person, where a route is about persons.
    ///
    /// # Errors
    /// 403 for an organisation's token.
    pub fn person(&self) -> ApiResult<&User> {
        self.user.as_ref().ok_or_else(ApiError::forbidden)
    }

    /// Id of the person, if it is one.
    pub fn user_id(&self) -> Option<bartizan_domain::UserId> {
        self.user.as_ref().map(|user| user.id)
    }

    /// May do everything on this installation.
    pub fn is_superuser(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.is_superuser)
    }

    /// True for a browser session: only those may change the account itself and its tokens.
    pub const fn is_session(&self) -> bool {
        matches!(self.kind, CallerKind::Session { .. })
    }

    fn check_csrf(&self, parts: &Parts) -> ApiResult<()> {
        let CallerKind::Session { csrf_token, .. } = &self.kind else { return Ok(()) };
        if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Ok(());
        }
        let given = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        if given.is_some_and(|given| equal_secrets(given, csrf_token)) {
            return Ok(());
        }
        Err(ApiError::new(http::StatusCode::FORBIDDEN, "CSRF Failed: X-CSRF-Token is missing or wrong."))
    }
}

/// A credential as it came.
enum Credential {
    Token(String),
    Cookie(String),
}

fn credential(parts: &Parts, state: &ApiState) -> ApiResult<Option<Credential>> {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let text = value.to_str().ok().filter(|text| text.len() <= MAX_CREDENTIAL_BYTES);
        let token = text.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return match token.map(|(_, token)| token.trim()).filter(|token| !token.is_empty()) {
            Some(token) => Ok(Some(Credential::Token(token.to_owned()))),
            None => Err(ApiError::unauthorized("Invalid token header. Use: Authorization: Bearer <token>")),
        };
    }
    let cookie = SessionCookie::for_base_url(&state.base_url).read(&parts.headers);
    Ok(cookie.filter(|secret| secret.len() <= MAX_CREDENTIAL_BYTES).map(|secret| Credential::Cookie(secret.to_owned())))
}

async fn authenticate(parts: &Parts, state: &ApiState) -> ApiResult<Option<Arc<Caller>>> {
    let Some(credential) = credential(parts, state)? else { return Ok(None) };
    let (secret, is_token) = match credential {
        Credential::Token(secret) => (secret, true),
        Credential::Cookie(secret) => (secret, false),
    };
    let hash = hash_secret(&secret);
    // A cookie's secret is no token and the other way round: the key of the memory keeps them apart.
    let key = format!("{}{hash}", if is_token { "t" } else { "s" });
    if let Some(known) = state.credentials().get(&key) {
        return Ok(Some(known));
    }
    let caller = state.blocking(move |state| if is_token { by_token(state, &hash) } else { by_session(state, &hash) }).await?;
    let caller = Arc::new(caller);
    state.credentials().put(key, Arc::clone(&caller));
    Ok(Some(caller))
}

fn unknown_as_401(detail: &'static str) -> impl Fn(StoreError) -> ApiError {
    move |error| match error.kind {
        ErrorKind::NotFound => ApiError::unauthorized(detail),
        _ => error.into(),
    }
}

fn by_token(state: &ApiState, hash: &str) -> ApiResult<Caller> {
    let now = state.now();
    let token = state.meta.token_by_hash(hash, now).map_err(unknown_as_401("Invalid token"))?;
    touch(state, &token);
    match token.owner {
        TokenOwner::Organization(id) => {
            Ok(Caller { user: None, kind: CallerKind::OrganizationToken(token.id, id), token_scopes: Some(token.scopes) })
        }
        TokenOwner::User(id) => {
            let user = state.meta.user(id).map_err(unknown_as_401("Invalid token"))?;
            active(user, CallerKind::UserToken(token.id), Some(token.scopes))
        }
    }
}

/// Notes the use of a token, at most once a minute; a failure to note it is no reason to refuse it.
fn touch(state: &ApiState, token: &ApiToken) {
    let now = state.now();
    if token.last_used.is_none_or(|last| now.0.saturating_sub(last.0) >= MINUTE_US)
        && let Err(error) = state.meta.touch_token(token.id, now)
    {
        tracing::debug!(%error, "use of a token could not be noted");
    }
}

fn by_session(state: &ApiState, hash: &str) -> ApiResult<Caller> {
    let session = state.meta.session(hash, state.now()).map_err(unknown_as_401("Session has ended. Sign in again."))?;
    let user = state.meta.user(session.user_id).map_err(unknown_as_401("Session has ended. Sign in again."))?;
    if state.now().0.saturating_sub(session.last_seen.0) >= MINUTE_US
        && let Err(error) = state.meta.touch_session(hash, state.now())
    {
        tracing::debug!(%error, "use of a session could not be noted");
    }
    active(user, CallerKind::Session { token_hash: session.token_hash, csrf_token: session.csrf_token }, None)
}

fn active(user: User, kind: CallerKind, token_scopes: Option<ScopeSet>) -> ApiResult<Caller> {
    if user.is_active {
        Ok(Caller { user: Some(user), kind, token_scopes })
    } else {
        Err(ApiError::unauthorized("User inactive or deleted."))
    }
}

impl FromRequestParts<ApiState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        let caller = authenticate(parts, state).await?;
        let caller = caller.ok_or_else(|| ApiError::unauthorized("Authentication credentials were not provided."))?;
        caller.check_csrf(parts)?;
        Ok(caller.as_ref().clone())
    }
}

/// A caller if there is one: for the few routes that answer strangers too. Bad credentials count as none.
#[derive(Debug, Clone)]
pub struct MaybeCaller(pub Option<Caller>);

impl FromRequestParts<ApiState> for MaybeCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        let caller = match authenticate(parts, state).await {
            Ok(caller) => caller,
            Err(error) if error.status() == http::StatusCode::UNAUTHORIZED => None,
            Err(error) => return Err(error),
        };
        if let Some(caller) = &caller {
            caller.check_csrf(parts)?;
        }
        Ok(Self(caller.map(|caller| caller.as_ref().clone())))
    }
}

/// As [`MaybeCaller`], without the CSRF check: for signing in and out, where a stale page must not lock anybody in.
#[derive(Debug, Clone)]
pub struct CsrfExempt(pub Option<Caller>);

impl FromRequestParts<ApiState> for CsrfExempt {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        Ok(Self(authenticate(parts, state).await.ok().flatten().map(|caller| caller.as_ref().clone())))
    }
}
