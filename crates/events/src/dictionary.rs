//! Dictionaries trained on a dataset's recent payloads.
//!
//! The first payloads are kept as samples; when there are enough, the maintenance thread trains a dictionary, which
//! new packs carry in their header from then on. A new day trains again. `dictionaries/000001.dict` in the
//! dataset's folder holds the newest ones, so that a start need not train: the dictionary, then its crc32 u32 le.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::error::{At, Result};
use crate::files;
use crate::pack::{Codec, train};

/// Largest payload taken as a sample, and all samples together, in bytes.
const MAX_SAMPLE_BYTES: usize = 128 << 10;
const MAX_SAMPLES_BYTES: usize = 4 << 20;
/// Dictionary files kept.
const KEPT_FILES: usize = 2;

/// The dictionaries of one dataset.
#[derive(Debug)]
pub(crate) struct Dictionaries {
    folder: PathBuf,
    level: i32,
    max_bytes: usize,
    wanted: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    current: Option<Arc<Codec>>,
    /// Day of the samples the current one was trained on.
    trained_day: Option<i64>,
    samples: Vec<Vec<u8>>,
    sample_bytes: usize,
}

impl Dictionaries {
    /// Loads the newest dictionary of the folder, if a whole one is there.
    pub(crate) fn open(folder: PathBuf, level: i32, max_bytes: usize, wanted: usize) -> Self {
        let current = newest(&folder).map(|bytes| Arc::new(Codec::new(level, Some(bytes))));
        let state = State { current, ..State::default() };
        Self { folder, level, max_bytes, wanted, state: Mutex::new(state) }
    }

    /// The codec new packs should use, when there is one with a dictionary.
    pub(crate) fn current(&self) -> Option<Arc<Codec>> {
        self.state.lock().current.clone()
    }

    /// Offers a raw record of a day as a sample.
    pub(crate) fn offer(&self, day: i64, raw: &[u8]) {
        if self.max_bytes == 0 || raw.len() > MAX_SAMPLE_BYTES {
            return;
        }
        let mut state = self.state.lock();
        let wanted = state.trained_day.is_none_or(|trained| day > trained);
        if wanted && !self.is_full(&state) {
            state.sample_bytes += raw.len();
            state.samples.push(raw.to_vec());
        }
    }

    fn is_full(&self, state: &State) -> bool {
        state.samples.len() >= self.wanted || state.sample_bytes >= MAX_SAMPLES_BYTES
    }

    /// Trains when there are samples enough. Takes about a second; call it from the maintenance thread.
    pub(crate) fn train_when_ready(&self, day: i64) -> Result<bool> {
        let samples = {
            let mut state = self.state.lock();
            if !self.is_full(&state) {
                return Ok(false);
            }
            state.trained_day = Some(day);
            state.sample_bytes = 0;
            std::mem::take(&mut state.samples)
        };
        let Ok(bytes) = train(&samples, self.max_bytes) else { return Ok(false) };
        if bytes.is_empty() {
            return Ok(false);
        }
        self.save(&bytes)?;
        self.state.lock().current = Some(Arc::new(Codec::new(self.level, Some(Arc::from(bytes)))));
        Ok(true)
    }

    fn save(&self, bytes: &[u8]) -> Result<()> {
        fs::create_dir_all(&self.folder).at("create", &self.folder)?;
        let mut have = list(&self.folder);
        let number = have.last().map_or(1, |(number, _)| number + 1);
        let content = [bytes, &crc32fast::hash(bytes).to_le_bytes()].concat();
        files::replace(&self.folder.join(format!("{number:06}.dict")), &content, false)?;
        let old = have.len().saturating_sub(KEPT_FILES - 1);
        for (_, path) in have.drain(..old) {
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// Lets go of idle contexts.
    pub(crate) fn rest(&self) {
        if let Some(codec) = self.current() {
            codec.rest();
        }
    }
}

fn list(folder: &Path) -> Vec<(u32, PathBuf)> {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let dicts = paths.filter(|path| path.extension().is_some_and(|e| e == "dict"));
    let mut all: Vec<(u32, PathBuf)> = dicts.filter_map(|path| Some((path.file_stem()?.to_str()?.parse().ok()?, path))).collect();
    all.sort_unstable();
    all
}

fn newest(folder: &Path) -> Option<Arc<[u8]>> {
    list(folder).into_iter().rev().find_map(|(_, path)| {
        let content = fs::read(path).ok()?;
        let (bytes, crc) = content.split_last_chunk::<4>()?;
        (crc32fast::hash(bytes).to_le_bytes() == *crc && !bytes.is_empty()).then(|| Arc::from(bytes))
    })
}
