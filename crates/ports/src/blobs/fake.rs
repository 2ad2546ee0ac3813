//! Blobs in memory, for tests of other rooms.

use std::collections::BTreeMap;
use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;

use super::{BlobInfo, BlobStore, check_key, check_prefix};
use crate::{ErrorKind, StoreError, StoreResult};

/// The fake of the blob door: a sorted map. [`MemoryBlobs::fail_with`] makes it fail on purpose.
#[derive(Debug, Default)]
pub struct MemoryBlobs {
    blobs: Mutex<BTreeMap<String, Bytes>>,
    failure: Mutex<Option<ErrorKind>>,
}

impl MemoryBlobs {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails with this kind; `None` makes it well again.
    pub fn fail_with(&self, kind: Option<ErrorKind>) {
        *self.failure.lock() = kind;
    }

    fn healthy(&self) -> StoreResult<()> {
        match *self.failure.lock() {
            Some(kind) => Err(StoreError::new(kind, "blob store fails on purpose")),
            None => Ok(()),
        }
    }

    fn find(&self, key: &str) -> StoreResult<Bytes> {
        self.healthy()?;
        check_key(key)?;
        self.blobs.lock().get(key).cloned().ok_or_else(|| StoreError::not_found("blob"))
    }
}

#[async_trait]
impl BlobStore for MemoryBlobs {
    async fn put(&self, key: &str, data: Bytes) -> StoreResult<()> {
        self.healthy()?;
        check_key(key)?;
        self.blobs.lock().insert(key.to_owned(), data);
        Ok(())
    }

    async fn get(&self, key: &str, range: Option<Range<u64>>) -> StoreResult<Bytes> {
        let data = self.find(key)?;
        let Some(range) = range else { return Ok(data) };
        if range.start > range.end || range.end > data.len() as u64 {
            return Err(StoreError::new(ErrorKind::Invalid, "range outside the blob"));
        }
        Ok(data.slice(range.start as usize..range.end as usize))
    }

    async fn head(&self, key: &str) -> StoreResult<BlobInfo> {
        let data = self.find(key)?;
        Ok(BlobInfo { key: key.to_owned(), size: data.len() as u64 })
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        self.healthy()?;
        check_key(key)?;
        self.blobs.lock().remove(key);
        Ok(())
    }

    async fn list(&self, prefix: &str) -> StoreResult<Vec<BlobInfo>> {
        self.healthy()?;
        check_prefix(prefix)?;
        let under = |key: &str| prefix.is_empty() || key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
        let blobs = self.blobs.lock();
        let found = blobs.iter().filter(|(key, _)| under(key));
        Ok(found.map(|(key, data)| BlobInfo { key: key.clone(), size: data.len() as u64 }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::all(&MemoryBlobs::new()).await;
    }

    #[tokio::test]
    async fn fails_on_purpose_and_recovers() {
        let blobs = MemoryBlobs::new();
        blobs.fail_with(Some(ErrorKind::Full));
        let refused = blobs.put("o/p/a", Bytes::from_static(b"x")).await;
        assert_eq!(refused.map_err(|e| e.kind), Err(ErrorKind::Full));
        blobs.fail_with(None);
        assert!(blobs.put("o/p/a", Bytes::from_static(b"x")).await.is_ok());
    }
}
