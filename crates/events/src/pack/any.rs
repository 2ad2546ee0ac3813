//! A pack, sealed or not: whoever reads or erases need not know.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::reader::{PackReader, ScannedRecord, scan_growing};
use super::sealed::{self, BlockCache, SealedReader};
use super::{list, path, writer};
use crate::error::{At, EventsError, Result};
use crate::files;

/// An open pack.
#[derive(Debug)]
pub(crate) enum PackFile {
    /// As it was written.
    Plain(PackReader),
    /// Sealed.
    Sealed(SealedReader),
}

impl PackFile {
    /// Opens what counts for a pack: the sealed one, unless it is damaged beyond reading and the pack is still there.
    pub(crate) fn open(folder: &Path, number: u32, cache: &Arc<BlockCache>) -> Result<Self> {
        let sealed = SealedReader::open(folder, number, cache);
        match sealed {
            Ok(sealed) => Ok(Self::Sealed(sealed)),
            Err(error) if path(folder, number).exists() || is_missing(&error) => match PackReader::open(folder, number) {
                // Sealed between the two looks.
                Err(missing) if is_missing(&missing) && sealed::path(folder, number).exists() => {
                    SealedReader::open(folder, number, cache).map(Self::Sealed)
                }
                plain => plain.map(Self::Plain),
            },
            Err(error) => Err(error),
        }
    }

    /// The raw record of a position; `None` when it was erased.
    pub(crate) fn read(&self, position: u64) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Plain(pack) => pack.read(position),
            Self::Sealed(pack) => pack.read(position),
        }
    }

    /// Whether the record of a position was erased. Of a sealed pack the table tells, whatever became of the block.
    pub(crate) fn is_erased(&self, position: u64) -> Result<bool> {
        match self {
            Self::Plain(pack) => Ok(pack.read(position)?.is_none()),
            Self::Sealed(pack) => pack.is_erased(position),
        }
    }
}

fn is_missing(error: &EventsError) -> bool {
    matches!(error, EventsError::Io { source, .. } if source.kind() == ErrorKind::NotFound)
}

/// Walks all records of a pack: of one that was not sealed up to `limit` bytes and in order, of a sealed one block by
/// block. Returns where the walk ended: less than the pack's length when a torn record was met.
pub(crate) fn scan(folder: &Path, number: u32, limit: u64, visit: impl FnMut(ScannedRecord) -> Result<()>) -> Result<u64> {
    match PackFile::open(folder, number, &Arc::new(BlockCache::default()))? {
        PackFile::Plain(_) => scan_growing(folder, number, limit, visit),
        PackFile::Sealed(pack) => sealed::scan(&pack, visit),
    }
}

/// Erases records for good, durably. `level` is for what is compressed anew. Returns the bytes erased.
pub(crate) fn erase(folder: &Path, number: u32, positions: &[u64], level: i32) -> Result<u64> {
    settle_one(folder, number)?;
    if super::is_sealed(folder, number) {
        sealed::erase(folder, number, positions, level)
    } else {
        writer::erase(folder, number, positions)
    }
}

/// Clears up what a crash left: half-written files, and packs beside the sealed ones that stand for them. Leaves alone
/// the pack that is being sealed now. Call it with the day to yourself.
pub(crate) fn settle(folder: &Path, sealing: Option<u32>) -> Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.path();
        let is_left = file.extension().is_some_and(|extension| extension == "tmp");
        if is_left && sealing.is_none_or(|number| sealed::temporary(folder, number) != file) {
            fs::remove_file(&file).at("remove", &file)?;
        }
    }
    list(folder).into_iter().try_for_each(|number| settle_one(folder, number))
}

/// Of a pack and a sealed one of the same number, leaves the one that counts.
fn settle_one(folder: &Path, number: u32) -> Result<()> {
    let (plain, sealed) = (path(folder, number), sealed::path(folder, number));
    if !plain.exists() || !sealed.exists() {
        return Ok(());
    }
    let checked = SealedReader::open(folder, number, &Arc::new(BlockCache::default())).and_then(|reader| reader.check());
    let left = match checked {
        Ok(()) => plain,
        Err(error) if error.kind() == bartizan_ports::ErrorKind::Corrupt => {
            tracing::warn!(%error, "a sealed pack is damaged; the pack it stands for is still there and counts");
            sealed
        }
        Err(error) => return Err(error),
    };
    fs::remove_file(&left).at("remove", &left)?;
    files::sync_folder(folder)
}
