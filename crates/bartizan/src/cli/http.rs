//! The client side: talking to a running server.

use std::time::Duration;

use anyhow::{Context, Result};

/// Longest a command waits for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An HTTP client with TLS by rustls and ring.
pub(crate) fn client() -> Result<reqwest::Client> {
    // Fails only when a provider is in place already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        .user_agent(concat!("bartizan/", env!("CARGO_PKG_VERSION")))
        .build()
        .context("cannot set up the HTTP client")
}
