//! The door's contract, and many appenders at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_ports::queue::{Queue, contract};
use bartizan_queue::{Journal, JournalOptions};
use bytes::Bytes;

use crate::{open, options, read_all};

#[tokio::test]
async fn keeps_the_contract() {
    let dir = tempfile::tempdir().expect("tempdir");
    let made = AtomicUsize::new(0);
    contract::all(async || open(options(&dir.path().join(made.fetch_add(1, Ordering::Relaxed).to_string()))).0).await;
}

#[tokio::test]
async fn keeps_the_contract_with_the_defaults() {
    let dir = tempfile::tempdir().expect("tempdir");
    let made = AtomicUsize::new(0);
    contract::all(async || {
        let own = dir.path().join(made.fetch_add(1, Ordering::Relaxed).to_string());
        open(JournalOptions { reserve_free_bytes: 0, ..JournalOptions::new(own) }).0
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_appenders_are_committed_together() {
    let dir = tempfile::tempdir().expect("tempdir");
    let journal = Arc::new(open(options(dir.path())).0);
    let one = |task: u64, journal: Arc<Journal>| async move {
        let mut told = Vec::new();
        for n in 0..25 {
            let payload = Bytes::from(format!("{task}/{n}"));
            told.push((journal.append(payload.clone()).await.expect("append").0, payload));
        }
        assert!(told.is_sorted_by_key(|t| t.0), "offsets of one appender go up");
        told
    };
    let tasks: Vec<_> = (0..40).map(|task| tokio::spawn(one(task, Arc::clone(&journal)))).collect();
    let mut told = Vec::new();
    for task in tasks {
        told.extend(task.await.expect("task"));
    }
    told.sort_unstable();
    assert_eq!(told.iter().map(|t| t.0).collect::<Vec<_>>(), (1..=1000).collect::<Vec<u64>>());
    let (records, skipped) = read_all(&journal, 0).await;
    assert!(skipped.is_empty());
    let read: Vec<_> = records.into_iter().map(|r| (r.offset.0, r.payload)).collect();
    assert_eq!(read, told);
    let stats = journal.stats();
    assert!(stats.segments > 3 && stats.syncs < 1000, "fewer fsyncs than records, several segments: {stats:?}");
}

#[tokio::test]
async fn closing_writes_what_waits_and_refuses_the_rest() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    for n in 0..50 {
        journal.append_unconfirmed(Bytes::from(n.to_string())).expect("append");
    }
    journal.close().await;
    assert!(journal.append(Bytes::new()).await.is_err() && journal.accepting().is_err());
    assert_eq!(read_all(&journal, 0).await.0.len(), 50);
    journal.wait(bartizan_ports::queue::Offset(49)).await;
    drop(journal);
    let (again, report) = open(options(dir.path()));
    assert_eq!((report.next.0, report.cut_bytes), (51, 0));
    assert_eq!(read_all(&again, 0).await.0.len(), 50);
}
