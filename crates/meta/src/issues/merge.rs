//! Merging issues: rows move from one issue to another, and what led to the one leads to the other.

use bartizan_domain::issue::Issue;
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use bartizan_ports::meta::{MAX_MERGED_ISSUES, Merged, NewActivity};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;
use serde_json::json;

use super::{activity, current_id, row};
use crate::codec::signed;
use crate::merges;
use crate::sql::{exec, first};

/// The issue that a merged issue's number leads to.
pub(super) fn by_old_number(conn: &Connection, organization: OrganizationId, project: ProjectId, number: i64) -> StoreResult<Issue> {
    let sql = "SELECT issue_id FROM issue_old_numbers WHERE project_id = $1 AND number = $2";
    let id = first(conn, sql, (project.0, number), |row| row.get(0).map(IssueId))?.ok_or_else(|| StoreError::not_found(super::ISSUE))?;
    row::by_id(conn, organization, id, None).map(|found| found.issue)
}

/// One transaction's worth: all children into the parent.
pub(crate) fn merge(
    conn: &Connection,
    organization: OrganizationId,
    parent: IssueId,
    children: &[IssueId],
    reason: MergeReason,
    actor: Option<UserId>,
    now: Timestamp,
) -> StoreResult<Merged> {
    if children.len() > MAX_MERGED_ISSUES {
        return Err(StoreError::new(ErrorKind::Invalid, "too many issues to merge"));
    }
    let into = row::by_id(conn, organization, current_id(conn, organization, parent)?, None)?.issue;
    let mut found: Vec<Issue> = Vec::new();
    for child in children {
        let id = match current_id(conn, organization, *child) {
            Err(error) if error.kind == ErrorKind::NotFound => continue,
            other => other?,
        };
        if id != into.id && !found.iter().any(|known| known.id == id) {
            found.push(row::by_id(conn, organization, id, None)?.issue);
        }
    }
    if found.iter().any(|child| child.project_id != into.project_id) {
        return Err(StoreError::new(ErrorKind::Invalid, "issues of different projects cannot be merged"));
    }
    let mut told = Vec::new();
    for child in &found {
        if reason == MergeReason::Person {
            merges::bring_together(conn, into.project_id, [into.id, child.id])?;
        }
        let merge = merges::remember(conn, into.id, child, reason, now)?;
        absorb(conn, into.id, child)?;
        told.push(json!({"id": child.id.to_string(), "number": child.number, "title": child.title, "merge": merge.to_string()}));
    }
    if !told.is_empty() {
        let data = json!({"issues": told, "reason": reason.as_str()}).to_string();
        tell(conn, &into, data, actor, now)?;
    }
    Ok(Merged { parent: into.id, children: found.iter().map(|child| child.id).collect() })
}

fn tell(conn: &Connection, into: &Issue, data: String, actor: Option<UserId>, now: Timestamp) -> StoreResult<()> {
    activity::add(conn, into.id, &NewActivity { kind: "merge".to_owned(), user_id: actor, data: data.clone() }, now)?;
    let sql = "INSERT INTO outbox (organization_id, project_id, kind, idempotency_key, payload, created, attempts, next_attempt)
        VALUES ($1, $2, 'issue.merged', $3, $4, $5, 0, $6) ON CONFLICT (idempotency_key) DO NOTHING";
    let key = format!("issue.merged:{}:{}", into.id, now.0);
    exec(conn, sql, (into.organization_id.0, into.project_id.0, key, data, now.0, now.0)).map(drop)
}

/// Rows that simply change their issue.
const MOVES: [&str; 7] = [
    "UPDATE issue_hashes SET issue_id = $1 WHERE issue_id = $2",
    "UPDATE activity SET issue_id = $1 WHERE issue_id = $2",
    "UPDATE issue_merges SET parent_id = $1 WHERE parent_id = $2",
    "UPDATE user_reports SET issue_id = $1 WHERE issue_id = $2",
    "UPDATE tickets SET issue_id = $1 WHERE issue_id = $2",
    "UPDATE issue_redirects SET new_id = $1 WHERE new_id = $2",
    "UPDATE issue_old_numbers SET issue_id = $1 WHERE issue_id = $2",
];

