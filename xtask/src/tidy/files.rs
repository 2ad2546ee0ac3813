//! Sizes, leftovers and things that do not belong into the tree.

use std::path::Path;

use anyhow::{Context, Result};

/// Longest source file in lines. Most are far below; one that reaches this wants a split.
const MAX_SOURCE_LINES: usize = 600;
/// Largest file in bytes that is not a picture, a fixture or a lock file.
const MAX_FILE_BYTES: u64 = 512 * 1024;
/// Files and folders that may stand in the root.
const ROOT: &[&str] = &[
    ".cargo",
    ".ci",
    ".dockerignore",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "benches",
    "changelog.d",
    "clippy.toml",
    "crates",
    "deny.toml",
    "deploy",
    "docs",
    "fuzz",
    "migrations",
    "openapi",
    "rustfmt.toml",
    "tests",
    "web",
    "xtask",
];
/// Leftovers in source files, put together here so that this file does not find itself.
const LEFTOVERS: &[&str] = &[
    concat!("todo", "!("),
    concat!("dbg", "!("),
    concat!("FIX", "ME"),
    concat!("#[ign", "ore]"),
    concat!(".on", "ly("),
    concat!("test.sk", "ip("),
];

pub(super) fn check(root: &Path, tracked: &[String]) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for name in tracked {
        let top = name.split('/').next().unwrap_or(name);
        if !ROOT.contains(&top) {
            problems.push(format!("{name}: does not belong into the root"));
        }
        let path = root.join(name);
        let Ok(info) = std::fs::symlink_metadata(&path) else { continue };
        if info.len() > MAX_FILE_BYTES && !is_large_by_nature(name) {
            problems.push(format!("{name}: {} bytes", info.len()));
        }
        if is_source(name) {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
            problems.extend(check_source(name, &text));
        }
    }
    Ok(problems)
}

fn check_source(name: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_SOURCE_LINES {
        problems.push(format!("{name}: {lines} lines, at most {MAX_SOURCE_LINES}"));
    }
    for leftover in LEFTOVERS {
        if let Some(line) = text.lines().position(|l| l.contains(leftover)) {
            problems.push(format!("{name}:{}: {leftover}", line + 1));
        }
    }
    problems
}

fn is_source(name: &str) -> bool {
    let generated =
        name.contains("/generated/") || name.ends_with(".gen.ts") || name.contains("/fixtures/") || name.contains("/snapshots/");
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    !generated && matches!(ending, "rs" | "ts" | "tsx" | "mjs" | "css" | "py" | "sh")
}

fn is_large_by_nature(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    matches!(ending, "png" | "woff2" | "lock")
        || name.ends_with("package-lock.json")
        || name.contains("/fixtures/")
        || name.contains("/formats/")
        || name.starts_with("openapi/")
        || name.contains("/generated/")
}
