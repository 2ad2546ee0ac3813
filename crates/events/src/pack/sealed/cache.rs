//! The blocks opened last: pages of events and previews of rules read neighbours.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::block::Block;

/// Memory for blocks that were opened, over all sealed packs, in bytes.
const MAX_BYTES: usize = 4 << 20;
/// Blocks kept at most: small ones would make the search for one long.
const MAX_BLOCKS: usize = 32;

/// Which reader, and which of its blocks.
type Key = (u64, u32);

/// Blocks in memory, most recently used last.
#[derive(Debug, Default)]
pub(crate) struct BlockCache {
    blocks: Mutex<Vec<(Key, Arc<Block>)>>,
    readers: AtomicU64,
}

impl BlockCache {
    /// A number for a reader, so that blocks of a file that was written anew are not taken for the new ones.
    pub(super) fn reader(&self) -> u64 {
        self.readers.fetch_add(1, Ordering::Relaxed)
    }

    /// A block that was kept.
    pub(super) fn get(&self, key: Key) -> Option<Arc<Block>> {
        let mut blocks = self.blocks.lock();
        let at = blocks.iter().position(|(have, _)| *have == key)?;
        let entry = blocks.remove(at);
        let block = Arc::clone(&entry.1);
        blocks.push(entry);
        Some(block)
    }

    /// Keeps a block, and lets go of those used longest ago. One that alone takes more than all may is not kept.
    pub(super) fn keep(&self, key: Key, block: &Arc<Block>) {
        if block.memory_bytes() > MAX_BYTES {
            return;
        }
        let mut blocks = self.blocks.lock();
        if blocks.iter().any(|(have, _)| *have == key) {
            return;
        }
        blocks.push((key, Arc::clone(block)));
        while blocks.len() > MAX_BLOCKS || blocks.iter().map(|(_, block)| block.memory_bytes()).sum::<usize>() > MAX_BYTES {
            blocks.remove(0);
        }
    }

    /// Lets go of all.
    pub(crate) fn clear(&self) {
        *self.blocks.lock() = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::BlockBuilder;
    use super::*;

    fn block(bytes: usize) -> Arc<Block> {
        let (mut builder, mut out) = (BlockBuilder::default(), Vec::new());
        builder.add(1, &vec![0; bytes]);
        builder.take(&mut out);
        Arc::new(Block::parse(out).expect("whole"))
    }

    #[test]
    fn keeps_what_was_used_last_within_its_bytes() {
        let cache = BlockCache::default();
        for number in 0..4 {
            cache.keep((0, number), &block(1_000_000));
        }
        assert!(cache.get((0, 0)).is_some(), "used again");
        cache.keep((0, 4), &block(1_000_000));
        assert!(cache.get((0, 1)).is_none() && cache.get((0, 0)).is_some() && cache.get((0, 4)).is_some());
        cache.keep((0, 5), &block(MAX_BYTES));
        assert!(cache.get((0, 5)).is_none() && cache.get((0, 4)).is_some());
        cache.clear();
        assert!(cache.get((0, 4)).is_none());
    }
}
