//! The search language: what people type above a list of issues or events.
//!
//! A query is a list of terms, all of which must hold; `OR`, `AND` and parentheses build other trees. A term is
//! `key:value` or free text, `!` turns it round:
//!
//! | form | meaning |
//! |---|---|
//! | `release:1.0`, `message:"with space"` | the field or tag equals the value |
//! | `browser.name:Fire*` | `*` stands for any run of characters, `\*` for itself |
//! | `level:[error,fatal]` | one of these |
//! | `timesSeen:>=10`, `size:>2kb`, `firstSeen:>2026-01-01` | order |
//! | `firstSeen:-24h`, `age:+7d` | within the last day, longer ago than a week |
//! | `has:release`, `!has:release`, `dist:""` | there is a value, there is none |
//! | `tags[level]:x` | the tag, even where a field has that name |
//! | `count():>10`, `epm():<0.5` | groups of a table with these numbers; only joined by AND ([`aggregates`]) |
//! | `connection refused` | words in title or message |
//!
//! [`parse`] gives a tree with byte positions; [`events::compile`] turns it into a condition of the event store.
//! What belongs to issues alone (`is:`, `assigned:` …) is compiled beside the web API, which knows people.
//!
//! **Invariant:** parsing never panics, costs time linear in the length of the text, and printing a tree and
//! reading it again gives the same tree.

pub mod aggregates;
mod ast;
mod cursor;
mod error;
pub mod events;
pub mod keys;
mod nearest;
mod parser;
mod print;
mod releases;
#[cfg(test)]
mod tests;
pub mod values;

pub use ast::{Expr, Key, Operator, Pattern, Piece, Query, Span, Term, Token, Value};
pub use error::SearchError;
pub use nearest::nearest;
pub use parser::{MAX_DEPTH, MAX_LENGTH_BYTES, MAX_LIST_VALUES, MAX_TOKENS, parse};
