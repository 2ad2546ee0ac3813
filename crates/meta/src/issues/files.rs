//! Attachments' rows.

use bartizan_domain::attachment::Attachment;
use bartizan_domain::{AttachmentId, EventId, OrganizationId, ProjectId};
use bartizan_ports::StoreResult;
use rusqlite::{Connection, Row};

use crate::codec::{count, event_id, time};
use crate::sql::{all, one};

const ATTACHMENT: &str = "attachment";

fn attachment_row(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: AttachmentId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        event_id: event_id(row, "event_id")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        content_type: row.get("content_type")?,
        size: count(row, "size")?,
        sha1: row.get("sha1")?,
        blob_key: row.get("blob_key")?,
        created: time(row, "created")?,
    })
}

pub(super) fn of_event(
    conn: &Connection,
    organization: OrganizationId,
    project: ProjectId,
    event: EventId,
) -> StoreResult<Vec<Attachment>> {
    let sql = "SELECT id, organization_id, project_id, event_id, kind, name, content_type, size, sha1, blob_key, created
        FROM attachments WHERE organization_id = $1 AND project_id = $2 AND event_id = $3 ORDER BY id";
    all(conn, sql, (organization.0, project.0, &event.0[..]), attachment_row)
}

pub(super) fn by_id(conn: &Connection, organization: OrganizationId, project: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
    let sql = "SELECT id, organization_id, project_id, event_id, kind, name, content_type, size, sha1, blob_key, created
        FROM attachments WHERE organization_id = $1 AND project_id = $2 AND id = $3";
    one(conn, ATTACHMENT, sql, (organization.0, project.0, id.0), attachment_row)
}

pub(super) fn delete(conn: &Connection, organization: OrganizationId, project: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
    let sql = "DELETE FROM attachments WHERE organization_id = $1 AND project_id = $2 AND id = $3
        RETURNING id, organization_id, project_id, event_id, kind, name, content_type, size, sha1, blob_key, created";
    one(conn, ATTACHMENT, sql, (organization.0, project.0, id.0), attachment_row)
}
