//! Making an issue out of a part of another.

use bartizan_domain::issue::{Issue, Status, StatusDetails, Substatus};
use bartizan_domain::{GroupHash, IssueId, OrganizationId, Timestamp, UserId};
use bartizan_ports::meta::{NewActivity, SplitPart};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;
use serde_json::json;

use super::{activity, current_id, hashes_of, row};
use crate::codec::{signed, status_details_text, unsigned};
use crate::merges;
use crate::regroup;
use crate::sql::{exec, number};
use crate::tickets;

pub(crate) fn split(
    conn: &Connection,
    organization: OrganizationId,
    issue: IssueId,
    part: &SplitPart,
    actor: Option<UserId>,
    now: Timestamp,
) -> StoreResult<IssueId> {
    let source = row::by_id(conn, organization, current_id(conn, organization, issue)?, None)?.issue;
    let own: Vec<GroupHash> = hashes_of(conn, source.id)?;
    if part.hashes.is_empty() || part.hashes.len() >= own.len() || !part.hashes.iter().all(|hash| own.contains(hash)) {
        return Err(StoreError::new(ErrorKind::Invalid, "the hashes are not a part of the issue"));
    }
    let (id, made_number) = make(conn, &source, part, now)?;
    move_part(conn, &source, id, part)?;
    tickets::follow(conn, &source, id, &part.hashes)?;
    merges::keep_apart(conn, source.project_id, &part.hashes)?;
    tell(conn, &source, (id, made_number), part, (actor, now))?;
    Ok(id)
}

/// Hashes, hours and users of a part go to another issue.
pub(super) fn move_part(conn: &Connection, source: &Issue, to: IssueId, part: &SplitPart) -> StoreResult<()> {
    for hash in &part.hashes {
        let sql = "UPDATE issue_hashes SET issue_id = $1 WHERE project_id = $2 AND hash = $3";
        exec(conn, sql, (to.0, source.project_id.0, &hash.0[..]))?;
    }
    count_off(conn, source.id, to, part)?;
    part.rest.iter().try_for_each(|rest| regroup::settle(conn, rest))
}

/// Entries of the issue a part was taken out of, and of the one it became.
pub(super) fn tell(
    conn: &Connection,
    source: &Issue,
    (id, made_number): (IssueId, i64),
    part: &SplitPart,
    (actor, now): (Option<UserId>, Timestamp),
) -> StoreResult<()> {
    let hashes: Vec<String> = part.hashes.iter().map(ToString::to_string).collect();
    for (at, kind, key, other, number) in
        [(source.id, "unmerge_source", "destination", id, made_number), (id, "unmerge_destination", "source", source.id, source.number)]
    {
        let data = json!({"fingerprints": hashes, (key): {"id": other.to_string(), "number": number}}).to_string();
        activity::add(conn, at, &NewActivity { kind: kind.to_owned(), user_id: actor, data }, now)?;
    }
    Ok(())
}

/// The new row, with an id and a number nobody had.
fn make(conn: &Connection, source: &Issue, part: &SplitPart, now: Timestamp) -> StoreResult<(IssueId, i64)> {
    let id = number(conn, "SELECT next FROM sequences WHERE name = 'issue'", [])?;
    exec(conn, "UPDATE sequences SET next = $1 WHERE name = 'issue'", [id + 1])?;
    let made_number = number(conn, "SELECT next_number FROM projects WHERE id = $1", [source.project_id.0])?;
    exec(conn, "UPDATE projects SET next_number = $1 WHERE id = $2", (made_number + 1, source.project_id.0))?;
    let sql = "INSERT INTO issues (id, organization_id, project_id, number, status, substatus, status_details, status_changed,
            kind, level, platform, logger, first_seen, last_seen, times_seen, users_seen, unhandled, first_release,
            last_release, priority, comments)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0)";
    let values = rusqlite::params![
        id,
        source.organization_id.0,
        source.project_id.0,
        made_number,
        Status::Unresolved.as_str(),
        Substatus::Ongoing.as_str(),
        status_details_text(&StatusDetails::default()),
        now.0,
        part.kind,
        part.level.number(),
        part.platform,
        source.logger,
        part.first_seen.0,
        part.last_seen.0,
        signed(part.hours.iter().map(|(_, n)| n).sum()),
        signed(part.users.len() as u64),
        i64::from(source.unhandled),
        part.first_release,
        part.last_release,
        source.priority,
    ];
    exec(conn, sql, values)?;
    let sql = "INSERT INTO issue_details (issue_id, title, culprit, metadata) VALUES ($1, $2, $3, $4)";
    exec(conn, sql, (id, &part.title, &part.culprit, &part.metadata))?;
    Ok((IssueId(id), made_number))
}

/// Moves hours and users.
fn count_off(conn: &Connection, source: IssueId, made: IssueId, part: &SplitPart) -> StoreResult<()> {
    let mut moved = 0;
    for (hour, count) in &part.hours {
        let sql = "INSERT INTO issue_hours (issue_id, hour, count) VALUES ($1, $2, $3)";
        exec(conn, sql, (made.0, hour.0, signed(*count)))?;
        let stored = unsigned(number(conn, "SELECT count FROM issue_hours WHERE issue_id = $1 AND hour = $2", (source.0, hour.0))?);
        let leaving = stored.min(*count);
        let sql = "UPDATE issue_hours SET count = count - $1 WHERE issue_id = $2 AND hour = $3";
        exec(conn, sql, (signed(leaving), source.0, hour.0))?;
        moved += leaving;
    }
    exec(conn, "DELETE FROM issue_hours WHERE issue_id = $1 AND count <= 0", [source.0])?;
    for user in &part.users {
        exec(conn, "INSERT INTO issue_users (issue_id, user_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", (made.0, user))?;
    }
    let mut gone = 0;
    for user in &part.users_leaving {
        gone += exec(conn, "DELETE FROM issue_users WHERE issue_id = $1 AND user_hash = $2", (source.0, user))?;
    }
    let sql = "UPDATE issues SET times_seen = times_seen - $1, users_seen = users_seen - $2 WHERE id = $3";
    exec(conn, sql, (signed(moved), signed(gone as u64), source.0)).map(drop)
}
