//! Days that are over: their packs are sealed, and nobody can tell but by the bytes.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, FieldRef, Filter, GroupKey, Row};
use bartizan_domain::time::DAY_US;
use bartizan_domain::{ProjectId, TimeRange, Timestamp};
use bartizan_events::{EventsOptions, RepackReport, TantivyEvents};
use bartizan_ports::ErrorKind;
use bartizan_ports::events::contract::{DAY, ORGANIZATION, PROJECT, document, event_id, groups, matching, query, rows, store, text};
use bartizan_ports::events::{EventStore, RetentionPolicy};
use bartizan_ports::queue::Offset;

use crate::support::{copy_of, files, options, remove_locks};

/// A moment at which every day of these tests is over, in seconds since the epoch.
const LATER: i64 = 7_258_118_400;
/// Enough for a pack worth sealing.
const EVENTS: u128 = 240;

fn sealing(dir: &Path) -> EventsOptions {
    EventsOptions { seal_quiet_seconds: 0, reserve_free_bytes: 0, dictionary_bytes: 0, ..options(dir) }
}

fn open(dir: &Path) -> TantivyEvents {
    let (events, report) = TantivyEvents::open(sealing(dir)).expect("open");
    assert_eq!(report.problems, [] as [String; 0]);
    events
}

fn packs(dir: &Path) -> PathBuf {
    dir.join("errors/2026-03-14/packs")
}

fn names(dir: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut names: Vec<String> = files(&packs(dir)).iter().map(name).collect();
    names.sort();
    names
}

/// A text that compresses to half at best.
fn noise(seed: u64) -> String {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed + 1);
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:016x}", state ^ (state >> 29))
    };
    (0..120).map(next).collect()
}

/// An event of one of eight issues; those of an issue have a long text in common that compresses badly.
fn event(n: u128) -> Document {
    let issue = u64::try_from(n % 8).unwrap_or(0);
    let common = noise(issue);
    let message = format!("message {n} of issue {issue}");
    let mut document = document(n, i64::try_from(n).unwrap_or(0), &[("level", "error"), ("title", "a title")], &[("k", "v")]);
    document.fields.push((GROUP_HASH, text(&format!("{issue:032x}"))));
    document.fields.push(("message", text(&message)));
    document.payload = Arc::from(format!("{{\"message\":\"{message}\",\"common\":\"{common}\"}}").into_bytes());
    document
}

fn filled(dir: &Path) -> TantivyEvents {
    let events = open(dir);
    // Issues by turns, so that neighbours are not alike before they are sorted.
    store(&events, (0..EVENTS).map(event).collect());
    events
}

fn seal(events: &TantivyEvents) -> RepackReport {
    events.maintain().expect("closes writers");
    events.repack(LATER).expect("repack")
}

fn sealed(dir: &Path) -> TantivyEvents {
    let events = filled(dir);
    let report = seal(&events);
    assert_eq!((report.packs, u128::from(report.documents)), (1, EVENTS));
    assert!(report.bytes_after * 2 < report.bytes_before, "{report:?}");
    assert_eq!(names(dir), ["000001.sealed"]);
    events
}

fn same(field: &str, value: FieldValue) -> Filter {
    Filter::Equals(FieldRef::field(field), value)
}

fn erase(events: &TantivyEvents, filter: &Filter) -> u64 {
    events.erase(Dataset::Errors, ORGANIZATION, &[PROJECT], TimeRange::ALL, filter).expect("erase").documents
}

fn payload(events: &TantivyEvents, n: u128) -> Result<Option<Vec<u8>>, ErrorKind> {
    let found = events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), None).map_err(|error| error.kind)?;
    Ok(found.map(|found| found.payload.to_vec()))
}

/// Everything that can be asked: payloads, documents, rows with a field that only the pack has, groups.
type Answers = (Vec<Option<Vec<u8>>>, Vec<Option<Document>>, Vec<Row>, Vec<Row>, Vec<Option<Offset>>);

