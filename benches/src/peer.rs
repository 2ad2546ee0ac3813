//! The same events to another program, started by a script of `benches/peers/`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::http::Target;
use crate::load::{self, Load};
use crate::payload::{Pool, Shape};
use crate::process;
use crate::results::PeerRun;

/// A slow peer gets so many seconds per second of load to digest what it took.
const DIGEST_PATIENCE: u32 = 20;
/// Digesting ended when the number stands still so long.
const STANDSTILL: Duration = Duration::from_secs(15);
const PORT: &str = "8765";

/// What `start` prints.
#[derive(Debug, Deserialize)]
struct Started {
    dsn: String,
    pids: Vec<u32>,
    dir: PathBuf,
    name: String,
    version: String,
}

struct Peer<'a> {
    script: &'a Path,
    dir: &'a Path,
}

impl Peer<'_> {
    fn call(&self, verb: &str) -> Result<Value> {
        let output = Command::new(self.script).arg(verb).arg(self.dir).arg(PORT).stdin(Stdio::null()).stderr(Stdio::null()).output()?;
        if !output.status.success() {
            bail!("{} {verb} failed", self.script.display());
        }
        let text = String::from_utf8(output.stdout)?;
        Ok(if text.trim().is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }

    fn digested(&self) -> Result<u64> {
        Ok(self.call("digested")?.get("digested").and_then(Value::as_u64).unwrap_or(0))
    }
}

pub(crate) async fn measure(script: &Path, dir: &Path, seconds: u64) -> Result<PeerRun> {
    let peer = Peer { script, dir };
    let started: Started = serde_json::from_value(peer.call("start")?)?;
    let result = run(&peer, &started, seconds).await;
    peer.call("stop")?;
    result
}

async fn run(peer: &Peer<'_>, started: &Started, seconds: u64) -> Result<PeerRun> {
    let pids = || started.pids.iter().flat_map(|pid| process::family(*pid)).collect::<Vec<_>>();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (disk, cpu, idle_rss_bytes) = (process::disk_bytes(&started.dir), process::cpu_us(&pids()), process::rss_bytes(&pids()));
    let start = Instant::now();
    let pool = Pool::build(Shape::Large, 100, 1);
    let load = load::run(&Target::from_dsn(&started.dsn)?, &pool, &Load::closed(32, seconds)).await?;
    let mut digested = peer.digested()?;
    let mut moved = Instant::now();
    let patience = Duration::from_secs(seconds) * DIGEST_PATIENCE;
    while digested < load.accepted && moved.elapsed() < STANDSTILL && start.elapsed() < patience {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = peer.digested()?;
        if now != digested {
            (digested, moved) = (now, Instant::now());
        }
    }
    let total_seconds = (moved - start).as_secs_f64();
    let pids = pids();
    let per_event = |total: u64| total as f64 / digested.max(1) as f64;
    Ok(PeerRun {
        name: started.name.clone(),
        version: started.version.clone(),
        digested,
        total_seconds,
        processed_per_second: digested as f64 / total_seconds,
        cpu_us_per_event: per_event(process::cpu_us(&pids).saturating_sub(cpu)),
        idle_rss_bytes,
        rss_bytes: process::rss_bytes(&pids),
        stored_bytes_per_event: per_event(process::disk_bytes(&started.dir).saturating_sub(disk)),
        load,
    })
}
