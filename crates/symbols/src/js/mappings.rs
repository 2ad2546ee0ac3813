//! The `mappings` text of a source map: which position of the minified file comes from where.

/// Stands for "none" in a token.
pub(crate) const NONE: u32 = u32::MAX;
/// Most mappings of a source map. The largest maps of real applications have about two million.
pub(crate) const MAX_TOKENS: usize = 6_000_000;
/// Digits of one number: more would not fit into 64 bits.
const MAX_SHIFT: u32 = 60;

/// Why mappings cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingsError {
    /// A character that is no Base64 digit, or a number that does not end.
    #[error("its mappings are damaged")]
    Damaged,
    /// A number outside of any file.
    #[error("its mappings lead outside of every file")]
    OutOfRange,
    /// A mapping of two, three or more than five numbers.
    #[error("its mappings have a wrong number of fields")]
    Fields,
    /// More than [`MAX_TOKENS`].
    #[error("it has more than {MAX_TOKENS} mappings")]
    TooMany,
}

/// One mapping; everything from 0, columns in UTF-16 units. It holds up to the next one of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Index of the source; [`NONE`] for code without an origin.
    pub(crate) source: u32,
    pub(crate) source_line: u32,
    pub(crate) source_column: u32,
    /// Index of the name; [`NONE`] without one.
    pub(crate) name: u32,
}

/// Where a section begins, and how many sources and names come before its own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Base {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) sources: u32,
    pub(crate) names: u32,
}

fn digit(byte: u8) -> Option<i64> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(i64::from(value))
}

/// Numbers in the variable length form of source maps, one at a time.
pub(crate) struct Numbers<'t> {
    bytes: std::slice::Iter<'t, u8>,
}

impl<'t> Numbers<'t> {
    pub(crate) fn new(text: &'t [u8]) -> Self {
        Self { bytes: text.iter() }
    }

    /// The next number; `Ok(None)` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<i64>, MappingsError> {
        let (mut value, mut shift) = (0_i64, 0_u32);
        if self.bytes.as_slice().is_empty() {
            return Ok(None);
        }
        loop {
            let found = self.bytes.next().and_then(|byte| digit(*byte)).ok_or(MappingsError::Damaged)?;
            value |= (found & 31) << shift;
            if found & 32 == 0 {
                let magnitude = value >> 1;
                return Ok(Some(if value & 1 == 1 { -magnitude } else { magnitude }));
            }
            shift += 5;
            if shift >= MAX_SHIFT {
                return Err(MappingsError::Damaged);
            }
        }
    }
}

/// Adds a difference to a position; everything in source maps is told as the difference to the one before.
pub(crate) fn advance(at: &mut i64, by: i64) -> Result<u32, MappingsError> {
    *at = at.checked_add(by).ok_or(MappingsError::OutOfRange)?;
    u32::try_from(*at).ok().filter(|value| *value != NONE).ok_or(MappingsError::OutOfRange)
}

#[derive(Default)]
struct State {
    column: i64,
    source: i64,
    source_line: i64,
    source_column: i64,
    name: i64,
}

impl State {
    fn token(&mut self, segment: &[u8], line: u32, base: Base) -> Result<Token, MappingsError> {
        let mut fields = [0_i64; 5];
        let mut count = 0;
        let mut numbers = Numbers::new(segment);
        while let Some(number) = numbers.next()? {
            *fields.get_mut(count).ok_or(MappingsError::Fields)? = number;
            count += 1;
        }
        let [column, source, source_line, source_column, name] = fields;
        let column = advance(&mut self.column, column)?;
        let mut token = Token { line: base.line.saturating_add(line), column, source: NONE, source_line: 0, source_column: 0, name: NONE };
        if line == 0 {
            token.column = column.saturating_add(base.column);
        }
        if count >= 4 {
            token.source = advance(&mut self.source, source)?.saturating_add(base.sources);
            token.source_line = advance(&mut self.source_line, source_line)?;
            token.source_column = advance(&mut self.source_column, source_column)?;
        }
        if count == 5 {
            token.name = advance(&mut self.name, name)?.saturating_add(base.names);
        }
        if matches!(count, 1 | 4 | 5) { Ok(token) } else { Err(MappingsError::Fields) }
    }
}

