//! What every queue must do. Each function takes an **empty** queue and panics with what went wrong;
//! [`all`] makes a new queue for each.

use bytes::Bytes;

use super::{Offset, Queue, QueueRecord};
use crate::ErrorKind;

/// Runs the whole suite on queues made by `make`, except [`full_until_released`], which needs a queue
/// with a small bound.
pub async fn all<F, Q>(make: F)
where
    F: AsyncFn() -> Q,
    Q: Queue,
{
    an_empty_queue_is_empty(&make().await).await;
    offsets_start_at_one_and_count_up(&make().await).await;
    reads_back_in_order(&make().await).await;
    a_read_holds_its_bounds(&make().await).await;
    a_read_gives_at_least_one_record(&make().await).await;
    wait_returns_when_there_is_more(&make().await).await;
    unconfirmed_appends_arrive(&make().await).await;
    what_was_unpacked_comes_with_its_own_record_or_not_at_all(&make().await).await;
    release_forgets_only_what_was_released(&make().await).await;
    offsets_never_go_back_after_release(&make().await).await;
    many_appenders_get_distinct_offsets(&make().await).await;
    stats_agree_with_reads(&make().await).await;
}

async fn append(queue: &dyn Queue, text: &str) -> Offset {
    queue.append(Bytes::copy_from_slice(text.as_bytes())).await.unwrap_or_else(|e| panic!("append {text}: {e:?}"))
}

/// Everything after `after`, read in small batches; panics when the queue reports damage.
pub async fn drain(queue: &dyn Queue, after: Offset) -> Vec<QueueRecord> {
    let (mut at, mut all) = (after, Vec::new());
    loop {
        let batch = queue.read(at, 7, 1 << 20).await.expect("read");
        assert!(batch.skipped.is_empty(), "unexpected damage: {:?}", batch.skipped);
        if batch.records.is_empty() {
            return all;
        }
        assert_eq!(batch.records.last().map(|r| r.offset), Some(batch.last), "`last` names the last record");
        at = batch.last;
        all.extend(batch.records);
    }
}

/// Nothing to read, nothing newer than 0, and it accepts.
pub async fn an_empty_queue_is_empty(queue: &dyn Queue) {
    let batch = queue.read(Offset(0), 10, 1000).await.expect("read");
    assert!(batch.records.is_empty() && batch.skipped.is_empty());
    assert_eq!(batch.last, Offset(0));
    let stats = queue.stats();
    assert_eq!((stats.oldest, stats.newest, stats.damaged), (Offset(1), Offset(0), 0));
    queue.accepting().expect("an empty queue accepts");
}

/// 1, 2, 3.
pub async fn offsets_start_at_one_and_count_up(queue: &dyn Queue) {
    for want in 1..=3 {
        assert_eq!(append(queue, "x").await, Offset(want));
    }
}

/// Same bytes, same order, empty and large payloads too.
pub async fn reads_back_in_order(queue: &dyn Queue) {
    let large = "L".repeat(300_000);
    let texts = ["first", "", large.as_str(), "\u{0}\u{7f}", "last"];
    for text in texts {
        append(queue, text).await;
    }
    let records = drain(queue, Offset(0)).await;
    assert_eq!(records.len(), texts.len());
    for ((record, text), offset) in records.iter().zip(texts).zip(1..) {
        assert_eq!(record.offset, Offset(offset));
        assert!(record.payload == text.as_bytes(), "payload of record {offset} differs");
    }
    let tail = drain(queue, Offset(3)).await;
    assert_eq!(tail.iter().map(|r| r.offset.0).collect::<Vec<_>>(), [4, 5]);
}

/// No more records than asked for, and about as many bytes.
pub async fn a_read_holds_its_bounds(queue: &dyn Queue) {
    for _ in 0..20 {
        append(queue, &"y".repeat(100)).await;
    }
    let few = queue.read(Offset(0), 3, 1 << 20).await.expect("read");
    assert_eq!((few.records.len(), few.last), (3, Offset(3)));
    let small = queue.read(Offset(3), 100, 450).await.expect("read");
    assert_eq!((small.records.len(), small.last), (4, Offset(7)));
    let rest = queue.read(Offset(7), 100, 1 << 20).await.expect("read");
    assert_eq!((rest.records.len(), rest.last), (13, Offset(20)));
    let none = queue.read(Offset(20), 100, 1 << 20).await.expect("read");
    assert_eq!((none.records.len(), none.last), (0, Offset(20)));
}

/// A record larger than `max_bytes` is still given, alone.
pub async fn a_read_gives_at_least_one_record(queue: &dyn Queue) {
    append(queue, &"z".repeat(5000)).await;
    append(queue, "small").await;
    let batch = queue.read(Offset(0), 10, 1).await.expect("read");
    assert_eq!(batch.records.iter().map(|r| r.offset.0).collect::<Vec<_>>(), [1]);
}

