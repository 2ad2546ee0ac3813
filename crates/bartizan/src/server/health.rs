//! `/health` (the process lives) and `/ready` (it takes and answers requests).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bartizan_ports::queue::Queue;
use serde_json::json;

/// What readiness depends on.
#[derive(Clone)]
pub(super) struct Readiness {
    pub queue: Arc<dyn Queue>,
    /// False once the pipeline has ended.
    pub processing: Arc<AtomicBool>,
    /// True once the end has begun.
    pub stopping: Arc<AtomicBool>,
}

pub(super) async fn health() -> Response {
    Json(json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")})).into_response()
}

/// Ready also while the door refuses for want of room: reading goes on. The answer then says so.
pub(super) async fn ready(State(readiness): State<Readiness>) -> Response {
    let mut problems = Vec::new();
    if readiness.stopping.load(Ordering::Relaxed) {
        problems.push("the server is stopping".to_owned());
    }
    if !readiness.processing.load(Ordering::Relaxed) {
        problems.push("processing has stopped; accepted events wait in the queue".to_owned());
    }
    let accepting = readiness.queue.accepting().map_err(|error| error.to_string());
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({"ready": problems.is_empty(), "accepting": accepting.is_ok(), "refusing_because": accepting.err(), "problems": problems}))).into_response()
}
