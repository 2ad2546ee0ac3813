//! Writing a sealed pack under its temporary name, and giving it its own.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::block::BlockBuilder;
use super::table::{self, Entry, PAGE_RECORDS, Place};
use super::{BLOCK_BYTES, BLOCK_RECORDS, BlockEntry, Directory, MAGIC, PageEntry, path, temporary};
use crate::error::{At, EventsError, Result};
use crate::files;
use crate::pack::{Codec, Effort, print_header};

/// Bytes kept in memory before they are written.
const FLUSH_BYTES: usize = 1 << 20;
/// Bytes written before they are synced: the disk is shared with the queue, which waits for its own bytes only if few
/// others stand before them.
const SYNC_BYTES: u64 = 8 << 20;

/// Writes one sealed pack. Dropped before [`Self::finish`], it takes its file away.
#[derive(Debug)]
pub(super) struct SealedWriter {
    path: PathBuf,
    file: File,
    codec: Codec,
    buffer: Vec<u8>,
    written: u64,
    synced: u64,
    directory: Directory,
    table: Vec<Entry>,
    open: BlockBuilder,
    scratch: Vec<u8>,
    frame: Vec<u8>,
    kept: bool,
}

impl SealedWriter {
    /// Begins a sealed pack for a pack of `pack_length` bytes.
    pub(super) fn create(folder: &Path, number: u32, codec: Codec, pack_length: u64) -> Result<Self> {
        let path = temporary(folder, number);
        let file = File::create(&path).at("create", &path)?;
        let buffer = print_header(MAGIC, codec.dictionary());
        let start = buffer.len() as u64;
        let directory = Directory { pack_length, ..Directory::default() };
        Ok(Self {
            path,
            file,
            codec,
            buffer,
            written: 0,
            synced: start,
            directory,
            table: Vec::new(),
            open: BlockBuilder::default(),
            scratch: Vec::new(),
            frame: Vec::new(),
            kept: false,
        })
    }

    /// Adds a record to the open block.
    pub(super) fn add(&mut self, position: u64, raw: &[u8]) -> Result<()> {
        // A record larger than a block has one of its own.
        if self.open.len() > 0 && (self.open.bytes() + raw.len() > BLOCK_BYTES || self.open.len() >= BLOCK_RECORDS) {
            self.close_block()?;
        }
        self.add_to_block(position, raw);
        Ok(())
    }

    /// Adds a record to the open block, however full it is.
    pub(super) fn add_to_block(&mut self, position: u64, raw: &[u8]) {
        self.open.add(position, raw);
    }

    /// Notes an erased record.
    pub(super) fn add_erased(&mut self, position: u64) {
        self.table.push((position, Place::Erased));
    }

    /// Closes the open block, also when it is empty.
    pub(super) fn close_block(&mut self) -> Result<()> {
        let number = u32::try_from(self.directory.blocks.len()).unwrap_or(u32::MAX);
        self.table.extend(self.open.positions().map(|position| (position, Place::Block(number))));
        self.directory.records += self.open.len() as u64;
        self.frame.clear();
        let mut raw_length = 0;
        if self.open.len() > 0 {
            self.open.take(&mut self.scratch);
            raw_length = self.scratch.len();
            self.codec.compress(&self.scratch, Effort::Full, &mut self.frame).at("compress for", &self.path)?;
        }
        let frame = std::mem::take(&mut self.frame);
        let kept = self.put_block(&frame, u32::try_from(raw_length).unwrap_or(u32::MAX), crc32fast::hash(&frame));
        self.frame = frame;
        kept
    }

    /// Adds a block as it was in another sealed pack, records in it included.
    pub(super) fn copy_block(&mut self, frame: &[u8], entry: &BlockEntry, positions: &[u64]) -> Result<()> {
        let number = u32::try_from(self.directory.blocks.len()).unwrap_or(u32::MAX);
        self.table.extend(positions.iter().map(|position| (*position, Place::Block(number))));
        self.directory.records += positions.len() as u64;
        self.put_block(frame, entry.raw_length, entry.crc)
    }

    fn put_block(&mut self, frame: &[u8], raw_length: u32, crc: u32) -> Result<()> {
        let start = self.written + self.buffer.len() as u64;
        let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        self.directory.blocks.push(BlockEntry { start, length, raw_length, crc });
        self.buffer.extend_from_slice(frame);
        if self.buffer.len() >= FLUSH_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.write_all(&self.buffer).at("write", &self.path)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        if self.written - self.synced >= SYNC_BYTES {
            self.file.sync_data().at("sync", &self.path)?;
            self.synced = self.written;
        }
        Ok(())
    }

    /// Writes table, directory and footer and syncs the file. It still has its temporary name; see [`install`].
    /// Returns its length.
    pub(super) fn finish(mut self) -> Result<u64> {
        if self.open.len() > 0 {
            self.close_block()?;
        }
        self.table.sort_unstable();
        if self.table.windows(2).any(|pair| matches!(pair, [one, other] if one.0 == other.0)) {
            return Err(EventsError::corrupt(&self.path, "two records of one position"));
        }
        for entries in self.table.chunks(PAGE_RECORDS) {
            let page = table::print(entries);
            let first = entries.first().map_or(0, |(position, _)| *position);
            let start = self.written + self.buffer.len() as u64;
            let length = u32::try_from(page.len()).unwrap_or(u32::MAX);
            self.directory.pages.push(PageEntry { first, start, length, crc: crc32fast::hash(&page) });
            self.buffer.extend(page);
        }
        self.buffer.extend(self.directory.print());
        self.flush()?;
        self.file.sync_all().at("sync", &self.path)?;
        self.kept = true;
        Ok(self.written)
    }
}

impl Drop for SealedWriter {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Gives a finished sealed pack its name, durably. From then on it is what counts.
pub(crate) fn install(folder: &Path, number: u32) -> Result<()> {
    let to = path(folder, number);
    fs::rename(temporary(folder, number), &to).at("rename", &to)?;
    files::sync_folder(folder)
}
