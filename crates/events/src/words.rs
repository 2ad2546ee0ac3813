//! The index's tokenizer: the words of [`bartizan_ports::events::rules`].

use bartizan_ports::events::rules;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name it is registered under; part of the on-disk schema.
pub(crate) const WORDS: &str = "words";

/// Splits a text into folded words.
#[derive(Clone, Default)]
pub(crate) struct WordTokenizer {
    token: Token,
}

/// The words of one text.
pub(crate) struct WordStream<'a> {
    text: &'a str,
    from: usize,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, from: 0, token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((start, end)) = rules::next_word(self.text, self.from) else { return false };
        self.from = end;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
        self.token.offset_to = end;
        rules::fold_word(self.text.get(start..end).unwrap_or_default(), &mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
