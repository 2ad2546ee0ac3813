//! `bartizan demo`: a realistic history of a company of several services, sent as real envelopes through the front
//! door of a running server.

mod company;
mod event;
mod fix;
mod release;
mod scenario;
mod traffic;

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;

use super::args::DemoArgs;
use super::door::{Door, event_envelope};
use super::{admin, healthcheck, http, output};
use crate::config::Config;
use company::{SERVICES, Service};
pub(super) use fix::DemoFix;
pub(super) use release::DemoRelease;
use scenario::{SCENARIOS, Scenario};

/// Envelopes on their way at once.
const IN_FLIGHT: usize = 16;
const DAY_S: f64 = 86_400.0;

/// An event to send: when (seconds since the epoch), of what, and the envelope.
struct Planned {
    time: f64,
    scenario: &'static Scenario,
    envelope: Vec<u8>,
}

pub(crate) async fn run(config: &Config, args: &DemoArgs, json: bool) -> Result<()> {
    ensure!(args.scale > 0.0 && args.scale <= 1_000.0, "--scale must be above 0 and at most 1000");
    if args.dsn.is_none() {
        ensure_running(config).await?;
    }
    let doors = doors(config, args)?;
    let (start, end) = period(args)?;
    if args.dsn.is_none() {
        admin::demo_releases(config, &release::releases(start, end))?;
    }
    let plan = plan(args, start, end);
    let total = plan.len();
    output::note(&format!("sending {total} events of {} days", args.days));
    let fixes = if args.dsn.is_none() { fix::fixes(start, end) } else { Vec::new() };
    send_with_fixes(config, &doors, plan, &fixes).await?;
    let projects: Vec<&str> = doors.iter().map(|(slug, _)| *slug).collect();
    output::print(json, &json!({"events": total, "projects": projects}), &format!("sent {total} events; every one is durable"))
}

async fn ensure_running(config: &Config) -> Result<()> {
    let address = healthcheck::local_address(config);
    let answer = http::client()?.get(format!("{address}/health")).send().await;
    answer
        .map(|_| ())
        .with_context(|| format!("no server at {address}: start `bartizan serve` first, the demo is sent through its front door"))
}

/// Where each service sends to: one DSN for all, or a project each in the demo organisation.
fn doors(config: &Config, args: &DemoArgs) -> Result<Vec<(&'static str, Door)>> {
    SERVICES
        .iter()
        .map(|service| {
            let dsn = match &args.dsn {
                Some(dsn) => dsn.clone(),
                None => admin::demo_project(config, service.slug, service.name, service.platform)?,
            };
            Ok((service.slug, Door::new(&dsn)?))
        })
        .collect()
}

/// From when to when the history is, in seconds since the epoch.
fn period(args: &DemoArgs) -> Result<(f64, f64)> {
    let end = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?.as_secs_f64() - 5.0;
    Ok((end - f64::from(args.days) * DAY_S, end))
}

/// All events in order of time, as history arrived.
fn plan(args: &DemoArgs, start: f64, end: f64) -> Vec<Planned> {
    let mut rng = StdRng::seed_from_u64(args.seed);
    let mut plan = Vec::new();
    for scenario in SCENARIOS {
        let Some(service) = service(scenario.service) else { continue };
        for _ in 0..scaled(scenario.events, args.scale) {
            let (time, share) = traffic::moment(&mut rng, scenario.trend, start, end);
            let (event_id, event) = event::build(&mut rng, service, scenario, time, share);
            plan.push(Planned { time, scenario, envelope: event_envelope(&event_id, &event) });
        }
    }
    plan.sort_by(|a, b| a.time.total_cmp(&b.time));
    plan
}

/// Sends history in parts: each fix is made after all that happened before it, so that what comes later undoes it.
async fn send_with_fixes(config: &Config, doors: &[(&'static str, Door)], mut plan: Vec<Planned>, fixes: &[DemoFix]) -> Result<()> {
    let mut sent: HashMap<&str, u64> = HashMap::new();
    for fix in fixes {
        let later = plan.split_off(plan.partition_point(|event| event.time < fix.time));
        let of_it = plan.iter().filter(|event| std::ptr::eq(event.scenario, fix.scenario)).count();
        let seen = sent.entry(fix.scenario.kind).or_default();
        *seen += of_it as u64;
        send_all(doors, std::mem::replace(&mut plan, later)).await?;
        fix::make(config, fix, *seen).await?;
    }
    send_all(doors, plan).await
}

fn service(slug: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.slug == slug)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by --scale")]
fn scaled(events: u32, scale: f64) -> u64 {
    (f64::from(events) * scale).ceil() as u64
}

/// Sends in order, a bounded number at once.
async fn send_all(doors: &[(&'static str, Door)], plan: Vec<Planned>) -> Result<()> {
    let mut tasks = tokio::task::JoinSet::new();
    for Planned { scenario, envelope, .. } in plan {
        if tasks.len() >= IN_FLIGHT {
            finish(tasks.join_next().await)?;
        }
        let Some(door) = doors.iter().find(|(slug, _)| *slug == scenario.service).map(|(_, door)| door.clone()) else { continue };
        tasks.spawn(async move { door.send(&envelope).await });
    }
    while let Some(result) = tasks.join_next().await {
        finish(Some(result))?;
    }
    Ok(())
}

fn finish(result: Option<Result<Result<()>, tokio::task::JoinError>>) -> Result<()> {
    result.map_or(Ok(()), |joined| joined.context("a sender failed")?)
}
