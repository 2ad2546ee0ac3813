//! `bartizan healthcheck`: exit status 0 when the server answers that it is ready.

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::{admin, http, output};
use crate::config::Config;

pub(crate) async fn run(config: &Config, url: Option<String>, json: bool) -> Result<()> {
    let base = url.unwrap_or_else(|| local_address(config));
    let address = format!("{}/ready", base.trim_end_matches('/'));
    let answer = http::client()?.get(&address).send().await.with_context(|| format!("no answer from {address}"))?;
    let status = answer.status();
    let body = answer.text().await.unwrap_or_default();
    if !status.is_success() {
        bail!("{address} answers {status}: {body}");
    }
    output::print(json, &json!({"ready": true, "url": address}), &format!("{address}: ready"))
}

/// Where the server of these settings listens, as seen from this machine.
pub(crate) fn local_address(config: &Config) -> String {
    if let Ok(Some(noted)) = admin::noted_address(config) {
        return noted;
    }
    reachable(config.listen)
}

/// A wildcard listener is reached by the loopback address.
pub(crate) fn reachable(listen: std::net::SocketAddr) -> String {
    if listen.ip().is_unspecified() { format!("http://127.0.0.1:{}", listen.port()) } else { format!("http://{listen}") }
}
