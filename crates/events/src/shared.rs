//! What all days share: settings, budgets, open packs, dictionaries.

use std::fs::{File, TryLockError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use bartizan_domain::dataset::Dataset;
use parking_lot::Mutex;

use crate::dictionary::Dictionaries;
use crate::error::{At, EventsError, Result};
use crate::inflight::InFlight;
use crate::options::EventsOptions;
use crate::pack::sealed::BlockCache;
use crate::pack::{Codec, PackFile};

/// Documents on their way to indexing threads, in bytes.
const MAX_IN_FLIGHT_BYTES: usize = 12 << 20;
/// Packs kept open for reading.
const MAX_OPEN_PACKS: usize = 16;

/// Shared by all days of a store.
pub(crate) struct Shared {
    pub(crate) options: EventsOptions,
    pub(crate) in_flight: Arc<InFlight>,
    pub(crate) packs: OpenPacks,
    /// Compression without a dictionary.
    pub(crate) plain: Arc<Codec>,
    dictionaries: Vec<(Dataset, Dictionaries)>,
    /// Index writers open now.
    pub(crate) open_writers: AtomicUsize,
    /// Bytes of documents that wait in memory for a writer.
    pub(crate) pending_bytes: AtomicUsize,
    /// Appended documents were given up outside of a commit: the next one must fail.
    pub(crate) given_up: AtomicBool,
    ticks: AtomicU64,
    /// Held once something was written: one process writes to a store.
    lock: Mutex<Option<File>>,
}

impl Shared {
    /// Loads dictionaries; touches nothing else.
    pub(crate) fn new(options: EventsOptions) -> Self {
        let dictionaries = Dataset::ALL.into_iter().map(|dataset| {
            let folder = options.dir.join(dataset.schema().name).join("dictionaries");
            let level = options.compression_level;
            (dataset, Dictionaries::open(folder, level, options.dictionary_bytes, options.dictionary_samples))
        });
        Self {
            in_flight: Arc::new(InFlight::new(MAX_IN_FLIGHT_BYTES)),
            packs: OpenPacks::default(),
            plain: Arc::new(Codec::new(options.compression_level, None)),
            dictionaries: dictionaries.collect(),
            open_writers: AtomicUsize::new(0),
            pending_bytes: AtomicUsize::new(0),
            given_up: AtomicBool::new(false),
            ticks: AtomicU64::new(1),
            lock: Mutex::new(None),
            options,
        }
    }

    /// Makes this process the one that writes to the store, until it is closed.
    pub(crate) fn claim(&self) -> Result<()> {
        let mut lock = self.lock.lock();
        if lock.is_some() {
            return Ok(());
        }
        let path = self.options.dir.join("lock");
        let file = File::create(&path).at("create", &path)?;
        match file.try_lock() {
            Ok(()) => *lock = Some(file),
            Err(TryLockError::WouldBlock) => return Err(EventsError::InUse { path }),
            Err(TryLockError::Error(error)) => return Err(error).at("lock", &path),
        }
        Ok(())
    }

    /// Whether this process writes to the store.
    pub(crate) fn is_claimed(&self) -> bool {
        self.lock.lock().is_some()
    }

    /// Dictionaries of a dataset.
    pub(crate) fn dictionaries(&self, dataset: Dataset) -> Option<&Dictionaries> {
        self.dictionaries.iter().find(|(of, _)| *of == dataset).map(|(_, dictionaries)| dictionaries)
    }

    /// Counts up, for "least recently used".
    pub(crate) fn tick(&self) -> u64 {
        self.ticks.fetch_add(1, Ordering::Relaxed)
    }

    /// Lets go of memory that idle contexts hold.
    pub(crate) fn rest(&self) {
        self.plain.rest();
        self.dictionaries.iter().for_each(|(_, dictionaries)| dictionaries.rest());
        self.packs.clear();
    }
}

type PackKey = (Dataset, i64, u32);

/// Packs open for reading, most recently used last.
#[derive(Default)]
pub(crate) struct OpenPacks {
    open: Mutex<Vec<(PackKey, Arc<PackFile>)>>,
    /// Blocks of sealed packs.
    blocks: Arc<BlockCache>,
}

impl OpenPacks {
    /// The open pack, opened by `open` when it is not.
    pub(crate) fn get(&self, key: PackKey, open: impl FnOnce(&Arc<BlockCache>) -> Result<PackFile>) -> Result<Arc<PackFile>> {
        let mut list = self.open.lock();
        if let Some(at) = list.iter().position(|(have, _)| *have == key) {
            let entry = list.remove(at);
            let reader = Arc::clone(&entry.1);
            list.push(entry);
            return Ok(reader);
        }
        let reader = Arc::new(open(&self.blocks)?);
        if list.len() >= MAX_OPEN_PACKS {
            list.remove(0);
        }
        list.push((key, Arc::clone(&reader)));
        Ok(reader)
    }

    /// Closes the packs of a day.
    pub(crate) fn forget(&self, dataset: Dataset, day: i64) {
        self.open.lock().retain(|((of, number, _), _)| (*of, *number) != (dataset, day));
    }

    fn clear(&self) {
        self.open.lock().clear();
        self.blocks.clear();
    }
}
