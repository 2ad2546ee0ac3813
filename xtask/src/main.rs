//! Chores of the house. `cargo xtask tidy` checks what no compiler checks; `cargo xtask openapi` writes the
//! committed contract of the web API anew.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod openapi;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "usage: cargo xtask <tidy|openapi>";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run(&root),
        Some("openapi") => openapi::run(&root),
        _ => anyhow::bail!(USAGE),
    }
}
