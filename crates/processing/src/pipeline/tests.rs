use bartizan_domain::Outcome;
use bartizan_domain::dataset::Dataset;
use bartizan_domain::{EventId, ProjectId};
use bartizan_ports::blobs::MemoryBlobs;
use bartizan_ports::queue::MemoryQueue;

use super::*;
use crate::testing::{Crash, FakeEvents, FakeMeta, NOW, accepted, event};

/// Remembers what it heard, and checks that it could be found.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    events: Arc<FakeEvents>,
    unseen: AtomicUsize,
}

impl Listener for Ear {
    fn issues_changed(&self, changes: &[IssueChange]) {
        if self.events.inner.stats().documents == 0 {
            self.unseen.fetch_add(1, Ordering::Relaxed);
        }
        self.heard.lock().extend(changes.iter().map(|c| c.title.clone()));
    }
}

struct House {
    queue: Arc<MemoryQueue>,
    meta: Arc<FakeMeta>,
    events: Arc<FakeEvents>,
    blobs: Arc<MemoryBlobs>,
    ear: Arc<Ear>,
    stop: watch::Sender<bool>,
}

impl House {
    fn new() -> Self {
        let events = Arc::<FakeEvents>::default();
        let ear = Arc::new(Ear { events: Arc::clone(&events), ..Ear::default() });
        Self { queue: Arc::default(), meta: Arc::default(), events, blobs: Arc::default(), ear, stop: watch::Sender::new(false) }
    }

    fn start(&self) -> (tokio::task::JoinHandle<()>, Arc<PipelineMetrics>) {
        let deps = PipelineDeps {
            queue: Arc::clone(&self.queue) as _,
            meta: Arc::clone(&self.meta) as _,
            events: Arc::clone(&self.events) as _,
            blobs: Arc::clone(&self.blobs) as _,
            clock: Arc::new(|| NOW),
            listener: Arc::clone(&self.ear) as _,
            symbols: None,
            grouping: Arc::new(GroupingDirectory::new()),
            turn: Arc::default(),
        };
        let options =
            PipelineOptions { max_batch_records: 7, min_index_interval_ms: 1, index_interval_ms: 5, ..PipelineOptions::default() };
        let pipeline = Pipeline::new(deps, options);
        let metrics = pipeline.metrics();
        (tokio::spawn(pipeline.run(self.stop.subscribe())), metrics)
    }

