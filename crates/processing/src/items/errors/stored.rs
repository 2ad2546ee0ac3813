//! Groups a stored event anew.

use bartizan_ports::grouping::Regrouped;
use bartizan_protocol::json::{Object, Value, parse_lenient};

use super::{in_app, view};
use crate::grouping::{GroupingConfig, group, tokens};

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

fn tags(event: &Object<'_>) -> Vec<(String, String)> {
    let pairs = event.get_array("tags").unwrap_or_default().iter().filter_map(Value::as_array);
    pairs
        .filter_map(|pair| match pair {
            [Value::Str(key), Value::Str(value)] => Some((key.to_string(), value.to_string())),
            _ => None,
        })
        .collect()
}
