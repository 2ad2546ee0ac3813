//! Gzip bodies of ordinary size, unpacked in one piece.
//!
//! A gzip stream ends with its unpacked length, so room for all of it can be made at once, and no window needs to be
//! kept while unpacking: half the time of a streaming reader. The length is a claim; it is believed only where it can
//! be true, and checked. Whatever does not fit (several members, a wrong length, broken data) is left to a streaming
//! reader, which also says what is wrong.

use std::cell::RefCell;

use libdeflater::Decompressor;

/// Deflate makes at most so many bytes out of one.
const MAX_RATIO: usize = 1032;
/// Bytes of the smallest stream: a header of 10 bytes, an empty block, checksum and length.
const MIN_BYTES: usize = 20;

thread_local! {
    static DECOMPRESSOR: RefCell<Decompressor> = RefCell::new(Decompressor::new());
}

/// The unpacked length, in bytes, that a stream of one member claims; `None` when it cannot be true or is over `max_bytes`.
pub fn claimed_bytes(packed: &[u8], max_bytes: usize) -> Option<usize> {
    if packed.len() < MIN_BYTES {
        return None;
    }
    let claimed = usize::try_from(u32::from_le_bytes(*packed.last_chunk::<4>()?)).ok()?;
    (claimed > 0 && claimed <= max_bytes && claimed <= packed.len().saturating_mul(MAX_RATIO)).then_some(claimed)
}

/// Unpacks a stream of one member, checksum and length checked; `None` when it is anything else, broken, or larger than
/// `max_bytes`.
pub fn unpack(packed: &[u8], max_bytes: usize) -> Option<Vec<u8>> {
    let mut plain = vec![0; claimed_bytes(packed, max_bytes)?];
    let unpacked = DECOMPRESSOR.with_borrow_mut(|decompressor| decompressor.gzip_decompress(packed, &mut plain)).ok()?;
    (unpacked == plain.len()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn unpacks_what_is_whole_and_nothing_else() {
        let plain = b"{\"event_id\":\"x\"}\n".repeat(500);
        let packed = gzip(&plain);
        assert_eq!(unpack(&packed, plain.len()), Some(plain.clone()));
        assert_eq!(unpack(&packed, plain.len() - 1), None, "over the bound");
        for at in 0..packed.len() {
            assert_eq!(unpack(&packed[..at], plain.len()), None, "cut at {at}");
        }
        for at in 0..packed.len() {
            let mut broken = packed.clone();
            broken[at] ^= 0x01;
            let unpacked = unpack(&broken, plain.len());
            // Some bytes of the head mean nothing, and a period can be told in two ways: the same text, never another one.
            assert!(unpacked.is_none_or(|unpacked| unpacked == plain && at + 8 < packed.len()), "changed at {at}");
        }
    }

    #[test]
    fn leaves_several_members_and_bare_nothing_to_others() {
        let two = [gzip(b"first of them"), gzip(b"and another, longer one")].concat();
        assert_eq!(unpack(&two, 1 << 20), None);
        assert_eq!(unpack(&gzip(b""), 1 << 20), None);
        assert_eq!(unpack(b"", 1 << 20), None);
    }

    #[test]
    fn does_not_believe_a_claim_that_cannot_be_true() {
        let mut packed = gzip(b"small");
        let at = packed.len() - 4;
        packed[at..].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(claimed_bytes(&packed, usize::MAX), None);
        packed[at..].copy_from_slice(&20_000_u32.to_le_bytes());
        assert_eq!(claimed_bytes(&packed, usize::MAX), Some(20_000));
        assert_eq!(unpack(&packed, usize::MAX), None);
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_packer(plain in proptest::collection::vec(0_u8..8, 1..4000)) {
            proptest::prop_assert_eq!(unpack(&gzip(&plain), 4000), Some(plain));
        }

        #[test]
        fn survives_anything(packed in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let _ = unpack(&packed, 1 << 20);
        }
    }
}
