//! Reading sealed packs: one record by the position it had, or all of them block by block.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::block::Block;
use super::table::{self, Entry, Place};
use super::{BlockCache, BlockEntry, Directory, FOOTER_BYTES, Footer, MAGIC, MAX_DIRECTORY_BYTES, PageEntry, path};
use crate::error::{At, EventsError, Result};
use crate::pack::{Codec, MAX_RAW_BYTES, ScannedRecord, read_header};

/// An open sealed pack.
#[derive(Debug)]
pub(crate) struct SealedReader {
    path: PathBuf,
    file: File,
    codec: Codec,
    directory: Directory,
    cache: Arc<BlockCache>,
    /// Its number in the cache.
    id: u64,
}

impl SealedReader {
    /// Opens a sealed pack and checks header, directory and footer.
    pub(crate) fn open(folder: &Path, number: u32, cache: &Arc<BlockCache>) -> Result<Self> {
        Self::open_file(path(folder, number), cache)
    }

    pub(super) fn open_file(path: PathBuf, cache: &Arc<BlockCache>) -> Result<Self> {
        let file = File::open(&path).at("open", &path)?;
        let (dictionary, start) = read_header(&file, &path, MAGIC)?;
        let directory = read_directory(&file, &path, start)?;
        Ok(Self { path, file, codec: Codec::new(0, dictionary), directory, cache: Arc::clone(cache), id: cache.reader() })
    }

    /// Its file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Length of the pack it stands for.
    pub(crate) fn pack_length(&self) -> u64 {
        self.directory.pack_length
    }

    /// Records that are not erased.
    pub(crate) fn records(&self) -> u64 {
        self.directory.records
    }

