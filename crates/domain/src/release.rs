//! Releases as far as events register them.

use crate::{OrganizationId, ProjectId, ReleaseId, Timestamp};

/// A release of one or more projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Row.
    pub id: ReleaseId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Version as sent.
    pub version: String,
    /// When it was first heard of.
    pub created: Timestamp,
    /// First and last event that named it.
    pub first_event: Option<Timestamp>,
    /// Last event that named it.
    pub last_event: Option<Timestamp>,
    /// Projects that sent it.
    pub projects: Vec<ProjectId>,
    /// Issues first seen in it.
    pub new_issues: u64,
}
