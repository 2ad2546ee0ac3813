//! The whole run, step by step. A step that fails is noted, and the next one goes on.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::Args;

use crate::load::{self, Load, Outcome};
use crate::machine::{Machine, load_averages};
use crate::payload::{Pool, Shape};
use crate::queries;
use crate::results::{Binary, HalfLoad, LoadRun, MemoryAfter, Overload, Repacked, Results, StepNote, Stored};
use crate::server::Server;
use crate::stats::median_by;
use crate::{floor, peer, process, progress, report};

const CONNECTIONS: usize = 32;
/// More than the server has threads, so that an offered rate does not wait for answers.
const OPEN_CONNECTIONS: usize = 64;
/// More still, so that three times the capacity can be offered while answers are slow.
const OVERLOAD_CONNECTIONS: usize = 256;
const FEW_ISSUES: usize = 100;
const MANY_ISSUES: usize = 5_000;
/// Issues of the filled store, unevenly frequent.
const STORED_ISSUES: usize = 2_000;
const STORED_SKEW: f64 = 3.0;
/// Days the filled store reaches back.
const STORED_DAYS: f64 = 30.0;
/// Seconds of a load nobody measures, before the first that is.
const WARM_UP_SECONDS: u64 = 3;
/// Until a server that was started and set up is idle: what that took has been given back.
const SETTLED: Duration = Duration::from_secs(15);
/// Offered per second in the long run, a little more than the target: it shows whether that is kept up.
const SUSTAINED_RATE: f64 = 3_050.0;
const DRAIN_PATIENCE: Duration = Duration::from_secs(1_800);
/// Sixteen of the journal's segments: full within the run, and never waiting long for one of them to be free.
const OVERLOAD_QUEUE_BYTES: u64 = 256 * 1024 * 1024;
/// Offered beyond what is processed.
const OVERLOAD_FACTOR: f64 = 3.0;
const DAY_SECONDS: f64 = 86_400.0;

/// Options of the whole run.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The server's binary
    #[arg(long)]
    server: PathBuf,
    /// Folder for data; on the disk to measure
    #[arg(long)]
    dir: PathBuf,
    /// Seconds of one load run
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Runs of which the median counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Seconds of the one long run; 0 leaves it out
    #[arg(long, default_value_t = 0)]
    sustain: u64,
    /// Events stored before questions are asked; 0 leaves it out
    #[arg(long, default_value_t = 200_000)]
    events: u64,
    /// Payload set of the stored events
    #[arg(long, default_value = "medium")]
    stored_shape: Shape,
    /// Script of a peer in benches/peers
    #[arg(long)]
    peer: Option<PathBuf>,
    /// Leave out steps that the results file has from this binary already
    #[arg(long)]
    resume: bool,
    /// Steps to do, separated by commas
    #[arg(long, value_delimiter = ',', default_value = "floor,large,memory,half,overload,small,many,stored,peer")]
    steps: Vec<String>,
    /// Results file; what it has of other steps stays
    #[arg(long)]
    results: PathBuf,
    /// Document whose table is written anew
    #[arg(long)]
    document: Option<PathBuf>,
}

struct Plan<'a> {
    args: &'a PlanArgs,
    results: Results,
    servers: u32,
}

pub(crate) async fn run(args: &PlanArgs) -> Result<()> {
    std::fs::create_dir_all(&args.dir)?;
    let previous = std::fs::read(&args.results).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let mut plan = Plan { args, results: previous.unwrap_or_default(), servers: 0 };
    plan.results.machine = Machine::look();
    plan.results.date = time::OffsetDateTime::now_utc().date().to_string();
    plan.results.version = env!("CARGO_PKG_VERSION").to_owned();
    plan.results.seconds = args.seconds;
    plan.results.binary = Some(binary(&args.server, &args.dir)?);
    for step in &args.steps {
        if args.resume && plan.is_done(step) {
            progress(&format!("== {step}: done before"));
            continue;
        }
        progress(&format!("== {step}"));
        let mut note = plan.note();
        if let Err(error) = plan.step(step).await {
            progress(&format!("{step} failed: {error:#}"));
            note.failure = Some(format!("{error:#}"));
        }
        plan.results.steps.insert(step.clone(), note);
        plan.save()?;
    }
    match &args.document {
        Some(document) => report::write(&args.results, document),
        None => Ok(()),
    }
}

