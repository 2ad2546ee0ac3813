//! Client reports: what SDKs dropped themselves goes into the ledger.

use bartizan_domain::Outcome;
use bartizan_protocol::category::DataCategory;
use bartizan_protocol::json::{Object, Value, parse_lenient};

use super::{Envelope, Output};
use crate::fate::{Fate, entry};

/// Lists of a report. SDKs send the first; the others come from front servers of the ecosystem.
const LISTS: [&str; 4] = ["discarded_events", "rate_limited_events", "filtered_events", "filtered_sampling_events"];
/// Entries of a report that count.
const MAX_ENTRIES: usize = 200;
/// No SDK drops more of a kind between two reports.
const MAX_QUANTITY: u64 = 100_000_000;
/// Longest reason that is a word.
const MAX_REASON_BYTES: usize = 64;

pub(super) fn process(envelope: &Envelope<'_>, payload: &[u8], fate: Fate, out: &mut Output) {
    let Ok(Value::Object(report)) = parse_lenient(payload) else {
        out.ledger.push(fate.invalid("invalid_json"));
        return;
    };
    let entries = LISTS.iter().flat_map(|list| report.get_array(list).unwrap_or_default());
    for discarded in entries.take(MAX_ENTRIES).filter_map(Value::as_object) {
        let Some(quantity) = discarded.get("quantity").and_then(Value::as_u64).filter(|n| *n > 0) else { continue };
        let line = entry(envelope.owner, category(discarded), Outcome::ClientDiscard, reason(discarded), quantity.min(MAX_QUANTITY));
        out.ledger.push(line);
    }
    out.ledger.push(fate.accepted());
}

/// Only words of the wire: a hostile sender must not fill the ledger with inventions.
fn category(discarded: &Object<'_>) -> String {
    let known = discarded.get_str("category").and_then(DataCategory::from_name);
    known.unwrap_or(DataCategory::Unknown).as_str().to_owned()
}

fn reason<'r>(discarded: &'r Object<'_>) -> &'r str {
    let told = discarded.get_str("reason").unwrap_or_default();
    let word = !told.is_empty()
        && told.len() <= MAX_REASON_BYTES
        && told.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'));
    if word { told } else { "other" }
}
