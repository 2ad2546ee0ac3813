//! Taking a merge back: the issue is there again as it was.

use bartizan_domain::issue::Issue;
use bartizan_domain::merge::{Absorbed, Merge};
use bartizan_domain::{GroupHash, IssueId, OrganizationId, Timestamp, UserId};
use bartizan_ports::meta::SplitPart;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;
use serde_json::Value;

use super::{current_id, hashes_of, row, split};
use crate::codec::{assignee_columns, signed, status_details_text};
use crate::merges;
use crate::sql::{all, exec, number};

/// Who asked for it and when.
type By = (Option<UserId>, Timestamp);

fn conflict(message: &str) -> StoreError {
    StoreError::new(ErrorKind::Conflict, message)
}

/// See [`bartizan_ports::meta::Merges::undo_merge`].
pub(crate) fn restore(
    conn: &Connection,
    organization: OrganizationId,
    id: i64,
    part: &SplitPart,
    apart: bool,
    by: By,
) -> StoreResult<IssueId> {
    let merge = merges::by_id(conn, organization, id)?;
    let source = row::by_id(conn, organization, current_id(conn, organization, merge.parent)?, None)?.issue;
    if merge.undone.is_some() {
        return Err(conflict("the merge was taken back already"));
    }
    let own: Vec<GroupHash> = hashes_of(conn, source.id)?;
    if part.hashes.is_empty() || part.hashes.len() >= own.len() || !part.hashes.iter().all(|hash| own.contains(hash)) {
        return Err(conflict("the fingerprints are no longer a part of the issue"));
    }
    let child = &merge.absorbed.issue;
    exec(conn, "DELETE FROM issue_redirects WHERE old_id = $1", [child.id.0])?;
    exec(conn, "DELETE FROM issue_old_numbers WHERE project_id = $1 AND number = $2", (child.project_id.0, child.number))?;
    write_row(conn, child, part)?;
    split::move_part(conn, &source, child.id, part)?;
    give_back(conn, &source, &merge.absorbed)?;
    if apart {
        merges::keep_apart(conn, child.project_id, &part.hashes)?;
    }
    split::tell(conn, &source, (child.id, child.number), part, by)?;
    mark(conn, &source, &merge)?;
    exec(conn, "UPDATE issue_merges SET undone = $1 WHERE id = $2", (by.1.0, id))?;
    Ok(child.id)
}

/// The row: what people made of the issue as it was, what events say as they are.
fn write_row(conn: &Connection, child: &Issue, part: &SplitPart) -> StoreResult<()> {
    let sql = "INSERT INTO issues (id, organization_id, project_id, number, status, substatus, status_details, status_changed,
            kind, level, platform, logger, first_seen, last_seen, times_seen, users_seen, unhandled, first_release,
            last_release, assignee_user_id, assignee_team_id, priority, priority_locked, comments)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 0)";
    let (user, team) = assignee_columns(child.assignee);
    let values = rusqlite::params![
        child.id.0,
        child.organization_id.0,
        child.project_id.0,
        child.number,
        child.status.as_str(),
        child.substatus.map(|substatus| substatus.as_str()),
        status_details_text(&child.status_details),
        child.status_changed.0,
        part.kind,
        part.level.number(),
        part.platform,
        child.logger,
        part.first_seen.0,
        part.last_seen.0,
        signed(part.hours.iter().map(|(_, n)| n).sum()),
        signed(part.users.len() as u64),
        i64::from(child.unhandled),
        part.first_release,
        part.last_release,
        user,
        team,
        child.priority,
        child.priority_locked.map(|at| at.0),
    ];
    exec(conn, sql, values)?;
    let sql = "INSERT INTO issue_details (issue_id, title, culprit, metadata) VALUES ($1, $2, $3, $4)";
    exec(conn, sql, (child.id.0, &part.title, &part.culprit, &part.metadata)).map(drop)
}

/// Activity, reports, tickets, flags and what leads to the issue. What was removed meanwhile is not there to give back.
fn give_back(conn: &Connection, source: &Issue, absorbed: &Absorbed) -> StoreResult<()> {
    let (child, from) = (&absorbed.issue, source.id.0);
    for id in &absorbed.activity {
        exec(conn, "UPDATE activity SET issue_id = $1 WHERE id = $2 AND issue_id = $3", (child.id.0, id.0, from))?;
    }
    for id in &absorbed.reports {
        exec(conn, "UPDATE user_reports SET issue_id = $1 WHERE id = $2 AND issue_id = $3", (child.id.0, id, from))?;
    }
    for id in &absorbed.ids {
        exec(conn, "UPDATE issue_redirects SET new_id = $1 WHERE old_id = $2 AND new_id = $3", (child.id.0, id.0, from))?;
    }
    for number in &absorbed.numbers {
        let sql = "UPDATE issue_old_numbers SET issue_id = $1 WHERE project_id = $2 AND number = $3 AND issue_id = $4";
        exec(conn, sql, (child.id.0, child.project_id.0, number, from))?;
    }
    for id in &absorbed.merges {
        exec(conn, "UPDATE issue_merges SET parent_id = $1 WHERE id = $2 AND parent_id = $3", (child.id.0, id, from))?;
    }
    for id in &absorbed.tickets {
        exec(conn, "UPDATE tickets SET issue_id = $1 WHERE id = $2 AND issue_id = $3", (child.id.0, id.0, from))?;
    }
    for regard in &absorbed.regards {
        let sql = "INSERT INTO issue_flags (issue_id, user_id, bookmarked, subscribed, seen) VALUES ($1, $2, $3, $4, NULL)
            ON CONFLICT DO NOTHING";
        let (bookmarked, subscribed) = (i64::from(regard.bookmarked), i64::from(regard.subscribed));
        exec(conn, sql, (child.id.0, regard.user.0, bookmarked, subscribed))?;
    }
    let comments = number(conn, "SELECT count(*) FROM activity WHERE issue_id = $1 AND kind = 'note'", [child.id.0])?;
    exec(conn, "UPDATE issues SET comments = $1 WHERE id = $2", (comments, child.id.0))?;
    exec(conn, "UPDATE issues SET comments = comments - $1 WHERE id = $2 AND comments >= $3", (comments, from, comments)).map(drop)
}

/// The merge's own entry says that it was taken back.
fn mark(conn: &Connection, source: &Issue, merge: &Merge) -> StoreResult<()> {
    let entries: Vec<(i64, String)> =
        all(conn, "SELECT id, data FROM activity WHERE issue_id = $1 AND kind = 'merge'", [source.id.0], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    for (entry, data) in entries {
        let Ok(mut data) = serde_json::from_str::<Value>(&data) else { continue };
        let told = data.get_mut("issues").and_then(Value::as_array_mut);
        let of_merge = |told: &&mut Value| told.get("merge").and_then(Value::as_str) == Some(merge.id.to_string().as_str());
        let Some(Value::Object(told)) = told.and_then(|told| told.iter_mut().find(of_merge)) else { continue };
        told.insert("undone".to_owned(), Value::Bool(true));
        exec(conn, "UPDATE activity SET data = $1 WHERE id = $2", (data.to_string(), entry))?;
    }
    Ok(())
}
