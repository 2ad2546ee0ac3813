//! One day of one dataset: its index, its packs, what was appended and not committed, and its id filter.
//!
//! Locks are taken in this order: `write`, then `read`, `filter`, `uncommitted`; none is held over a call into
//! another day.

mod columns;
mod erase;
mod index;
mod lookup;
mod note;
mod rebuild;
mod repack;
mod replace;
mod verify;
mod write;

pub(crate) use erase::Subject;
pub(crate) use index::DayIndex;
pub(crate) use lookup::filter_hash;
pub(crate) use repack::Repacked;
pub(crate) use write::Eviction;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use bartizan_domain::dataset::Dataset;
use bartizan_domain::time::DAY_US;
use bartizan_domain::{EventId, ProjectId, Timestamp};
use parking_lot::{Mutex, RwLock};
use rustc_hash::FxHashMap;

use crate::error::{At, EventsError, Result};
use crate::filter::IdFilter;
use crate::schema::MAPPING_VERSION;
use crate::shared::Shared;
use crate::{clock, files, pack};
use write::DayWriter;

const SCHEMA_FILE: &str = "schema.json";
const INDEX_FOLDER: &str = "index";
const PACK_FOLDER: &str = "packs";
/// There while the index is made again from the packs: until that is done it knows too little, and nothing may be cut
/// back to what it knows.
const REBUILDING_FILE: &str = "rebuilding";

/// A day.
pub(crate) struct Day {
    /// Its dataset.
    pub(crate) dataset: Dataset,
    /// Days since the epoch.
    pub(crate) number: i64,
    folder: PathBuf,
    shared: Arc<Shared>,
    write: Mutex<DayWriter>,
    read: RwLock<Option<Arc<DayIndex>>>,
    filter: RwLock<Option<IdFilter>>,
    uncommitted: Mutex<FxHashMap<(ProjectId, EventId), u64>>,
    size: Mutex<Option<DaySize>>,
    used: AtomicU64,
    changed: AtomicI64,
    /// Counts commits.
    commits: AtomicU64,
    /// After which commit the repack found nothing more to do.
    repacked: AtomicU64,
    /// Counts erasures, so that a pack that lost records while it was sealed is sealed anew.
    erasures: AtomicU64,
    /// Documents wait for the next commit.
    dirty: AtomicBool,
    /// There is something to read.
    readable: AtomicBool,
    /// There may be several segments.
    unmerged: AtomicBool,
}

/// Figures of a day.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DaySize {
    pub(crate) documents: u64,
    pub(crate) index_bytes: u64,
    pub(crate) payload_bytes: u64,
    pub(crate) sealed_bytes: u64,
    pub(crate) files: u64,
}

/// Folder name of a day.
pub(crate) fn folder_name(number: i64) -> String {
    Timestamp(number.saturating_mul(DAY_US)).to_rfc3339().chars().take(10).collect()
}

/// Number of the day a folder is named after.
pub(crate) fn folder_number(name: &str) -> Option<i64> {
    let number = Timestamp::parse(name)?.day();
    (folder_name(number) == name).then_some(number)
}

