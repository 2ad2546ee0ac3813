//! Client keys: what a DSN carries.

use serde::{Deserialize, Serialize};

use crate::{KeyId, OrganizationId, ProjectId, Timestamp};

/// At most `count` events within `window_s` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// Events allowed in a window.
    pub count: u32,
    /// Length of the window in seconds.
    pub window_s: u32,
}

/// A client key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// Row.
    pub id: KeyId,
    /// Project it sends to.
    pub project_id: ProjectId,
    /// 32 lower-case hex digits: the user part of the DSN, and the key's id in the web API.
    pub public_key: String,
    /// 32 lower-case hex digits, for old clients.
    pub secret_key: String,
    /// What people call it.
    pub label: String,
    /// False when disabled.
    pub active: bool,
    /// Own limit, if any.
    pub rate_limit: Option<RateLimit>,
    /// When it was made.
    pub created: Timestamp,
}

/// What the door needs to know of a key, held in memory so that no request asks the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySettings {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Row of the key.
    pub key_id: KeyId,
    /// The key itself.
    pub public_key: String,
    /// False when the key is disabled.
    pub active: bool,
    /// False when the project is disabled or being deleted.
    pub project_active: bool,
    /// Limit of this key, if any.
    pub rate_limit: Option<RateLimit>,
    /// Origins that may send from a browser; empty or `*` means all.
    pub allowed_domains: Vec<String>,
}
