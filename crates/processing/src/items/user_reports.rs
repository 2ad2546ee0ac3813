//! What users wrote: the old `user_report`, and `feedback`, which is an event with a context of that name.

use bartizan_domain::EventId;
use bartizan_domain::attachment::UserReport;
use bartizan_protocol::envelope::Item;
use bartizan_protocol::event::parse_event_id;
use bartizan_protocol::json::{Object, Value, parse_lenient};

use super::{Envelope, Output, raw};
use crate::fate::Fate;
use crate::scrub::scrub_text;

/// Longest text. Source: the ecosystem's own bound.
const MAX_COMMENT_CHARS: usize = 4096;
/// Longest name or address.
const MAX_NAME_CHARS: usize = 254;

pub(super) fn user_report(envelope: &Envelope<'_>, payload: &[u8], fate: Fate, out: &mut Output) {
    let Ok(Value::Object(report)) = parse_lenient(payload) else {
        out.ledger.push(fate.invalid("invalid_json"));
        return;
    };
    let event_id = report.get_str("event_id").and_then(parse_event_id).map(EventId).or(envelope.event_id);
    let names = (report.get_str("name"), report.get_str("email"));
    match row(envelope, event_id, names, report.get_str("comments")) {
        Some(row) => out.user_reports.push((row, Some(fate))),
        None => out.ledger.push(fate.invalid("empty_report")),
    }
}

pub(super) fn feedback(envelope: &Envelope<'_>, item: &Item, index: usize, fate: Fate, out: &mut Output) {
    let Ok(Value::Object(event)) = parse_lenient(&item.payload) else {
        out.ledger.push(fate.invalid("invalid_json"));
        return;
    };
    let empty = Object::new();
    let words = event.get("contexts").and_then(|c| c.get("feedback")).and_then(Value::as_object).unwrap_or(&empty);
    let event_id = words.get_str("associated_event_id").and_then(parse_event_id).map(EventId);
    let names = (words.get_str("name"), words.get_str("contact_email"));
    match row(envelope, event_id, names, words.get_str("message")) {
        Some(row) => {
            out.user_reports.push((row, None));
            raw::keep(envelope, item, index, "feedback", fate, None, out);
        }
        None => out.ledger.push(fate.invalid("empty_report")),
    }
}

fn row(
    envelope: &Envelope<'_>,
    event_id: Option<EventId>,
    (name, email): (Option<&str>, Option<&str>),
    text: Option<&str>,
) -> Option<UserReport> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    let short = |text: &str, max: usize| text.chars().take(max).collect::<String>();
    let named = |text: Option<&str>| text.map(str::trim).filter(|t| !t.is_empty()).map(|t| short(t, MAX_NAME_CHARS));
    Some(UserReport {
        id: 0,
        organization_id: envelope.owner.organization_id,
        project_id: envelope.owner.project_id,
        event_id,
        issue_id: None,
        name: named(name),
        email: named(email),
        comments: short(&scrub_text(text), MAX_COMMENT_CHARS),
        created: envelope.owner.received,
    })
}
