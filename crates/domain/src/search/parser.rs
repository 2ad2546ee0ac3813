//! Recursive descent over the text: `or := and ("OR" and)*`, `and := unary ("AND"? unary)*`,
//! `unary := "!"? ( "(" or ")" | term )`.

use super::ast::{Expr, Key, Operator, Query, Span, Term, Token, Value};
use super::cursor::Cursor;
use super::error::SearchError;
use super::{keys, nearest};

/// Longest query in bytes.
pub const MAX_LENGTH_BYTES: usize = 4096;
/// Most terms.
pub const MAX_TOKENS: usize = 100;
/// Most values in one list.
pub const MAX_LIST_VALUES: usize = 100;
/// Deepest parentheses.
pub const MAX_DEPTH: usize = 20;

/// Reads a query.
///
/// # Errors
/// What is wrong and where: something unclosed, a missing value, a limit.
pub fn parse(text: &str) -> Result<Query, SearchError> {
    if text.len() > MAX_LENGTH_BYTES {
        let span = Span::between(MAX_LENGTH_BYTES, text.len());
        return Err(SearchError::at(span, format!("the query is longer than {MAX_LENGTH_BYTES} bytes")));
    }
    let mut parser = Parser { cursor: Cursor::new(text), tokens: 0, depth: 0 };
    let root = parser.or()?;
    parser.cursor.skip_space();
    if !parser.cursor.is_at_end() {
        let span = Span { start: parser.cursor.position(), length: 1 };
        return Err(SearchError::at(span, "this parenthesis closes nothing").hint("remove it, or quote the text it belongs to"));
    }
    Ok(Query { root })
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    tokens: usize,
    depth: usize,
}

