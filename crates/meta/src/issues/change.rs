//! A change of issues by a person or a rule.

use bartizan_domain::{IssueId, OrganizationId, Timestamp, UserId};
use bartizan_ports::meta::limits::MAX_CHANGED_ISSUES;
use bartizan_ports::meta::{IssuePatch, NewActivity, OutboxDraft};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;

use super::{activity, current_id};
use crate::codec::{assignee_columns, status_details_text};
use crate::sql::{exec, one};

/// Everything one change says.
pub(super) struct Change<'a> {
    pub(super) organization_id: OrganizationId,
    pub(super) ids: &'a [IssueId],
    pub(super) viewer: Option<UserId>,
    pub(super) patch: &'a IssuePatch,
    pub(super) activity: &'a [NewActivity],
    pub(super) outbox: &'a [OutboxDraft],
    pub(super) now: Timestamp,
}

impl Change<'_> {
    /// Applies it to each issue that exists in the tenant, and answers which those are.
    pub(super) fn apply(&self, conn: &Connection) -> StoreResult<Vec<IssueId>> {
        if self.ids.len() > MAX_CHANGED_ISSUES {
            return Err(StoreError::new(ErrorKind::Invalid, format!("more than {MAX_CHANGED_ISSUES} issues in one change")));
        }
        let mut done = Vec::new();
        for id in self.ids {
            let id = match current_id(conn, self.organization_id, *id) {
                Ok(id) if done.contains(&id) => continue,
                Ok(id) => id,
                Err(error) if error.kind == ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            self.one(conn, id)?;
            done.push(id);
        }
        Ok(done)
    }

    fn one(&self, conn: &Connection, id: IssueId) -> StoreResult<()> {
        if let Some((status, substatus, details)) = &self.patch.status {
            let sql = "UPDATE issues SET status = $1, substatus = $2, status_details = $3, status_changed = $4 WHERE id = $5";
            let values = (status.as_str(), substatus.map(|s| s.as_str()), status_details_text(details), self.now.0, id.0);
            exec(conn, sql, values)?;
        }
        if let Some(assignee) = self.patch.assignee {
            let (user, team) = assignee_columns(assignee);
            exec(conn, "UPDATE issues SET assignee_user_id = $1, assignee_team_id = $2 WHERE id = $3", (user, team, id.0))?;
        }
        if let Some(priority) = self.patch.priority {
            let sql = "UPDATE issues SET priority = $1, priority_locked = $2 WHERE id = $3";
            exec(conn, sql, (priority, self.now.0, id.0))?;
        }
        self.flags(conn, id)?;
        for entry in self.activity {
            activity::add(conn, id, entry, self.now)?;
        }
        notify(conn, self.organization_id, id, self.outbox, self.ids.len() == 1, self.now)
    }

    fn flags(&self, conn: &Connection, id: IssueId) -> StoreResult<()> {
        let Some(viewer) = self.viewer else { return Ok(()) };
        let IssuePatch { bookmarked, seen, subscribed, .. } = self.patch;
        if bookmarked.is_none() && seen.is_none() && subscribed.is_none() {
            return Ok(());
        }
        let sql = "INSERT INTO issue_flags (issue_id, user_id, bookmarked, subscribed) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING";
        exec(conn, sql, (id.0, viewer.0))?;
        if let Some(bookmarked) = bookmarked {
            let sql = "UPDATE issue_flags SET bookmarked = $1 WHERE issue_id = $2 AND user_id = $3";
            exec(conn, sql, (i64::from(*bookmarked), id.0, viewer.0))?;
        }
        if let Some(subscribed) = subscribed {
            let sql = "UPDATE issue_flags SET subscribed = $1 WHERE issue_id = $2 AND user_id = $3";
            exec(conn, sql, (i64::from(*subscribed), id.0, viewer.0))?;
        }
        if let Some(seen) = seen {
            let sql = "UPDATE issue_flags SET seen = $1 WHERE issue_id = $2 AND user_id = $3";
            exec(conn, sql, (seen.then_some(self.now.0), id.0, viewer.0))?;
        }
        Ok(())
    }
}

/// One row per draft and issue; unless `alone`, the key of each is made its own.
pub(super) fn notify(
    conn: &Connection,
    organization: OrganizationId,
    id: IssueId,
    drafts: &[OutboxDraft],
    alone: bool,
    now: Timestamp,
) -> StoreResult<()> {
    if drafts.is_empty() {
        return Ok(());
    }
    let project: i64 = one(conn, super::ISSUE, "SELECT project_id FROM issues WHERE id = $1", [id.0], |row| row.get(0))?;
    for draft in drafts {
        let key = if alone { draft.idempotency_key.clone() } else { format!("{}:{id}", draft.idempotency_key) };
        let sql = "INSERT INTO outbox
            (organization_id, project_id, kind, idempotency_key, payload, created, attempts, next_attempt)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (idempotency_key) DO NOTHING";
        exec(conn, sql, (organization.0, project, &draft.kind, key, &draft.payload, now.0, now.0))?;
    }
    Ok(())
}
