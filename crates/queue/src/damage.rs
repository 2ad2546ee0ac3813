//! Damaged stretches: kept aside once for the operator, counted, reported.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::disk::{Disk, DiskFile};
use crate::format::segment_name;
use crate::walk::Hole;

/// Most bytes copied of one damaged stretch.
const MAX_COPY_BYTES: u64 = 64 * 1024 * 1024;
/// A damaged stretch that would count more lost records than this counts as this many.
const MAX_COUNTED: u64 = 1_000_000;

/// What was found damaged since the start.
pub(crate) struct Damage {
    disk: Arc<dyn Disk>,
    seen: Mutex<BTreeSet<(u64, u64)>>,
    records: AtomicU64,
}

impl Damage {
    pub(crate) fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, seen: Mutex::default(), records: AtomicU64::new(0) }
    }

    /// Records lost to damage since the start.
    pub(crate) fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Notes a hole of the segment beginning at `first`; does nothing for one noted before.
    pub(crate) fn note(&self, first: u64, file: &dyn DiskFile, hole: &Hole) {
        if !self.seen.lock().insert((first, hole.pos)) {
            return;
        }
        let lost = hole.last.saturating_add(1).saturating_sub(hole.first);
        self.records.fetch_add(lost.min(MAX_COUNTED), Ordering::Relaxed);
        let reason = describe(first, hole);
        tracing::error!(%reason, "damaged journal records were set aside");
        self.copy(first, file, hole, &reason);
    }

    fn copy(&self, first: u64, file: &dyn DiskFile, hole: &Hole, reason: &str) {
        let len = (hole.end - hole.pos).min(MAX_COPY_BYTES);
        let mut bytes = vec![0; len as usize];
        let kept = file.read_exact_at(&mut bytes, hole.pos).and_then(|()| {
            let name = format!("{first:020}-{:012}", hole.pos);
            self.disk.set_aside(&name, &bytes, reason)
        });
        if let Err(error) = kept {
            tracing::warn!(%error, "cannot copy damaged journal bytes");
        }
    }

    /// A segment of which nothing can be read.
    pub(crate) fn note_segment(&self, first: u64, last: u64, reason: &str) {
        if self.seen.lock().insert((first, 0)) {
            let lost = last.saturating_add(1).saturating_sub(first);
            self.records.fetch_add(lost.min(MAX_COUNTED), Ordering::Relaxed);
            tracing::error!(segment = %segment_name(first), first, last, reason, "a journal segment is lost");
        }
    }
}

/// One line for the operator.
pub(crate) fn describe(first: u64, hole: &Hole) -> String {
    let name = segment_name(first);
    let Hole { pos, end, reason, .. } = hole;
    if hole.first > hole.last {
        format!("{name}: bytes {pos}..{end}: {reason}; no record is missing")
    } else if hole.last == u64::MAX {
        format!("{name}: bytes {pos}..{end}: {reason}; offset {} and later", hole.first)
    } else {
        format!("{name}: bytes {pos}..{end}: {reason}; offsets {}..={}", hole.first, hole.last)
    }
}
