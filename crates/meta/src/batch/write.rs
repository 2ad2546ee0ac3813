//! The rows a batch writes, once each.

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::{ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::GroupedEvent;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::registry::Registry;
use super::state::IssueState;
use crate::codec::{signed, status_details_text};
use crate::sql::{exec, first};

/// Writes one issue with its hours; answers its title now.
pub(super) fn issue(conn: &Connection, state: &IssueState<'_>) -> StoreResult<String> {
    let title = match (state.is_new(), state.newest) {
        (true, Some(newest)) => insert(conn, state, newest)?,
        (_, newest) => update(conn, state, newest)?,
    };
    for (hour, count) in &state.hours {
        let sql = "INSERT INTO issue_hours (issue_id, hour, count) VALUES ($1, $2, $3)
            ON CONFLICT (issue_id, hour) DO UPDATE SET count = issue_hours.count + excluded.count";
        exec(conn, sql, (state.id.0, hour.0, signed(*count)))?;
    }
    Ok(title)
}

fn insert(conn: &Connection, state: &IssueState<'_>, newest: &GroupedEvent) -> StoreResult<String> {
    let sql = "INSERT INTO issues (id, organization_id, project_id, number, status, substatus, status_details, status_changed,
            kind, level, platform, logger, first_seen, last_seen, times_seen, users_seen, unhandled, first_release,
            last_release, priority, comments)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 0)";
    let first_release = state.oldest.and_then(|event| event.release.as_deref());
    let values = rusqlite::params![
        state.id.0,
        state.organization_id.0,
        state.project_id.0,
        state.number,
        state.status.as_str(),
        state.substatus.map(|s| s.as_str()),
        status_details_text(&state.details),
        state.status_changed.0,
        newest.kind,
        newest.level.number(),
        newest.platform,
        newest.logger,
        state.first_seen.0,
        state.last_seen.0,
        signed(state.times_seen),
        signed(state.users_seen),
        i64::from(newest.unhandled),
        first_release,
        newest.release,
        state.priority,
    ];
    exec(conn, sql, values)?;
    let sql = "INSERT INTO issue_details (issue_id, title, culprit, metadata) VALUES ($1, $2, $3, $4)";
    exec(conn, sql, (state.id.0, &newest.title, &newest.culprit, &newest.metadata))?;
    Ok(newest.title.clone())
}

fn update(conn: &Connection, state: &IssueState<'_>, newest: Option<&GroupedEvent>) -> StoreResult<String> {
    count(conn, state, newest)?;
    if let Some(oldest) = state.oldest {
        let sql = "UPDATE issues SET first_seen = $1, first_release = $2 WHERE id = $3";
        exec(conn, sql, (state.first_seen.0, &oldest.release, state.id.0))?;
    }
    if state.woken {
        let sql = "UPDATE issues SET status = $1, substatus = $2, status_details = $3, status_changed = $4 WHERE id = $5";
        let details = status_details_text(&state.details);
        let values = (state.status.as_str(), state.substatus.map(|s| s.as_str()), details, state.status_changed.0, state.id.0);
        exec(conn, sql, values)?;
    }
    let Some(newest) = newest else {
        let sql = "SELECT title FROM issue_details WHERE issue_id = $1";
        return Ok(first(conn, sql, [state.id.0], |row| row.get(0))?.unwrap_or_default());
    };
    // Texts are wide and seldom differ from what is stored.
    let sql = "UPDATE issue_details SET title = $1, culprit = $2, metadata = $3
        WHERE issue_id = $4 AND (title <> $5 OR culprit <> $6 OR metadata <> $7)";
    let (title, culprit, metadata) = (&newest.title, &newest.culprit, &newest.metadata);
    exec(conn, sql, (title, culprit, metadata, state.id.0, title, culprit, metadata))?;
    Ok(title.clone())
}

