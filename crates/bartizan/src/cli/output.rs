//! What commands print: lines for people, JSON for programs.

use std::io::Write;

use anyhow::Result;
use serde_json::Value;

/// Prints `text` for people or `data` for programs, to standard output.
pub(crate) fn print(json: bool, data: &Value, text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, data)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{text}")?;
    }
    out.flush()?;
    Ok(())
}

/// Prints a remark for people to standard error, so that it never mixes with data.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
