//! What a client hears: JSON, plain text, errors, and the headers browsers ask for.

use std::error::Error as _;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, CONTENT_TYPE, RETRY_AFTER,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bartizan_protocol::RateLimit;
use bartizan_protocol::event::print_event_id;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use crate::error::IngestError;
use crate::state::IngestState;

const RATE_LIMITS: HeaderName = HeaderName::from_static("x-sentry-rate-limits");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ALLOWED_HEADERS: &str = "x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, \
     authentication, authorization, content-encoding, transfer-encoding";
const EXPOSED_HEADERS: &str = "x-sentry-error, x-sentry-rate-limits, retry-after";

/// Result of a handler.
pub(crate) type Answer = Result<Response, IngestError>;

/// `{"id": …}`, or `{}` without an event.
pub(crate) fn id(event_id: Option<[u8; 16]>) -> Response {
    match event_id {
        Some(id) => Json(json!({ "id": print_event_id(&id) })).into_response(),
        None => Json(json!({})).into_response(),
    }
}

/// The event's id as text in the dashed form that crash reporters keep.
pub(crate) fn text_id(id: &[u8; 16]) -> Response {
    let hex = print_event_id(id);
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)].map(|(from, to)| hex.get(from..to).unwrap_or_default());
    groups.join("-").into_response()
}

/// The last step of a refusal: from kind to status.
impl IntoResponse for IngestError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(error = %cause, cause = cause.cause.as_deref().map(tracing::field::display), "queue failed");
        }
        let body = json!({ "detail": self.to_string(), "causes": causes(&self) });
        let mut response = (self.status(), Json(body)).into_response();
        put_limits(&mut response, &self.limits());
        response
    }
}

/// The chain of causes. What happened inside the machine stays inside.
fn causes(error: &IngestError) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = match error {
        IngestError::Internal(_) => None,
        other => other.source(),
    };
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}

fn put_limits(response: &mut Response, limits: &[RateLimit]) {
    let Some(longest_s) = limits.iter().map(|limit| limit.retry_after_s).max() else {
        return;
    };
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from(longest_s));
    if let Ok(value) = HeaderValue::from_str(&RateLimit::print_all(limits)) {
        headers.insert(RATE_LIMITS, value);
    }
}

/// Answers an error in the form OTLP exporters read, in the format they sent.
pub(crate) fn otlp_error(error: &IngestError, is_json: bool) -> Response {
    let status = error.status();
    let code = grpc_code(status);
    let message = error.to_string();
    let mut response = if is_json {
        (status, Json(json!({ "code": code, "message": message }))).into_response()
    } else {
        let mut body = vec![0x08, code, 0x12];
        put_varint(&mut body, message.len());
        body.extend_from_slice(message.as_bytes());
        (status, [(CONTENT_TYPE, "application/x-protobuf")], body).into_response()
    };
    put_limits(&mut response, &error.limits());
    response
}

const fn grpc_code(status: StatusCode) -> u8 {
    match status.as_u16() {
        401 => 16,
        403 => 7,
        413 | 429 => 8,
        503 => 14,
        500 => 13,
        501 => 12,
        _ => 3,
    }
}

fn put_varint(out: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        out.push(u8::try_from(n & 0x7f).unwrap_or_default() | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap_or_default());
}

/// `OPTIONS` needs no key: the headers that [`finish`] adds are the whole answer.
pub(crate) async fn preflight() -> StatusCode {
    StatusCode::OK
}

/// Adds the headers every answer has, and counts it.
pub(crate) async fn finish(State(state): State<IngestState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    state.metrics().count_answer(response.status());
    let headers = response.headers_mut();
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS),
        (ACCESS_CONTROL_MAX_AGE, "3600"),
        (RESOURCE_POLICY, "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_have_seven_bits_a_byte() {
        let mut out = Vec::new();
        put_varint(&mut out, 300);
        put_varint(&mut out, 5);
        assert_eq!(out, [0xac, 0x02, 0x05]);
    }
}
