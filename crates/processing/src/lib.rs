//! The journey of one accepted item: decode, normalise, scrub, group, commit; one folder per item kind.
//!
//! **Promise:** every item that was accepted ends with exactly one outcome in the ledger; an event is counted once
//! and stored once however often its record is read.
//!
//! **Invariant:** nothing is stored, indexed or shown before it was scrubbed; no input makes this room panic.

#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod committer;
mod decode;
mod digest;
mod fate;
pub mod grouping;
mod items;
mod metrics;
mod normalize;
mod notes;
mod path;
mod pipeline;
mod scrub;
mod symbolicator;
#[cfg(test)]
mod testing;

pub use digest::{Digest, digest};
pub use metrics::{PipelineMetrics, PipelineSnapshot};
pub use pipeline::{Clock, Listener, Pipeline, PipelineDeps, PipelineOptions};
pub use symbolicator::Symbolicator;
