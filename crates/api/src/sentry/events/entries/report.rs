//! Security reports of browsers (`csp`, `hpkp`, `expectct`, `expectstaple`, `nel`) and template errors.

use serde_json::{Map, Value, json};

use super::Entry;
use crate::sentry::events::json::{get, integer, text};

/// Reports shown as they were sent.
const KINDS: [&str; 5] = ["csp", "hpkp", "expectct", "expectstaple", "nel"];

/// What a content security policy report always names.
const CSP_KEYS: [&str; 12] = [
    "effective_directive",
    "violated_directive",
    "blocked_uri",
    "document_uri",
    "original_policy",
    "referrer",
    "status_code",
    "source_file",
    "line_number",
    "column_number",
    "script_sample",
    "disposition",
];

pub(super) fn entries(payload: &Value) -> Vec<Entry> {
    let reports = KINDS.into_iter().filter_map(|kind| {
        let mut report = get(payload, kind).as_object().filter(|map| !map.is_empty())?.clone();
        if kind == "csp" {
            complete(&mut report);
        }
        Entry::new(kind, kind, report)
    });
    reports.chain(template(payload)).collect()
}

fn complete(report: &mut Map<String, Value>) {
    for key in CSP_KEYS {
        report.entry(key).or_insert(Value::Null);
    }
}

fn template(payload: &Value) -> Option<Entry> {
    let value = Some(get(payload, "template")).filter(|v| v.is_object())?;
    let line = integer(get(value, "lineno"));
    let context: Vec<(i64, String)> = line.zip(text(value, "context_line")).into_iter().collect();
    let data = json!({
        "filename": text(value, "filename"), "absPath": text(value, "abs_path"), "lineNo": line, "context": context,
    });
    Entry::new("template", "template", data)
}
