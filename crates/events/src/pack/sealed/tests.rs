//! Sealed packs in a folder: what goes in comes out, and nothing else, whatever becomes of the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::writer::SealedWriter;
use super::*;
use crate::error::{EventsError, Result};
use crate::pack::{self, Codec, Effort, PackFile, PackWriter, ScannedRecord};

/// Records by position; `None` for erased ones.
type Records = BTreeMap<u64, Option<Vec<u8>>>;

const LEVEL: i32 = 3;

/// A record that compresses badly alone and well beside others of its kind.
fn record(n: u64, kind: u64) -> Vec<u8> {
    let mut raw: Vec<u8> = (0..120).flat_map(|at| crate::hash::mix(kind * 1_000 + at).to_le_bytes()).collect();
    raw.extend(format!("record {n} of kind {kind}").bytes());
    raw
}

/// Records of three kinds by turns, the kind in the order.
fn kind_of(raw: &[u8]) -> Option<u64> {
    raw.last().map(|digit| u64::from(*digit))
}

/// Writes pack 1 and answers its length and records.
fn write_pack(folder: &Path, count: u64) -> (u64, Records) {
    let mut writer = PackWriter::create(folder, 1, Arc::new(Codec::new(LEVEL, None))).expect("create");
    let mut records = Records::new();
    for n in 0..count {
        let raw = record(n, n % 3);
        let address = writer.append(&raw, Effort::Full).expect("append");
        records.insert(address.position, Some(raw));
    }
    writer.sync().expect("sync");
    (writer.length(), records)
}

fn erase_some(folder: &Path, records: &mut Records, every: usize) -> Vec<u64> {
    let doomed: Vec<u64> = records.keys().copied().step_by(every).collect();
    pack::erase(folder, 1, &doomed, LEVEL).expect("erase");
    doomed.iter().for_each(|position| drop(records.insert(*position, None)));
    doomed
}

fn seal_pack(folder: &Path, length: u64) -> Sealed {
    seal(folder, 1, length, LEVEL, &kind_of, &|| false).expect("seal")
}

/// Seals pack 1 and takes the old one away.
fn sealed(folder: &Path, count: u64) -> Records {
    let (length, records) = write_pack(folder, count);
    assert!(matches!(seal_pack(folder, length), Sealed::Written { records, .. } if records == count));
    install(folder, 1).expect("install");
    fs::remove_file(pack::path(folder, 1)).expect("remove");
    records
}

fn open(folder: &Path) -> Result<PackFile> {
    PackFile::open(folder, 1, &Arc::default())
}

/// All that can be read by position, and how many could not.
fn read_all(folder: &Path, positions: impl Iterator<Item = u64>) -> Result<(Records, usize)> {
    let (pack, mut read, mut failed) = (open(folder)?, Records::new(), 0);
    for position in positions {
        match pack.read(position) {
            Ok(raw) => drop(read.insert(position, raw)),
            Err(_) => failed += 1,
        }
    }
    Ok((read, failed))
}

/// All that a walk finds, and what is wrong with the rest.
fn walk(folder: &Path) -> Result<(Records, Vec<String>)> {
    let (mut found, mut problems) = (Records::new(), Vec::new());
    pack::scan(folder, 1, u64::MAX, |ScannedRecord { position, raw }| {
        match raw {
            Ok(raw) => assert_eq!(found.insert(position, raw), None, "met twice: {position}"),
            Err(error) => problems.push(error.to_string()),
        }
        Ok(())
    })?;
    Ok((found, problems))
}

fn assert_holds(folder: &Path, records: &Records) {
    assert_eq!(read_all(folder, records.keys().copied()).expect("read"), (records.clone(), 0));
    assert_eq!(walk(folder).expect("walk"), (records.clone(), Vec::new()));
}

#[test]
fn a_sealed_pack_answers_as_the_pack_did_and_is_smaller() {
    let dir = tempfile::tempdir().expect("folder");
    let (_, mut records) = write_pack(dir.path(), 700);
    erase_some(dir.path(), &mut records, 50);
    let length = fs::metadata(pack::path(dir.path(), 1)).expect("pack").len();
    fs::OpenOptions::new()
        .append(true)
        .open(pack::path(dir.path(), 1))
        .and_then(|mut file| std::io::Write::write_all(&mut file, &[9; 40]))
        .expect("bytes that no commit knows");
    assert_holds_up_to(dir.path(), &records, length);
    let Sealed::Written { bytes, records: live } = seal_pack(dir.path(), length) else { panic!("worth it") };
    assert_eq!(live, records.values().flatten().count() as u64);
    assert!(bytes * 4 < length, "{bytes} of {length}");
    assert!(!pack::is_sealed(dir.path(), 1), "it has its name only after this");
    install(dir.path(), 1).expect("install");
    fs::remove_file(pack::path(dir.path(), 1)).expect("remove");
    assert_holds(dir.path(), &records);
    assert_eq!(pack::list(dir.path()), [1]);
    assert_eq!(pack::scan(dir.path(), 1, 0, |_| Ok(())).expect("scan"), length, "it stands for the whole pack");
    for wrong in [0, 1, 17, length, u64::MAX] {
        let error = open(dir.path()).expect("open").read(wrong).expect_err("no record begins there");
        assert!(error.to_string().contains("000001.sealed: record at"), "{error}");
    }
}

