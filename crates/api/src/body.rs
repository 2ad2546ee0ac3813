//! Request bodies: bytes under a limit first, JSON only once the caller is known to be allowed.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;

use crate::{ApiError, ApiResult, ApiState};

/// Largest JSON body in bytes. Settings texts are the largest we take.
pub const MAX_JSON_BYTES: usize = 1024 * 1024;

/// A body that should be JSON. Read it with [`JsonBody::parse`] after the authorisation, so that a stranger learns
/// nothing of what a route expects.
#[derive(Debug, Clone)]
pub struct JsonBody {
    bytes: Bytes,
    declared: bool,
}

impl JsonBody {
    /// Reads the body; nothing at all counts as `{}`.
    ///
    /// # Errors
    /// 400 that says what is wrong and where.
    pub fn parse<T: DeserializeOwned>(&self) -> ApiResult<T> {
        let bytes: &[u8] = if self.bytes.is_empty() { b"{}" } else { &self.bytes };
        serde_json::from_slice(bytes).map_err(|error| ApiError::bad_request(format!("JSON parse error - {error}")))
    }

    /// As [`JsonBody::parse`], but only when the request says that it is JSON: a page of another site cannot say so
    /// without being asked first, so nobody is signed in behind their back.
    ///
    /// # Errors
    /// 415 besides those of [`JsonBody::parse`].
    pub fn parse_declared<T: DeserializeOwned>(&self) -> ApiResult<T> {
        if !self.declared {
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json."));
        }
        self.parse()
    }
}

impl FromRequest<ApiState> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &ApiState) -> Result<Self, Self::Rejection> {
        let too_large = || ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {MAX_JSON_BYTES} bytes."));
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let declared = content_type.is_some_and(|text| text.split(';').next().unwrap_or_default().trim() == "application/json");
        #[expect(clippy::disallowed_methods, reason = "called with a named limit")]
        let read = axum::body::to_bytes(request.into_body(), MAX_JSON_BYTES).await;
        match read {
            Ok(bytes) => Ok(Self { bytes, declared }),
            Err(_) => Err(too_large()),
        }
    }
}
