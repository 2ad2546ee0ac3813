//! Opening: find the segments, find the true end of the newest one, cut a torn tail.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use bartizan_ports::queue::Offset;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};

use crate::catalog::{Catalog, Segment};
use crate::damage::{Damage, describe};
use crate::disk::{Disk, DiskFile, How, random_u64};
use crate::error::io_error;
use crate::format::{HeaderFault, RECORD_HEADER, RecordHeader, SEGMENT_HEADER, SegmentHeader, VERSION, parse_segment_name, segment_name};
use crate::log::{Log, Position, create_segment};
use crate::walk::{OPEN_END, Step, Stretch, Walker};

/// What was found when a journal was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Segments found.
    pub segments: u64,
    /// The offset the next record will have.
    pub next: Offset,
    /// Bytes of a torn tail that were cut off (writes nobody had been told of).
    pub cut_bytes: u64,
    /// Damage that was found and set aside, one line each. Older segments are checked when first read.
    pub set_aside: Vec<String>,
}

/// A segment file as found.
struct Found {
    first: u64,
    len: u64,
    header: Option<SegmentHeader>,
    seal: Option<u64>,
    file: Box<dyn DiskFile>,
}

/// The true end of the newest segment.
struct Tail {
    /// File position after the last sound record.
    end: u64,
    /// Offset of the last sound record (or the one before the segment).
    last: u64,
    positions: Vec<(u64, u64)>,
}

/// The opened halves.
pub(crate) struct Opened {
    pub(crate) log: Log,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) damage: Arc<Damage>,
    pub(crate) report: OpenReport,
}

pub(crate) fn open(disk: Arc<dyn Disk>, segment_bytes: u64, min_next: u64) -> StoreResult<Opened> {
    let damage = Arc::new(Damage::new(Arc::clone(&disk)));
    let mut report = OpenReport::default();
    let mut found = find(&*disk)?;
    report.segments = found.len() as u64;
    let newest = found.pop();
    let following = newest.as_ref().map(|n| (n.first, n.header));
    let mut segments = sealed(&found, following);
    drop(found);
    let before = segments.back().map_or(0, |s| s.last);
    let newest = newest.map(|n| settle(&disk, n, &damage, &mut report)).transpose()?;
    let (file, at, positions) = match newest {
        Some(settled) => start(&*disk, settled, before, min_next, &mut segments)?,
        None => fresh(&*disk, min_next.max(1), 0, &mut segments)?,
    };
    report.next = Offset(at.next);
    let catalog = Arc::new(Catalog::new(segments, at.next - 1));
    catalog.learn(at.first, &positions);
    let log = Log::new(disk, Arc::clone(&catalog), segment_bytes, file, at);
    Ok(Opened { log, catalog, damage, report })
}

fn find(disk: &dyn Disk) -> StoreResult<Vec<Found>> {
    let cannot = |e| io_error("cannot list the journal folder", e);
    let mut firsts = Vec::new();
    for name in disk.list().map_err(cannot)? {
        match parse_segment_name(&name) {
            Some(first) => firsts.push(first),
            None if name.ends_with(".seg.new") => disk.remove(&name).map_err(cannot)?,
            None => {}
        }
    }
    firsts.sort_unstable();
    firsts.into_iter().map(|first| inspect(disk, first)).collect()
}

fn inspect(disk: &dyn Disk, first: u64) -> StoreResult<Found> {
    let cannot = |e| io_error("cannot open a journal segment", e);
    let file = disk.open(&segment_name(first), How::Write).map_err(cannot)?;
    let len = file.len().map_err(cannot)?;
    let mut head = vec![0; (SEGMENT_HEADER + RECORD_HEADER).min(len) as usize];
    file.read_exact_at(&mut head, 0).map_err(cannot)?;
    let header = match SegmentHeader::decode(&head) {
        Err(HeaderFault::Newer(version)) => {
            let text = format!("journal segment {} has format {version}, this version reads up to {VERSION}", segment_name(first));
            return Err(StoreError::new(ErrorKind::Invalid, text));
        }
        other => other.ok().filter(|h| h.first == first),
    };
    // A damaged segment header is not the end: the first record header bears the seal as well.
    let spare = || head.get(SEGMENT_HEADER as usize..).and_then(RecordHeader::decode_any);
    let seal = header.map(|h| h.seal).or_else(|| spare().filter(|(_, r)| r.offset == first).map(|(seal, _)| seal));
    Ok(Found { first, len, header, seal, file })
}

/// All but the newest: each ends where the next one says.
fn sealed(found: &[Found], newest: Option<(u64, Option<SegmentHeader>)>) -> VecDeque<Segment> {
    let next = found.iter().skip(1).map(|f| (f.first, f.header)).chain(newest);
    let segment = |(this, (next_first, header)): (&Found, (u64, Option<SegmentHeader>))| {
        let said = header.map_or(next_first - 1, |h| h.previous);
        let last = said.min(next_first - 1).max(this.first - 1);
        Segment::new(this.first, last, this.len, this.seal)
    };
    found.iter().zip(next).map(segment).collect()
}

/// The newest segment after its tail was settled.
struct Settled {
    found: Found,
    /// `None`: nothing in it can be read, and its records may have had offsets up to this bound.
    tail: Result<Tail, u64>,
    /// The next offset must not be below this.
    next_bound: u64,
}

