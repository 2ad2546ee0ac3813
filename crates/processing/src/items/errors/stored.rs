//! Groups a stored event anew.

use std::sync::Arc;

use bartizan_domain::Timestamp;
use bartizan_domain::dataset::ERRORS;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_ports::grouping::{Regrouped, Restated};
use bartizan_protocol::json::{Object, Value, parse_lenient};
use bartizan_symbols::Symbols;
use bartizan_symbols::native::Scope;
use bytes::Bytes;

use super::{About, dump, in_app, print, tell, view};
use crate::grouping::{GroupingConfig, group, tokens};
use crate::normalize;
use crate::notes::Notes;

/// Groups a stored payload by other rules; `None` when it is no event.
pub(crate) fn regroup(payload: &[u8], config: &GroupingConfig) -> Option<Regrouped> {
    let Ok(Value::Object(mut event)) = parse_lenient(payload) else { return None };
    in_app::restore(&mut event);
    let tags = tags(&event);
    let mut view = view::view(&event, &tags);
    let grouping = group(&mut view, config);
    Some(Regrouped {
        hash: *grouping.hashes.last()?,
        frames: tokens(&view),
        kind: view.exceptions.last().and_then(|e| e.kind).map(str::to_owned),
        explanation: serde_json::to_string(&grouping).ok()?,
    })
}

/// A stored event with its stack traces read anew, as it was before its rules judged it; `None` when nothing changed.
///
/// `dump` gives the minidump that came with the event; it is asked for when there are unwind rules now that the walk of its
/// stacks went without.
pub(crate) fn read_anew(stored: &Document, symbols: &Symbols, dump: impl FnOnce() -> Option<Bytes>) -> Option<Document> {
    let Ok(Value::Object(mut event)) = parse_lenient(&stored.payload) else { return None };
    event.remove("_grouping");
    in_app::restore(&mut event);
    let before = Value::Object(event.clone()).to_vec();
    let scope = Scope { organization: stored.organization_id.0, project: stored.project_id.0 };
    if symbols.native.unwinds_more(&event, scope)
        && let Some(bytes) = dump()
    {
        dump::walk_again(&mut event, symbols, scope, &bytes);
    }
    symbols.after(&mut event, scope);
    normalize::trim(&mut event, &mut Notes::default());
    let payload = Value::Object(event).to_vec();
    (payload != before).then(|| Document { payload: Arc::from(payload), ..stored.clone() })
}

/// Fields that an event is not asked for: they are kept as they were stored.
const KEPT: [&str; 1] = ["attachments"];

/// A stored event as these rules would have stored it; `None` for what is no event.
pub(crate) fn restate(stored: &Document, config: &GroupingConfig) -> Option<Restated> {
    let Ok(Value::Object(mut event)) = parse_lenient(&stored.payload) else { return None };
    in_app::restore(&mut event);
    let tags = tags(&event);
    let field = |name: &str| stored.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    let received = field("received").and_then(|value| value.as_i64()).map_or(stored.timestamp, Timestamp);
    let about = About {
        organization_id: stored.organization_id,
        project_id: stored.project_id,
        event_id: stored.event_id,
        timestamp: stored.timestamp,
        received,
        tags: &tags,
    };
    event.remove("location");
    let (fields, event_now, explanation) = tell(&mut event, &about, config);
    let payload = print(event, &explanation);
    let mut fields = fields.0;
    fields.push(("size", FieldValue::I64(i64::try_from(payload.len()).unwrap_or(i64::MAX))));
    fields.extend(KEPT.iter().filter_map(|name| Some((*name, field(name)?))));
    let tags = tags.into_iter().filter(|(key, _)| ERRORS.field(key).is_none()).collect();
    let document = Document { fields, tags, payload: Arc::from(payload), ..stored.clone() };
    Some(Restated { document, event: event_now })
}

fn tags(event: &Object<'_>) -> Vec<(String, String)> {
    let pairs = event.get_array("tags").unwrap_or_default().iter().filter_map(Value::as_array);
    pairs
        .filter_map(|pair| match pair {
            [Value::Str(key), Value::Str(value)] => Some((key.to_string(), value.to_string())),
            _ => None,
        })
        .collect()
}
