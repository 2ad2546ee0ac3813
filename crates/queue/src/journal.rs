//! The journal as the queue door.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread::JoinHandle;

use async_trait::async_trait;
use bartizan_ports::queue::{Offset, Queue, QueueStats, ReadBatch};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::disk::{Disk, Folder};
use crate::error::{io_error, unavailable};
use crate::format::record_size;
use crate::gate::Gate;
use crate::log::delete_released;
use crate::options::{FreeSpaceProbe, JournalOptions};
use crate::reader::Reader;
use crate::recover::{OpenReport, open};
use crate::room::{Room, Waiting};
use crate::unpacked::Unpacked;
use crate::writer::{Free, Writer};

/// The local journal. Dropping it writes what waits and stops the writer.
pub struct Journal {
    reader: Reader,
    room: Arc<Room>,
    gate: Arc<Gate>,
    unpacked: Arc<Unpacked>,
    released: Arc<AtomicU64>,
    deleting: Arc<Mutex<()>>,
    max_record_bytes: usize,
    writer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Journal {
    /// Opens (or makes) the journal of a folder: blocking, reads the newest segment whole.
    ///
    /// # Errors
    /// `Unavailable` when the folder is held by another process or cannot be read, `Full` when there is
    /// no room for a first segment, `Invalid` for segments of a newer version.
    pub fn open(options: JournalOptions) -> StoreResult<(Self, OpenReport)> {
        let folder = Folder::open(&options.dir).map_err(|e| match e.kind() {
            std::io::ErrorKind::WouldBlock => unavailable("the journal folder is in use by another process"),
            _ => io_error("cannot open the journal folder", e),
        })?;
        Self::open_on(Arc::new(folder), options)
    }

    pub(crate) fn open_on(disk: Arc<dyn Disk>, options: JournalOptions) -> StoreResult<(Self, OpenReport)> {
        let opened = open(Arc::clone(&disk), options.segment_bytes, options.min_next)?;
        let catalog = Arc::clone(&opened.catalog);
        let gate = Arc::new(Gate::new(Arc::clone(&catalog), options.max_total_bytes, options.reserve_free_bytes));
        let asked = Arc::clone(&disk);
        let probe: FreeSpaceProbe = options.free_space.unwrap_or_else(|| Arc::new(move || asked.free_bytes()));
        let journal = Self {
            reader: Reader { disk: Arc::clone(&disk), catalog: Arc::clone(&catalog), damage: opened.damage },
            room: Arc::new(Room::new(options.max_waiting, options.max_waiting_bytes)),
            gate: Arc::clone(&gate),
            unpacked: Arc::default(),
            released: Arc::default(),
            deleting: Arc::default(),
            max_record_bytes: options.max_record_bytes.min(u32::MAX as usize),
            writer: Arc::default(),
        };
        let writer = Writer {
            log: opened.log,
            room: Arc::clone(&journal.room),
            free: Free::first(&probe, &gate),
            gate,
            catalog,
            disk,
            probe,
            unpacked: Arc::clone(&journal.unpacked),
            released: Arc::clone(&journal.released),
            deleting: Arc::clone(&journal.deleting),
            rotate_released_bytes: options.rotate_released_bytes,
        };
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run());
        *journal.writer.lock() = Some(thread.map_err(|e| io_error("cannot start the journal's writer", e))?);
        Ok((journal, opened.report))
    }

    /// Writes what waits, refuses what comes, and returns when the writer has stopped. Reading goes on.
    pub async fn close(&self) {
        self.room.close();
        let writer = Arc::clone(&self.writer);
        let stopped = tokio::task::spawn_blocking(move || join(&writer)).await;
        if stopped.is_err() {
            tracing::error!("the journal's writer could not be waited for");
        }
    }

    fn enter(&self, waiting: Waiting) -> StoreResult<()> {
        let length = waiting.payload.len();
        if length > self.max_record_bytes {
            return Err(StoreError::new(ErrorKind::Invalid, "the record is larger than the journal takes"));
        }
        self.gate.admits(record_size(length))?;
        self.room.enter(waiting)
    }

    async fn append_and_wait(&self, payload: Bytes, unpacked: Option<Bytes>) -> StoreResult<Offset> {
        let (reply, answer) = oneshot::channel();
        self.enter(Waiting { payload, unpacked, reply: Some(reply) })?;
        answer.await.unwrap_or_else(|_| Err(unavailable("the journal's writer has stopped")))
    }
}

fn join(writer: &Mutex<Option<JoinHandle<()>>>) {
    // The lock is held while waiting, so that a second closer waits as well.
    let mut handle = writer.lock();
    if handle.take().is_some_and(|h| h.join().is_err()) {
        tracing::error!("the journal's writer panicked");
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.room.close();
        join(&self.writer);
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

#[async_trait]
impl Queue for Journal {
    async fn append(&self, payload: Bytes) -> StoreResult<Offset> {
        self.append_and_wait(payload, None).await
    }

    async fn append_unpacked(&self, payload: Bytes, unpacked: Bytes) -> StoreResult<Offset> {
        self.append_and_wait(payload, Some(unpacked)).await
    }

    fn append_unconfirmed(&self, payload: Bytes) -> StoreResult<()> {
        self.enter(Waiting { payload, unpacked: None, reply: None })
    }

    async fn read(&self, after: Offset, max_records: usize, max_bytes: usize) -> StoreResult<ReadBatch> {
        let reader = self.reader.clone();
        let mut batch = blocking(move || reader.read(after, max_records, max_bytes)).await?;
        for record in &mut batch.records {
            record.unpacked = self.unpacked.take(record.offset.0);
        }
        Ok(batch)
    }

    async fn wait(&self, after: Offset) {
        self.reader.catalog.wait(after.0).await;
    }

    async fn release(&self, up_to: Offset) -> StoreResult<()> {
        let up_to = Offset(up_to.0.min(self.reader.catalog.durable()));
        self.released.fetch_max(up_to.0, Relaxed);
        let (rotation, rotated) = oneshot::channel();
        self.room.ask_rotation(rotation)?;
        // A failed rotation keeps the newest segment; the older ones may go all the same.
        let rotated = rotated.await.unwrap_or_else(|_| Err(unavailable("the journal's writer has stopped")));
        let (reader, deleting) = (self.reader.clone(), Arc::clone(&self.deleting));
        blocking(move || {
            let _one = deleting.lock();
            delete_released(&*reader.disk, &reader.catalog, up_to.0)
        })
        .await?;
        rotated
    }

    fn accepting(&self) -> StoreResult<()> {
        self.gate.admits(record_size(1))?;
        self.room.has_place()
    }

    fn stats(&self) -> QueueStats {
        let (oldest, segments) = self.reader.catalog.extent();
        QueueStats {
            oldest: Offset(oldest),
            newest: Offset(self.reader.catalog.durable()),
            bytes: self.reader.catalog.bytes(),
            segments,
            disk_free_bytes: self.gate.free_bytes.load(Relaxed),
            damaged: self.reader.damage.records(),
            syncs: self.gate.syncs.load(Relaxed),
            sync_time_us: self.gate.sync_time_us.load(Relaxed),
            last_sync_us: self.gate.last_sync_us.load(Relaxed),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> StoreResult<T> + Send + 'static) -> StoreResult<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|e| Err(StoreError::new(ErrorKind::Internal, "journal work was cut short").caused_by(e)))
}
