//! Images and files that symbolication looked at, in the SDK's names.

use serde_json::{Value, json};

use super::Entry;
use crate::sentry::events::json::{get, list};

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let images: Vec<&Value> = list(get(get(payload, "debug_meta"), "images"));
    if images.is_empty() { None } else { Entry::new("debugmeta", "debug_meta", json!({ "images": images })) }
}