fn assert_holds_up_to(folder: &Path, records: &Records, length: u64) {
    let mut found = Records::new();
    let visit = |ScannedRecord { position, raw }| {
        found.insert(position, raw?);
        Ok(())
    };
    assert_eq!(pack::scan(folder, 1, length, visit).expect("scan"), length);
    assert_eq!(&found, records);
}

#[test]
fn alike_records_share_a_block() {
    let dir = tempfile::tempdir().expect("folder");
    let records = sealed(dir.path(), 3_000);
    let reader = SealedReader::open(dir.path(), 1, &Arc::default()).expect("open");
    assert!(reader.directory().blocks.len() > 3 && reader.directory().pages.len() > 3);
    let mut kinds = Vec::new();
    for number in 0..reader.blocks() {
        let block = reader.block(number).expect("block");
        let positions: Vec<u64> = block.records().map(|(position, _)| position).collect();
        kinds.extend(block.records().filter_map(|(_, raw)| kind_of(raw)));
        assert!(positions.iter().all(|position| reader.place(*position).expect("table") == Some(table::Place::Block(number))));
    }
    assert_eq!(kinds.len(), records.len());
    assert!(kinds.is_sorted());
}

#[test]
fn a_record_larger_than_a_block_has_its_own() {
    let dir = tempfile::tempdir().expect("folder");
    let mut writer = SealedWriter::create(dir.path(), 1, Codec::of_blocks(LEVEL, None), 5_000).expect("create");
    let records: Records =
        [(20, vec![1; 10]), (30, vec![2; 3 * BLOCK_BYTES]), (40, vec![3; 10])].into_iter().map(|(at, raw)| (at, Some(raw))).collect();
    records.iter().for_each(|(position, raw)| writer.add(*position, raw.as_deref().unwrap_or_default()).expect("add"));
    writer.finish().expect("finish");
    install(dir.path(), 1).expect("install");
    assert_holds(dir.path(), &records);
    assert_eq!(SealedReader::open(dir.path(), 1, &Arc::default()).expect("open").directory().blocks.len(), 3);
}

#[test]
fn what_is_erased_is_gone_and_the_rest_keeps_its_positions() {
    let dir = tempfile::tempdir().expect("folder");
    let mut records = sealed(dir.path(), 900);
    let before = fs::read(path(dir.path(), 1)).expect("file");
    let doomed = erase_some(dir.path(), &mut records, 100);
    assert_holds(dir.path(), &records);
    let after = fs::read(path(dir.path(), 1)).expect("file");
    assert_ne!(before, after);
    let reader = SealedReader::open(dir.path(), 1, &Arc::default()).expect("open");
    for number in 0..reader.blocks() {
        let block = reader.block(number).expect("block");
        assert!(block.records().all(|(position, _)| !doomed.contains(&position)));
    }
    // Once more changes nothing, and all that is left may go.
    assert_eq!(pack::erase(dir.path(), 1, &doomed, LEVEL).expect("erase"), 0);
    assert_eq!(fs::read(path(dir.path(), 1)).expect("file"), after);
    pack::erase(dir.path(), 1, &[1], LEVEL).expect_err("no record");
    let all: Vec<u64> = records.keys().copied().collect();
    pack::erase(dir.path(), 1, &all, LEVEL).expect("erase");
    records.values_mut().for_each(|raw| *raw = None);
    assert_holds(dir.path(), &records);
    assert!(!temporary(dir.path(), 1).exists());
}

