//! Walks the records of one segment file and finds its way over damage.

use std::io;

use bytes::Bytes;
use memchr::memmem;

use crate::disk::DiskFile;
use crate::format::{RECORD_HEADER, RecordHeader, SEGMENT_HEADER, body_crc};

/// How much is read at once (records larger than this are read on their own).
const WINDOW_BYTES: u64 = 256 * 1024;

/// `until` of a segment whose last offset is not known yet.
pub(crate) const OPEN_END: u64 = u64::MAX;

/// The stretch of a segment to walk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) seal: u64,
    /// File position to begin at: where a record header stands (or should).
    pub(crate) pos: u64,
    /// File position to end at (the durable length).
    pub(crate) end: u64,
    /// Offset expected at `pos`.
    pub(crate) expect: u64,
    /// Last offset that belongs to this segment.
    pub(crate) until: u64,
    /// Records before this offset are stepped over by their header, payload unread.
    pub(crate) from: u64,
}

impl Stretch {
    /// A whole segment, every payload checked.
    pub(crate) fn whole(seal: u64, first: u64, until: u64, end: u64) -> Self {
        Self { seal, pos: SEGMENT_HEADER, end, expect: first, until, from: first }
    }
}

/// One step of a walk.
#[derive(Debug)]
pub(crate) enum Step {
    /// A sound record.
    Record { offset: u64, pos: u64, payload: Bytes },
    /// A sound header before `from`.
    Passed { offset: u64, pos: u64 },
    /// Bytes that are no record. `first..=last` are the offsets lost with them (none when `first > last`).
    Hole(Hole),
    /// Nothing more.
    End,
}

/// A damaged stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hole {
    pub(crate) pos: u64,
    pub(crate) end: u64,
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) reason: &'static str,
}

pub(crate) struct Walker<'a> {
    file: &'a dyn DiskFile,
    at: Stretch,
    window: Bytes,
    window_pos: u64,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(file: &'a dyn DiskFile, stretch: Stretch) -> Self {
        Self { file, at: stretch, window: Bytes::new(), window_pos: 0 }
    }

    pub(crate) fn step(&mut self) -> io::Result<Step> {
        if self.at.expect > self.at.until {
            return Ok(Step::End);
        }
        if self.at.pos >= self.at.end {
            return Ok(self.early_end());
        }
        let pos = self.at.pos;
        match self.header_at(pos)? {
            None => self.resync(pos, "record header is damaged"),
            // Left over from a failed commit: its offset was given to the next segment.
            Some(header) if header.offset > self.at.until => Ok(Step::End),
            Some(header) if header.offset > self.at.expect => {
                let hole = self.hole(pos, pos, header.offset - 1, "records are missing");
                self.at.expect = header.offset;
                Ok(Step::Hole(hole))
            }
            Some(header) => self.record(pos, header),
        }
    }

    /// The file ends; when the last offset is known ([`OPEN_END`] says it is not), records may be missing.
    fn early_end(&mut self) -> Step {
        if self.at.until == OPEN_END {
            return Step::End;
        }
        let hole = self.hole(self.at.pos, self.at.pos, self.at.until, "the segment ends early");
        self.at.expect = self.at.until.saturating_add(1);
        Step::Hole(hole)
    }

    fn record(&mut self, pos: u64, header: RecordHeader) -> io::Result<Step> {
        let (offset, end) = (header.offset, pos + header.size());
        let passed = offset < self.at.from;
        let payload = if passed { Bytes::new() } else { self.fetch(pos + RECORD_HEADER, u64::from(header.len))? };
        let sound = passed || body_crc(offset, &payload) == header.body_crc;
        let step = match (passed, sound) {
            (true, _) => Step::Passed { offset, pos },
            (false, true) => Step::Record { offset, pos, payload },
            (false, false) => Step::Hole(self.hole(pos, end, offset, "payload checksum differs")),
        };
        self.at.pos = end;
        self.at.expect = offset + 1;
        Ok(step)
    }

    fn hole(&self, pos: u64, end: u64, last: u64, reason: &'static str) -> Hole {
        Hole { pos, end, first: self.at.expect, last, reason }
    }

    /// A sound header at `pos` whose record lies wholly inside and does not go back.
    fn header_at(&mut self, pos: u64) -> io::Result<Option<RecordHeader>> {
        if self.at.end - pos < RECORD_HEADER {
            return Ok(None);
        }
        let bytes = self.fetch(pos, RECORD_HEADER)?;
        let header = RecordHeader::decode(&bytes, self.at.seal);
        Ok(header.filter(|h| h.offset >= self.at.expect && h.size() <= self.at.end - pos))
    }

    /// Looks for the next sound header after `pos`. The seal at its head is a random number of this
    /// segment, so a payload cannot pretend to hold one.
    fn resync(&mut self, pos: u64, reason: &'static str) -> io::Result<Step> {
        let seal = self.at.seal.to_le_bytes();
        let finder = memmem::Finder::new(&seal);
        let mut from = pos + 1;
        while self.at.end.saturating_sub(from) >= RECORD_HEADER {
            let bytes = self.fetch(from, WINDOW_BYTES.min(self.at.end - from))?;
            for hit in finder.find_iter(&bytes) {
                let candidate = from + hit as u64;
                if let Some(header) = self.header_at(candidate)? {
                    return Ok(self.found(pos, candidate, header, reason));
                }
            }
            // Overlap by one seal less a byte, so that a seal across two windows is seen.
            from += (bytes.len() as u64).saturating_sub(7).max(1);
        }
        // Nothing sound follows in this file.
        let hole = self.hole(pos, self.at.end, self.at.until, reason);
        self.at.pos = self.at.end;
        self.at.expect = self.at.until.saturating_add(1);
        Ok(Step::Hole(hole))
    }

    fn found(&mut self, pos: u64, candidate: u64, header: RecordHeader, reason: &'static str) -> Step {
        let last = (header.offset - 1).min(self.at.until);
        let hole = self.hole(pos, candidate, last, reason);
        self.at.pos = candidate;
        self.at.expect = header.offset;
        Step::Hole(hole)
    }

    /// Bytes of the file, out of the window when they are in it.
    fn fetch(&mut self, pos: u64, len: u64) -> io::Result<Bytes> {
        let inside = pos >= self.window_pos && pos + len <= self.window_pos + self.window.len() as u64;
        if !inside {
            let want = len.max(WINDOW_BYTES.min(self.at.end.saturating_sub(pos)));
            let mut buf = vec![0; want as usize];
            self.file.read_exact_at(&mut buf, pos)?;
            self.window = Bytes::from(buf);
            self.window_pos = pos;
        }
        let start = (pos - self.window_pos) as usize;
        Ok(self.window.slice(start..start + len as usize))
    }
}