fn answers(events: &TantivyEvents) -> Answers {
    let known: Vec<(ProjectId, _, Timestamp)> = (0..EVENTS + 20).map(|n| (PROJECT, event_id(n), event(n).timestamp)).collect();
    let ask = |select| events.query(&query(Filter::All, select)).expect("query").rows;
    (
        (0..EVENTS + 20).map(|n| payload(events, n).expect("get")).collect(),
        events.documents(Dataset::Errors, ORGANIZATION, &known).expect("documents"),
        ask(rows(&["message", "title", "level", GROUP_HASH])),
        ask(groups(vec![GroupKey::Field(FieldRef::field(GROUP_HASH))], vec![Aggregate::Count])),
        events.locate(Dataset::Errors, &known).expect("locate"),
    )
}

fn assert_whole(events: &TantivyEvents) {
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
}

/// Whether a text is in a file, as it is or in any of the frames in it.
fn holds(path: &Path, wanted: &str) -> bool {
    let bytes = fs::read(path).expect("read");
    let contains = |bytes: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    let frames = bytes.windows(4).enumerate().filter(|(_, magic)| *magic == [0x28, 0xb5, 0x2f, 0xfd]);
    let mut frames = frames.filter_map(|(at, _)| {
        let mut raw = Vec::new();
        let decoder = zstd::stream::read::Decoder::new(&bytes[at..]).ok()?.single_frame();
        decoder.take(8 << 20).read_to_end(&mut raw).ok()?;
        Some(raw)
    });
    contains(&bytes) || frames.any(|raw| contains(&raw))
}

fn anywhere(dir: &Path, wanted: &str) -> bool {
    files(dir).iter().any(|path| holds(path, wanted))
}

#[test]
fn answers_are_the_same_before_and_after() {
    let dir = tempfile::tempdir().expect("folder");
    let events = filled(dir.path());
    let (before, bytes) = (answers(&events), events.stats().payload_bytes);
    assert_eq!(events.repack(LATER).expect("repack").packs, 0, "a writer is open");
    let report = seal(&events);
    assert_eq!((report.packs, u128::from(report.documents)), (1, EVENTS));
    assert_eq!((report.bytes_before, report.bytes_after), (bytes, report.payload_bytes));
    assert!(report.bytes_after * 2 < bytes, "{report:?}");
    assert_eq!((events.stats().payload_bytes, events.stats().sealed_bytes), (report.bytes_after, report.bytes_after));
    assert_eq!(names(dir.path()), ["000001.sealed"]);
    assert_eq!(answers(&events), before);
    assert_whole(&events);
    assert_eq!(seal(&events).packs, 0, "there is nothing more to do");
    drop(events);
    let events = open(dir.path());
    assert_eq!(answers(&events), before);
    assert_eq!(seal(&events).packs, 0);
}

#[test]
fn days_that_are_not_over_are_left_alone() {
    let dir = tempfile::tempdir().expect("folder");
    let (end, hours) = ((DAY.0 + DAY_US) / 1_000_000, 3_600);
    let (events, _) =
        TantivyEvents::open(EventsOptions { seal_quiet_seconds: 0, reserve_free_bytes: 0, ..options(dir.path()) }).expect("open");
    store(&events, (0..EVENTS).map(event).collect());
    events.maintain().expect("maintain");
    assert_eq!(events.repack(end + 6 * hours - 1).expect("repack").packs, 0, "not over for six hours");
    drop(events);
    for (options, why) in [
        (EventsOptions { seal_quiet_seconds: 2 * LATER.unsigned_abs(), ..sealing(dir.path()) }, "changed lately"),
        (EventsOptions { seal_after_seconds: None, ..sealing(dir.path()) }, "switched off"),
        (EventsOptions { reserve_free_bytes: u64::MAX, ..sealing(dir.path()) }, "no room"),
    ] {
        let (events, _) = TantivyEvents::open(options).expect("open");
        assert_eq!(events.repack(LATER).expect("repack").packs, 0, "{why}");
    }
    assert_eq!(open(dir.path()).repack(LATER).expect("repack").packs, 1);
}