#[test]
fn a_damaged_block_costs_its_records_only() {
    let dir = tempfile::tempdir().expect("folder");
    let records = sealed(dir.path(), 3_000);
    let file = path(dir.path(), 1);
    let reader = SealedReader::open(dir.path(), 1, &Arc::default()).expect("open");
    let entry = reader.directory().blocks[1];
    let inside: Vec<u64> = reader.block(1).expect("block").records().map(|(position, _)| position).collect();
    let mut bytes = fs::read(&file).expect("file");
    bytes[usize::try_from(entry.start).expect("small") + 30] ^= 1;
    fs::write(&file, &bytes).expect("write");
    let (read, failed) = read_all(dir.path(), records.keys().copied()).expect("opens");
    assert_eq!(failed, inside.len());
    assert!(read.iter().all(|(position, raw)| records[position] == *raw));
    let (found, problems) = walk(dir.path()).expect("walk");
    assert_eq!((found.len(), problems.len()), (records.len() - inside.len(), inside.len()));
    assert!(problems[0].contains("000001.sealed: record at") && problems[0].contains("block 1: the checksum"), "{}", problems[0]);
    // An event of it that must go takes the block along; another's erasure leaves it as it is.
    let outside = *records.keys().find(|position| !inside.contains(position)).expect("one");
    pack::erase(dir.path(), 1, &[outside], LEVEL).expect("erase");
    assert_eq!(walk(dir.path()).expect("walk").1.len(), inside.len());
    pack::erase(dir.path(), 1, &inside[..1], LEVEL).expect("erase");
    let (found, problems) = walk(dir.path()).expect("walk");
    assert_eq!(found[&inside[0]], None);
    assert_eq!(problems.len(), inside.len() - 1);
    assert!(problems[0].contains("lost to damage"), "{}", problems[0]);
}

#[test]
fn a_damaged_table_is_made_again_from_the_blocks_with_the_next_erasure() {
    let dir = tempfile::tempdir().expect("folder");
    let mut records = sealed(dir.path(), 3_000);
    let reader = SealedReader::open(dir.path(), 1, &Arc::default()).expect("open");
    let page = reader.directory().pages[2];
    let mut bytes = fs::read(path(dir.path(), 1)).expect("file");
    bytes[usize::try_from(page.start).expect("small") + 9] ^= 1;
    fs::write(path(dir.path(), 1), &bytes).expect("write");
    let (read, failed) = read_all(dir.path(), records.keys().copied()).expect("opens");
    assert_eq!((read.len(), failed), (records.len() - table::PAGE_RECORDS, table::PAGE_RECORDS));
    let (found, problems) = walk(dir.path()).expect("walk");
    assert_eq!((found, problems.len()), (records.clone(), 1));
    assert!(problems[0].contains(&format!("the table of records from {} on is damaged", page.first)), "{}", problems[0]);
    pack::erase(dir.path(), 1, &[page.first], LEVEL).expect("erase");
    records.insert(page.first, None);
    assert_holds(dir.path(), &records);
}

#[test]
fn no_flipped_byte_makes_a_wrong_answer() {
    let dir = tempfile::tempdir().expect("folder");
    let records = sealed(dir.path(), 12);
    let whole = fs::read(path(dir.path(), 1)).expect("file");
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        fs::write(path(dir.path(), 1), &bytes).expect("write");
        let Ok((read, failed)) = read_all(dir.path(), records.keys().copied()) else { continue };
        assert!(read.iter().all(|(position, raw)| records[position] == *raw), "byte {at}");
        let (found, problems) = walk(dir.path()).expect("opens");
        assert!(found.iter().all(|(position, raw)| records[position] == *raw), "byte {at}");
        assert!(!problems.is_empty() && failed > 0, "byte {at} is told of");
    }
    for end in 0..whole.len() {
        fs::write(path(dir.path(), 1), &whole[..end]).expect("write");
        assert_eq!(open(dir.path()).expect_err("cut off").kind(), bartizan_ports::ErrorKind::Corrupt, "cut at {end}");
    }
}

#[test]
fn what_gains_nothing_or_is_damaged_is_left() {
    let dir = tempfile::tempdir().expect("folder");
    let mut writer = PackWriter::create(dir.path(), 1, Arc::new(Codec::new(LEVEL, None))).expect("create");
    for n in 0..40 {
        writer.append(&record(n, n * 7), Effort::Hurried).expect("append");
    }
    writer.sync().expect("sync");
    let Sealed::Left(why) = seal_pack(dir.path(), writer.length()) else { panic!("nothing is alike") };
    assert!(why.contains("would take the place of"), "{why}");
    assert!(!temporary(dir.path(), 1).exists());
    pack::leave(dir.path(), 1, writer.length(), &why).expect("note");
    assert!(pack::was_left(dir.path(), 1, writer.length()) && !pack::was_left(dir.path(), 1, writer.length() + 1));

    let (length, _) = write_pack(dir.path(), 60);
    let mut bytes = fs::read(pack::path(dir.path(), 1)).expect("file");
    bytes[40] ^= 1;
    fs::write(pack::path(dir.path(), 1), &bytes).expect("write");
    assert!(matches!(seal_pack(dir.path(), length), Sealed::Left(why) if why.contains("record at 16")));
    assert!(matches!(seal_pack(dir.path(), length + 1), Sealed::Left(_)));
    assert_eq!(pack::list(dir.path()), [1]);
}

