//! Sealed packs: what a pack becomes when its day is over. Records are sorted so that alike ones (of one issue) are
//! neighbours, and some sixty share one zstd frame; that is a third less than each in a frame of its own.
//!
//! `000001.sealed` stands for `000001.pack`. A record keeps the position it had there as its name, so that addresses
//! in the index stay as they are; a table leads from a position to the block that holds it now.
//!
//! ```text
//! sealed    := header block* page* directory footer
//! header    := "BZSP" version u16 (1), flags u16 (0), dictionary length u32, dictionary, crc32 u32 of all before
//! block     := one zstd frame (made with the header's dictionary where there is one) of
//!              count { position delta (signed), length } raw record*
//! page      := { position delta, 0 when erased or block + 1 }*       at most 512 records, ascending
//! directory := { length u32, raw length u32, crc32 u32 of the frame } for each block,
//!              { first position u64, length u32, crc32 u32 } for each page
//! footer    := length of the pack u64, live records u64, blocks u32, pages u32, crc32 u32 of the directory,
//!              crc32 u32 of the footer before it, "BZSP"
//! ```
//! Numbers in blocks and pages are LEB128, signed ones zigzag; others are little endian. Deltas are from the entry
//! before; the first of a block is from 0, the first of a page from the directory's first position.
//! A block of raw length 0 is empty: all its records were erased. One of length 0 and another raw length is lost: it
//! was damaged when a record of it had to be erased, so nothing of it was kept.
//!
//! A sealed pack is written under the name `000001.tmp`, synced, read back and then renamed, and only after that the
//! pack it stands for goes; so does a sealed pack that is written anew to erase records. Where both are there, after a
//! crash, the sealed one counts if all its checksums fit.

mod block;
mod cache;
mod reader;
mod rewrite;
mod seal;
mod table;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use cache::BlockCache;
pub(crate) use reader::{SealedReader, scan};
pub(crate) use rewrite::erase;
pub(crate) use seal::{Sealed, seal};
pub(crate) use writer::install;

use std::path::{Path, PathBuf};

/// First bytes of a sealed pack, and its last.
const MAGIC: &[u8; 4] = b"BZSP";
/// Bytes of a block's entry in the directory.
const BLOCK_ENTRY_BYTES: usize = 12;
/// Bytes of a page's entry in the directory.
const PAGE_ENTRY_BYTES: usize = 16;
/// Bytes of the footer.
const FOOTER_BYTES: usize = 36;
/// Largest directory that is read, in bytes.
const MAX_DIRECTORY_BYTES: u64 = 64 << 20;
/// A block is closed when it has so many raw bytes. A lookup decompresses one block, which takes about half a millisecond.
/// Blocks of half the size take 2 % more bytes with a dictionary, and 12 % more without.
const BLOCK_BYTES: usize = 512 << 10;
/// A block is closed when it has so many records.
const BLOCK_RECORDS: usize = 1_024;

/// File of a sealed pack.
pub(crate) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.sealed"))
}

/// File of a sealed pack that is being written.
pub(crate) fn temporary(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.tmp"))
}

/// A block in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct BlockEntry {
    /// Where its frame begins.
    start: u64,
    length: u32,
    raw_length: u32,
    crc: u32,
}

impl BlockEntry {
    fn is_empty(&self) -> bool {
        self.raw_length == 0
    }

    fn is_lost(&self) -> bool {
        self.length == 0 && self.raw_length > 0
    }
}

/// A page of the table in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PageEntry {
    /// Position of its first record.
    first: u64,
    start: u64,
    length: u32,
    crc: u32,
}

/// Where everything of a sealed pack is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Directory {
    /// Length of the pack it stands for.
    pack_length: u64,
    /// Records that are not erased.
    records: u64,
    blocks: Vec<BlockEntry>,
    pages: Vec<PageEntry>,
}

impl Directory {
    /// Directory and footer as bytes.
    fn print(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for block in &self.blocks {
            [block.length, block.raw_length, block.crc].iter().for_each(|n| out.extend(n.to_le_bytes()));
        }
        for page in &self.pages {
            out.extend(page.first.to_le_bytes());
            [page.length, page.crc].iter().for_each(|n| out.extend(n.to_le_bytes()));
        }
        let crc = crc32fast::hash(&out);
        let start = out.len();
        out.extend(self.pack_length.to_le_bytes());
        out.extend(self.records.to_le_bytes());
        let counts = [self.blocks.len(), self.pages.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        [counts[0], counts[1], crc].iter().for_each(|n| out.extend(n.to_le_bytes()));
        let crc = crc32fast::hash(out.get(start..).unwrap_or_default());
        out.extend(crc.to_le_bytes());
        out.extend(MAGIC);
        out
    }

    /// From the bytes of the directory and what the footer says; `start` is where the first block begins.
    fn parse(footer: &Footer, bytes: &[u8], start: u64) -> Option<Self> {
        let (blocks, pages) = bytes.split_at_checked(footer.blocks * BLOCK_ENTRY_BYTES)?;
        let mut at = start;
        let mut directory = Self { pack_length: footer.pack_length, records: footer.records, ..Self::default() };
        for entry in blocks.as_chunks::<BLOCK_ENTRY_BYTES>().0 {
            let [length, raw_length, crc] = u32s(entry)?;
            directory.blocks.push(BlockEntry { start: at, length, raw_length, crc });
            at += u64::from(length);
        }
        for entry in pages.as_chunks::<PAGE_ENTRY_BYTES>().0 {
            let (first, rest) = entry.split_first_chunk::<8>()?;
            let [length, crc] = u32s(rest)?;
            directory.pages.push(PageEntry { first: u64::from_le_bytes(*first), start: at, length, crc });
            at += u64::from(length);
        }
        Some(directory)
    }
}

/// The last bytes of the file, taken apart.
#[derive(Debug)]
struct Footer {
    pack_length: u64,
    records: u64,
    blocks: usize,
    pages: usize,
    directory_crc: u32,
}

impl Footer {
    fn parse(bytes: &[u8; FOOTER_BYTES]) -> Option<Self> {
        let (bytes, magic) = bytes.split_last_chunk::<4>()?;
        let (bytes, crc) = bytes.split_last_chunk::<4>()?;
        if magic != MAGIC || crc32fast::hash(bytes).to_le_bytes() != *crc {
            return None;
        }
        let (pack_length, rest) = bytes.split_first_chunk::<8>()?;
        let (records, rest) = rest.split_first_chunk::<8>()?;
        let [blocks, pages, directory_crc] = u32s(rest)?;
        Some(Self {
            pack_length: u64::from_le_bytes(*pack_length),
            records: u64::from_le_bytes(*records),
            blocks: usize::try_from(blocks).ok()?,
            pages: usize::try_from(pages).ok()?,
            directory_crc,
        })
    }

    fn directory_bytes(&self) -> u64 {
        (self.blocks as u64) * BLOCK_ENTRY_BYTES as u64 + (self.pages as u64) * PAGE_ENTRY_BYTES as u64
    }
}

/// Little endian numbers that fill the bytes exactly.
fn u32s<const N: usize>(bytes: &[u8]) -> Option<[u32; N]> {
    let (chunks, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() || chunks.len() != N {
        return None;
    }
    let mut numbers = [0; N];
    numbers.iter_mut().zip(chunks).for_each(|(to, from)| *to = u32::from_le_bytes(*from));
    Some(numbers)
}
