//! One uploaded file for whatever is asked for, and a cache beside it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Once};

use bartizan_symbols::native::{CacheOptions, DebugFile, DebugFiles, FormCache, NativeError, ObjectInfo, Reader, Scope};
use bytes::Bytes;

/// Whose file it is.
pub const SCOPE: Scope = Scope { organization: 1, project: 1 };

/// Small bounds: every input is another file.
pub static CACHE: LazyLock<FormCache> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("bartizan-fuzz-{}", std::process::id()));
    let options = CacheOptions { dir, max_disk_bytes: 256 * 1024, max_open: 4, reader: Reader::Here };
    FormCache::open(options).unwrap_or_else(|error| panic!("no folder for the cache: {error}"))
});

/// What is caught where strangers' files are read is no find; what is not caught still ends the run.
pub fn let_panics_be_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}

/// The objects of one file.
pub struct OneFile {
    rows: Vec<DebugFile>,
    bytes: Bytes,
    answers_everything: bool,
}

impl OneFile {
    /// A file that was looked into.
    pub fn new(infos: Vec<ObjectInfo>, bytes: &[u8]) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let row = |info: ObjectInfo| DebugFile {
            id: 1,
            scope: SCOPE,
            checksum: format!("{number:040x}"),
            kind: info.kind,
            debug_id: info.debug_id,
            code_id: info.code_id,
            name: "file".to_owned(),
            features: info.features,
            blob: String::new(),
        };
        Self { rows: infos.into_iter().map(row).collect(), bytes: Bytes::copy_from_slice(bytes), answers_everything: false }
    }

    /// The same file for every identifier.
    #[allow(dead_code, reason = "not every target asks so")]
    pub fn for_everything(self) -> Self {
        Self { answers_everything: true, ..self }
    }
}

impl DebugFiles for OneFile {
    fn find(&self, _: Scope, debug_id: Option<&str>, _: Option<&str>) -> Result<Vec<DebugFile>, NativeError> {
        let is_it = |row: &&DebugFile| self.answers_everything || debug_id == Some(row.debug_id.as_str());
        Ok(self.rows.iter().filter(is_it).cloned().collect())
    }

    fn load(&self, _: &DebugFile) -> Result<Bytes, NativeError> {
        Ok(self.bytes.clone())
    }
}