    pub(super) fn codec(&self) -> &Codec {
        &self.codec
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The raw record known by a position; `None` when it was erased.
    pub(crate) fn read(&self, position: u64) -> Result<Option<Vec<u8>>> {
        let damaged = |what: &str| EventsError::corrupt(&self.path, format!("record at {position}: {what}"));
        match self.place(position)? {
            None => Err(damaged("no record")),
            Some(Place::Erased) => Ok(None),
            Some(Place::Block(number)) => {
                let block = self.cached_block(number).map_err(|error| damaged(&reason(&error)))?;
                block.find(position).map(|raw| Some(raw.to_vec())).ok_or_else(|| damaged("not in the block that should hold it"))
            }
        }
    }

    /// Whether the table says that the record of a position was erased.
    pub(crate) fn is_erased(&self, position: u64) -> Result<bool> {
        Ok(self.place(position)? == Some(Place::Erased))
    }

    /// Where the table says that a record is.
    pub(super) fn place(&self, position: u64) -> Result<Option<Place>> {
        let pages = &self.directory.pages;
        let after = pages.partition_point(|page| page.first <= position);
        let Some(page) = after.checked_sub(1).and_then(|at| pages.get(at)) else { return Ok(None) };
        let bytes = self.page(page)?;
        let found = table::entries(&bytes, page.first).find(|entry| entry.is_none_or(|(have, _)| have >= position));
        match found {
            Some(None) => Err(self.broken_page(page)),
            Some(Some((have, place))) if have == position => Ok(Some(place)),
            _ => Ok(None),
        }
    }

    fn broken_page(&self, page: &PageEntry) -> EventsError {
        EventsError::corrupt(&self.path, format!("the table of records from {} on is damaged", page.first))
    }

    fn page(&self, page: &PageEntry) -> Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(page.length).unwrap_or(0)];
        let read = self.file.read_exact_at(&mut bytes, page.start);
        if read.is_err() || crc32fast::hash(&bytes) != page.crc {
            return Err(self.broken_page(page));
        }
        Ok(bytes)
    }

    /// The table, ascending, and what is wrong with pages that cannot be read.
    pub(super) fn table(&self) -> (Vec<Entry>, Vec<(u64, EventsError)>) {
        let (mut all, mut broken) = (Vec::new(), Vec::new());
        for page in &self.directory.pages {
            match self.page(page).and_then(|bytes| {
                let entries: Option<Vec<Entry>> = table::entries(&bytes, page.first).collect();
                entries.ok_or_else(|| self.broken_page(page))
            }) {
                Ok(entries) => all.extend(entries),
                Err(error) => broken.push((page.first, error)),
            }
        }
        (all, broken)
    }

    /// All that is known of records: what the table says, and where pages of it are damaged, what the blocks say; and
    /// whether that is all there is to know.
    pub(super) fn entries(&self) -> (Vec<Entry>, bool) {
        let (mut entries, broken) = self.table();
        if broken.is_empty() {
            return (entries, true);
        }
        let mut known: FxHashSet<u64> = entries.iter().map(|(position, _)| *position).collect();
        for number in 0..self.blocks() {
            let Ok(block) = self.block(number) else { continue };
            let more = block.records().map(|(position, _)| position).filter(|position| known.insert(*position));
            entries.extend(more.map(|position| (position, Place::Block(number))));
        }
        entries.sort_unstable();
        (entries, false)
    }

    /// How many blocks there are.
    pub(super) fn blocks(&self) -> u32 {
        u32::try_from(self.directory.blocks.len()).unwrap_or(u32::MAX)
    }

    fn cached_block(&self, number: u32) -> Result<Arc<Block>> {
        let key = (self.id, number);
        if let Some(block) = self.cache.get(key) {
            return Ok(block);
        }
        let block = Arc::new(self.block(number)?);
        self.cache.keep(key, &block);
        Ok(block)
    }

    /// A block, taken apart.
    pub(super) fn block(&self, number: u32) -> Result<Block> {
        let entry = usize::try_from(number).ok().and_then(|at| self.directory.blocks.get(at));
        let damaged = |what: &str| EventsError::corrupt(&self.path, format!("block {number}: {what}"));
        let entry = entry.ok_or_else(|| damaged("not there"))?;
        if entry.is_lost() {
            return Err(damaged("was lost to damage"));
        }
        let frame = self.frame(entry)?;
        if crc32fast::hash(&frame) != entry.crc {
            return Err(damaged("the checksum does not fit"));
        }
        let raw_length = usize::try_from(entry.raw_length).unwrap_or(usize::MAX);
        // One record may be as large as records may be; what lies before it in its block is less than a block.
        if raw_length > MAX_RAW_BYTES + (2 * super::BLOCK_BYTES) {
            return Err(damaged("the length makes no sense"));
        }
        let raw = if entry.is_empty() { Ok(vec![0]) } else { self.codec.decompress(&frame, raw_length) };
        Block::parse(raw.map_err(|_| damaged("cannot be decompressed"))?).ok_or_else(|| damaged("makes no sense"))
    }

    /// The frame of a block as it is in the file, damaged or not.
    pub(super) fn frame(&self, entry: &BlockEntry) -> Result<Vec<u8>> {
        let mut frame = vec![0; usize::try_from(entry.length).unwrap_or(0)];
        self.file.read_exact_at(&mut frame, entry.start).at("read", &self.path)?;
        Ok(frame)
    }

    /// Whether everything can be read and table and blocks agree. `Err` says what cannot.
    pub(crate) fn check(&self) -> Result<()> {
        let mut live = 0;
        self.scan(&mut |found| {
            live += u64::from(found.raw?.is_some());
            Ok(())
        })?;
        if live != self.directory.records {
            return Err(EventsError::corrupt(&self.path, format!("{live} records where the footer says {}", self.directory.records)));
        }
        Ok(())
    }

    /// Walks the records block by block, then the erased ones; those of a damaged block are told by the table.
    fn scan(&self, visit: &mut impl FnMut(ScannedRecord) -> Result<()>) -> Result<()> {
        let (mut table, broken) = self.table();
        let is_whole = broken.is_empty();
        for (position, error) in broken {
            visit(ScannedRecord { position, raw: Err(error) })?;
        }
        table.sort_unstable_by_key(|(position, place)| (*place, *position));
        let mut rest = take_place(&table, Place::Erased, visit, |_| Ok(None))?;
        for number in 0..self.blocks() {
            let place = Place::Block(number);
            match self.block(number) {
                Err(error) => {
                    let why = reason(&error);
                    let damaged = |position| Err(EventsError::corrupt(&self.path, format!("record at {position}: {why}")));
                    rest = take_place(rest, place, visit, damaged)?;
                }
                Ok(block) => {
                    let mut listed = 0;
                    rest = take_place(
                        rest,
                        place,
                        &mut |_| {
                            listed += 1;
                            Ok(())
                        },
                        |_| Ok(None),
                    )?;
                    if is_whole && listed != block.records().count() {
                        let error = EventsError::corrupt(&self.path, format!("block {number}: the table knows other records"));
                        visit(ScannedRecord { position: 0, raw: Err(error) })?;
                    }
                    for (position, raw) in block.records() {
                        visit(ScannedRecord { position, raw: Ok(Some(raw.to_vec())) })?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Visits the entries at the front that are in a place; returns those after them.
fn take_place<'a>(
    entries: &'a [Entry],
    place: Place,
    visit: &mut impl FnMut(ScannedRecord) -> Result<()>,
    raw: impl Fn(u64) -> Result<Option<Vec<u8>>>,
) -> Result<&'a [Entry]> {
    let count = entries.partition_point(|(_, have)| *have <= place);
    let (taken, rest) = entries.split_at(count);
    for (position, _) in taken {
        visit(ScannedRecord { position: *position, raw: raw(*position) })?;
    }
    Ok(rest)
}

/// What is wrong, without the file's name.
fn reason(error: &EventsError) -> String {
    match error {
        EventsError::Corrupt { what, .. } => what.clone(),
        error => error.to_string(),
    }
}

fn read_directory(file: &File, path: &Path, start: u64) -> Result<Directory> {
    let damaged = |what: &str| EventsError::corrupt(path, what);
    let length = file.metadata().at("read", path)?.len();
    let footer_at = length.checked_sub(FOOTER_BYTES as u64).ok_or_else(|| damaged("the footer is cut off"))?;
    let mut bytes = [0; FOOTER_BYTES];
    file.read_exact_at(&mut bytes, footer_at).at("read", path)?;
    let footer = Footer::parse(&bytes).ok_or_else(|| damaged("the footer is damaged or cut off"))?;
    let directory_bytes = footer.directory_bytes();
    let at = footer_at.checked_sub(directory_bytes).filter(|_| directory_bytes <= MAX_DIRECTORY_BYTES);
    let at = at.ok_or_else(|| damaged("the directory is cut off"))?;
    let mut bytes = vec![0; usize::try_from(directory_bytes).unwrap_or(0)];
    file.read_exact_at(&mut bytes, at).at("read", path)?;
    if crc32fast::hash(&bytes) != footer.directory_crc {
        return Err(damaged("the directory's checksum does not fit"));
    }
    Directory::parse(&footer, &bytes, start).ok_or_else(|| damaged("the directory makes no sense"))
}

/// Walks all records of a sealed pack, in the order of its blocks. Returns the length of the pack it stands for.
pub(crate) fn scan(reader: &SealedReader, mut visit: impl FnMut(ScannedRecord) -> Result<()>) -> Result<u64> {
    reader.scan(&mut visit)?;
    Ok(reader.pack_length())
}