fn absorb(conn: &Connection, parent: IssueId, child: &Issue) -> StoreResult<()> {
    let pair = (parent.0, child.id.0);
    for sql in MOVES {
        exec(conn, sql, pair)?;
    }
    let sql = "INSERT INTO issue_hours (issue_id, hour, count) SELECT $1, hour, count FROM issue_hours WHERE issue_id = $2
        ON CONFLICT (issue_id, hour) DO UPDATE SET count = issue_hours.count + excluded.count";
    exec(conn, sql, pair)?;
    let sql = "INSERT INTO issue_users (issue_id, user_hash) SELECT $1, user_hash FROM issue_users WHERE issue_id = $2
        ON CONFLICT DO NOTHING";
    let new_users = exec(conn, sql, pair)?;
    let sql = "INSERT INTO issue_flags (issue_id, user_id, bookmarked, subscribed, seen)
            SELECT $1, user_id, bookmarked, subscribed, NULL FROM issue_flags WHERE issue_id = $2
        ON CONFLICT (issue_id, user_id) DO UPDATE SET
            bookmarked = CASE WHEN excluded.bookmarked = 1 THEN 1 ELSE issue_flags.bookmarked END,
            subscribed = CASE WHEN excluded.subscribed = 1 THEN 1 ELSE issue_flags.subscribed END";
    exec(conn, sql, pair)?;
    count_in(conn, parent, child, signed(new_users as u64))?;
    exec(conn, "DELETE FROM issue_details WHERE issue_id = $1", [child.id.0])?;
    exec(conn, "DELETE FROM issues WHERE id = $1", [child.id.0])?;
    // What is left of it (hours, users, flags) goes in chunks, later.
    exec(conn, "INSERT INTO issue_removals (issue_id) VALUES ($1) ON CONFLICT DO NOTHING", [child.id.0])?;
    exec(conn, "INSERT INTO issue_redirects (old_id, new_id) VALUES ($1, $2)", (child.id.0, parent.0))?;
    let sql = "INSERT INTO issue_old_numbers (project_id, number, issue_id) VALUES ($1, $2, $3)";
    exec(conn, sql, (child.project_id.0, child.number, parent.0)).map(drop)
}

/// An issue shows what its newest event says: the child's, when that came later than all of the parent.
fn show_newest(conn: &Connection, parent: IssueId, child: &Issue) -> StoreResult<()> {
    let sql = "UPDATE issue_details SET title = $1, culprit = $2, metadata = $3
        WHERE issue_id = $4 AND EXISTS (SELECT 1 FROM issues WHERE id = $5 AND last_seen < $6)";
    exec(conn, sql, (&child.title, &child.culprit, &child.metadata, parent.0, parent.0, child.last_seen.0)).map(drop)
}

fn count_in(conn: &Connection, parent: IssueId, child: &Issue, new_users: i64) -> StoreResult<()> {
    let sql = "UPDATE issues SET times_seen = times_seen + $1, users_seen = users_seen + $2, comments = comments + $3 WHERE id = $4";
    exec(conn, sql, (signed(child.times_seen), new_users, signed(child.comments), parent.0))?;
    let sql = "UPDATE issues SET first_seen = $1, first_release = $2 WHERE id = $3 AND first_seen > $4";
    exec(conn, sql, (child.first_seen.0, &child.first_release, parent.0, child.first_seen.0))?;
    show_newest(conn, parent, child)?;
    let sql = "UPDATE issues SET last_seen = $1, last_release = $2 WHERE id = $3 AND last_seen < $4";
    exec(conn, sql, (child.last_seen.0, &child.last_release, parent.0, child.last_seen.0)).map(drop)
}
