//! The record in which the door hands on what it accepted, and what it counted of the refused.
//!
//! On disk (all numbers little-endian):
//!
//! ```text
//! record  := tag:u8 header_length:u32 header body
//! tag     := 0x11 request, version 1 | 0x21 outcomes, version 1      (kind in the high half, version in the low)
//!
//! request header v1 := organization_id:i64 project_id:i64 key_id:i64 received_us:i64 encoding:u8
//!                      ip user_agent:text client:text
//! ip                := 0:u8 | 4:u8 byte[4] | 6:u8 byte[16]
//! text              := 0xFFFF:u16 (none) | length:u16 utf8[length]
//! encoding          := 0 identity | 1 gzip | 2 deflate (zlib) | 3 br | 4 zstd
//! request body      := the envelope exactly as it was sent, still compressed in `encoding`
//!
//! outcomes header v1 := count:u32 count*( organization_id:i64 project_id:i64 key_id:i64 timestamp_us:i64
//!                       quantity:u32 category:u8 outcome:u8 reason:text )
//! outcomes body      := nothing
//! ```
//!
//! Bytes of a header behind the last field known are skipped: a later writer may add fields at the end
//! without a new version. Anything else needs a new version, and the old reader stays.

mod codec;
mod encoding;
mod outcome;
mod request;

pub use codec::RecordError;
pub use encoding::Encoding;
pub use outcome::{OutcomeCode, OutcomeCount};
pub use request::AcceptedRequest;

use bytes::Bytes;
use codec::{Reader, Writer};

const TAG_REQUEST_V1: u8 = 0x11;
const TAG_OUTCOMES_V1: u8 = 0x21;

/// One record of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcceptedRecord {
    /// A request that was accepted.
    Request(AcceptedRequest),
    /// Counts of what the door refused.
    Outcomes(Vec<OutcomeCount>),
}

impl AcceptedRecord {
    /// Prints the record.
    pub fn encode(&self) -> Bytes {
        match self {
            Self::Request(request) => request.encode(),
            Self::Outcomes(counts) => {
                let mut header = Writer::default();
                header.u32(u32::try_from(counts.len()).unwrap_or(u32::MAX));
                counts.iter().take(u32::MAX as usize).for_each(|count| count.write(&mut header));
                header.finish(TAG_OUTCOMES_V1, &[])
            }
        }
    }

    /// Reads a record. The body is a slice of `bytes`.
    ///
    /// # Errors
    /// [`RecordError::UnknownKind`] for a record of a newer version, otherwise what is broken.
    pub fn decode(bytes: &Bytes) -> Result<Self, RecordError> {
        let mut reader = Reader::new(bytes);
        let tag = reader.u8()?;
        if !matches!(tag, TAG_REQUEST_V1 | TAG_OUTCOMES_V1) {
            return Err(RecordError::UnknownKind(tag));
        }
        let length = reader.u32()?;
        let mut header = reader.sub(length)?;
        if tag == TAG_REQUEST_V1 {
            let body = bytes.slice(bytes.len().saturating_sub(reader.left())..);
            return AcceptedRequest::read(&mut header, body).map(Self::Request);
        }
        let count = header.u32()?;
        let mut counts = Vec::new();
        for _ in 0..count {
            counts.push(OutcomeCount::read(&mut header)?);
        }
        Ok(Self::Outcomes(counts))
    }
}
