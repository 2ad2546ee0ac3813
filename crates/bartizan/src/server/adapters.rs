//! The choice of adapters: which store stands behind each door.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use bartizan_app::Clock;
use bartizan_blobs::{ObjectBlobs, S3Options};
use bartizan_events::{EventsOptions, TantivyEvents};
use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::{Artifacts, MetaStore};
use bartizan_ports::queue::Offset;
use bartizan_queue::{Journal, JournalOptions, OpenReport};
use bartizan_symbols::js::{FORM_VERSION, JsSymbols, MapCache};
use bartizan_symbols::native::{CacheOptions, FormCache, NativeSymbols, Reader};
use bartizan_symbols::{Folder, Symbols};

use super::debug_files::{self, StoredDebugFiles};
use crate::config::{BlobsConfig, Config};

/// Folder of the queue below the data folder.
pub(crate) const QUEUE_DIR: &str = "queue";
/// File of the metadata store.
pub(crate) const META_FILE: &str = "meta.db";
/// Folder of the event store.
pub(crate) const EVENTS_DIR: &str = "events";
/// Folder of blobs.
pub(crate) const BLOBS_DIR: &str = "blobs";

/// Segments a full queue has at least.
const MIN_QUEUE_SEGMENTS: u64 = 16;
/// Smallest size of a segment: below it opening files would cost more than writing them.
const MIN_SEGMENT_BYTES: u64 = 1 << 20;
/// Largest size of a segment.
const MAX_SEGMENT_BYTES: u64 = 64 << 20;
/// Folder of what is made of debug files; may be deleted at any time.
pub(crate) const SYMBOL_CACHE_DIR: &str = "cache/symbols";
/// Folder of source maps that were read; may be deleted at any time.
const SOURCE_MAP_CACHE_DIR: &str = "cache/source-maps";
/// Folder of commands that look into debug files.
pub(crate) const SYMBOL_SCRATCH_DIR: &str = "cache/symbols-scratch";

/// Space on a volume.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Disk {
    pub total_bytes: u64,
    pub free_bytes: u64,
}

/// Space on the volume that holds `path`.
pub(crate) fn disk(path: &Path) -> Result<Disk> {
    let stat = rustix::fs::statvfs(path).with_context(|| format!("cannot ask for free space of {}", path.display()))?;
    Ok(Disk { total_bytes: stat.f_blocks.saturating_mul(stat.f_frsize), free_bytes: stat.f_bavail.saturating_mul(stat.f_frsize) })
}

/// For commands that work on what is there: a mistyped folder must not become an empty installation.
pub(crate) fn ensure_installation(config: &Config) -> Result<()> {
    let folder = config.data_dir.display();
    ensure!(
        config.data_dir.join(META_FILE).exists(),
        "{folder} holds no installation; name its folder with --data-dir or BARTIZAN_DATA_DIR"
    );
    Ok(())
}

pub(crate) fn open_sqlite(config: &Config) -> Result<SqliteMeta> {
    let path = config.data_dir.join(META_FILE);
    SqliteMeta::open(SqliteOptions::new(&path)).with_context(|| format!("cannot open the metadata store {}", path.display()))
}

pub(crate) fn open_meta(config: &Config) -> Result<Arc<dyn MetaStore>> {
    Ok(Arc::new(open_sqlite(config)?))
}

pub(crate) fn open_events(config: &Config) -> Result<(TantivyEvents, bartizan_events::OpenReport)> {
    open_events_with(events_options(config))
}

pub(crate) fn open_events_with(options: EventsOptions) -> Result<(TantivyEvents, bartizan_events::OpenReport)> {
    let dir = options.dir.clone();
    TantivyEvents::open(options).with_context(|| format!("cannot open the event store {}", dir.display()))
}

/// What the settings say about the event store.
pub(crate) fn events_options(config: &Config) -> EventsOptions {
    EventsOptions {
        writer_memory_bytes: config.index_memory_bytes,
        reserve_free_bytes: config.disk_reserve_bytes,
        ..EventsOptions::new(config.data_dir.join(EVENTS_DIR))
    }
}