fn settle(disk: &Arc<dyn Disk>, found: Found, damage: &Damage, report: &mut OpenReport) -> StoreResult<Settled> {
    let cannot = |e| io_error("cannot recover the newest journal segment", e);
    let Some(seal) = found.seal else {
        let bound = found.first.saturating_add(found.len / RECORD_HEADER + 1);
        report.set_aside.push(format!("{}: nothing in it can be read", segment_name(found.first)));
        return Ok(Settled { found, tail: Err(bound), next_bound: bound });
    };
    let tail = scan(&found, seal, damage, report).map_err(cannot)?;
    let mut next_bound = 0;
    if found.len > tail.end {
        report.cut_bytes = found.len - tail.end;
        next_bound = whole_record_lost(disk, &found, seal, &tail, report).map_err(cannot)?;
        found.file.set_len(tail.end).map_err(cannot)?;
        tracing::warn!(segment = %segment_name(found.first), bytes = report.cut_bytes, "cut a torn tail off the journal");
    }
    // Also when nothing was cut: after a crash of the process alone the newest records may still be only
    // in the page cache, and a reader must not see what a power cut could take away.
    found.file.sync().map_err(cannot)?;
    disk.sync_dir().map_err(cannot)?;
    Ok(Settled { found, tail: Ok(tail), next_bound })
}

/// Walks the newest segment, every payload checked.
fn scan(found: &Found, seal: u64, damage: &Damage, report: &mut OpenReport) -> io::Result<Tail> {
    let mut tail = Tail { end: SEGMENT_HEADER.min(found.len), last: found.first - 1, positions: Vec::new() };
    let mut holes = Vec::new();
    let mut walker = Walker::new(&*found.file, Stretch::whole(seal, found.first, OPEN_END, found.len));
    loop {
        match walker.step()? {
            Step::Record { offset, pos, payload } => {
                tail.end = pos + RECORD_HEADER + payload.len() as u64;
                tail.last = offset;
                tail.positions.push((offset, pos));
                for hole in holes.drain(..) {
                    report.set_aside.push(describe(found.first, &hole));
                    damage.note(found.first, &*found.file, &hole);
                }
            }
            Step::Passed { .. } => {}
            Step::Hole(hole) => holes.push(hole),
            Step::End => return Ok(tail),
        }
    }
}

/// A tail that begins with a sound header and has its full length is kept aside before it is cut: a crash
/// leaves such a thing seldom, a bad disk does, and then the record may have been acknowledged. Its
/// offsets are not used again; returned is the lowest that may be.
fn whole_record_lost(disk: &Arc<dyn Disk>, found: &Found, seal: u64, tail: &Tail, report: &mut OpenReport) -> io::Result<u64> {
    let mut bytes = vec![0; (found.len - tail.end) as usize];
    found.file.read_exact_at(&mut bytes, tail.end)?;
    let header = RecordHeader::decode(&bytes, seal);
    if header.is_none_or(|h| h.size() > bytes.len() as u64) {
        return Ok(0);
    }
    let reason = format!("{}: bytes {}..{}: payload checksum differs at the end", segment_name(found.first), tail.end, found.len);
    disk.set_aside(&format!("{:020}-{:012}", found.first, tail.end), &bytes, &reason)?;
    report.set_aside.push(reason);
    Ok(tail.last + 1 + bytes.len() as u64 / RECORD_HEADER + 1)
}

type Started = (Box<dyn DiskFile>, Position, Vec<(u64, u64)>);

/// Goes on in the newest segment, or in a new one when offsets have to jump.
fn start(disk: &dyn Disk, settled: Settled, before: u64, min_next: u64, segments: &mut VecDeque<Segment>) -> StoreResult<Started> {
    let cannot = |e| io_error("cannot set a journal segment aside", e);
    let Settled { found, tail, next_bound } = settled;
    let Ok(tail) = tail else {
        let started = fresh(disk, next_bound.max(min_next), before, segments)?;
        let mut bytes = vec![0; found.len as usize];
        found.file.read_exact_at(&mut bytes, 0).map_err(cannot)?;
        disk.set_aside(&format!("{:020}", found.first), &bytes, "nothing in this segment can be read").map_err(cannot)?;
        disk.remove(&segment_name(found.first)).map_err(cannot)?;
        disk.sync_dir().map_err(cannot)?;
        return Ok(started);
    };
    let empty = tail.last < found.first;
    // An empty segment knows what came before it; else its own last record is the last.
    let last = if empty { found.header.map_or(before, |h| h.previous) } else { tail.last };
    let next = (tail.last + 1).max(min_next).max(next_bound);
    let jumps = next > tail.last + 1;
    if !(jumps && empty) {
        segments.push_back(Segment::new(found.first, tail.last, tail.end, found.seal));
    }
    if jumps {
        let started = fresh(disk, next, last, segments)?;
        if empty {
            disk.remove(&segment_name(found.first)).and_then(|()| disk.sync_dir()).map_err(cannot)?;
        }
        return Ok(started);
    }
    let at = Position { first: found.first, len: tail.end, next, last };
    Ok((found.file, at, tail.positions))
}

fn fresh(disk: &dyn Disk, next: u64, last: u64, segments: &mut VecDeque<Segment>) -> StoreResult<Started> {
    let header = SegmentHeader { first: next, previous: last, seal: random_u64() };
    let (file, segment) = create_segment(disk, header).map_err(|e| io_error("cannot create a journal segment", e))?;
    segments.push_back(segment);
    Ok((file, Position { first: next, len: SEGMENT_HEADER, next, last }, Vec::new()))
}
