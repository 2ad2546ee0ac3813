//! The growing end of a day's packs.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Address, Codec, ERASED, Effort, LIVE, MAGIC, MAX_RAW_BYTES, RECORD_HEADER_BYTES, RecordHeader, checksum, path, print_header};
use crate::error::{At, EventsError, Result};
use crate::files;

/// Bytes kept in memory before they are written.
const FLUSH_BYTES: usize = 1 << 20;

/// Appends records to one pack.
#[derive(Debug)]
pub(crate) struct PackWriter {
    path: PathBuf,
    number: u32,
    file: File,
    codec: Arc<Codec>,
    /// Bytes of the file that are written.
    written: u64,
    /// Bytes after them, in memory.
    buffer: Vec<u8>,
    scratch: Vec<u8>,
    synced: u64,
    records: u64,
}

impl PackWriter {
    /// Starts a new pack; its name is durable with the next [`Self::sync`].
    pub(crate) fn create(folder: &Path, number: u32, codec: Arc<Codec>) -> Result<Self> {
        let path = path(folder, number);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path).at("create", &path)?;
        let buffer = print_header(MAGIC, codec.dictionary());
        files::sync_folder(folder)?;
        Ok(Self { path, number, file, codec, written: 0, buffer, scratch: Vec::new(), synced: 0, records: 0 })
    }

    /// Goes on at the end of a pack, after cutting off what no commit knows.
    pub(crate) fn resume(folder: &Path, number: u32, length: u64, codec: Arc<Codec>) -> Result<Self> {
        let path = path(folder, number);
        let file = OpenOptions::new().read(true).write(true).open(&path).at("open", &path)?;
        file.set_len(length).at("truncate", &path)?;
        Ok(Self {
            path,
            number,
            file,
            codec,
            written: length,
            buffer: Vec::new(),
            scratch: Vec::new(),
            synced: length,
            records: u64::MAX / 2,
        })
    }

    /// Its number.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Its length with everything appended.
    pub(crate) fn length(&self) -> u64 {
        self.written + self.buffer.len() as u64
    }

    /// Whether it compresses with a dictionary.
    pub(crate) fn has_dictionary(&self) -> bool {
        !self.codec.dictionary().is_empty()
    }

    /// Records appended since it was created; very many for a pack that was resumed.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    /// Appends a raw record and says where it will be.
    pub(crate) fn append(&mut self, raw: &[u8], effort: Effort) -> Result<Address> {
        if raw.len() > MAX_RAW_BYTES {
            return Err(EventsError::Invalid(format!("an event of {} bytes is too large to store", raw.len())));
        }
        if self.buffer.len() >= FLUSH_BYTES {
            self.flush()?;
        }
        let address = Address { pack: self.number, position: self.length() };
        self.codec.compress(raw, effort, &mut self.scratch).at("compress for", &self.path)?;
        let raw_length = u32::try_from(raw.len()).unwrap_or(u32::MAX);
        let header = RecordHeader { length: self.scratch.len(), crc: checksum(raw_length, &self.scratch), raw_length, state: LIVE };
        self.buffer.extend(header.print());
        self.buffer.extend_from_slice(&self.scratch);
        self.records += 1;
        Ok(address)
    }

    /// Writes what is in memory; keeps it when that fails.
    fn flush(&mut self) -> Result<()> {
        self.file.write_all_at(&self.buffer, self.written).at("write", &self.path)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        self.buffer.shrink_to(FLUSH_BYTES);
        Ok(())
    }

    /// Makes everything appended durable.
    pub(crate) fn sync(&mut self) -> Result<()> {
        if self.length() == self.synced {
            return Ok(());
        }
        self.flush()?;
        self.file.sync_data().at("sync", &self.path)?;
        self.synced = self.written;
        Ok(())
    }
}

/// Overwrites the data of records with zeros, durably. Returns the bytes erased.
pub(super) fn erase(folder: &Path, number: u32, positions: &[u64]) -> Result<u64> {
    let path = path(folder, number);
    let file = OpenOptions::new().read(true).write(true).open(&path).at("open", &path)?;
    let mut erased = 0;
    for position in positions {
        let mut bytes = [0; RECORD_HEADER_BYTES];
        file.read_exact_at(&mut bytes, *position).at("read", &path)?;
        let header = RecordHeader::parse(&bytes).ok_or_else(|| EventsError::corrupt(&path, format!("no record at {position}")))?;
        let end = file.metadata().at("read", &path)?.len();
        if position + (RECORD_HEADER_BYTES + header.length) as u64 > end {
            return Err(EventsError::corrupt(&path, format!("record at {position} is cut off")));
        }
        let mut blank = Vec::with_capacity(RECORD_HEADER_BYTES + header.length);
        blank.extend(RecordHeader { crc: 0, raw_length: 0, state: ERASED, ..header }.print());
        blank.resize(RECORD_HEADER_BYTES + header.length, 0);
        file.write_all_at(&blank, *position).at("write", &path)?;
        erased += header.length as u64;
    }
    file.sync_data().at("sync", &path)?;
    Ok(erased)
}