#[test]
fn an_index_made_again_from_sealed_packs_answers_the_same() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    assert_eq!(erase(&events, &same("offset", FieldValue::I64(8))), 1);
    let before = answers(&events);
    drop(events);
    fs::remove_dir_all(dir.path().join("errors/2026-03-14/index")).expect("remove");
    let (events, report) = TantivyEvents::open(sealing(dir.path())).expect("open");
    assert_eq!(report.problems.len(), 1);
    let report = events.check(true).expect("repair");
    assert_eq!(report.repaired.len(), 1, "{report:?}");
    assert!(report.repaired[0].contains(&format!("{} events", EVENTS - 1)), "{report:?}");
    assert_whole(&events);
    assert_eq!(answers(&events), before);
    // Writing goes on in a new pack.
    store(&events, (EVENTS..EVENTS + 5).map(event).collect());
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.pack"]);
    assert_whole(&events);
}

#[test]
fn an_index_that_knows_nothing_of_a_sealed_pack_is_made_again() {
    let dir = tempfile::tempdir().expect("folder");
    drop(sealed(dir.path()));
    // The index of a day that has other packs.
    let other = tempfile::tempdir().expect("folder");
    let events = open(other.path());
    store(&events, (0..1).map(event).collect());
    events.maintain().expect("maintain");
    drop(events);
    fs::rename(packs(dir.path()).join("000001.sealed"), packs(other.path()).join("000002.sealed")).expect("rename");
    let events = open(other.path());
    store(&events, (EVENTS..EVENTS + 1).map(event).collect());
    assert_eq!(names(other.path()), ["000001.pack", "000002.sealed", "000003.pack"]);
    assert_eq!(matching(&events, Filter::All).len() as u128, EVENTS + 1);
    assert_whole(&events);
}

#[test]
fn erased_words_are_nowhere_in_sealed_packs() {
    let dir = tempfile::tempdir().expect("folder");
    let secret = "zq7xkw93secretword";
    let events = open(dir.path());
    let mut documents: Vec<Document> = (0..EVENTS).map(event).collect();
    documents[11].fields.push(("user", text(secret)));
    documents[11].payload = Arc::from(format!("{{\"user\":\"{secret}\"}}").into_bytes());
    store(&events, documents);
    seal(&events);
    assert_eq!(names(dir.path()), ["000001.sealed"]);
    assert!(holds(&packs(dir.path()).join("000001.sealed"), secret), "the test looks in the right place");
    let before = answers(&events);
    assert_eq!(erase(&events, &same("user", text(secret))), 1);
    assert!(!anywhere(dir.path(), secret));
    assert_eq!(names(dir.path()), ["000001.sealed"]);
    let after = answers(&events);
    assert_eq!((&after.0[..11], &after.0[12..]), (&before.0[..11], &before.0[12..]));
    assert_eq!(after.0[11], None);
    assert_whole(&events);
    drop(events);
    let events = open(dir.path());
    assert_eq!(answers(&events), after);
    assert_eq!(erase(&events, &Filter::All), u64::try_from(EVENTS).expect("few") - 1);
    assert!(!anywhere(dir.path(), "message 5 of issue"));
    assert_whole(&events);
}

/// Puts another document in the place of an event.
fn replacement(n: u128) -> Document {
    let mut document = event(n);
    let message = format!("replaced message {n}");
    document.fields.retain(|(name, _)| *name != "message");
    document.fields.push(("message", text(&message)));
    document.payload = Arc::from(format!("{{\"message\":\"{message}\"}}").into_bytes());
    document
}

#[test]
fn replaced_records_wait_in_sealed_packs_and_go_with_the_next_repack() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    let sealed_bytes = fs::read(packs(dir.path()).join("000001.sealed")).expect("read");
    for n in 3..6 {
        assert_eq!(events.replace(Dataset::Errors, vec![replacement(n)]).expect("replace"), 1);
    }
    assert_eq!(fs::read(packs(dir.path()).join("000001.sealed")).expect("read"), sealed_bytes, "not written anew for each");
    assert_eq!(payload(&events, 4), Ok(Some(replacement(4).payload.to_vec())));
    assert_whole(&events);
    let before = answers(&events);
    drop(events);
    // What waits survives a restart, in an index made again too.
    let events = open(dir.path());
    assert_eq!(answers(&events), before);
    assert_eq!(events.replace(Dataset::Errors, vec![replacement(6)]).expect("replace"), 1);
    let before = answers(&events);
    assert_whole(&events);
    assert!(anywhere(&packs(dir.path()), "message 4 of issue") && anywhere(&packs(dir.path()), "message 6 of issue"));
    seal(&events);
    assert!(!anywhere(&packs(dir.path()), "message 4 of issue") && !anywhere(&packs(dir.path()), "message 6 of issue"));
    assert!(anywhere(&packs(dir.path()), "message 7 of issue"));
    assert_eq!(answers(&events), before);
    assert_whole(&events);
}

