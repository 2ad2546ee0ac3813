//! The fourth door: blobs by key (attachments, later source maps, debug files, replays).

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;

use crate::StoreResult;

/// What is known of a stored blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The blob door. Keys are relative paths of `[a-z0-9._-]` segments joined by `/`, at most 512 bytes;
/// the first two segments name organisation and project, so that tenants never share a prefix.
#[async_trait]
pub trait BlobStore: Send + Sync + 'static {
    /// Stores (or replaces) a blob; durable when it returns.
    ///
    /// # Errors
    /// `Invalid` for a bad key, `Full`, `Unavailable`.
    async fn put(&self, key: &str, data: Bytes) -> StoreResult<()>;

    /// Reads a blob whole, or the given byte range of it.
    ///
    /// # Errors
    /// `NotFound`, `Invalid` for a range outside the blob, `Unavailable`.
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

    /// All blobs whose key starts with `prefix` (whole segments), sorted by key.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn list(&self, prefix: &str) -> StoreResult<Vec<BlobInfo>>;
}
