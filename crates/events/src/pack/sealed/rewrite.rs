//! Erasing records of a sealed pack: it is written anew without them. Blocks that hold none of them are copied as they
//! are, so the cost is that of copying a file.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::BlockCache;
use super::reader::SealedReader;
use super::table::Place;
use super::writer::{SealedWriter, install};
use crate::error::{At, EventsError, Result};
use crate::pack::Codec;

/// Writes a sealed pack anew without the records of these positions, durably. Returns the bytes it got smaller by; 0,
/// and the file as it was, when they all were erased before.
///
/// A damaged block that may hold one of them is not kept: nobody can tell its bytes apart.
pub(crate) fn erase(folder: &Path, number: u32, positions: &[u64], level: i32) -> Result<u64> {
    let old = SealedReader::open(folder, number, &Arc::new(BlockCache::default()))?;
    let (entries, is_all) = old.entries();
    let mut doomed: FxHashSet<u64> = FxHashSet::default();
    for position in positions {
        let at = entries.binary_search_by_key(position, |(have, _)| *have).ok();
        match at.and_then(|at| entries.get(at)) {
            // Erased before, or in a block that nobody can read any more.
            None if !is_all => tracing::warn!(pack = %old.path().display(), position, "nothing is known of an event to erase"),
            None => return Err(EventsError::corrupt(old.path(), format!("no record at {position}"))),
            Some((_, Place::Erased)) => {}
            Some((_, Place::Block(_))) => drop(doomed.insert(*position)),
        }
    }
    if doomed.is_empty() {
        return Ok(0);
    }
    let dictionary = Some(old.codec().dictionary()).filter(|dictionary| !dictionary.is_empty()).map(Arc::from);
    let mut writer = SealedWriter::create(folder, number, Codec::of_blocks(level, dictionary), old.pack_length())?;
    let mut by_block: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for (position, place) in entries {
        match place {
            Place::Block(block) => by_block.entry(block).or_default().push(position),
            Place::Erased => writer.add_erased(position),
        }
    }
    doomed.iter().for_each(|position| writer.add_erased(*position));
    for block in 0..old.blocks() {
        put(&old, &mut writer, block, &by_block.remove(&block).unwrap_or_default(), &doomed)?;
    }
    let bytes = writer.finish()?;
    let before = old.path().metadata().at("read", old.path())?.len();
    install(folder, number)?;
    Ok(before.saturating_sub(bytes))
}

/// Puts a block into the new file, without what has to go.
fn put(old: &SealedReader, writer: &mut SealedWriter, number: u32, positions: &[u64], doomed: &FxHashSet<u64>) -> Result<()> {
    let Some(entry) = usize::try_from(number).ok().and_then(|at| old.directory().blocks.get(at)) else { return Ok(()) };
    let left: Vec<u64> = positions.iter().copied().filter(|position| !doomed.contains(position)).collect();
    if left.len() == positions.len() {
        let frame = old.frame(entry)?;
        return writer.copy_block(&frame, entry, positions);
    }
    match old.block(number) {
        Ok(block) => {
            for (position, raw) in block.records().filter(|(position, _)| !doomed.contains(position)) {
                writer.add_to_block(position, raw);
            }
            writer.close_block()
        }
        Err(error) => {
            tracing::error!(%error, "a damaged block held an event to erase; nothing of it is kept");
            writer.copy_block(&[], &super::BlockEntry { length: 0, raw_length: 1, crc: 0, ..*entry }, &left)
        }
    }
}