impl Day {
    /// A day whose folder may not exist yet. Touches no file but the index's time stamp.
    pub(crate) fn new(shared: Arc<Shared>, dataset: Dataset, number: i64) -> Self {
        let folder = shared.options.dir.join(dataset.schema().name).join(folder_name(number));
        let changed = clock::modified_seconds(&folder.join(INDEX_FOLDER).join("meta.json"));
        Self {
            dataset,
            number,
            folder,
            shared,
            write: Mutex::new(DayWriter::new()),
            read: RwLock::new(None),
            filter: RwLock::new(None),
            uncommitted: Mutex::new(FxHashMap::default()),
            size: Mutex::new(None),
            used: AtomicU64::new(0),
            changed: AtomicI64::new(changed),
            commits: AtomicU64::new(0),
            repacked: AtomicU64::new(u64::MAX),
            erasures: AtomicU64::new(0),
            dirty: AtomicBool::new(false),
            readable: AtomicBool::new(false),
            unmerged: AtomicBool::new(true),
        }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn index_folder(&self) -> PathBuf {
        self.folder.join(INDEX_FOLDER)
    }

    /// Folder of its packs.
    pub(crate) fn pack_folder(&self) -> PathBuf {
        self.folder.join(PACK_FOLDER)
    }

    /// When documents were last committed, in seconds since the epoch.
    pub(crate) fn changed_seconds(&self) -> i64 {
        self.changed.load(Ordering::Relaxed)
    }

    /// When it was last used, for eviction: a counter, not a time.
    pub(crate) fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    fn touch(&self) {
        self.used.store(self.shared.tick(), Ordering::Relaxed);
    }

    /// Whether it holds an open index.
    pub(crate) fn is_open(&self) -> bool {
        self.read.read().is_some()
    }

    /// The open index, opened when it is not.
    pub(crate) fn index(&self) -> Result<Arc<DayIndex>> {
        self.touch();
        if let Some(index) = self.read.read().as_ref() {
            return Ok(Arc::clone(index));
        }
        let mut slot = self.read.write();
        if let Some(index) = slot.as_ref() {
            return Ok(Arc::clone(index));
        }
        self.check_schema()?;
        let index = Arc::new(DayIndex::open(self.dataset, &self.index_folder())?);
        *slot = Some(Arc::clone(&index));
        Ok(index)
    }

    /// Closes the index for reading and forgets the filter; both come back when they are needed.
    pub(crate) fn close_reader(&self) {
        *self.read.write() = None;
    }

    /// Whether anything of the day is on disk.
    pub(crate) fn exists(&self) -> bool {
        let exists = self.index_folder().join("meta.json").exists() || !pack::list(&self.pack_folder()).is_empty();
        if exists {
            self.readable.store(true, Ordering::Release);
        }
        exists
    }

    /// Whether a rebuild of the index was interrupted.
    fn is_half_rebuilt(&self) -> bool {
        self.folder.join(REBUILDING_FILE).exists()
    }

    /// Whether there is something to read; a day made for writing has it from its first append.
    pub(crate) fn is_readable(&self) -> bool {
        self.readable.load(Ordering::Acquire)
    }

    /// Makes a commit visible.
    fn publish(&self, index: &Arc<DayIndex>) -> Result<()> {
        index.reload()?;
        *self.read.write() = Some(Arc::clone(index));
        Ok(())
    }

    /// Says what is plainly wrong with the folder, without opening anything.
    pub(crate) fn problem(&self) -> Option<String> {
        if let Err(error @ EventsError::Newer { .. }) = self.check_schema() {
            return Some(error.to_string());
        }
        if !self.index_folder().join("meta.json").exists() {
            return Some(format!("{}: the index is missing; `doctor --repair` rebuilds it from the packs", self.folder.display()));
        }
        if self.is_half_rebuilt() {
            return Some(format!("{}: a rebuild of the index was interrupted; `doctor --repair` does it again", self.folder.display()));
        }
        self.check_schema().err().map(|error| error.to_string())
    }

    /// Makes the folder of a new day.
    fn create(&self) -> Result<()> {
        let packs = self.pack_folder();
        fs::create_dir_all(&packs).at("create", &packs)?;
        self.write_schema()?;
        DayIndex::create(self.dataset, &self.index_folder())?;
        files::sync_folder(&self.folder)?;
        self.folder.parent().map_or(Ok(()), files::sync_folder)?;
        self.readable.store(true, Ordering::Release);
        Ok(())
    }

    fn write_schema(&self) -> Result<()> {
        let schema = self.dataset.schema();
        let note = serde_json::json!({"dataset": schema.name, "version": schema.version, "mapping": MAPPING_VERSION});
        files::replace(&self.folder.join(SCHEMA_FILE), note.to_string().as_bytes(), true)
    }

    /// Refuses a day written by a newer version.
    fn check_schema(&self) -> Result<()> {
        let path = self.folder.join(SCHEMA_FILE);
        let content = fs::read(&path).at("read", &path)?;
        let note: serde_json::Value = serde_json::from_slice(&content).map_err(|error| EventsError::corrupt(&path, error.to_string()))?;
        let number = |key: &str| note.get(key).and_then(serde_json::Value::as_u64).unwrap_or(u64::MAX);
        if number("mapping") > u64::from(MAPPING_VERSION) || number("version") > u64::from(self.dataset.schema().version) {
            return Err(EventsError::Newer { path });
        }
        Ok(())
    }

    /// Figures, from the disk when they changed.
    pub(crate) fn size(&self) -> DaySize {
        let mut slot = self.size.lock();
        *slot.get_or_insert_with(|| self.measure())
    }

    fn measure(&self) -> DaySize {
        let (index_files, index_bytes) = files::size_of(&self.index_folder());
        let (pack_files, payload_bytes) = files::size_of(&self.pack_folder());
        let documents = index::count_documents(&self.index_folder());
        let sealed_bytes = pack::sealed_bytes(&self.pack_folder());
        DaySize { documents, index_bytes, payload_bytes, sealed_bytes, files: index_files + pack_files + 1 }
    }

    fn forget_size(&self) {
        *self.size.lock() = None;
    }

    /// Removes the day with everything in it. Returns what it held.
    pub(crate) fn remove(&self) -> Result<DaySize> {
        self.shared.claim()?;
        let size = self.measure();
        let mut writer = self.write.lock();
        writer.dirty = false;
        self.abandon(&mut writer);
        writer.gone = true;
        self.readable.store(false, Ordering::Release);
        self.close_reader();
        *self.filter.write() = None;
        self.shared.packs.forget(self.dataset, self.number);
        let doomed = self.folder.with_extension("removed");
        match fs::rename(&self.folder, &doomed) {
            Ok(()) => fs::remove_dir_all(&doomed).at("remove", &doomed)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).at("rename", &self.folder),
        }
        Ok(size)
    }
}
