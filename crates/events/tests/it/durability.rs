//! Crashes, damage, repair, erasure, and what must not be left on disk.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::Document;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey};
use bartizan_domain::time::{DAY_US, SECOND_US};
use bartizan_domain::{TimeRange, Timestamp};
use bartizan_events::{EventsOptions, TantivyEvents};
use bartizan_ports::ErrorKind;
use bartizan_ports::events::contract::{DAY, ORGANIZATION, PROJECT, document, event_id, groups, matching, query, rows, store, text};
use bartizan_ports::events::{EventStore, RetentionPolicy};
use bartizan_ports::queue::Offset;

use crate::support::{copy_of, files, open, options, remove_locks};

fn day_folder(dir: &Path, name: &str) -> PathBuf {
    dir.join("errors").join(name)
}

fn the_day(dir: &Path) -> PathBuf {
    day_folder(dir, "2026-03-14")
}

fn get(store: &TantivyEvents, n: u128) -> Result<bool, ErrorKind> {
    store.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), None).map(|found| found.is_some()).map_err(|error| error.kind)
}

fn numbered(range: std::ops::Range<u128>) -> Vec<Document> {
    range.map(|n| document(n, i64::try_from(n).unwrap_or(0), &[("level", "error"), ("title", "some words")], &[("k", "v")])).collect()
}

fn flip_byte(path: &Path, at: u64) {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path).expect("open");
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).expect("seek");
    file.read_exact(&mut byte).expect("read");
    file.seek(SeekFrom::Start(at)).expect("seek");
    file.write_all(&[byte[0] ^ 0xff]).expect("write");
}

#[test]
fn what_was_not_committed_is_gone_without_trace() {
    let dir = tempfile::tempdir().expect("folder");
    let before = open(dir.path());
    store(&before, numbered(0..10));
    before.append(Dataset::Errors, numbered(10..20)).expect("append");
    drop(before);
    let pack = the_day(dir.path()).join("packs/000001.pack");
    let whole = fs::metadata(&pack).expect("pack").len();
    fs::OpenOptions::new().append(true).open(&pack).expect("open").write_all(&[7; 100]).expect("a torn record");
    fs::write(the_day(dir.path()).join("packs/000002.pack"), b"BZ").expect("a torn pack");

    let after = open(dir.path());
    assert_eq!(after.indexed().expect("indexed"), Offset(10));
    assert_eq!(matching(&after, Filter::All), (0..10).collect::<Vec<_>>());
    assert_eq!(
        after.locate(Dataset::Errors, &[(PROJECT, event_id(5), DAY), (PROJECT, event_id(15), DAY)]).expect("locate"),
        [Some(Offset(6)), None]
    );
    assert_eq!(get(&after, 15), Ok(false));
    store(&after, numbered(10..12));
    assert_eq!(matching(&after, Filter::All), (0..12).collect::<Vec<_>>());
    assert!((0..12).all(|n| get(&after, n) == Ok(true)));
    assert!(fs::metadata(&pack).expect("pack").len() > whole);
    assert!(!the_day(dir.path()).join("packs/000002.pack").exists());
    assert_eq!(after.check(false).expect("check").problems, [] as [String; 0]);
}

#[test]
fn a_damaged_payload_costs_that_payload_only() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..3));
    drop(events);
    let pack = the_day(dir.path()).join("packs/000001.pack");
    flip_byte(&pack, 16 + 16 + 20);
    let events = open(dir.path());
    assert_eq!((get(&events, 0), get(&events, 1), get(&events, 2)), (Err(ErrorKind::Corrupt), Ok(true), Ok(true)));
    assert_eq!(matching(&events, Filter::All), [0, 1, 2]);
    let report = events.check(false).expect("check");
    assert_eq!(report.problems.len(), 1, "{report:?}");
    assert!(report.problems[0].contains("000001.pack") && report.problems[0].contains("record at 16"), "{report:?}");
    let error = events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(0), None).expect_err("damaged");
    assert!(error.message.contains("000001.pack"), "{error}");
}

