//! What a blob key may look like: checked by every adapter before it touches its store, so that no key
//! can leave its folder, its bucket prefix or its tenant.

use crate::{ErrorKind, StoreError, StoreResult};

/// Longest key in bytes (S3 takes 1,024; the prefix an operator chooses needs room too).
pub const KEY_MAX_BYTES: usize = 512;
/// Longest segment in bytes: file systems take 255, less what a staged upload appends to the name.
const SEGMENT_MAX_BYTES: usize = 200;
/// Organisation, project, name.
const KEY_MIN_SEGMENTS: usize = 3;

/// Checks a whole key.
///
/// # Errors
/// `Invalid`, with the rule that was broken.
pub fn check_key(key: &str) -> StoreResult<()> {
    check_path(key)?;
    if key.split('/').count() < KEY_MIN_SEGMENTS {
        return Err(invalid("a blob key names organisation, project and at least one more segment"));
    }
    Ok(())
}

/// Checks the prefix of a listing: empty (everything), or one or more whole segments.
///
/// # Errors
/// `Invalid`, with the rule that was broken.
pub fn check_prefix(prefix: &str) -> StoreResult<()> {
    if prefix.is_empty() { Ok(()) } else { check_path(prefix) }
}

fn check_path(path: &str) -> StoreResult<()> {
    if path.len() > KEY_MAX_BYTES {
        return Err(invalid("a blob key is at most 512 bytes long"));
    }
    path.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> StoreResult<()> {
    if segment.is_empty() || segment.len() > SEGMENT_MAX_BYTES {
        return Err(invalid("a segment of a blob key has 1 to 200 bytes"));
    }
    if segment.bytes().all(|b| b == b'.') {
        return Err(invalid("a segment of a blob key is more than dots"));
    }
    let fit = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    if segment.bytes().all(fit) { Ok(()) } else { Err(invalid("a blob key is made of a-z, 0-9, '.', '_', '-' and '/'")) }
}

fn invalid(message: &str) -> StoreError {
    StoreError::new(ErrorKind::Invalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_keys_pass() {
        for key in ["o1/p2/a", "acme/web/attachments/0f.bin", "a/b/..c", "a/_/c-d"] {
            assert!(check_key(key).is_ok(), "{key}");
        }
    }

    #[test]
    fn bad_keys_are_refused() {
        let long = format!("o/p/{}", "a".repeat(600));
        let wide = format!("o/p/{}", "a".repeat(201));
        let bad = [
            "", "a", "a/b", "/a/b/c", "a/b/c/", "a//b/c", "a/../b/c", "a/b/.", "a/B/c", "a/b/c d", "a/b/\\c", "a/b/é", "a/b/#1", "a/b/\0",
            &long, &wide,
        ];
        for key in bad {
            assert_eq!(check_key(key).map_err(|e| e.kind), Err(ErrorKind::Invalid), "{key}");
        }
    }

    #[test]
    fn prefixes_may_be_short_or_empty() {
        assert!(check_prefix("").is_ok() && check_prefix("o1").is_ok() && check_prefix("o1/p2").is_ok());
        assert!(check_prefix("o1/").is_err() && check_prefix("..").is_err());
    }
}
