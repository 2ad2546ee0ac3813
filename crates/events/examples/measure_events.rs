//! Measures the store on synthetic events: CPU and bytes per appended event, start time, memory and query latencies.
//!
//! `cargo run --release -p bartizan-events --example measure_events -- [events] [days] [documents per commit] [folder]`
//!
//! Events look like those of web services: Zipf-distributed issues, some 15 fields, 12 tags, a payload of about 7 KB.
//! With a folder that holds a store already, only the queries are measured.

#![expect(clippy::print_stdout, reason = "its output is the point")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Select};
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_events::{EventsOptions, TantivyEvents};
use bartizan_ports::events::EventStore;
use bartizan_ports::queue::Offset;

const END: Timestamp = Timestamp(20_780 * DAY_US);
const ISSUES: u64 = 2_000;
const PROJECTS: u64 = 20;

/// A small generator of numbers, the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// Small numbers often, large ones rarely.
    fn zipf(&mut self, bound: u64) -> u64 {
        let upper = self.below(bound) + 1;
        let upper = self.below(upper) + 1;
        self.below(upper)
    }
}

fn event(numbers: &mut Numbers, n: u64, total: u64, days: i64) -> Document {
    let issue = numbers.zipf(ISSUES);
    let project = issue % PROJECTS + 1;
    let user = numbers.zipf(50_000);
    let release = format!("shop@1.{}.{}", n * 20 / total.max(1), issue % 3);
    let kind = ["TypeError", "ValueError", "ConnectionError", "KeyError", "TimeoutError"]
        .get(usize::try_from(issue % 5).unwrap_or(0))
        .copied()
        .unwrap_or("Error");
    let value = format!("Cannot read properties of undefined (reading 'price_{}') for order {}", issue % 97, numbers.below(1_000_000));
    let transaction = format!("/api/v{}/checkout/{}", issue % 3, issue % 40);
    let text = |name, value: &str| (name, FieldValue::Str(value.to_owned()));
    let span = days * DAY_US;
    let jitter = i64::try_from(numbers.below(60_000_000)).unwrap_or(0);
    let at =
        END.plus(-span + i64::try_from(u128::from(n) * u128::try_from(span).unwrap_or(0) / u128::from(total.max(1))).unwrap_or(0) - jitter);
    let id = (u128::from(numbers.next()) << 64) | u128::from(numbers.next());
    let tags = [
        ("browser", format!("Chrome {}.0", 110 + numbers.below(12))),
        ("browser.name", "Chrome".into()),
        ("os", format!("Windows {}", 10 + numbers.below(2))),
        ("os.name", "Windows".into()),
        ("device", format!("device-{}", numbers.zipf(200))),
        ("runtime", "python 3.12".into()),
        ("customer", format!("customer-{}", numbers.zipf(3_000))),
        ("region", format!("eu-{}", numbers.below(4))),
        ("feature", format!("flag-{}", numbers.below(30))),
        ("host.name", format!("web-{}", numbers.below(40))),
        ("mechanism", "generic".into()),
        ("handled", "no".into()),
    ];
    let payload = payload(numbers, id, kind, &value, &transaction, user);
    Document {
        organization_id: OrganizationId(1),
        project_id: ProjectId(i64::try_from(project).unwrap_or(1)),
        event_id: EventId(id.to_be_bytes()),
        timestamp: at,
        offset: n + 1,
        fields: vec![
            text("group_hash", &format!("{issue:032x}")),
            ("received", FieldValue::Time(at.plus(1_000_000))),
            text("event.type", "error"),
            text("level", if issue.is_multiple_of(7) { "warning" } else { "error" }),
            text("platform", "python"),
            text("release", &release),
            text("environment", if issue.is_multiple_of(4) { "staging" } else { "production" }),
            text("transaction", &transaction),
            text("title", &format!("{kind}: {value}")),
            text("message", &value),
            text("culprit", &transaction),
            text("error.type", kind),
            text("error.value", &value),
            text("stack.filename", &format!("app/views/checkout_{}.py", issue % 50)),
            text("stack.function", &format!("handle_{}", issue % 300)),
            text("stack.module", "app.views.checkout"),
            text("user", &format!("id:{user}")),
            text("user.id", &user.to_string()),
            text("sdk.name", "sentry.python"),
            text("sdk.version", "2.1.0"),
            text("trace", &format!("{:032x}", u128::from(numbers.next()))),
            ("size", FieldValue::I64(i64::try_from(6_000 + numbers.below(4_000)).unwrap_or(0))),
        ],
        tags: tags.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        payload: Arc::from(payload.into_bytes()),
    }
}

