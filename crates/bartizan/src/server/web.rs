//! The web interface, embedded in the binary.

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde_json::json;

/// Everything from our own host, nothing inline, no frame around us.
const CONTENT_POLICY: &str =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Below these, programs ask: a page would look like an answer to them.
const PROGRAMS: [&str; 2] = ["api/", "js-sdk-loader/"];
/// Ending of a file that `web/scripts/pack.mjs` packed with brotli.
const PACKED: &str = ".br";
/// Files under this folder have a hash in their name.
const HASHED: &str = "assets/";

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Answers a file, or the page that shows every address of the interface.
pub(super) async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if PROGRAMS.iter().any(|prefix| path.starts_with(prefix)) {
        return (StatusCode::NOT_FOUND, Json(json!({"detail": "The requested resource does not exist"}))).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let found = |path: &str| if path.is_empty() { None } else { file(path, request.headers()) };
    match found(path) {
        Some(response) => response,
        None if path.starts_with(HASHED) => StatusCode::NOT_FOUND.into_response(),
        None => found("index.html").unwrap_or_else(|| {
            (StatusCode::NOT_FOUND, "This binary was built without the web interface: run `make build`.\n").into_response()
        }),
    }
}

/// The file of that path, as it was packed when it was built where the browser takes that.
fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let packed = accepts_brotli(headers).then(|| Files::get(&format!("{path}{PACKED}"))).flatten();
    let is_packed = packed.is_some();
    let file = packed.or_else(|| Files::get(path))?;
    let mut response = answer(path, file.data.into_owned());
    if is_packed {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    Some(response)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','));
    accepted.map(|each| each.split_once(';').unwrap_or((each, ""))).any(|(name, weight)| {
        let is_refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).is_some_and(|q: f32| q <= 0.0);
        name.trim().eq_ignore_ascii_case("br") && !is_refused
    })
}

fn answer(path: &str, data: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(data));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_given_to_whoever_names_it() {
        let accepts = |value: &str| accepts_brotli(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap())]));
        for value in ["br", "gzip, deflate, br, zstd", "gzip;q=0.5,BR;q=0.1", "gzip, br ; q=1"] {
            assert!(accepts(value), "{value}");
        }
        for value in ["gzip", "", "*", "br;q=0", "gzip, br; q=0.0", "brotli", "identity;q=1"] {
            assert!(!accepts(value), "{value}");
        }
        assert!(!accepts_brotli(&HeaderMap::new()));
    }
}
