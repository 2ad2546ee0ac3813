//! What grouping costs: `cargo run --release --example grouping_cost -- [rounds]`.
//!
//! For each sample event: bytes of its payload, microseconds to read it as JSON, and what grouping it with its explanation
//! takes on top, without rules of the project and with [`RULES`] of each kind; one thread.

use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use bartizan_domain::grouping::RuleTexts;
use bartizan_ports::grouping::Grouper as _;
use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_processing::digest;
use bartizan_processing::grouping::Regrouper;
use bartizan_protocol::accepted::{AcceptedRequest, Encoding};
use bartizan_protocol::json::parse_lenient;
use bytes::Bytes;

const ROUNDS: u32 = 500;
/// Copies grouped by one call, so that reading the rules weighs little.
const COPIES: u32 = 100;
/// Stack-trace rules and fingerprint rules of the larger project.
const RULES: usize = 50;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(ROUNDS).div_ceil(COPIES);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples");
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    let rules = |n: usize| RuleTexts {
        stack: (0..n).map(|n| format!("path:**/generated{n}/** function:make_* -group\n")).collect(),
        fingerprints: (0..n).map(|n| format!("type:Failure{n} tags.shop:eu-* -> failure-{n}\n")).collect(),
    };
    let mut out = std::io::stdout().lock();
    for path in paths {
        let found = digest(&record(std::fs::read(&path)?));
        let Some(payload) = found.errors.first().map(|(document, _)| Arc::clone(&document.payload)) else { continue };
        let reading = each(rounds, || {
            for _ in 0..COPIES {
                black_box(parse_lenient(black_box(&payload)).is_ok());
            }
        });
        let payloads = vec![Arc::clone(&payload); COPIES as usize];
        let [plain, ruled] = [rules(0), rules(RULES)].map(|rules| each(rounds, || drop(black_box(Regrouper.regroup(&payloads, &rules)))));
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (plain, ruled) = (plain - reading, ruled - reading);
        writeln!(
            out,
            "{name:20} {:7} B read {reading:7.1} us, grouped {plain:7.1} us, with {RULES}+{RULES} rules {ruled:7.1} us",
            payload.len()
        )?;
    }
    Ok(())
}

/// Microseconds of one event.
fn each(rounds: u32, mut work: impl FnMut()) -> f64 {
    work();
    let started = Instant::now();
    (0..rounds).for_each(|_| work());
    started.elapsed().as_secs_f64() * 1e6 / f64::from(rounds * COPIES)
}

fn record(body: Vec<u8>) -> QueueRecord {
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 1,
        key_id: 1,
        received_us: 1_795_411_810_000_000,
        client_ip: "203.0.113.9".parse().ok(),
        user_agent: Some("measure/1".to_owned()),
        client: None,
        content_encoding: Encoding::Identity,
        body: Bytes::from(body),
    };
    QueueRecord { offset: Offset(1), payload: request.encode(), unpacked: None }
}
