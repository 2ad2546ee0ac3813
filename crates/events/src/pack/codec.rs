//! Compression with a trained dictionary, and the contexts kept for it.

use std::io;
use std::sync::Arc;

use parking_lot::Mutex;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{CParameter, DictAttachPref};

use super::MAX_RAW_BYTES;

/// Idle contexts kept per codec and effort; each holds about a megabyte.
const MAX_IDLE: usize = 2;
/// Compression level when more waits than can be done: less than half of the time of level 3.
const HURRIED_LEVEL: i32 = 1;

/// How much time a record is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Effort {
    /// What the settings say.
    #[default]
    Full,
    /// Little: others wait. What is lost in space comes back when the pack is sealed.
    Hurried,
}

/// Compresses and decompresses with one dictionary, or without.
pub(crate) struct Codec {
    level: i32,
    dictionary: Option<Arc<[u8]>>,
    /// Whether the dictionary is looked up where it lies, rather than copied.
    attaches: bool,
    compressors: Mutex<Vec<Compressor<'static>>>,
    hurried: Mutex<Vec<Compressor<'static>>>,
    decompressors: Mutex<Vec<Decompressor<'static>>>,
}

impl std::fmt::Debug for Codec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Codec").field("level", &self.level).field("dictionary", &self.dictionary.as_ref().map(|d| d.len())).finish()
    }
}

impl Codec {
    /// A codec; `level` matters for compressing only.
    pub(crate) fn new(level: i32, dictionary: Option<Arc<[u8]>>) -> Self {
        let (compressors, hurried, decompressors) = Default::default();
        Self { level, dictionary, attaches: true, compressors, hurried, decompressors }
    }

    /// A codec for frames of some hundred kilobytes: copying the dictionary's tables is nothing beside those, and with
    /// one table instead of two a seventh of the time is saved.
    pub(crate) fn of_blocks(level: i32, dictionary: Option<Arc<[u8]>>) -> Self {
        Self { attaches: false, ..Self::new(level, dictionary) }
    }

    /// The dictionary.
    pub(crate) fn dictionary(&self) -> &[u8] {
        self.dictionary.as_deref().unwrap_or_default()
    }

    /// Puts the compressed `raw` into `scratch`.
    pub(crate) fn compress(&self, raw: &[u8], effort: Effort, scratch: &mut Vec<u8>) -> io::Result<()> {
        let (pool, level) = match effort {
            Effort::Full => (&self.compressors, self.level),
            Effort::Hurried => (&self.hurried, self.level.min(HURRIED_LEVEL)),
        };
        let idle = pool.lock().pop();
        let mut compressor = match idle {
            Some(compressor) => compressor,
            None => self.compressor(level)?,
        };
        scratch.clear();
        scratch.reserve(zstd::zstd_safe::compress_bound(raw.len()));
        compressor.compress_to_buffer(raw, scratch)?;
        let mut idle = pool.lock();
        if idle.len() < MAX_IDLE {
            idle.push(compressor);
        }
        Ok(())
    }

    /// A fresh context. A dictionary is looked up where it lies: above 16 KiB of input zstd would copy its tables for
    /// each record instead, which costs more than compressing an event does and saves no byte.
    fn compressor(&self, level: i32) -> io::Result<Compressor<'static>> {
        let mut compressor = Compressor::with_dictionary(level, self.dictionary())?;
        if self.dictionary.is_some() && self.attaches {
            compressor.set_parameter(CParameter::ForceAttachDict(DictAttachPref::ForceAttach))?;
        }
        Ok(compressor)
    }

    /// Decompresses a frame of `raw_length` bytes.
    pub(crate) fn decompress(&self, data: &[u8], raw_length: usize) -> io::Result<Vec<u8>> {
        let idle = self.decompressors.lock().pop();
        let mut decompressor = match idle {
            Some(decompressor) => decompressor,
            None => Decompressor::with_dictionary(self.dictionary())?,
        };
        let raw = decompressor.decompress(data, raw_length.min(MAX_RAW_BYTES))?;
        let mut idle = self.decompressors.lock();
        if idle.len() < MAX_IDLE {
            idle.push(decompressor);
        }
        Ok(raw)
    }

    /// Lets go of idle contexts.
    pub(crate) fn rest(&self) {
        self.compressors.lock().clear();
        self.hurried.lock().clear();
        self.decompressors.lock().clear();
    }
}

/// Trains a dictionary of at most `max_bytes` on some raw records.
pub(crate) fn train(samples: &[Vec<u8>], max_bytes: usize) -> io::Result<Vec<u8>> {
    zstd::dict::from_samples(samples, max_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hurried_record_is_larger_and_reads_the_same() {
        let record: Vec<u8> = (0..900_u32).flat_map(|n| format!("frame {} of module {};", n % 67, n * n % 1_013).into_bytes()).collect();
        let dictionary: Arc<[u8]> = Arc::from(record.get(..4_000).expect("long enough"));
        for codec in [Codec::new(9, None), Codec::new(9, Some(dictionary))] {
            let [full, hurried] = [Effort::Full, Effort::Hurried].map(|effort| {
                let mut frame = Vec::new();
                codec.compress(&record, effort, &mut frame).expect("compress");
                assert_eq!(codec.decompress(&frame, record.len()).expect("decompress"), record);
                frame.len()
            });
            assert!(full < hurried && hurried < record.len(), "{full} {hurried}");
        }
    }
}
