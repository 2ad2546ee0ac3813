//! A tree as text that reads back as the same tree.

use std::fmt;

use super::ast::{Expr, Key, Operator, Pattern, Piece, Query, Term, Token, Value};
use super::cursor;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => token.fmt(f),
            Self::Not(inner) => write!(f, "!{}", group(inner)),
            Self::And(list) => {
                let parts: Vec<String> =
                    list.iter().map(|part| if matches!(part, Self::Or(_)) { group(part) } else { part.to_string() }).collect();
                f.write_str(&parts.join(" "))
            }
            // AND binds tighter, so its lists need no parentheses here.
            Self::Or(list) => {
                let parts: Vec<String> = list.iter().map(ToString::to_string).collect();
                f.write_str(&parts.join(" OR "))
            }
        }
    }
}

/// In parentheses; a word inside that opens one must not swallow ours.
fn group(inner: &Expr) -> String {
    let text = inner.to_string();
    let space = if text.matches('(').count() == text.matches(')').count() { "" } else { " " };
    format!("({text}{space})")
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("!")?;
        }
        match &self.term {
            Term::Text(value) => f.write_str(&value_text(value, |plain| cursor::is_plain_word(plain, self.negated))),
            Term::Match { key, operator, values } => {
                let values = match values.as_slice() {
                    [value] if value.quoted || is_plain_value(value, *operator) => {
                        value_text(value, |plain| cursor::is_plain_value(plain, *operator))
                    }
                    list => list_text(list),
                };
                write!(f, "{}:{}{values}", key_text(key, &values), operator.as_str())
            }
        }
    }
}

fn is_plain_value(value: &Value, operator: Operator) -> bool {
    cursor::is_plain_value(&plain(&value.pattern), operator)
}

fn list_text(list: &[Value]) -> String {
    let items: Vec<String> = list.iter().map(|value| value_text(value, cursor::is_plain_item)).collect();
    format!("[{}]", items.join(","))
}

/// `"std"::io` needs the quotes that `std:io` does not.
fn key_text(key: &Key, value: &str) -> String {
    let reads_as_text = value.starts_with(':') || value.starts_with("//");
    if key.explicit_tag {
        format!("tags[{}]", key.name)
    } else if cursor::is_plain_key(&key.name) && !reads_as_text {
        key.name.clone()
    } else {
        format!("\"{}\"", escape(&key.name))
    }
}

fn value_text(value: &Value, is_plain: impl Fn(&str) -> bool) -> String {
    let plain = plain(&value.pattern);
    if value.quoted || !is_plain(&plain) { format!("\"{plain}\"") } else { plain }
}

/// The pattern with its literal stars, quotes and backslashes escaped; right inside quotes and without.
fn plain(pattern: &Pattern) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Any => "*".to_owned(),
        Piece::Literal(text) => escape(text).replace('*', "\\*"),
    };
    pattern.pieces().iter().map(piece).collect()
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