#[test]
fn erasing_an_event_takes_what_it_replaced_along() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    events.replace(Dataset::Errors, vec![replacement(9)]).expect("replace");
    assert!(anywhere(&packs(dir.path()), "message 9 of issue"));
    assert_eq!(erase(&events, &same("offset", FieldValue::I64(10))), 1);
    assert!(!anywhere(&packs(dir.path()), "message 9 "), "neither the old nor the new record");
    assert_eq!(payload(&events, 9), Ok(None));
    assert_whole(&events);
}

#[test]
fn a_lost_index_after_replacing_takes_the_later_records() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    events.replace(Dataset::Errors, (20..30).map(replacement).collect()).expect("replace");
    let before = answers(&events);
    drop(events);
    fs::remove_dir_all(dir.path().join("errors/2026-03-14/index")).expect("remove");
    let (events, _) = TantivyEvents::open(sealing(dir.path())).expect("open");
    events.check(true).expect("repair");
    assert_eq!(answers(&events), before);
    assert!(!anywhere(&packs(dir.path()), "message 25 of issue"));
    assert_whole(&events);
}

#[test]
fn what_a_crash_left_is_cleared_up() {
    let dir = tempfile::tempdir().expect("folder");
    let events = filled(dir.path());
    let before = answers(&events);
    drop(events);
    let (pack, seal_file) = (packs(dir.path()).join("000001.pack"), packs(dir.path()).join("000001.sealed"));
    let original = fs::read(&pack).expect("read");
    assert_eq!(seal(&open(dir.path())).packs, 1);
    let whole = fs::read(&seal_file).expect("read");
    // Killed while writing; between naming and removing; and a sealed file that the disk broke before the pack went.
    let half = &whole[..whole.len() / 2];
    let mut broken = whole.clone();
    broken[whole.len() / 3] ^= 1;
    for (temporary, sealed, left) in [
        (Some(half), None, "000001.pack"),
        (None, Some(whole.as_slice()), "000001.sealed"),
        (Some(half), Some(half), "000001.pack"),
        (None, Some(broken.as_slice()), "000001.pack"),
    ] {
        fs::remove_file(&seal_file).ok();
        fs::write(&pack, &original).expect("write");
        let tmp_file = packs(dir.path()).join("000001.tmp");
        for (file, bytes) in [(&tmp_file, temporary), (&seal_file, sealed)] {
            if let Some(bytes) = bytes {
                fs::write(file, bytes).expect("write");
            }
        }
        let events = open(dir.path());
        if sealed != Some(broken.as_slice()) {
            assert_eq!(answers(&events), before, "before anything is cleared up");
        }
        // An erasure of nothing makes the day ready for writing.
        assert_eq!(erase(&events, &same("user", text("nobody"))), 0);
        assert_eq!(names(dir.path()), [left]);
        assert_eq!(answers(&events), before);
        assert_whole(&events);
        assert_eq!(seal(&events).packs, u64::from(left == "000001.pack"));
        assert_eq!(names(dir.path()), ["000001.sealed"]);
        assert_eq!(answers(&events), before);
    }
}

#[test]
fn late_events_go_into_a_new_pack_that_is_sealed_in_turn() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    store(&events, (EVENTS..EVENTS + 3).map(event).collect());
    events.maintain().expect("close");
    store(&events, (EVENTS + 3..EVENTS + 6).map(event).collect());
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.pack"], "few ones are gathered");
    assert_eq!(seal(&events).packs, 0, "and too few to seal");
    store(&events, (EVENTS + 6..2 * EVENTS).map(event).collect());
    assert_eq!(seal(&events).packs, 1);
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.sealed"]);
    assert_eq!(matching(&events, Filter::All).len() as u128, 2 * EVENTS);
    assert!((0..2 * EVENTS).all(|n| payload(&events, n) == Ok(Some(event(n).payload.to_vec()))));
    assert_whole(&events);
}

