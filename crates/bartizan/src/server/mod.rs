//! The server: adapters chosen by the settings, the roles wired together, and its end.

pub(crate) mod adapters;
pub(crate) mod debug_files;
mod directory;
mod fetching;
mod grouping;
mod health;
pub(crate) mod lock;
mod metrics;
mod run;
mod status;
mod tasks;
mod web;
mod workshop;

pub(crate) use run::run;

/// Setting in which a server notes the address people reach it by, for commands run beside it.
pub(crate) const BASE_URL_SETTING: &str = "server.base_url";
/// Setting in which a server notes where it listens, as seen from this machine.
pub(crate) const LISTEN_SETTING: &str = "server.listen";
