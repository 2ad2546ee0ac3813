//! Embedded event store: tantivy indexes by dataset and day, payload packs, group-by collector, retention.
//!
//! ```text
//! <dir>/lock                             locked by the process that writes
//! <dir>/indexed                          {"up_to": offset}: every document up to it is committed
//! <dir>/<dataset>/dictionaries/N.dict    trained on recent payloads
//! <dir>/<dataset>/<YYYY-MM-DD>/schema.json   dataset, field list version, mapping version
//!                              /index/       tantivy; its commit payload says how long the packs were
//!                              /rebuilding   only while the index is made again from the packs
//!                              /packs/N.pack payloads, see `pack`
//!                                    N.sealed the same once the day is over, a third smaller, see `pack::sealed`
//! ```
//! A document lives in the day of its own time, however late it comes. Only days that are written hold a writer;
//! a day is opened for reading when a query first names its time.
//!
//! **Promise:** what [`bartizan_ports::events::EventStore::commit`] returned for survives a power cut; what was
//! appended after it is gone after one, without trace, and is read again from the queue.
//!
//! **Invariant:** a pack is synced before the index commit that points into it, and the index commit before
//! `indexed` moves. After a crash packs are cut back to what the index knows. A damaged file makes the calls that
//! need it fail with its name, and no others; an index can always be made again from the packs. A pack goes only after
//! the sealed one that stands for it is synced, read back and named; an address means the same record in both.

mod clock;
mod columns;
mod compile;
mod day;
mod dictionary;
mod document;
mod error;
mod files;
mod filter;
mod hash;
mod indexed;
mod inflight;
mod maintenance;
mod merge;
mod options;
mod pack;
mod query;
mod record;
mod schema;
mod shared;
mod store;
mod varint;
mod words;

pub use options::{EventsOptions, OpenReport, RepackReport};
pub use store::TantivyEvents;