    /// Waits for a condition that must come true.
    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..2_000 {
            if holds(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{what} did not come true");
    }

    fn indexed(&self) -> u64 {
        self.events.indexed().expect("indexed").0
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_accepted_becomes_visible_and_is_released() {
    let house = House::new();
    let (running, metrics) = house.start();
    for i in 1..=40 {
        house.queue.append(accepted(&event(i, &format!("message {i}")))).await.expect("append");
    }
    house.until("40 events", |h| h.indexed() == 40).await;
    house.queue.append(accepted(&event(41, "late"))).await.expect("append");
    house.until("a late event", |h| h.indexed() == 41 && h.queue.stats().oldest == Offset(42)).await;
    assert_eq!(house.meta.state.lock().counted.len(), 41);
    assert!(house.ear.heard.lock().contains(&"late".to_owned()));
    assert_eq!(house.ear.unseen.load(Ordering::Relaxed), 0);
    house.stop.send_replace(true);
    running.await.expect("ends");
    let figures = metrics.snapshot();
    assert_eq!((figures.records, figures.events), (41, 41));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_finishes_what_was_read() {
    let house = House::new();
    for i in 1..=30 {
        house.queue.append(accepted(&event(i, "x"))).await.expect("append");
    }
    let (running, _) = house.start();
    house.until("something", |h| h.meta.state.lock().processed > Offset(0)).await;
    house.stop.send_replace(true);
    running.await.expect("ends");
    assert_eq!(Offset(house.indexed()), house.meta.state.lock().processed, "nothing processed is left unindexed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failing_stores_are_waited_out() {
    let house = House::new();
    *house.events.crash.lock() = Some(Crash { calls: 3, after: false });
    house.meta.busy.store(2, Ordering::Relaxed);
    house.blobs.fail_with(Some(ErrorKind::Full));
    for i in 1..=20 {
        let attachment = "{\"type\":\"attachment\",\"length\":3,\"filename\":\"a.txt\"}\nabc\n";
        house.queue.append(accepted(&format!("{}{attachment}", event(i, "x")))).await.expect("append");
    }
    let (running, metrics) = house.start();
    house.until("a retry", |_| metrics.snapshot().retries > 0).await;
    house.blobs.fail_with(None);
    house.until("retries of the event store", |_| metrics.snapshot().retries > 3).await;
    *house.events.crash.lock() = None;
    house.until("all events", |h| h.indexed() == 20).await;
    house.stop.send_replace(true);
    running.await.expect("ends");
    let state = house.meta.state.lock();
    assert_eq!((state.counted.len(), state.attachments, state.sum("attachment", Outcome::Accepted)), (20, 20, 20));
    assert!(state.counted.values().all(|n| *n == 1));
    assert_eq!(house.events.stats().documents, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_records_are_passed_over() {
    let house = House::new();
    for i in 1..=9 {
        house.queue.append(accepted(&event(i, "x"))).await.expect("append");
    }
    house.queue.damage(Offset(4));
    house.queue.append(Bytes::from_static(b"no record")).await.expect("append");
    house.queue.append(accepted(&event(11, "last"))).await.expect("append");
    let (running, metrics) = house.start();
    house.until("the end", |h| h.indexed() == 11).await;
    house.stop.send_replace(true);
    running.await.expect("ends");
    assert_eq!(house.meta.state.lock().counted.len(), 9);
    assert_eq!(metrics.snapshot().damaged, 2);
}

#[test]
fn workers_keep_the_order_of_records() {
    let records: Vec<QueueRecord> = (1..=50).map(|i| crate::testing::at(i, accepted(&event(i, "x")))).collect();
    for workers in [1, 2, 5, 99] {
        let decoded = decode_all(&records, workers, &Context { retention_days: 90, symbols: None, grouping: Arc::default() });
        let offsets: Vec<u64> = decoded.iter().map(|d| d.offset.0).collect();
        decoded.into_iter().for_each(|d| d.output.abandon());
        assert_eq!(offsets, (1..=50).collect::<Vec<_>>());
    }
    assert!(decode_all(&[], 2, &Context { retention_days: 90, symbols: None, grouping: Arc::default() }).is_empty());
}

#[test]
fn commits_come_soon_when_idle_and_rarely_when_slow() {
    let options = PipelineOptions::default();
    let mut cadence = Cadence::new(&options);
    assert!(cadence.due(false).is_none());
    assert!(cadence.due(true).is_some_and(|due| due <= Instant::now()));
    let last = Instant::now();
    cadence.last = Some(last);
    assert_eq!(cadence.due(true), Some(last + Duration::from_millis(200)));
    cadence.cost = Duration::from_millis(30);
    assert_eq!(cadence.due(true), Some(last + Duration::from_millis(300)));
    cadence.cost = Duration::from_secs(3);
    assert_eq!(cadence.due(true), Some(last + Duration::from_millis(500)));
    cadence.cost = Duration::ZERO;
    cadence.caught_up = false;
    assert_eq!(cadence.due(true), Some(last + Duration::from_millis(500)));
    cadence.cost = Duration::from_millis(120);
    assert_eq!(cadence.due(true), Some(last + Duration::from_millis(1200)));
    cadence.cost = Duration::from_secs(3);
    assert_eq!(cadence.due(true), Some(last + Duration::from_secs(5)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blobs_lie_where_the_row_says() {
    let house = House::new();
    let envelope = format!("{}{{\"type\":\"attachment\",\"length\":3,\"filename\":\"a.txt\"}}\nabc\n", event(1, "x"));
    house.queue.append(accepted(&envelope)).await.expect("append");
    let (running, _) = house.start();
    house.until("the event", |h| h.indexed() == 1).await;
    house.stop.send_replace(true);
    running.await.expect("ends");
    let found = house.blobs.list("1/7/2026-11-23/event").await.expect("list");
    assert_eq!(
        found.iter().map(|b| (b.key.as_str(), b.size)).collect::<Vec<_>>(),
        [(format!("1/7/2026-11-23/event/{:032x}/1-1", 1).as_str(), 3)]
    );
    let id: EventId = format!("{:032x}", 1).parse().expect("id");
    assert_eq!(house.events.locate(Dataset::Errors, &[(ProjectId(7), id, NOW)]).expect("locate"), [Some(Offset(1))]);
}
