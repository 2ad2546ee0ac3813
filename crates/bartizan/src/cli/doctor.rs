//! `bartizan doctor`: is the installation whole? With `--repair`, mend what can be mended.

use anyhow::{Result, bail, ensure};
use bartizan_ports::events::EventStore;
use bartizan_ports::meta::{Batches, System};
use bartizan_ports::queue::Queue;
use serde_json::json;

use super::output;
use crate::config::Config;
use crate::server::adapters::{self, META_FILE};
use crate::server::lock::DataLock;

/// What was found.
#[derive(Debug, Default)]
struct Findings {
    fine: Vec<String>,
    problems: Vec<String>,
    repaired: Vec<String>,
}

pub(crate) async fn run(config: &Config, repair: bool, json: bool) -> Result<()> {
    ensure!(config.data_dir.join(META_FILE).exists(), "{} holds no installation", config.data_dir.display());
    let mut findings = Findings::default();
    check_disk(config, &mut findings)?;
    check_meta(config, &mut findings)?;
    match DataLock::try_take(&config.data_dir)? {
        Some(_lock) => check_stores(config, repair, &mut findings).await?,
        None if repair => bail!("stop the server first: a repair needs the stores for itself"),
        None => findings.fine.push("the server is running; events and queue are checked when it is stopped".to_owned()),
    }
    report(&findings, repair, json)
}

fn check_disk(config: &Config, findings: &mut Findings) -> Result<()> {
    let free = adapters::disk(&config.data_dir)?.free_bytes;
    if free < config.disk_reserve_bytes {
        findings.problems.push(format!(
            "disk: {free} bytes free, under the reserve of {}; the door answers 429 until space is freed",
            config.disk_reserve_bytes
        ));
    } else {
        findings.fine.push(format!("disk: {free} bytes free"));
    }
    Ok(())
}

fn check_meta(config: &Config, findings: &mut Findings) -> Result<()> {
    let meta = adapters::open_sqlite(config)?;
    let problems = meta.check_meta()?;
    if problems.is_empty() {
        findings.fine.push(format!("metadata: whole, processed up to {}", meta.processed()?.0));
    }
    findings.problems.extend(problems.into_iter().map(|p| format!("metadata: {p}")));
    Ok(())
}

async fn check_stores(config: &Config, repair: bool, findings: &mut Findings) -> Result<()> {
    let (events, _) = adapters::open_events(config)?;
    let report = events.check(repair)?;
    let stats = events.stats();
    if report.problems.is_empty() {
        findings.fine.push(format!("events: {} documents in {} days, whole", stats.documents, stats.days));
    }
    findings.problems.extend(report.problems.into_iter().map(|p| format!("events: {p}")));
    findings.repaired.extend(report.repaired.into_iter().map(|p| format!("events: {p}")));

    let next = adapters::open_sqlite(config)?.processed()?.max(events.indexed()?);
    let (queue, opened) = adapters::open_queue(config, next)?;
    read_queue(&queue, findings).await?;
    if let Some(told) = adapters::describe_opening(&opened) {
        findings.repaired.push(format!("queue: {told}"));
    }
    queue.close().await;
    Ok(())
}

/// Reads the whole queue once; damaged records show themselves.
async fn read_queue(queue: &bartizan_queue::Journal, findings: &mut Findings) -> Result<()> {
    let stats = queue.stats();
    let mut after = bartizan_ports::queue::Offset(stats.oldest.0.saturating_sub(1));
    let mut records = 0;
    while after < stats.newest {
        let batch = queue.read(after, 1_000, 16 << 20).await?;
        records += batch.records.len();
        findings
            .problems
            .extend(batch.skipped.iter().map(|(offset, reason)| format!("queue: record {} was damaged and set aside: {reason}", offset.0)));
        if batch.last <= after {
            break;
        }
        after = batch.last;
    }
    findings.fine.push(format!("queue: {records} records readable"));
    Ok(())
}

fn report(findings: &Findings, repair: bool, json: bool) -> Result<()> {
    let data = json!({"fine": findings.fine, "problems": findings.problems, "repaired": findings.repaired});
    let mut lines: Vec<String> = Vec::new();
    lines.extend(findings.fine.iter().map(|l| format!("ok        {l}")));
    lines.extend(findings.repaired.iter().map(|l| format!("repaired  {l}")));
    lines.extend(findings.problems.iter().map(|l| format!("problem   {l}")));
    output::print(json, &data, &lines.join("\n"))?;
    match (findings.problems.len(), repair) {
        (0, _) => Ok(()),
        (n, true) => bail!("{n} problem(s) left; what could be repaired is listed above"),
        (n, false) => bail!("{n} problem(s) found; stop the server and run `bartizan doctor --repair`"),
    }
}
