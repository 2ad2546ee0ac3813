//! Measures the pure part of the journey on the sample envelopes: `cargo run --release --example measure -- [rounds]`.
//!
//! Prints, for each sample, bytes of the envelope, bytes of the payload that is stored, and microseconds per record
//! on one thread.

use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_processing::digest;
use bartizan_protocol::accepted::{AcceptedRequest, Encoding};
use bytes::Bytes;

const ROUNDS: u32 = 2_000;

fn main() -> std::io::Result<()> {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let mut paths: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples"))?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|e| e.path())
        .collect();
    paths.sort();
    let mut out = std::io::stdout().lock();
    for path in paths {
        let record = record(std::fs::read(&path)?);
        let stored: usize = {
            let digest = digest(&record);
            digest.errors.iter().map(|(d, _)| d.payload.len()).chain(digest.raw.iter().map(|d| d.payload.len())).sum()
        };
        let started = Instant::now();
        for _ in 0..rounds {
            black_box(digest(black_box(&record)));
        }
        let each = started.elapsed().as_secs_f64() * 1e6 / f64::from(rounds);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(out, "{name:28} {:7} B in {stored:7} B kept {each:9.1} us", record.payload.len())?;
    }
    Ok(())
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