/// The queue; its next offset is after `checkpoint`, also when the folder was lost.
pub(crate) fn open_queue(config: &Config, checkpoint: Offset) -> Result<(Journal, OpenReport)> {
    let dir = config.data_dir.join(QUEUE_DIR);
    let options = JournalOptions {
        segment_bytes: segment_bytes(config.queue_max_bytes),
        max_total_bytes: config.queue_max_bytes,
        reserve_free_bytes: config.disk_reserve_bytes,
        min_next: checkpoint.0.saturating_add(1),
        ..JournalOptions::new(&dir)
    };
    Journal::open(options).with_context(|| format!("cannot open the queue {}", dir.display()))
}

/// Space of the queue is given back by whole segments: so none is more than a sixteenth of it, and the door of a full
/// queue opens again soon.
fn segment_bytes(queue_max_bytes: u64) -> u64 {
    (queue_max_bytes / MIN_QUEUE_SEGMENTS).clamp(MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES)
}

/// What opening the queue mended, as a sentence; `None` when nothing was to be mended.
pub(crate) fn describe_opening(report: &OpenReport) -> Option<String> {
    let mut told = report.set_aside.clone();
    if report.cut_bytes > 0 {
        told.push(format!("cut {} bytes of an unfinished write nobody was told of", report.cut_bytes));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

pub(crate) fn open_blobs(config: &Config) -> Result<Arc<dyn BlobStore>> {
    let store = match &config.blobs {
        BlobsConfig::Folder => ObjectBlobs::folder(config.data_dir.join(BLOBS_DIR)),
        BlobsConfig::S3 { bucket, region, endpoint, access_key, secret_key, prefix } => ObjectBlobs::s3(&S3Options {
            bucket: bucket.clone(),
            region: region.clone(),
            endpoint: endpoint.clone(),
            access_key: access_key.clone(),
            secret_key: secret_key.clone(),
            prefix: prefix.clone(),
            allow_http: endpoint.as_deref().is_some_and(|e| e.starts_with("http://")),
        }),
    };
    Ok(Arc::new(store.context("cannot open the blob store")?))
}

/// What is made of debug files, below the folder `name` of the data folder; files are read in processes of this binary.
pub(crate) fn symbol_cache(config: &Config, name: &Path) -> Result<FormCache> {
    let dir = config.data_dir.join(name);
    let reader = Reader::Process { binary: std::env::current_exe().context("cannot find the own binary")? };
    let options = CacheOptions { dir: dir.clone(), max_disk_bytes: CacheOptions::MAX_DISK_BYTES, max_open: CacheOptions::MAX_OPEN, reader };
    FormCache::open(options).with_context(|| format!("cannot open the cache {}", dir.display()))
}

/// Source maps that were read, kept for the next start.
fn source_map_folder(config: &Config) -> Result<Folder> {
    let dir = config.data_dir.join(SOURCE_MAP_CACHE_DIR);
    let opened = Folder::open(&dir, FORM_VERSION, MapCache::MAX_DISK_BYTES);
    opened.with_context(|| format!("cannot open the cache {}", dir.display()))
}

/// The debug files and source maps of all projects. Lookups wait on the current runtime and must not be made on its
/// threads.
pub(crate) fn symbols(config: &Config, meta: &Arc<dyn MetaStore>, blobs: &Arc<dyn BlobStore>, clock: &Clock) -> Result<Symbols> {
    let runtime = tokio::runtime::Handle::current();
    let note_use = debug_files::note_bundles(Arc::clone(meta), clock.clone());
    let js = JsSymbols::new(Arc::clone(meta) as Arc<dyn Artifacts>, Arc::clone(blobs), runtime.clone(), note_use);
    let js = js.with_folder(source_map_folder(config)?);
    let files = StoredDebugFiles { meta: Arc::clone(meta), blobs: Arc::clone(blobs), clock: clock.clone(), runtime };
    let native = NativeSymbols::new(Arc::new(files), Arc::new(symbol_cache(config, Path::new(SYMBOL_CACHE_DIR))?));
    Ok(Symbols { native, js })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_has_several_segments() {
        assert_eq!(segment_bytes(8 << 30), 64 << 20);
        assert_eq!(segment_bytes(256 << 20), 16 << 20);
        assert_eq!(segment_bytes(1), 1 << 20);
    }
}
