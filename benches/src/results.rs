//! What a run found, as it is written to the results file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::floor::Floor;
use crate::load::Outcome;
use crate::machine::Machine;
use crate::queries::Question;
use crate::stats::Percentiles;

/// Everything.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Results {
    pub(crate) date: String,
    pub(crate) version: String,
    pub(crate) machine: Machine,
    pub(crate) seconds: u64,
    pub(crate) floor_large: Option<Floor>,
    pub(crate) floor_small: Option<Floor>,
    /// After start, with nothing stored.
    pub(crate) idle_rss_bytes: Option<u64>,
    pub(crate) large: Vec<LoadRun>,
    pub(crate) small: Vec<LoadRun>,
    pub(crate) many_issues: Vec<LoadRun>,
    pub(crate) sustained: Option<LoadRun>,
    pub(crate) half_load: Option<HalfLoad>,
    pub(crate) overload: Option<Overload>,
    pub(crate) memory_after: Option<MemoryAfter>,
    pub(crate) stored: Vec<Stored>,
    pub(crate) binary: Option<Binary>,
    pub(crate) peer: Option<PeerRun>,
    /// When and on how busy a machine each step was done.
    pub(crate) steps: BTreeMap<String, StepNote>,
}

/// How a step went.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StepNote {
    pub(crate) date: String,
    /// Load averages when it began.
    pub(crate) load_before: String,
    /// Bytes of the binary it measured: another size is another binary.
    pub(crate) binary_bytes: u64,
    /// Why it was not measured.
    pub(crate) failure: Option<String>,
}

/// A closed loop until the time is over, then waiting until everything is processed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct LoadRun {
    pub(crate) load: Outcome,
    pub(crate) issues: u64,
    /// Records that still waited when the load ended.
    pub(crate) lag_at_end: f64,
    pub(crate) drain_seconds: f64,
    /// Accepted events over the time until nothing waited any more.
    pub(crate) processed_per_second: f64,
    /// CPU time of the server per event until nothing waited, in microseconds.
    pub(crate) cpu_us_per_event: f64,
    pub(crate) peak_rss_bytes: u64,
    /// Allocated on disk for this run's events, once the queue is empty.
    pub(crate) stored_bytes_per_event: f64,
    /// Of all issues together, for all runs on this server.
    pub(crate) counted_events: u64,
    pub(crate) counted_issues: u64,
    /// Acknowledged in all runs on this server.
    pub(crate) acknowledged_events: u64,
    pub(crate) fsyncs: f64,
    pub(crate) index_commits: f64,
    pub(crate) meta_commits: f64,
}

/// An open loop at half of what is processed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct HalfLoad {
    pub(crate) rate: f64,
    pub(crate) load: Outcome,
    /// Of the disk, right before.
    pub(crate) fdatasync: Percentiles,
    pub(crate) drain_seconds: f64,
    pub(crate) cpu_us_per_event: f64,
}

/// An open loop at three times of what is processed, with a small queue.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Overload {
    pub(crate) rate: f64,
    pub(crate) queue_max_bytes: u64,
    pub(crate) load: Outcome,
    pub(crate) drain_seconds: f64,
    pub(crate) processed_per_second: f64,
    /// Share of what is processed without overload.
    pub(crate) goodput_share: f64,
    /// CPU time of a refusal when everything is refused, in microseconds.
    pub(crate) refusal_cpu_us: f64,
    pub(crate) peak_rss_bytes: u64,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct MemoryAfter {
    pub(crate) peak_rss_bytes: u64,
    pub(crate) seconds: u64,
    pub(crate) rss_bytes: u64,
}

/// A store with so many events, and what asking it takes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) events: u64,
    pub(crate) days: f64,
    pub(crate) shape: String,
    pub(crate) fill_per_second: f64,
    pub(crate) bytes_per_event: f64,
    pub(crate) index_bytes: f64,
    pub(crate) payload_bytes: f64,
    pub(crate) meta_bytes: f64,
    pub(crate) start_seconds: Vec<f64>,
    pub(crate) rss_bytes: u64,
    pub(crate) questions: Vec<Question>,
    /// The same store after the nightly repack.
    #[serde(default)]
    pub(crate) repacked: Option<Repacked>,
}

/// What the repack of days that are over saves, and costs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Repacked {
    /// Events in packs that were written anew.
    pub(crate) events: u64,
    pub(crate) bytes_per_event: f64,
    pub(crate) payload_bytes: f64,
    pub(crate) cpu_us_per_event: f64,
    pub(crate) questions: Vec<Question>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Binary {
    pub(crate) bytes: u64,
    pub(crate) stripped_bytes: Option<u64>,
}

/// The same load on another program.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PeerRun {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) load: Outcome,
    pub(crate) digested: u64,
    pub(crate) total_seconds: f64,
    pub(crate) processed_per_second: f64,
    pub(crate) cpu_us_per_event: f64,
    pub(crate) idle_rss_bytes: u64,
    pub(crate) rss_bytes: u64,
    pub(crate) stored_bytes_per_event: f64,
}
