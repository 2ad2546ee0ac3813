//! Projects.

use std::collections::BTreeMap;

use crate::{OrganizationId, ProjectId, TeamId, Timestamp};

/// A project: one service or app that sends events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Row, the number at the end of the DSN.
    pub id: ProjectId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Unique within the tenant.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Platform as the SDK family names it (`python`, `javascript-react` …).
    pub platform: Option<String>,
    /// False while disabled or being deleted.
    pub active: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When its first event was stored.
    pub first_event: Option<Timestamp>,
    /// Teams that own it.
    pub teams: Vec<TeamId>,
    /// Settings by flat name (`allowed_domains`, `resolve_age_hours` …), each a JSON text.
    pub options: BTreeMap<String, String>,
}
