//! `/store/`: one event in the old forms.

use axum::body::Body;
use axum::http::Request;
use bartizan_protocol::ItemType;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use serde_json::json;

use crate::harness::{EVENT_ID, Harness, KEY, auth, gzip, one_event, zlib};

const EVENT: &str = "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"message\":\"hey\"}";

#[tokio::test]
async fn json_base64_and_zlib_become_one_envelope() {
    let forms = [
        EVENT.as_bytes().to_vec(),
        format!("\n {EVENT}").into_bytes(),
        STANDARD.encode(EVENT).into_bytes(),
        STANDARD_NO_PAD.encode(EVENT).into_bytes(),
        STANDARD.encode(zlib(EVENT.as_bytes())).into_bytes(),
        format!("{}\n", STANDARD.encode(zlib(EVENT.as_bytes()))).into_bytes(),
    ];
    for body in forms {
        let harness = Harness::new();
        let answer = harness.store(body.clone()).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "id": EVENT_ID })), "{}", String::from_utf8_lossy(&body));
        let (_, envelope) = harness.only_request().await;
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), EVENT_ID);
        assert_eq!(envelope.items[0].item_type(), &ItemType::Event);
        assert_eq!(envelope.items[0].payload.trim_ascii(), EVENT.as_bytes());
    }
}

#[tokio::test]
async fn other_routes_and_encodings_of_it() {
    let key = auth(KEY);
    let gzipped: [(&str, &str); 2] = [("x-sentry-auth", &key), ("content-encoding", "gzip")];
    for path in ["/api/42/store", "/api/store/", "/api/store"] {
        let harness = Harness::new();
        assert_eq!(harness.post(path, &gzipped, gzip(EVENT.as_bytes())).await.json(), json!({ "id": EVENT_ID }), "{path}");
        assert_eq!(harness.only_request().await.0.project_id, 42);
    }
    let harness = Harness::new();
    let headers: [(&str, &str); 2] = [("x-sentry-auth", &key), ("content-type", "application/x-sentry-envelope; charset=utf-8")];
    assert_eq!(harness.post("/api/42/store/", &headers, one_event()).await.status, 200);
    assert_eq!(harness.only_request().await.0.body, one_event());
}

#[tokio::test]
async fn what_sdks_get_wrong_is_tolerated() {
    for body in [
        &b"{\"a\":NaN,\"b\":-Infinity}"[..],
        b"{\"message\":\"x\xff\"}",
        b"{\"event_id\":null,\"message\":null,\"exception\":null,\"tags\":null}",
        b"{\"event_id\":\"nonsense\"}",
        b"\xef\xbb\xbf{}",
    ] {
        let harness = Harness::new();
        let answer = harness.store(body).await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(body));
        let (_, envelope) = harness.only_request().await;
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), answer.json()["id"].as_str().unwrap());
        let event: serde_json::Value = serde_json::from_slice(&envelope.items[0].payload).unwrap();
        assert_eq!(event["event_id"], answer.json()["id"]);
    }
}

#[tokio::test]
async fn transactions_keep_their_kind() {
    let harness = Harness::new();
    assert_eq!(harness.store("{\"type\":\"transaction\"}").await.status, 200);
    assert_eq!(harness.only_request().await.1.items[0].item_type(), &ItemType::Transaction);
}

#[tokio::test]
async fn what_is_no_event_is_refused() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(1_000), "]".repeat(1_000));
    for (body, status) in [
        ("", 400),
        ("[]", 400),
        ("\"text\"", 400),
        ("{\"open\":", 400),
        ("!!!", 400),
        ("aGVsbG8=", 400),
        (deep.as_str(), 400),
        (&format!("{{\"a\":\"{}\"}}", "x".repeat(1024 * 1024)), 413),
    ] {
        let harness = Harness::new();
        assert_eq!(harness.store(body).await.status, status, "{:.40}", body);
        let reason = if status == 413 { "too_large" } else { "invalid" };
        let outcomes = harness.outcomes().await;
        assert!(outcomes.len() == 1 && outcomes[0].starts_with("error Invalid "), "{reason} {outcomes:?}");
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn a_zlib_bomb_in_base64_is_refused() {
    let harness = Harness::new();
    let bomb = STANDARD.encode(zlib(&vec![b' '; 64 * 1024 * 1024]));
    assert_eq!(harness.store(bomb).await.status, 413);
    harness.assert_nothing_appended().await;
}

#[tokio::test]
async fn an_image_may_carry_an_event() {
    for data in [STANDARD.encode(zlib(EVENT.as_bytes())), EVENT.replace('"', "%22")] {
        let harness = Harness::new();
        let uri = format!("/api/42/store/?sentry_version=7&sentry_key={KEY}&sentry_data={data}");
        let answer = harness.send(Request::get(uri).body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/gif")));
        assert!(answer.body.starts_with(b"GIF89a"));
        assert_eq!(harness.only_request().await.1.items[0].payload, EVENT.as_bytes());
    }
    let harness = Harness::new();
    let uri = format!("/api/42/store/?sentry_key={KEY}");
    assert_eq!(harness.send(Request::get(uri).body(Body::empty()).unwrap()).await.status, 400);
}
