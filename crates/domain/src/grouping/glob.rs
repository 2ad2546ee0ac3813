//! Globs: `*` stands for any text, `?` for one character. In paths `*` stays within a folder and `**` crosses folders.

use super::MAX_PATTERN_BYTES;

/// Bytes of a text that a pattern looks at; longer texts are judged by their beginning.
const MAX_TEXT_BYTES: usize = 4096;

/// How the text of a pattern is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A name: letters as they are written.
    Name,
    /// A path: slashes either way, letters in any case, and `*` stays within a folder.
    Path,
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    shape: Shape,
    kind: Kind,
    source: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Any,
    Exact(String),
    Prefix(String),
    Suffix(String),
    Contains(String),
    General(Vec<Token>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    One,
    /// Any text without a slash.
    Star,
    /// Any text.
    Globstar,
}

impl Glob {
    /// Compiles a pattern; `None` when it is longer than [`MAX_PATTERN_BYTES`].
    pub fn new(pattern: &str, shape: Shape) -> Option<Self> {
        if pattern.len() > MAX_PATTERN_BYTES {
            return None;
        }
        let tokens = tokens(pattern, shape);
        Some(Self { shape, kind: kind(&tokens).unwrap_or(Kind::General(tokens)), source: pattern.to_owned() })
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A text that every match contains, in the form of [`Glob::prepared`]; `None` when there is none of three bytes.
    pub fn literal(&self) -> Option<String> {
        let found = match &self.kind {
            Kind::Any => return None,
            Kind::Exact(t) | Kind::Prefix(t) | Kind::Suffix(t) | Kind::Contains(t) => t.clone(),
            Kind::General(tokens) => longest_run(tokens),
        };
        (found.len() >= 3).then_some(found)
    }

    /// A text as patterns of this shape see it: paths with `/`, a leading one, and small letters.
    pub fn prepared(text: &str, shape: Shape) -> String {
        let text = head(text);
        match shape {
            Shape::Name => text.to_owned(),
            Shape::Path => {
                let mut out = String::with_capacity(text.len() + 1);
                if !text.starts_with(['/', '\\']) {
                    out.push('/');
                }
                out.extend(text.chars().map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() }));
                out
            }
        }
    }

    /// Whether a text, prepared for the pattern's shape, matches whole.
    pub fn is_match(&self, prepared: &str) -> bool {
        match &self.kind {
            Kind::Any => true,
            Kind::Exact(t) => prepared == t,
            Kind::Prefix(t) => prepared.starts_with(t.as_str()),
            Kind::Suffix(t) => prepared.ends_with(t.as_str()),
            Kind::Contains(t) => prepared.contains(t.as_str()),
            Kind::General(tokens) => walk(tokens, prepared),
        }
    }

    /// Whether a text as it comes matches.
    pub fn matches(&self, text: &str) -> bool {
        match self.shape {
            Shape::Name => self.is_match(head(text)),
            Shape::Path => self.is_match(&Self::prepared(text, Shape::Path)),
        }
    }
}

fn head(text: &str) -> &str {
    if text.len() <= MAX_TEXT_BYTES {
        return text;
    }
    let end = (0..=MAX_TEXT_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn tokens(pattern: &str, shape: Shape) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(pattern.len() + 1);
    // A path pattern that does not say where it begins begins anywhere at a folder: `vendor/x` is `**/vendor/x`.
    if shape == Shape::Path && !pattern.starts_with(['/', '\\']) && !pattern.starts_with("**") {
        out.extend([Token::Globstar, Token::Char('/')]);
    }
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            '*' => {
                let mut double = false;
                while chars.next_if_eq(&'*').is_some() {
                    double = true;
                }
                if double || shape == Shape::Name { Token::Globstar } else { Token::Star }
            }
            '?' => Token::One,
            '\\' if shape == Shape::Path => Token::Char('/'),
            c if shape == Shape::Path => Token::Char(c.to_ascii_lowercase()),
            c => Token::Char(c),
        });
    }
    out
}

fn kind(tokens: &[Token]) -> Option<Kind> {
    let open = tokens.first() == Some(&Token::Globstar);
    let shut = tokens.len() > 1 && tokens.last() == Some(&Token::Globstar);
    if tokens == [Token::Globstar] {
        return Some(Kind::Any);
    }
    let inner = tokens.get(usize::from(open)..tokens.len() - usize::from(shut))?;
    let literal: Option<String> = inner.iter().map(|t| if let Token::Char(c) = t { Some(*c) } else { None }).collect();
    let literal = literal?;
    Some(match (open, shut) {
        (false, false) => Kind::Exact(literal),
        (false, true) => Kind::Prefix(literal),
        (true, false) => Kind::Suffix(literal),
        (true, true) => Kind::Contains(literal),
    })
}

fn longest_run(tokens: &[Token]) -> String {
    let (mut best, mut run) = (String::new(), String::new());
    for token in tokens {
        if let Token::Char(c) = token {
            run.push(*c);
        } else {
            run.clear();
        }
        if run.len() > best.len() {
            best.clone_from(&run);
        }
    }
    best
}

/// All positions of the pattern at once, one step for each character: pattern length times text length, never more.
fn walk(tokens: &[Token], text: &str) -> bool {
    let mut at = vec![false; tokens.len() + 1];
    let mut next = at.clone();
    if let Some(start) = at.first_mut() {
        *start = true;
    }
    spread(tokens, &mut at);
    for c in text.chars() {
        next.fill(false);
        for (i, token) in tokens.iter().enumerate() {
            if !at.get(i).copied().unwrap_or(false) {
                continue;
            }
            let (stay, go) = match token {
                Token::Char(wanted) => (false, *wanted == c),
                Token::One => (false, true),
                Token::Star => (c != '/', false),
                Token::Globstar => (true, false),
            };
            if stay && let Some(slot) = next.get_mut(i) {
                *slot = true;
            }
            if go && let Some(slot) = next.get_mut(i + 1) {
                *slot = true;
            }
        }
        spread(tokens, &mut next);
        std::mem::swap(&mut at, &mut next);
    }
    at.last().copied().unwrap_or(false)
}

/// A star may stand for nothing.
fn spread(tokens: &[Token], at: &mut [bool]) {
    for (i, token) in tokens.iter().enumerate() {
        if matches!(token, Token::Star | Token::Globstar)
            && at.get(i).copied().unwrap_or(false)
            && let Some(slot) = at.get_mut(i + 1)
        {
            *slot = true;
        }
    }
}
