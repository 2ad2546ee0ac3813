//! Who was hit, as a number.

use md5::{Digest as _, Md5};

use crate::ProjectId;

/// A stable number for who was hit (`id:42`, `email:…`): 63 bits, per project.
pub fn user_hash(project: ProjectId, user: &str) -> i64 {
    let mut hasher = Md5::new_with_prefix(b"bartizan/user\0");
    hasher.update(project.0.to_le_bytes());
    hasher.update(user.as_bytes());
    let digest: [u8; 16] = hasher.finalize().into();
    let head = digest.iter().take(8).fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
    i64::try_from(head >> 1).unwrap_or_default()
}
