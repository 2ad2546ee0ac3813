//! Source maps, debug files, ProGuard: machine frames to readable ones.
//!
//! **Promise:** a frame that cannot be made readable stays as it came and says which step failed.
//!
//! **Invariant:** hostile files are normal. Every size, depth and count has a bound, and no file makes this room panic.

#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod folder;
pub mod java;
pub mod js;
pub mod minidump;
pub mod native;
mod service;

pub use folder::Folder;
pub use service::Symbols;
