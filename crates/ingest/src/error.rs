//! Why a request was refused; the kind becomes a status at the last step, in `answer`.

use bartizan_ports::{ErrorKind, StoreError};
use bartizan_protocol::json::JsonError;
use bartizan_protocol::{AuthError, EnvelopeError, OutcomeCode, RateLimit, RateLimitScope};
use http::StatusCode;
use thiserror::Error;

/// Seconds a client shall wait while the disk has no room.
const FULL_RETRY_AFTER_S: u64 = 60;
/// Seconds a client shall wait while too much is under way.
const BUSY_RETRY_AFTER_S: u64 = 5;

/// Why a request was refused.
#[derive(Debug, Error)]
pub enum IngestError {
    /// Authorization missing or wrong.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// No such key.
    #[error("unknown client key")]
    UnknownKey,
    /// The project in the path is no number.
    #[error("invalid project id")]
    BadProject,
    /// The project in the path is not the key's.
    #[error("event submission rejected: the key belongs to another project")]
    ProjectMismatch,
    /// The key or its project is disabled.
    #[error("event submission rejected: {0} is disabled")]
    Disabled(&'static str),
    /// The page that sends is not one of the project's.
    #[error("event submission rejected: origin not allowed")]
    Origin,
    /// The DSN in the envelope names another key or project than the request.
    #[error("envelope header does not match the request's authorization")]
    HeaderMismatch,
    /// Compression that is not understood.
    #[error("unsupported content encoding")]
    UnsupportedEncoding,
    /// Media type that is not understood.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// The body cannot be unpacked.
    #[error("failed to decode {0} body")]
    Unpack(String, #[source] std::io::Error),
    /// The body, packed or unpacked, is over its limit.
    #[error("request body exceeded size limits")]
    BodyTooLarge,
    /// An item is over its limit, or there are too many of its kind.
    #[error("envelope exceeded size limits for type '{0}'")]
    ItemTooLarge(String),
    /// The frames are broken.
    #[error("invalid event envelope")]
    Envelope(#[from] EnvelopeError),
    /// An item that SDKs must not send.
    #[error("unexpected item of type '{0}'")]
    ForbiddenItem(String),
    /// The JSON of an event or report is broken.
    #[error("invalid JSON data")]
    Json(#[from] JsonError),
    /// Something else about the body is wrong.
    #[error("invalid request: {0}")]
    Invalid(&'static str),
    /// The client went away or broke the connection.
    #[error("failed to read the request body")]
    BodyRead(#[source] axum::Error),
    /// The client stopped sending.
    #[error("timed out waiting for the request body")]
    BodyTimeout,
    /// Limits in force; other items of the request may have been taken.
    #[error("event submission rejected: rate limited")]
    RateLimited(Vec<RateLimit>),
    /// The queue has no room.
    #[error("event submission rejected: no room to store it")]
    Full,
    /// Too many bodies are in memory, or too many appends wait.
    #[error("server is overloaded")]
    Busy,
    /// Known and not offered.
    #[error("{0}")]
    NotOffered(&'static str),
    /// The queue failed.
    #[error("internal server error")]
    Internal(#[source] StoreError),
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        match error.kind {
            ErrorKind::Full => Self::Full,
            ErrorKind::Unavailable => Self::Busy,
            ErrorKind::Invalid => Self::BodyTooLarge,
            _ => Self::Internal(error),
        }
    }
}

impl IngestError {
    /// The status this is answered with.
    pub const fn status(&self) -> StatusCode {
        match self {
            // Too many items is a size, not a mistake in the frames.
            Self::Envelope(EnvelopeError::TooManyItems) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Auth(AuthError::BadKey | AuthError::Version(_))
            | Self::BadProject
            | Self::HeaderMismatch
            | Self::Unpack(..)
            | Self::Envelope(_)
            | Self::ForbiddenItem(_)
            | Self::Json(_)
            | Self::Invalid(_)
            | Self::BodyRead(_) => StatusCode::BAD_REQUEST,
            Self::Auth(_) | Self::UnknownKey => StatusCode::UNAUTHORIZED,
            Self::ProjectMismatch | Self::Disabled(_) | Self::Origin => StatusCode::FORBIDDEN,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge | Self::ItemTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedEncoding | Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited(_) | Self::Full => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotOffered(_) => StatusCode::NOT_IMPLEMENTED,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One word for counters and the ledger.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Auth(_) => "auth",
            Self::UnknownKey => "unknown_key",
            Self::BadProject | Self::ProjectMismatch => "project_id",
            Self::Disabled(_) => "disabled",
            Self::Origin => "cors",
            Self::HeaderMismatch => "header_mismatch",
            Self::UnsupportedEncoding => "content_encoding",
            Self::UnsupportedMediaType => "content_type",
            Self::Unpack(..) => "decompression",
            Self::BodyTooLarge | Self::ItemTooLarge(_) => "too_large",
            Self::Envelope(_) | Self::ForbiddenItem(_) => "invalid_envelope",
            Self::Json(_) => "invalid_json",
            Self::Invalid(_) => "invalid_request",
            Self::BodyRead(_) | Self::BodyTimeout => "body_incomplete",
            Self::RateLimited(_) => "rate_limit",
            Self::Full => "disk_full",
            Self::Busy => "overload",
            Self::NotOffered(_) => "not_offered",
            Self::Internal(_) => "internal",
        }
    }

    /// What the ledger says of the items; `None` when they are counted elsewhere already.
    pub const fn outcome(&self) -> Option<OutcomeCode> {
        match self {
            Self::RateLimited(_) => None,
            Self::Full | Self::Busy | Self::Internal(_) => Some(OutcomeCode::RateLimited),
            Self::NotOffered(_) => Some(OutcomeCode::Unsupported),
            _ => Some(OutcomeCode::Invalid),
        }
    }

    /// Limits the client shall keep.
    pub fn limits(&self) -> Vec<RateLimit> {
        let for_all = |retry_after_s| {
            vec![RateLimit {
                retry_after_s,
                categories: Vec::new(),
                scope: RateLimitScope::Organization,
                reason: self.reason().to_owned(),
                namespaces: Vec::new(),
            }]
        };
        match self {
            Self::RateLimited(limits) => limits.clone(),
            Self::Full => for_all(FULL_RETRY_AFTER_S),
            Self::Busy => for_all(BUSY_RETRY_AFTER_S),
            _ => Vec::new(),
        }
    }
}
