//! Where in a text a secret name or a secret value may begin.
//!
//! Every text of every event is looked at, and nearly none of its places is one. So each place is asked first whether its three
//! bytes begin any marker, in a table of four kilobytes that needs nothing of the place before it; only where they do the
//! automaton looks closely. That takes half of the time that the automaton alone does, which must wait for memory at each byte.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, Span, StartKind};

/// Anything that can begin a secret name or a secret value, in small letters; two bytes at least.
const MARKERS: [&str; 45] = [
    "passw",
    "passphrase",
    "motdepasse",
    "mot_de_passe",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "auth",
    "credential",
    "private",
    "access",
    "sess",
    "csrf",
    "xsrf",
    "otp",
    "two",
    "bearer",
    "basic ",
    "cookie",
    "cvv",
    "cvc",
    "ssn",
    "mfa",
    "jwt",
    "creditcard",
    "credit",
    "card",
    "security",
    "signing",
    "encryption",
    "sshkey",
    "ssh_key",
    "connection",
    "pass",
    "pw",
    "eyj",
    "-----begin",
    "://",
    "ghp_",
    "glpat-",
    "xox",
    "akia",
];
/// Bytes that decide whether a place is looked at closely.
const HEAD_BYTES: usize = 3;
/// Bits of a byte that are looked at: they tell letters apart, and not their case.
const LOW_BITS: u32 = 5;
const LOW: u32 = (1 << LOW_BITS) - 1;
/// Words of the table: one bit for each three bytes.
const HEADS: usize = 1 << (LOW_BITS as usize * HEAD_BYTES - 6);

struct Markers {
    heads: Box<[u64; HEADS]>,
    automaton: AhoCorasick,
}

static ALL: LazyLock<Markers> = LazyLock::new(|| Markers {
    heads: heads(),
    automaton: AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .start_kind(StartKind::Anchored)
        .build(MARKERS)
        .unwrap_or_else(|_| unreachable!("a constant list of short words is a valid automaton")),
});

fn heads() -> Box<[u64; HEADS]> {
    let mut heads = Box::new([0; HEADS]);
    let mut add = |first: u8, second: u8, third: u32| {
        let key = head(u32::from(first), u32::from(second), third);
        if let Some(word) = heads.get_mut(key >> 6) {
            *word |= 1_u64 << (key & 63);
        }
    };
    for marker in MARKERS {
        match marker.as_bytes() {
            [first, second] => (0..=LOW).for_each(|third| add(*first, *second, third)),
            [first, second, third, ..] => add(*first, *second, u32::from(*third)),
            _ => {}
        }
    }
    heads
}

const fn head(first: u32, second: u32, third: u32) -> usize {
    ((first & LOW) | (second & LOW) << LOW_BITS | (third & LOW) << (2 * LOW_BITS)) as usize
}

/// The first marker that begins at `from` or later.
pub(super) fn next(text: &str, from: usize) -> Option<Span> {
    let markers = &*ALL;
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += markers.candidate(bytes.get(at..)?)?;
        let here = Input::new(bytes).span(at..bytes.len()).anchored(Anchored::Yes).earliest(true);
        if let Some(found) = markers.automaton.find(here) {
            return Some(found.span());
        }
        at += 1;
    }
}

/// Whether a text has one.
pub(super) fn is_in(text: &str) -> bool {
    next(text, 0).is_some()
}

impl Markers {
    /// The first place that may begin a marker.
    fn candidate(&self, bytes: &[u8]) -> Option<usize> {
        let may_begin = |three: &[u8]| match three {
            [first, second, third] => {
                let key = head(u32::from(*first), u32::from(*second), u32::from(*third));
                self.heads.get(key >> 6).is_some_and(|word| word >> (key & 63) & 1 == 1)
            }
            _ => false,
        };
        // Behind the last three bytes there is room for a marker of two.
        bytes.windows(HEAD_BYTES).position(may_begin).or_else(|| bytes.len().checked_sub(HEAD_BYTES - 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_the_automaton(text: &str) -> Option<usize> {
        let folded = text.to_ascii_lowercase();
        MARKERS.iter().filter_map(|marker| folded.find(marker)).min()
    }

    #[test]
    fn each_marker_is_found_in_both_cases_and_at_each_end() {
        for marker in MARKERS {
            for text in [marker.to_owned(), marker.to_uppercase(), format!("n {marker}"), format!("{marker} n"), format!("ß{marker}\u{0}")]
            {
                assert_eq!(next(&text, 0).map(|span| span.start), by_the_automaton(&text), "{text}");
                assert!(is_in(&text));
            }
        }
        for text in ["", "p", "a plain text", "PÄSS", "w"] {
            assert!(!is_in(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_place_is_passed_over(parts in prop::collection::vec(prop_oneof![prop::sample::select(&MARKERS[..]).prop_map(str::to_owned), ".{0,5}", "[a-zA-Z:/_-]{0,3}"], 0..6)) {
            let text = parts.concat();
            prop_assert_eq!(next(&text, 0).map(|span| span.start), by_the_automaton(&text));
        }
    }
}