impl Parser<'_> {
    fn or(&mut self) -> Result<Option<Expr>, SearchError> {
        let mut branches = Vec::new();
        let mut operator: Option<Span> = None;
        loop {
            match (self.and()?, operator) {
                (Some(branch), _) => branches.push(branch),
                (None, Some(span)) => return Err(lonely(span, "OR", "after")),
                (None, None) => {}
            }
            let start = self.cursor.position();
            if !self.cursor.eat_word("OR") {
                return Ok(Expr::or(branches));
            }
            let span = Span { start, length: 2 };
            if branches.is_empty() {
                return Err(lonely(span, "OR", "before"));
            }
            operator = Some(span);
        }
    }

    /// Stops before `OR`, before a closing parenthesis, and at the end.
    fn and(&mut self) -> Result<Option<Expr>, SearchError> {
        let mut parts = Vec::new();
        let mut pending: Option<Span> = None;
        loop {
            self.cursor.skip_space();
            let start = self.cursor.position();
            let mut ahead = self.cursor;
            let stop = ahead.is_at_end() || ahead.peek() == Some(')') || ahead.eat_word("OR");
            if stop {
                return match pending {
                    Some(span) => Err(lonely(span, "AND", "after")),
                    None => Ok(Expr::and(parts)),
                };
            }
            if self.cursor.eat_word("AND") {
                let span = Span { start, length: 3 };
                if parts.is_empty() || pending.is_some() {
                    return Err(lonely(span, "AND", "before"));
                }
                pending = Some(span);
                continue;
            }
            pending = None;
            parts.extend(self.unary()?);
        }
    }

    fn unary(&mut self) -> Result<Option<Expr>, SearchError> {
        let start = self.cursor.position();
        let negated = self.cursor.eat("!");
        if self.cursor.peek() == Some('(') {
            let group = self.group()?;
            return Ok(if negated { group.map(Expr::negate) } else { group });
        }
        if negated && self.cursor.peek().is_none_or(|c| c.is_whitespace() || c == ')') {
            return Err(SearchError::at(Span { start, length: 1 }, "nothing follows this exclamation mark")
                .hint("write it right before a term, as in !level:error"));
        }
        self.count(start)?;
        let term = match self.cursor.eat_key() {
            Some((name, explicit_tag, span)) => self.matched(Key { name, explicit_tag, span })?,
            None => Term::Text(self.free_text()?),
        };
        let span = Span::between(start, self.cursor.position());
        Ok(Some(Expr::Token(Token { negated, term, span })))
    }

    fn count(&mut self, start: usize) -> Result<(), SearchError> {
        self.tokens += 1;
        if self.tokens > MAX_TOKENS {
            return Err(SearchError::at(Span { start, length: 0 }, format!("the query has more than {MAX_TOKENS} terms"))
                .hint("a list key:[a,b,c] counts as one"));
        }
        Ok(())
    }

    /// `( … )`; an empty pair is no condition.
    fn group(&mut self) -> Result<Option<Expr>, SearchError> {
        let start = self.cursor.position();
        self.cursor.advance(1);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(SearchError::at(Span { start, length: 1 }, format!("parentheses are nested deeper than {MAX_DEPTH}")));
        }
        let inner = self.or()?;
        self.cursor.skip_space();
        if !self.cursor.eat(")") {
            return Err(SearchError::at(Span { start, length: 1 }, "this parenthesis is not closed")
                .hint("add a closing ) or quote the text it belongs to"));
        }
        self.depth -= 1;
        Ok(inner)
    }

    fn free_text(&mut self) -> Result<Value, SearchError> {
        let start = self.cursor.position();
        let quoted = self.cursor.peek() == Some('"');
        let pattern = if quoted { self.cursor.quoted()? } else { self.cursor.word() };
        if quoted {
            self.end_of_value()?;
        }
        Ok(Value { pattern, quoted, span: Span::between(start, self.cursor.position()) })
    }

    fn matched(&mut self, key: Key) -> Result<Term, SearchError> {
        let operator = self.operator();
        if self.cursor.peek() == Some('[') && operator == Operator::Equals {
            let values = self.list(&key)?;
            return Ok(Term::Match { key, operator, values });
        }
        let start = self.cursor.position();
        let value = self.free_text()?;
        if !value.quoted && value.span.length == 0 {
            return Err(missing_value(&key, operator, start));
        }
        Ok(Term::Match { key, operator, values: vec![value] })
    }

    fn operator(&mut self) -> Operator {
        [Operator::AtMost, Operator::AtLeast, Operator::Less, Operator::Greater]
            .into_iter()
            .find(|operator| self.cursor.eat(operator.as_str()))
            .unwrap_or(Operator::Equals)
    }

    fn list(&mut self, key: &Key) -> Result<Vec<Value>, SearchError> {
        let start = self.cursor.position();
        self.cursor.advance(1);
        let mut values = Vec::new();
        loop {
            self.cursor.skip_space();
            values.push(self.item(key)?);
            if values.len() > MAX_LIST_VALUES {
                let span = Span::between(start, self.cursor.position());
                return Err(SearchError::at(span, format!("the list has more than {MAX_LIST_VALUES} values")));
            }
            self.cursor.skip_space();
            if self.cursor.eat(",") {
                continue;
            }
            if !self.cursor.eat("]") {
                return Err(
                    SearchError::at(Span { start, length: 1 }, "this list is not closed").hint("add a closing ] or quote the value")
                );
            }
            self.end_of_value()?;
            return Ok(values);
        }
    }

    fn item(&mut self, key: &Key) -> Result<Value, SearchError> {
        let start = self.cursor.position();
        let quoted = self.cursor.peek() == Some('"');
        let pattern = if quoted { self.cursor.quoted()? } else { self.cursor.item() };
        let span = Span::between(start, self.cursor.position());
        if !quoted && span.length == 0 {
            let hint = format!("write {}:[a,b], and \"\" for an empty value", key.name);
            return Err(SearchError::at(span, "a value is missing in this list").hint(hint));
        }
        Ok(Value { pattern, quoted, span })
    }

    /// After a closing quote or bracket only space or a closing parenthesis may follow.
    fn end_of_value(&self) -> Result<(), SearchError> {
        match self.cursor.peek() {
            None | Some(')') => Ok(()),
            Some(c) if c.is_whitespace() => Ok(()),
            Some(c) => {
                let span = Span { start: self.cursor.position(), length: c.len_utf8() };
                Err(SearchError::at(span, format!("unexpected {c:?} right after the value"))
                    .hint("put a space between terms; write \\\" for a quote inside quotes"))
            }
        }
    }
}

fn lonely(span: Span, word: &str, side: &str) -> SearchError {
    SearchError::at(span, format!("nothing stands {side} this {word}")).hint(format!("quote it to search for the word \"{word}\""))
}

fn missing_value(key: &Key, operator: Operator, start: usize) -> SearchError {
    let name = &key.name;
    let error = SearchError::at(Span { start, length: 0 }, format!("a value is missing after {name}:{}", operator.as_str()));
    if key.explicit_tag || keys::is_known(name) {
        return error.hint(format!("write {name}:\"\" for an empty value, has:{name} for any value"));
    }
    match nearest(name, keys::names()) {
        Some(known) => error.hint(format!("did you mean {known}: ?")),
        None => error.hint(format!("write \"{name}:\" in quotes to search for the text")),
    }
}
