//! What a batch costs: CPU per event with few and with many issues, and lists over many issues.
//! `cargo run --release -p bartizan-meta --example commit_rate`.
#![expect(clippy::print_stdout, reason = "prints its figures")]

use std::time::Instant;

use bartizan_domain::issue::Status;
use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::meta::contract::stage::Stage;
use bartizan_ports::meta::{IssueFilter, IssueSort, Issues, System};

/// Processor time of this process so far, in microseconds; Linux counts it in hundredths of a second.
fn cpu_us() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    ticks * 10_000
}

/// A fixed sequence that looks random.
fn scatter(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 31;
    x.wrapping_mul(0x94D0_49BB_1331_11EB) >> 11
}

fn commits(stage: &Stage<'_>, issues: u64, per_batch: u64, batches: u64, varied: bool) {
    let mut made = Vec::new();
    for batch in 0..batches {
        let events = (0..per_batch).map(|i| {
            let n = batch * per_batch + i;
            let mut event = stage.event(scatter(n) % issues, i64::try_from(n / 1000).unwrap_or(0));
            event.user_hash = Some(i64::try_from(scatter(n + 7) % 20_000).unwrap_or(0));
            event.release = Some(format!("web@1.{}", n % 3));
            if varied {
                event.metadata =
                    format!("{{\"type\":\"Error\",\"value\":\"request {n} failed after {} ms\",\"filename\":\"app/views.py\"}}", n % 977);
            }
            event
        });
        made.push(events.collect::<Vec<_>>());
    }
    let (start, cpu) = (Instant::now(), cpu_us());
    for events in made {
        stage.commit(events, 10_000);
    }
    let events = per_batch * batches;
    println!(
        "{issues:>6} issues, batches of {per_batch:>4}, varied texts {varied}: {:.1} us CPU, {:.1} us wall per event",
        (cpu_us() - cpu) as f64 / events as f64,
        start.elapsed().as_micros() as f64 / events as f64
    );
}

fn lists(store: &SqliteMeta, stage: &Stage<'_>) {
    for sort in [IssueSort::LastSeen, IssueSort::FirstSeen, IssueSort::TimesSeen, IssueSort::UsersSeen, IssueSort::Priority] {
        for (name, filter) in [
            ("unresolved", IssueFilter::Status(Status::Unresolved)),
            ("all", IssueFilter::All),
            ("title", IssueFilter::And(vec![IssueFilter::Status(Status::Unresolved), IssueFilter::TitleContains("number 77".into())])),
        ] {
            let mut list = stage.list(filter, sort);
            list.limit = 25;
            let start = Instant::now();
            let page = store.list_issues(&list).expect("list");
            println!("list {sort:?} {name}: {} rows, {} hits in {:?}", page.issues.len(), page.hits, start.elapsed());
        }
    }
}

fn main() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = SqliteMeta::open(SqliteOptions::new(dir.path().join("meta.db"))).expect("store");
    for (n, issues) in [100, 5000, 100_000].into_iter().enumerate() {
        let stage = Stage::new(&store, &format!("org{n}"));
        for varied in [false, true] {
            commits(&stage, issues, 1000, 100, varied);
        }
        commits(&stage, issues, 200, 100, true);
        println!(
            "commits {:?}, list over {} issues",
            store.meta_stats(),
            store.count_issues(stage.org(), &[stage.project.id], &IssueFilter::All).expect("count")
        );
        lists(&store, &stage);
    }
    let start = Instant::now();
    println!("check {:?} in {:?}", store.check_meta(), start.elapsed());
}
