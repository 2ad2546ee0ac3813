//! Wildcards: every term of the field or tag is matched against the pattern, once per segment.

use bartizan_domain::query::FieldRef;
use bartizan_ports::events::rules::{self, Wildcard};
use tantivy::BitSet;
use tantivy::schema::{Field, IndexRecordOption};

use super::Compiler;
use super::equals::tag_prefix;
use super::sets::{Docs, insert_all};
use crate::columns::Ids;

/// Terms looked at in one segment; beyond it the answer is marked as truncated.
const MAX_TERMS: usize = 2_000_000;

impl Compiler<'_> {
    /// Documents with a value that matches.
    pub(super) fn wildcard(&self, field: &FieldRef, pattern: &str) -> tantivy::Result<Docs> {
        let pattern = Wildcard::new(pattern);
        if pattern.is_any() {
            return self.exists(field);
        }
        match field {
            FieldRef::Field(name) if name == "event_id" => self.wildcard_event(&pattern),
            FieldRef::Field(name) => match self.fields.get(name) {
                Some(handle) => self.wildcard_terms(handle, &[], &pattern),
                None => Ok(Docs::None),
            },
            FieldRef::Tag(key) => {
                let tags = self.fields.common.tags;
                let mut prefix = tag_prefix(tags, key);
                prefix.append_type_and_str("");
                self.wildcard_terms(tags, prefix.serialized_value_bytes(), &pattern)
            }
        }
    }

    /// Walks the terms that begin with `prefix` and match after it.
    fn wildcard_terms(&self, field: Field, prefix: &[u8], pattern: &Wildcard) -> tantivy::Result<Docs> {
        let inverted = self.segment.inverted_index(field)?;
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        let mut folded = String::new();
        let mut left = MAX_TERMS;
        for start in starts(prefix, pattern) {
            let mut stream = inverted.terms().range().ge(&start).into_stream()?;
            while stream.advance() && stream.key().starts_with(&start) {
                if left == 0 {
                    self.truncated.set(true);
                    return Ok(Docs::of_bits(bits));
                }
                left -= 1;
                let value = stream.key().get(prefix.len()..).and_then(|bytes| std::str::from_utf8(bytes).ok());
                folded.clear();
                rules::fold_into(value.unwrap_or_default(), &mut folded);
                if value.is_some() && pattern.matches_folded(&folded) {
                    let mut postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                    insert_all(&mut bits, &mut postings);
                }
            }
        }
        Ok(Docs::of_bits(bits))
    }

    /// Event ids have no terms of their own: all ids of the segment are matched.
    fn wildcard_event(&self, pattern: &Wildcard) -> tantivy::Result<Docs> {
        let ids = Ids::open(self.segment)?;
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        for document in 0..self.segment.max_doc() {
            if pattern.matches_folded(&ids.event(document).to_string()) {
                bits.insert(document);
            }
        }
        Ok(Docs::of_bits(bits))
    }
}

/// Where matching terms can begin: at both cases of the pattern's first letter when that is plain ASCII (`k` and
/// `s` have relatives outside of it), else everywhere.
fn starts(prefix: &[u8], pattern: &Wildcard) -> Vec<Vec<u8>> {
    let first = pattern.prefix().bytes().next().filter(|b| b.is_ascii() && !matches!(b, b'k' | b'i' | b's'));
    match first {
        None => vec![prefix.to_vec()],
        Some(letter) => {
            let mut letters = vec![letter.to_ascii_uppercase(), letter];
            letters.dedup();
            letters.into_iter().map(|letter| [prefix, &[letter]].concat()).collect()
        }
    }
}
