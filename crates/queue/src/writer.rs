//! The one thread that writes: takes all waiting appends, commits them together, wakes their callers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use bartizan_ports::StoreResult;
use bartizan_ports::queue::Offset;
use bytes::Bytes;

use crate::catalog::Catalog;
use crate::disk::Disk;
use crate::error::again;
use crate::format::record_size;
use crate::gate::Gate;
use crate::log::{Log, delete_released};
use crate::options::FreeSpaceProbe;
use crate::room::{Room, Waiting};
use crate::unpacked::Unpacked;

/// Largest group commit; bounds what a waiter behind it waits for.
const MAX_BATCH_BYTES: u64 = 32 * 1024 * 1024;
/// Free space is asked for at most this often, unless ...
const PROBE_EVERY: Duration = Duration::from_millis(250);
/// ... this much was written since.
const PROBE_EVERY_BYTES: u64 = 16 * 1024 * 1024;
/// How often an idle writer looks at the disk.
const IDLE_TICK: Duration = Duration::from_secs(1);
/// After so long without an append a wholly released segment is closed and deleted, however small.
const IDLE_ROTATE: Duration = Duration::from_secs(3);

pub(crate) struct Writer {
    pub(crate) log: Log,
    pub(crate) room: Arc<Room>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) probe: FreeSpaceProbe,
    pub(crate) unpacked: Arc<Unpacked>,
    /// Highest offset any `release` named.
    pub(crate) released: Arc<AtomicU64>,
    /// Held while released files are deleted.
    pub(crate) deleting: Arc<parking_lot::Mutex<()>>,
    pub(crate) rotate_released_bytes: u64,
    pub(crate) free: Free,
}

/// The last answer about free space.
pub(crate) struct Free {
    asked: Instant,
    written: u64,
}

impl Free {
    /// Asks for the first time.
    pub(crate) fn first(probe: &FreeSpaceProbe, gate: &Gate) -> Self {
        let mut free = Self { asked: Instant::now(), written: 0 };
        free.ask(probe, gate);
        free
    }

    fn ask(&mut self, probe: &FreeSpaceProbe, gate: &Gate) {
        match probe() {
            Ok(bytes) => gate.free_bytes.store(bytes, Relaxed),
            Err(error) => tracing::warn!(%error, "cannot ask for free disk space"),
        }
        self.asked = Instant::now();
        self.written = 0;
    }

    /// Between two answers the bytes we write ourselves are taken off the last one.
    fn wrote(&mut self, bytes: u64, gate: &Gate) {
        self.written += bytes;
        let left = gate.free_bytes.load(Relaxed).saturating_sub(bytes);
        gate.free_bytes.store(left, Relaxed);
    }

    fn is_due(&self) -> bool {
        self.written >= PROBE_EVERY_BYTES || self.asked.elapsed() >= PROBE_EVERY
    }
}

/// However the writer ends, nobody waits for it any longer.
struct LastWord(Arc<Room>);

impl Drop for LastWord {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

impl Writer {
    /// Works until the room is closed and empty.
    pub(crate) fn run(mut self) {
        let _last = LastWord(Arc::clone(&self.room));
        let mut last_append = Instant::now();
        loop {
            let work = self.room.take(self.patience(), MAX_BATCH_BYTES);
            if self.free.is_due() {
                self.free.ask(&self.probe, &self.gate);
            }
            if work.batch.is_empty() {
                self.look_after(last_append);
            } else {
                last_append = Instant::now();
                self.commit_all(work.batch);
            }
            for rotation in work.rotations {
                // Whoever asked may be gone.
                let _ = rotation.send(self.rotate_released());
            }
            self.publish();
            if work.closing {
                return;
            }
        }
    }

    fn patience(&self) -> Duration {
        if self.gate.is_under_reserve() || self.log.is_broken() { PROBE_EVERY } else { IDLE_TICK }
    }

    fn publish(&self) {
        self.gate.broken.store(self.log.is_broken(), Relaxed);
    }

    /// Nothing to write: mend what failed, give back what was released.
    fn look_after(&mut self, last_append: Instant) {
        // Whatever the reader was quicker than.
        self.unpacked.clear();
        if self.log.is_broken() && self.log.mend().is_ok() {
            tracing::info!("the journal writes again");
        }
        if last_append.elapsed() >= IDLE_ROTATE && !self.log.is_broken() {
            let up_to = self.released.load(Relaxed);
            let _one = self.deleting.lock();
            let done = self.log.rotate_released(up_to, 0).and_then(|()| delete_released(&*self.disk, &self.catalog, up_to));
            if let Err(error) = done {
                tracing::warn!(%error, "cannot give back released journal space");
            }
        }
    }

    fn rotate_released(&mut self) -> StoreResult<()> {
        let min_bytes = if self.gate.is_tight() { 0 } else { self.rotate_released_bytes };
        self.log.rotate_released(self.released.load(Relaxed), min_bytes)
    }

    /// Commits a batch in as many pieces as the segments need.
    fn commit_all(&mut self, batch: Vec<Waiting>) {
        let mut piece: Vec<Waiting> = Vec::with_capacity(batch.len());
        let (mut bytes, mut room) = (0, 0);
        for waiting in batch {
            let size = record_size(waiting.payload.len());
            if let Err(error) = self.gate.has_space(bytes + size) {
                answer(waiting, Err(error));
                continue;
            }
            if piece.is_empty() {
                room = self.log.room(size);
            } else if bytes + size > room {
                self.commit(std::mem::take(&mut piece), bytes);
                bytes = 0;
                room = self.log.room(size);
            }
            bytes += size;
            piece.push(waiting);
        }
        if !piece.is_empty() {
            self.commit(piece, bytes);
        }
    }

    fn commit(&mut self, piece: Vec<Waiting>, bytes: u64) {
        let payloads: Vec<Bytes> = piece.iter().map(|w| w.payload.clone()).collect();
        let result = self.log.commit(&payloads);
        if let Some(time_us) = self.log.take_sync_us() {
            self.gate.synced(time_us);
        }
        self.free.wrote(bytes, &self.gate);
        self.publish();
        match result {
            Ok(first) => piece.into_iter().zip(first..).for_each(|(mut waiting, offset)| {
                if let Some(body) = waiting.unpacked.take() {
                    self.unpacked.keep(offset, body);
                }
                answer(waiting, Ok(Offset(offset)));
            }),
            Err(error) => piece.into_iter().for_each(|waiting| answer(waiting, Err(again(&error)))),
        }
    }
}

fn answer(waiting: Waiting, result: StoreResult<Offset>) {
    match (waiting.reply, result) {
        // The caller may have gone away; its record stands all the same.
        (Some(reply), result) => drop(reply.send(result)),
        (None, Err(error)) => tracing::warn!(%error, "an unconfirmed journal record was not kept"),
        (None, Ok(_)) => {}
    }
}