#[test]
fn what_gains_nothing_is_noted_and_not_tried_again() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    let lonely = |n: u128| {
        let mut document = event(n);
        document.payload = Arc::from(noise(u64::try_from(n).unwrap_or(0) + 100).into_bytes());
        document
    };
    store(&events, (0..EVENTS).map(lonely).collect());
    assert_eq!(seal(&events).packs, 0);
    assert_eq!(names(dir.path()), ["000001.left", "000001.pack"]);
    let note = fs::read_to_string(packs(dir.path()).join("000001.left")).expect("note");
    assert!(note.contains("would take the place of"), "{note}");
    drop(events);
    let events = open(dir.path());
    fs::write(packs(dir.path()).join("000001.left"), note.replace("would", "WOULD")).expect("mark");
    assert_eq!(seal(&events).packs, 0);
    assert!(fs::read_to_string(packs(dir.path()).join("000001.left")).expect("note").contains("WOULD"), "not tried again");
    store(&events, (EVENTS..2 * EVENTS).map(event).collect());
    seal(&events);
    assert_eq!(names(dir.path()), ["000001.sealed"], "grown, it is");
    assert_whole(&events);
}

#[test]
fn a_sealed_pack_keeps_a_dictionary_that_earns_its_place() {
    let dir = tempfile::tempdir().expect("folder");
    let dictionary_bytes = 4 << 10;
    let (events, _) = TantivyEvents::open(EventsOptions { dictionary_bytes, ..sealing(dir.path()) }).expect("open");
    store(&events, (0..EVENTS).map(event).collect());
    events.maintain().expect("train");
    store(&events, (EVENTS..3 * EVENTS).map(event).collect());
    assert_eq!(names(dir.path()), ["000001.pack", "000002.pack"]);
    seal(&events);
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.sealed"]);
    let bytes = fs::read(packs(dir.path()).join("000002.sealed")).expect("read");
    assert!(u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) > 0);
    assert!((0..3 * EVENTS).all(|n| payload(&events, n) == Ok(Some(event(n).payload.to_vec()))));
    assert_whole(&events);
}

#[test]
fn damage_in_a_sealed_pack_is_told_and_costs_its_block() {
    let dir = tempfile::tempdir().expect("folder");
    let count = 3 * EVENTS;
    let events = open(dir.path());
    store(&events, (0..count).map(event).collect());
    assert_eq!(seal(&events).packs, 1);
    drop(events);
    let file = packs(dir.path()).join("000001.sealed");
    let mut bytes = fs::read(&file).expect("read");
    bytes[200] ^= 1;
    fs::write(&file, &bytes).expect("write");
    let events = open(dir.path());
    assert_eq!(matching(&events, Filter::All).len() as u128, count);
    let lost = (0..count).filter(|n| payload(&events, *n) == Err(ErrorKind::Corrupt)).count();
    let report = events.check(false).expect("check");
    assert!(lost > 0 && report.problems.len() == lost, "{lost}: {report:?}");
    assert!(report.problems[0].contains("000001.sealed: record at") && report.problems[0].contains("payload is lost"), "{report:?}");
    // An event beside it is replaced, and one of the damaged block erased, which takes the block along.
    let (whole_one, lost_one) = ((0..count).find(|n| payload(&events, *n).is_ok()), (0..count).find(|n| payload(&events, *n).is_err()));
    let (whole_one, lost_one) = (whole_one.expect("one"), lost_one.expect("one"));
    assert_eq!(events.replace(Dataset::Errors, vec![replacement(whole_one)]).expect("replace"), 1);
    assert_eq!(erase(&events, &same("offset", FieldValue::I64(i64::try_from(lost_one).expect("small") + 1))), 1);
    assert_eq!(payload(&events, whole_one), Ok(Some(replacement(whole_one).payload.to_vec())));
    assert_eq!(payload(&events, lost_one), Ok(None));
    assert_eq!(events.check(false).expect("check").problems.len(), lost - 1);
    seal(&events);
    assert_eq!(events.check(false).expect("check").problems.len(), lost - 1);
}

