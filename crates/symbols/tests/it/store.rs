//! Debug files in memory.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use bartizan_symbols::native::object::inspect;
use bartizan_symbols::native::{DebugFile, DebugFiles, NativeError, Scope};
use bytes::Bytes;
use parking_lot::Mutex;
use sha1::{Digest as _, Sha1};
use symbolic::debuginfo::Object;
use symbolic::debuginfo::sourcebundle::SourceBundleWriter;

#[derive(Default)]
pub(crate) struct Files {
    rows: Mutex<Vec<(DebugFile, Bytes)>>,
    next: AtomicI64,
}

impl Files {
    pub(crate) fn add(&self, scope: Scope, name: &str, bytes: Vec<u8>) {
        let checksum = hex::encode(Sha1::digest(&bytes));
        let bytes = Bytes::from(bytes);
        for info in inspect(&bytes, None).expect("a debug file") {
            let file = DebugFile {
                id: self.next.fetch_add(1, Ordering::Relaxed),
                scope,
                checksum: checksum.clone(),
                kind: info.kind,
                debug_id: info.debug_id,
                code_id: info.code_id,
                name: name.to_owned(),
                features: info.features,
                blob: String::new(),
            };
            self.rows.lock().push((file, bytes.clone()));
        }
    }

    /// Bundles the sources that a debug file names, as `sentry-cli --include-sources` does.
    pub(crate) fn add_sources(&self, scope: Scope, debug: &Path) {
        let bytes = std::fs::read(debug).expect("readable");
        let object = Object::parse(&bytes).expect("an object");
        let mut out = std::io::Cursor::new(Vec::new());
        let writer = SourceBundleWriter::start(&mut out).expect("starts");
        assert!(writer.write_object(&object, "crash").expect("bundles"), "there are sources");
        self.add(scope, "crash.src.zip", out.into_inner());
    }
}

impl DebugFiles for Files {
    fn find(&self, scope: Scope, debug_id: Option<&str>, code_id: Option<&str>) -> Result<Vec<DebugFile>, NativeError> {
        let is_it = |file: &DebugFile| match debug_id {
            Some(id) => file.debug_id == id,
            None => code_id.is_some() && file.code_id.as_deref() == code_id,
        };
        let rows = self.rows.lock();
        Ok(rows.iter().filter(|(file, _)| file.scope == scope && is_it(file)).map(|(file, _)| file.clone()).collect())
    }

    fn load(&self, file: &DebugFile) -> Result<Bytes, NativeError> {
        let rows = self.rows.lock();
        let found = rows.iter().find(|(row, _)| row.id == file.id).map(|(_, bytes)| bytes.clone());
        found.ok_or_else(|| NativeError::Store("gone".to_owned()))
    }
}
