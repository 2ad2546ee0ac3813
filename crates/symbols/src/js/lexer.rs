//! JavaScript cut into words, as far as finding functions needs it. Never fails: what it does not know is punctuation.

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier or keyword; `#private` too.
    Word,
    Number,
    /// Text in quotes.
    Text,
    /// A template up to its end or to a `${`.
    Template,
    Regex,
    /// `=>`
    Arrow,
    /// `=`
    Assign,
    /// `?` of a condition.
    Question,
    /// `:` of a condition; the lexer itself says `Punctuation(b':')`.
    ElseColon,
    Punctuation(u8),
    /// Any other operator.
    Operator,
}

/// A word and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Word {
    pub(crate) fn is(&self, punctuation: u8) -> bool {
        self.kind == Kind::Punctuation(punctuation)
    }
}

/// How a piece of a template ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TemplateEnd {
    Closed,
    /// With `${`: an expression follows.
    Expression,
}

pub(crate) struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0 }
    }

    pub(crate) fn text(&self, word: Word) -> &'t str {
        self.text.get(word.start..word.end).unwrap_or_default()
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| wanted(*byte)) {
            self.at += 1;
        }
    }

    fn skip_blank(&mut self) {
        loop {
            self.skip_while(|byte| byte.is_ascii_whitespace());
            match (self.peek(0), self.peek(1)) {
                (b'/', b'/') => self.skip_while(|byte| byte != b'\n'),
                (b'/', b'*') => {
                    let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
                    let end = rest.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 2);
                    self.at += 2 + end;
                }
                _ => return,
            }
        }
    }

    /// The next word; `None` at the end. `regex`: whether a slash begins a regular expression here.
    pub(crate) fn next(&mut self, regex: bool) -> Option<Word> {
        self.skip_blank();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let kind = match first {
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() => self.number(),
            b'"' | b'\'' => self.quoted(first),
            b'`' => {
                self.at += 1;
                Kind::Template
            }
            b'/' if regex && self.regex() => Kind::Regex,
            _ if is_word(first) => {
                self.skip_while(is_word);
                Kind::Word
            }
            _ => self.operator(first),
        };
        // Whatever happens there is progress.
        self.at = self.at.clamp(start + 1, self.bytes.len());
        Some(Word { kind, start, end: self.at })
    }

    fn number(&mut self) -> Kind {
        self.at += 1;
        self.skip_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'));
        Kind::Number
    }

    /// Ends at the quote, or at the end of the line for what only looks like text.
    fn quoted(&mut self, quote: u8) -> Kind {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match *byte {
                b'\\' => self.at += 1,
                b'\n' => break,
                found if found == quote => break,
                _ => {}
            }
        }
        Kind::Text
    }

    /// True when there is one, which is skipped.
    fn regex(&mut self) -> bool {
        let (mut at, mut in_class) = (self.at + 1, false);
        loop {
            match self.bytes.get(at) {
                None | Some(b'\n') => return false,
                Some(b'\\') => at += 1,
                Some(b'[') => in_class = true,
                Some(b']') => in_class = false,
                Some(b'/') if !in_class => break,
                Some(_) => {}
            }
            at += 1;
        }
        self.at = at + 1;
        self.skip_while(|byte| byte.is_ascii_alphabetic());
        true
    }

    fn operator(&mut self, first: u8) -> Kind {
        let next = self.peek(1);
        self.at += 1;
        match (first, next) {
            (b'=', b'>') => {
                self.at += 1;
                Kind::Arrow
            }
            (b'=', b'=') | (b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'%' | b'&' | b'|' | b'^' | b'/', b'=') => {
                self.skip_while(|byte| byte == b'=');
                Kind::Operator
            }
            (b'=', _) => Kind::Assign,
            (b'?', b'?') => {
                self.at += 1;
                self.skip_while(|byte| byte == b'=');
                Kind::Operator
            }
            (b'?', b'.') if !self.peek(1).is_ascii_digit() => {
                self.at += 1;
                Kind::Operator
            }
            (b'?', _) => Kind::Question,
            _ => Kind::Punctuation(first),
        }
    }

    /// Goes on within a template, after its beginning or after an expression in it.
    pub(crate) fn template(&mut self) -> TemplateEnd {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match *byte {
                b'\\' => self.at += 1,
                b'`' => return TemplateEnd::Closed,
                b'$' if self.peek(0) == b'{' => {
                    self.at += 1;
                    return TemplateEnd::Expression;
                }
                _ => {}
            }
        }
        TemplateEnd::Closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut lexer = Lexer::new(text);
        let mut found = Vec::new();
        while let Some(word) = lexer.next(true) {
            found.push(lexer.text(word));
        }
        found
    }

    #[test]
    fn words_texts_and_operators_are_told_apart() {
        assert_eq!(
            words("a?.b??=c=>d===1.5e3/*x*/;//y\n\"q\\\"\" #p"),
            ["a", "?.", "b", "??=", "c", "=>", "d", "===", "1.5e3", ";", "\"q\\\"\"", "#p"]
        );
        assert_eq!(words("/[/]\\//g.test"), ["/[/]\\//g", ".", "test"]);
        assert_eq!(words("'open\nx"), ["'open\n", "x"]);
    }

    #[test]
    fn what_does_not_end_ends_with_the_text() {
        for text in ["/*", "'a\\", "\"", "/re", "\\", "`", "a=", "."] {
            words(text);
        }
    }
}
