//! `bartizan send-test DSN`: one error through the front door, as an SDK would send it.

use anyhow::Result;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::door::{Door, event_envelope};
use super::output;

pub(crate) async fn run(dsn: &str, json: bool) -> Result<()> {
    let event_id = hex::encode(rand::random::<[u8; 16]>());
    Door::new(dsn)?.send(&event_envelope(&event_id, &event(&event_id))).await?;
    output::print(json, &json!({"event_id": event_id}), &format!("accepted: event {event_id} is durable"))
}

fn event(event_id: &str) -> Value {
    json!({
        "event_id": event_id,
        "timestamp": OffsetDateTime::now_utc().unix_timestamp(),
        "platform": "other",
        "level": "error",
        "environment": "test",
        "server_name": "bartizan-cli",
        "tags": {"source": "send-test"},
        "exception": {"values": [{
            "type": "BartizanTestError",
            "value": "This is a test error sent by `bartizan send-test`",
            "mechanism": {"type": "generic", "handled": true},
            "stacktrace": {"frames": [{
                "function": "send_test", "filename": "bartizan/send_test.rs", "lineno": 1, "in_app": true,
                "context_line": "    raise(BartizanTestError)"
            }]}
        }]}
    })
}
