//! The SDK's door: key check, limits, capped decompression, append, answer.
//!
//! **Promise:** a 200 is given only for what the queue has made durable; whatever a request brings becomes
//! one envelope record in the queue, or is refused with a status and counted with an outcome.
//!
//! **Order of work:** what is cheap comes first. Authorization, key, origin and the queue's readiness are
//! looked at before the body is read, the body is read before it is unpacked, unpacked before it is cut into
//! frames; payloads are never parsed here, except in the old forms of requests that must be rewritten.
//!
//! **Invariant:** no query to a store, no panic whatever arrives, memory for bodies bounded over all
//! requests together, and no wrong request ever makes a right one fail.

#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod admission;
mod answer;
mod body;
mod budget;
mod checks;
mod client_ip;
mod config;
mod error;
mod limiter;
mod metrics;
mod origin;
mod outcomes;
mod routes;
mod settle;
mod state;
mod unpack;

pub use client_ip::{BadProxy, TrustedProxy};
pub use config::IngestConfig;
pub use error::IngestError;
pub use metrics::{IngestMetrics, MetricsSnapshot};
pub use outcomes::{FlushOptions, OutcomeFlusher, OutcomeRecorder};
pub use routes::router;
pub use state::IngestState;
