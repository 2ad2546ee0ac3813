//! Events to mutate. Which of them real SDKs wrote and which are written by hand stands in `corpus/README.md`.

use std::path::Path;

use bartizan_domain::GroupHash;
use serde_json::Value;

use crate::process_event;

/// All events by name, in order.
pub(crate) fn all() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        match value {
            Value::Object(many) if name == "handmade" => found.extend(many),
            one => found.push((name, one)),
        }
    }
    found.extend(samples());
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Events of the envelopes: each item is a line of headers and a line of payload.
fn samples() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let body = std::fs::read(&path).unwrap();
        let lines: Vec<&[u8]> = body.split(|b| *b == b'\n').collect();
        for pair in lines.windows(2) {
            let head: Option<Value> = serde_json::from_slice(pair[0]).ok();
            if head.is_some_and(|head| head["type"] == "event" && head.get("exception").is_none())
                && let Ok(event @ Value::Object(_)) = serde_json::from_slice::<Value>(pair[1])
                && event.get("exception").is_some()
            {
                found.push((format!("sample-{name}"), event));
            }
        }
    }
    assert!(found.len() > 5, "the envelopes hold events");
    found
}

/// The hash of an event after the whole journey.
pub(crate) fn hash(event: &Value) -> GroupHash {
    let digest = process_event(event);
    digest.errors[0].1.as_ref().unwrap().hashes[0]
}