#[test]
fn a_sealed_pack_without_its_end_keeps_the_rest_of_the_day_from_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    drop(sealed(dir.path()));
    let file = packs(dir.path()).join("000001.sealed");
    let whole = fs::read(&file).expect("read");
    // Nothing of it can be read, the index can be asked, and nothing is thrown away.
    fs::write(&file, &whole[..whole.len() - 9]).expect("write");
    let events = open(dir.path());
    assert_eq!(payload(&events, 0), Err(ErrorKind::Corrupt));
    assert_eq!(matching(&events, Filter::All).len() as u128, EVENTS);
    assert!(!events.check(false).expect("check").problems.is_empty());
    store(&events, (EVENTS..EVENTS + 1).map(event).collect());
    assert_eq!(payload(&events, EVENTS), Ok(Some(event(EVENTS).payload.to_vec())));
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.pack"]);
    fs::write(&file, &whole).expect("write");
    drop(events);
    assert_eq!(payload(&open(dir.path()), 0), Ok(Some(event(0).payload.to_vec())));
}

#[test]
fn readers_and_writers_do_not_notice_the_repack() {
    let dir = tempfile::tempdir().expect("folder");
    let events = filled(dir.path());
    events.maintain().expect("close");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (events, done) = (&events, &done);
        scope.spawn(move || {
            let mut next = EVENTS;
            for round in 0..12 {
                seal(events);
                // What comes late and what goes, while the next repack begins.
                store(events, (next..next + 10).map(event).collect());
                next += 10;
                erase(events, &same("offset", FieldValue::I64(200 + round)));
                events.replace(Dataset::Errors, vec![replacement(u128::from(round.unsigned_abs()))]).expect("replace");
            }
            done.store(true, Ordering::Release);
        });
        scope.spawn(move || {
            while !done.load(Ordering::Acquire) {
                events.repack(LATER).expect("repack");
            }
        });
        for first in [20_u128, 100] {
            scope.spawn(move || {
                while !done.load(Ordering::Acquire) {
                    for n in first..first + 60 {
                        assert_eq!(payload(events, n), Ok(Some(event(n).payload.to_vec())));
                    }
                    assert!(events.query(&query(Filter::All, rows(&["message"]))).expect("query").rows.len() > 200);
                }
            });
        }
    });
    seal(&events);
    assert_eq!(matching(&events, Filter::All).len() as u128, EVENTS + 120 - 12);
    assert!((0..12).all(|n| payload(&events, n) == Ok(Some(replacement(n).payload.to_vec()))));
    assert!(!anywhere(&packs(dir.path()), "message 5 of issue"));
    assert_whole(&events);
}

#[test]
fn retention_drops_sealed_days_and_another_process_seals_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    let events = sealed(dir.path());
    let other = open(dir.path());
    assert_eq!(other.repack(LATER).expect_err("the first one writes").kind, ErrorKind::Unavailable);
    assert_eq!(payload(&other, 3), Ok(Some(event(3).payload.to_vec())));
    let removed = events.retain(RetentionPolicy { dataset: Dataset::Errors, keep_from: DAY.plus(DAY_US) }).expect("retain");
    assert_eq!((removed.days, u128::from(removed.documents)), (1, EVENTS));
    assert!(!packs(dir.path()).exists());
    assert_eq!(seal(&events).packs, 0);
}

/// Where a store with a sealed pack of format 1 is kept for ever.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats/events-sealed-v1")
}

#[test]
#[ignore = "writes the fixture; run once per format"]
fn write_the_sealed_fixture() {
    let events = sealed(&fixture());
    assert_eq!(erase(&events, &same("offset", FieldValue::I64(8))), 1);
    events.replace(Dataset::Errors, vec![replacement(30)]).expect("replace");
    drop(events);
    remove_locks(&fixture());
}

#[test]
fn reads_a_sealed_pack_of_format_1() {
    let dir = copy_of(&fixture());
    let events = open(dir.path());
    for n in 0..EVENTS {
        let expected = match n {
            7 => None,
            30 => Some(replacement(30).payload.to_vec()),
            n => Some(event(n).payload.to_vec()),
        };
        assert_eq!(payload(&events, n), Ok(expected));
    }
    assert_eq!(names(dir.path()), ["000001.sealed", "000002.pack"]);
    assert_whole(&events);
    seal(&events);
    assert!(!anywhere(&packs(dir.path()), "message 30 of issue"));
    assert_whole(&events);
}
