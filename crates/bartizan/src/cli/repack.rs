//! `bartizan repack`: does at once, with the server stopped, what it does by itself some hours after a day is over.

use anyhow::Result;
use bartizan_app::Clock;
use bartizan_domain::time::SECOND_US;
use bartizan_events::EventsOptions;
use serde_json::json;

use super::output;
use crate::config::Config;
use crate::server::adapters;
use crate::server::lock::DataLock;

pub(crate) fn run(config: &Config, json: bool) -> Result<()> {
    adapters::ensure_installation(config)?;
    let _lock = DataLock::take(&config.data_dir)?;
    // Nobody writes: days that changed a moment ago are as quiet as others.
    let (events, _) = adapters::open_events_with(EventsOptions { seal_quiet_seconds: 0, ..adapters::events_options(config) })?;
    let done = events.repack(Clock::system().now().0 / SECOND_US)?;
    let data = json!({
        "packs": done.packs,
        "events": done.documents,
        "bytes_before": done.bytes_before,
        "bytes_after": done.bytes_after,
        "payload_bytes": done.payload_bytes,
    });
    let text = format!(
        "{} packs with {} events: {} bytes instead of {}; all payloads take {} bytes",
        done.packs, done.documents, done.bytes_after, done.bytes_before, done.payload_bytes
    );
    output::print(json, &data, &text)
}
