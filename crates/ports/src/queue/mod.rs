//! The first door: the queue of accepted requests, in the order they were accepted.
//!
//! At least once: a reader keeps its own checkpoint (the last [`Offset`] it has dealt with) beside what it
//! wrote, and reads again from there after a crash.

pub mod contract;
mod fake;

use async_trait::async_trait;
use bytes::Bytes;

use crate::StoreResult;

pub use fake::MemoryQueue;

/// Position of a record: 1 for the first record ever, then one more for each. Never reused, never goes
/// back, also not over a restart, a deleted segment or a restored backup. 0 means "before the first".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(pub u64);

/// One record as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRecord {
    /// Where it stands.
    pub offset: Offset,
    /// The bytes given to `append`.
    pub payload: Bytes,
    /// What was given beside them to `append_unpacked`, where the queue still has it. At most once, and never needed.
    pub unpacked: Option<Bytes>,
}

/// What a read returned.
#[derive(Debug, Clone, Default)]
pub struct ReadBatch {
    /// Records in order of offset. Damaged records are left out (see `skipped`).
    pub records: Vec<QueueRecord>,
    /// Offsets whose record was damaged and has been set aside for the operator, with the reason.
    pub skipped: Vec<(Offset, String)>,
    /// The offset the reader has now seen everything up to (inclusive), damaged ones included. Store this
    /// as the checkpoint and give it to the next read: it also steps over offsets that were never used.
    pub last: Offset,
}

/// Figures for `/metrics`, the system page and back pressure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueStats {
    /// Oldest offset still kept; `newest + 1` when empty.
    pub oldest: Offset,
    /// Newest durable offset.
    pub newest: Offset,
    /// Bytes on disk of all kept segments.
    pub bytes: u64,
    /// Segment files.
    pub segments: u64,
    /// Bytes free on the volume that holds the queue.
    pub disk_free_bytes: u64,
    /// Records set aside as damaged since the start.
    pub damaged: u64,
    /// Group commits since the start, the sum of their fsync times and the last one, in microseconds.
    pub syncs: u64,
    /// Sum of fsync times in microseconds since the start.
    pub sync_time_us: u64,
    /// Time of the newest fsync in microseconds.
    pub last_sync_us: u64,
}

/// The queue door.
#[async_trait]
pub trait Queue: Send + Sync + 'static {
    /// Appends one record and returns when it is **durable** (fsynced, or replicated). A caller that goes
    /// away while it waits may find the record kept all the same; an error means it was not kept, or
    /// that nobody can tell (then it may be read once, and a repeated append is a second record).
    ///
    /// # Errors
    /// `Full` when the disk is under its reserve or the queue over its bound (nothing was kept),
    /// `Unavailable` when too many appends already wait, `Invalid` for a record over the size bound.
    async fn append(&self, payload: Bytes) -> StoreResult<Offset>;

    /// The same, for a record whose body was unpacked already: a reader close behind need not do it again. A queue may
    /// forget it, and does after a restart.
    ///
    /// # Errors
    /// As [`Queue::append`].
    async fn append_unpacked(&self, payload: Bytes, unpacked: Bytes) -> StoreResult<Offset> {
        drop(unpacked);
        self.append(payload).await
    }

    /// Appends without waiting for durability: for bookkeeping whose loss in a crash is acceptable.
    ///
    /// # Errors
    /// As [`Queue::append`].
    fn append_unconfirmed(&self, payload: Bytes) -> StoreResult<()>;

    /// Reads durable records after `after`, at most `max_records` and about `max_bytes` (always at least
    /// one record when there is one). Returns at once; the reader has caught up when the batch has neither
    /// records nor skipped offsets.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt` when a whole segment cannot be read.
    async fn read(&self, after: Offset, max_records: usize, max_bytes: usize) -> StoreResult<ReadBatch>;

    /// Waits until a record after `after` is durable (returns at once when there already is one).
    async fn wait(&self, after: Offset);

    /// Tells that no reader needs records up to and including `up_to` any more; their space may be freed.
    ///
    /// # Errors
    /// `Unavailable` when files could not be removed.
    async fn release(&self, up_to: Offset) -> StoreResult<()>;

    /// Whether an append would be taken now; cheap enough to ask before a request body is read.
    ///
    /// # Errors
    /// The error an append would give.
    fn accepting(&self) -> StoreResult<()>;

    /// Current figures.
    fn stats(&self) -> QueueStats;
}
