//! Activity and comments.

use bartizan_domain::activity::Activity;
use bartizan_domain::{ActivityId, IssueId, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::NewActivity;
use rusqlite::{Connection, Row};

use crate::codec::{signed, time};
use crate::sql::{all, changed, exec, one};

/// Kind of a comment.
const NOTE: &str = "note";
const COMMENT: &str = "comment";

fn activity_row(row: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        id: ActivityId(row.get("id")?),
        issue_id: IssueId(row.get("issue_id")?),
        kind: row.get("kind")?,
        user_id: row.get::<_, Option<i64>>("user_id")?.map(UserId),
        data: row.get("data")?,
        created: time(row, "created")?,
    })
}

pub(super) fn list(conn: &Connection, issue: IssueId, limit: usize) -> StoreResult<Vec<Activity>> {
    let sql = "SELECT id, issue_id, kind, user_id, data, created FROM activity WHERE issue_id = $1
        ORDER BY created DESC, id DESC LIMIT $2";
    all(conn, sql, (issue.0, signed(limit as u64)), activity_row)
}

pub(crate) fn add(conn: &Connection, issue: IssueId, entry: &NewActivity, now: Timestamp) -> StoreResult<Activity> {
    let sql = "INSERT INTO activity (issue_id, kind, user_id, data, created) VALUES ($1, $2, $3, $4, $5)
        RETURNING id, issue_id, kind, user_id, data, created";
    let values = (issue.0, &entry.kind, entry.user_id.map(|id| id.0), &entry.data, now.0);
    let activity = one(conn, COMMENT, sql, values, activity_row)?;
    if entry.kind == NOTE {
        exec(conn, "UPDATE issues SET comments = comments + 1 WHERE id = $1", [issue.0])?;
    }
    Ok(activity)
}

pub(super) fn update_comment(conn: &Connection, issue: IssueId, comment: ActivityId, author: UserId, data: &str) -> StoreResult<Activity> {
    let sql = "UPDATE activity SET data = $1 WHERE id = $2 AND issue_id = $3 AND user_id = $4 AND kind = $5
        RETURNING id, issue_id, kind, user_id, data, created";
    one(conn, COMMENT, sql, (data, comment.0, issue.0, author.0, NOTE), activity_row)
}

pub(super) fn delete_comment(conn: &Connection, issue: IssueId, comment: ActivityId, author: UserId) -> StoreResult<()> {
    let sql = "DELETE FROM activity WHERE id = $1 AND issue_id = $2 AND user_id = $3 AND kind = $4";
    changed(COMMENT, exec(conn, sql, (comment.0, issue.0, author.0, NOTE))?)?;
    exec(conn, "UPDATE issues SET comments = comments - 1 WHERE id = $1 AND comments > 0", [issue.0]).map(drop)
}
