//! Making a sealed pack of a pack.

use std::path::Path;
use std::sync::Arc;

use super::reader::SealedReader;
use super::writer::SealedWriter;
use super::{BlockCache, temporary};
use crate::error::{EventsError, Result};
use crate::pack::{Codec, PackReader, scan_growing};

/// Sealing has to save so much of a pack, in hundredths.
const MIN_SAVED_PERCENT: u64 = 10;
/// A dictionary may take so much of a pack, in hundredths: it saves about a hundred bytes of an event's eight hundred,
/// so in a small pack it takes more than it saves.
const MAX_DICTIONARY_PERCENT: u64 = 5;

/// What a raw record is sorted by: alike records should have near numbers. `None` when it makes no sense.
pub(super) type Order<'a> = &'a dyn Fn(&[u8]) -> Option<u64>;

/// What became of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// The sealed pack is written, under its temporary name.
    Written {
        /// Its length.
        bytes: u64,
        /// Live records.
        records: u64,
    },
    /// It is better left as it is, and why.
    Left(String),
}

/// Writes the sealed pack for the first `length` bytes of a pack, under its temporary name, and reads it back.
///
/// Memory: sixteen bytes a record for its order and as much for the table, and one block. `stop` is asked for every
/// record; when it says so, nothing is left behind and [`EventsError::Stopped`] is the answer.
pub(crate) fn seal(folder: &Path, number: u32, length: u64, level: i32, order: Order<'_>, stop: &dyn Fn() -> bool) -> Result<Sealed> {
    let go_on = || if stop() { Err(EventsError::Stopped) } else { Ok(()) };
    let (mut live, mut erased, mut damage) = (Vec::new(), Vec::new(), None);
    let end = scan_growing(folder, number, length, |found| {
        match found.raw {
            Ok(Some(raw)) => live.push((order(&raw).unwrap_or(u64::MAX), found.position)),
            Ok(None) => erased.push(found.position),
            Err(error) => damage = damage.take().or_else(|| Some(error.to_string())),
        }
        go_on()
    })?;
    // What is damaged stays as it is: somebody may still get something out of it.
    if let Some(damage) = damage {
        return Ok(Sealed::Left(damage));
    }
    if end != length {
        return Ok(Sealed::Left(format!("it ends at {end} where the index knows {length} bytes")));
    }
    live.sort_unstable();
    let records = live.len() as u64;
    let pack = PackReader::open(folder, number)?;
    let dictionary = pack.dictionary().filter(|dictionary| (dictionary.len() as u64) * 100 <= length * MAX_DICTIONARY_PERCENT);
    let mut writer = SealedWriter::create(folder, number, Codec::of_blocks(level, dictionary), length)?;
    erased.into_iter().for_each(|position| writer.add_erased(position));
    for (_, position) in live {
        match pack.read(position)? {
            Some(raw) => writer.add(position, &raw)?,
            None => writer.add_erased(position),
        }
        go_on()?;
    }
    let bytes = writer.finish()?;
    let judged = judge(folder, number, length, bytes, records);
    if !matches!(judged, Ok(Sealed::Written { .. })) {
        let _ = std::fs::remove_file(temporary(folder, number));
    }
    judged
}

/// Reads back what was written, and looks whether it was worth it.
fn judge(folder: &Path, number: u32, length: u64, bytes: u64, records: u64) -> Result<Sealed> {
    if bytes * 100 > length * (100 - MIN_SAVED_PERCENT) {
        return Ok(Sealed::Left(format!("{bytes} bytes would take the place of {length}")));
    }
    let written = SealedReader::open_file(temporary(folder, number), &Arc::new(BlockCache::default()))?;
    written.check()?;
    if written.records() > records {
        return Err(EventsError::corrupt(written.path(), format!("{} records where {records} were read", written.records())));
    }
    Ok(Sealed::Written { bytes, records: written.records() })
}
