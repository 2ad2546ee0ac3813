//! One gzip member joined from deflate pieces.

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress};

/// Gzip header without name and time.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// What SDKs use (zlib's middle).
const LEVEL: u32 = 6;

/// Text with its deflate form.
pub(super) struct Piece {
    pub(super) text: String,
    deflated: Vec<u8>,
    crc: Hasher,
}

impl Piece {
    /// A piece that others follow: ends on a byte border.
    pub(super) fn middle(text: String) -> Self {
        Self::deflate(text, FlushCompress::Sync)
    }

    /// The last piece.
    pub(super) fn last(text: String) -> Self {
        Self::deflate(text, FlushCompress::Finish)
    }

    fn deflate(text: String, end: FlushCompress) -> Self {
        let mut deflated = Vec::with_capacity(text.len() + 64);
        let mut compress = Compress::new(Compression::new(LEVEL), false);
        // The buffer is larger than any deflate form of the text, so one call takes all of it.
        let _ = compress.compress_vec(text.as_bytes(), &mut deflated, end);
        assert_eq!(compress.total_in() as usize, text.len(), "the piece was compressed whole");
        deflated.shrink_to_fit();
        let mut crc = Hasher::new();
        crc.update(text.as_bytes());
        Self { text, deflated, crc }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

/// Writes `head` (stored, at most 65,535 bytes), `middle` and `last` as one gzip member.
pub(super) fn join(head: &[u8], middle: &Piece, last: &Piece, out: &mut Vec<u8>) {
    let stored = u16::try_from(head.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&HEADER);
    out.push(0);
    out.extend_from_slice(&stored.to_le_bytes());
    out.extend_from_slice(&(!stored).to_le_bytes());
    out.extend_from_slice(head);
    out.extend_from_slice(&middle.deflated);
    out.extend_from_slice(&last.deflated);
    let mut crc = Hasher::new();
    crc.update(head);
    crc.combine(&middle.crc);
    crc.combine(&last.crc);
    out.extend_from_slice(&crc.finalize().to_le_bytes());
    let bytes = (head.len() + middle.len() + last.len()) as u32;
    out.extend_from_slice(&bytes.to_le_bytes());
}
