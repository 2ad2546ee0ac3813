//! A block: some records and the positions they are known by.

use crate::varint::{Reader, put, put_signed};

/// Records on their way into a block.
#[derive(Debug, Default)]
pub(super) struct BlockBuilder {
    records: Vec<(u64, usize)>,
    data: Vec<u8>,
}

impl BlockBuilder {
    /// Adds a record.
    pub(super) fn add(&mut self, position: u64, raw: &[u8]) {
        self.records.push((position, raw.len()));
        self.data.extend_from_slice(raw);
    }

    /// Raw bytes so far.
    pub(super) fn bytes(&self) -> usize {
        self.data.len()
    }

    /// Positions so far.
    pub(super) fn positions(&self) -> impl Iterator<Item = u64> {
        self.records.iter().map(|(position, _)| *position)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// Writes the block and empties the builder.
    pub(super) fn take(&mut self, out: &mut Vec<u8>) {
        out.clear();
        put(out, self.records.len() as u64);
        let mut before = 0;
        for (position, length) in self.records.drain(..) {
            put_signed(out, position.wrapping_sub(before).cast_signed());
            put(out, length as u64);
            before = position;
        }
        out.append(&mut self.data);
    }
}

/// A decompressed block.
#[derive(Debug)]
pub(crate) struct Block {
    raw: Vec<u8>,
    /// Position, and where the record's bytes are in `raw`.
    records: Vec<(u64, u32, u32)>,
}

impl Block {
    /// Takes a block apart; `None` when the bytes make no sense.
    pub(super) fn parse(raw: Vec<u8>) -> Option<Self> {
        let mut reader = Reader(&raw);
        let count = usize::try_from(reader.number()?).ok()?;
        let mut records = Vec::with_capacity(count.min(super::BLOCK_RECORDS));
        let (mut position, mut end) = (0_u64, 0_u32);
        for _ in 0..count {
            position = position.wrapping_add(reader.signed()?.cast_unsigned());
            let length = u32::try_from(reader.number()?).ok()?;
            records.push((position, end, length));
            end = end.checked_add(length)?;
        }
        let head = raw.len() - reader.0.len();
        if reader.0.len() != usize::try_from(end).ok()? {
            return None;
        }
        let head = u32::try_from(head).ok()?;
        for (_, start, _) in &mut records {
            *start = start.checked_add(head)?;
        }
        Some(Self { raw, records })
    }

    /// The record known by a position.
    pub(super) fn find(&self, position: u64) -> Option<&[u8]> {
        self.records.iter().find(|(have, _, _)| *have == position).and_then(|record| self.bytes_of(record))
    }

    /// Positions and records, in the order of the block.
    pub(super) fn records(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.records.iter().filter_map(|record| Some((record.0, self.bytes_of(record)?)))
    }

    fn bytes_of(&self, &(_, start, length): &(u64, u32, u32)) -> Option<&[u8]> {
        let start = usize::try_from(start).ok()?;
        self.raw.get(start..start.checked_add(usize::try_from(length).ok()?)?)
    }

    /// Memory it takes.
    pub(super) fn memory_bytes(&self) -> usize {
        self.raw.capacity() + self.records.capacity() * size_of::<(u64, u32, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_back_what_was_written(records in prop::collection::vec((any::<u64>(), prop::collection::vec(any::<u8>(), 0..40)), 0..30)) {
            let mut builder = BlockBuilder::default();
            records.iter().for_each(|(position, raw)| builder.add(*position, raw));
            let mut out = Vec::new();
            builder.take(&mut out);
            prop_assert_eq!(builder.len(), 0);
            let block = Block::parse(out).expect("whole");
            let read: Vec<(u64, Vec<u8>)> = block.records().map(|(position, raw)| (position, raw.to_vec())).collect();
            prop_assert_eq!(&read, &records);
            for (position, _) in &records {
                let first = records.iter().find(|(have, _)| have == position).map(|(_, raw)| raw.as_slice());
                prop_assert_eq!(block.find(*position), first);
            }
        }

        #[test]
        fn any_bytes_are_taken_apart_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(block) = Block::parse(bytes) {
                prop_assert_eq!(block.records().count(), block.records.len());
            }
        }
    }
}
