//! The journal on a real folder.

mod bounds;
mod contract;
mod damage;
mod formats;
mod reopen;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bartizan_ports::queue::{Offset, Queue, QueueRecord};
use bartizan_queue::{Journal, JournalOptions, OpenReport};
use bytes::Bytes;

/// Small segments, no reserve, plenty of free space: every figure in a test is its own.
fn options(dir: &Path) -> JournalOptions {
    JournalOptions {
        segment_bytes: 4096,
        reserve_free_bytes: 0,
        rotate_released_bytes: 0,
        free_space: Some(Arc::new(|| Ok(1 << 40))),
        ..JournalOptions::new(dir)
    }
}

fn open(options: JournalOptions) -> (Journal, OpenReport) {
    Journal::open(options).expect("open")
}

async fn fill(journal: &Journal, count: u64) {
    for n in 1..=count {
        let payload = Bytes::from(format!("payload {n} {}", "x".repeat(n as usize % 97)));
        journal.append(payload).await.expect("append");
    }
}

/// Everything after `after` (records, skipped offsets).
async fn read_all(journal: &Journal, after: u64) -> (Vec<QueueRecord>, Vec<u64>) {
    let (mut records, mut skipped, mut at) = (Vec::new(), Vec::new(), Offset(after));
    loop {
        let batch = journal.read(at, 10, 4000).await.expect("read");
        if batch.records.is_empty() && batch.skipped.is_empty() {
            return (records, skipped);
        }
        at = batch.last;
        records.extend(batch.records);
        skipped.extend(batch.skipped.iter().map(|s| s.0.0));
    }
}

fn offsets(records: &[QueueRecord]) -> Vec<u64> {
    records.iter().map(|r| r.offset.0).collect()
}

/// The segment files, oldest first.
fn segments(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("read dir");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("entry").path()).filter(|p| p.extension().is_some_and(|e| e == "seg")).collect();
    paths.sort();
    paths
}
