//! The SDK's door against a queue in memory: what is answered, what was appended, what was counted.

mod auth;
mod connection;
mod encodings;
mod envelope;
mod harness;
mod hostile;
mod limits;
mod other_routes;
mod outcomes;
mod store;
