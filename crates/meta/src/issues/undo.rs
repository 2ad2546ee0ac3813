//! Taking a change back.

use bartizan_domain::issue::IssueBefore;
use bartizan_domain::{ActivityId, IssueId};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;

use crate::codec::{assignee_columns, status_details_text};
use crate::sql::{exec, one};

/// Restores what the entry's change replaced and removes the entry.
pub(super) fn undo(conn: &Connection, id: IssueId, entry: ActivityId, before: &IssueBefore) -> StoreResult<()> {
    let sql = "DELETE FROM activity WHERE id = $1 AND issue_id = $2 RETURNING created";
    let told: i64 = one(conn, "activity", sql, (entry.0, id.0), |row| row.get(0))?;
    match before {
        IssueBefore::Status { status, substatus, details, changed } => {
            let sql = "UPDATE issues SET status = $1, substatus = $2, status_details = $3, status_changed = $4
                WHERE id = $5 AND status_changed = $6";
            let values = (status.as_str(), substatus.map(|s| s.as_str()), status_details_text(details), changed.0, id.0, told);
            if exec(conn, sql, values)? == 0 {
                return Err(StoreError::new(ErrorKind::Conflict, "the status has changed since"));
            }
        }
        IssueBefore::Assignee(assignee) => {
            let (user, team) = assignee_columns(*assignee);
            exec(conn, "UPDATE issues SET assignee_user_id = $1, assignee_team_id = $2 WHERE id = $3", (user, team, id.0))?;
        }
        IssueBefore::Priority { number, locked } => {
            let sql = "UPDATE issues SET priority = $1, priority_locked = $2 WHERE id = $3";
            exec(conn, sql, (number, locked.map(|at| at.0), id.0))?;
        }
    }
    Ok(())
}
