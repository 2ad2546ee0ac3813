//! Decompression with a cap: no more than the limit is ever produced, however small the packed body is.

use std::io::Read;

use bartizan_protocol::{Encoding, gzip};
use brotli_decompressor::Decompressor;
use bytes::{Buf as _, Bytes};
use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
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

/// Unpacks a body to at most `max_bytes`.
///
/// # Errors
/// `BodyTooLarge` over the limit, `Unpack` for broken data, `Busy` when memory is short.
pub(crate) async fn unpack(encoding: Encoding, packed: Bytes, max_bytes: usize, lease: Lease) -> Result<(Bytes, Lease), IngestError> {
    if encoding == Encoding::Identity {
        return if packed.len() > max_bytes { Err(IngestError::BodyTooLarge) } else { Ok((packed, lease)) };
    }
    let (done, lease) = at_once(encoding, &packed, max_bytes, lease)?;
    if let Some(plain) = done {
        return Ok((plain.into(), lease));
    }
    let mut work = Unpacking::start(encoding, packed, max_bytes, lease)?;
    if !work.advance(MAX_INLINE_BYTES)? {
        work = spawn_blocking(move || work.advance(usize::MAX).map(|_| work)).await.map_err(|_| IngestError::Busy)??;
    }
    Ok((work.out.into(), work.lease))
}

/// Unpacks an ordinary gzip body in one piece; what is not one is left to the reader that goes step by step.
fn at_once(encoding: Encoding, packed: &[u8], max_bytes: usize, mut lease: Lease) -> Result<(Option<Vec<u8>>, Lease), IngestError> {
    let max_bytes = max_bytes.min(MAX_INLINE_BYTES);
    let Some(claimed) = gzip::claimed_bytes(packed, max_bytes).filter(|_| encoding == Encoding::Gzip) else {
        return Ok((None, lease));
    };
    lease.grow(claimed)?;
    Ok((gzip::unpack(packed, max_bytes), lease))
}

struct Unpacking {
    reader: Box<dyn Read + Send>,
    encoding: Encoding,
    out: Vec<u8>,
    step_bytes: usize,
    max_bytes: usize,
    lease: Lease,
}

impl Unpacking {
    fn start(encoding: Encoding, packed: Bytes, max_bytes: usize, lease: Lease) -> Result<Self, IngestError> {
        let step_bytes = packed.len().saturating_mul(USUAL_RATIO).clamp(MIN_STEP_BYTES, MAX_INLINE_BYTES);
        let reader = open(encoding, packed).map_err(|e| IngestError::Unpack(encoding, e))?;
        Ok(Self { reader, encoding, out: Vec::new(), step_bytes, max_bytes, lease })
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
                Err(e) => return Err(IngestError::Unpack(self.encoding, e)),
            }
        }
        Ok((filled, false))
    }
}

fn open(encoding: Encoding, packed: Bytes) -> std::io::Result<Box<dyn Read + Send>> {
    let reader = packed.reader();
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
