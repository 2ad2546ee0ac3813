//! `bartizan sourcemaps explain`: for each minified frame of an event the step that failed and what mends it.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::args::SourcemapsCommand;
use super::{healthcheck, http, output};
use crate::config::Config;

/// Longest part of a server's answer that an error repeats, in characters.
const MAX_TOLD_CHARS: usize = 300;

pub(crate) async fn run(config: &Config, command: SourcemapsCommand, json: bool) -> Result<()> {
    let SourcemapsCommand::Explain { event, org, url, auth_token } = command;
    let base = url.unwrap_or_else(|| healthcheck::local_address(config));
    let address = format!("{}/api/0/organizations/{org}/eventids/{event}/", base.trim_end_matches('/'));
    let answer = http::client()?.get(&address).bearer_auth(auth_token).send().await.with_context(|| format!("no answer from {address}"))?;
    let status = answer.status();
    let text = answer.text().await?;
    if !status.is_success() {
        bail!("{address} answers {status}: {}", text.chars().take(MAX_TOLD_CHARS).collect::<String>());
    }
    let found: Value = serde_json::from_str(&text).with_context(|| format!("{address} does not answer as a Bartizan server does"))?;
    let report = explain(found.get("event").unwrap_or(&Value::Null));
    output::print(json, &report, &told(&report))
}

/// Every frame of every stack with what became of it.
fn explain(event: &Value) -> Value {
    let entries = event.get("entries").and_then(Value::as_array).into_iter().flatten();
    let mut frames = Vec::new();
    for entry in entries {
        let data = entry.get("data").unwrap_or(&Value::Null);
        let holders: Vec<&Value> = match entry.get("type").and_then(Value::as_str) {
            Some("exception" | "threads") => data.get("values").and_then(Value::as_array).into_iter().flatten().collect(),
            _ => Vec::new(),
        };
        for (index, holder) in holders.into_iter().enumerate() {
            let stack = holder.get("stacktrace").and_then(|stack| stack.get("frames")).and_then(Value::as_array);
            let name = holder.get("type").or_else(|| holder.get("name")).cloned().unwrap_or_default();
            frames.extend(stack.into_iter().flatten().rev().map(|frame| frame_report(index, &name, frame)));
        }
    }
    let count = |status: &str| frames.iter().filter(|frame| frame["status"] == status).count();
    json!({
        "event": event.get("id"), "release": event.get("release").and_then(|release| release.get("version")), "dist": event.get("dist"),
        "resolved": count("resolved"), "unresolved": count("unresolved"), "frames": frames,
    })
}

fn frame_report(stack: usize, name: &Value, frame: &Value) -> Value {
    let problems: Vec<Value> = frame.get("errors").and_then(Value::as_array).into_iter().flatten().filter(is_js).cloned().collect();
    let mapped = frame.get("mapUrl").is_some_and(|map| !map.is_null());
    let status = match (mapped, problems.is_empty()) {
        (true, _) => "resolved",
        (false, false) => "unresolved",
        (false, true) => "not minified",
    };
    let get = |key: &str| frame.get(key).cloned().unwrap_or_default();
    json!({
        "stack": stack, "exception": name, "status": status, "function": get("function"), "file": get("filename"), "line": get("lineNo"),
        "column": get("colNo"), "minified": get("origAbsPath"), "map": get("mapUrl"), "problems": problems,
    })
}

fn is_js(error: &&Value) -> bool {
    error.get("type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("js_"))
}

/// The report for people; equal problems are told once.
fn told(report: &Value) -> String {
    let text =
        |value: &Value, key: &str| value.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).unwrap_or_default();
    let mut out = format!("{} frames have their source, {} are still minified\n", report["resolved"], report["unresolved"]);
    let mut seen: Vec<(String, String)> = Vec::new();
    for frame in report["frames"].as_array().into_iter().flatten() {
        // Writing to a text cannot fail.
        let _ = writeln!(out, "\n{:<12}  {}  {}:{}", text(frame, "status"), text(frame, "function"), text(frame, "file"), frame["line"]);
        for problem in frame["problems"].as_array().into_iter().flatten() {
            let key = (text(problem, "type"), text(problem, "url"));
            if seen.contains(&key) {
                let _ = writeln!(out, "  as above: {}", key.0);
                continue;
            }
            let _ = writeln!(out, "  {}\n  mend it:  {}", text(problem, "message"), text(problem, "fix"));
            seen.push(key);
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_tells_each_problem_once() {
        let problem =
            json!({"type": "js_empty_release", "url": "https://x/a.js", "message": "Nothing was uploaded.", "fix": "sentry-cli …"});
        let minified = json!({"function": "t", "filename": "/a.js", "lineNo": 1, "colNo": 9, "errors": [problem]});
        let readable =
            json!({"function": "Cart.total", "filename": "cart.ts", "lineNo": 8, "mapUrl": "https://x/b.js.map", "errors": null});
        let plain = json!({"function": "listener", "filename": "node:internal", "lineNo": null});
        let frames = json!([plain, minified, minified, readable]);
        let event = json!({"id": "1", "entries": [{"type": "exception", "data": {"values": [{"type": "TypeError", "stacktrace": {"frames": frames}}]}}]});
        let report = explain(&event);
        assert_eq!((&report["resolved"], &report["unresolved"]), (&json!(1), &json!(2)));
        let text = told(&report);
        assert_eq!(text.matches("Nothing was uploaded.").count(), 1, "{text}");
        assert!(text.contains("as above") && text.contains("not minified  listener"), "{text}");
    }
}
