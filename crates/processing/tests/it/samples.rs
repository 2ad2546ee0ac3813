use bartizan_domain::document::{Document, FieldValue};
use bartizan_processing::Digest;
use serde_json::{Value, json};

use crate::process;

fn sample(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/samples/{name}.envelope", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn plain(value: &FieldValue) -> Value {
    match value {
        FieldValue::Str(text) => json!(text),
        FieldValue::I64(n) => json!(n),
        FieldValue::F64(x) => json!(x),
        FieldValue::Bool(b) => json!(b),
        FieldValue::Time(t) => json!(t.to_rfc3339()),
        FieldValue::Null => Value::Null,
    }
}

/// All there is to see of a sample's outcome, without what a payload repeats.
fn shown(digest: &Digest) -> Value {
    let fields = |d: &Document| d.fields.iter().map(|(k, v)| json!([k, plain(v)])).collect::<Vec<_>>();
    let errors: Vec<Value> = digest
        .errors
        .iter()
        .map(|(document, grouped)| {
            let grouped = grouped.as_ref().expect("errors are grouped");
            let payload: Value = serde_json::from_slice(&document.payload).expect("payload is JSON");
            json!({
                "id": document.event_id.to_string(), "time": document.timestamp.to_rfc3339(), "title": grouped.title, "culprit": grouped.culprit,
                "kind": grouped.kind, "level": grouped.level.as_str(), "metadata": serde_json::from_str::<Value>(&grouped.metadata).expect("metadata"),
                "unhandled": grouped.unhandled, "fields": fields(document), "tags": document.tags, "grouping": payload["_grouping"],
                "meta": payload["_meta"], "errors": payload["errors"], "request": payload["request"], "user": payload["user"],
                "contexts": payload["contexts"].as_object().map(|c| c.keys().cloned().collect::<Vec<_>>()),
            })
        })
        .collect();
    let ledger: Vec<Value> = digest.ledger.iter().map(|l| json!([l.category, l.outcome.as_str(), l.reason, l.quantity])).collect();
    let raw: Vec<Value> = digest
        .raw
        .iter()
        .map(|d| json!({"id": d.event_id.to_string(), "fields": fields(d), "head": String::from_utf8_lossy(&d.payload).lines().next().map(str::to_owned)}))
        .collect();
    let attachments: Vec<Value> =
        digest.attachments.iter().map(|a| json!([a.name, a.kind, a.content_type, a.size, a.sha1, a.blob_key])).collect();
    let reports: Vec<Value> =
        digest.user_reports.iter().map(|r| json!([r.event_id.map(|e| e.to_string()), r.name, r.email, r.comments])).collect();
    json!({"errors": errors, "raw": raw, "attachments": attachments, "reports": reports, "ledger": ledger})
}

macro_rules! samples {
    ($($test:ident = $name:literal;)*) => {$(
        #[test]
        fn $test() {
            insta::assert_json_snapshot!($name, shown(&process(&sample($name))));
        }
    )*};
}

samples! {
    python_chained = "python-chained";
    python_group = "python-group";
    python_message = "python-message";
    python_fingerprint = "python-fingerprint";
    python_flask = "python-flask";
    python_transaction = "python-transaction";
    python_sessions = "python-sessions";
    python_feedback = "python-feedback";
    node_chained = "node-chained";
    node_type_error = "node-type-error";
    node_express = "node-express";
    node_session = "node-session";
    browser = "browser";
    java_spring = "java-spring";
    go = "go";
    csp = "csp";
    mixed = "mixed";
}

#[test]
fn the_same_call_site_is_one_issue() {
    let hash = |name: &str| process(&sample(name)).errors.first().and_then(|(_, g)| g.clone()).expect("grouped").hashes;
    assert_eq!(hash("python-value-error"), hash("python-value-error-again"));
}

#[test]
fn no_secret_of_the_samples_is_stored() {
    let secrets =
        ["4111111111111111", "4111 1111 1111 1111", "hunter2", "tok_live_51H8", "abcdefgh12345678", "s3cr3tvalue99", "live-aaaabbbbcccc"];
    for entry in std::fs::read_dir(format!("{}/tests/samples", env!("CARGO_MANIFEST_DIR"))).expect("samples") {
        let path = entry.expect("entry").path();
        let digest = process(&std::fs::read(&path).expect("sample"));
        let stored = digest.errors.iter().map(|(d, _)| d).chain(&digest.raw);
        for document in stored {
            let everything = format!("{} {:?} {:?}", String::from_utf8_lossy(&document.payload), document.fields, document.tags);
            for secret in secrets {
                assert!(!everything.contains(secret), "{secret} of {} was stored", path.display());
            }
        }
    }
}
