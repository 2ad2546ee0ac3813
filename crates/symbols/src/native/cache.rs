//! Forms of debug files on disk and mapped into memory, both bounded, each made once.
//!
//! Files stand under `<dir>/v<version>/` as `<organisation>-<project>-<sha1>-<debug id>.<form>`: two projects never
//! share one, even of equal files. They can be deleted at any time.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;
use symbolic::common::ByteView;

use super::derive::{FORMAT_VERSION, Form};
use super::error::NativeError;
use super::files::DebugFile;
use super::worker::Reader;
use crate::folder::Folder;

/// Settings.
#[derive(Debug, Clone)]
pub struct CacheOptions {
    /// Folder of its own.
    pub dir: PathBuf,
    /// Bytes on disk.
    pub max_disk_bytes: u64,
    /// Forms that stay mapped, and failures that stay known.
    pub max_open: usize,
    /// Where files are read.
    pub reader: Reader,
}

impl CacheOptions {
    /// Default of [`CacheOptions::max_disk_bytes`].
    pub const MAX_DISK_BYTES: u64 = 4 * 1024 * 1024 * 1024;
    /// Default of [`CacheOptions::max_open`].
    pub const MAX_OPEN: usize = 256;
}

/// A form, mapped.
pub type View = Arc<ByteView<'static>>;
type Key = (DebugFileKey, Form);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct DebugFileKey {
    organization: i64,
    project: i64,
    checksum: String,
    debug_id: String,
}

struct Slot {
    result: Result<View, NativeError>,
    used: u64,
}

/// The cache.
pub struct FormCache {
    folder: Folder,
    max_open: usize,
    reader: Reader,
    open: Mutex<HashMap<Key, Slot>>,
    /// Held while a file is read: one at a time, so that memory has a bound and nothing is made twice.
    making: Mutex<()>,
    clock: AtomicU64,
}

impl std::fmt::Debug for FormCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormCache").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl FormCache {
    /// Opens the folder; what an older version left there is removed.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(options: CacheOptions) -> io::Result<Self> {
        let CacheOptions { dir, max_disk_bytes, max_open, reader } = options;
        let folder = Folder::open(&dir, FORMAT_VERSION, max_disk_bytes)?;
        Ok(Self { folder, max_open, reader, open: Mutex::default(), making: Mutex::default(), clock: AtomicU64::new(0) })
    }

    /// A form of a file: from memory, from disk, or made now from the bytes that `load` gives.
    ///
    /// # Errors
    /// When the file has no such form or cannot be read; remembered, unless trying again may help.
    pub fn get(&self, file: &DebugFile, form: Form, load: impl FnOnce() -> Result<Bytes, NativeError>) -> Result<View, NativeError> {
        let key = (key_of(file), form);
        if let Some(known) = self.known(&key) {
            return known;
        }
        let _one = self.making.lock();
        if let Some(known) = self.known(&key) {
            return known;
        }
        let name = file_name(&key);
        let result = match open_view(&self.folder.path(&name)) {
            Some(view) => {
                self.folder.touch(&name);
                Ok(view)
            }
            None => self.make(&key, &name, load),
        };
        if !result.as_ref().is_err_and(NativeError::is_temporary) {
            self.remember(key, result.clone());
        }
        result
    }

    /// Reads an uploaded file and says what is in it.
    ///
    /// # Errors
    /// When it is no debug file.
    pub fn inspect(&self, data: &[u8], told: Option<&str>) -> Result<Vec<super::object::ObjectInfo>, NativeError> {
        let _one = self.making.lock();
        let bytes = self.read(data, told.unwrap_or("-"), Form::Info)?;
        serde_json::from_slice(&bytes).map_err(NativeError::malformed)
    }

    fn known(&self, key: &Key) -> Option<Result<View, NativeError>> {
        let mut open = self.open.lock();
        let slot = open.get_mut(key)?;
        slot.used = self.clock.fetch_add(1, Ordering::Relaxed);
        Some(slot.result.clone())
    }

    fn remember(&self, key: Key, result: Result<View, NativeError>) {
        let mut open = self.open.lock();
        if open.len() >= self.max_open
            && let Some(oldest) = open.iter().min_by_key(|(_, slot)| slot.used).map(|(key, _)| key.clone())
        {
            open.remove(&oldest);
        }
        open.insert(key, Slot { result, used: self.clock.fetch_add(1, Ordering::Relaxed) });
    }

    fn make(&self, key: &Key, name: &str, load: impl FnOnce() -> Result<Bytes, NativeError>) -> Result<View, NativeError> {
        let bytes = self.read(&load()?, &key.0.debug_id, key.1)?;
        self.folder.put(name, &bytes).map_err(NativeError::store)?;
        drop(bytes);
        open_view(&self.folder.path(name)).ok_or(NativeError::Crashed)
    }

    fn read(&self, data: &[u8], debug_id: &str, form: Form) -> Result<Vec<u8>, NativeError> {
        let (input, output) =
            (self.folder.scratch("in").map_err(NativeError::store)?, self.folder.scratch("out").map_err(NativeError::store)?);
        std::fs::write(&input, data).map_err(NativeError::store)?;
        let result = self.reader.derive(&input, &output, debug_id, form);
        // Left over at worst; the sweep takes it.
        let _ = std::fs::remove_file(&input);
        result
    }
}

fn open_view(path: &Path) -> Option<View> {
    ByteView::open(path).ok().map(Arc::new)
}

fn key_of(file: &DebugFile) -> DebugFileKey {
    DebugFileKey {
        organization: file.scope.organization,
        project: file.scope.project,
        checksum: file.checksum.clone(),
        debug_id: file.debug_id.clone(),
    }
}

/// Only letters, digits and hyphens of what came from outside.
fn file_name((file, form): &Key) -> String {
    let plain = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(80).collect::<String>();
    format!("{}-{}-{}-{}.{}", file.organization, file.project, plain(&file.checksum), plain(&file.debug_id), form.as_str())
}
