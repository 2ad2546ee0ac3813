//! Segment and record headers, version 1 (specified in the crate's head).

/// First bytes of every segment file.
const MAGIC: [u8; 8] = *b"BZTNSEG\n";
/// The version this code writes, and the newest it reads.
pub(crate) const VERSION: u32 = 1;
/// Size of a segment header in bytes.
pub(crate) const SEGMENT_HEADER: u64 = 48;
/// Size of a record header in bytes.
pub(crate) const RECORD_HEADER: u64 = 32;
const SEGMENT_HEADER_LEN: usize = SEGMENT_HEADER as usize;
const RECORD_HEADER_LEN: usize = RECORD_HEADER as usize;

/// What a segment says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    /// Offset its first record has.
    pub(crate) first: u64,
    /// Offset of the last record before this segment.
    pub(crate) previous: u64,
    /// Random mark that begins each of its record headers.
    pub(crate) seal: u64,
}

/// Why a segment header was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// Too short, wrong magic or wrong checksum.
    Damaged,
    /// Sound, but written by a newer version.
    Newer(u32),
}

impl SegmentHeader {
    pub(crate) fn encode(&self) -> [u8; SEGMENT_HEADER_LEN] {
        let mut out = [0; SEGMENT_HEADER_LEN];
        out[..8].copy_from_slice(&MAGIC);
        out[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out[16..24].copy_from_slice(&self.first.to_le_bytes());
        out[24..32].copy_from_slice(&self.previous.to_le_bytes());
        out[32..40].copy_from_slice(&self.seal.to_le_bytes());
        let crc = crc32fast::hash(&out[..44]);
        out[44..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, HeaderFault> {
        let sound = bytes.len() >= SEGMENT_HEADER_LEN && bytes.starts_with(&MAGIC) && u32_at(bytes, 44) == crc32fast::hash(&bytes[..44]);
        if !sound {
            return Err(HeaderFault::Damaged);
        }
        match u32_at(bytes, 8) {
            VERSION => Ok(Self { first: u64_at(bytes, 16), previous: u64_at(bytes, 24), seal: u64_at(bytes, 32) }),
            other => Err(HeaderFault::Newer(other)),
        }
    }
}

/// What stands before each payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordHeader {
    pub(crate) offset: u64,
    pub(crate) len: u32,
    pub(crate) body_crc: u32,
}

impl RecordHeader {
    pub(crate) fn of(offset: u64, payload: &[u8]) -> Self {
        Self { offset, len: payload.len() as u32, body_crc: body_crc(offset, payload) }
    }

    pub(crate) fn encode(&self, seal: u64) -> [u8; RECORD_HEADER_LEN] {
        let mut out = [0; RECORD_HEADER_LEN];
        out[..8].copy_from_slice(&seal.to_le_bytes());
        out[8..16].copy_from_slice(&self.offset.to_le_bytes());
        out[16..20].copy_from_slice(&self.len.to_le_bytes());
        out[20..24].copy_from_slice(&self.body_crc.to_le_bytes());
        let crc = crc32fast::hash(&out[..28]);
        out[28..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    /// A header whose own checksum is right and which bears this seal.
    pub(crate) fn decode(bytes: &[u8], seal: u64) -> Option<Self> {
        let (found, header) = Self::decode_any(bytes)?;
        (found == seal).then_some(header)
    }

    /// A header whose own checksum is right, with whatever seal it bears.
    pub(crate) fn decode_any(bytes: &[u8]) -> Option<(u64, Self)> {
        if bytes.len() < RECORD_HEADER_LEN || u32_at(bytes, 28) != crc32fast::hash(&bytes[..28]) {
            return None;
        }
        Some((u64_at(bytes, 0), Self { offset: u64_at(bytes, 8), len: u32_at(bytes, 16), body_crc: u32_at(bytes, 20) }))
    }

    /// Whole size of the record in bytes.
    pub(crate) fn size(&self) -> u64 {
        RECORD_HEADER + u64::from(self.len)
    }
}

/// Size of a record with a payload of this length.
pub(crate) fn record_size(payload_len: usize) -> u64 {
    RECORD_HEADER + payload_len as u64
}

/// Checksum over offset and payload: a payload is bound to its place.
pub(crate) fn body_crc(offset: u64, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&offset.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}

/// `00000000000000000001.seg`
pub(crate) fn segment_name(first: u64) -> String {
    format!("{first:020}.seg")
}

/// The first offset in a segment's file name.
pub(crate) fn parse_segment_name(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".seg")?;
    let plain = digits.len() == 20 && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok().filter(|first| *first > 0) } else { None }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn headers_round_trip(first: u64, previous: u64, seal: u64, offset: u64, payload: Vec<u8>) {
            let segment = SegmentHeader { first, previous, seal };
            prop_assert_eq!(SegmentHeader::decode(&segment.encode()), Ok(segment));
            let record = RecordHeader::of(offset, &payload);
            prop_assert_eq!(RecordHeader::decode(&record.encode(seal), seal), Some(record));
            prop_assert_eq!(RecordHeader::decode(&record.encode(seal), !seal), None);
        }

        #[test]
        fn any_flipped_bit_is_noticed(bit in 0_usize..(48 * 8)) {
            let mut segment = SegmentHeader { first: 7, previous: 6, seal: 99 }.encode();
            segment[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(SegmentHeader::decode(&segment), Err(HeaderFault::Damaged));
            if bit < 32 * 8 {
                let mut record = RecordHeader::of(7, b"payload").encode(99);
                record[bit / 8] ^= 1 << (bit % 8);
                prop_assert_eq!(RecordHeader::decode(&record, 99), None);
            }
        }

        #[test]
        fn noise_never_panics(noise: Vec<u8>) {
            let _ = (SegmentHeader::decode(&noise), RecordHeader::decode_any(&noise));
        }
    }

    #[test]
    fn names_round_trip_and_strangers_are_left_alone() {
        assert_eq!(segment_name(42), "00000000000000000042.seg");
        assert_eq!(parse_segment_name(&segment_name(u64::MAX)), Some(u64::MAX));
        for name in [
            "",
            "42.seg",
            "00000000000000000000.seg",
            "0000000000000000004x.seg",
            "00000000000000000042.seg.new",
            "99999999999999999999.seg",
        ] {
            assert_eq!(parse_segment_name(name), None, "{name}");
        }
    }
}
