//! The web API against a real metadata store and in-memory doors, called as a server would call it.

mod account;
mod accounts;
mod alike;
mod authorization;
mod commands;
mod discover;
mod document;
mod events;
mod history;
mod issues;
mod live;
mod native;
mod preview;
mod regroup;
mod release_stage;
mod repair;
mod saved_queries;
mod shapes;
mod special;
mod tickets;
mod time_to_fix;
mod undo;
mod views;
mod wire;
mod world;
