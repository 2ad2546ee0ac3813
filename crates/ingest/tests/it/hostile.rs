//! Arbitrary bytes at the door: a clear status, never a panic, and nothing in the queue that is no envelope.

use bartizan_protocol::Envelope;
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::harness::{Harness, KEY, auth, envelope_of, gzip, one_event};

fn body() -> impl Strategy<Value = Vec<u8>> {
    let jsonish = proptest::collection::vec(proptest::sample::select(b"{}[]\",:\\ntype event0123456789\r\n\xff".to_vec()), 0..200);
    let damaged = proptest::collection::vec((0..one_event().len(), any::<u8>()), 0..5).prop_map(|changes| {
        let mut bytes = one_event();
        changes.into_iter().for_each(|(at, byte)| bytes[at] = byte);
        bytes
    });
    prop_oneof![jsonish, damaged, proptest::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_body_on_any_route_is_answered(body in body(), packed in any::<bool>(), encoding in 0_usize..6) {
        let encoding = ["", "gzip", "deflate", "br", "zstd", "x"][encoding];
        let body = if packed { gzip(&body) } else { body };
        Runtime::new().unwrap().block_on(async {
            let harness = Harness::new();
            let key = auth(KEY);
            let path_key = format!("/api/42/unreal/{KEY}/");
            for path in ["/api/42/envelope/", "/api/42/store/", "/api/42/security/", "/api/42/nel/", "/api/42/cron/x/",
                "/api/42/otlp/v1/traces", "/api/42/minidump/", "/api/42/events/9ec79c33ec9942ab8353589fcb2e04dc/attachments/", &path_key] {
                for media_type in ["application/json", "multipart/form-data; boundary=X", "application/octet-stream"] {
                    let mut headers = vec![("content-encoding", encoding), ("content-type", media_type)];
                    if path != path_key {
                        headers.push(("x-sentry-auth", &key));
                    }
                    let answer = harness.post(path, &headers, body.clone()).await;
                    assert!([200, 202, 400, 413, 415].contains(&answer.status), "{path} {}", answer.status);
                }
            }
            for request in harness.requests().await {
                assert!(request.content_encoding != bartizan_protocol::Encoding::Identity || Envelope::parse(request.body).is_ok());
            }
            assert_eq!(harness.state.snapshot().body_memory_bytes, 0);
        });
    }
}

#[tokio::test]
async fn ten_thousand_tags_and_headers_do_no_harm() {
    let tags: Vec<String> = (0..10_000).map(|i| format!("\"k{i}\":\"v\"")).collect();
    let event = format!("{{\"tags\":{{{}}}}}", tags.join(","));
    let harness = Harness::new();
    assert_eq!(harness.envelope(envelope_of(&[("event", event.as_bytes())])).await.status, 200);
    assert_eq!(harness.store(event).await.status, 200);
    let header = format!("{{{}}}\n{{\"type\":\"event\"}}\n{{}}", tags.join(","));
    assert_eq!(harness.envelope(header).await.status, 200);
    assert_eq!(harness.requests().await.len(), 3);
}
