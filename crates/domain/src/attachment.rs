//! Files that came with an event, and what users wrote about it.

use crate::{AttachmentId, EventId, IssueId, OrganizationId, ProjectId, Timestamp};

/// An attachment; its bytes are a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Row; 0 before it is stored.
    pub id: AttachmentId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Event it belongs to.
    pub event_id: EventId,
    /// `event.attachment`, `event.minidump` …
    pub kind: String,
    /// File name.
    pub name: String,
    /// Content type, if told.
    pub content_type: Option<String>,
    /// Size in bytes.
    pub size: u64,
    /// SHA-1 of the bytes, hex, as the public API shows it.
    pub sha1: String,
    /// Key in the blob store.
    pub blob_key: String,
    /// When it came.
    pub created: Timestamp,
}

/// What a user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserReport {
    /// Row; 0 before it is stored.
    pub id: i64,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Event it is about, if known.
    pub event_id: Option<EventId>,
    /// Issue of that event, once known.
    pub issue_id: Option<IssueId>,
    /// Name given.
    pub name: Option<String>,
    /// Address given.
    pub email: Option<String>,
    /// The text.
    pub comments: String,
    /// When it came.
    pub created: Timestamp,
}
