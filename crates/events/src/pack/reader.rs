//! Reading packs: one record by its address, or all of them in order.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Codec, ERASED, HEADER_BYTES, MAGIC, MAX_DICTIONARY_BYTES, RECORD_HEADER_BYTES, RecordHeader, VERSION, checksum, path};
use crate::error::{At, EventsError, Result};

/// Bytes read at once in the hope that they hold the whole record.
const FIRST_READ_BYTES: usize = 8 * 1024;

/// An open pack.
#[derive(Debug)]
pub(crate) struct PackReader {
    path: PathBuf,
    file: File,
    codec: Codec,
}

/// Reads the header of a pack that begins with `wanted`: its dictionary and where the records begin.
pub(crate) fn read_header(file: &File, path: &Path, wanted: &[u8; 4]) -> Result<(Option<Arc<[u8]>>, u64)> {
    let mut head = [0; HEADER_BYTES];
    file.read_exact_at(&mut head, 0).map_err(|_| EventsError::corrupt(path, "the header is cut off"))?;
    let (magic, rest) = head.split_first_chunk::<4>().ok_or_else(|| EventsError::corrupt(path, "no header"))?;
    let (version, rest) = rest.split_first_chunk::<2>().ok_or_else(|| EventsError::corrupt(path, "no header"))?;
    if magic != wanted || u16::from_le_bytes(*version) != VERSION {
        return Err(EventsError::corrupt(path, "not a pack of a known version"));
    }
    let length = rest.get(2..6).and_then(|b| b.first_chunk::<4>()).map_or(0, |b| u32::from_le_bytes(*b));
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > MAX_DICTIONARY_BYTES {
        return Err(EventsError::corrupt(path, "the dictionary is too large"));
    }
    let mut all = vec![0; HEADER_BYTES + length + 4];
    file.read_exact_at(&mut all, 0).map_err(|_| EventsError::corrupt(path, "the header is cut off"))?;
    let end = all.len() as u64;
    let crc = all.split_off(HEADER_BYTES + length);
    if crc != crc32fast::hash(&all).to_le_bytes() {
        return Err(EventsError::corrupt(path, "the header's checksum does not fit"));
    }
    let dictionary = all.split_off(HEADER_BYTES);
    Ok(((!dictionary.is_empty()).then(|| Arc::from(dictionary)), end))
}

impl PackReader {
    /// Opens a pack and checks its header.
    pub(crate) fn open(folder: &Path, number: u32) -> Result<Self> {
        let path = path(folder, number);
        let file = File::open(&path).at("open", &path)?;
        let (dictionary, _) = read_header(&file, &path, MAGIC)?;
        Ok(Self { path, file, codec: Codec::new(0, dictionary) })
    }

    /// Its dictionary, where it has one.
    pub(crate) fn dictionary(&self) -> Option<Arc<[u8]>> {
        Some(self.codec.dictionary()).filter(|dictionary| !dictionary.is_empty()).map(Arc::from)
    }

    /// The raw record at a position; `None` when it was erased.
    pub(crate) fn read(&self, position: u64) -> Result<Option<Vec<u8>>> {
        let damaged = |what: &str| EventsError::corrupt(&self.path, format!("record at {position}: {what}"));
        let mut bytes = vec![0; FIRST_READ_BYTES];
        let count = self.read_some(&mut bytes, position)?;
        bytes.truncate(count);
        let header = RecordHeader::parse(&bytes).ok_or_else(|| damaged("no record"))?;
        if header.state == ERASED {
            return Ok(None);
        }
        let wanted = RECORD_HEADER_BYTES + header.length;
        if bytes.len() < wanted {
            let have = bytes.len();
            bytes.resize(wanted, 0);
            let rest = bytes.get_mut(have..).unwrap_or_default();
            self.file.read_exact_at(rest, position + have as u64).map_err(|_| damaged("cut off"))?;
        }
        let data = bytes.get(RECORD_HEADER_BYTES..wanted).unwrap_or_default();
        if checksum(header.raw_length, data) != header.crc {
            return Err(damaged("the checksum does not fit"));
        }
        let raw_length = usize::try_from(header.raw_length).unwrap_or(0);
        let raw = self.codec.decompress(data, raw_length).map_err(|_| damaged("cannot be decompressed"))?;
        if raw.len() == raw_length { Ok(Some(raw)) } else { Err(damaged("the length does not fit")) }
    }

    fn read_some(&self, bytes: &mut [u8], position: u64) -> Result<usize> {
        let mut count = 0;
        while let Some(rest) = bytes.get_mut(count..).filter(|rest| !rest.is_empty()) {
            match self.file.read_at(rest, position + count as u64).at("read", &self.path)? {
                0 => break,
                more => count += more,
            }
        }
        Ok(count)
    }
}

/// A record met while scanning.
#[derive(Debug)]
pub(crate) struct ScannedRecord {
    /// Where its header is.
    pub(crate) position: u64,
    /// The raw record; `None` when it was erased, an error when it is damaged.
    pub(crate) raw: Result<Option<Vec<u8>>>,
}

/// Walks all records of a pack up to `limit` bytes. Returns where the walk ended: less than the file's length when
/// a torn record was met.
pub(crate) fn scan_growing(folder: &Path, number: u32, limit: u64, mut visit: impl FnMut(ScannedRecord) -> Result<()>) -> Result<u64> {
    let path = path(folder, number);
    let file = File::open(&path).at("open", &path)?;
    let (dictionary, start) = read_header(&file, &path, MAGIC)?;
    let length = file.metadata().at("read", &path)?.len().min(limit);
    let codec = Codec::new(0, dictionary);
    let mut reader = BufReader::with_capacity(1 << 20, &file);
    reader.seek(SeekFrom::Start(start)).at("read", &path)?;
    let (mut position, mut data) = (start, Vec::new());
    while position + RECORD_HEADER_BYTES as u64 <= length {
        let mut head = [0; RECORD_HEADER_BYTES];
        reader.read_exact(&mut head).at("read", &path)?;
        let Some(header) = RecordHeader::parse(&head) else { break };
        let end = position + (RECORD_HEADER_BYTES + header.length) as u64;
        if end > length {
            break;
        }
        data.resize(header.length, 0);
        reader.read_exact(&mut data).at("read", &path)?;
        let raw = if header.state == ERASED {
            Ok(None)
        } else if checksum(header.raw_length, &data) == header.crc {
            let raw = codec.decompress(&data, usize::try_from(header.raw_length).unwrap_or(0));
            raw.map(Some).map_err(|_| EventsError::corrupt(&path, format!("record at {position} cannot be decompressed")))
        } else {
            Err(EventsError::corrupt(&path, format!("record at {position}: the checksum does not fit")))
        };
        visit(ScannedRecord { position, raw })?;
        position = end;
    }
    Ok(position)
}
