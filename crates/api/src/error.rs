//! The one error of the web API: a kind that decides the status, an outward body, and a cause that is only logged.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use axum::Json;
use axum::response::{IntoResponse, Response};
use bartizan_app::AppError;
use bartizan_ports::{ErrorKind, StoreError};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// Result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

/// What is said of damaged files; the log and `doctor` name them.
const DAMAGED: &str = "What is stored of this is damaged: `bartizan doctor` names the file.";

/// Seconds a client is asked to wait when a store is busy.
const BUSY_RETRY_S: u64 = 2;

/// An answer that is not the one hoped for.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: Value,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl ApiError {
    /// `{"detail": ..}` with that status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, body: json!({ "detail": detail.into() }), headers: Vec::new(), cause: None }
    }

    /// 400 with a sentence.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 400 that names the field: `{"<field>": ["<message>"]}`.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::fields([(field.into(), message.into())])
    }

    /// 400 that names several fields.
    pub fn fields(errors: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (field, message) in errors {
            map.entry(field).or_default().push(message);
        }
        Self { body: json!(map), ..Self::bad_request("") }
    }

    /// 401: no credentials, or bad ones.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::UNAUTHORIZED, detail);
        error.headers.push((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\"")));
        error
    }

    /// 403: known, but may not.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "You do not have permission to perform this action.")
    }

    /// 404: not there, or not for these eyes.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "The requested resource does not exist")
    }

    /// 409.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// 302 to a project's new slug, in the form command-line clients read.
    pub fn moved(slug: &str, url: &str) -> Self {
        let mut error = Self::new(StatusCode::FOUND, "");
        error.body = json!({"slug": slug, "detail": {"code": "resource-moved", "message": "Resource has been moved", "extra": {"url": url, "slug": slug}}});
        if let Ok(value) = HeaderValue::from_str(url) {
            error.headers.push((header::LOCATION, value));
        }
        error
    }

    /// 429 with the seconds to wait.
    pub fn too_many(detail: impl Into<String>, retry_after_s: u64) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, detail);
        error.headers.push((header::RETRY_AFTER, HeaderValue::from(retry_after_s)));
        error
    }

    /// 503 with the seconds to wait.
    pub fn unavailable() -> Self {
        let mut error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "The store is busy. Try again in a moment.");
        error.headers.push((header::RETRY_AFTER, HeaderValue::from(BUSY_RETRY_S)));
        error
    }

    /// 500; the cause is logged and not told.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal Error") }
    }

    /// The same answer with one more member in its body.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        if let Some(body) = self.body.as_object_mut() {
            body.insert(member.to_owned(), value.into());
        }
        self
    }

    /// Status of the answer.
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error.kind {
            ErrorKind::NotFound => Self::not_found(),
            ErrorKind::Conflict => Self::conflict(error.message),
            ErrorKind::Invalid => Self::bad_request(error.message),
            ErrorKind::Unavailable => Self { cause: Some(error.into()), ..Self::unavailable() },
            ErrorKind::Full => {
                Self { cause: Some(error.into()), ..Self::new(StatusCode::INSUFFICIENT_STORAGE, "No space is left for this change.") }
            }
            ErrorKind::Corrupt => Self { cause: Some(error.into()), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, DAMAGED) },
            ErrorKind::Internal => Self::internal(error),
        }
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Invalid(e) => Self::field(e.field, e.message),
            AppError::Conflict(detail) => Self::conflict(detail),
            AppError::NotFound(_) => Self::not_found(),
            AppError::Denied(detail) => Self::new(StatusCode::FORBIDDEN, detail),
            AppError::TooMany { retry_after_s } => Self::too_many(error.to_string(), retry_after_s),
            AppError::Store(error) => error.into(),
            AppError::Internal(_) => Self::internal(error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(status = self.status.as_u16(), error = %chain(cause.as_ref()), "request failed");
        }
        let mut response = (self.status, Json(self.body)).into_response();
        response.headers_mut().extend(self.headers);
        response
    }
}

/// The cause and its causes in one line.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_their_status_and_causes_stay_inside() {
        let of = |kind| ApiError::from(StoreError::new(kind, "m").caused_by("secret path")).into_response().status().as_u16();
        let all = [
            ErrorKind::NotFound,
            ErrorKind::Conflict,
            ErrorKind::Invalid,
            ErrorKind::Unavailable,
            ErrorKind::Full,
            ErrorKind::Corrupt,
            ErrorKind::Internal,
        ];
        assert_eq!(all.map(of), [404, 409, 400, 503, 507, 500, 500]);
        let internal = ApiError::internal(StoreError::new(ErrorKind::Internal, "db at /secret"));
        assert_eq!(internal.body, json!({"detail": "Internal Error"}));
    }

    #[test]
    fn fields_are_a_map_of_lists() {
        assert_eq!(ApiError::field("slug", "taken").body, json!({"slug": ["taken"]}));
    }
}
