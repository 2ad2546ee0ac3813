//! What is wrong with a query, where, and what would be right.

use super::ast::Span;

/// A query that cannot be read or run. Positions are bytes of the query's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SearchError {
    /// What is wrong, a sentence without a full stop.
    pub message: String,
    /// First byte of the part that is wrong.
    pub position: usize,
    /// Its length in bytes; 0 for a missing part.
    pub length: usize,
    /// What would be right.
    pub hint: Option<String>,
}

impl SearchError {
    /// An error at `span`.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), position: span.start, length: span.length, hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Message, position (counted from 1, for people) and hint in one line.
    pub fn explain(&self) -> String {
        let hint = self.hint.as_deref().map(|h| format!("; {h}")).unwrap_or_default();
        format!("Error in the search query at character {}: {}{hint}.", self.position.saturating_add(1), self.message)
    }
}
