//! One router of all routes; slashes at the end, unknown routes and wrong methods.

use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri, header};
use tower::Service;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::{ApiError, ApiState, limit, native, sentry};

const SENTRY: &str = "/api/0";
const NATIVE: &str = "/api/native";

/// All routes with their documentation.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(crate::openapi::head()).merge(sentry::routes()).merge(native::routes())
}

/// Everything under `/api/0/` and `/api/native/`, to be merged into a server's router.
pub fn router(state: ApiState) -> Router {
    let (routes, _) = routes().split_for_parts();
    let inner = routes
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(axum::middleware::map_response(errors_as_json))
        .layer(axum::middleware::from_fn_with_state(state.clone(), limit::count_calls))
        .layer(CatchPanicLayer::custom(|_| ApiError::internal("a handler panicked").into_response()))
        .with_state(state);
    Router::new()
        .nest_service(SENTRY, Slashed { inner: inner.clone(), prefix: SENTRY, slash: true })
        .nest_service(NATIVE, Slashed { inner, prefix: NATIVE, slash: false })
}

async fn unknown() -> ApiError {
    ApiError::not_found()
}

/// Refusals of the framework itself (a path that is no UTF-8, say) are plain text; ours are JSON.
async fn errors_as_json(response: Response) -> Response {
    let status = response.status();
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    ApiError::new(status, status.canonical_reason().unwrap_or("Error")).into_response()
}

async fn wrong_method(request: Request) -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, format!("Method \"{}\" not allowed.", request.method()))
}

/// Gives every path the one form the routes are written in: with a slash at the end under `/api/0`, without elsewhere.
#[derive(Clone)]
struct Slashed {
    inner: Router,
    prefix: &'static str,
    slash: bool,
}

impl Slashed {
    /// `uri` comes without the prefix; the routes are written with it.
    fn rewrite(&self, uri: &Uri) -> Option<Uri> {
        let rest = uri.path().trim_matches('/');
        let mut path = format!("{}/{rest}", self.prefix);
        if self.slash && !path.ends_with('/') {
            path.push('/');
        }
        if let Some(query) = uri.query() {
            path.push('?');
            path.push_str(query);
        }
        path.parse().ok()
    }
}

impl Service<Request> for Slashed {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = <Router as Service<Request>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        <Router as Service<Request>>::poll_ready(&mut self.inner, context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        if let Some(uri) = self.rewrite(request.uri()) {
            *request.uri_mut() = uri;
        }
        <Router as Service<Request>>::call(&mut self.inner, request)
    }
}
