//! The command line: what was typed becomes a call.

mod admin;
mod args;
mod backup;
mod config_check;
mod debug_files;
mod demo;
mod doctor;
mod door;
mod healthcheck;
mod http;
mod keys;
mod output;
mod repack;
mod send_test;
mod setting_flags;
mod sourcemaps;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use crate::config::{Config, RawConfig};
use crate::{logging, server};
use args::{Cli, Command, ConfigCommand, Global};

pub(crate) use healthcheck::reachable;
pub(crate) use output::note;

/// Settings files looked for when none is named.
const CONFIG_FILES: [&str; 2] = ["bartizan.toml", "/etc/bartizan/bartizan.toml"];

/// Runs what the command line says.
pub(crate) fn run() -> Result<()> {
    let cli = Cli::parse();
    if let Command::Openapi = cli.command {
        let document = serde_json::from_str(&bartizan_api::openapi_json())?;
        return output::print(true, &document, "");
    }
    if let Command::ReadDebugFile { form, debug_id, input, output } = &cli.command {
        return Ok(bartizan_symbols::native::worker_main(form, debug_id, input, output)?);
    }
    let raw = gather(&cli)?;
    if let Command::Config(ConfigCommand::Check(_)) = cli.command {
        return config_check::run(&raw, cli.global.json);
    }
    let config = raw.resolve()?;
    logging::start(&config)?;
    for variable in raw.ignored() {
        tracing::debug!(variable, "not a setting: set by Kubernetes for a Service of this name");
    }
    runtime(&config)?.block_on(dispatch(cli, &config))
}

fn runtime(config: &Config) -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(config.workers.max(2)).enable_all().thread_name("bartizan").build()?)
}

fn gather(cli: &Cli) -> Result<RawConfig> {
    let file = cli.global.config.clone().or_else(|| CONFIG_FILES.iter().map(PathBuf::from).find(|path| path.is_file()));
    RawConfig::gather(file.as_deref(), std::env::vars(), &flags(&cli.global, &cli.command))
}

fn flags(global: &Global, command: &Command) -> Vec<(&'static str, String)> {
    let mut flags = Vec::new();
    if let Some(dir) = &global.data_dir {
        flags.push(("data_dir", dir.display().to_string()));
    }
    if let Command::Serve(given) | Command::Config(ConfigCommand::Check(given)) = command {
        flags.extend(given.0.iter().cloned());
    }
    flags
}

async fn dispatch(cli: Cli, config: &Config) -> Result<()> {
    let json = cli.global.json;
    backup::settle(&config.data_dir)?;
    match cli.command {
        Command::ReadDebugFile { .. } => Ok(()),
        Command::Serve(_) => server::run(config, stop_signal()).await,
        Command::Org(command) => admin::org(config, command, json),
        Command::User(command) => admin::user(config, command, json),
        Command::Project(command) => admin::project(config, command, json),
        Command::Key(command) => keys::key(config, command, json),
        Command::Token(command) => admin::token(config, command, json),
        Command::DebugFiles(command) => debug_files::run(config, command, json).await,
        Command::Sourcemaps(command) => sourcemaps::run(config, command, json).await,
        Command::SendTest { dsn } => send_test::run(&dsn, json).await,
        Command::Demo(args) => demo::run(config, &args, json).await,
        Command::Doctor { repair } => doctor::run(config, repair, json).await,
        Command::Repack => repack::run(config, json),
        Command::Healthcheck { url } => healthcheck::run(config, url, json).await,
        Command::Backup { file } => backup::run(config, &file, json),
        Command::Restore { file } => backup::restore(config, &file, json),
        Command::Config(_) | Command::Openapi => Ok(()),
    }
}

/// Ends with SIGINT or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    note("stopping");
}
