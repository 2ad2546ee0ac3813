//! The envelope: a line of headers, then items, each a line of headers and a payload.
//!
//! ```text
//! {"event_id":"…","dsn":"…"}\n
//! {"type":"event","length":2}\n
//! {}\n
//! ```
//!
//! Parsing slices the input and copies nothing. It forgives a missing last newline, empty lines between
//! items, CRLF after headers, and a missing length (the payload then ends with its line).

mod builder;
mod error;
mod header;
mod item_type;
mod parse;

pub use builder::{EnvelopeBuilder, ItemBuilder};
pub use error::EnvelopeError;
pub use header::{EnvelopeHeader, ItemHeader};
pub use item_type::ItemType;

use bytes::Bytes;

/// An envelope as slices of its bytes.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// First line.
    pub header: EnvelopeHeader,
    /// Items in the order they were sent.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its line of headers.
    pub header: ItemHeader,
    /// Its payload, a slice of the envelope's bytes.
    pub payload: Bytes,
}

impl Item {
    /// Kind of the item.
    pub const fn item_type(&self) -> &ItemType {
        &self.header.item_type
    }

    /// How many things of its category the item stands for: the entries of a container, otherwise one.
    pub fn quantity(&self) -> u32 {
        match self.header.item_type {
            ItemType::Span | ItemType::Log | ItemType::TraceMetric => {
                self.header.item_count.map_or(1, |count| u32::try_from(count).unwrap_or(u32::MAX))
            }
            _ => 1,
        }
    }
}
