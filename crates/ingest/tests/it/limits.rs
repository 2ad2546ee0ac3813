//! Limits: sizes and counts of items, events of a key, room in the queue, patience.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use bartizan_ingest::IngestConfig;
use bartizan_ports::ErrorKind;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::harness::{EVENT_ID, Harness, KEY, LIMITED, auth, envelope_of, one_event};

#[tokio::test]
async fn one_item_over_its_limit_refuses_the_envelope() {
    let over = |bytes: usize| vec![b' '; bytes + 1];
    const MIB: usize = 1024 * 1024;
    for (kind, payload) in [
        ("event", over(MIB)),
        ("transaction", over(MIB)),
        ("security", over(MIB)),
        ("check_in", over(100 * 1024)),
        ("client_report", over(100 * 1024)),
        ("session", over(10 * MIB)),
        ("log", over(2 * MIB)),
    ] {
        let harness = Harness::new();
        let answer = harness.envelope(envelope_of(&[("session", b"{}"), (kind, &payload)])).await;
        let detail = format!("envelope exceeded size limits for type '{kind}'");
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (413, Some(detail.as_str())));
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn too_many_of_a_kind_refuse_the_envelope() {
    for (kind, max) in [("attachment", 30), ("session", 100), ("client_report", 100), ("profile", 1), ("span", 25)] {
        let harness = Harness::new();
        let items = |count| vec![(kind, &b"{}"[..]); count];
        assert_eq!(harness.envelope(envelope_of(&items(max))).await.status, 200, "{kind}");
        assert_eq!(harness.envelope(envelope_of(&items(max + 1))).await.status, 413, "{kind}");
        assert_eq!(harness.requests().await.len(), 1);
    }
    let harness = Harness::new();
    assert_eq!(harness.envelope(envelope_of(&vec![("event", &b"{}"[..]); 501])).await.status, 413);
}

#[tokio::test]
async fn attachments_are_limited_one_by_one_and_together() {
    let config = IngestConfig { max_attachment_bytes: 10, max_attachments_bytes: 15, ..IngestConfig::default() };
    for (sizes, status) in [(vec![10], 200), (vec![11], 413), (vec![8, 7], 200), (vec![8, 8], 413)] {
        let harness = Harness::with_config(config.clone());
        let payloads: Vec<Vec<u8>> = sizes.iter().map(|n| vec![b'x'; *n]).collect();
        let items: Vec<(&str, &[u8])> = payloads.iter().map(|p| ("attachment", &p[..])).collect();
        assert_eq!(harness.envelope(envelope_of(&items)).await.status, status, "{sizes:?}");
    }
}

#[tokio::test]
async fn a_body_of_unknown_length_is_cut_off_at_the_limit() {
    let harness = Harness::with_config(IngestConfig { max_envelope_bytes: 1000, ..IngestConfig::default() });
    let chunks = stream::iter((0..).map(|_| Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 300]))));
    let request = Request::post("/api/42/envelope/").header("x-sentry-auth", auth(KEY));
    // The stream never ends: only the limit does.
    assert_eq!(harness.send(request.body(Body::from_stream(chunks)).unwrap()).await.status, 413);
    harness.assert_nothing_appended().await;
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_given_up() {
    let harness = Harness::with_config(IngestConfig { body_idle_timeout: Duration::from_secs(30), ..IngestConfig::default() });
    let silent = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{}\n"))]).chain(stream::pending());
    let request = Request::post("/api/42/envelope/").header("x-sentry-auth", auth(KEY));
    assert_eq!(harness.send(request.body(Body::from_stream(silent)).unwrap()).await.status, 408);
    assert_eq!(harness.state.snapshot().body_memory_bytes, 0);
    harness.assert_nothing_appended().await;
}

