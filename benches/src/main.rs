//! Load generator and measurements behind `make bench`.
//!
//! It speaks to a server as SDKs and browsers do, over loopback HTTP/1.1, and shares the machine with it; so it is
//! built to cost little: event bodies are joined from pieces that were compressed beforehand (see [`payload`]), and
//! one thread sends them. It measures, it never asserts: figures go to a JSON file and a table.

mod floor;
mod http;
mod load;
mod machine;
mod payload;
mod peer;
mod plan;
mod process;
mod queries;
mod report;
mod results;
mod server;
mod stats;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::payload::{Pool, Shape};

/// Measures a Bartizan server.
#[derive(Debug, Parser)]
#[command(name = "bartizan-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The whole run: starts servers of its own, measures everything, writes results and the table
    All(plan::PlanArgs),
    /// One load run against any DSN
    Load(LoadArgs),
    /// What the bytes of an event cost at least on this machine, and its disk
    Floor {
        /// Payload set
        #[arg(long, default_value = "large")]
        shape: Shape,
        /// Folder on the disk to measure
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
    /// Print one event of a payload set
    Sample {
        /// Payload set
        #[arg(long, default_value = "large")]
        shape: Shape,
    },
    /// Write the table of a results file into the document
    Report {
        /// Results file
        results: PathBuf,
        /// Document with the markers
        document: PathBuf,
    },
}

#[derive(Debug, Args)]
struct LoadArgs {
    /// DSN of the project
    #[arg(long)]
    dsn: String,
    /// Payload set
    #[arg(long, default_value = "large")]
    shape: Shape,
    /// Connections
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Seconds
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Distinct issues
    #[arg(long, default_value_t = 100)]
    issues: usize,
    /// Requests offered per second whatever the answers; without it, each connection sends as fast as it is answered
    #[arg(long)]
    rate: Option<f64>,
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match Cli::parse().command {
        Command::All(args) => runtime.block_on(plan::run(&args)),
        Command::Load(args) => runtime.block_on(load_once(&args)),
        Command::Floor { shape, dir } => print_json(&floor::measure(shape, &dir)?),
        Command::Sample { shape } => say(&Pool::build(shape, 1, 1).sample_json(1.0)),
        Command::Report { results, document } => report::write(&results, &document),
    }
}

async fn load_once(args: &LoadArgs) -> Result<()> {
    let target = http::Target::from_dsn(&args.dsn)?;
    let pool = Pool::build(args.shape, args.issues, 1);
    let mut options = load::Load::closed(args.connections, args.seconds);
    options.rate = args.rate;
    print_json(&load::run(&target, &pool, &options).await?)
}

fn print_json(value: &impl serde::Serialize) -> Result<()> {
    say(&serde_json::to_string_pretty(value)?)
}

/// Prints a line to standard output.
fn say(text: &str) -> Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

/// Tells how far the run is, on standard error.
fn progress(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "[bench] {text}");
}
