//! The table in the document, between two markers.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::results::{LoadRun, Repacked, Results, Stored};
use crate::stats::median_by;

const BEGIN: &str = "<!-- figures: written by benches/run.sh -->";
const END: &str = "<!-- end of figures -->";
const MB: f64 = 1_000_000.0;

/// Replaces what stands between the markers.
pub(crate) fn write(results: &Path, document: &Path) -> Result<()> {
    let results: Results = serde_json::from_slice(&std::fs::read(results)?)?;
    let text = std::fs::read_to_string(document)?;
    let (before, rest) = text.split_once(BEGIN).context("the document has no marker for the figures")?;
    let (_, after) = rest.split_once(END).context("the document has no marker for the figures' end")?;
    std::fs::write(document, format!("{before}{BEGIN}\n{}\n{END}{after}", table(&results)))?;
    Ok(())
}

struct Rows(String);

impl Rows {
    fn row(&mut self, what: &str, figure: &str, target: &str, reached: Option<bool>, beside: &str) {
        let mark = match reached {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        let _ = writeln!(self.0, "| {what} | {figure} | {target} | {mark} | {beside} |");
    }
}

fn table(results: &Results) -> String {
    let machine = &results.machine;
    let mut rows = Rows(String::new());
    let _ = writeln!(
        rows.0,
        "\nVersion {}, {}. {} cores of {}, {:.0} GiB, Linux {}; load average before: {}. Runs of {} s; figures are the median run (range in brackets).\n",
        results.version, results.date, machine.cores, machine.cpu, machine.memory_gib, machine.kernel, machine.load_before, results.seconds
    );
    let _ = writeln!(rows.0, "| what | measured | target | reached | beside it |\n|---|---|---|---|---|");
    throughput(&mut rows, results);
    cost(&mut rows, results);
    memory(&mut rows, results);
    stored(&mut rows, results);
    if let Some(binary) = &results.binary {
        let bytes = binary.stripped_bytes.unwrap_or(binary.bytes) as f64;
        rows.row("binary, stripped", &format!("{:.1} MB", bytes / MB), "<= 60 MB", Some(bytes <= 60.0 * MB), "");
    }
    for (step, note) in &results.steps {
        if let Some(failure) = &note.failure {
            let _ = writeln!(rows.0, "\nNot measured: {step}: {failure}");
        }
    }
    let done = results.steps.iter().filter(|(_, note)| note.failure.is_none());
    let done: Vec<String> = done.map(|(step, note)| format!("{step} ({})", note.load_before)).collect();
    if !done.is_empty() {
        let _ = writeln!(rows.0, "\nLoad averages when each step began: {}.", done.join(", "));
    }
    rows.0
}

fn median(runs: &[LoadRun]) -> Option<LoadRun> {
    median_by(runs.to_vec(), |run| run.processed_per_second)
}

fn range(runs: &[LoadRun]) -> String {
    let rates = || runs.iter().map(|run| run.processed_per_second);
    format!("{:.0}-{:.0}", rates().fold(f64::MAX, f64::min), rates().fold(0.0, f64::max))
}

fn rate_row(rows: &mut Rows, what: &str, runs: &[LoadRun], target: f64, peer: &str) {
    let Some(run) = median(runs) else { return };
    let figure = format!(
        "**{:.0}/s** processed ({}); accepted {:.0}/s, p50 {:.1} ms, p99 {:.1} ms; {:.0} us CPU each; counted {} of {} acknowledged, {} issues",
        run.processed_per_second,
        range(runs),
        run.load.accepted_per_second,
        ms(run.load.latency.p50_us),
        ms(run.load.latency.p99_us),
        run.cpu_us_per_event,
        run.counted_events,
        run.acknowledged_events,
        run.counted_issues
    );
    rows.row(what, &figure, &format!(">= {target:.0}/s"), Some(run.processed_per_second >= target), peer);
}

fn ms(micros: u64) -> f64 {
    micros as f64 / 1000.0
}

fn throughput(rows: &mut Rows, results: &Results) {
    let peer = results.peer.as_ref().map_or_else(String::new, |peer| {
        format!(
            "{} {}: {:.0}/s accepted, {:.0}/s digested, {:.1} ms CPU each (same events, same generator)",
            peer.name,
            peer.version,
            peer.load.accepted_per_second,
            peer.processed_per_second,
            peer.cpu_us_per_event / 1000.0
        )
    });
    rate_row(rows, "durable and processed errors, 17-20 KB, 100 issues, 32 connections", &results.large, 3_000.0, &peer);
    if let Some(run) = &results.sustained {
        let figure = format!(
            "**{:.0}/s** over {:.0} s; {:.0} waited at the end of the load, gone {:.1} s later",
            run.processed_per_second, run.load.seconds, run.lag_at_end, run.drain_seconds
        );
        rows.row("the same, sustained", &figure, ">= 3000/s, backlog zero", Some(run.processed_per_second >= 3_000.0), "");
    }
    rate_row(rows, "the same, 1.7 KB", &results.small, 7_000.0, "");
    if let (Some(many), Some(few)) = (median(&results.many_issues), median(&results.large)) {
        let share = many.processed_per_second / few.processed_per_second;
        let figure = format!(
            "{:.0} % ({:.0}/s); counted {} of {} in {} issues",
            share * 100.0,
            many.processed_per_second,
            many.counted_events,
            many.acknowledged_events,
            many.counted_issues
        );
        rows.row("5,000 issues instead of 100", &figure, ">= 80 % of the rate", Some(share >= 0.8), "");
    }
    if let Some(over) = &results.overload {
        let event = median(&results.large).map_or(f64::NAN, |run| run.cpu_us_per_event);
        let figure = format!(
            "{:.0} % of capacity processed while {:.0}/s are offered ({} accepted, {} refused, {} without answer); a refusal costs {:.0} us CPU, {:.1} % of an event; peak {:.0} MB",
            over.goodput_share * 100.0,
            over.rate,
            over.load.accepted,
            over.load.refused,
            over.load.failed,
            over.refusal_cpu_us,
            over.refusal_cpu_us / event * 100.0,
            over.peak_rss_bytes as f64 / MB
        );
        rows.row(
            "three times the capacity offered",
            &figure,
            ">= 90 %, refusal < 10 %",
            Some(over.goodput_share >= 0.9 && over.refusal_cpu_us < event * 0.1),
            "",
        );
    }
    rows.row("`kill -9` under load", "a test, not measured here: `tests/durability`", "0 lost", None, "");
}

fn cost(rows: &mut Rows, results: &Results) {
    for (name, floor, runs, wanted) in
        [("large", &results.floor_large, &results.large, true), ("small", &results.floor_small, &results.small, false)]
    {
        let (Some(floor), Some(run)) = (floor, median(runs)) else { continue };
        let ratio = run.cpu_us_per_event / floor.total_us;
        let beside = format!(
            "floor {:.0} us: gunzip {:.0}, JSON tree {:.0}, zstd-3 {:.0}, for {} B packed to {}",
            floor.total_us, floor.gunzip_us, floor.parse_us, floor.zstd_us, floor.plain_bytes, floor.packed_bytes
        );
        let target = if wanted { "<= 2.5x, then <= 1.5x" } else { "" };
        rows.row(
            &format!("CPU per event against the floor, {name}"),
            &format!("{ratio:.1}x ({:.0} us)", run.cpu_us_per_event),
            target,
            wanted.then_some(ratio <= 2.5),
            &beside,
        );
    }
    if let Some(half) = &results.half_load {
        let disk = half.fdatasync.p50_us.max(1);
        let ratio = half.load.latency.p99_us as f64 / disk as f64;
        let figure = format!(
            "p99 {:.1} ms, p50 {:.1} ms at {:.0}/s: {ratio:.1}x",
            ms(half.load.latency.p99_us),
            ms(half.load.latency.p50_us),
            half.rate
        );
        let beside = format!("fdatasync p50 {:.2} ms, p99 {:.2} ms", ms(half.fdatasync.p50_us), ms(half.fdatasync.p99_us));
        rows.row("p99 of the 200 at half load", &figure, "<= 10x fdatasync p50", Some(ratio <= 10.0), &beside);
    }
}

fn memory(rows: &mut Rows, results: &Results) {
    let mb = |bytes: u64| format!("{:.0} MB", bytes as f64 / MB);
    let peer = |bytes: fn(&crate::results::PeerRun) -> u64| {
        results.peer.as_ref().map_or_else(String::new, |peer| format!("{} {}", peer.name, mb(bytes(peer))))
    };
    if let Some(idle) = results.idle_rss_bytes {
        rows.row("memory, idle and empty", &mb(idle), "<= 30 MB", Some(idle <= 30_000_000), &peer(|peer| peer.idle_rss_bytes));
    }
    if let Some(after) = &results.memory_after {
        rows.row(
            "memory, full load (peak)",
            &mb(after.peak_rss_bytes),
            "<= 300 MB",
            Some(after.peak_rss_bytes <= 300_000_000),
            &peer(|peer| peer.rss_bytes),
        );
        rows.row(
            &format!("memory, {} s later", after.seconds),
            &mb(after.rss_bytes),
            "<= 150 MB",
            Some(after.rss_bytes <= 150_000_000),
            "",
        );
    }
}

fn stored(rows: &mut Rows, results: &Results) {
    let Some(full) = results.stored.last() else { return };
    let small = results.stored.first().unwrap_or(full);
    let parts = format!(
        "payloads {:.0} B, index {:.0} B, metadata {:.0} B",
        full.payload_bytes / full.events as f64,
        full.index_bytes / full.events as f64,
        full.meta_bytes / full.events as f64
    );
    rows.row(
        &format!("stored bytes per event, all in ({}, {} events)", full.shape, count(full.events)),
        &format!("{:.0} B", full.bytes_per_event),
        "<= 1,500 B",
        Some(full.bytes_per_event <= 1_500.0),
        &parts,
    );
    if let Some(repacked) = &full.repacked {
        repacked_row(rows, full, repacked);
    }
    let worst = full.start_seconds.iter().copied().fold(0.0, f64::max);
    rows.row(
        &format!("start with {} events until ready", count(full.events)),
        &format!("{worst:.2} s (worst of 3)"),
        "<= 0.3 s",
        Some(worst <= 0.3),
        "",
    );
    for question in &full.questions {
        let limit = limit_ms(&question.name);
        let p95 = ms(question.latency.p95_us);
        let figure = format!("p50 {:.1} ms, p95 {p95:.1} ms", ms(question.latency.p50_us));
        let target = limit.map_or_else(String::new, |limit| format!("<= {limit:.0} ms"));
        rows.row(
            &format!("{}; {} events", question.name, count(full.events)),
            &figure,
            &target,
            limit.map(|limit| p95 <= limit),
            &growth(small, &question.name, question.latency.p95_us),
        );
    }
}

/// What is left after the nightly repack, what it costs, and whether an event is found as fast.
fn repacked_row(rows: &mut Rows, full: &Stored, repacked: &Repacked) {
    let by_id = repacked.questions.iter().find(|question| question.name.starts_with("event by id"));
    let by_id = by_id.map_or_else(String::new, |question| {
        format!("; event by id p50 {:.1} ms, p95 {:.1} ms", ms(question.latency.p50_us), ms(question.latency.p95_us))
    });
    rows.row(
        &format!("the same after the repack of {} of them", count(repacked.events)),
        &format!("{:.0} B", repacked.bytes_per_event),
        "<= 1,150 B",
        Some(repacked.bytes_per_event <= 1_150.0),
        &format!(
            "payloads {:.0} B, {:.0} us of CPU for each event{by_id}",
            repacked.payload_bytes / full.events as f64,
            repacked.cpu_us_per_event
        ),
    );
}

fn limit_ms(question: &str) -> Option<f64> {
    let limits = [("issue list", 40.0), ("issue page", 80.0), ("filtered", 60.0), ("free text", 60.0), ("event by id", 10.0)];
    limits.iter().find(|(name, _)| question.starts_with(name)).map(|(_, limit)| *limit)
}

fn growth(small: &Stored, name: &str, p95_us: u64) -> String {
    let Some(before) = small.questions.iter().find(|question| question.name == name) else { return String::new() };
    format!(
        "{:.1} ms at {} events ({:.1}x)",
        ms(before.latency.p95_us),
        count(small.events),
        p95_us as f64 / before.latency.p95_us.max(1) as f64
    )
}

fn count(events: u64) -> String {
    if events >= 1_000_000 { format!("{:.1} million", events as f64 / 1e6) } else { format!("{},{:03}", events / 1000, events % 1000) }
}
