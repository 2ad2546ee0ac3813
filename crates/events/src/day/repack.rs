//! Sealing the packs of a day that is over: they are written anew, smaller, while the day stays readable and writable.
//!
//! The writer's lock is held when a pack is chosen and when the sealed one takes its place, not while it is written.
//! What comes late meanwhile goes into a new pack; an erasure meanwhile spoils the work, which is then done again.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::time::{DAY_US, SECOND_US};

use super::write::DayWriter;
use super::{Day, index};
use crate::error::{At, EventsError, Result};
use crate::hash;
use crate::pack::{self, sealed};
use crate::record;

/// Smaller packs are left as they are, in bytes: what comes late to a sealed day would make a file of every few events.
const MIN_PACK_BYTES: u64 = 128 << 10;

/// What the repack of a day, or of several, came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Repacked {
    /// Packs that were sealed.
    pub(crate) packs: u64,
    /// Records in them.
    pub(crate) records: u64,
    /// Their bytes before.
    pub(crate) bytes_before: u64,
    /// Their bytes now.
    pub(crate) bytes_after: u64,
}

impl Repacked {
    /// Adds another's figures.
    pub(crate) fn add(&mut self, other: Self) {
        self.packs += other.packs;
        self.records += other.records;
        self.bytes_before += other.bytes_before;
        self.bytes_after += other.bytes_after;
    }
}

/// A pack to seal.
struct Candidate {
    number: u32,
    /// Bytes of it that the index knows.
    length: u64,
    /// Erasures of the day so far.
    erasures: u64,
}

impl Day {
    /// Whether the day is over and was left alone for long enough.
    fn is_closed(&self, now_seconds: i64) -> bool {
        let options = &self.shared.options;
        let Some(after) = options.seal_after_seconds else { return false };
        let seconds = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let ended = (self.number + 1).saturating_mul(DAY_US) / SECOND_US;
        ended.saturating_add(seconds(after)) <= now_seconds
            && self.changed_seconds().saturating_add(seconds(options.seal_quiet_seconds)) <= now_seconds
    }

    /// Whether the day is closed and changed since the last repack found nothing more to do.
    pub(crate) fn is_repack_due(&self, now_seconds: i64) -> bool {
        let is_done = self.repacked.load(Ordering::Acquire) == self.commits.load(Ordering::Acquire);
        !is_done && self.is_readable() && self.is_closed(now_seconds)
    }

    /// Seals the packs of the day if it is closed at `now_seconds` and nobody writes to it. What was interrupted or
    /// put off is done by a later call; a day that is done costs nothing until it changes again.
    pub(crate) fn repack(&self, now_seconds: i64, stop: &dyn Fn() -> bool) -> Result<Repacked> {
        let mut sum = Repacked::default();
        let commits = self.commits.load(Ordering::Acquire);
        if !self.is_repack_due(now_seconds) {
            return Ok(sum);
        }
        loop {
            let candidate = match self.choose() {
                Ok(Some(Some(candidate))) => candidate,
                Ok(Some(None)) => break,
                Ok(None) => return Ok(sum),
                Err(error) => return self.give_up(error, commits).map(|()| sum),
            };
            match self.seal(&candidate, stop) {
                Ok(done) => sum.add(done),
                Err(error) => return self.give_up(error, commits).map(|()| sum),
            }
        }
        self.repacked.store(commits, Ordering::Release);
        Ok(sum)
    }

    /// After a failure the pack is as it was. It is not tried again before the day changes, unless it was told to stop.
    fn give_up(&self, error: EventsError, commits: u64) -> Result<()> {
        let mut writer = self.write.lock();
        writer.sealing = None;
        if writer.gone {
            return Ok(());
        }
        if !matches!(error, EventsError::Stopped) {
            self.repacked.store(commits, Ordering::Release);
        }
        Err(error)
    }

