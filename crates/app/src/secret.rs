//! Secrets: made of the system's randomness, stored as SHA-256 only, compared without telling how far they agree.

use bartizan_domain::EventId;
use sha2::{Digest, Sha256};

/// So many random bytes as lower-case hex digits, two for each byte.
pub fn random_hex<const BYTES: usize>() -> String {
    hex::encode(random_bytes::<BYTES>())
}

/// Random bytes of a generator seeded by the system.
pub(crate) fn random_bytes<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0_u8; BYTES];
    rand::fill(&mut bytes);
    bytes
}

/// A random event id of version 4, as SDKs make them.
pub fn random_event_id() -> EventId {
    let mut bytes = random_bytes::<16>();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    EventId(bytes)
}

/// SHA-256 in lower-case hex digits: what a store keeps of a token, cookie or link.
pub fn hash_secret(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Whether two secrets are equal, in a time that depends on their lengths only.
pub fn equal_secrets(a: &str, b: &str) -> bool {
    // Comparing digests keeps the time independent of the place of the first difference.
    let (a, b) = (Sha256::digest(a.as_bytes()), Sha256::digest(b.as_bytes()));
    a.iter().zip(b.iter()).fold(0_u8, |different, (x, y)| different | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_random_and_compare() {
        assert_ne!(random_hex::<16>(), random_hex::<16>());
        assert_eq!(random_hex::<32>().len(), 64);
        assert!(equal_secrets("a", "a") && !equal_secrets("a", "b") && !equal_secrets("a", "aa"));
        assert_eq!(hash_secret(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn event_ids_are_version_four() {
        let text = random_event_id().to_string();
        assert_eq!((text.len(), text.as_bytes()[12]), (32, b'4'));
    }
}
