//! Tickets of other tools that belong to issues.

use bartizan_domain::issue::Issue;
use bartizan_domain::merge::Absorbed;
use bartizan_domain::ticket::{Ticket, TicketService};
use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId, TicketId, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{NewActivity, NewTicket, Tickets};
use rusqlite::{Connection, Row};

use crate::codec::{time, unreadable};
use crate::issues::{ISSUE, add_activity, current_id, hashes_of};
use crate::sql::{all, changed, exec, first, one};
use crate::store::SqliteMeta;

const TICKET: &str = "ticket";
const COLUMNS: &str =
    "t.id, t.organization_id, t.project_id, t.issue_id, t.linked_issue_id, t.service, t.name, t.web_url, t.linked_by_user_id, t.created";

fn ticket_row(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: TicketId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        issue_id: IssueId(row.get("issue_id")?),
        linked_issue_id: IssueId(row.get("linked_issue_id")?),
        service: TicketService::of_word(row.get_ref("service")?.as_str()?),
        name: row.get("name")?,
        web_url: row.get("web_url")?,
        linked_by: row.get::<_, Option<i64>>("linked_by_user_id")?.map(UserId),
        created: time(row, "created")?,
    })
}

/// Tickets an issue has, as rows.
pub(crate) fn ids_of(conn: &Connection, issue: IssueId) -> StoreResult<Vec<TicketId>> {
    all(conn, "SELECT id FROM tickets WHERE issue_id = $1 ORDER BY id", [issue.0], |row| row.get(0).map(TicketId))
}

/// Tickets that were linked on an issue that went into `source` follow its hashes, once none of them stays. To be called
/// after the hashes have left.
pub(crate) fn follow(conn: &Connection, source: &Issue, to: IssueId, leaving: &[GroupHash]) -> StoreResult<()> {
    let sql = "SELECT DISTINCT linked_issue_id FROM tickets WHERE issue_id = $1 AND linked_issue_id <> $2 ORDER BY linked_issue_id";
    let linked: Vec<i64> = all(conn, sql, (source.id.0, source.id.0), |row| row.get(0))?;
    if linked.is_empty() {
        return Ok(());
    }
    let staying = hashes_of(conn, source.id)?;
    for id in linked {
        let brought = brought(conn, source.project_id, IssueId(id))?;
        let any = |among: &[GroupHash]| brought.iter().any(|hash| among.contains(hash));
        if any(leaving) && !any(&staying) {
            let sql = "UPDATE tickets SET issue_id = $1 WHERE issue_id = $2 AND linked_issue_id = $3";
            exec(conn, sql, (to.0, source.id.0, id))?;
        }
    }
    Ok(())
}

/// Hashes an issue brought of its own when it went into another: without those that had come into it by merges.
fn brought(conn: &Connection, project: ProjectId, issue: IssueId) -> StoreResult<Vec<GroupHash>> {
    let sql = "SELECT snapshot FROM issue_merges WHERE project_id = $1 AND child_id = $2 AND undone IS NULL ORDER BY id DESC LIMIT 1";
    let Some(absorbed) = first(conn, sql, (project.0, issue.0), absorbed)? else { return Ok(Vec::new()) };
    let mut own = absorbed.hashes;
    for merge in &absorbed.merges {
        let sql = "SELECT snapshot FROM issue_merges WHERE id = $1 AND undone IS NULL";
        if let Some(earlier) = first(conn, sql, [merge], self::absorbed)? {
            own.retain(|hash| !earlier.hashes.contains(hash));
        }
    }
    Ok(own)
}

fn absorbed(row: &Row<'_>) -> rusqlite::Result<Absorbed> {
    let snapshot: String = row.get("snapshot")?;
    serde_json::from_str(&snapshot).map_err(|error| unreadable("snapshot", error.to_string()))
}

fn link(conn: &Connection, ticket: &NewTicket, entry: &NewActivity, now: Timestamp) -> StoreResult<(Ticket, bool)> {
    let issue = current_id(conn, ticket.organization_id, ticket.issue_id)?;
    let sql = format!("SELECT {COLUMNS} FROM tickets t WHERE t.issue_id = $1 AND t.web_url = $2 ORDER BY t.id LIMIT 1");
    if let Some(known) = first(conn, &sql, (issue.0, &ticket.web_url), ticket_row)? {
        return Ok((known, false));
    }
    let project: i64 = one(conn, ISSUE, "SELECT project_id FROM issues WHERE id = $1", [issue.0], |row| row.get(0))?;
    let sql =
        "INSERT INTO tickets (organization_id, project_id, issue_id, linked_issue_id, service, name, web_url, linked_by_user_id, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        RETURNING id, organization_id, project_id, issue_id, linked_issue_id, service, name, web_url, linked_by_user_id, created";
    let values = (
        ticket.organization_id.0,
        project,
        issue.0,
        issue.0,
        ticket.service.as_str(),
        &ticket.name,
        &ticket.web_url,
        ticket.linked_by.map(|user| user.0),
        now.0,
    );
    let made = one(conn, TICKET, sql, values, ticket_row)?;
    add_activity(conn, issue, entry, now)?;
    Ok((made, true))
}

impl Tickets for SqliteMeta {
    fn link_ticket(&self, ticket: &NewTicket, entry: &NewActivity, now: Timestamp) -> StoreResult<(Ticket, bool)> {
        self.write(|conn| link(conn, ticket, entry, now))
    }

    fn tickets(&self, organization_id: OrganizationId, issues: &[IssueId]) -> StoreResult<Vec<Ticket>> {
        if issues.is_empty() {
            return Ok(Vec::new());
        }
        // Ids are whole numbers of ours, written as such.
        let ids: Vec<String> = issues.iter().map(ToString::to_string).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM tickets t WHERE t.organization_id = $1 AND t.issue_id IN ({})
                AND NOT EXISTS (SELECT 1 FROM tickets o WHERE o.issue_id = t.issue_id AND o.web_url = t.web_url AND o.id < t.id)
            ORDER BY t.issue_id, t.id",
            ids.join(", ")
        );
        self.read(|conn| all(conn, &sql, [organization_id.0], ticket_row))
    }

    fn unlink_ticket(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        id: TicketId,
        entry: &NewActivity,
        now: Timestamp,
    ) -> StoreResult<()> {
        self.write(|conn| {
            let issue = current_id(conn, organization_id, issue)?;
            let sql = "DELETE FROM tickets WHERE issue_id = $1
                AND web_url = (SELECT web_url FROM tickets WHERE id = $2 AND issue_id = $3)";
            changed(TICKET, exec(conn, sql, (issue.0, id.0, issue.0))?)?;
            add_activity(conn, issue, entry, now).map(drop)
        })
    }
}