#[test]
fn a_lost_index_is_made_again_from_its_packs() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..50));
    store(&events, vec![document(100, 86_400, &[], &[])]);
    events
        .erase(
            Dataset::Errors,
            ORGANIZATION,
            &[PROJECT],
            TimeRange::ALL,
            &Filter::Equals(FieldRef::field("offset"), bartizan_domain::document::FieldValue::I64(8)),
        )
        .expect("erase");
    drop(events);
    fs::remove_dir_all(the_day(dir.path()).join("index")).expect("remove");

    let (events, report) = TantivyEvents::open(options(dir.path())).expect("opens all the same");
    assert_eq!((report.days, report.problems.len()), (2, 1));
    assert!(report.problems[0].contains("2026-03-14"), "{report:?}");
    let next_day = EventQuery { range: TimeRange { start: DAY.plus(DAY_US), end: DAY.plus(2 * DAY_US) }, ..query(Filter::All, rows(&[])) };
    assert_eq!(events.query(&next_day).expect("another day works").total, 1);
    let error = events.query(&query(Filter::All, rows(&[]))).expect_err("the damaged day does not");
    assert_eq!(error.kind, ErrorKind::Corrupt);
    assert!(error.message.contains("2026-03-14"), "{error}");
    assert_eq!(get(&events, 100), Ok(true));

    assert_eq!(events.check(false).expect("check").repaired, [] as [String; 0]);
    let report = events.check(true).expect("repair");
    assert_eq!((report.problems.len(), report.repaired.len()), (0, 1), "what was repaired is no problem left: {report:?}");
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
    let expected: Vec<u128> = (0..50).filter(|n| *n != 7).chain([100]).collect();
    assert_eq!(matching(&events, Filter::All), expected);
    assert_eq!(matching(&events, Filter::Text { field: None, text: "some words".into(), phrase: true }).len(), 49);
    assert!(get(&events, 20) == Ok(true) && get(&events, 7) == Ok(false));
    store(&events, vec![document(7, 7, &[], &[])]);
    assert_eq!(matching(&events, Filter::All).len(), 51);
}

#[test]
fn writing_to_a_day_with_a_lost_index_heals_it() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..5));
    drop(events);
    fs::remove_dir_all(the_day(dir.path()).join("index")).expect("remove");
    let (events, _) = TantivyEvents::open(options(dir.path())).expect("open");
    let located = events.locate(Dataset::Errors, &[(PROJECT, event_id(3), DAY), (PROJECT, event_id(5), DAY)]).expect("locate");
    assert_eq!(located, [Some(Offset(4)), None]);
    store(&events, numbered(5..6));
    assert_eq!(matching(&events, Filter::All), [0, 1, 2, 3, 4, 5]);
    assert!((0..6).all(|n| get(&events, n) == Ok(true)));
}

#[test]
fn an_interrupted_rebuild_costs_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..5));
    drop(events);
    // An index without a commit, as it is at the beginning of a rebuild.
    let other = tempfile::tempdir().expect("folder");
    let events = open(other.path());
    events.append(Dataset::Errors, numbered(0..1)).expect("append");
    drop(events);
    for heal in [true, false] {
        let index = the_day(dir.path()).join("index");
        fs::remove_dir_all(&index).expect("remove");
        fs::create_dir(&index).expect("create");
        for file in files(&the_day(other.path()).join("index")) {
            fs::copy(&file, index.join(file.file_name().expect("a name"))).expect("copy");
        }
        fs::write(the_day(dir.path()).join("rebuilding"), b"").expect("write");
        let (events, report) = TantivyEvents::open(options(dir.path())).expect("open");
        assert!(report.problems[0].contains("was interrupted"), "{report:?}");
        if heal {
            assert_eq!(events.check(true).expect("repair").repaired.len(), 1);
        } else {
            store(&events, numbered(5..6));
        }
        assert_eq!(matching(&events, Filter::All), (0..if heal { 5 } else { 6 }).collect::<Vec<_>>());
        assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
        assert!(!the_day(dir.path()).join("rebuilding").exists());
    }
}

