//! The server: adapters chosen by the settings, the roles wired together, and its end.

pub(crate) mod adapters;
mod directory;
mod health;
pub(crate) mod lock;
mod metrics;
mod run;
mod status;
mod tasks;
mod web;

pub(crate) use run::run;
