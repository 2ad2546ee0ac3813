//! The SDK's side of the front door: sends envelopes to a DSN.

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bartizan_protocol::dsn::Dsn;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;

use super::http;

/// Bodies above this many bytes are compressed, as SDKs do.
const COMPRESS_ABOVE_BYTES: usize = 1024;
/// Times an envelope is offered again after 429 or 503.
const MAX_TRIES: u32 = 6;
/// Longest pause the server may ask for, in seconds.
const MAX_PAUSE_S: u64 = 10;

/// A DSN with a client that sends to it.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    client: reqwest::Client,
    address: String,
    auth: String,
}

impl Door {
    pub(crate) fn new(dsn: &str) -> Result<Self> {
        let dsn: Dsn = dsn.parse().map_err(|error| anyhow::anyhow!("{dsn:?} is not a DSN: {error}"))?;
        let port = dsn.port.map(|p| format!(":{p}")).unwrap_or_default();
        Ok(Self {
            client: http::client()?,
            address: format!("{}://{}{port}{}/api/{}/envelope/", dsn.scheme, dsn.host, dsn.path, dsn.project_id),
            auth: format!(
                "Sentry sentry_version=7, sentry_key={}, sentry_client=bartizan-cli/{}",
                dsn.public_key,
                env!("CARGO_PKG_VERSION")
            ),
        })
    }

    /// Sends one envelope and returns when it is durable. Waits and tries again when the server asks for it.
    pub(crate) async fn send(&self, envelope: &[u8]) -> Result<()> {
        let (body, encoding) = pack(envelope)?;
        for _ in 0..MAX_TRIES {
            let mut request = self.client.post(&self.address).header("X-Sentry-Auth", &self.auth);
            if let Some(encoding) = encoding {
                request = request.header("Content-Encoding", encoding);
            }
            let answer = request.body(body.clone()).send().await.with_context(|| format!("no answer from {}", self.address))?;
            let status = answer.status();
            if status.is_success() {
                return Ok(());
            }
            let pause = answer.headers().get(RETRY_AFTER).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok()).unwrap_or(1);
            let text = answer.text().await.unwrap_or_default();
            if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
                bail!("{} answers {status}: {text}", self.address);
            }
            tokio::time::sleep(Duration::from_secs(u64::min(pause, MAX_PAUSE_S))).await;
        }
        bail!("{} still refuses after {MAX_TRIES} tries", self.address)
    }
}

fn pack(envelope: &[u8]) -> Result<(Vec<u8>, Option<&'static str>)> {
    if envelope.len() <= COMPRESS_ABOVE_BYTES {
        return Ok((envelope.to_vec(), None));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(envelope)?;
    Ok((encoder.finish()?, Some("gzip")))
}

/// An envelope with one event item.
pub(crate) fn event_envelope(event_id: &str, event: &serde_json::Value) -> Vec<u8> {
    let event = event.to_string();
    let header = serde_json::json!({"event_id": event_id});
    let item = serde_json::json!({"type": "event", "length": event.len()});
    format!("{header}\n{item}\n{event}\n").into_bytes()
}
