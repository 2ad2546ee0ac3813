//! Arrows between rooms point inward only.

use anyhow::{Context, Result};
use serde_json::Value;

/// What each room may use (ordinary dependencies; tests may use more).
const ALLOWED: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("domain", &[]),
    ("ports", &["domain"]),
    ("ingest", &["protocol", "domain", "ports"]),
    ("symbols", &["protocol", "domain", "ports"]),
    ("processing", &["protocol", "domain", "ports", "symbols"]),
    ("app", &["domain", "ports"]),
    ("api", &["protocol", "domain", "ports", "app"]),
    ("meta", &["domain", "ports"]),
    ("events", &["domain", "ports"]),
    ("queue", &["domain", "ports"]),
    ("blobs", &["domain", "ports"]),
    ("integrations", &["domain", "ports", "app"]),
    ("bench", &["protocol", "domain", "ports"]),
];

/// The only room that knows all others.
const BINARY: &str = "bartizan";

pub(super) fn check(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("no packages in cargo metadata")?;
    let mut problems = Vec::new();
    for package in packages.iter().filter(|p| p["source"].is_null()) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(room) = name.strip_prefix("bartizan-") else { continue };
        let Some((_, allowed)) = ALLOWED.iter().find(|(r, _)| *r == room) else {
            problems.push(format!("room {room} is not in the table of arrows (xtask/src/tidy/arrows.rs)"));
            continue;
        };
        for used in used_rooms(package) {
            if !allowed.contains(&used.as_str()) {
                problems.push(format!("arrow {room} -> {used} points the wrong way"));
            }
        }
    }
    Ok(problems)
}

fn used_rooms(package: &Value) -> Vec<String> {
    let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    dependencies
        .iter()
        .filter(|d| d["kind"].is_null())
        .filter_map(|d| d["name"].as_str())
        .filter_map(|name| if name == BINARY { Some(BINARY) } else { name.strip_prefix("bartizan-") })
        .map(str::to_owned)
        .collect()
}
