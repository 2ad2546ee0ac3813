//! Too large, too many, too full.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bartizan_ports::ErrorKind;
use bartizan_ports::queue::{Offset, Queue, contract};
use bartizan_queue::JournalOptions;
use bytes::Bytes;

use crate::{fill, offsets, open, options, read_all, segments};

#[tokio::test]
async fn is_full_at_its_largest_size_until_released() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(JournalOptions { max_total_bytes: 20_000, ..options(dir.path()) });
    contract::full_until_released(&journal, Bytes::from(vec![7; 900])).await;
}

#[tokio::test]
async fn gives_space_back_also_when_it_saves_on_new_files() {
    let dir = tempfile::tempdir().expect("tempdir");
    let small = JournalOptions { max_total_bytes: 20_000, segment_bytes: 1 << 20, rotate_released_bytes: 1 << 20, ..options(dir.path()) };
    let (journal, _) = open(small);
    contract::full_until_released(&journal, Bytes::from(vec![7; 900])).await;
}

#[tokio::test]
async fn stops_at_the_disk_reserve_and_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().expect("tempdir");
    let free = Arc::new(AtomicU64::new(1_000_000));
    let asked = Arc::clone(&free);
    let (journal, _) = open(JournalOptions {
        reserve_free_bytes: 500_000,
        free_space: Some(Arc::new(move || Ok(asked.load(Relaxed)))),
        ..options(dir.path())
    });
    fill(&journal, 20).await;
    free.store(499_999, Relaxed);
    // The answer is asked for now and then; until then appends are taken, and each is durable.
    let mut kept = 20;
    let refused = loop {
        match journal.append(Bytes::from_static(b"more")).await {
            Ok(offset) => kept = offset.0,
            Err(error) => break error,
        }
    };
    assert_eq!(refused.kind, ErrorKind::Full);
    assert_eq!(journal.accepting().map_err(|e| e.kind), Err(ErrorKind::Full));
    assert_eq!(journal.stats().disk_free_bytes, 499_999);
    assert_eq!(read_all(&journal, 0).await.0.len() as u64, kept, "reading goes on");
    free.store(1_000_000, Relaxed);
    while journal.accepting().is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(journal.append(Bytes::new()).await.expect("append"), Offset(kept + 1));
}

#[tokio::test]
async fn refuses_a_record_over_the_bound_and_takes_one_over_a_segment() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(JournalOptions { max_record_bytes: 2_000_000, ..options(dir.path()) });
    let refused = journal.append(Bytes::from(vec![0; 2_000_001])).await;
    assert_eq!(refused.map_err(|e| e.kind), Err(ErrorKind::Invalid));
    assert!(journal.append_unconfirmed(Bytes::from(vec![0; 2_000_001])).is_err());
    fill(&journal, 3).await;
    let large: Vec<u8> = (0..2_000_000_u32).map(|n| (n % 253) as u8).collect();
    assert_eq!(journal.append(Bytes::from(large.clone())).await.expect("append"), Offset(4));
    fill(&journal, 2).await;
    let (records, skipped) = read_all(&journal, 3).await;
    assert_eq!((offsets(&records), skipped.len()), (vec![4, 5, 6], 0));
    assert!(records[0].payload == large, "the large record differs");
}

#[tokio::test]
async fn a_segment_stays_under_its_size() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    let waits = (0..200).map(|_| journal.append(Bytes::from(vec![1; 300])));
    for offset in futures_join(waits).await {
        assert!(offset.is_ok());
    }
    for path in segments(dir.path()) {
        assert!(path.metadata().expect("metadata").len() <= 4096, "{path:?}");
    }
}

/// Polls all at once, so that they wait together.
async fn futures_join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pinned: Vec<_> = futures.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(move |context| {
        for (future, output) in pinned.iter_mut().filter(|p| p.1.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *output = Some(value);
            }
        }
        if pinned.iter().any(|p| p.1.is_none()) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(pinned.iter_mut().filter_map(|p| p.1.take()).collect())
    })
    .await
}
