//! The queue in memory, for tests of other rooms.

use std::collections::{BTreeSet, VecDeque};

use async_trait::async_trait;
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::watch;

use super::{Offset, Queue, QueueRecord, QueueStats, ReadBatch};
use crate::{ErrorKind, StoreError, StoreResult};

/// The fake of the queue door: "durable" means in this list. It can be told to refuse
/// ([`MemoryQueue::refuse`]) and to have a damaged record ([`MemoryQueue::damage`]).
#[derive(Debug)]
pub struct MemoryQueue {
    state: Mutex<State>,
    newest: watch::Sender<u64>,
    max_total_bytes: u64,
}

#[derive(Debug, Default)]
struct State {
    records: VecDeque<QueueRecord>,
    bytes: u64,
    damaged: BTreeSet<u64>,
    reported: BTreeSet<u64>,
    refusal: Option<ErrorKind>,
}

impl Default for MemoryQueue {
    fn default() -> Self {
        Self::with_max_total_bytes(u64::MAX)
    }
}

impl MemoryQueue {
    /// An empty queue without a bound.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty queue that answers `Full` when its payloads together would exceed this size.
    pub fn with_max_total_bytes(max_total_bytes: u64) -> Self {
        Self { state: Mutex::default(), newest: watch::Sender::new(0), max_total_bytes }
    }

    /// From now on appends are refused with this kind; `None` accepts again.
    pub fn refuse(&self, kind: Option<ErrorKind>) {
        self.state.lock().refusal = kind;
    }

    /// Makes the record at `offset` unreadable: reads skip and report it.
    pub fn damage(&self, offset: Offset) {
        self.state.lock().damaged.insert(offset.0);
    }

    fn push(&self, payload: Bytes) -> StoreResult<Offset> {
        let mut state = self.state.lock();
        self.admits(&state, payload.len() as u64)?;
        state.bytes += payload.len() as u64;
        let offset = Offset(*self.newest.borrow() + 1);
        state.records.push_back(QueueRecord { offset, payload, unpacked: None });
        self.newest.send_replace(offset.0);
        Ok(offset)
    }

    fn admits(&self, state: &State, more: u64) -> StoreResult<()> {
        if let Some(kind) = state.refusal {
            return Err(StoreError::new(kind, "queue refuses on purpose"));
        }
        if state.bytes.saturating_add(more) > self.max_total_bytes {
            return Err(StoreError::new(ErrorKind::Full, "queue is full"));
        }
        Ok(())
    }
}

#[async_trait]
impl Queue for MemoryQueue {
    async fn append(&self, payload: Bytes) -> StoreResult<Offset> {
        self.push(payload)
    }

    fn append_unconfirmed(&self, payload: Bytes) -> StoreResult<()> {
        self.push(payload).map(|_| ())
    }

    async fn read(&self, after: Offset, max_records: usize, max_bytes: usize) -> StoreResult<ReadBatch> {
        let mut guard = self.state.lock();
        let state = &mut *guard;
        let mut batch = ReadBatch { last: after, ..ReadBatch::default() };
        let mut bytes = 0;
        for record in state.records.iter().filter(|r| r.offset > after) {
            if batch.records.len() + batch.skipped.len() >= max_records.max(1) {
                break;
            }
            if state.damaged.contains(&record.offset.0) {
                batch.skipped.push((record.offset, "damaged on purpose".to_owned()));
                state.reported.insert(record.offset.0);
            } else if batch.records.is_empty() || bytes + record.payload.len() <= max_bytes {
                bytes += record.payload.len();
                batch.records.push(record.clone());
            } else {
                break;
            }
            batch.last = record.offset;
        }
        Ok(batch)
    }

    async fn wait(&self, after: Offset) {
        // The sender lives as long as this queue, so the wait cannot fail.
        let _ = self.newest.subscribe().wait_for(|newest| *newest > after.0).await;
    }

    async fn release(&self, up_to: Offset) -> StoreResult<()> {
        let mut state = self.state.lock();
        while state.records.front().is_some_and(|r| r.offset <= up_to) {
            if let Some(record) = state.records.pop_front() {
                state.bytes -= record.payload.len() as u64;
            }
        }
        Ok(())
    }

    fn accepting(&self) -> StoreResult<()> {
        self.admits(&self.state.lock(), 1)
    }

    fn stats(&self) -> QueueStats {
        let state = self.state.lock();
        let newest = *self.newest.borrow();
        QueueStats {
            oldest: state.records.front().map_or(Offset(newest + 1), |r| r.offset),
            newest: Offset(newest),
            bytes: state.bytes,
            segments: u64::from(!state.records.is_empty()),
            disk_free_bytes: u64::MAX,
            damaged: state.reported.len() as u64,
            ..QueueStats::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::all(async || MemoryQueue::new()).await;
    }

    #[tokio::test]
    async fn is_full_until_released() {
        let queue = MemoryQueue::with_max_total_bytes(10);
        contract::full_until_released(&queue, Bytes::from_static(b"12345678")).await;
    }

    #[tokio::test]
    async fn reports_damage_and_refuses_on_purpose() {
        let queue = MemoryQueue::new();
        for text in ["a", "b", "c"] {
            queue.append(Bytes::from(text)).await.expect("append");
        }
        queue.damage(Offset(2));
        let batch = queue.read(Offset(0), 10, 100).await.expect("read");
        assert_eq!(batch.records.iter().map(|r| r.offset.0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(batch.skipped.iter().map(|s| s.0.0).collect::<Vec<_>>(), [2]);
        assert_eq!((batch.last, queue.stats().damaged), (Offset(3), 1));
        queue.refuse(Some(ErrorKind::Unavailable));
        assert_eq!(queue.accepting().map_err(|e| e.kind), Err(ErrorKind::Unavailable));
        assert!(queue.append(Bytes::new()).await.is_err());
    }
}
