//! Segments of every format there ever was, read for ever. `tests/formats/journal-v1/` was written by
//! version 1 of this code: 40 records, of which the first segments are released.

use std::fs;
use std::path::{Path, PathBuf};

use bartizan_ports::queue::{Offset, Queue};
use bytes::Bytes;

use crate::{offsets, open, options, read_all, segments};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats/journal-v1")
}

fn payload(n: u64) -> Bytes {
    Bytes::from(format!("{{\"event\":{n},\"message\":\"{}\"}}", "m".repeat(200 + n as usize)))
}

/// Writes the fixture anew: `cargo test -p bartizan-queue -- --ignored write_the_fixture`. Only for a new
/// format and into a new folder; old ones are never touched.
#[tokio::test]
#[ignore = "writes into the source tree"]
async fn write_the_fixture() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    for n in 1..=40 {
        journal.append(payload(n)).await.expect("append");
    }
    journal.release(Offset(15)).await.expect("release");
    drop(journal);
    fs::create_dir_all(fixture()).expect("create");
    for path in segments(dir.path()) {
        fs::copy(&path, fixture().join(path.file_name().expect("name"))).expect("copy");
    }
}

#[tokio::test]
async fn version_1_is_read() {
    let dir = tempfile::tempdir().expect("tempdir");
    let files = segments(&fixture());
    assert!(files.len() >= 2, "the fixture is there");
    for path in &files {
        fs::copy(path, dir.path().join(path.file_name().expect("name"))).expect("copy");
    }
    let (journal, report) = open(options(dir.path()));
    assert_eq!((report.next, report.cut_bytes, report.set_aside.len()), (Offset(41), 0, 0));
    let oldest = journal.stats().oldest.0;
    assert!((2..=16).contains(&oldest), "{oldest}");
    let (records, skipped) = read_all(&journal, 0).await;
    assert_eq!((offsets(&records), skipped.len()), ((oldest..=40).collect(), 0));
    assert!(records.iter().all(|r| r.payload == payload(r.offset.0)));
}
