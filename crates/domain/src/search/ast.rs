//! The tree of a query. Every node that a message may point at knows where it stands.

/// Bytes of the text a node came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Number of bytes.
    pub length: usize,
}

impl Span {
    /// From the first byte up to, not including, `end`.
    pub const fn between(start: usize, end: usize) -> Self {
        Self { start, length: end.saturating_sub(start) }
    }
}

/// A whole query; no expression means no condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The condition.
    pub root: Option<Expr>,
}

/// A condition. Built by [`Expr::and`], [`Expr::or`] and [`Expr::negate`], it is always in one form: no list of
/// one, no `And` directly in `And`, no `Or` directly in `Or`, no `Not` around a token or another `Not`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All of these.
    And(Vec<Expr>),
    /// Any of these.
    Or(Vec<Expr>),
    /// Not this group.
    Not(Box<Expr>),
    /// A term.
    Token(Token),
}

impl Expr {
    /// All of `parts`; `None` when there are none.
    pub fn and(parts: Vec<Self>) -> Option<Self> {
        Self::join(parts, |part| if let Self::And(inner) = part { Ok(inner) } else { Err(part) }, Self::And)
    }

    /// Any of `parts`; `None` when there are none.
    pub fn or(parts: Vec<Self>) -> Option<Self> {
        Self::join(parts, |part| if let Self::Or(inner) = part { Ok(inner) } else { Err(part) }, Self::Or)
    }

    fn join(parts: Vec<Self>, open: fn(Self) -> Result<Vec<Self>, Self>, wrap: fn(Vec<Self>) -> Self) -> Option<Self> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match open(part) {
                Ok(inner) => flat.extend(inner),
                Err(other) => flat.push(other),
            }
        }
        if flat.len() > 1 { Some(wrap(flat)) } else { flat.pop() }
    }

    /// The opposite.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::Token(token) => Self::Token(Token { negated: !token.negated, ..token }),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Calls `visit` for every token from left to right.
    pub fn for_each_token<'a>(&'a self, visit: &mut impl FnMut(&'a Token)) {
        match self {
            Self::And(list) | Self::Or(list) => list.iter().for_each(|e| e.for_each_token(visit)),
            Self::Not(inner) => inner.for_each_token(visit),
            Self::Token(token) => visit(token),
        }
    }
}

/// One term, perhaps turned round by `!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `!` stood before it.
    pub negated: bool,
    /// The term.
    pub term: Term,
    /// Where it stands, `!` included.
    pub span: Span,
}

/// What a term asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// `key:value`.
    Match {
        /// The key.
        key: Key,
        /// How value and field compare; anything but [`Operator::Equals`] has exactly one value.
        operator: Operator,
        /// One value, or those of a list; never empty.
        values: Vec<Value>,
    },
    /// A free word, or a quoted phrase.
    Text(Value),
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name; for `tags[name]` the name within.
    pub name: String,
    /// Written as `tags[name]`: a tag, whatever fields there are.
    pub explicit_tag: bool,
    /// Where it stands.
    pub span: Span,
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// No sign.
    Equals,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// How it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equals => "",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it says.
    pub pattern: Pattern,
    /// It stood in quotes.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}

impl Value {
    /// The text with wildcards as `*`.
    pub fn text(&self) -> String {
        self.pattern.to_wildcard()
    }
}

/// Text with wildcards: no empty literal, no two literals and no two wildcards side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern(Vec<Piece>);

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// This text.
    Literal(String),
    /// Any run of characters, also none.
    Any,
}

impl Pattern {
    /// Exactly this text.
    pub fn literal(text: impl Into<String>) -> Self {
        let mut pattern = Self::default();
        pattern.push_literal(&text.into());
        pattern
    }

    /// Adds text at the end.
    pub fn push_literal(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Piece::Literal(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Piece::Literal(text.to_owned()));
        }
    }

    /// Adds a wildcard at the end.
    pub fn push_any(&mut self) {
        if self.0.last() != Some(&Piece::Any) {
            self.0.push(Piece::Any);
        }
    }

    /// Its parts.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The text when there is no wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// True for a lone `*`.
    pub fn is_any(&self) -> bool {
        self.0 == [Piece::Any]
    }

    /// The pattern with `*` for wildcards; a literal `*` beside a wildcard reads as one too.
    pub fn to_wildcard(&self) -> String {
        self.0.iter().map(|piece| if let Piece::Literal(text) = piece { text } else { "*" }).collect()
    }
}