/// About 7 KB of JSON with frames, breadcrumbs and a request.
fn payload(numbers: &mut Numbers, id: u128, kind: &str, value: &str, transaction: &str, user: u64) -> String {
    let mut text = format!(
        "{{\"event_id\":\"{id:032x}\",\"platform\":\"python\",\"transaction\":\"{transaction}\",\"user\":{{\"id\":\"{user}\",\"ip_address\":\"10.1.{}.{}\"}},\"exception\":{{\"values\":[{{\"type\":\"{kind}\",\"value\":\"{value}\",\"stacktrace\":{{\"frames\":[",
        numbers.below(256),
        numbers.below(256)
    );
    for frame in 0..14 {
        let _ = write!(
            text,
            "{}{{\"function\":\"handle_{}\",\"filename\":\"app/views/file_{}.py\",\"module\":\"app.views.file\",\"lineno\":{},\"in_app\":{},\"pre_context\":[\"def handle(request):\",\"    order = request.order\"],\"context_line\":\"    total = sum(item.price for item in order.items)\",\"vars\":{{\"order\":\"<Order {}>\"}}}}",
            if frame > 0 { "," } else { "" },
            numbers.below(300),
            numbers.below(80),
            numbers.below(900),
            frame % 2 == 0,
            numbers.next()
        );
    }
    text.push_str("]}}]},\"breadcrumbs\":{\"values\":[");
    for crumb in 0..20 {
        let _ = write!(
            text,
            "{}{{\"category\":\"httplib\",\"level\":\"info\",\"message\":\"GET /internal/{}\",\"timestamp\":{},\"data\":{{\"status_code\":{}}}}}",
            if crumb > 0 { "," } else { "" },
            numbers.below(5_000),
            numbers.below(1 << 40),
            200 + numbers.below(4) * 100
        );
    }
    let _ = write!(
        text,
        "]}},\"request\":{{\"url\":\"https://shop.example{transaction}?q={}\",\"headers\":{{\"User-Agent\":\"Mozilla/5.0 (Windows NT 10.0; Win64; x64)\"}}}}}}",
        numbers.next()
    );
    text
}

/// CPU time of this process in seconds, and resident memory in MiB.
fn usage() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u32>().ok()).sum();
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let resident: u64 = pages.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    (f64::from(ticks) / 100.0, resident * 4 / 1024)
}

fn fill(store: &TantivyEvents, total: u64, days: i64, per_commit: u64) -> Result<(), Box<dyn Error>> {
    let mut numbers = Numbers(7);
    let (mut cpu, mut wall) = (0.0, 0.0);
    let mut at = 0;
    while at < total {
        let end = (at + per_commit).min(total);
        let documents: Vec<Document> = (at..end).map(|n| event(&mut numbers, n, total, days)).collect();
        let ids: Vec<_> = documents.iter().map(|d| (d.project_id, d.event_id, d.timestamp)).collect();
        let (started, before) = (Instant::now(), usage().0);
        store.locate(Dataset::Errors, &ids)?;
        for part in documents.chunks(250) {
            store.append(Dataset::Errors, part.to_vec())?;
        }
        store.commit(Offset(end))?;
        cpu += usage().0 - before;
        wall += started.elapsed().as_secs_f64();
        at = end;
    }
    let stats = store.stats();
    let n = f64::from(u32::try_from(total).unwrap_or(u32::MAX));
    let bytes = |b: u64| f64::from(u32::try_from(b / 1024).unwrap_or(u32::MAX)) * 1024.0 / n;
    println!(
        "append: {:.1} us CPU, {:.1} us wall an event; {} commits, {} MiB resident",
        cpu / n * 1e6,
        wall / n * 1e6,
        stats.commits,
        usage().1
    );
    println!(
        "stored: {:.0} B index, {:.0} B payload an event; {} days, {} files",
        bytes(stats.index_bytes),
        bytes(stats.payload_bytes),
        stats.days,
        stats.files
    );
    Ok(())
}

fn ask(store: &TantivyEvents, name: &str, query: &EventQuery) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut total = 0;
    for _ in 0..20 {
        let started = Instant::now();
        total = store.query(query)?.total;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    println!("{name:<58} p50 {:>9.2?}  p95 {:>9.2?}  ({total})", at(10), at(18));
    Ok(())
}

