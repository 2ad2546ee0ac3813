//! Who may send: every form of authorization, exactly one of them, and what the key allows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::harness::{ASLEEP, DISABLED, EVENT_ID, GUARDED, Harness, KEY, auth, one_event};

#[tokio::test]
async fn every_form_is_taken() {
    let basic = format!("Basic {}", STANDARD.encode(format!("{KEY}:")));
    let header = auth(KEY);
    let flagged = format!("sentry sentry_key={KEY}.no-cache");
    let upper = auth(&KEY.to_uppercase());
    let query = format!("/api/42/envelope/?sentry_key={KEY}&sentry_version=7&sentry_client=q/1");
    let forms: [(&str, Vec<(&str, &str)>); 7] = [
        ("/api/42/envelope/", vec![("x-sentry-auth", &header)]),
        ("/api/42/envelope", vec![("x-sentry-auth", &flagged)]),
        ("/api/42/envelope/", vec![("authorization", &header), ("x-sentry-auth", "")]),
        ("/api/42/envelope/", vec![("authorization", &basic)]),
        ("/api/42/envelope/", vec![("x-sentry-auth", &upper)]),
        (&query, vec![]),
        (&query, vec![("authorization", "Bearer of-a-proxy")]),
    ];
    for (path, headers) in forms {
        let harness = Harness::new();
        let answer = harness.post(path, &headers, one_event()).await;
        assert_eq!((answer.status, answer.json()), (200, serde_json::json!({ "id": EVENT_ID })), "{headers:?}");
        let (request, _) = harness.only_request().await;
        assert_eq!((request.organization_id, request.project_id, request.key_id), (1, 42, 1));
    }
}

/// Path, headers, status and detail of the answer.
type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, u16, &'a str);

#[tokio::test]
async fn wrong_authorization_is_named() {
    let header = auth(KEY);
    let query = format!("/api/42/envelope/?sentry_key={KEY}");
    let newer = format!("Sentry sentry_key={KEY}, sentry_version=8");
    let unknown = auth("ffffffffffffffffffffffffffffffff");
    let disabled = auth(DISABLED);
    let other_project = auth(GUARDED);
    let usual = "/api/42/envelope/";
    let cases: [Case<'_>; 10] = [
        (&query, vec![("x-sentry-auth", &header)], 401, "multiple authorization payloads detected"),
        (usual, vec![("x-sentry-auth", &header), ("authorization", &header)], 401, "multiple authorization payloads detected"),
        (usual, vec![], 401, "missing authorization information"),
        (usual, vec![("x-sentry-auth", "nonsense")], 401, "bad authorization payload"),
        (usual, vec![("x-sentry-auth", "Sentry sentry_key=short")], 400, "bad sentry DSN public key"),
        (usual, vec![("x-sentry-auth", &newer)], 400, "unsupported protocol version (8)"),
        (usual, vec![("x-sentry-auth", &unknown)], 401, "unknown client key"),
        (usual, vec![("x-sentry-auth", &disabled)], 403, "event submission rejected: client key is disabled"),
        (usual, vec![("x-sentry-auth", &other_project)], 403, "event submission rejected: the key belongs to another project"),
        ("/api/web/envelope/", vec![("x-sentry-auth", &header)], 400, "invalid project id"),
    ];
    for (path, headers, status, detail) in cases {
        let harness = Harness::new();
        let answer = harness.post(path, &headers, one_event()).await;
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (status, Some(detail)), "{headers:?}");
        assert!(answer.json()["causes"].is_array());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn a_disabled_project_is_refused() {
    let harness = Harness::new();
    let answer = harness.post("/api/44/store/", &[("x-sentry-auth", &auth(ASLEEP))], "{}").await;
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (403, Some("event submission rejected: project is disabled")));
    assert_eq!(harness.outcomes().await, ["error Invalid disabled 1"]);
}

#[tokio::test]
async fn the_dsn_of_a_tunnelled_envelope_is_the_authorization() {
    let body = |dsn: &str| {
        let event = String::from_utf8(one_event()).unwrap();
        event.replacen('{', &format!("{{\"dsn\":\"{dsn}\","), 1)
    };
    let right = body(&format!("https://{KEY}@errors.example.com/42"));
    let harness = Harness::new();
    let answer = harness.post("/api/42/envelope/", &[("x-sentry-auth", "")], right.clone()).await;
    assert_eq!((answer.status, answer.json()["id"].as_str()), (200, Some(EVENT_ID)));
    let (request, _) = harness.only_request().await;
    assert_eq!((request.key_id, &request.body[..]), (1, right.as_bytes()));

    for (dsn, status) in [
        (format!("https://{KEY}@errors.example.com/43"), 400),
        (format!("https://{DISABLED}@errors.example.com/42"), 403),
        ("https://ffffffffffffffffffffffffffffffff@errors.example.com/42".to_owned(), 401),
        ("nonsense".to_owned(), 400),
    ] {
        let harness = Harness::new();
        assert_eq!(harness.post("/api/42/envelope/", &[], body(&dsn)).await.status, status, "{dsn}");
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn a_dsn_that_is_not_the_requests_is_refused() {
    for dsn in [format!("https://{GUARDED}@h/43"), format!("https://{KEY}@h/7")] {
        let harness = Harness::new();
        let answer = harness.envelope(format!("{{\"dsn\":\"{dsn}\"}}\n{{\"type\":\"event\"}}\n{{}}\n")).await;
        assert_eq!(answer.status, 400);
        assert_eq!(harness.outcomes().await, ["error Invalid header_mismatch 1"]);
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_refused() {
    let harness = Harness::new();
    let key = auth(GUARDED);
    let send = async |headers: &[(&str, &str)]| {
        let headers = [&[("x-sentry-auth", key.as_str())], headers].concat();
        harness.post("/api/43/envelope/", &headers, one_event()).await.status
    };
    assert_eq!(send(&[("origin", "https://evil.com")]).await, 403);
    assert_eq!(send(&[("referer", "https://evil.com/page")]).await, 403);
    harness.assert_nothing_appended().await;
    assert_eq!(send(&[("origin", "https://example.com")]).await, 200);
    assert_eq!(send(&[]).await, 200);
    assert_eq!(harness.outcomes().await, ["default Invalid cors 2"]);
}

#[tokio::test]
async fn wrong_keys_never_block_right_ones() {
    let harness = Harness::new();
    for _ in 0..500 {
        let wrong = auth("ffffffffffffffffffffffffffffffff");
        assert_eq!(harness.post("/api/42/envelope/", &[("x-sentry-auth", &wrong)], one_event()).await.status, 401);
    }
    assert_eq!(harness.envelope(one_event()).await.status, 200);
    let snapshot = harness.state.snapshot();
    assert_eq!(snapshot.by_status, [(200, 1), (401, 500)]);
    assert_eq!(snapshot.refusals, [("unknown_key", 500)]);
}
