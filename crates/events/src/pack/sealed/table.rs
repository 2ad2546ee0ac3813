//! The table that leads from a record's position to its block.

use crate::varint::{Reader, put};

/// Records of a page: a lookup reads one page, about two kilobytes.
pub(super) const PAGE_RECORDS: usize = 512;

/// What the table says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Erased.
    Erased,
    /// In the block of that number.
    Block(u32),
}

/// A record of the table: position and place.
pub(super) type Entry = (u64, Place);

/// Writes a page of entries sorted by position.
pub(super) fn print(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::with_capacity(entries.len() * 4);
    let mut before = entries.first().map_or(0, |(position, _)| *position);
    for (position, place) in entries {
        put(&mut out, position.wrapping_sub(before));
        put(
            &mut out,
            match place {
                Place::Erased => 0,
                Place::Block(block) => u64::from(*block) + 1,
            },
        );
        before = *position;
    }
    out
}

/// Entries of a page whose first position is `first`; `None` in the place of one that makes no sense, which is the
/// last.
pub(super) fn entries(page: &[u8], first: u64) -> impl Iterator<Item = Option<Entry>> {
    let (mut reader, mut position, mut broken) = (Reader(page), first, false);
    std::iter::from_fn(move || {
        if reader.0.is_empty() || broken {
            return None;
        }
        let mut next = || {
            position = position.checked_add(reader.number()?)?;
            Some((position, place(reader.number()?)?))
        };
        let entry = next();
        broken = entry.is_none();
        Some(entry)
    })
}

fn place(n: u64) -> Option<Place> {
    match n.checked_sub(1) {
        None => Some(Place::Erased),
        Some(block) => u32::try_from(block).ok().map(Place::Block),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_back_what_was_written(raw in prop::collection::btree_map(any::<u64>(), prop::option::of(0..u32::MAX), 0..600)) {
            let all: Vec<Entry> = raw.into_iter().map(|(position, block)| (position, block.map_or(Place::Erased, Place::Block))).collect();
            for page in all.chunks(PAGE_RECORDS) {
                let read: Option<Vec<Entry>> = entries(&print(page), page[0].0).collect();
                prop_assert_eq!(read.as_deref(), Some(page));
            }
        }

        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200), first in any::<u64>()) {
            prop_assert!(entries(&bytes, first).count() <= bytes.len());
        }
    }
}