#[tokio::test]
async fn a_key_over_its_limit_hears_when_to_come_back() {
    let harness = Harness::new();
    let key = auth(LIMITED);
    let send = async |body: Vec<u8>| harness.post("/api/42/envelope/", &[("x-sentry-auth", &key)], body).await;
    harness.pass_seconds(18);
    assert_eq!(send(one_event()).await.status, 200);
    assert_eq!(send(one_event()).await.status, 200);
    let refused = send(envelope_of(&[("event", b"{}"), ("attachment", b"abc")])).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("42")));
    assert_eq!(refused.header("x-sentry-rate-limits"), Some("42:default;error;security:key:key_limit"));
    assert_eq!(refused.header("access-control-expose-headers"), Some("x-sentry-error, x-sentry-rate-limits, retry-after"));
    assert_eq!(harness.requests().await.len(), 2);
    // Other kinds and other keys are not touched, and the window renews.
    assert_eq!(send(envelope_of(&[("session", b"{}"), ("transaction", b"{}")])).await.status, 200);
    assert_eq!(harness.envelope(one_event()).await.status, 200);
    harness.pass_seconds(42);
    assert_eq!(send(one_event()).await.status, 200);
    assert_eq!(harness.outcomes().await, ["attachment RateLimited key_limit 1", "error RateLimited key_limit 1"]);
}

#[tokio::test]
async fn of_a_mixed_envelope_only_the_limited_part_is_dropped() {
    let harness = Harness::new();
    let key = auth(LIMITED);
    let mixed = envelope_of(&[("session", b"{\"sid\":1}"), ("event", b"{}"), ("attachment", b"abc"), ("client_report", b"{}")]);
    for status in [200, 200, 429] {
        assert_eq!(harness.post("/api/42/envelope/", &[("x-sentry-auth", &key)], mixed.clone()).await.status, status);
    }
    let requests = harness.requests().await;
    let kept = bartizan_protocol::Envelope::parse(requests[2].body.clone()).unwrap();
    assert_eq!(hex::encode(kept.header.event_id.unwrap()), EVENT_ID);
    let kinds: Vec<_> = kept.items.iter().map(|item| item.item_type().as_str()).collect();
    assert_eq!(kinds, ["session", "client_report"]);
}

#[tokio::test]
async fn a_limited_key_is_refused_before_its_body_is_read() {
    let harness = Harness::new();
    let key = auth(LIMITED);
    for status in [200, 200, 429] {
        assert_eq!(harness.post("/api/42/store/", &[("x-sentry-auth", &key)], "{}").await.status, status);
    }
    // Not even broken JSON is noticed.
    assert_eq!(harness.post("/api/42/store/", &[("x-sentry-auth", &key)], "{").await.status, 429);
    assert_eq!(harness.outcomes().await, ["error RateLimited key_limit 2"]);
}

#[tokio::test]
async fn a_full_disk_stops_acceptance() {
    let harness = Harness::new();
    harness.queue.refuse(Some(ErrorKind::Full));
    let answer = harness.envelope(one_event()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("60")));
    assert_eq!(answer.header("x-sentry-rate-limits"), Some("60::organization:disk_full"));
    assert_eq!(harness.store("{}").await.status, 429);
    assert_eq!(harness.outcomes().await, ["default RateLimited disk_full 1", "error RateLimited disk_full 1"]);
    harness.assert_nothing_appended().await;
    assert_eq!(harness.envelope(one_event()).await.status, 200);
}

#[tokio::test]
async fn a_busy_queue_is_a_503() {
    let harness = Harness::new();
    harness.queue.refuse(Some(ErrorKind::Unavailable));
    let answer = harness.envelope(one_event()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert_eq!(answer.header("x-sentry-rate-limits"), Some("5::organization:overload"));
    harness.assert_nothing_appended().await;
}

#[tokio::test]
async fn a_broken_queue_tells_nothing_of_itself() {
    let harness = Harness::new();
    harness.queue.refuse(Some(ErrorKind::Corrupt));
    let answer = harness.envelope(one_event()).await;
    assert_eq!((answer.status, answer.text()), (500, r#"{"causes":[],"detail":"internal server error"}"#));
}

#[tokio::test]
async fn a_queue_that_fills_up_while_the_body_is_read_refuses() {
    let harness = Harness::with(bartizan_ports::queue::MemoryQueue::with_max_total_bytes(200), IngestConfig::default());
    assert_eq!(harness.envelope(one_event()).await.status, 200);
    assert_eq!(harness.envelope(one_event()).await.status, 429);
    assert_eq!(harness.requests().await.len(), 1);
}
