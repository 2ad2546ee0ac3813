//! The house rules as a check: arrows between rooms, licences, sizes, leftovers.

mod arrows;
mod files;
mod licences;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

pub(crate) fn run(root: &Path) -> Result<()> {
    let metadata = metadata(root)?;
    let tracked = tracked_files(root)?;
    let mut problems = arrows::check(&metadata)?;
    problems.extend(licences::check(&metadata)?);
    problems.extend(files::check(root, &tracked)?);
    if problems.is_empty() {
        println!("tidy: {} files, no problem", tracked.len());
        return Ok(());
    }
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    bail!("tidy found {} problem(s)", problems.len())
}

fn metadata(root: &Path) -> Result<Value> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("cargo metadata answered no JSON")
}

fn tracked_files(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output().context("cannot run git")?;
    ensure!(output.status.success(), "git ls-files failed");
    Ok(String::from_utf8_lossy(&output.stdout).split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}