#[test]
fn damaged_index_files_are_found_and_repaired() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..20));
    drop(events);
    let index = the_day(dir.path()).join("index");
    let column = files(&index).into_iter().find(|path| path.extension().is_some_and(|e| e == "fast")).expect("columns");
    flip_byte(&column, 30);
    let (events, _) = TantivyEvents::open(options(dir.path())).expect("open");
    let report = events.check(false).expect("check");
    assert!(report.problems.iter().any(|problem| problem.contains("2026-03-14")), "{report:?}");
    assert_eq!(events.check(true).expect("repair").repaired.len(), 1);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
    assert_eq!(matching(&events, Filter::All).len(), 20);
}

#[test]
fn a_failed_commit_counts_for_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..3));
    events.append(Dataset::Errors, numbered(3..6)).expect("append");
    // The indexing thread may still be making files in it.
    while fs::remove_dir_all(the_day(dir.path()).join("index")).is_err() {}
    events.commit(Offset(6)).expect_err("nothing to commit to");
    assert_eq!(events.indexed().expect("indexed"), Offset(3));
    // The queue is read again: what is stored is known, the rest is appended once more.
    let asked: Vec<_> = (0..6).map(|n| (PROJECT, event_id(n), DAY)).collect();
    let located = events.locate(Dataset::Errors, &asked).expect("locate");
    let missing: Vec<Document> = numbered(0..6).into_iter().zip(located).filter(|(_, at)| at.is_none()).map(|(d, _)| d).collect();
    events.append(Dataset::Errors, missing).expect("append");
    events.commit(Offset(6)).expect("commit");
    assert_eq!(matching(&events, Filter::All), [0, 1, 2, 3, 4, 5]);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
}

#[test]
fn erased_words_are_nowhere_on_disk() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    let secret = "zq7xkw93secretword";
    let mut documents = numbered(0..30);
    documents[11].fields.push(("user", text(secret)));
    documents[11].fields.push(("message", text(&format!("hello {secret}"))));
    documents[11].tags.push((format!("key_{secret}"), secret.to_owned()));
    documents[11].payload = Arc::from(format!("{{\"user\":\"{secret}\"}}").into_bytes());
    store(&events, documents);
    let holds = |path: &PathBuf| fs::read(path).expect("read").windows(9).any(|window| window == b"zq7xkw93s" || window == b"secretwor");
    assert!(files(dir.path()).iter().any(holds), "the test looks in the right place");
    let subject = Filter::Equals(FieldRef::field("user"), text(secret));
    assert_eq!(events.erase(Dataset::Errors, ORGANIZATION, &[PROJECT], TimeRange::ALL, &subject).expect("erase").documents, 1);
    let left: Vec<PathBuf> = files(dir.path()).into_iter().filter(holds).collect();
    assert_eq!(left, [] as [PathBuf; 0]);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
    drop(events);
    let events = open(dir.path());
    assert_eq!(matching(&events, Filter::All).len(), 29);
    assert!((0..30).filter(|n| *n != 11).all(|n| get(&events, n) == Ok(true)));
}

#[test]
fn batches_over_many_days_need_few_writers() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    for round in 0..3_u128 {
        let documents = (0..60).map(|n| document(round * 60 + n, i64::try_from(n % 20).unwrap_or(0) * 86_400, &[], &[]));
        store(&events, documents.collect());
    }
    assert_eq!(events.stats().days, 20);
    assert_eq!(matching(&events, Filter::All).len(), 180);
    events.maintain().expect("maintain");
    assert_eq!(matching(&events, Filter::All).len(), 180);
    drop(events);
    let events = open(dir.path());
    assert_eq!((matching(&events, Filter::All).len(), events.stats().documents), (180, 180));
    assert!((0..180).all(|n| get(&events, n) == Ok(true)));
}

