//! Bounds what waits for the indexing threads: the index's own channel counts documents, not bytes.

use parking_lot::{Condvar, Mutex};

/// Bytes of documents handed to indexing threads and not indexed yet.
#[derive(Debug)]
pub(crate) struct InFlight {
    bytes: Mutex<usize>,
    freed: Condvar,
    max_bytes: usize,
}

impl InFlight {
    /// Lets `max_bytes` wait; one document always may.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self { bytes: Mutex::new(0), freed: Condvar::new(), max_bytes }
    }

    /// Waits until there is room.
    pub(crate) fn enter(&self, bytes: usize) {
        let mut waiting = self.bytes.lock();
        while *waiting > 0 && *waiting + bytes > self.max_bytes {
            self.freed.wait(&mut waiting);
        }
        *waiting += bytes;
    }

    /// A document was indexed, or dropped.
    pub(crate) fn leave(&self, bytes: usize) {
        let mut waiting = self.bytes.lock();
        *waiting = waiting.saturating_sub(bytes);
        self.freed.notify_all();
    }
}
