//! The answer to "what would this event's stack trace be today".

use std::sync::Arc;

use bartizan_domain::document::Document;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::MetaStore;
use bartizan_symbols::Symbols;
use bartizan_symbols::minidump::MAX_DUMP_BYTES;
use bytes::Bytes;

use crate::decode::DUMP_KIND;
use crate::items::errors::stored;

/// Reads stored events with the uploads of their project, and the stored dumps of crashes.
#[derive(Clone)]
pub struct Symbolicator {
    symbols: Symbols,
    meta: Arc<dyn MetaStore>,
    blobs: Arc<dyn BlobStore>,
    runtime: tokio::runtime::Handle,
}

impl std::fmt::Debug for Symbolicator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Symbolicator").field("symbols", &self.symbols).finish_non_exhaustive()
    }
}

impl Symbolicator {
    /// On these stores. Call from threads that may wait; `runtime` runs the reads of dumps.
    pub fn new(symbols: Symbols, meta: Arc<dyn MetaStore>, blobs: Arc<dyn BlobStore>, runtime: tokio::runtime::Handle) -> Self {
        Self { symbols, meta, blobs, runtime }
    }

    /// The dump that came with an event, where it is still there. A store that does not answer costs the walk, not the repair.
    fn dump(&self, stored: &Document) -> Option<Bytes> {
        let warn = |error: bartizan_ports::StoreError| tracing::warn!(event = %stored.event_id, %error, "a stored minidump cannot be read");
        let rows = self.meta.attachments(stored.organization_id, stored.project_id, stored.event_id).map_err(warn).ok()?;
        let row = rows.into_iter().find(|row| row.kind == DUMP_KIND && row.size <= MAX_DUMP_BYTES as u64)?;
        self.runtime.block_on(self.blobs.get(&row.blob_key, None)).map_err(warn).ok()
    }
}

impl bartizan_ports::symbols::Symbolicator for Symbolicator {
    fn read_anew(&self, stored: &Document) -> Option<Document> {
        stored::read_anew(stored, &self.symbols, || self.dump(stored))
    }
}
