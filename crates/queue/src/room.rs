//! The waiting room: appends queue here until the writer takes all of them at once.

use std::collections::VecDeque;
use std::time::Duration;

use bartizan_ports::StoreResult;
use bartizan_ports::queue::Offset;
use bytes::Bytes;
use parking_lot::{Condvar, Mutex};
use tokio::sync::oneshot;

use crate::error::unavailable;
use crate::format::record_size;

/// One waiting append.
pub(crate) struct Waiting {
    pub(crate) payload: Bytes,
    /// What it unpacks to, for the reader.
    pub(crate) unpacked: Option<Bytes>,
    /// `None`: nobody waits for the answer.
    pub(crate) reply: Option<oneshot::Sender<StoreResult<Offset>>>,
}

/// Somebody waits for the newest segment to be closed if it is released.
pub(crate) type Rotation = oneshot::Sender<StoreResult<()>>;

/// What the writer has to do.
#[derive(Default)]
pub(crate) struct Work {
    pub(crate) batch: Vec<Waiting>,
    pub(crate) rotations: Vec<Rotation>,
    /// Nothing more will come.
    pub(crate) closing: bool,
}

#[derive(Default)]
struct Inside {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    rotations: Vec<Rotation>,
    closing: bool,
}

pub(crate) struct Room {
    inside: Mutex<Inside>,
    wake: Condvar,
    max_waiting: usize,
    max_bytes: usize,
}

impl Room {
    pub(crate) fn new(max_waiting: usize, max_bytes: usize) -> Self {
        Self { inside: Mutex::default(), wake: Condvar::new(), max_waiting, max_bytes }
    }

    /// # Errors
    /// `Unavailable` when too many wait or the journal is being closed.
    pub(crate) fn enter(&self, waiting: Waiting) -> StoreResult<()> {
        let mut inside = self.inside.lock();
        self.admits(&inside, waiting.payload.len())?;
        inside.bytes += waiting.payload.len();
        inside.waiting.push_back(waiting);
        drop(inside);
        self.wake.notify_one();
        Ok(())
    }

    fn admits(&self, inside: &Inside, len: usize) -> StoreResult<()> {
        if inside.closing {
            return Err(unavailable("the journal is closed"));
        }
        let crowded = inside.waiting.len() >= self.max_waiting || inside.bytes.saturating_add(len) > self.max_bytes;
        if crowded && !inside.waiting.is_empty() {
            return Err(unavailable("too many appends wait for the disk"));
        }
        Ok(())
    }

    /// Whether an append would be let in.
    pub(crate) fn has_place(&self) -> StoreResult<()> {
        self.admits(&self.inside.lock(), 1)
    }

    pub(crate) fn ask_rotation(&self, rotation: Rotation) -> StoreResult<()> {
        let mut inside = self.inside.lock();
        if inside.closing {
            return Err(unavailable("the journal is closed"));
        }
        inside.rotations.push(rotation);
        drop(inside);
        self.wake.notify_one();
        Ok(())
    }

    pub(crate) fn close(&self) {
        self.inside.lock().closing = true;
        self.wake.notify_one();
    }

    /// Nobody takes work any more: who waits is told (its reply is dropped), who comes is refused.
    pub(crate) fn abandon(&self) {
        let mut inside = self.inside.lock();
        *inside = Inside { closing: true, ..Inside::default() };
    }

    /// Waits for work, at most `timeout`. The batch has about `max_bytes` of records, at least one.
    pub(crate) fn take(&self, timeout: Duration, max_bytes: u64) -> Work {
        let mut inside = self.inside.lock();
        let idle = |i: &Inside| i.waiting.is_empty() && i.rotations.is_empty() && !i.closing;
        if idle(&inside) {
            // A timeout or a spurious wake is an empty piece of work: the writer looks after itself then.
            let _ = self.wake.wait_for(&mut inside, timeout);
        }
        let mut work = Work { rotations: std::mem::take(&mut inside.rotations), ..Work::default() };
        let mut bytes = 0;
        while let Some(next) = inside.waiting.front() {
            let size = record_size(next.payload.len());
            if !work.batch.is_empty() && bytes + size > max_bytes {
                break;
            }
            bytes += size;
            inside.bytes -= next.payload.len();
            work.batch.extend(inside.waiting.pop_front());
        }
        work.closing = inside.closing && inside.waiting.is_empty();
        work
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_ports::ErrorKind;

    fn waiting(len: usize) -> Waiting {
        Waiting { payload: Bytes::from(vec![0; len]), unpacked: None, reply: None }
    }

    fn kind(result: StoreResult<()>) -> Option<ErrorKind> {
        result.err().map(|e| e.kind)
    }

    #[test]
    fn bounds_by_count_and_by_bytes() {
        let room = Room::new(2, 100);
        assert_eq!(kind(room.enter(waiting(500))), None, "a large one is taken when nobody waits");
        assert_eq!(kind(room.enter(waiting(1))), Some(ErrorKind::Unavailable), "over the bytes");
        assert_eq!(room.take(Duration::ZERO, 10).batch.len(), 1);
        assert_eq!(kind(room.enter(waiting(1))), None);
        assert_eq!(kind(room.enter(waiting(1))), None);
        assert_eq!(kind(room.enter(waiting(1))), Some(ErrorKind::Unavailable), "over the count");
        assert_eq!(kind(room.has_place()), Some(ErrorKind::Unavailable));
        assert_eq!(room.take(Duration::ZERO, 1000).batch.len(), 2);
        assert_eq!(kind(room.has_place()), None);
    }

    #[test]
    fn an_abandoned_room_keeps_nobody_waiting() {
        let room = Room::new(10, 1000);
        let (reply, mut answer) = oneshot::channel();
        assert_eq!(kind(room.enter(Waiting { payload: Bytes::new(), unpacked: None, reply: Some(reply) })), None);
        room.abandon();
        assert_eq!(answer.try_recv().err(), Some(oneshot::error::TryRecvError::Closed));
        assert_eq!(kind(room.has_place()), Some(ErrorKind::Unavailable));
    }

    #[test]
    fn a_batch_holds_its_bytes_and_closing_drains_first() {
        let room = Room::new(10, 1000);
        for _ in 0..3 {
            assert_eq!(kind(room.enter(waiting(100))), None);
        }
        room.close();
        assert_eq!(kind(room.enter(waiting(1))), Some(ErrorKind::Unavailable));
        let first = room.take(Duration::ZERO, 300);
        assert_eq!((first.batch.len(), first.closing), (2, false));
        let second = room.take(Duration::ZERO, 300);
        assert_eq!((second.batch.len(), second.closing), (1, true));
    }
}