/// Reads mappings to the end of `tokens`.
pub(crate) fn read(text: &str, base: Base, tokens: &mut Vec<Token>) -> Result<(), MappingsError> {
    let mut state = State::default();
    for (line, segments) in text.as_bytes().split(|byte| *byte == b';').enumerate() {
        let line = u32::try_from(line).map_err(|_| MappingsError::OutOfRange)?;
        state.column = 0;
        for segment in segments.split(|byte| *byte == b',').filter(|segment| !segment.is_empty()) {
            if tokens.len() >= MAX_TOKENS {
                return Err(MappingsError::TooMany);
            }
            tokens.push(state.token(segment, line, base)?);
        }
    }
    Ok(())
}

/// Puts tokens into the order they are looked up in.
pub(crate) fn sort(tokens: &mut [Token]) {
    // Nearly always sorted already.
    if !tokens.is_sorted_by_key(|token| (token.line, token.column)) {
        tokens.sort_by_key(|token| (token.line, token.column));
    }
}

/// The token that covers a position.
pub(crate) fn find(tokens: &[Token], line: u32, column: u32) -> Option<&Token> {
    let after = tokens.partition_point(|token| (token.line, token.column) <= (line, column));
    let found = tokens.get(after.checked_sub(1)?).filter(|token| token.line == line)?;
    // Of several at one place one with an origin.
    let same = tokens.get(..after)?.iter().rev().take_while(|token| (token.line, token.column) == (found.line, found.column)).take(8);
    Some(same.filter(|token| token.source != NONE).last().unwrap_or(found))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Result<Vec<Token>, MappingsError> {
        let mut tokens = Vec::new();
        read(text, Base::default(), &mut tokens).map(|()| tokens)
    }

    #[test]
    fn differences_add_up_over_lines() {
        let found = tokens("AAAAA,SACE;;AACA,C").unwrap();
        let places: Vec<_> = found.iter().map(|t| (t.line, t.column, t.source, t.source_line, t.source_column, t.name)).collect();
        assert_eq!(places, [(0, 0, 0, 0, 0, 0), (0, 9, 0, 1, 2, NONE), (2, 0, 0, 2, 2, NONE), (2, 1, NONE, 0, 0, NONE)]);
        assert_eq!(find(&found, 0, 8).map(|t| t.column), Some(0));
        assert_eq!(find(&found, 0, 800).map(|t| t.column), Some(9));
        assert_eq!(find(&found, 1, 0), None, "a line without mappings has none of the line before");
    }

    #[test]
    fn damage_has_a_name() {
        assert_eq!(tokens("A!"), Err(MappingsError::Damaged));
        assert_eq!(tokens("g"), Err(MappingsError::Damaged), "a number that does not end");
        assert_eq!(tokens(&"g".repeat(40)), Err(MappingsError::Damaged));
        assert_eq!(tokens("AA"), Err(MappingsError::Fields));
        assert_eq!(tokens("AAAAAA"), Err(MappingsError::Fields));
        assert_eq!(tokens("D"), Err(MappingsError::OutOfRange), "before the first column");
    }

    #[test]
    fn endless_mappings_are_refused() {
        assert_eq!(tokens(&"A,".repeat(MAX_TOKENS + 1)), Err(MappingsError::TooMany));
        assert_eq!(tokens(&";".repeat(MAX_TOKENS)).map(|t| t.len()), Ok(0), "empty lines cost nothing");
    }

    proptest! {
        #[test]
        fn numbers_of_any_size_are_read_or_refused(text in "[A-Za-z0-9+/]{0,40}") {
            let mut numbers = Numbers::new(text.as_bytes());
            while let Ok(Some(_)) = numbers.next() {}
        }

        #[test]
        fn a_found_token_is_at_or_before_the_place(text in "[A-Z,;]{0,80}", line in 0_u32..4, column in 0_u32..40) {
            if let Ok(mut tokens) = tokens(&text) {
                sort(&mut tokens);
                if let Some(token) = find(&tokens, line, column) {
                    prop_assert!(token.line == line && token.column <= column);
                }
            }
        }
    }
}
