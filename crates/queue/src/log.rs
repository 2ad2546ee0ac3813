//! The writing half without its thread: commits batches to the newest segment, opens the next one, and
//! gets back to a known state after a failed write or fsync.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use bartizan_ports::{StoreError, StoreResult};
use bytes::Bytes;

use crate::catalog::{Catalog, Segment};
use crate::disk::{Disk, DiskFile, How, random_u64};
use crate::error::{io_error, unavailable};
use crate::format::{RecordHeader, SEGMENT_HEADER, SegmentHeader, record_size, segment_name};

/// Small pieces are gathered into one write; a payload from this size on is written from where it is.
const GATHER_BYTES: usize = 256 * 1024;
/// A gather buffer that grew over this is given back after the write.
const KEEP_BUFFER_BYTES: usize = 2 * 1024 * 1024;

/// What must be put right before anything else is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// A write failed: bytes after the durable length may be there.
    Write,
    /// An fsync failed: what the file holds after its durable length cannot be known any more.
    Sync,
}

pub(crate) struct Log {
    disk: Arc<dyn Disk>,
    catalog: Arc<Catalog>,
    segment_bytes: u64,
    file: Box<dyn DiskFile>,
    /// First offset of the newest segment.
    first: u64,
    /// Durable length of the newest segment.
    len: u64,
    /// Offset of the next record.
    next: u64,
    /// Last offset that has a record (0: none).
    last: u64,
    trouble: Option<Trouble>,
    buffer: Vec<u8>,
    /// Time of the last fsync of a commit, until it is asked for.
    sync_us: Option<u64>,
}

/// Where a [`Log`] goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    pub(crate) first: u64,
    pub(crate) len: u64,
    pub(crate) next: u64,
    pub(crate) last: u64,
}

impl Log {
    pub(crate) fn new(disk: Arc<dyn Disk>, catalog: Arc<Catalog>, segment_bytes: u64, file: Box<dyn DiskFile>, at: Position) -> Self {
        let Position { first, len, next, last } = at;
        Self { disk, catalog, segment_bytes, file, first, len, next, last, trouble: None, buffer: Vec::new(), sync_us: None }
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.trouble.is_some()
    }

    pub(crate) fn take_sync_us(&mut self) -> Option<u64> {
        self.sync_us.take()
    }

    /// Bytes of records the next commit may hold without a new segment; a whole one when this is full.
    pub(crate) fn room(&self, next_record: u64) -> u64 {
        let left = self.segment_bytes.saturating_sub(self.len);
        if next_record <= left { left } else { self.segment_bytes.saturating_sub(SEGMENT_HEADER).max(next_record) }
    }

    /// Writes the payloads as consecutive records and returns the offset of the first when all are
    /// durable. After an error none of them is (as far as any reader will see).
    pub(crate) fn commit(&mut self, payloads: &[Bytes]) -> StoreResult<u64> {
        self.mend()?;
        if payloads.is_empty() {
            return Ok(self.next);
        }
        let total: u64 = payloads.iter().map(|p| record_size(p.len())).sum();
        if self.len > SEGMENT_HEADER && self.len + total > self.segment_bytes {
            self.rotate().map_err(|e| io_error("cannot open a new journal segment", e))?;
        }
        if let Err(error) = self.write(payloads) {
            self.trouble = Some(Trouble::Write);
            return Err(self.after_failure("cannot write to the journal", error));
        }
        let begun = Instant::now();
        let synced = self.file.sync();
        self.sync_us = Some(begun.elapsed().as_micros().try_into().unwrap_or(u64::MAX));
        if let Err(error) = synced {
            self.trouble = Some(Trouble::Sync);
            return Err(self.after_failure("cannot make the journal durable", error));
        }
        Ok(self.publish(payloads, total))
    }

    fn publish(&mut self, payloads: &[Bytes], total: u64) -> u64 {
        let first = self.next;
        let mut pos = self.len;
        let positions = payloads.iter().zip(first..).map(|(payload, offset)| {
            let at = pos;
            pos += record_size(payload.len());
            (offset, at)
        });
        self.last = first + payloads.len() as u64 - 1;
        self.catalog.publish(self.last, self.len + total, positions);
        self.len += total;
        self.next = self.last + 1;
        first
    }

    fn write(&mut self, payloads: &[Bytes]) -> io::Result<()> {
        let seal = self.seal()?;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let mut pos = self.len;
        for (payload, offset) in payloads.iter().zip(self.next..) {
            buffer.extend_from_slice(&RecordHeader::of(offset, payload).encode(seal));
            if payload.len() < GATHER_BYTES {
                buffer.extend_from_slice(payload);
            }
            if payload.len() >= GATHER_BYTES || buffer.len() >= GATHER_BYTES {
                pos = self.flush(&mut buffer, pos)?;
            }
            if payload.len() >= GATHER_BYTES {
                self.file.write_all_at(payload, pos)?;
                pos += payload.len() as u64;
            }
        }
        self.flush(&mut buffer, pos)?;
        if buffer.capacity() <= KEEP_BUFFER_BYTES {
            self.buffer = buffer;
        }
        Ok(())
    }

