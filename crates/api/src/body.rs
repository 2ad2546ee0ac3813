//! Request bodies: bytes under a limit first, JSON only once the caller is known to be allowed.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::{ApiError, ApiResult, ApiState};

/// Largest JSON body in bytes. Settings texts are the largest we take.
pub const MAX_JSON_BYTES: usize = 1024 * 1024;

/// A body that should be JSON. Read it with [`JsonBody::parse`] after the authorisation, so that a stranger learns
/// nothing of what a route expects.
#[derive(Debug, Clone)]
pub struct JsonBody(Bytes);

impl JsonBody {
    /// Reads the body; nothing at all counts as `{}`.
    ///
    /// # Errors
    /// 400 that says what is wrong and where.
    pub fn parse<T: DeserializeOwned>(&self) -> ApiResult<T> {
        let bytes: &[u8] = if self.0.is_empty() { b"{}" } else { &self.0 };
        serde_json::from_slice(bytes).map_err(|error| ApiError::bad_request(format!("JSON parse error - {error}")))
    }
}

impl FromRequest<ApiState> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &ApiState) -> Result<Self, Self::Rejection> {
        let too_large = || ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {MAX_JSON_BYTES} bytes."));
        match axum::body::to_bytes(request.into_body(), MAX_JSON_BYTES).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(_) => Err(too_large()),
        }
    }
}
