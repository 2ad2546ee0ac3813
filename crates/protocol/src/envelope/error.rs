//! Why bytes are no envelope.

use thiserror::Error;

use crate::json::JsonError;

/// Why bytes are no envelope.
#[derive(Debug, Error)]
pub enum EnvelopeError {
    /// No bytes at all.
    #[error("missing envelope header")]
    MissingHeader,
    /// The first line is no JSON object.
    #[error("invalid envelope header")]
    InvalidHeader(#[source] Option<JsonError>),
    /// A value of the first line cannot be read.
    #[error("invalid envelope header: bad {0}")]
    InvalidHeaderField(&'static str),
    /// A line of headers is longer than 256 KiB.
    #[error("header line too long")]
    HeaderTooLong,
    /// An item's line of headers is no JSON object.
    #[error("invalid item header")]
    InvalidItemHeader(#[source] Option<JsonError>),
    /// A value of an item's line cannot be read, or its type is missing.
    #[error("invalid item header: bad {0}")]
    InvalidItemHeaderField(&'static str),
    /// The bytes end within an item.
    #[error("unexpected end of file: item of {expected} bytes, {found} left")]
    Truncated {
        /// Length the item says it has.
        expected: u64,
        /// Bytes that are there.
        found: usize,
    },
    /// No newline where an item must end.
    #[error("missing newline after header or payload")]
    MissingNewline,
    /// More items than an envelope may have.
    #[error("too many items in envelope")]
    TooManyItems,
}
