//! A test event: a real event on the way every event goes, so that seeing it proves the way.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::random_event_id;
use bartizan_domain::key::ClientKey;
use bartizan_domain::{EventId, Timestamp};
use bartizan_protocol::{AcceptedRecord, AcceptedRequest, Encoding, EnvelopeBuilder, ItemType};
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Caller, ProjectAccess};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(test_event))
}

/// Name and version of the SDK the event claims.
const CLIENT: &str = concat!("bartizan.test/", env!("CARGO_PKG_VERSION"));

/// The event sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TestEvent {
    event_id: String,
}

/// The event as an SDK would send it.
fn event(id: EventId, now: Timestamp, project: &str) -> Value {
    let frame = |module: &str, function: &str, line: u32, context: &str, in_app: bool| {
        json!({
            "filename": format!("{module}.py"), "abs_path": format!("/app/{module}.py"), "module": module, "function": function,
            "lineno": line, "context_line": context, "in_app": in_app,
        })
    };
    let frames = [
        frame("framework.handler", "dispatch", 88, "    return view(request)", false),
        frame("shop.views", "checkout", 42, "    receipt = pay(basket)", true),
        frame("shop.payment", "pay", 17, "    raise TestError(\"This is a test event\")", true),
    ];
    json!({
        "event_id": id.to_string(),
        "timestamp": now.to_rfc3339(),
        "platform": "python",
        "level": "error",
        "logger": "bartizan.test",
        "environment": "test",
        "exception": {"values": [{
            "type": "TestError", "value": "This is a test event", "module": "shop.payment",
            "mechanism": {"type": "generic", "handled": true}, "stacktrace": {"frames": frames},
        }]},
        "breadcrumbs": {"values": [{
            "type": "default", "category": "bartizan", "level": "info", "timestamp": now.to_rfc3339(),
            "message": format!("Somebody pressed \"Send a test event\" of {project}"),
        }]},
        "tags": {"bartizan.test": "yes"},
        "sdk": {"name": "bartizan.test", "version": env!("CARGO_PKG_VERSION")},
    })
}

fn record(state: &ApiState, entered: &ProjectAccess, key: &ClientKey, id: EventId) -> ApiResult<Bytes> {
    let now = state.now();
    let payload = serde_json::to_vec(&event(id, now, &entered.project.slug)).map_err(ApiError::internal)?;
    let envelope = EnvelopeBuilder::new().event_id(&id.0).header("sent_at", now.to_rfc3339()).item(&ItemType::Event, &payload).build();
    let request = AcceptedRequest {
        organization_id: entered.organization_id().0,
        project_id: entered.project_id().0,
        key_id: key.id.0,
        received_us: now.0,
        client_ip: None,
        user_agent: None,
        client: Some(CLIENT.to_owned()),
        content_encoding: Encoding::Identity,
        body: envelope.into(),
    };
    Ok(AcceptedRecord::Request(request).encode())
}

/// Sends a test event to a project, on the way every event goes.
#[utoipa::path(post, path = "/api/native/organizations/{organization}/projects/{project}/test-event", tag = "projects",
    security(("bearer" = ["event:write", "project:write"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 201, body = TestEvent), (status = 404), (status = 409, description = "The project has no enabled key")))]
async fn test_event(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<(StatusCode, Json<TestEvent>)> {
    let id = random_event_id();
    let record = state.blocking(move |state| {
        let entered = state.project(&caller, &organization, &project, &["event:write", "project:write"])?;
        let keys = state.meta.keys(entered.organization_id(), entered.project_id())?;
        let key = keys.into_iter().find(|key| key.active && entered.project.active);
        let key = key.ok_or_else(|| ApiError::conflict("The project has no enabled key."))?;
        record(state, &entered, &key, id)
    });
    state.queue.append(record.await?).await?;
    Ok((StatusCode::CREATED, Json(TestEvent { event_id: id.to_string() })))
}