impl Plan<'_> {
    async fn step(&mut self, step: &str) -> Result<()> {
        match step {
            "floor" => self.floor(),
            "large" => self.large().await,
            // Taken on the server of the step large, after its runs.
            "memory" => Ok(()),
            "half" => self.half().await,
            "overload" => self.overload().await,
            "small" => {
                self.results.small = self.load_runs(Shape::Small, FEW_ISSUES).await?;
                Ok(())
            }
            "many" => {
                self.results.many_issues = self.load_runs(Shape::Large, MANY_ISSUES).await?;
                Ok(())
            }
            "sustain" => self.sustain().await,
            "stored" => self.stored().await,
            "peer" => self.peer().await,
            other => anyhow::bail!("there is no step {other}"),
        }
    }

    fn note(&self) -> StepNote {
        let binary_bytes = self.results.binary.as_ref().map_or(0, |binary| binary.bytes);
        StepNote { date: self.results.date.clone(), load_before: load_averages(), binary_bytes, failure: None }
    }

    fn is_done(&self, step: &str) -> bool {
        let bytes = self.note().binary_bytes;
        self.results.steps.get(step).is_some_and(|note| note.failure.is_none() && note.binary_bytes == bytes)
    }

    async fn server(&mut self, env: &[(&'static str, String)]) -> Result<Server> {
        self.servers += 1;
        let dir = self.args.dir.join(format!("data-{}-{}", std::process::id(), self.servers));
        Server::start(&self.args.server, &dir, env).await
    }

    fn save(&self) -> Result<()> {
        Ok(std::fs::write(&self.args.results, serde_json::to_vec_pretty(&self.results)?)?)
    }

    fn wants(&self, step: &str) -> bool {
        self.args.steps.iter().any(|name| name == step)
    }

    fn floor(&mut self) -> Result<()> {
        self.results.floor_large = Some(floor::measure(Shape::Large, &self.args.dir)?);
        self.results.floor_small = Some(floor::measure(Shape::Small, &self.args.dir)?);
        Ok(())
    }

    /// The main runs; on the same server then the memory a minute later.
    async fn large(&mut self) -> Result<()> {
        let mut server = self.server(&[]).await?;
        tokio::time::sleep(SETTLED).await;
        self.results.idle_rss_bytes = Some(server.rss_bytes());
        let pool = Pool::build(Shape::Large, FEW_ISSUES, 1);
        let mut log = Acknowledged::default();
        self.results.large = runs(&mut server, &pool, self.args, &mut log).await?;
        if self.wants("memory") {
            let seconds = self.args.seconds.min(20) * 3;
            let peak_rss_bytes = server.peak_rss_bytes();
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            self.results.memory_after = Some(MemoryAfter { peak_rss_bytes, seconds, rss_bytes: server.rss_bytes() });
        }
        server.remove().await
    }

    /// Half of what is processed per second, on a server that has stored something before.
    async fn half(&mut self) -> Result<()> {
        let mut server = self.server(&[]).await?;
        let pool = Pool::build(Shape::Large, FEW_ISSUES, 1);
        load::run(&server.target, &pool, &Load::closed(CONNECTIONS, WARM_UP_SECONDS)).await?;
        server.drain(DRAIN_PATIENCE).await?;
        self.results.half_load = Some(self.half_load(&mut server, &pool).await?);
        server.remove().await
    }

    async fn half_load(&self, server: &mut Server, pool: &Pool) -> Result<HalfLoad> {
        let rate = self.capacity()? / 2.0;
        let fdatasync = floor::fdatasync(&self.args.dir)?;
        let cpu = server.cpu_us();
        let load = load::run(&server.target, pool, &Load::open(OPEN_CONNECTIONS, self.args.seconds, rate)).await?;
        let drain_seconds = server.drain(DRAIN_PATIENCE).await?.as_secs_f64();
        let cpu_us_per_event = (server.cpu_us() - cpu) as f64 / load.accepted.max(1) as f64;
        progress(&format!("  {rate:.0}/s: p50 {} us, p99 {} us", load.latency.p50_us, load.latency.p99_us));
        Ok(HalfLoad { rate, load, fdatasync, drain_seconds, cpu_us_per_event })
    }

    /// Events processed per second in the median main run.
    fn capacity(&self) -> Result<f64> {
        median_by(self.results.large.clone(), |run| run.processed_per_second)
            .map(|run| run.processed_per_second)
            .context("needs the step large")
    }

    async fn load_runs(&mut self, shape: Shape, issues: usize) -> Result<Vec<LoadRun>> {
        let mut server = self.server(&[]).await?;
        let pool = Pool::build(shape, issues, 1);
        let runs = runs(&mut server, &pool, self.args, &mut Acknowledged::default()).await?;
        server.remove().await?;
        Ok(runs)
    }

    async fn sustain(&mut self) -> Result<()> {
        let mut server = self.server(&[]).await?;
        let pool = Pool::build(Shape::Large, FEW_ISSUES, 1);
        let load = Load::open(OPEN_CONNECTIONS, self.args.sustain, SUSTAINED_RATE);
        self.results.sustained = Some(one_run(&mut server, &pool, &load, &mut Acknowledged::default()).await?);
        server.remove().await
    }

    async fn overload(&mut self) -> Result<()> {
        let capacity = self.capacity()?;
        let rate = capacity * OVERLOAD_FACTOR;
        let mut server = self.server(&[("BARTIZAN_QUEUE_MAX_BYTES", OVERLOAD_QUEUE_BYTES.to_string())]).await?;
        let pool = Pool::build(Shape::Large, FEW_ISSUES, 1);
        let load = load::run(&server.target, &pool, &Load::open(OVERLOAD_CONNECTIONS, self.args.seconds * 3, rate)).await?;
        let drain_seconds = server.drain(DRAIN_PATIENCE).await?.as_secs_f64();
        let processed_per_second = load.accepted as f64 / (load.seconds + drain_seconds);
        let peak_rss_bytes = server.peak_rss_bytes();
        let goodput_share = processed_per_second / capacity;
        progress(&format!("  offered {rate:.0}/s, processed {processed_per_second:.0}/s, refused {}", load.refused));
        server.remove().await?;
        let refusal_cpu_us = self.refusal_cost(&pool).await?;
        self.results.overload = Some(Overload {
            rate,
            queue_max_bytes: OVERLOAD_QUEUE_BYTES,
            load,
            drain_seconds,
            processed_per_second,
            goodput_share,
            refusal_cpu_us,
            peak_rss_bytes,
        });
        Ok(())
    }

    /// CPU time of one refusal, on a server whose disk is always too full.
    async fn refusal_cost(&mut self, pool: &Pool) -> Result<f64> {
        let server = self.server(&[("BARTIZAN_DISK_RESERVE_BYTES", (1_u64 << 50).to_string())]).await?;
        let cpu = server.cpu_us();
        let rate = 4_000.0;
        let load = load::run(&server.target, pool, &Load::open(CONNECTIONS, self.args.seconds.min(10), rate)).await?;
        let cost = (server.cpu_us() - cpu) as f64 / load.refused.max(1) as f64;
        progress(&format!("  a refusal costs {cost:.0} us ({} refused, {} accepted)", load.refused, load.accepted));
        server.remove().await?;
        Ok(cost)
    }

    /// Fills a store: first the newest tenth of the time, then the rest; asks the same of both.
    async fn stored(&mut self) -> Result<()> {
        let events = self.args.events;
        let mut server = self.server(&[]).await?;
        let pool = Pool::build(self.args.stored_shape, STORED_ISSUES, 1);
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
        let tenth = now - STORED_DAYS / 10.0 * DAY_SECONDS;
        let parts = [
            (events / 10, (tenth, now), STORED_DAYS / 10.0),
            (events - events / 10, (now - STORED_DAYS * DAY_SECONDS, tenth), STORED_DAYS),
        ];
        self.results.stored.clear();
        let (mut ids, mut total) = (Vec::new(), 0);
        for (count, history, days) in parts {
            let load = fill(&mut server, &pool, count, history).await?;
            total += load.accepted;
            ids.extend_from_slice(&load.ids);
            server.drain(DRAIN_PATIENCE).await?;
            let mut stored = self.look_at_store(&mut server, total, days).await?;
            stored.fill_per_second = load.accepted_per_second;
            stored.questions = queries::ask_all(&server, &ids).await?;
            self.results.stored.push(stored);
            self.save()?;
        }
        let repacked = self.repacked(&mut server, total, &ids).await?;
        if let Some(full) = self.results.stored.last_mut() {
            full.repacked = Some(repacked);
        }
        server.remove().await
    }

    /// The same store, with days that are over written anew.
    async fn repacked(&self, server: &mut Server, events: u64, ids: &[u128]) -> Result<Repacked> {
        let (told, cpu_us) = server.repack().await?;
        let figure = |name: &str| told.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        let bytes_per_event = process::disk_bytes(&server.dir) as f64 / events.max(1) as f64;
        let cpu_us_per_event = cpu_us as f64 / figure("events").max(1) as f64;
        progress(&format!("  after the repack of {}: {bytes_per_event:.0} B each, {cpu_us_per_event:.0} us each", figure("events")));
        Ok(Repacked {
            events: figure("events"),
            bytes_per_event,
            payload_bytes: figure("payload_bytes") as f64,
            cpu_us_per_event,
            questions: queries::ask_all(server, ids).await?,
        })
    }

    async fn look_at_store(&self, server: &mut Server, events: u64, days: f64) -> Result<Stored> {
        // The journal gives its last segments back when it is idle.
        tokio::time::sleep(Duration::from_secs(8)).await;
        let bytes_per_event = process::disk_bytes(&server.dir) as f64 / events.max(1) as f64;
        let mut start_seconds = Vec::new();
        for _ in 0..3 {
            server.restart().await?;
            start_seconds.push(server.start_time.as_secs_f64());
        }
        let metrics = server.metrics().await?;
        let figure = |name: &str| metrics.get(name).copied().unwrap_or(0.0);
        progress(&format!("  {events} events, {bytes_per_event:.0} B each, ready after {start_seconds:.3?} s"));
        Ok(Stored {
            events,
            days,
            shape: self.args.stored_shape.name().to_owned(),
            bytes_per_event,
            start_seconds,
            index_bytes: figure("bartizan_events_index_bytes"),
            payload_bytes: figure("bartizan_events_payload_bytes"),
            meta_bytes: figure("bartizan_meta_bytes"),
            rss_bytes: server.rss_bytes(),
            ..Stored::default()
        })
    }

    async fn peer(&mut self) -> Result<()> {
        let Some(script) = &self.args.peer else { return Ok(()) };
        let run = peer::measure(script, &self.args.dir.join("peer"), self.args.seconds).await?;
        progress(&format!("  {}: {:.1}/s accepted, {:.1}/s digested", run.name, run.load.accepted_per_second, run.processed_per_second));
        self.results.peer = Some(run);
        Ok(())
    }
}

async fn fill(server: &mut Server, pool: &Pool, count: u64, history: (f64, f64)) -> Result<Outcome> {
    let load = load::run(&server.target, pool, &Load::fill(count, history, STORED_SKEW)).await?;
    progress(&format!("  filled {} at {:.0}/s, {:?}", load.accepted, load.accepted_per_second, load.by_status));
    Ok(load)
}

/// What was acknowledged on one server so far.
#[derive(Debug, Default)]
struct Acknowledged {
    events: u64,
}

async fn runs(server: &mut Server, pool: &Pool, args: &PlanArgs, log: &mut Acknowledged) -> Result<Vec<LoadRun>> {
    let warm = load::run(&server.target, pool, &Load::closed(CONNECTIONS, WARM_UP_SECONDS)).await?;
    log.events += warm.accepted;
    server.drain(DRAIN_PATIENCE).await?;
    let mut runs = Vec::new();
    for _ in 0..args.runs {
        runs.push(one_run(server, pool, &Load::closed(CONNECTIONS, args.seconds), log).await?);
    }
    Ok(runs)
}

async fn one_run(server: &mut Server, pool: &Pool, load: &Load, log: &mut Acknowledged) -> Result<LoadRun> {
    process::reset_peak(server.pid());
    let (disk, cpu, before) = (process::disk_bytes(&server.dir), server.cpu_us(), server.metrics().await?);
    let load = load::run(&server.target, pool, load).await?;
    let lag_at_end = server.lag().await?;
    let drain = server.drain(DRAIN_PATIENCE).await?;
    let cpu_us_per_event = (server.cpu_us() - cpu) as f64 / load.accepted.max(1) as f64;
    let peak_rss_bytes = server.peak_rss_bytes();
    let after = server.metrics().await?;
    let grew = |name: &str| after.get(name).copied().unwrap_or(0.0) - before.get(name).copied().unwrap_or(0.0);
    log.events += load.accepted;
    let (counted_events, counted_issues) = server.counted().await?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let processed_per_second = load.accepted as f64 / (load.seconds + drain.as_secs_f64());
    progress(&format!(
        "  accepted {:.0}/s (p50 {} us, p99 {} us), processed {processed_per_second:.0}/s, {cpu_us_per_event:.0} us CPU each, lag {lag_at_end}, counted {counted_events} of {} in {counted_issues} issues, {:?}",
        load.accepted_per_second, load.latency.p50_us, load.latency.p99_us, log.events, load.by_status
    ));
    Ok(LoadRun {
        issues: pool.issues() as u64,
        lag_at_end,
        drain_seconds: drain.as_secs_f64(),
        processed_per_second,
        cpu_us_per_event,
        peak_rss_bytes,
        stored_bytes_per_event: process::disk_bytes(&server.dir).saturating_sub(disk) as f64 / load.accepted.max(1) as f64,
        counted_events,
        counted_issues,
        acknowledged_events: log.events,
        fsyncs: grew("bartizan_queue_fsyncs_total"),
        index_commits: grew("bartizan_events_commits_total"),
        meta_commits: grew("bartizan_meta_commits_total"),
        load,
    })
}

/// Size of the binary, and without its symbols where `strip` is there.
fn binary(path: &Path, dir: &Path) -> Result<Binary> {
    let bytes = std::fs::metadata(path).with_context(|| format!("no server at {}", path.display()))?.len();
    let copy = dir.join("stripped");
    let stripped = std::process::Command::new("strip").arg("-o").arg(&copy).arg(path).status().is_ok_and(|status| status.success());
    let stripped_bytes = stripped.then(|| std::fs::metadata(&copy).map(|meta| meta.len()).ok()).flatten();
    let _ = std::fs::remove_file(&copy);
    Ok(Binary { bytes, stripped_bytes })
}