    fn flush(&self, buffer: &mut Vec<u8>, pos: u64) -> io::Result<u64> {
        self.file.write_all_at(buffer, pos)?;
        let end = pos + buffer.len() as u64;
        buffer.clear();
        Ok(end)
    }

    fn seal(&self) -> io::Result<u64> {
        let seal = self.catalog.newest().and_then(|s| s.seal);
        seal.ok_or_else(|| io::Error::other("the newest segment has no seal"))
    }

    fn after_failure(&mut self, what: &str, error: io::Error) -> StoreError {
        tracing::error!(%error, segment = %segment_name(self.first), "{what}");
        // Best effort now; `commit` insists before it writes again.
        let _ = self.mend();
        io_error(what, error)
    }

    /// Back to a known state after a failure.
    pub(crate) fn mend(&mut self) -> StoreResult<()> {
        if self.trouble == Some(Trouble::Write) {
            match self.cut_back() {
                Ok(()) => self.trouble = None,
                Err(_) => self.trouble = Some(Trouble::Sync),
            }
        }
        if self.trouble == Some(Trouble::Sync) {
            // What was not synced is cut off if the file still obeys. If it does not, it is harmless: the
            // next segment begins with the same offset, and a reader stops before it.
            let _ = self.cut_back();
            self.start_over().map_err(|e| io_error("the journal is out of order after a failed write", e))?;
        }
        Ok(())
    }

    fn cut_back(&self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.sync()
    }

    /// A file never written before, in place of the one that failed.
    fn start_over(&mut self) -> io::Result<()> {
        if self.len > SEGMENT_HEADER {
            return self.rotate();
        }
        let segment = self.create()?;
        self.catalog.replace_newest(segment);
        Ok(())
    }

    /// Begins a new segment; the old one is wholly durable.
    pub(crate) fn rotate(&mut self) -> io::Result<()> {
        let segment = self.create()?;
        self.catalog.push(segment);
        Ok(())
    }

    /// A failure here is trouble too: the new file may be there already, and then a record written to the
    /// old one would be hidden behind it. So nothing is written before a new segment stands.
    fn create(&mut self) -> io::Result<Segment> {
        self.trouble = Some(Trouble::Sync);
        let header = SegmentHeader { first: self.next, previous: self.last, seal: random_u64() };
        let (file, segment) = create_segment(&*self.disk, header)?;
        self.trouble = None;
        self.file = file;
        self.first = self.next;
        self.len = SEGMENT_HEADER;
        Ok(segment)
    }

    /// Closes the newest segment when all its records are released and it holds at least `min_bytes`.
    pub(crate) fn rotate_released(&mut self, up_to: u64, min_bytes: u64) -> StoreResult<()> {
        let released = self.len > SEGMENT_HEADER && self.last <= up_to && self.len >= min_bytes;
        if !released {
            return Ok(());
        }
        if self.is_broken() {
            return Err(unavailable("the journal is out of order after a failed write"));
        }
        self.rotate().map_err(|e| io_error("cannot open a new journal segment", e))
    }
}

/// Makes an empty segment that is there wholly or not at all: written under another name, synced, renamed.
pub(crate) fn create_segment(disk: &dyn Disk, header: SegmentHeader) -> io::Result<(Box<dyn DiskFile>, Segment)> {
    let name = segment_name(header.first);
    let staged = format!("{name}.new");
    let file = disk.open(&staged, How::Create)?;
    file.write_all_at(&header.encode(), 0)?;
    file.sync()?;
    disk.rename(&staged, &name)?;
    disk.sync_dir()?;
    let segment = Segment::new(header.first, header.first - 1, SEGMENT_HEADER, Some(header.seal));
    Ok((file, segment))
}

/// Deletes segments at or below `up_to`, oldest first, so that what is left is always a suffix.
pub(crate) fn delete_released(disk: &dyn Disk, catalog: &Catalog, up_to: u64) -> StoreResult<()> {
    let mut deleted = false;
    while let Some(segment) = catalog.take_released(up_to) {
        match disk.remove(&segment_name(segment.first)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                catalog.put_back(segment);
                return Err(io_error("cannot delete a released journal segment", error));
            }
            _ => deleted = true,
        }
    }
    if deleted { disk.sync_dir().map_err(|e| io_error("cannot sync the journal folder", e)) } else { Ok(()) }
}