/// `wait` returns at once for what is there, and later for what comes.
pub async fn wait_returns_when_there_is_more(queue: &dyn Queue) {
    append(queue, "one").await;
    queue.wait(Offset(0)).await;
    let (_, offset) = tokio::join!(queue.wait(Offset(1)), append(queue, "two"));
    assert_eq!(offset, Offset(2));
    assert_eq!(drain(queue, Offset(1)).await.len(), 1);
}

/// An unconfirmed append is read like any other, in its place.
pub async fn unconfirmed_appends_arrive(queue: &dyn Queue) {
    queue.append_unconfirmed(Bytes::from_static(b"note")).expect("append_unconfirmed");
    append(queue, "event").await;
    let records = drain(queue, Offset(0)).await;
    let payloads: Vec<&[u8]> = records.iter().map(|r| r.payload.as_ref()).collect();
    assert_eq!(payloads, [b"note".as_slice(), b"event"]);
}

/// Never with another record.
pub async fn what_was_unpacked_comes_with_its_own_record_or_not_at_all(queue: &dyn Queue) {
    for n in 0..20_u8 {
        let payload = Bytes::from(vec![n; 4]);
        let appended = if n % 3 == 0 { queue.append(payload).await } else { queue.append_unpacked(payload, Bytes::from(vec![n; 8])).await };
        appended.expect("append");
    }
    for record in drain(queue, Offset(0)).await {
        let (n, expected) = (record.payload[0], Bytes::from(vec![record.payload[0]; 8]));
        assert!(record.unpacked.as_ref().is_none_or(|unpacked| n % 3 != 0 && *unpacked == expected), "record {n}: {:?}", record.unpacked);
    }
}

/// What comes after a release is kept, and a reader that lags behind starts at what is left.
pub async fn release_forgets_only_what_was_released(queue: &dyn Queue) {
    for n in 1..=10 {
        append(queue, &n.to_string()).await;
    }
    queue.release(Offset(4)).await.expect("release");
    let kept: Vec<u64> = drain(queue, Offset(4)).await.iter().map(|r| r.offset.0).collect();
    assert_eq!(kept, [5, 6, 7, 8, 9, 10]);
    let lagging: Vec<u64> = drain(queue, Offset(0)).await.iter().map(|r| r.offset.0).collect();
    assert!(lagging.ends_with(&kept), "a lagging reader sees what is kept: {lagging:?}");
    assert!(queue.stats().oldest <= Offset(5));
}

/// After everything was released the next record is one more, and only that is read.
pub async fn offsets_never_go_back_after_release(queue: &dyn Queue) {
    for _ in 0..3 {
        append(queue, "x").await;
    }
    queue.release(Offset(3)).await.expect("release");
    queue.release(Offset(3)).await.expect("a second release");
    assert_eq!(append(queue, "next").await, Offset(4));
    let after: Vec<u64> = drain(queue, Offset(3)).await.iter().map(|r| r.offset.0).collect();
    assert_eq!(after, [4]);
    assert_eq!(queue.stats().newest, Offset(4));
}

/// Concurrent appends: each its own offset, no gap, the payload at the offset its caller was told.
pub async fn many_appenders_get_distinct_offsets(queue: &dyn Queue) {
    let one = async |n: usize| (append(queue, &format!("payload {n}")).await, n);
    let (a, b, c, d) = tokio::join!(one(0), one(1), one(2), one(3));
    let mut told = vec![a, b, c, d];
    told.sort_unstable();
    assert_eq!(told.iter().map(|t| t.0.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
    for (record, (offset, n)) in drain(queue, Offset(0)).await.iter().zip(told) {
        assert_eq!((record.offset, record.payload.as_ref()), (offset, format!("payload {n}").as_bytes()));
    }
}

/// Oldest, newest and bytes.
pub async fn stats_agree_with_reads(queue: &dyn Queue) {
    for _ in 0..5 {
        append(queue, &"s".repeat(1000)).await;
    }
    let stats = queue.stats();
    assert_eq!((stats.oldest, stats.newest), (Offset(1), Offset(5)));
    assert!(stats.bytes >= 5000 && stats.segments >= 1, "{stats:?}");
}

/// For a queue whose bound holds the payload once but not often: it says `Full` before it grows without
/// end, goes on reading, and accepts again after a release.
pub async fn full_until_released(queue: &dyn Queue, payload: Bytes) {
    let mut kept = 0;
    let refused = loop {
        match queue.append(payload.clone()).await {
            Ok(offset) => kept = offset.0,
            Err(error) => break error,
        }
        assert!(kept < 1000, "the bound is never reached");
    };
    assert_eq!(refused.kind, ErrorKind::Full);
    assert!(kept >= 1, "at least one record fits");
    assert_eq!(drain(queue, Offset(0)).await.len() as u64, kept, "reading goes on while it is full");
    queue.release(Offset(kept)).await.expect("release");
    queue.accepting().expect("accepts after the release");
    assert_eq!(queue.append(payload).await.expect("append after the release"), Offset(kept + 1));
}
