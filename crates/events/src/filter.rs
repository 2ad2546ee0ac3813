//! "Is this event id new?" in some nanoseconds: a split-block bloom filter that grows in layers.

/// Bits set per key, one in each word of a block.
const SALTS: [u32; 8] = [0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31];
/// Bits per key at capacity: about 0.4 % false positives.
const BITS_PER_KEY: usize = 12;
/// Keys of the first layer.
const MIN_CAPACITY: usize = 4_096;

/// A set that may say "maybe" for what it does not hold, never "no" for what it holds.
#[derive(Debug, Default)]
pub(crate) struct IdFilter {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    blocks: Vec<[u32; 8]>,
    keys: usize,
    capacity: usize,
}

impl IdFilter {
    /// A filter with room for `keys` and as many again.
    pub(crate) fn with_capacity(keys: usize) -> Self {
        Self { layers: vec![Layer::new(keys.saturating_mul(2).max(MIN_CAPACITY))] }
    }

    /// Adds the hash of a key.
    pub(crate) fn insert(&mut self, hash: u64) {
        if self.layers.last().is_none_or(|layer| layer.keys >= layer.capacity) {
            let capacity = self.layers.last().map_or(MIN_CAPACITY, |layer| layer.capacity.saturating_mul(2));
            self.layers.push(Layer::new(capacity));
        }
        if let Some(layer) = self.layers.last_mut() {
            layer.insert(hash);
        }
    }

    /// Whether the key may be in.
    pub(crate) fn may_contain(&self, hash: u64) -> bool {
        self.layers.iter().any(|layer| layer.may_contain(hash))
    }

    /// Memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.layers.iter().map(|layer| layer.blocks.len() * 32).sum()
    }
}

impl Layer {
    fn new(capacity: usize) -> Self {
        let blocks = (capacity * BITS_PER_KEY).div_ceil(256).max(1);
        Self { blocks: vec![[0; 8]; blocks], keys: 0, capacity }
    }

    fn insert(&mut self, hash: u64) {
        let (block, mask) = (self.block(hash), mask(hash));
        if let Some(words) = self.blocks.get_mut(block) {
            words.iter_mut().zip(mask).for_each(|(word, bit)| *word |= bit);
        }
        self.keys += 1;
    }

    fn may_contain(&self, hash: u64) -> bool {
        let words = self.blocks.get(self.block(hash));
        words.is_some_and(|words| words.iter().zip(mask(hash)).all(|(word, bit)| word & bit != 0))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the product's upper half is below the number of blocks")]
    fn block(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.blocks.len() as u128) >> 64) as usize
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
fn mask(hash: u64) -> [u32; 8] {
    SALTS.map(|salt| 1 << ((hash as u32).wrapping_mul(salt) >> 27))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    #[test]
    fn holds_what_was_put_in_and_little_else() {
        let mut filter = IdFilter::with_capacity(0);
        (0..50_000).for_each(|n| filter.insert(mix(n)));
        assert!((0..50_000).all(|n| filter.may_contain(mix(n))));
        let wrong = (50_000..150_000).filter(|n| filter.may_contain(mix(*n))).count();
        assert!(wrong < 2_500, "{wrong} of 100000 false positives");
    }
}
