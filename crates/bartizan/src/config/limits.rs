//! Bounds of settings, in bytes: beyond them a server would start and then fail or refuse everything.

use std::ops::RangeInclusive;

/// A queue smaller than this is full after a few requests: its sixteen segments of at least 1 MiB, see `segment_bytes`.
pub(super) const MIN_QUEUE_BYTES: u64 = 16 << 20;
/// What was accepted is processed also below the reserve: room for an index segment and the metadata's log.
pub(super) const MIN_DISK_RESERVE_BYTES: u64 = 16 << 20;
/// The index engine takes no less memory for a writer, and more only makes segments slower to merge.
pub(super) const INDEX_MEMORY_BYTES: RangeInclusive<u64> = 16 << 20..=1 << 30;
