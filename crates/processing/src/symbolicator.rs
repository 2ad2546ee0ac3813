//! The answer to "what would this event's stack trace be today".

use bartizan_domain::document::Document;
use bartizan_symbols::Symbols;

use crate::items::errors::stored;

/// Reads stored events with the uploads of their project.
#[derive(Debug, Clone)]
pub struct Symbolicator(pub Symbols);

impl bartizan_ports::symbols::Symbolicator for Symbolicator {
    fn read_anew(&self, stored: &Document) -> Option<Document> {
        stored::read_anew(stored, &self.0)
    }
}