    /// The next pack to seal; `Some(None)` when there is none, `None` when it is not the moment to ask. What waits to
    /// be erased in packs sealed before is erased on the way.
    fn choose(&self) -> Result<Option<Option<Candidate>>> {
        let Some(mut writer) = self.write.try_lock() else { return Ok(None) };
        if writer.gone || writer.dirty || writer.writer.is_some() {
            return Ok(None);
        }
        let folder = self.pack_folder();
        // An index that cannot be read is for `doctor` to mend, not a reason to touch its packs.
        let Some(note) = index::listed_note(&self.index_folder()) else { return Ok(Some(None)) };
        pack::settle(&folder, None)?;
        if !note.replaced.is_empty() {
            self.erase_records(&note.replaced)?;
            writer.waiting.clear();
        }
        let due = note.packs.iter().find(|(number, length)| is_due(&folder, **number, **length));
        let Some((&number, &length)) = due else { return Ok(Some(None)) };
        if !self.has_room(length)? {
            return Ok(None);
        }
        stand_back(&mut writer, number);
        Ok(Some(Some(Candidate { number, length, erasures: self.erasures.load(Ordering::Acquire) })))
    }

    /// Whether a copy of so many bytes leaves the reserve free.
    fn has_room(&self, bytes: u64) -> Result<bool> {
        let folder = self.pack_folder();
        let stat = rustix::fs::statvfs(&folder).map_err(std::io::Error::from).at("ask for free space of", &folder)?;
        let free = stat.f_bavail.saturating_mul(stat.f_frsize);
        Ok(free.saturating_sub(bytes) >= self.shared.options.reserve_free_bytes)
    }

    fn seal(&self, candidate: &Candidate, stop: &dyn Fn() -> bool) -> Result<Repacked> {
        let folder = self.pack_folder();
        let Candidate { number, length, erasures } = *candidate;
        let order = |raw: &[u8]| self.order(raw);
        let written = sealed::seal(&folder, number, length, self.shared.options.sealed_level, &order, stop)?;
        let mut writer = self.write.lock();
        writer.sealing = None;
        if writer.gone || self.erasures.load(Ordering::Acquire) != erasures {
            let _ = fs::remove_file(sealed::temporary(&folder, number));
            return Ok(Repacked::default());
        }
        let (bytes, records) = match written {
            sealed::Sealed::Written { bytes, records } => (bytes, records),
            sealed::Sealed::Left(why) => {
                tracing::info!(day = %self.folder.display(), pack = number, why, "a pack is left as it is");
                pack::leave(&folder, number, length, &why)?;
                return Ok(Repacked::default());
            }
        };
        sealed::install(&folder, number)?;
        self.shared.packs.forget(self.dataset, self.number);
        let old = pack::path(&folder, number);
        fs::remove_file(&old).at("remove", &old)?;
        pack::forget_left(&folder, number);
        self.forget_size();
        Ok(Repacked { packs: 1, records, bytes_before: length, bytes_after: bytes })
    }

    /// Events of an issue next to one another, in the order they came; issues of a project next to one another.
    fn order(&self, raw: &[u8]) -> Option<u64> {
        let document = record::decode(self.dataset, raw, false)?;
        let kind = document.fields.iter().find(|(name, _)| *name == GROUP_HASH || *name == "item_type");
        let kind = kind.and_then(|(_, value)| value.as_str()).map_or(0, |value| hash::bytes(value.as_bytes()));
        Some((hash::mix(document.project_id.0.cast_unsigned()) >> 48 << 48) | (kind >> 16))
    }
}

/// Keeps the writer from appending to a pack.
fn stand_back(writer: &mut DayWriter, number: u32) {
    writer.sealing = Some(number);
    if writer.pack.as_ref().is_some_and(|open| open.number() == number) {
        writer.pack = None;
    }
}

/// Whether a pack is worth sealing: large enough, not sealed yet, and not looked at before as it is.
fn is_due(folder: &Path, number: u32, length: u64) -> bool {
    length >= MIN_PACK_BYTES
        && pack::path(folder, number).exists()
        && !pack::is_sealed(folder, number)
        && !pack::was_left(folder, number, length)
}
