//! The wire's words: envelope, DSN, auth and rate-limit headers, JSON as SDKs really send it, and the
//! record in which the door hands an accepted request to the journey. Parse and print.
//!
//! **Promise:** what is read is borrowed or sliced from the input wherever that is possible; what is printed
//! reads back the same.
//!
//! **Invariant:** no IO, no clock, no panic whatever the bytes are; work and memory are bounded by the
//! input's size and the limits in [`limits`].

#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod accepted;
pub mod auth;
pub mod category;
pub mod dsn;
pub mod envelope;
pub mod event;
pub mod gzip;
pub mod json;
pub mod limits;
pub mod rate_limit;

pub use accepted::{AcceptedRecord, AcceptedRequest, Encoding, OutcomeCode, OutcomeCount, RecordError};
pub use auth::{Auth, AuthError, AuthSources};
pub use category::DataCategory;
pub use dsn::{Dsn, DsnError, PublicKey};
pub use envelope::{Envelope, EnvelopeBuilder, EnvelopeError, EnvelopeHeader, Item, ItemHeader, ItemType};
pub use rate_limit::{RateLimit, RateLimitScope};
