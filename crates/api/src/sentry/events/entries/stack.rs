//! Stack traces and their frames.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Entry;
use crate::sentry::events::json::{full_text, get, integer, list, object, scalar, text};

/// A stack trace, the oldest call first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stack {
    /// Frames.
    pub(crate) frames: Vec<Frame>,
    /// First and last frame left out, if any were.
    pub(crate) frames_omitted: Value,
    /// Processor registers as hex.
    pub(crate) registers: Value,
    /// Some frames are in-app and some are not.
    pub(crate) has_system_frames: bool,
}

/// A frame.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Frame {
    /// File, short.
    pub(crate) filename: Option<String>,
    /// File, whole.
    pub(crate) abs_path: Option<String>,
    /// Module.
    pub(crate) module: Option<String>,
    /// Package or image.
    pub(crate) package: Option<String>,
    /// Platform, when it differs from the event's.
    pub(crate) platform: Option<String>,
    /// Address of the instruction, hex.
    pub(crate) instruction_addr: Option<String>,
    /// Address of the symbol, hex.
    pub(crate) symbol_addr: Option<String>,
    /// What addresses are relative to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addr_mode: Option<String>,
    /// Function for people.
    pub(crate) function: Option<String>,
    /// Function as it came.
    pub(crate) raw_function: Option<String>,
    /// Symbol.
    pub(crate) symbol: Option<String>,
    /// Source lines with their numbers.
    pub(crate) context: Vec<(i64, String)>,
    /// Line, from 1.
    pub(crate) line_no: Option<i64>,
    /// Column, from 1.
    pub(crate) col_no: Option<i64>,
    /// Part of the application.
    pub(crate) in_app: bool,
    /// How sure an unwinder was.
    pub(crate) trust: Option<String>,
    /// What went wrong with this frame.
    pub(crate) errors: Value,
    /// Lock held.
    pub(crate) lock: Value,
    /// Where the source is on the web.
    pub(crate) source_link: Option<String>,
    /// Local variables.
    pub(crate) vars: Value,
    /// Position before a source map was applied, and the map.
    #[serde(flatten)]
    pub(crate) mapped: Option<Mapped>,
}

/// What a source map replaced.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mapped {
    /// File name of the map.
    pub(crate) map: Option<String>,
    /// Address of the map.
    pub(crate) map_url: Option<String>,
    /// Minified file.
    pub(crate) orig_filename: Option<String>,
    /// Minified function.
    pub(crate) orig_function: Option<String>,
    /// Minified file, whole.
    pub(crate) orig_abs_path: Option<String>,
    /// Minified line.
    pub(crate) orig_line_no: Option<String>,
    /// Minified column.
    pub(crate) orig_col_no: Option<String>,
}

/// The stack trace in `value`, if it is one.
pub(super) fn stack(value: &Value) -> Option<Stack> {
    let frames = get(value, "frames").as_array()?;
    let frames: Vec<Frame> = frames.iter().filter(|f| f.is_object()).map(frame).collect();
    let omitted = Some(get(value, "frames_omitted")).filter(|v| v.is_array()).cloned();
    Some(Stack {
        frames_omitted: omitted.unwrap_or(Value::Null),
        registers: object(value, "registers"),
        has_system_frames: frames.iter().any(|f| f.in_app) && frames.iter().any(|f| !f.in_app),
        frames,
    })
}

fn frame(value: &Value) -> Frame {
    Frame {
        filename: text(value, "filename"),
        abs_path: text(value, "abs_path"),
        module: text(value, "module"),
        package: text(value, "package"),
        platform: text(value, "platform"),
        instruction_addr: text(value, "instruction_addr"),
        symbol_addr: text(value, "symbol_addr"),
        addr_mode: text(value, "addr_mode"),
        function: text(value, "function"),
        raw_function: text(value, "raw_function"),
        symbol: text(value, "symbol"),
        context: context(value),
        line_no: integer(get(value, "lineno")),
        col_no: integer(get(value, "colno")),
        in_app: get(value, "in_app").as_bool().unwrap_or(false),
        trust: text(value, "trust"),
        errors: Some(get(value, "errors")).filter(|v| v.is_array()).cloned().unwrap_or(Value::Null),
        lock: object(value, "lock"),
        source_link: text(value, "source_link"),
        vars: object(value, "vars"),
        mapped: mapped(get(value, "data")),
    }
}

fn mapped(data: &Value) -> Option<Mapped> {
    let map_url = full_text(data, "sourcemap");
    let orig_filename = text(data, "orig_filename");
    if map_url.is_none() && orig_filename.is_none() {
        return None;
    }
    let map = map_url.as_deref().and_then(|url| url.rsplit('/').next()).map(str::to_owned);
    Some(Mapped {
        map,
        map_url,
        orig_filename,
        orig_function: text(data, "orig_function"),
        orig_abs_path: text(data, "orig_abs_path"),
        orig_line_no: text(data, "orig_lineno"),
        orig_col_no: text(data, "orig_colno"),
    })
}

/// Lines before, at and after the call, each with its number. Without a line number there is nothing to number.
fn context(value: &Value) -> Vec<(i64, String)> {
    let (Some(line), Some(at)) = (integer(get(value, "lineno")), text(value, "context_line")) else { return Vec::new() };
    let lines = |key: &str| list(get(value, key)).into_iter().map(|l| scalar(l).unwrap_or_default()).collect::<Vec<_>>();
    let before = lines("pre_context");
    let first = line.saturating_sub(i64::try_from(before.len()).unwrap_or(0));
    let all = before.into_iter().chain([at]).chain(lines("post_context"));
    all.zip(0..).map(|(text, n)| (first.saturating_add(n), text)).collect()
}

/// The event's own stack trace, when there is no exception to carry it.
pub(super) fn entry(payload: &Value) -> Option<Entry> {
    Entry::new("stacktrace", "stacktrace", stack(get(payload, "stacktrace"))?)
}
