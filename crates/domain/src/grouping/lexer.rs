//! A cursor over one line that knows its column.

use super::RuleFault;

/// Position in a line.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(line: u32, text: &'a str) -> Self {
        Self { text, at: 0, line }
    }

    pub(super) const fn line(&self) -> u32 {
        self.line
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> RuleFault {
        let before = self.text.get(..self.at).unwrap_or(self.text).chars().count();
        RuleFault::new(self.line, u32::try_from(before + 1).unwrap_or(u32::MAX), message)
    }

    pub(super) fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Nothing but a comment follows.
    pub(super) fn is_done(&mut self) -> bool {
        self.skip_spaces();
        self.rest().is_empty() || self.rest().starts_with('#')
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let fits = self.rest().starts_with(word);
        if fits {
            self.at += word.len();
        }
        fits
    }

    /// A run of characters that fit.
    pub(super) fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// A text in quotes (`\"` and `\\` inside), or one without spaces that ends before `stop`.
    pub(super) fn text(&mut self, stop: &[char]) -> Result<String, RuleFault> {
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let found = self.take(|c| !c.is_whitespace() && !stop.contains(&c));
        if found.is_empty() { Err(self.fault("Expected a text here.")) } else { Ok(found.to_owned()) }
    }

    fn quoted(&mut self) -> Result<String, RuleFault> {
        let opening = self.clone();
        let mut out = String::new();
        let mut escaped = false;
        for (offset, c) in self.rest().char_indices().skip(1) {
            match (escaped, c) {
                (false, '\\') => escaped = true,
                (false, '"') => {
                    self.at += offset + 1;
                    return Ok(out);
                }
                (was_escaped, c) => {
                    // Only quotes and backslashes need one; before anything else a backslash is itself (`C:\app`).
                    if was_escaped && !matches!(c, '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                    escaped = false;
                }
            }
        }
        Err(opening.fault("This quote is never closed."))
    }
}
