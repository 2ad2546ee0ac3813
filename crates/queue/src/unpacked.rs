//! What recent records unpack to, kept from the door for the reader that follows close behind.
//!
//! Only memory: nothing of it is needed, a reader without it unpacks the record itself.

use std::collections::VecDeque;

use bytes::Bytes;
use parking_lot::Mutex;

/// Bytes kept at most: what a reader that keeps up has not read yet, and no more.
const MAX_BYTES: usize = 16 * 1024 * 1024;

#[derive(Default)]
struct Kept {
    /// By offset, rising.
    records: VecDeque<(u64, Bytes)>,
    bytes: usize,
}

/// Unpacked bodies by the offset of their record.
#[derive(Default)]
pub(crate) struct Unpacked(Mutex<Kept>);

impl Unpacked {
    /// Keeps the body of a durable record, unless there is no room: the reader lags behind then and will not come to it
    /// before it is long forgotten.
    pub(crate) fn keep(&self, offset: u64, body: Bytes) {
        let mut kept = self.0.lock();
        if kept.bytes.saturating_add(body.len()) <= MAX_BYTES {
            kept.bytes += body.len();
            kept.records.push_back((offset, body));
        }
    }

    /// Gives the body of a record once, and forgets those before it.
    pub(crate) fn take(&self, offset: u64) -> Option<Bytes> {
        let mut kept = self.0.lock();
        while kept.records.front().is_some_and(|(at, _)| *at <= offset) {
            let (at, body) = kept.records.pop_front()?;
            kept.bytes -= body.len();
            if at == offset {
                return Some(body);
            }
        }
        None
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        *self.0.lock() = Kept::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_once_and_forgets_what_was_passed() {
        let kept = Unpacked::default();
        for offset in [3, 4, 7, 9] {
            kept.keep(offset, Bytes::from(vec![u8::try_from(offset).unwrap_or(0); 10]));
        }
        assert_eq!(kept.take(2), None);
        assert_eq!(kept.take(4).as_deref(), Some([4; 10].as_slice()));
        assert_eq!((kept.take(3), kept.take(4)), (None, None), "passed");
        assert_eq!(kept.take(8), None, "7 is passed, 9 not reached");
        assert_eq!(kept.take(9).as_deref(), Some([9; 10].as_slice()));
        assert_eq!(kept.0.lock().bytes, 0);
    }

    #[test]
    fn holds_its_bound() {
        let kept = Unpacked::default();
        kept.keep(1, Bytes::from(vec![0; MAX_BYTES - 1]));
        kept.keep(2, Bytes::from_static(b"no room"));
        assert_eq!(kept.take(2), None);
        kept.keep(3, Bytes::from_static(b"room again"));
        assert!(kept.take(3).is_some());
        kept.keep(4, Bytes::from_static(b"x"));
        kept.clear();
        assert_eq!((kept.take(4), kept.0.lock().bytes), (None, 0));
    }
}
