//! Writes `openapi/bartizan.json` from the handlers' annotations.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

pub(crate) fn run(root: &Path) -> Result<()> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "bartizan-api", "--example", "openapi"])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "building the contract failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let file = root.join("openapi/bartizan.json");
    std::fs::create_dir_all(root.join("openapi"))?;
    std::fs::write(&file, &output.stdout).with_context(|| format!("cannot write {}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}
