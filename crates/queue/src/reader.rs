//! The reading half: from an offset on, over segment borders and over damage.

use std::io;
use std::sync::Arc;

use bartizan_ports::StoreResult;
use bartizan_ports::queue::{Offset, QueueRecord, ReadBatch};

use crate::catalog::{Catalog, Place};
use crate::damage::Damage;
use crate::disk::{Disk, How};
use crate::error::io_error;
use crate::walk::{Hole, Step, Stretch, Walker};

/// Skipped offsets in one batch, whatever the caller's bound for records.
const MAX_SKIPPED: usize = 1_000;

/// All a read needs.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) damage: Arc<Damage>,
}

/// A batch being filled.
struct Filling {
    batch: ReadBatch,
    bytes: usize,
    max_records: usize,
    max_bytes: usize,
    full: bool,
}

impl Reader {
    pub(crate) fn read(&self, after: Offset, max_records: usize, max_bytes: usize) -> StoreResult<ReadBatch> {
        let batch = ReadBatch { last: after, ..ReadBatch::default() };
        let mut filling = Filling { batch, bytes: 0, max_records: max_records.max(1), max_bytes, full: false };
        loop {
            let durable = self.catalog.durable();
            let Some(place) = self.catalog.place(filling.batch.last.0.saturating_add(1)) else {
                // Everything is read; unused offsets up to the newest are stepped over.
                filling.batch.last = filling.batch.last.max(Offset(durable));
                return Ok(filling.batch);
            };
            self.read_place(&place, &mut filling)?;
            if filling.full {
                return Ok(filling.batch);
            }
        }
    }

    fn read_place(&self, place: &Place, filling: &mut Filling) -> StoreResult<()> {
        let from = place.first.max(filling.batch.last.0 + 1);
        let Some(stretch) = place.stretch else {
            let reason = "the segment header and its first record are damaged";
            self.damage.note_segment(place.first, place.last, reason);
            filling.skip(from, place.last, reason);
            return Ok(());
        };
        let file = match self.disk.open(&place.name, How::Read) {
            Ok(file) => file,
            // Released while we looked: ask the catalog again.
            Err(e) if e.kind() == io::ErrorKind::NotFound && !self.catalog.has(place.first) => return Ok(()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let reason = "the segment file is gone";
                self.damage.note_segment(place.first, place.last, reason);
                filling.skip(from, place.last, reason);
                return Ok(());
            }
            Err(e) => return Err(io_error("cannot open a journal segment", e)),
        };
        let walked = self.walk(place, stretch, &mut Walker::new(&*file, stretch), filling, |hole| {
            self.damage.note(place.first, &*file, hole);
        });
        match walked {
            // The file is shorter than it was: what is left of this segment cannot be read.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
                let reason = "the segment file is shorter than it was";
                self.damage.note_segment(place.first, place.last, reason);
                filling.skip(filling.batch.last.0.max(place.first - 1) + 1, place.last, reason);
                Ok(())
            }
            other => other.map_err(|e| io_error("cannot read a journal segment", e)),
        }
    }

    fn walk(
        &self,
        place: &Place,
        stretch: Stretch,
        walker: &mut Walker<'_>,
        filling: &mut Filling,
        note: impl Fn(&Hole),
    ) -> io::Result<()> {
        let mut met = Vec::new();
        loop {
            match walker.step()? {
                Step::Record { offset, pos, payload } => {
                    met.push((offset, pos));
                    filling.record(QueueRecord { offset: Offset(offset), payload, unpacked: None });
                }
                Step::Passed { offset, pos } => met.push((offset, pos)),
                Step::Hole(hole) if hole.last < stretch.from && hole.first <= hole.last => {}
                Step::Hole(hole) => {
                    note(&hole);
                    filling.skip(hole.first.max(stretch.from), hole.last, hole.reason);
                }
                Step::End => {
                    if !filling.full {
                        filling.batch.last = filling.batch.last.max(Offset(place.last));
                    }
                    break;
                }
            }
            if filling.full {
                break;
            }
        }
        self.catalog.learn(place.first, &met);
        Ok(())
    }
}

impl Filling {
    fn record(&mut self, record: QueueRecord) {
        let len = record.payload.len();
        if !self.batch.records.is_empty() && self.bytes.saturating_add(len) > self.max_bytes {
            self.full = true;
            return;
        }
        self.bytes += len;
        self.batch.last = record.offset;
        self.batch.records.push(record);
        self.full = self.batch.records.len() >= self.max_records;
    }

    fn skip(&mut self, first: u64, last: u64, reason: &str) {
        for offset in first..=last {
            if self.batch.skipped.len() >= MAX_SKIPPED {
                self.full = true;
                return;
            }
            self.batch.skipped.push((Offset(offset), reason.to_owned()));
            self.batch.last = Offset(offset);
        }
    }
}
