//! A simulated disk that fails and loses unsynced writes by a seed, and what the journal must keep on it.
//!
//! What a power cut leaves: of each file the synced bytes, and of what was written since then any subset
//! of its 512-byte sectors; of the folder the synced entries and any first part of the changes since.
//! A failed fsync leaves any subset of the sectors on disk and marks all of them clean, as kernels do.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use bartizan_ports::queue::Offset;
use bytes::Bytes;
use parking_lot::Mutex;

use crate::disk::{Disk, DiskFile, How};
use crate::log::delete_released;
use crate::reader::Reader;
use crate::recover::{Opened, open};

const SECTOR: usize = 512;

/// xorshift64*: small and the same everywhere.
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.roll() >> 16) % bound
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

#[derive(Debug, Default, Clone)]
struct Content {
    /// What reads see.
    cached: Vec<u8>,
    /// What is on the platter.
    durable: Vec<u8>,
    /// Sectors written since they were last synced.
    dirty: BTreeSet<usize>,
    /// The length changed since the last sync.
    resized: bool,
}

impl Content {
    fn put_sector(&mut self, sector: usize) {
        let start = sector * SECTOR;
        let end = (start + SECTOR).min(self.cached.len());
        if start < end {
            if self.durable.len() < end {
                self.durable.resize(end, 0);
            }
            self.durable[start..end].copy_from_slice(&self.cached[start..end]);
        }
    }

    fn sync(&mut self) {
        for sector in std::mem::take(&mut self.dirty) {
            self.put_sector(sector);
        }
        self.durable.resize(self.cached.len(), 0);
        self.resized = false;
    }

    fn lose(&mut self, dice: &mut Dice) {
        for sector in std::mem::take(&mut self.dirty) {
            if dice.one_in(2) {
                self.put_sector(sector);
            }
        }
        if self.resized && dice.one_in(2) {
            self.durable.resize(self.cached.len(), 0);
        }
        self.resized = false;
    }
}

type Folder = BTreeMap<String, usize>;

#[derive(Debug)]
struct State {
    dice: Dice,
    files: Vec<Content>,
    cached: Folder,
    durable: Folder,
    /// The folder after each change since its last sync.
    changes: Vec<Folder>,
    /// The power goes after so many more operations.
    fuse: u64,
    /// One in so many writes and fsyncs fails (0: none).
    faults: u64,
    set_aside: usize,
}

/// The simulated disk.
#[derive(Clone)]
struct SimDisk(Arc<Mutex<State>>);

struct SimFile(Arc<Mutex<State>>, usize);

fn dead() -> io::Error {
    io::Error::other("no power")
}

impl State {
    fn burn(&mut self) -> io::Result<()> {
        self.fuse = self.fuse.saturating_sub(1);
        if self.fuse == 0 { Err(dead()) } else { Ok(()) }
    }

    fn fault(&mut self) -> bool {
        self.faults > 0 && {
            let faults = self.faults;
            self.dice.one_in(faults)
        }
    }

    fn changed(&mut self) {
        let now = self.cached.clone();
        self.changes.push(now);
    }
}

impl SimDisk {
    fn new(seed: u64) -> Self {
        let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let state = State {
            dice,
            files: Vec::new(),
            cached: Folder::new(),
            durable: Folder::new(),
            changes: Vec::new(),
            fuse: u64::MAX,
            faults: 0,
            set_aside: 0,
        };
        Self(Arc::new(Mutex::new(state)))
    }

    fn arm(&self, fuse: u64, faults: u64) {
        let mut state = self.0.lock();
        state.fuse = fuse;
        state.faults = faults;
    }

    /// The power was cut: what was not synced is lost in part, then it comes back.
    fn power_cut(&self) {
        let state = &mut *self.0.lock();
        for file in &mut state.files {
            file.lose(&mut state.dice);
            file.cached = file.durable.clone();
        }
        let kept = state.dice.below(state.changes.len() as u64 + 1) as usize;
        if let Some(folder) = kept.checked_sub(1).and_then(|i| state.changes.get(i)) {
            state.durable = folder.clone();
        }
        state.cached = state.durable.clone();
        state.changes.clear();
        state.fuse = u64::MAX;
        state.faults = 0;
    }
}

