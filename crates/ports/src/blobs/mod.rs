//! The fourth door: blobs by key (attachments, later source maps, debug files, replays).

pub mod contract;
mod fake;
mod key;

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;

use crate::StoreResult;

pub use fake::MemoryBlobs;
pub use key::{KEY_MAX_BYTES, check_key, check_prefix};

/// What is known of a stored blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The blob door. Keys are relative paths of `[a-z0-9._-]` segments joined by `/`, at most 512 bytes, at
/// least three segments: the first two name organisation and project, so that tenants never share a
/// prefix (see [`check_key`]). No key may lie "under" another one (`o/p/a` beside `o/p/a/b`): a folder
/// cannot hold both.
#[async_trait]
pub trait BlobStore: Send + Sync + 'static {
    /// Stores (or replaces) a blob; durable when it returns.
    ///
    /// # Errors
    /// `Invalid` for a bad key, `Full`, `Unavailable`.
    async fn put(&self, key: &str, data: Bytes) -> StoreResult<()>;

    /// Reads a blob whole, or the given byte range of it. A range is good when `start <= end <= size`.
    ///
    /// # Errors
    /// `NotFound`, `Invalid` for a bad key or a range not wholly inside the blob, `Unavailable`.
    async fn get(&self, key: &str, range: Option<Range<u64>>) -> StoreResult<Bytes>;

    /// Size and existence.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    async fn head(&self, key: &str) -> StoreResult<BlobInfo>;

    /// Deletes a blob; deleting what is not there succeeds.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn delete(&self, key: &str) -> StoreResult<()>;

    /// All blobs under `prefix` (whole segments, no `/` at its end; the empty prefix means all), sorted by key.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn list(&self, prefix: &str) -> StoreResult<Vec<BlobInfo>>;
}
