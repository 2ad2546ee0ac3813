//! JavaScript: artifact bundles, source maps, and the frames they explain.
//!
//! A frame is looked up by the debug id that `debug_meta` gives its file, then by the release's files under its URL
//! ([`find`]); the map is read once ([`map`]) and kept in memory and on disk under bounds ([`cache`], [`map::form`]). A frame
//! that stays as it came says which steps failed and what mends it ([`step`]).
//!
//! Maps are read in this process: the reader is safe code without recursion whose time and memory are bounded by the
//! size of the map, and archives are read piece by piece.

pub mod bundle;
pub mod cache;
pub mod event;
pub mod fetched;
pub mod find;
mod lexer;
pub mod map;
mod mappings;
mod scopes;
mod shape;
mod shelf;
pub mod step;
mod text;
pub mod urls;

pub use cache::MapCache;
pub use event::{JsSymbols, Report};
pub use find::NoteUse;
pub use map::form::FORM_VERSION;
pub use step::Step;
