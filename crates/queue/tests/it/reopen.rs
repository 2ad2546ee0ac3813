//! Closing, opening, releasing: order and offsets stay.

use bartizan_ports::ErrorKind;
use bartizan_ports::queue::{Offset, Queue};
use bartizan_queue::{Journal, JournalOptions};
use bytes::Bytes;

use crate::{fill, offsets, open, options, read_all, segments};

#[tokio::test]
async fn keeps_order_and_offsets() {
    let dir = tempfile::tempdir().expect("tempdir");
    for round in 0..5_u64 {
        let (journal, report) = open(options(dir.path()));
        assert_eq!((report.next, report.cut_bytes, report.set_aside.len()), (Offset(round * 60 + 1), 0, 0));
        fill(&journal, 60).await;
    }
    let (journal, _) = open(options(dir.path()));
    let (records, skipped) = read_all(&journal, 0).await;
    assert_eq!((offsets(&records), skipped.len()), ((1..=300).collect(), 0));
    for (n, record) in records.iter().enumerate() {
        assert!(record.payload.starts_with(format!("payload {} ", n % 60 + 1).as_bytes()));
    }
    for after in [1, 59, 60, 61, 150, 299] {
        assert_eq!(offsets(&read_all(&journal, after).await.0), (after + 1..=300).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn offsets_stand_when_everything_was_released() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    fill(&journal, 200).await;
    let before = journal.stats();
    journal.release(Offset(200)).await.expect("release");
    let after = journal.stats();
    assert_eq!((after.segments, after.oldest, after.newest), (1, Offset(201), Offset(200)));
    assert!(after.bytes < 100 && before.bytes > 10_000, "the space is given back: {after:?}");
    drop(journal);
    assert_eq!(segments(dir.path()).len(), 1);
    let (journal, report) = open(options(dir.path()));
    assert_eq!(report.next, Offset(201));
    assert_eq!(journal.read(Offset(0), 10, 100).await.expect("read").last, Offset(200));
    fill(&journal, 1).await;
    assert_eq!(offsets(&read_all(&journal, 0).await.0), [201]);
}

#[tokio::test]
async fn offsets_jump_over_what_a_checkpoint_has_seen() {
    let dir = tempfile::tempdir().expect("tempdir");
    for (min_next, next) in [(50, 50), (10, 51), (1000, 1000), (2000, 2000)] {
        let (journal, report) = open(JournalOptions { min_next, ..options(dir.path()) });
        assert_eq!(report.next, Offset(next));
        let batch = journal.read(Offset(next - 1), 10, 100).await.expect("read");
        assert!(batch.records.is_empty() && batch.skipped.is_empty());
        if next != 1000 {
            fill(&journal, 1).await;
        }
    }
    let (journal, _) = open(options(dir.path()));
    let (records, skipped) = read_all(&journal, 0).await;
    assert_eq!((offsets(&records), skipped), (vec![50, 51, 2000], vec![]), "a jump is no damage");
}

#[tokio::test]
async fn wait_does_not_spin_over_a_jump() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(JournalOptions { min_next: 100, ..options(dir.path()) });
    let batch = journal.read(Offset(7), 10, 100).await.expect("read");
    assert_eq!((batch.records.len(), batch.last), (0, Offset(99)));
    let (_, offset) = tokio::join!(journal.wait(batch.last), journal.append(Bytes::new()));
    assert_eq!(offset.expect("append"), Offset(100));
}

#[tokio::test]
async fn one_journal_at_a_time() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (first, _) = open(options(dir.path()));
    let second = Journal::open(options(dir.path()));
    assert_eq!(second.err().map(|e| e.kind), Some(ErrorKind::Unavailable));
    drop(first);
    assert!(Journal::open(options(dir.path())).is_ok());
}
