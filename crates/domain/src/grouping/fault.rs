//! What is wrong with a rule, and where.

use serde::Serialize;

/// A fault in a rule text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct RuleFault {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// For people: what is wrong and what would be right.
    pub message: String,
}

impl RuleFault {
    /// A fault at a place.
    pub fn new(line: u32, column: u32, message: impl Into<String>) -> Self {
        Self { line, column, message: message.into() }
    }
}
