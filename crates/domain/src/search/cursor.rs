//! Reads the text from left to right: words, quoted text, keys. The rules of what needs no quotes live here too,
//! so that printer and parser cannot disagree.

use super::ast::{Operator, Pattern, Span};
use super::error::SearchError;
use super::keys;

/// A place in the text. All steps are by whole characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) const fn position(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Moves over `prefix` if it stands here.
    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Moves over `word` if it stands here as a word of its own.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let after = self.rest().strip_prefix(word).map(|rest| rest.chars().next());
        let is_word = matches!(after, Some(next) if next.is_none_or(|c| c.is_whitespace() || c == '(' || c == ')'));
        if is_word {
            self.at += word.len();
        }
        is_word
    }

    /// A key and its colon, or nothing (and no step) when what stands here is not `key:`.
    pub(super) fn eat_key(&mut self) -> Option<(String, bool, Span)> {
        let start = self.at;
        let rest = self.rest();
        if rest.starts_with('"') {
            return self.eat_quoted_key();
        }
        let length = key_length(rest)?;
        let name = rest.get(..length)?;
        let after = rest.get(length + 1..)?;
        let explicit = explicit_tag(name);
        if explicit.is_none() && !is_meant_as_key(name, after) {
            return None;
        }
        self.at += length + 1;
        Some((explicit.unwrap_or(name).to_owned(), explicit.is_some(), Span { start, length }))
    }

    fn eat_quoted_key(&mut self) -> Option<(String, bool, Span)> {
        let mut ahead = *self;
        let pattern = ahead.quoted().ok()?;
        let length = ahead.at - self.at;
        let name: String = pattern.to_wildcard();
        if name.is_empty() || !ahead.eat(":") {
            return None;
        }
        let span = Span { start: self.at, length };
        *self = ahead;
        Some((name, false, span))
    }

    /// Quoted text; the cursor stands on the opening quote.
    pub(super) fn quoted(&mut self) -> Result<Pattern, SearchError> {
        let start = self.at;
        self.advance(1);
        let body = self.rest();
        let Some(end) = closing_quote(body) else {
            return Err(SearchError::at(Span::between(start, self.text.len()), "this quote is not closed")
                .hint("add a closing \" or write \\\" for the character itself"));
        };
        self.at += end + 1;
        Ok(unescape(body.get(..end).unwrap_or_default()))
    }

    /// Text without quotes up to white space or a parenthesis that closes a group.
    pub(super) fn word(&mut self) -> Pattern {
        let rest = self.rest();
        let length = word_length(rest);
        self.at += length;
        unescape(rest.get(..length).unwrap_or_default())
    }

    /// An item of a list without quotes.
    pub(super) fn item(&mut self) -> Pattern {
        let rest = self.rest();
        let length = rest.find([',', ']']).unwrap_or(rest.len());
        self.at += length;
        unescape(rest.get(..length).unwrap_or_default().trim_end())
    }
}

fn closing_quote(body: &str) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(at, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

/// Length of a word: parentheses that open in it belong to it.
fn word_length(text: &str) -> usize {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            c if c.is_whitespace() => return at,
            '(' => open += 1,
            ')' if open == 0 => return at,
            ')' => open -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `\*`, `\"` and `\\` stand for the second character; any other backslash for itself.
fn unescape(text: &str) -> Pattern {
    let mut pattern = Pattern::default();
    let mut literal = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().copied()) {
            ('\\', Some(next @ ('*' | '"' | '\\'))) => {
                literal.push(next);
                chars.next();
            }
            ('*', _) => {
                pattern.push_literal(&std::mem::take(&mut literal));
                pattern.push_any();
            }
            _ => literal.push(c),
        }
    }
    pattern.push_literal(&literal);
    pattern
}

const fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | '@' | '$')
}

/// Length of the key before the colon: a name, perhaps with `[…]` or `(…)` at its end.
fn key_length(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !is_key_char(c))?;
    let (name, rest) = text.split_at_checked(length)?;
    if !name.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let suffix = match rest.chars().next()? {
        '[' => rest.find(']')? + 1,
        '(' => rest.find(')')? + 1,
        _ => 0,
    };
    let (inner, after) = rest.split_at_checked(suffix)?;
    (after.starts_with(':') && inner != "[]" && !inner.contains(char::is_whitespace)).then_some(length + suffix)
}

/// The name within `tags[name]`. `tags[name,number]` types the value as well; here the type
/// follows from how it is compared.
fn explicit_tag(key: &str) -> Option<&str> {
    let inner = key.strip_prefix("tags[")?.strip_suffix(']')?;
    inner.split(',').next().filter(|name| !name.is_empty())
}

/// Text people paste looks like a key at times: `https://…`, `std::io::Error`, `TypeError: x is undefined`.
fn is_meant_as_key(name: &str, after: &str) -> bool {
    if after.starts_with("//") || after.starts_with(':') {
        return false;
    }
    let empty = after.chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    !(empty && capital && !keys::is_known(name))
}

/// Whether a name is read as a key without quotes.
pub(super) fn is_plain_key(name: &str) -> bool {
    key_length(&format!("{name}:")) == Some(name.len()) && explicit_tag(name).is_none()
}

/// Whether escaped text needs no quotes as a free word.
pub(super) fn is_plain_word(text: &str, negated: bool) -> bool {
    let starts_like_a_group = text.starts_with('(') || (text.starts_with('!') && !negated);
    let is_operator = matches!(text, "AND" | "OR") && !negated;
    is_word(text) && !starts_like_a_group && !is_operator && Cursor::new(text).eat_key().is_none()
}

/// Whether escaped text needs no quotes as a value after this operator.
pub(super) fn is_plain_value(text: &str, operator: Operator) -> bool {
    let reads_otherwise = match operator {
        Operator::Equals => text.starts_with(['[', '<', '>']),
        Operator::Less | Operator::Greater => text.starts_with('='),
        Operator::AtMost | Operator::AtLeast => false,
    };
    is_word(text) && !reads_otherwise
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && word_length(text) == text.len()
}

/// Whether escaped text needs no quotes in a list.
pub(super) fn is_plain_item(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains([',', ']'])
}
