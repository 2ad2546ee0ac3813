//! The binary: command line, configuration, choice of adapters, roles, embedded web files. The only room that knows
//! all others.

mod cli;
mod config;
mod logging;
mod server;
mod system;

use std::process::ExitCode;

/// Gives memory back to the system after load, and takes less of it than the default one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    system::use_small_pages();
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::note(&format!("bartizan: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
