//! Stack traces of stored events, read again.

use bartizan_domain::document::Document;

/// Reads stack traces with the source maps and debug files that are there now.
pub trait Symbolicator: Send + Sync + 'static {
    /// The document with a payload that says more than the stored one; `None` when nothing changed or it is no event.
    /// Its fields and group are still those of the stored one.
    fn read_anew(&self, stored: &Document) -> Option<Document>;
}