#[test]
fn stopping_leaves_the_pack_in_force() {
    let dir = tempfile::tempdir().expect("folder");
    let (length, records) = write_pack(dir.path(), 100);
    for patience in [0, 50, 100, 150, 199] {
        let asked = std::cell::Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) >= patience;
        let stopped = seal(dir.path(), 1, length, LEVEL, &kind_of, &stop);
        assert!(matches!(stopped, Err(EventsError::Stopped)), "after {patience}");
        assert_eq!(fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left behind");
    }
    assert_holds(dir.path(), &records);
}

#[test]
fn of_two_files_the_sealed_one_counts_when_it_is_whole() {
    let dir = tempfile::tempdir().expect("folder");
    let (length, records) = write_pack(dir.path(), 200);
    let pack_bytes = fs::read(pack::path(dir.path(), 1)).expect("file");
    seal_pack(dir.path(), length);
    // A crash before the new name, one of another number that is being written now, and one after it.
    fs::write(temporary(dir.path(), 2), b"half").expect("write");
    fs::write(temporary(dir.path(), 3), b"half").expect("write");
    pack::settle(dir.path(), Some(3)).expect("settle");
    assert!(!temporary(dir.path(), 1).exists() && !temporary(dir.path(), 2).exists() && temporary(dir.path(), 3).exists());
    assert_holds(dir.path(), &records);
    seal_pack(dir.path(), length);
    install(dir.path(), 1).expect("install");
    assert_holds(dir.path(), &records);
    pack::settle(dir.path(), None).expect("settle");
    assert!(!pack::path(dir.path(), 1).exists() && pack::is_sealed(dir.path(), 1));
    assert_holds(dir.path(), &records);
    // Damaged anywhere, it gives way to the pack.
    let whole = fs::read(path(dir.path(), 1)).expect("file");
    for (at, end) in [(60, whole.len()), (whole.len() - 50, whole.len()), (0, whole.len() - 1)] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes.truncate(end);
        fs::write(path(dir.path(), 1), &bytes).expect("write");
        fs::write(pack::path(dir.path(), 1), &pack_bytes).expect("write");
        pack::settle(dir.path(), None).expect("settle");
        assert!(pack::path(dir.path(), 1).exists() && !pack::is_sealed(dir.path(), 1));
        assert_holds(dir.path(), &records);
    }
}

#[test]
fn erasing_while_both_are_there_erases_from_both() {
    let dir = tempfile::tempdir().expect("folder");
    let (length, mut records) = write_pack(dir.path(), 200);
    seal_pack(dir.path(), length);
    install(dir.path(), 1).expect("install");
    erase_some(dir.path(), &mut records, 30);
    assert!(!pack::path(dir.path(), 1).exists());
    assert_holds(dir.path(), &records);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_records_come_back(
        sizes in prop::collection::vec((0_usize..3_000, any::<u8>(), any::<bool>(), any::<bool>()), 1..80),
        dictionary in prop::option::of(Just(record(1, 1))),
    ) {
        let dir = tempfile::tempdir().expect("folder");
        let mut writer = SealedWriter::create(dir.path(), 1, Codec::of_blocks(LEVEL, dictionary.map(Arc::from)), 1 << 20).expect("create");
        let (mut records, mut doomed) = (Records::new(), Vec::new());
        // Not in the order of their positions.
        for (n, (size, byte, erased, later)) in sizes.iter().enumerate() {
            let position = crate::hash::mix(n as u64) >> 24;
            let raw = vec![*byte; *size];
            if *erased {
                writer.add_erased(position);
            } else {
                writer.add(position, &raw).expect("add");
                if *byte % 5 == 0 {
                    writer.close_block().expect("close");
                }
            }
            records.insert(position, (!erased).then_some(raw));
            if *later {
                doomed.push(position);
            }
        }
        writer.finish().expect("finish");
        install(dir.path(), 1).expect("install");
        assert_holds(dir.path(), &records);
        pack::erase(dir.path(), 1, &doomed, LEVEL).expect("erase");
        doomed.iter().for_each(|position| drop(records.insert(*position, None)));
        assert_holds(dir.path(), &records);
    }
}
