//! A 64-bit hash for filters and sketches: fast, well mixed, and part of no file format but `event_key`.

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads the bits of a number (the finaliser of `splitmix64`).
pub(crate) const fn mix(mut x: u64) -> u64 {
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Hash of some bytes.
pub(crate) fn bytes(data: &[u8]) -> u64 {
    let (chunks, rest) = data.as_chunks::<8>();
    let mut state = MULTIPLIER ^ data.len() as u64;
    for chunk in chunks {
        state = mix(state ^ u64::from_le_bytes(*chunk)).wrapping_add(MULTIPLIER);
    }
    let mut last = [0_u8; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mix(mix(state) ^ u64::from_le_bytes(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_similar_inputs_apart() {
        let hashes: std::collections::HashSet<u64> =
            ["", "a", "b", "aa", "a\0", "12345678", "123456789", "12345678\0"].iter().map(|s| bytes(s.as_bytes())).collect();
        assert_eq!(hashes.len(), 8);
    }
}
