//! Settings of the door.

use std::time::Duration;

use bartizan_protocol::limits;

use crate::client_ip::TrustedProxy;

/// Settings of the door. The defaults are the wire's own limits.
#[derive(Debug, Clone)]
pub struct IngestConfig {
    /// An envelope, packed or not.
    pub max_envelope_bytes: usize,
    /// One event.
    pub max_event_bytes: usize,
    /// One attachment.
    pub max_attachment_bytes: usize,
    /// All attachments of an envelope together.
    pub max_attachments_bytes: usize,
    /// Memory for the bodies of all requests together, packed and unpacked.
    pub max_body_memory_bytes: usize,
    /// Longest silence of a client that is sending its body.
    pub body_idle_timeout: Duration,
    /// Proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<TrustedProxy>,
}

impl Default for IngestConfig {
    fn default() -> Self {
        Self {
            max_envelope_bytes: limits::MAX_ENVELOPE_BYTES,
            max_event_bytes: limits::MAX_EVENT_BYTES,
            max_attachment_bytes: limits::MAX_ATTACHMENT_BYTES,
            max_attachments_bytes: limits::MAX_ATTACHMENTS_BYTES,
            // Room for one envelope of the largest size, packed and unpacked, beside everyday traffic.
            max_body_memory_bytes: 512 * 1024 * 1024,
            body_idle_timeout: Duration::from_secs(30),
            trusted_proxies: Vec::new(),
        }
    }
}
