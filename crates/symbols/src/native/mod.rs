//! Native and .NET frames: debug files, and what is looked up in them.
//!
//! A file is read once, in a process of its own ([`worker`]), into a compact form ([`derive`]) that is cached on disk
//! and mapped ([`cache`]). Events are resolved against the files of their own project only ([`files`]).

pub mod cache;
pub mod demangle;
pub mod derive;
pub mod error;
pub mod event;
pub mod files;
pub mod images;
pub mod lookup;
pub mod modules;
pub mod object;
pub mod places;
pub mod service;
pub mod sources;
pub mod worker;

pub use cache::{CacheOptions, FormCache};
pub use error::NativeError;
pub use files::{DebugFile, DebugFiles, Scope};
pub use object::{FileKind, ObjectInfo, debug_id, id_in_name};
pub use service::NativeSymbols;
pub use worker::{Reader, WORKER_COMMAND, worker_main};
