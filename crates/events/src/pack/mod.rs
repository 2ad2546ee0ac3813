//! Packs: append-only files of payloads, apart from the index so that merging an index moves no payload.
//!
//! A day's folder `packs/` holds `000001.pack`, `000002.pack` … Only the last one grows.
//!
//! ```text
//! pack   := header record*
//! header := "BZPK" version u16 (1), flags u16 (0), dictionary length u32, dictionary, crc32 u32 of all before
//! record := length u32, crc32 u32, raw length u32, state u8 (1 live, 2 erased), 3 zero bytes, data[length]
//! ```
//! Numbers are little endian. `data` is one zstd frame (made with the header's dictionary where there is one) of
//! the raw record of [`crate::record`]; `crc32` is over the four bytes of the raw length and `data`. An erased
//! record keeps its length, so that nothing moves; its data is zeros and its checksum is 0.
//!
//! A record's address is pack number << 40 | position of its header. Bytes after what the index's last commit
//! knows are what a crash left over: they are cut off before the pack grows again.
//!
//! A pack of a day that is over is sealed: [`sealed`] tells how it is written then, under the same number. Everybody
//! reads packs through [`PackFile`], [`scan`] and [`erase`], which do not care.

mod any;
mod codec;
mod reader;
pub(crate) mod sealed;
mod writer;

pub(crate) use any::{PackFile, erase, scan, settle};
pub(crate) use codec::{Codec, Effort, train};
pub(crate) use reader::{PackReader, ScannedRecord, read_header, scan_growing};
pub(crate) use writer::PackWriter;

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::files;

/// First bytes of a pack.
pub(crate) const MAGIC: &[u8; 4] = b"BZPK";
/// Version of the format.
const VERSION: u16 = 1;
/// Bytes of the header before the dictionary.
const HEADER_BYTES: usize = 12;
/// Bytes of a record before its data.
pub(crate) const RECORD_HEADER_BYTES: usize = 16;
/// Largest raw record that is read; a larger length means damage.
pub(crate) const MAX_RAW_BYTES: usize = 64 << 20;
/// Largest dictionary that is read.
const MAX_DICTIONARY_BYTES: usize = 1 << 20;
const LIVE: u8 = 1;
const ERASED: u8 = 2;
const POSITION_BITS: u32 = 40;

/// Where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Address {
    /// Number of the pack, from 1.
    pub(crate) pack: u32,
    /// Position of the record's header.
    pub(crate) position: u64,
}

impl Address {
    /// As one number.
    pub(crate) fn to_u64(self) -> u64 {
        (u64::from(self.pack) << POSITION_BITS) | self.position
    }

    /// From one number.
    pub(crate) fn from_u64(address: u64) -> Self {
        Self { pack: (address >> POSITION_BITS) as u32, position: address & ((1 << POSITION_BITS) - 1) }
    }
}

/// File of a pack.
pub(crate) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.pack"))
}

/// The file that counts for a pack: the sealed one where there is one.
pub(crate) fn current_path(folder: &Path, number: u32) -> PathBuf {
    Some(sealed::path(folder, number)).filter(|path| path.exists()).unwrap_or_else(|| path(folder, number))
}

/// Whether a pack was sealed.
pub(crate) fn is_sealed(folder: &Path, number: u32) -> bool {
    sealed::path(folder, number).exists()
}

/// Bytes of the sealed packs of a folder.
pub(crate) fn sealed_bytes(folder: &Path) -> u64 {
    list(folder).into_iter().filter_map(|number| sealed::path(folder, number).metadata().ok()).map(|meta| meta.len()).sum()
}

/// Note beside a pack that it is better left as it is.
fn left_path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.left"))
}

/// Notes that a pack of that length is better left as it is, so that nobody tries again until it has grown. The file
/// `000001.left` holds the length and the reason.
pub(crate) fn leave(folder: &Path, number: u32, length: u64, why: &str) -> Result<()> {
    files::replace(&left_path(folder, number), format!("{length} {why}").as_bytes(), false)
}

/// Removes the note of [`leave`], where there is one.
pub(crate) fn forget_left(folder: &Path, number: u32) {
    let _ = std::fs::remove_file(left_path(folder, number));
}

/// Whether [`leave`] was called for a pack as long as it is now.
pub(crate) fn was_left(folder: &Path, number: u32, length: u64) -> bool {
    let note = std::fs::read_to_string(left_path(folder, number)).unwrap_or_default();
    note.split(' ').next().is_some_and(|noted| noted == length.to_string())
}

/// Number of a pack's file, sealed or not.
pub(crate) fn number(file: &Path) -> Option<u32> {
    let extension = file.extension()?;
    if extension != "pack" && extension != "sealed" {
        return None;
    }
    file.file_stem()?.to_str()?.parse().ok().filter(|number| *number > 0)
}

/// Numbers of the packs in a folder, ascending; none when there is no folder.
pub(crate) fn list(folder: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries.filter_map(|entry| number(&entry.path())).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Header of a pack or a sealed pack: what it is, its version, its dictionary.
fn print_header(magic: &[u8; 4], dictionary: &[u8]) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER_BYTES + dictionary.len() + 4);
    header.extend(magic);
    header.extend(VERSION.to_le_bytes());
    header.extend([0, 0]);
    header.extend(u32::try_from(dictionary.len()).unwrap_or(0).to_le_bytes());
    header.extend_from_slice(dictionary);
    let crc = crc32fast::hash(&header);
    header.extend(crc.to_le_bytes());
    header
}

/// A record's header, taken apart.
#[derive(Debug, Clone, Copy)]
struct RecordHeader {
    length: usize,
    crc: u32,
    raw_length: u32,
    state: u8,
}

impl RecordHeader {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (crc, rest) = rest.split_first_chunk::<4>()?;
        let (raw_length, rest) = rest.split_first_chunk::<4>()?;
        let state = *rest.first()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let raw_length = u32::from_le_bytes(*raw_length);
        let sane = length > 0 && length <= MAX_RAW_BYTES && usize::try_from(raw_length).ok()? <= MAX_RAW_BYTES;
        (sane && matches!(state, LIVE | ERASED)).then_some(Self { length, crc: u32::from_le_bytes(*crc), raw_length, state })
    }

    fn print(self) -> [u8; RECORD_HEADER_BYTES] {
        let mut bytes = [0; RECORD_HEADER_BYTES];
        let length = u32::try_from(self.length).unwrap_or(u32::MAX);
        let all = length.to_le_bytes().into_iter().chain(self.crc.to_le_bytes()).chain(self.raw_length.to_le_bytes()).chain([self.state]);
        bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
        bytes
    }
}

/// Checksum of a record.
fn checksum(raw_length: u32, data: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&raw_length.to_le_bytes());
    hasher.update(data);
    hasher.finalize()
}
