//! Decompression with a cap: no more than the limit is ever produced, however small the packed body is.

use std::fmt;
use std::io::Read;

use bartizan_protocol::{Encoding, gzip};
use brotli_decompressor::Decompressor;
use bytes::{Buf as _, Bytes};
use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use tokio::task::spawn_blocking;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::budget::Lease;
use crate::error::IngestError;

/// Up to this size a body is unpacked where it is; a larger one goes on in a thread that may take its time.
const MAX_INLINE_BYTES: usize = 1024 * 1024;
/// Smallest step in which room is made.
const MIN_STEP_BYTES: usize = 16 * 1024;
/// Largest step in which room is made.
const MAX_STEP_BYTES: usize = 4 * 1024 * 1024;
/// How far JSON usually shrinks; the first step is this many times the packed size.
const USUAL_RATIO: usize = 6;
/// Buffer of the brotli reader.
const BROTLI_BUFFER_BYTES: usize = 16 * 1024;
/// Windows of up to 8 MiB, the size every zstd decoder must offer; a frame that asks for more is refused.
const MAX_ZSTD_WINDOW_LOG: u32 = 23;

/// Memory an xz stream may ask for: its strongest usual preset needs 65 MiB, a hostile header asks for gigabytes.
const MAX_XZ_MEMORY_BYTES: u64 = 96 * 1024 * 1024;

/// How bytes are packed: as HTTP names it, or as a file's first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// `Content-Encoding`.
    Http(Encoding),
    /// An xz file.
    Xz,
    /// A bzip2 file.
    Bzip2,
}

impl Packing {
    /// The container a file is in, by its first bytes.
    pub(crate) fn of_file(data: &[u8]) -> Self {
        match data {
            [0x1f, 0x8b, ..] => Self::Http(Encoding::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Http(Encoding::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Self::Bzip2,
            _ => Self::Http(Encoding::Identity),
        }
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(encoding) => fmt::Display::fmt(encoding, f),
            Self::Xz => f.write_str("xz"),
            Self::Bzip2 => f.write_str("bzip2"),
        }
    }
}

/// Unpacks a body to at most `max_bytes`.
///
/// # Errors
/// `BodyTooLarge` over the limit, `Unpack` for broken data, `Busy` when memory is short.
pub(crate) async fn unpack(encoding: Encoding, packed: Bytes, max_bytes: usize, lease: Lease) -> Result<(Bytes, Lease), IngestError> {
    unpack_file(Packing::Http(encoding), packed, max_bytes, lease).await
}

/// Unpacks a file to at most `max_bytes`.
///
/// # Errors
/// As [`unpack`].
pub(crate) async fn unpack_file(packing: Packing, packed: Bytes, max_bytes: usize, lease: Lease) -> Result<(Bytes, Lease), IngestError> {
    if packing == Packing::Http(Encoding::Identity) {
        return if packed.len() > max_bytes { Err(IngestError::BodyTooLarge) } else { Ok((packed, lease)) };
    }
    let (done, lease) = at_once(packing, &packed, max_bytes, lease)?;
    if let Some(plain) = done {
        return Ok((plain.into(), lease));
    }
    let mut work = Unpacking::start(packing, packed, max_bytes, lease)?;
    if !work.advance(MAX_INLINE_BYTES)? {
        work = spawn_blocking(move || work.advance(usize::MAX).map(|_| work)).await.map_err(|_| IngestError::Busy)??;
    }
    Ok((work.out.into(), work.lease))
}

/// Unpacks an ordinary gzip body in one piece; what is not one is left to the reader that goes step by step.
fn at_once(packing: Packing, packed: &[u8], max_bytes: usize, mut lease: Lease) -> Result<(Option<Vec<u8>>, Lease), IngestError> {
    let max_bytes = max_bytes.min(MAX_INLINE_BYTES);
    let Some(claimed) = gzip::claimed_bytes(packed, max_bytes).filter(|_| packing == Packing::Http(Encoding::Gzip)) else {
        return Ok((None, lease));
    };
    lease.grow(claimed)?;
    Ok((gzip::unpack(packed, max_bytes), lease))
}

struct Unpacking {
    reader: Box<dyn Read + Send>,
    packing: Packing,
    out: Vec<u8>,
    step_bytes: usize,
    max_bytes: usize,
    lease: Lease,
}

impl Unpacking {
    fn start(packing: Packing, packed: Bytes, max_bytes: usize, lease: Lease) -> Result<Self, IngestError> {
        let step_bytes = packed.len().saturating_mul(USUAL_RATIO).clamp(MIN_STEP_BYTES, MAX_INLINE_BYTES);
        let reader = open(packing, packed).map_err(|e| IngestError::Unpack(packing.to_string(), e))?;
        Ok(Self { reader, packing, out: Vec::new(), step_bytes, max_bytes, lease })
    }

    /// Goes on until the end (true) or until `until` bytes are there.
    fn advance(&mut self, until: usize) -> Result<bool, IngestError> {
        while self.out.len() < until {
            let filled = self.out.len();
            self.lease.grow(self.step_bytes)?;
            self.out.resize(filled.saturating_add(self.step_bytes), 0);
            let (new_len, at_end) = self.fill(filled)?;
            self.out.truncate(new_len);
            if new_len > self.max_bytes {
                return Err(IngestError::BodyTooLarge);
            }
            if at_end {
                return Ok(true);
            }
            self.step_bytes = new_len.clamp(MIN_STEP_BYTES, MAX_STEP_BYTES);
        }
        Ok(false)
    }

    /// Fills the room behind `filled`; returns the new length and whether the end was reached.
    fn fill(&mut self, mut filled: usize) -> Result<(usize, bool), IngestError> {
        while let Some(room) = self.out.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.reader.read(room) {
                Ok(0) => return Ok((filled, true)),
                Ok(n) => filled = filled.saturating_add(n),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(IngestError::Unpack(self.packing.to_string(), e)),
            }
        }
        Ok((filled, false))
    }
}

fn open(packing: Packing, packed: Bytes) -> std::io::Result<Box<dyn Read + Send>> {
    let reader = packed.reader();
    let encoding = match packing {
        Packing::Http(encoding) => encoding,
        Packing::Xz => {
            let stream = Stream::new_stream_decoder(MAX_XZ_MEMORY_BYTES, CONCATENATED)?;
            return Ok(Box::new(XzDecoder::new_stream(reader, stream)));
        }
        Packing::Bzip2 => return Ok(Box::new(MultiBzDecoder::new(reader))),
    };
    Ok(match encoding {
        Encoding::Identity => Box::new(reader),
        Encoding::Gzip => Box::new(MultiGzDecoder::new(reader)),
        Encoding::Deflate => Box::new(ZlibDecoder::new(reader)),
        Encoding::Brotli => Box::new(Decompressor::new(reader, BROTLI_BUFFER_BYTES)),
        Encoding::Zstd => {
            let mut decoder = ZstdDecoder::with_buffer(reader)?;
            decoder.window_log_max(MAX_ZSTD_WINDOW_LOG)?;
            Box::new(decoder)
        }
    })
}
