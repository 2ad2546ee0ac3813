//! The ledger's other half: what is refused is summed by minute and written by a background task.

use std::time::Duration;

use bartizan_ingest::FlushOptions;
use bartizan_ports::ErrorKind;
use bartizan_protocol::AcceptedRecord;
use tokio::sync::watch;

use crate::harness::{Harness, NOW_S, envelope_of};

#[tokio::test(start_paused = true)]
async fn the_flusher_writes_sums_and_writes_a_last_time() {
    let harness = Harness::new();
    let (stop, shutdown) = watch::channel(false);
    let options = FlushOptions { flush_interval: Duration::from_secs(1) };
    let task = tokio::spawn(harness.state.flusher(options).run(shutdown));
    let over = vec![b' '; 2 * 1024 * 1024];
    let refused = envelope_of(&[("event", &over), ("attachment", b"a"), ("attachment", b"b")]);
    for _ in 0..3 {
        assert_eq!(harness.envelope(refused.clone()).await.status, 413);
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    harness.pass_seconds(61);
    harness.envelope("").await;
    stop.send(true).unwrap();
    task.await.unwrap();
    let records = harness.records().await;
    assert_eq!(records.len(), 2, "nothing is written when nothing happened");
    let AcceptedRecord::Outcomes(first) = &records[0] else { panic!("no outcomes") };
    assert!(first.iter().all(|count| count.timestamp_us == NOW_S * 1_000_000 && count.quantity >= 3));
    let AcceptedRecord::Outcomes(last) = &records[1] else { panic!("no outcomes") };
    assert_eq!((last.len(), last[0].timestamp_us), (1, (NOW_S + 60) * 1_000_000));
}

#[tokio::test]
async fn sums_wait_until_the_queue_takes_them() {
    let harness = Harness::new();
    harness.queue.refuse(Some(ErrorKind::Full));
    harness.envelope("").await;
    harness.state.outcomes().flush(&*harness.queue);
    harness.envelope("").await;
    assert_eq!(harness.outcomes().await, ["default RateLimited disk_full 2"]);
    assert_eq!(harness.outcomes().await.len(), 1, "written once");
}

#[tokio::test]
async fn containers_count_their_entries_and_sdk_statements_nothing() {
    let harness = Harness::new();
    let body = "{}\n{\"type\":\"log\",\"item_count\":7,\"content_type\":\"application/vnd.sentry.items.log+json\"}\n{}\n\
                {\"type\":\"client_report\"}\n{}\n{\"type\":\"integration\"}\n{}\n";
    assert_eq!(harness.envelope(body).await.status, 400);
    assert_eq!(harness.outcomes().await, ["default Invalid invalid_envelope 1", "log_item Invalid invalid_envelope 7"]);
}