fn queries(store: &TantivyEvents, days: i64) -> Result<(), Box<dyn Error>> {
    let field = |name: &str| FieldRef::resolve(Dataset::Errors, name);
    let is = |name: &str, value: &str| Filter::Equals(field(name), FieldValue::Str(value.to_owned()));
    let all: Vec<ProjectId> = (1..=20).map(ProjectId).collect();
    let query = |projects: &[ProjectId], days: i64, filter: Filter, select: Select| EventQuery {
        dataset: Dataset::Errors,
        organization_id: OrganizationId(1),
        projects: projects.to_vec(),
        range: TimeRange { start: END.plus(-days * DAY_US), end: END },
        filter,
        select,
    };
    let newest = || Select::Rows {
        fields: vec![field("title"), field("user"), field("release")],
        by: None,
        newest_first: true,
        limit: 25,
        offset: 0,
    };
    let top = |keys: Vec<GroupKey>, aggregates| Select::Groups {
        keys,
        aggregates,
        order: Some((GroupOrder::Aggregate(0), true)),
        limit: 25,
        offset: 0,
    };
    let by = |name: &str| vec![GroupKey::Field(field(name))];
    let issue = format!("{:032x}", 0);
    let one = [ProjectId(1)];
    let hourly = vec![GroupKey::Time { field: "timestamp".into(), width_us: HOUR_US, origin_us: 0 }];
    ask(store, "newest of one issue", &query(&one, days, is("group_hash", &issue), newest()))?;
    ask(store, "newest, filtered by tag, all projects", &query(&all, days, is("customer", "customer-7"), newest()))?;
    ask(
        store,
        "newest, free text, all projects",
        &query(&all, days, Filter::Text { field: None, text: "price_42 undefined".into(), phrase: false }, newest()),
    )?;
    ask(
        store,
        "newest, wildcard on a tag, all projects",
        &query(&all, days, Filter::Wildcard(field("customer"), "*mer-12*".into()), newest()),
    )?;
    ask(
        store,
        "issues by count, filtered by tag, one project",
        &query(&one, days, is("region", "eu-1"), top(by("group_hash"), vec![Aggregate::Count])),
    )?;
    ask(
        store,
        "issues by count and last seen, all projects",
        &query(&all, days, Filter::All, top(by("group_hash"), vec![Aggregate::Count, Aggregate::Max(field("timestamp"))])),
    )?;
    ask(
        store,
        "hourly counts of the biggest issue, 14 days",
        &query(&one, 14, is("group_hash", &issue), top(hourly, vec![Aggregate::Count])),
    )?;
    ask(
        store,
        "tag values of the biggest issue",
        &query(&one, days, is("group_hash", &issue), top(by("customer"), vec![Aggregate::Count])),
    )?;
    ask(
        store,
        "distinct users by release, one project",
        &query(&one, days, Filter::All, top(by("release"), vec![Aggregate::CountDistinct(field("user"))])),
    )?;
    ask(
        store,
        "distinct users by release, all projects",
        &query(&all, days, Filter::All, top(by("release"), vec![Aggregate::CountDistinct(field("user"))])),
    )?;
    ask(
        store,
        "p50/p95/p99 of size by transaction, all projects",
        &query(
            &all,
            days,
            Filter::All,
            top(by("transaction"), [50.0, 95.0, 99.0].map(|p| Aggregate::Percentile(field("size"), p)).to_vec()),
        ),
    )?;
    ask(store, "count of a day, all projects", &query(&all, 1, Filter::All, top(vec![], vec![Aggregate::Count])))
}

fn lookups(store: &TantivyEvents, total: u64, days: i64) -> Result<(), Box<dyn Error>> {
    let mut numbers = Numbers(7);
    let known: Vec<Document> = (0..total.min(2_000)).map(|n| event(&mut numbers, n, total, days)).collect();
    let started = Instant::now();
    for document in known.iter().step_by(10) {
        store.get(Dataset::Errors, document.organization_id, document.project_id, document.event_id, None)?;
    }
    let count = u32::try_from(known.len().div_ceil(10)).unwrap_or(1);
    println!("event by id with payload, no hint: {:.1?}", started.elapsed() / count.max(1));
    let fresh: Vec<_> =
        (0..100_000).map(|_| (ProjectId(1), EventId((u128::from(numbers.next()) << 64).to_be_bytes()), END.plus(-1))).collect();
    store.locate(Dataset::Errors, &fresh)?;
    let started = Instant::now();
    store.locate(Dataset::Errors, &fresh)?;
    println!("locate a new event: {:.0?}", started.elapsed() / 100_000);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| arguments.next().and_then(|a| a.parse().ok()).unwrap_or(default);
    let (total, days, per_commit) = (number(100_000), number(30), number(3_000));
    let days = i64::try_from(days)?;
    let folder =
        std::env::args().nth(4).map_or_else(|| std::env::temp_dir().join(format!("measure-{}", std::process::id())), PathBuf::from);
    let (store, report) = TantivyEvents::open(EventsOptions::new(&folder))?;
    if report.days == 0 {
        fill(&store, total, days, per_commit)?;
        let started = Instant::now();
        store.maintain()?;
        println!("closing and merging: {:.1?}; {} MiB resident", started.elapsed(), usage().1);
    }
    drop(store);
    let started = Instant::now();
    let (store, report) = TantivyEvents::open(EventsOptions::new(&folder))?;
    println!("open: {:.1?} for {} days; {} MiB resident", started.elapsed(), report.days, usage().1);
    queries(&store, days)?;
    lookups(&store, total, days)?;
    println!("{} MiB resident after queries", usage().1);
    drop(store);
    if std::env::args().nth(4).is_none() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}
