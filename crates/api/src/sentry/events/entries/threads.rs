//! Threads.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Entry;
use super::stack::{Stack, stack};
use crate::sentry::events::json::{get, list, object, text};

/// Threads of an event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Threads {
    /// The threads.
    pub(crate) values: Vec<Thread>,
}

/// One thread.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Thread {
    /// A number or text.
    pub(crate) id: Value,
    /// Name.
    pub(crate) name: Option<String>,
    /// It crashed.
    pub(crate) crashed: bool,
    /// It reported the event.
    pub(crate) current: bool,
    /// It is the program's first.
    pub(crate) main_thread: Option<bool>,
    /// Running, waiting …
    pub(crate) state: Option<String>,
    /// Locks it holds.
    pub(crate) held_locks: Value,
    /// Stack trace.
    pub(crate) stacktrace: Option<Stack>,
    /// Stack trace before symbols.
    pub(crate) raw_stacktrace: Option<Stack>,
}

pub(super) fn entry(payload: &Value) -> Option<Entry> {
    let values: Vec<Thread> = list(get(payload, "threads")).into_iter().filter(|v| v.is_object()).map(thread).collect();
    if values.is_empty() { None } else { Entry::new("threads", "threads", Threads { values }) }
}

fn thread(value: &Value) -> Thread {
    let flag = |key| get(value, key).as_bool();
    Thread {
        id: get(value, "id").clone(),
        name: text(value, "name"),
        crashed: flag("crashed").unwrap_or(false),
        current: flag("current").unwrap_or(false),
        main_thread: flag("main"),
        state: text(value, "state"),
        held_locks: object(value, "held_locks"),
        stacktrace: stack(get(value, "stacktrace")),
        raw_stacktrace: stack(get(value, "raw_stacktrace")),
    }
}
