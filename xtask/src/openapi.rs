//! Writes `openapi/bartizan.json` from the handlers' annotations.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

pub(crate) fn run(root: &Path) -> Result<()> {
    let file = root.join("openapi/bartizan.json");
    std::fs::create_dir_all(root.join("openapi"))?;
    // The example writes the file itself: what it prints is no contract.
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "bartizan-api", "--example", "openapi", "--"])
        .arg(&file)
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "building the contract failed:\n{}", String::from_utf8_lossy(&output.stderr));
    println!("wrote {}", file.display());
    Ok(())
}
