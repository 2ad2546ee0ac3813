//! The routes beside `/envelope/` and `/store/`.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use bartizan_ingest::IngestConfig;
use bartizan_ports::ErrorKind;
use bartizan_protocol::{Envelope, ItemType};
use std::io::Write;
use std::net::SocketAddr;

use crate::harness::{Answer, EVENT_ID, Harness, KEY, LIMITED, auth, gzip, one_event};

async fn post(harness: &Harness, path: &str, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    harness.post(path, &[("x-sentry-auth", &auth(KEY)), ("content-type", media_type)], body).await
}

async fn get(harness: &Harness, path: &str) -> Answer {
    harness.send(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn browsers_may_ask_first() {
    let paths = [
        "/api/42/envelope/",
        "/api/42/envelope",
        "/api/42/store/",
        "/api/store/",
        "/api/42/security/",
        "/api/42/csp-report/",
        "/api/42/nel/",
        "/api/42/minidump/",
        "/api/42/cron/x/",
        "/api/42/integration/otlp/v1/traces",
        "/api/42/otlp/v1/logs/",
        "/api/42/upload/",
    ];
    for path in paths {
        let harness = Harness::new();
        harness.queue.refuse(Some(ErrorKind::Unavailable));
        let answer = harness.send(Request::options(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(answer.header("access-control-max-age"), Some("3600"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"));
        let allowed = answer.header("access-control-allow-headers").unwrap();
        assert!(["x-sentry-auth", "content-type", "content-encoding", "authorization"].iter().all(|h| allowed.contains(h)));
    }
    let harness = Harness::new();
    let wrong_method = harness.send(Request::delete("/api/42/envelope/").body(Body::empty()).unwrap()).await;
    assert_eq!((wrong_method.status, wrong_method.header("access-control-allow-origin")), (405, Some("*")));
}

#[tokio::test]
async fn content_policy_reports_become_events() {
    let report = r#"{"csp-report":{"document-uri":"https://example.com","violated-directive":"img-src"}}"#;
    for path in ["/api/42/security/", "/api/42/csp-report/"] {
        let path = format!("{path}?sentry_key={KEY}&sentry_release=1.0&sentry_environment=prod");
        let harness = Harness::new();
        let answer = harness.post(&path, &[("content-type", "application/csp-report")], report).await;
        assert_eq!((answer.status, answer.text()), (200, ""));
        let (_, envelope) = harness.only_request().await;
        assert!(envelope.header.event_id.is_some());
        let item = &envelope.items[0];
        assert_eq!((item.item_type(), &item.payload[..]), (&ItemType::RawSecurity, report.as_bytes()));
        assert_eq!(item.header.fields().get_str("sentry_release"), Some("1.0"));
        assert_eq!(item.header.fields().get_str("sentry_environment"), Some("prod"));
    }
}

#[tokio::test]
async fn reports_of_the_reporting_api_are_taken_one_by_one() {
    let reports = r#"[{"type":"csp-violation","body":{"a":1}},{"type":"deprecation","body":{}},{"type":"csp-violation","body":{"a":2}}]"#;
    let harness = Harness::new();
    let path = format!("/api/42/security/?sentry_key={KEY}");
    assert_eq!(harness.post(&path, &[("content-type", "application/reports+json")], reports).await.status, 200);
    let requests = harness.requests().await;
    let ids: Vec<_> = requests.iter().map(|r| Envelope::parse(r.body.clone()).unwrap().header.event_id.unwrap()).collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(harness.outcomes().await, ["security Invalid security_report_type 1"]);
}

#[tokio::test]
async fn other_security_reports_are_counted_and_other_media_refused() {
    let harness = Harness::new();
    let answer = post(&harness, "/api/42/security/", "application/json", r#"{"expect-ct-report":{}}"#).await;
    assert_eq!(answer.status, 200);
    assert_eq!(post(&harness, "/api/42/security/", "application/expect-ct-report+json", "{}").await.status, 415);
    assert_eq!(post(&harness, "/api/42/security/", "application/json", "5").await.status, 400);
    harness.assert_nothing_appended().await;
    assert_eq!(
        harness.outcomes().await,
        ["security Invalid content_type 1", "security Invalid invalid_request 1", "security Invalid security_report_type 1"]
    );
}

fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, filename, data) in parts {
        let file = filename.map_or_else(String::new, |f| format!("; filename=\"{f}\""));
        out.extend(format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
        out.extend_from_slice(data);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"--X--\r\n");
    out
}

fn xz(data: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 6);
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(data: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A packed file may be small and hold far too much, or be broken, or ask for memory nobody has.
#[tokio::test]
async fn containers_of_dumps_are_bounded() {
    let mut bomb = b"MDMP".to_vec();
    bomb.resize(260 * 1024 * 1024, 0);
    for packed in [xz(&bomb), bzip2(&bomb)] {
        assert!(packed.len() < 1024 * 1024);
        let harness = Harness::new();
        assert_eq!(post(&harness, "/api/42/minidump/", "application/x-dmp", packed).await.status, 413);
        harness.assert_nothing_appended().await;
    }
    let mut broken = xz(b"MDMP\r\n--dump");
    let middle = broken.len() / 2;
    broken[middle] ^= 0x55;
    let cut = bzip2(&[b'M'; 4_000]);
    for packed in [broken, cut[..cut.len() / 2].to_vec()] {
        let harness = Harness::new();
        assert_eq!(post(&harness, "/api/42/minidump/", "application/x-dmp", packed).await.status, 400);
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn vercel_logs_are_taken_as_they_come() {
    let path = "/api/42/integration/vercel/logs/";
    for (content_type, body) in
        [("application/json", r#"[{"id":"1","message":"hi"}]"#), ("application/x-ndjson", "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\n")]
    {
        let harness = Harness::new();
        assert_eq!(post(&harness, path, content_type, body).await.status, 202);
        let (_, envelope) = harness.only_request().await;
        assert_eq!((envelope.items[0].item_type(), &envelope.items[0].payload[..]), (&ItemType::VercelLog, body.as_bytes()));
    }
    for (content_type, body, status) in [
        ("text/plain", "x", 415),
        ("application/json", "7", 400),
        ("application/x-ndjson", "{}\n[]\n", 400),
        ("application/json", "{", 400),
    ] {
        let harness = Harness::new();
        assert_eq!(post(&harness, path, content_type, body).await.status, status, "{content_type} {body}");
        harness.assert_nothing_appended().await;
    }
    assert_eq!(Harness::new().post(path, &[("content-type", "application/json")], "[]").await.status, 401);
}

const FORM: &str = "multipart/form-data; boundary=X";

#[tokio::test]
async fn a_minidump_becomes_an_event_with_attachments() {
    for dump in [b"MDMP\r\n--dump".to_vec(), gzip(b"MDMP\r\n--dump"), xz(b"MDMP\r\n--dump"), bzip2(b"MDMP\r\n--dump")] {
        let harness = Harness::new();
        let body = form(&[
            ("sentry", None, br#"{"release":"1.0","event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}"#),
            ("sentry[environment]", None, b"prod"),
            ("guid", None, b"abc"),
            ("log", Some("log.txt"), b"line"),
            ("upload_file_minidump", Some("crash.dmp"), &dump),
        ]);
        let answer = post(&harness, "/api/42/minidump/", FORM, body).await;
        assert_eq!((answer.status, answer.text()), (200, "9ec79c33-ec99-42ab-8353-589fcb2e04dc"));
        let (_, envelope) = harness.only_request().await;
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), EVENT_ID);
        insta::allow_duplicates! {
            insta::assert_snapshot!(String::from_utf8_lossy(&envelope.items[0].payload), @r#"{"release":"1.0","event_id":"9ec79c33ec9942ab8353589fcb2e04dc","environment":"prod","extra":{"guid":"abc"},"platform":"native","level":"fatal","exception":{"values":[{"type":"Minidump","value":"Native crash","mechanism":{"type":"minidump","handled":false,"synthetic":true}}]}}"#);
        }
        let [_, dump, log] = &envelope.items[..] else { panic!("three items expected") };
        assert_eq!((dump.header.attachment_type.as_deref(), dump.header.filename.as_deref()), (Some("event.minidump"), Some("crash.dmp")));
        assert_eq!((&dump.payload[..], &log.payload[..]), (&b"MDMP\r\n--dump"[..], &b"line"[..]));
        assert_eq!(log.header.filename.as_deref(), Some("log.txt"));
    }
}

#[tokio::test]
async fn a_bare_minidump_is_taken_and_other_files_are_refused() {
    let harness = Harness::new();
    assert_eq!(post(&harness, "/api/42/minidump", "application/octet-stream", "MDMPxxxx").await.status, 200);
    assert_eq!(harness.only_request().await.1.items[1].header.filename.as_deref(), Some("minidump.dmp"));

    let harness = Harness::new();
    assert_eq!(post(&harness, "/api/42/minidump/", "application/x-dmp", "ELF").await.status, 400);
    assert_eq!(post(&harness, "/api/42/minidump/", FORM, form(&[("other", None, b"MDMP")])).await.status, 400);
    assert_eq!(post(&harness, "/api/42/minidump/", FORM, "--X\r\nbroken").await.status, 400);
    assert_eq!(post(&harness, "/api/42/minidump/", "text/plain", "MDMP").await.status, 415);
    harness.assert_nothing_appended().await;
    assert_eq!(harness.outcomes().await, ["error Invalid content_type 1", "error Invalid invalid_request 3"]);
}

#[tokio::test]
async fn a_minidump_counts_against_the_keys_limit() {
    let harness = Harness::new();
    for status in [200, 200, 429] {
        let headers = [("x-sentry-auth", auth(LIMITED)), ("content-type", "application/octet-stream".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(harness.post("/api/42/minidump/", &headers, "MDMP").await.status, status);
    }
}

#[tokio::test]
async fn check_ins_come_by_plain_http() {
    for path in [
        format!("/api/42/cron/nightly/?sentry_key={KEY}&status=in_progress&duration=2"),
        format!("/api/42/cron/nightly/{KEY}/?status=in_progress&duration=2"),
        format!("/api/42/crons/nightly/{KEY}?status=in_progress&duration=2"),
    ] {
        let harness = Harness::new();
        assert_eq!(get(&harness, &path).await.status, 202, "{path}");
        let (request, envelope) = harness.only_request().await;
        assert_eq!(request.client.as_deref(), Some("bartizan-http"));
        assert_eq!(envelope.items[0].item_type(), &ItemType::CheckIn);
        insta::allow_duplicates! {
            insta::assert_snapshot!(String::from_utf8_lossy(&envelope.items[0].payload), @r#"{"status":"in_progress","duration":2.0,"monitor_slug":"nightly","check_in_id":"00000000000000000000000000000000"}"#);
        }
    }
    let harness = Harness::new();
    let answer = post(
        &harness,
        "/api/42/cron/nightly/",
        "application/json",
        r#"{"status":"ok","check_in_id":"9ec79c33-ec99-42ab-8353-589fcb2e04dc"}"#,
    )
    .await;
    assert_eq!(answer.status, 202);
    let payload = harness.only_request().await.1.items[0].payload.clone();
    assert!(String::from_utf8_lossy(&payload).contains(EVENT_ID));
}

#[tokio::test]
async fn check_ins_never_hear_429() {
    let harness = Harness::new();
    harness.queue.refuse(Some(ErrorKind::Full));
    let path = format!("/api/42/cron/nightly/{KEY}/?status=ok");
    assert_eq!(get(&harness, &path).await.status, 503);
    harness.queue.refuse(None);
    assert_eq!(get(&harness, &format!("/api/42/cron/nightly/{KEY}/")).await.status, 400);
    assert_eq!(harness.outcomes().await, ["monitor Invalid invalid_request 1", "monitor RateLimited disk_full 1"]);
}

#[tokio::test]
async fn otlp_answers_in_the_format_it_was_asked_in() {
    for (path, kind) in [
        ("/api/42/integration/otlp/v1/traces", ItemType::OtlpTraces),
        ("/api/42/integration/otlp/v1/logs/", ItemType::OtlpLogs),
        ("/api/42/otlp/v1/traces/", ItemType::OtlpTraces),
    ] {
        let harness = Harness::new();
        let answer = post(&harness, path, "application/json", r#"{"resourceSpans":[]}"#).await;
        assert_eq!((answer.status, answer.text(), answer.header("content-type")), (200, "{}", Some("application/json")));
        assert_eq!(harness.only_request().await.1.items[0].item_type(), &kind);

        let harness = Harness::new();
        let answer = post(&harness, path, "application/x-protobuf", [0x0a, 0x00, b'\n']).await;
        assert_eq!((answer.status, &answer.body[..], answer.header("content-type")), (200, &b""[..], Some("application/x-protobuf")));
        let (_, envelope) = harness.only_request().await;
        assert_eq!(envelope.items[0].header.content_type.as_deref(), Some("application/x-protobuf"));
        assert_eq!(&envelope.items[0].payload[..], [0x0a, 0x00, b'\n']);
    }
}

#[tokio::test]
async fn otlp_errors_are_statuses_of_its_own() {
    let harness = Harness::new();
    let path = "/api/42/integration/otlp/v1/traces";
    let answer = post(&harness, path, "application/json", "{").await;
    assert_eq!((answer.status, answer.json()["code"].as_i64()), (400, Some(3)));
    let answer = harness.post(path, &[("content-type", "application/x-protobuf")], "").await;
    assert_eq!((answer.status, answer.header("content-type")), (401, Some("application/x-protobuf")));
    let message = b"missing authorization information";
    assert_eq!(answer.body[..4], [0x08, 16, 0x12, u8::try_from(message.len()).unwrap()]);
    assert_eq!(&answer.body[4..], message);
    assert_eq!(post(&harness, path, "text/plain", "").await.status, 415);
    harness.assert_nothing_appended().await;
}

#[tokio::test]
async fn the_remaining_routes_answer() {
    let harness = Harness::new();
    assert_eq!(post(&harness, "/api/42/nel/", "application/reports+json", r#"[{"type":"network-error"}]"#).await.status, 200);
    assert_eq!(harness.only_request().await.1.items[0].item_type(), &ItemType::Nel);

    let harness = Harness::new();
    let answer = harness.post(&format!("/api/42/unreal/{KEY}/?UserID=1"), &[], "CR1\0data").await;
    assert_eq!((answer.status, answer.text().len()), (200, 36));
    let (_, envelope) = harness.only_request().await;
    assert_eq!((envelope.items[0].item_type(), &envelope.items[0].payload[..]), (&ItemType::UnrealReport, &b"CR1\0data"[..]));

    let harness = Harness::new();
    let files = form(&[("a", Some("a.txt"), b"1"), ("note", None, b"no file"), ("b", Some("b.txt"), b"2")]);
    let path = format!("/api/42/events/{EVENT_ID}/attachments/");
    assert_eq!(post(&harness, &path, FORM, files).await.status, 201);
    let (_, envelope) = harness.only_request().await;
    assert_eq!(hex::encode(envelope.header.event_id.unwrap()), EVENT_ID);
    let names: Vec<_> = envelope.items.iter().map(|item| item.header.filename.as_deref().unwrap()).collect();
    assert_eq!(names, ["a.txt", "b.txt"]);

    let harness = Harness::new();
    assert_eq!(post(&harness, "/api/42/upload/", "application/offset+octet-stream", "x").await.status, 501);
    assert_eq!(harness.outcomes().await, ["attachment Unsupported not_offered 1"]);
}

#[tokio::test]
async fn the_clients_address_is_the_sockets_or_a_trusted_proxys() {
    let config = IngestConfig { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..IngestConfig::default() };
    for (peer, expected) in [("10.1.1.1:5000", "203.0.113.9"), ("198.51.100.1:5000", "198.51.100.1")] {
        let harness = Harness::with_config(config.clone());
        let peer: SocketAddr = peer.parse().unwrap();
        let mut request = Request::post("/api/42/envelope/")
            .header("x-sentry-auth", auth(KEY))
            .header("x-forwarded-for", "203.0.113.9")
            .body(Body::from(one_event()))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        assert_eq!(harness.send(request).await.status, 200);
        assert_eq!(harness.only_request().await.0.client_ip, Some(expected.parse().unwrap()));
    }
}
