//! The pure part of the journey, on what SDKs really send and on what they should not.

mod classes;
mod corpus;
mod hostile;
mod metamorphic;
mod mutations;
mod samples;

use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_processing::{Digest, digest};
use bartizan_protocol::accepted::{AcceptedRequest, Encoding};
use bytes::Bytes;

/// 2026-11-23T05:32:00Z
const RECEIVED_US: i64 = 1_795_411_920_000_000;

/// A record around an envelope.
fn record(offset: u64, body: &[u8]) -> QueueRecord {
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 7,
        key_id: 3,
        received_us: RECEIVED_US,
        client_ip: "203.0.113.9".parse().ok(),
        user_agent: Some("sentry.test/1.0".to_owned()),
        client: Some("sentry.test/1.0".to_owned()),
        content_encoding: Encoding::Identity,
        body: Bytes::copy_from_slice(body),
    };
    QueueRecord { offset: Offset(offset), payload: request.encode(), unpacked: None }
}

/// What an envelope becomes.
fn process(body: &[u8]) -> Digest {
    digest(&record(5, body))
}

/// What an event becomes: an envelope around it.
fn process_event(event: &serde_json::Value) -> Digest {
    let payload = event.to_string();
    process(format!("{{}}\n{{\"type\":\"event\",\"length\":{}}}\n{payload}\n", payload.len()).as_bytes())
}
