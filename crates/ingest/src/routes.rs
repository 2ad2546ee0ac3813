//! The routes, each with and without a closing slash, each answering `OPTIONS` to anybody.

mod attachments;
mod cron;
mod envelope;
mod minidump;
mod multipart;
mod nel;
mod otlp;
mod security;
mod store;
mod unreal;
mod upload;
mod vercel;

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, patch, post};
use bytes::{Bytes, BytesMut};
use http::request::Parts;

use crate::admission::content_encoding;
use crate::answer;
use crate::body;
use crate::budget::Lease;
use crate::error::IngestError;
use crate::state::{Door, IngestState};
use crate::unpack::unpack;

/// All routes of the door.
pub fn router(state: IngestState) -> Router {
    let p = "/api/{project}";
    let mut router = Router::new();
    let mut add = |path: &str, methods: MethodRouter<IngestState>| {
        let methods = methods.options(answer::preflight);
        let taken = std::mem::take(&mut router);
        router = taken.route(path, methods.clone()).route(&format!("{path}/"), methods);
    };
    add(&format!("{p}/envelope"), post(envelope::post));
    add(&format!("{p}/store"), post(store::post).get(store::get));
    add("/api/store", post(store::post_legacy).get(store::get_legacy));
    add(&format!("{p}/security"), post(security::post));
    add(&format!("{p}/csp-report"), post(security::post));
    add(&format!("{p}/nel"), post(nel::post));
    add(&format!("{p}/minidump"), post(minidump::post));
    add(&format!("{p}/unreal/{{key}}"), post(unreal::post));
    add(&format!("{p}/events/{{event_id}}/attachments"), post(attachments::post));
    add(&format!("{p}/integration/vercel/logs"), post(vercel::post));
    add(&format!("{p}/upload"), post(upload::refuse));
    add(&format!("{p}/upload/{{key}}"), patch(upload::refuse_part));
    for word in ["cron", "crons"] {
        add(&format!("{p}/{word}/{{slug}}"), get(cron::take).post(cron::take));
        add(&format!("{p}/{word}/{{slug}}/{{key}}"), get(cron::take_with_key).post(cron::take_with_key));
    }
    for prefix in ["integration/otlp", "otlp"] {
        add(&format!("{p}/{prefix}/v1/traces"), post(otlp::traces));
        add(&format!("{p}/{prefix}/v1/logs"), post(otlp::logs));
    }
    router.route_layer(from_fn_with_state(state.clone(), answer::finish)).with_state(state)
}

/// Reads a body and unpacks it, both to at most `max_bytes`.
async fn read_unpacked(door: &Door, parts: &Parts, body: Body, max_bytes: usize) -> Result<(Bytes, Lease), IngestError> {
    let encoding = content_encoding(&parts.headers)?;
    let mut lease = door.budget.lease();
    let packed = body::read(body, &parts.headers, BytesMut::new(), door.body_limits(max_bytes), &mut lease).await?;
    unpack(encoding, packed, max_bytes, lease).await
}

/// For routes whose callers do not understand 429: they hear that the server is busy.
fn without_429(error: IngestError) -> IngestError {
    match error {
        IngestError::Full | IngestError::RateLimited(_) => IngestError::Busy,
        other => other,
    }
}
