//! The door itself, the same for a folder and a bucket.

use std::fmt;
use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bartizan_ports::blobs::{BlobInfo, BlobStore, check_key, check_prefix};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};

use crate::error::store_error;
use crate::{S3Options, folder, s3};

/// Blobs in a folder or a bucket.
#[derive(Clone)]
pub struct ObjectBlobs {
    store: Arc<dyn ObjectStore>,
    /// Before every key; empty or whole segments without a `/` at either end.
    prefix: String,
    /// The folder, when it is one.
    dir: Option<PathBuf>,
}

impl ObjectBlobs {
    /// Blobs in a folder of this machine, made when it is missing.
    ///
    /// # Errors
    /// `Unavailable` when the folder cannot be made or opened.
    pub fn folder(dir: impl AsRef<FilePath>) -> StoreResult<Self> {
        let (store, dir) = folder::open(dir.as_ref())?;
        Ok(Self { store: Arc::new(store), prefix: String::new(), dir: Some(dir) })
    }

    /// Blobs in a bucket. Does not connect yet.
    ///
    /// # Errors
    /// `Invalid` when the settings are not usable.
    pub fn s3(options: &S3Options) -> StoreResult<Self> {
        let prefix = options.prefix.trim_matches('/').to_owned();
        check_prefix(&prefix)?;
        Ok(Self { store: Arc::new(s3::open(options)?), prefix, dir: None })
    }

    fn locate(&self, key: &str) -> StoreResult<Path> {
        check_key(key)?;
        self.path(key)
    }

    fn path(&self, key: &str) -> StoreResult<Path> {
        let whole = [self.prefix.as_str(), key].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
        Path::parse(whole).map_err(|e| StoreError::new(ErrorKind::Invalid, "the blob key is not usable").caused_by(e))
    }

    async fn get_range(&self, path: &Path, range: Range<u64>) -> StoreResult<Bytes> {
        let outside = || StoreError::new(ErrorKind::Invalid, "range outside the blob");
        if range.start > range.end {
            return Err(outside());
        }
        if range.is_empty() {
            return if range.end <= self.size(path).await? { Ok(Bytes::new()) } else { Err(outside()) };
        }
        let options = GetOptions { range: Some(GetRange::Bounded(range.clone())), ..GetOptions::default() };
        match self.store.get_opts(path, options).await {
            Ok(result) if result.range != range => Err(outside()),
            Ok(result) => result.bytes().await.map_err(|e| store_error("cannot read a blob", e)),
            Err(error @ object_store::Error::NotFound { .. }) => Err(store_error("blob not found", error)),
            // Stores say "outside" in different words; the size says it in one.
            Err(error) if self.size(path).await? >= range.end => Err(store_error("cannot read a blob", error)),
            Err(_) => Err(outside()),
        }
    }

    async fn size(&self, path: &Path) -> StoreResult<u64> {
        let meta = self.store.head(path).await;
        meta.map(|m| m.size).map_err(|e| store_error("cannot find a blob", e))
    }
}

#[async_trait]
impl BlobStore for ObjectBlobs {
    async fn put(&self, key: &str, data: Bytes) -> StoreResult<()> {
        let path = self.locate(key)?;
        let put = self.store.put(&path, PutPayload::from_bytes(data)).await;
        put.map(|_| ()).map_err(|e| store_error("cannot store a blob", e))
    }

    async fn get(&self, key: &str, range: Option<Range<u64>>) -> StoreResult<Bytes> {
        let path = self.locate(key)?;
        if let Some(range) = range {
            return self.get_range(&path, range).await;
        }
        let cannot = |e| store_error("cannot read a blob", e);
        self.store.get(&path).await.map_err(cannot)?.bytes().await.map_err(cannot)
    }

    async fn head(&self, key: &str) -> StoreResult<BlobInfo> {
        let size = self.size(&self.locate(key)?).await?;
        Ok(BlobInfo { key: key.to_owned(), size })
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        let path = self.locate(key)?;
        match self.store.delete(&path).await {
            Ok(()) => {}
            Err(object_store::Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(store_error("cannot delete a blob", error)),
        }
        match &self.dir {
            Some(dir) => folder::sync_parent(dir, key).await,
            None => Ok(()),
        }
    }

    async fn list(&self, prefix: &str) -> StoreResult<Vec<BlobInfo>> {
        check_prefix(prefix)?;
        let under = self.path(prefix)?;
        let all = self.store.list((!under.as_ref().is_empty()).then_some(&under));
        let found: Vec<_> = all.try_collect().await.map_err(|e| store_error("cannot list blobs", e))?;
        let mut blobs: Vec<BlobInfo> = found.iter().filter_map(|meta| self.info(prefix, meta.location.as_ref(), meta.size)).collect();
        blobs.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(blobs)
    }
}

impl ObjectBlobs {
    /// What is listed, when it is one of ours: a stranger's file in the folder or bucket is passed over.
    fn info(&self, prefix: &str, location: &str, size: u64) -> Option<BlobInfo> {
        let key = strip(location, &self.prefix)?;
        strip(key, prefix)?;
        check_key(key).is_ok().then(|| BlobInfo { key: key.to_owned(), size })
    }
}

/// The rest after whole leading segments.
fn strip<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    if prefix.is_empty() { Some(path) } else { path.strip_prefix(prefix)?.strip_prefix('/') }
}

impl fmt::Debug for ObjectBlobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectBlobs").field("prefix", &self.prefix).field("dir", &self.dir).finish_non_exhaustive()
    }
}
