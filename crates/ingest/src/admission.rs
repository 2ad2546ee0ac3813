//! The cheap checks before a body is read: authorization, key, project, origin, the queue's readiness.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use bartizan_domain::Timestamp;
use bartizan_domain::key::KeySettings;
use bartizan_protocol::dsn::parse_project_id;
use bartizan_protocol::{Auth, AuthError, AuthSources, DataCategory, Encoding};
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, USER_AGENT};
use http::request::Parts;

use crate::body;
use crate::client_ip::client_ip;
use crate::error::IngestError;
use crate::origin;
use crate::state::Door;

/// Longest `User-Agent` that is kept.
const MAX_USER_AGENT_BYTES: usize = 2048;

/// What is known of a request before its key is.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) received: Timestamp,
    pub(crate) client_ip: Option<IpAddr>,
    pub(crate) user_agent: Option<String>,
}

/// A request that passed the cheap checks.
#[derive(Debug)]
pub(crate) struct Admission {
    pub(crate) caller: Caller,
    pub(crate) key: Arc<KeySettings>,
    /// Name and version of the SDK.
    pub(crate) client: Option<String>,
    /// What the request brings, as far as it is known yet: counted when it is refused.
    pub(crate) tally: Vec<(DataCategory, u32)>,
}

/// How a route wants its requests looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Project in the path; `None` where the key alone says it.
    pub(crate) project: Option<&'a str>,
    /// Key in the path.
    pub(crate) path_key: Option<&'a str>,
    /// What the route takes, before anything is known of the body.
    pub(crate) category: DataCategory,
    /// True when a key over its limit is refused at once.
    pub(crate) is_limited: bool,
}

impl<'a> Entry<'a> {
    pub(crate) const fn new(project: &'a str, category: DataCategory) -> Self {
        Self { project: Some(project), path_key: None, category, is_limited: false }
    }
}

impl Door {
    /// Reads what a request says of itself.
    pub(crate) fn caller(&self, parts: &Parts) -> Caller {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let user_agent = parts.headers.get(USER_AGENT).map(|value| {
            let head = value.as_bytes().get(..MAX_USER_AGENT_BYTES).unwrap_or(value.as_bytes());
            String::from_utf8_lossy(head).into_owned()
        });
        Caller {
            received: (self.clock)(),
            client_ip: client_ip(peer, &parts.headers, &self.config.trusted_proxies),
            user_agent: user_agent.filter(|text| !text.is_empty()),
        }
    }

    /// Does all cheap checks. A refused request's body is thrown away when it is small.
    pub(crate) async fn enter(&self, request: Request, entry: Entry<'_>) -> Result<(Admission, Parts, Body), IngestError> {
        let (parts, body) = request.into_parts();
        let admission = read_auth(&parts, entry.path_key)
            .and_then(|auth| auth.ok_or(IngestError::Auth(AuthError::Missing)))
            .map_err(|e| self.note(e))
            .and_then(|auth| self.admit(self.caller(&parts), auth, entry, &parts.headers));
        match admission {
            Ok(admission) => Ok((admission, parts, body)),
            Err(error) => {
                body::drain(body, &parts.headers).await;
                Err(error)
            }
        }
    }

    /// Checks key, project, origin, queue and limit, in this order. Refusals are counted.
    pub(crate) fn admit(&self, caller: Caller, auth: Auth, entry: Entry<'_>, headers: &HeaderMap) -> Result<Admission, IngestError> {
        let project = entry.project.map(|text| parse_project_id(text).ok_or(IngestError::BadProject)).transpose();
        let project = project.map_err(|e| self.note(e))?;
        let key = self.keys.lookup(auth.public_key.as_str()).ok_or(IngestError::UnknownKey).map_err(|e| self.note(e))?;
        let client = auth.client;
        let admission = Admission { caller, key, client, tally: vec![(entry.category, 1)] };
        let checked = self.check_key(&admission, project, entry, headers);
        self.settle(&admission, checked)?;
        Ok(admission)
    }

    fn check_key(&self, admission: &Admission, project: Option<i64>, entry: Entry<'_>, headers: &HeaderMap) -> Result<(), IngestError> {
        let key = &admission.key;
        if project.is_some_and(|id| id != key.project_id.0) {
            return Err(IngestError::ProjectMismatch);
        }
        if !key.active {
            return Err(IngestError::Disabled("client key"));
        }
        if !key.project_active {
            return Err(IngestError::Disabled("project"));
        }
        if !origin::is_allowed(headers, &key.allowed_domains) {
            return Err(IngestError::Origin);
        }
        self.queue.accepting()?;
        if entry.is_limited {
            self.ask_limit(admission)?;
        }
        Ok(())
    }
}

/// Reads the one authorization a request has.
pub(crate) fn read_auth(parts: &Parts, path_key: Option<&str>) -> Result<Option<Auth>, IngestError> {
    let text = |name: http::HeaderName| parts.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let x_sentry_auth = text(http::HeaderName::from_static("x-sentry-auth"));
    let authorization = text(AUTHORIZATION);
    let sources = AuthSources {
        x_sentry_auth: x_sentry_auth.as_deref(),
        authorization: authorization.as_deref(),
        query: parts.uri.query(),
        path_key,
    };
    Ok(sources.read()?)
}

/// Reads `Content-Encoding`; absent means identity.
pub(crate) fn content_encoding(headers: &HeaderMap) -> Result<Encoding, IngestError> {
    let Some(value) = headers.get(CONTENT_ENCODING) else {
        return Ok(Encoding::Identity);
    };
    value.to_str().ok().and_then(Encoding::from_header).ok_or(IngestError::UnsupportedEncoding)
}

/// Media type of the body without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