#[test]
fn trained_dictionaries_shrink_payloads_and_old_packs_stay_readable() {
    let dir = tempfile::tempdir().expect("folder");
    let options = || EventsOptions { max_pack_bytes: 60_000, ..options(dir.path()) };
    let (events, _) = TantivyEvents::open(options()).expect("open");
    let with_payload = |n: u128| {
        let payload = format!(
            "{{\"event_id\":\"{n:032x}\",\"platform\":\"python\",\"exception\":{{\"values\":[{{\"type\":\"ValueError\",\"value\":\"bad {}\",\"stacktrace\":{{\"frames\":[{{\"function\":\"handle_{}\",\"filename\":\"app/views/checkout.py\",\"lineno\":{}}}]}}}}]}},\"request\":{{\"url\":\"https://shop.example/cart/{}\",\"method\":\"POST\"}}}}",
            n * 7,
            n % 9,
            n % 300,
            n % 50
        );
        Document { payload: Arc::from(payload.into_bytes()), ..document(n, 0, &[("level", "error")], &[]) }
    };
    store(&events, (0..250).map(with_payload).collect());
    let plain = events.stats().payload_bytes;
    events.maintain().expect("train");
    store(&events, (250..500).map(with_payload).collect());
    let packs = fs::read_dir(the_day(dir.path()).join("packs")).expect("packs").count();
    assert!(packs > 1, "a new pack carries the dictionary");
    let dictionary = 8 << 10;
    assert!((events.stats().payload_bytes - plain - dictionary) * 2 < plain, "{} after {plain}", events.stats().payload_bytes);
    drop(events);
    let (events, report) = TantivyEvents::open(options()).expect("open");
    assert_eq!(report.problems, [] as [String; 0]);
    for n in (0..500).step_by(49) {
        let found = events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), Some(DAY)).expect("get").expect("is there");
        assert_eq!(found.payload, with_payload(n).payload);
    }
    store(&events, (500..1_000).map(with_payload).collect());
    assert_eq!(matching(&events, Filter::All).len(), 1_000);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
}

#[test]
fn many_threads_do_no_harm() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    let rounds = 6_u128;
    std::thread::scope(|scope| {
        for thread in 0..3_u128 {
            let events = &events;
            scope.spawn(move || {
                for round in 0..rounds {
                    let first = (thread * rounds + round) * 40;
                    let late = |n: u128| {
                        document(
                            n,
                            i64::try_from(n % 3).unwrap_or(0) * -86_400,
                            &[("user", if n.is_multiple_of(10) { "erase me" } else { "u" })],
                            &[("t", "x")],
                        )
                    };
                    events.append(Dataset::Errors, (first..first + 40).map(late).collect()).expect("append");
                    events.commit(Offset(u64::try_from(first).unwrap_or(0))).expect("commit");
                }
            });
        }
        let events = &events;
        scope.spawn(move || {
            for _ in 0..30 {
                let all = query(Filter::All, groups(vec![GroupKey::Field(FieldRef::field("user"))], vec![Aggregate::Count]));
                events.query(&all).expect("query");
                events.locate(Dataset::Errors, &[(PROJECT, event_id(3), DAY)]).expect("locate");
                events.stats();
            }
        });
        scope.spawn(move || {
            for _ in 0..3 {
                let subject = Filter::Equals(FieldRef::field("user"), text("erase me"));
                events.erase(Dataset::Errors, ORGANIZATION, &[PROJECT], TimeRange::ALL, &subject).expect("erase");
                events.retain(RetentionPolicy { dataset: Dataset::Errors, keep_from: DAY.plus(-30 * DAY_US) }).expect("retain");
                events.maintain().expect("maintain");
            }
        });
    });
    events.commit(Offset(9_999)).expect("commit");
    let subject = Filter::Equals(FieldRef::field("user"), text("erase me"));
    events.erase(Dataset::Errors, ORGANIZATION, &[PROJECT], TimeRange::ALL, &subject).expect("erase");
    assert_eq!(matching(&events, Filter::All).len(), 3 * 6 * 36);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
}

