//! A cursor over bytes for hand-written recognisers: every step says whether it fits, none can run off the end.

/// Position in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The byte under the cursor, 0 behind the end.
    pub(super) fn peek(&self) -> u8 {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, n: usize) -> u8 {
        self.bytes.get(self.at.saturating_add(n)).copied().unwrap_or(0)
    }

    pub(super) fn back(&self) -> u8 {
        self.at.checked_sub(1).and_then(|i| self.bytes.get(i)).copied().unwrap_or(0)
    }

    pub(super) const fn skip(&mut self, n: usize) {
        self.at = self.at.saturating_add(n);
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let fits = self.peek() == byte && self.at < self.bytes.len();
        self.at += usize::from(fits);
        fits
    }

    pub(super) fn eat_any(&mut self, set: &[u8]) -> Option<u8> {
        let byte = self.peek();
        (self.at < self.bytes.len() && set.contains(&byte)).then(|| {
            self.at += 1;
            byte
        })
    }

    /// Eats a word, letters in any case.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let end = self.at.saturating_add(word.len());
        let fits = self.bytes.get(self.at..end).is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()));
        if fits {
            self.at = end;
        }
        fits
    }

    /// Eats as many bytes as fit and says how many.
    pub(super) fn run(&mut self, fits: impl Fn(u8) -> bool) -> usize {
        self.run_max(usize::MAX, fits)
    }

    /// As [`Cursor::run`], but not further than `max` bytes.
    pub(super) fn run_max(&mut self, max: usize, fits: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let n = rest.iter().take(max).take_while(|b| fits(**b)).count();
        self.at += n;
        n
    }

    /// Eats `min..=max` digits, or nothing when there are fewer or more.
    pub(super) fn digits(&mut self, min: usize, max: usize) -> bool {
        let start = self.at;
        let n = self.run(|b| b.is_ascii_digit());
        let fits = (min..=max).contains(&n);
        if !fits {
            self.at = start;
        }
        fits
    }

    /// True when the next byte does not continue a word.
    pub(super) fn at_word_end(&self) -> bool {
        !is_word(self.peek())
    }

    pub(super) fn slice_from(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }
}

/// Letters, digits and everything that is not ASCII. The underscore is no part of a word here, so that
/// `user_123` is a name and a number.
pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
