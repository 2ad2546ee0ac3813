//! What nobody can do without: unpack, parse, pack again; and what the disk takes to make 4 KiB durable.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::payload::{Pool, Shape};
use crate::process;
use crate::stats::Percentiles;

/// Different events that are measured in turn, so that caches do not see one alone.
const EVENTS: usize = 200;
/// How long each step is repeated.
const STEP: Duration = Duration::from_millis(900);
const APPENDS: usize = 400;
const APPEND_BYTES: usize = 4096;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Floor {
    pub(crate) shape: String,
    /// Mean bytes of an event's envelope, as sent and unpacked.
    pub(crate) packed_bytes: u64,
    pub(crate) plain_bytes: u64,
    /// CPU time per event of one thread, in microseconds.
    pub(crate) gunzip_us: f64,
    pub(crate) parse_us: f64,
    pub(crate) zstd_us: f64,
    pub(crate) total_us: f64,
    pub(crate) zstd_bytes: u64,
    /// Appending 4 KiB and `fdatasync`.
    pub(crate) fdatasync: Percentiles,
}

pub(crate) fn measure(shape: Shape, dir: &Path) -> Result<Floor> {
    let pool = Pool::build(shape, 100, 1);
    let mut writer = pool.writer(1, 1.0);
    let packed: Vec<Vec<u8>> = (0..EVENTS)
        .map(|_| {
            let mut body = Vec::new();
            writer.envelope(1_700_000_000.0, &mut body);
            body
        })
        .collect();
    let plain = packed.iter().map(|body| gunzip(body)).collect::<Result<Vec<_>>>()?;
    // The event itself: the envelope's third line.
    let events: Vec<&[u8]> = plain.iter().map(|text| text.splitn(3, |byte| *byte == b'\n').nth(2).unwrap_or_default()).collect();
    let mut zstd = zstd::bulk::Compressor::new(3)?;
    let zstd_bytes = events.iter().map(|event| zstd.compress(event).map(|packed| packed.len())).sum::<std::io::Result<usize>>()?;
    let gunzip_us = each(&packed, |body| gunzip(body).map(|text| text.len()).unwrap_or(0));
    let parse_us =
        each(&events, |event| serde_json::from_slice::<serde_json::Value>(event).map(|value| usize::from(value.is_object())).unwrap_or(0));
    let zstd_us = each(&events, |event| zstd.compress(event).map(|packed| packed.len()).unwrap_or(0));
    let mean = |sizes: usize| (sizes / EVENTS) as u64;
    Ok(Floor {
        shape: shape.name().to_owned(),
        packed_bytes: mean(packed.iter().map(Vec::len).sum()),
        plain_bytes: mean(plain.iter().map(Vec::len).sum()),
        gunzip_us,
        parse_us,
        zstd_us,
        total_us: gunzip_us + parse_us + zstd_us,
        zstd_bytes: mean(zstd_bytes),
        fdatasync: fdatasync(dir)?,
    })
}

fn gunzip(body: &[u8]) -> Result<Vec<u8>> {
    let mut text = Vec::with_capacity(body.len() * 5);
    flate2::read::GzDecoder::new(body).take(64 * 1024 * 1024).read_to_end(&mut text)?;
    Ok(text)
}

/// CPU microseconds per item.
fn each<T>(items: &[T], mut work: impl FnMut(&T) -> usize) -> f64 {
    let (start, cpu) = (Instant::now(), process::own_cpu_us());
    let mut done = 0_usize;
    while start.elapsed() < STEP {
        for item in items {
            black_box(work(black_box(item)));
        }
        done += items.len();
    }
    (process::own_cpu_us() - cpu) as f64 / done.max(1) as f64
}

/// Times appends of 4 KiB, each made durable.
pub(crate) fn fdatasync(dir: &Path) -> Result<Percentiles> {
    let path = dir.join(format!("fdatasync-{}.probe", std::process::id()));
    let mut file = File::create(&path)?;
    let block = [0x5a_u8; APPEND_BYTES];
    let mut samples = Vec::with_capacity(APPENDS);
    for _ in 0..APPENDS {
        let start = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        samples.push(u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    drop(file);
    fs::remove_file(&path)?;
    Ok(Percentiles::of(&mut samples))
}
