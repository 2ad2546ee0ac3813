//! Searches of issues: a query's tree becomes conditions on issues and conditions on events, and these a list of issues.
//!
//! A query without any condition on events is answered by the metadata store alone. Otherwise the event store names the
//! groups that match within the window, and their issues take part in the condition: conditions on events that are
//! joined by AND must hold for the same event.

mod actors;
mod fault;
mod issue_terms;
mod matches;
mod node;
mod run;
mod stages;
#[cfg(test)]
mod tests;
mod window;

pub(crate) use fault::Fault;
pub(crate) use matches::Hit;
pub(crate) use node::{Compiler, Node};
pub(crate) use run::{Found, Known, ListSort, Search, events_of};
pub(crate) use window::{Window, environment_filter, environments};
