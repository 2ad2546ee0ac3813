//! The four doors of the house: **queue**, **meta**, **events**, **blobs**.
//!
//! A door is a small trait with an error whose *kind* says what a caller may do about it. Every door has
//! an in-memory fake here and a contract suite (`contract` modules) that runs on the fake and on each
//! adapter, so that an embedded store and a distributed one are proven equal by the same tests.
//!
//! Stores that live in this process (`meta`, `events`) are synchronous: their calls take microseconds to
//! milliseconds and are made from blocking threads. Doors that wait (`queue`, `blobs`) are asynchronous.
//!
//! **Invariant:** nothing here knows an adapter, a wire format or a clock.

pub mod blobs;
pub mod directory;
pub mod error;
pub mod events;
pub mod grouping;
pub mod meta;
pub mod queue;
pub mod symbols;
pub mod turn;

pub use error::{ErrorKind, StoreError, StoreResult};