#[test]
fn one_process_writes() {
    let dir = tempfile::tempdir().expect("folder");
    let writer = open(dir.path());
    store(&writer, numbered(0..3));
    let reader = open(dir.path());
    assert_eq!(matching(&reader, Filter::All), [0, 1, 2]);
    assert_eq!(reader.check(false).expect("check").problems, [] as [String; 0]);
    let refused = reader.append(Dataset::Errors, numbered(3..4)).expect_err("the other one writes");
    assert_eq!(refused.kind, ErrorKind::Unavailable);
    drop(writer);
    reader.append(Dataset::Errors, numbered(3..4)).expect("now it may");
}

#[test]
fn a_day_of_a_later_version_is_left_alone() {
    let dir = tempfile::tempdir().expect("folder");
    let events = open(dir.path());
    store(&events, numbered(0..3));
    drop(events);
    let note = the_day(dir.path()).join("schema.json");
    fs::write(&note, r#"{"dataset":"errors","version":1,"mapping":99}"#).expect("write");
    let (events, report) = TantivyEvents::open(options(dir.path())).expect("open");
    assert!(report.problems[0].contains("newer version"), "{report:?}");
    assert!(events.append(Dataset::Errors, numbered(3..4)).is_err());
    assert_eq!(events.check(true).expect("check").repaired, [] as [String; 0]);
    fs::write(&note, r#"{"dataset":"errors","version":1,"mapping":1}"#).expect("write");
    assert_eq!(matching(&open(dir.path()), Filter::All), [0, 1, 2]);
}

/// Where the store of format 1 is kept for ever.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats/events-v1")
}

fn fixture_documents() -> Vec<Document> {
    let mut documents = numbered(0..5);
    documents.push(document(5, 86_400, &[("user", "ann"), ("message", "the first format")], &[("a.b", "ä"), ("a.b", "2")]));
    documents[2].timestamp = Timestamp(DAY.0 + 2 * SECOND_US + 345_678);
    documents
}

#[test]
#[ignore = "writes the fixture; run once per format"]
fn write_the_fixture() {
    let events = open(&fixture());
    store(&events, fixture_documents());
    let mut raw = document(9, 0, &[("item_type", "session")], &[]);
    raw.offset = 10;
    events.append(Dataset::Raw, vec![raw]).expect("append");
    events.commit(Offset(10)).expect("commit");
    drop(events);
    remove_locks(&fixture());
}

#[test]
fn reads_a_store_of_format_1() {
    let dir = copy_of(&fixture());
    let events = open(dir.path());
    assert_eq!(events.indexed().expect("indexed"), Offset(10));
    assert_eq!(matching(&events, Filter::All), [0, 1, 2, 3, 4, 5]);
    assert_eq!(matching(&events, Filter::Equals(FieldRef::Tag("a.b".into()), text("ä"))), [5]);
    assert_eq!(matching(&events, Filter::Text { field: None, text: "first format".into(), phrase: true }), [5]);
    for wanted in fixture_documents() {
        let found = events.get(Dataset::Errors, ORGANIZATION, PROJECT, wanted.event_id, None).expect("get").expect("is there");
        assert_eq!((found.payload, found.timestamp), (wanted.payload, wanted.timestamp));
    }
    assert_eq!(events.locate(Dataset::Raw, &[(PROJECT, event_id(9), DAY)]).expect("locate"), [Some(Offset(10))]);
    assert_eq!(events.check(false).expect("check").problems, [] as [String; 0]);
    store(&events, numbered(10..12));
    assert_eq!(matching(&events, Filter::All).len(), 8);
}
