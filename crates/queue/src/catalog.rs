//! Which segments there are and how far each is durable: written by the one writer, read by everybody.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::format::{SEGMENT_HEADER, segment_name};
use crate::walk::{OPEN_END, Stretch};

/// A known record position about every so many bytes of a segment.
const MARK_EVERY_BYTES: u64 = 64 * 1024;

/// One segment as readers see it.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) first: u64,
    /// Last durable offset in it; `first - 1` while it is empty.
    pub(crate) last: u64,
    /// Durable length in bytes.
    pub(crate) len: u64,
    /// Unknown when neither the segment header nor its first record could be read.
    pub(crate) seal: Option<u64>,
    /// Positions of some records, sorted by both.
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: u64,
    pos: u64,
}

impl Segment {
    pub(crate) fn new(first: u64, last: u64, len: u64, seal: Option<u64>) -> Self {
        Self { first, last, len, seal, marks: Vec::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.last < self.first
    }

    fn mark(&mut self, offset: u64, pos: u64) {
        let at = self.marks.partition_point(|m| m.pos < pos);
        let before = at.checked_sub(1).and_then(|i| self.marks.get(i)).map_or(SEGMENT_HEADER, |m| m.pos);
        let after = self.marks.get(at).map_or(u64::MAX, |m| m.pos);
        if pos >= before + MARK_EVERY_BYTES && after.saturating_sub(pos) >= MARK_EVERY_BYTES {
            self.marks.insert(at, Mark { offset, pos });
        }
    }

    /// Where to begin to read records from `target` on.
    fn stretch(&self, seal: u64, target: u64) -> Stretch {
        let at = self.marks.partition_point(|m| m.offset <= target);
        let mark = at.checked_sub(1).and_then(|i| self.marks.get(i)).copied();
        let mark = mark.unwrap_or(Mark { offset: self.first, pos: SEGMENT_HEADER });
        Stretch { seal, pos: mark.pos, end: self.len, expect: mark.offset, until: self.last, from: target }
    }
}

/// A part of the queue to read next.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// `None`: nothing in this segment can be read.
    pub(crate) stretch: Option<Stretch>,
}

/// The shared list.
#[derive(Debug)]
pub(crate) struct Catalog {
    segments: Mutex<VecDeque<Segment>>,
    /// Bytes of all segments; stored while `segments` is locked, so it never lags behind.
    bytes: AtomicU64,
    /// Newest durable offset.
    durable: watch::Sender<u64>,
}

impl Catalog {
    pub(crate) fn new(segments: VecDeque<Segment>, durable: u64) -> Self {
        debug_assert!(segments.iter().all(|s| s.last != OPEN_END));
        let bytes = AtomicU64::new(segments.iter().map(|s| s.len).sum());
        Self { segments: Mutex::new(segments), bytes, durable: watch::Sender::new(durable) }
    }

    /// Changes the list and counts its bytes anew (a few hundred segments at most).
    fn change<T>(&self, change: impl FnOnce(&mut VecDeque<Segment>) -> T) -> T {
        let mut segments = self.segments.lock();
        let result = change(&mut segments);
        self.bytes.store(segments.iter().map(|s| s.len).sum(), Relaxed);
        result
    }

    /// Bytes of all segments.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    pub(crate) fn durable(&self) -> u64 {
        *self.durable.borrow()
    }

    pub(crate) async fn wait(&self, after: u64) {
        // The sender is ours and lives as long as we do, so the wait cannot fail.
        let _ = self.durable.subscribe().wait_for(|newest| *newest > after).await;
    }

    /// Records up to `last` are durable in the newest segment, which now has this length.
    pub(crate) fn publish(&self, last: u64, len: u64, positions: impl Iterator<Item = (u64, u64)>) {
        self.change(|segments| {
            if let Some(active) = segments.back_mut() {
                positions.for_each(|(offset, pos)| active.mark(offset, pos));
                active.last = last;
                active.len = len;
            }
        });
        self.durable.send_replace(last);
    }

    /// A new newest segment.
    pub(crate) fn push(&self, segment: Segment) {
        self.change(|segments| segments.push_back(segment));
    }

    /// The newest segment, empty, was made anew.
    pub(crate) fn replace_newest(&self, segment: Segment) {
        self.change(|segments| {
            segments.pop_back();
            segments.push_back(segment);
        });
    }

    /// A reader met these records.
    pub(crate) fn learn(&self, first: u64, positions: &[(u64, u64)]) {
        let mut segments = self.segments.lock();
        if let Some(segment) = segments.iter_mut().find(|s| s.first == first) {
            positions.iter().for_each(|(offset, pos)| segment.mark(*offset, *pos));
        }
    }

    /// The segment that holds `target`, or the next one that has records after it.
    pub(crate) fn place(&self, target: u64) -> Option<Place> {
        let segments = self.segments.lock();
        let at = segments.partition_point(|s| s.last < target);
        let segment = segments.iter().skip(at).find(|s| !s.is_empty())?;
        let target = target.max(segment.first);
        Some(Place {
            name: segment_name(segment.first),
            first: segment.first,
            last: segment.last,
            stretch: segment.seal.map(|seal| segment.stretch(seal, target)),
        })
    }

    /// Whether this segment is still in the list.
    pub(crate) fn has(&self, first: u64) -> bool {
        self.segments.lock().iter().any(|s| s.first == first)
    }

    pub(crate) fn newest(&self) -> Option<Segment> {
        self.segments.lock().back().map(Segment::clone_bare)
    }

    /// Takes the oldest segment out when it is wholly at or below `up_to` and not the newest.
    pub(crate) fn take_released(&self, up_to: u64) -> Option<Segment> {
        self.change(|segments| {
            let released = segments.len() > 1 && segments.front().is_some_and(|s| s.last <= up_to);
            if released { segments.pop_front() } else { None }
        })
    }

    /// Puts back what could not be deleted.
    pub(crate) fn put_back(&self, segment: Segment) {
        self.change(|segments| segments.push_front(segment));
    }

    /// (oldest offset kept, number of segments)
    pub(crate) fn extent(&self) -> (u64, u64) {
        let segments = self.segments.lock();
        let oldest = segments.iter().find(|s| !s.is_empty()).map_or_else(|| self.durable() + 1, |s| s.first);
        (oldest, segments.len() as u64)
    }
}

impl Segment {
    fn clone_bare(&self) -> Self {
        Self { first: self.first, last: self.last, len: self.len, seal: self.seal, marks: Vec::new() }
    }
}