/// Counters, and what follows the newest event. Each order of the list has an index over the counter it sorts by, so
/// a counter that did not move is left out of the statement.
fn count(conn: &Connection, state: &IssueState<'_>, newest: Option<&GroupedEvent>) -> StoreResult<()> {
    let times = signed(state.times_seen - state.stored_times);
    let users = signed(state.users_seen - state.stored_users);
    if let Some(newest) = newest {
        let sql = "UPDATE issues SET times_seen = times_seen + $1, last_seen = $2, kind = $3, level = $4, platform = $5,
            logger = $6, unhandled = $7, last_release = $8 WHERE id = $9";
        let values = (
            times,
            state.last_seen.0,
            &newest.kind,
            newest.level.number(),
            &newest.platform,
            &newest.logger,
            i64::from(newest.unhandled),
            &newest.release,
            state.id.0,
        );
        exec(conn, sql, values)?;
    } else {
        exec(conn, "UPDATE issues SET times_seen = times_seen + $1 WHERE id = $2", (times, state.id.0))?;
    }
    if users > 0 {
        exec(conn, "UPDATE issues SET users_seen = users_seen + $1 WHERE id = $2", (users, state.id.0))?;
    }
    Ok(())
}

pub(super) fn project_hours(conn: &Connection, hours: &FxHashMap<(ProjectId, Timestamp), u64>) -> StoreResult<()> {
    for ((project, hour), count) in hours {
        let sql = "INSERT INTO project_hours (project_id, hour, count) VALUES ($1, $2, $3)
            ON CONFLICT (project_id, hour) DO UPDATE SET count = project_hours.count + excluded.count";
        exec(conn, sql, (project.0, hour.0, signed(*count)))?;
    }
    Ok(())
}

/// Lines with equal keys become one statement.
pub(super) fn ledger(conn: &Connection, lines: &[LedgerEntry]) -> StoreResult<()> {
    let mut sums: FxHashMap<LedgerEntry, u64> = FxHashMap::default();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        *sums.entry(LedgerEntry { quantity: 0, ..line.clone() }).or_default() += line.quantity;
    }
    for (line, quantity) in sums {
        let sql = "INSERT INTO ledger (minute, organization_id, project_id, key_id, category, outcome, reason, quantity)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (minute, organization_id, project_id, key_id, category, outcome, reason)
            DO UPDATE SET quantity = ledger.quantity + excluded.quantity";
        let values = (
            line.minute.0,
            line.organization_id.0,
            line.project_id.0,
            line.key_id.0,
            line.category,
            line.outcome as u8,
            line.reason,
            signed(quantity),
        );
        exec(conn, sql, values)?;
    }
    Ok(())
}

/// An attachment of a project that is gone belongs to nobody (tenant 0) and is old at once, so that the next
/// clean-up frees its blob.
pub(super) fn attachments(conn: &Connection, registry: &mut Registry<'_>, attachments: &[Attachment]) -> StoreResult<()> {
    for a in attachments {
        let alive = registry.has_project(conn, a.organization_id, a.project_id)?;
        let (organization, created) = if alive { (a.organization_id.0, a.created.0) } else { (0, 0) };
        let sql = "INSERT INTO attachments
            (organization_id, project_id, event_id, kind, name, content_type, size, sha1, blob_key, created)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let values = (
            organization,
            a.project_id.0,
            &a.event_id.0[..],
            &a.kind,
            &a.name,
            &a.content_type,
            signed(a.size),
            &a.sha1,
            &a.blob_key,
            created,
        );
        exec(conn, sql, values)?;
    }
    Ok(())
}

pub(super) fn user_reports(conn: &Connection, registry: &mut Registry<'_>, reports: &[UserReport]) -> StoreResult<()> {
    for r in reports {
        if !registry.has_project(conn, r.organization_id, r.project_id)? {
            continue;
        }
        let sql = "INSERT INTO user_reports (organization_id, project_id, event_id, issue_id, name, email, comments, created)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let event = r.event_id.as_ref().map(|id| &id.0[..]);
        let issue = r.issue_id.map(|id| id.0);
        exec(conn, sql, (r.organization_id.0, r.project_id.0, event, issue, &r.name, &r.email, &r.comments, r.created.0))?;
    }
    Ok(())
}
