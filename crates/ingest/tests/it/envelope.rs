//! Envelopes: tolerated, refused, completed.

use bartizan_protocol::ItemType;
use serde_json::json;

use crate::harness::{EVENT_ID, Harness, KEY, NOW_S, auth, envelope_of, one_event};

#[tokio::test]
async fn an_envelope_is_stored_as_it_came() {
    let harness = Harness::new();
    let agent = [("x-sentry-auth", auth(KEY)), ("user-agent", "test agent".to_owned())];
    let headers: Vec<(&str, &str)> = agent.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = harness.post("/api/42/envelope/", &headers, one_event()).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json(), json!({ "id": EVENT_ID }));
    let (request, _) = harness.only_request().await;
    assert_eq!(request.body, one_event());
    assert_eq!(request.received_us, NOW_S * 1_000_000);
    assert_eq!(request.client.as_deref(), Some("test/1.0"));
    assert_eq!(request.user_agent.as_deref(), Some("test agent"));
    let snapshot = harness.state.snapshot();
    assert_eq!((snapshot.requests, snapshot.accepted, snapshot.body_bytes), (1, 1, one_event().len() as u64));
}

#[tokio::test]
async fn odd_frames_are_tolerated() {
    for body in [
        "{}\n{\"type\":\"event\"}\n{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}",
        "{\"event_id\":\"9ec79c33-ec99-42ab-8353-589fcb2e04dc\"}\n{\"type\":\"event\",\"length\":null,\"content_type\":null}\n{}\n",
        "{\"event_id\":\"9EC79C33EC9942AB8353589FCB2E04DC\",\"dsn\":null,\"sent_at\":null,\"sdk\":null,\"trace\":null}\r\n\r\n{\"type\":\"event\",\"length\":2}\r\n{}\r\n",
        "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"hologram\",\"own\":[1]}\n???\n{\"type\":\"event\"}\n{}",
    ] {
        let harness = Harness::new();
        let answer = harness.envelope(body).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "id": EVENT_ID })), "{body}");
        let (_, envelope) = harness.only_request().await;
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), EVENT_ID);
    }
}

#[tokio::test]
async fn broken_payloads_are_for_the_journey() {
    for payload in [&b"not json"[..], b"{\"a\":\xff\xfe}", b"null", b"{\"exception\":null,\"event_id\":null}", &b"[".repeat(10_000)] {
        let harness = Harness::new();
        assert_eq!(harness.envelope(envelope_of(&[("event", payload)])).await.status, 200);
        assert_eq!(harness.only_request().await.1.items[0].payload, payload);
    }
}

#[tokio::test]
async fn a_missing_event_id_is_made_up_and_stored() {
    for payload in ["{\"message\":\"hey\"}", "{\"event_id\":null}", "not json", "[[[["] {
        let harness = Harness::new();
        let body = format!(
            "{{\"own\":1,\"trace\":{{\"a\":\"b\"}}}}\n{{\"type\":\"event\",\"own\":2}}\n{payload}\n{{\"type\":\"attachment\",\"length\":3}}\na\nb"
        );
        let answer = harness.envelope(body).await;
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 32);
        let (_, envelope) = harness.only_request().await;
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), id);
        assert!(envelope.header.fields().contains_key("own") && envelope.header.fields().contains_key("trace"));
        assert!(envelope.items[0].header.fields().contains_key("own"));
        assert_eq!((&envelope.items[0].payload[..], &envelope.items[1].payload[..]), (payload.as_bytes(), &b"a\nb"[..]));
    }
}

#[tokio::test]
async fn without_an_event_there_is_no_id() {
    let harness = Harness::new();
    let answer = harness.envelope("{}\n{\"type\":\"session\"}\n{}\n").await;
    assert_eq!((answer.status, answer.json()), (200, json!({})));
    assert_eq!(harness.only_request().await.1.items[0].item_type(), &ItemType::Session);
}

#[tokio::test]
async fn an_envelope_without_items_is_answered_and_not_stored() {
    let harness = Harness::new();
    let answer = harness.envelope(format!("{{\"event_id\":\"{EVENT_ID}\"}}")).await;
    assert_eq!((answer.status, answer.json()), (200, json!({ "id": EVENT_ID })));
    harness.assert_nothing_appended().await;
}

#[tokio::test]
async fn broken_frames_are_refused() {
    for (body, cause) in [
        ("", "missing envelope header"),
        ("hello", "invalid envelope header"),
        ("{\"event_id\":\"xyz\"}", "invalid envelope header: bad event_id"),
        ("{}\n{\"no\":\"type\"}\n{}\n", "invalid item header: bad type"),
        ("{}\n{\"type\":\"event\",\"length\":100}\n{}\n", "unexpected end of file: item of 100 bytes, 3 left"),
        ("{}\n{\"type\":\"event\",\"length\":1}\n{}\n", "missing newline after header or payload"),
    ] {
        let harness = Harness::new();
        let answer = harness.envelope(body).await;
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (400, Some("invalid event envelope")), "{body}");
        assert_eq!(answer.json()["causes"][0], cause);
        assert_eq!(harness.outcomes().await, ["default Invalid invalid_envelope 1"]);
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn items_between_servers_are_refused() {
    for kind in ["metric_buckets", "integration"] {
        let harness = Harness::new();
        assert_eq!(harness.envelope(envelope_of(&[(kind, b"[]"), ("event", b"{}")])).await.status, 400);
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn every_known_kind_and_unknown_ones_are_taken() {
    let kinds = ItemType::KNOWN.iter().filter(|k| !matches!(k, ItemType::MetricBuckets | ItemType::Integration));
    for kind in kinds.chain([&ItemType::from_name("hologram")]) {
        let harness = Harness::new();
        assert_eq!(harness.envelope(envelope_of(&[(kind.as_str(), b"{}")])).await.status, 200, "{kind}");
        assert_eq!(harness.only_request().await.1.items[0].item_type(), kind);
    }
}