impl Disk for SimDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.0.lock().cached.keys().cloned().collect())
    }

    fn open(&self, name: &str, how: How) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.0.lock();
        state.burn()?;
        let id = match (state.cached.get(name).copied(), how) {
            (Some(id), How::Create) => {
                let file = &mut state.files[id];
                file.cached.clear();
                file.dirty.clear();
                file.resized = true;
                id
            }
            (Some(id), _) => id,
            (None, How::Create) => {
                state.files.push(Content::default());
                let id = state.files.len() - 1;
                state.cached.insert(name.to_owned(), id);
                state.changed();
                id
            }
            (None, _) => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(Box::new(SimFile(Arc::clone(&self.0), id)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.burn()?;
        let id = state.cached.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.cached.insert(to.to_owned(), id);
        state.changed();
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock();
        state.burn()?;
        state.cached.remove(name).ok_or(io::ErrorKind::NotFound)?;
        state.changed();
        Ok(())
    }

    fn sync_dir(&self) -> io::Result<()> {
        let mut state = self.0.lock();
        state.burn()?;
        if state.fault() {
            return Err(io::Error::other("folder sync failed"));
        }
        state.durable = state.cached.clone();
        state.changes.clear();
        Ok(())
    }

    fn free_bytes(&self) -> io::Result<u64> {
        Ok(u64::MAX)
    }

    fn set_aside(&self, _name: &str, _bytes: &[u8], _reason: &str) -> io::Result<()> {
        self.0.lock().set_aside += 1;
        Ok(())
    }
}

impl DiskFile for SimFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().files[self.1].cached.len() as u64)
    }

    fn read_exact_at(&self, buf: &mut [u8], pos: u64) -> io::Result<()> {
        let state = self.0.lock();
        let start = pos as usize;
        let bytes = state.files[self.1].cached.get(start..start + buf.len());
        buf.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write_all_at(&self, bytes: &[u8], pos: u64) -> io::Result<()> {
        let mut state = self.0.lock();
        state.burn()?;
        let failed = state.fault();
        // A failing write has written some of it.
        let len = if failed { state.dice.below(bytes.len() as u64 + 1) as usize } else { bytes.len() };
        let file = &mut state.files[self.1];
        let (start, end) = (pos as usize, pos as usize + len);
        if len > 0 {
            if file.cached.len() < end {
                file.cached.resize(end, 0);
                file.resized = true;
            }
            file.cached[start..end].copy_from_slice(&bytes[..len]);
            file.dirty.extend(start / SECTOR..=(end - 1) / SECTOR);
        }
        if failed { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&self) -> io::Result<()> {
        let mut guard = self.0.lock();
        let state = &mut *guard;
        state.burn()?;
        if state.fault() {
            state.files[self.1].lose(&mut state.dice);
            return Err(io::Error::other("fsync failed"));
        }
        state.files[self.1].sync();
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.0.lock();
        state.burn()?;
        let file = &mut state.files[self.1];
        file.cached.resize(len as usize, 0);
        file.dirty.retain(|sector| sector * SECTOR < len as usize);
        file.resized = true;
        Ok(())
    }
}

/// What is known to have happened, over all crashes of one run.
#[derive(Default)]
struct Ledger {
    acknowledged: BTreeMap<u64, Bytes>,
    attempted: BTreeSet<Bytes>,
    released: u64,
    written: u64,
}

impl Ledger {
    /// A payload never seen before, of a size that crosses sectors now and then.
    fn payload(&mut self, dice: &mut Dice) -> Bytes {
        self.written += 1;
        let mut bytes = format!("record {} ", self.written).into_bytes();
        let size = [0, 30, 400, 3000][dice.below(4) as usize] + dice.below(40) as usize;
        bytes.extend((0..size).map(|_| dice.roll() as u8));
        let bytes = Bytes::from(bytes);
        self.attempted.insert(bytes.clone());
        bytes
    }

    /// Reads everything and compares. What is readable now must be readable ever after.
    fn check(&mut self, reader: &Reader, seed: u64) {
        let (mut at, mut found) = (Offset(self.released), BTreeMap::new());
        loop {
            let batch = reader.read(at, 5, 2000).unwrap_or_else(|e| panic!("seed {seed}: read: {e:?}"));
            for (offset, reason) in &batch.skipped {
                assert!(!self.acknowledged.contains_key(&offset.0), "seed {seed}: acknowledged {} skipped: {reason}", offset.0);
            }
            for record in &batch.records {
                assert!(record.offset > at, "seed {seed}: {:?} twice or out of order", record.offset);
                at = record.offset;
                assert!(self.attempted.contains(&record.payload), "seed {seed}: {:?} is torn", record.offset);
                found.insert(record.offset.0, record.payload.clone());
            }
            if batch.records.is_empty() && batch.skipped.is_empty() {
                break;
            }
            at = batch.last;
        }
        let distinct: BTreeSet<&Bytes> = found.values().collect();
        assert_eq!(distinct.len(), found.len(), "seed {seed}: a record stands twice");
        for (offset, payload) in self.acknowledged.range(self.released + 1..) {
            assert!(found.get(offset) == Some(payload), "seed {seed}: acknowledged {offset} is lost");
        }
        self.acknowledged.extend(found);
    }
}

fn reader(opened: &Opened, disk: &SimDisk) -> Reader {
    Reader { disk: Arc::new(disk.clone()), catalog: Arc::clone(&opened.catalog), damage: Arc::clone(&opened.damage) }
}

/// Appends and releases until the fuse has burnt or enough was done.
fn work(opened: &mut Opened, disk: &SimDisk, ledger: &mut Ledger, dice: &mut Dice, seed: u64) {
    for _ in 0..dice.below(40) {
        let payloads: Vec<Bytes> = (0..=dice.below(4)).map(|_| ledger.payload(dice)).collect();
        if let Ok(first) = opened.log.commit(&payloads) {
            let newest = ledger.acknowledged.keys().next_back().copied().unwrap_or(0);
            assert!(first > newest, "seed {seed}: offset {first} was used before");
            ledger.acknowledged.extend((first..).zip(payloads));
        }
        if dice.one_in(6) {
            let newest = ledger.acknowledged.keys().next_back().copied().unwrap_or(0);
            let up_to = ledger.released + dice.below(newest - ledger.released + 1);
            ledger.released = up_to;
            let rotated = opened.log.rotate_released(up_to, 0);
            let _ = rotated.and_then(|()| delete_released(disk, &opened.catalog, up_to));
        }
    }
}

/// One life of a journal over several crashes.
fn live(seed: u64, faults: u64) {
    let mut dice = Dice(seed.wrapping_add(77).wrapping_mul(0xD134_2543_DE82_EF95) | 1);
    let disk = SimDisk::new(seed);
    let mut ledger = Ledger::default();
    for _ in 0..6 {
        // Opening may be cut short too; then it is tried again after the next power cut.
        let fuse = if dice.one_in(4) { 1 + dice.below(12) } else { u64::MAX };
        disk.arm(fuse, 0);
        let Ok(mut opened) = open(Arc::new(disk.clone()), 8 * 1024, ledger.released + 1) else {
            assert_ne!(fuse, u64::MAX, "seed {seed}: a sound disk must open");
            disk.power_cut();
            continue;
        };
        disk.arm(u64::MAX, 0);
        ledger.check(&reader(&opened, &disk), seed);
        disk.arm(5 + dice.below(150), faults);
        work(&mut opened, &disk, &mut ledger, &mut dice, seed);
        disk.arm(u64::MAX, 0);
        ledger.check(&reader(&opened, &disk), seed);
        let gentle = faults == 0 && dice.one_in(3);
        drop(opened);
        if !gentle {
            disk.power_cut();
        }
    }
    let last = open(Arc::new(disk.clone()), 8 * 1024, 1).unwrap_or_else(|e| panic!("seed {seed}: last open: {e:?}"));
    ledger.check(&reader(&last, &disk), seed);
}

#[test]
fn nothing_acknowledged_is_lost_by_power_cuts() {
    (0..400).for_each(|seed| live(seed, 0));
}

#[test]
fn nothing_acknowledged_is_lost_when_writes_and_syncs_fail_too() {
    (1000..1400).for_each(|seed| live(seed, 9));
}

/// Through the thread and the door: failures are told, nothing is half kept, and it heals by itself.
#[tokio::test]
async fn a_failing_disk_is_told_and_mended() {
    use bartizan_ports::queue::Queue;
    let disk = SimDisk::new(5);
    let plain = crate::JournalOptions { reserve_free_bytes: 0, segment_bytes: 4096, ..crate::JournalOptions::new("unused") };
    let (journal, _) = crate::Journal::open_on(Arc::new(disk.clone()), plain).expect("open");
    let mut kept = Vec::new();
    for round in 0..5_u64 {
        for n in 0..10 {
            let payload = Bytes::from(format!("{round}/{n}"));
            kept.push((journal.append(payload.clone()).await.expect("append"), payload));
        }
        disk.arm(u64::MAX, 1);
        let refused = journal.append(Bytes::from_static(b"never kept")).await.expect_err("the disk fails");
        assert!(refused.is_retryable() && refused.cause.is_some(), "{refused:?}");
        while journal.accepting().is_ok() {
            tokio::task::yield_now().await;
        }
        disk.arm(u64::MAX, 0);
        while journal.accepting().is_err() {
            tokio::task::yield_now().await;
        }
    }
    let batch = journal.read(Offset(0), 1000, 1 << 20).await.expect("read");
    let read: Vec<_> = batch.records.into_iter().map(|r| (r.offset, r.payload)).collect();
    assert_eq!((read, batch.skipped), (kept, vec![]));
}

#[test]
fn the_simulated_disk_does_lose_what_was_not_synced() {
    let lost = (0..20).filter(|seed| {
        let disk = SimDisk::new(*seed);
        let file = disk.open("a", How::Create).expect("create");
        disk.sync_dir().expect("sync dir");
        file.write_all_at(&[7; 2000], 0).expect("write");
        disk.power_cut();
        let mut back = vec![0; 2000];
        file.read_exact_at(&mut back, 0).is_err() || back != [7; 2000]
    });
    assert!(lost.count() > 10);
}
