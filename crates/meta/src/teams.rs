//! Teams.

use bartizan_domain::organization::Team;
use bartizan_domain::{MemberId, OrganizationId, TeamId, Timestamp};
use bartizan_ports::StoreResult;
use rusqlite::{Connection, Row};

use crate::codec::{count, time};
use crate::sql::{all, changed, exec, one};

const TEAM: &str = "team";

fn team_row(row: &Row<'_>) -> rusqlite::Result<Team> {
    Ok(Team {
        id: TeamId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        slug: row.get("slug")?,
        name: row.get("name")?,
        created: time(row, "created")?,
    })
}

pub(crate) fn create(conn: &Connection, organization: OrganizationId, slug: &str, name: &str, now: Timestamp) -> StoreResult<Team> {
    let sql = "INSERT INTO teams (organization_id, slug, name, created) VALUES ($1, $2, $3, $4)
        RETURNING id, organization_id, slug, name, created";
    one(conn, TEAM, sql, (organization.0, slug, name, now.0), team_row)
}

pub(crate) fn list(conn: &Connection, organization: OrganizationId) -> StoreResult<Vec<(Team, u64)>> {
    let sql = "SELECT t.id, t.organization_id, t.slug, t.name, t.created,
            (SELECT count(*) FROM team_members tm WHERE tm.team_id = t.id) AS members
        FROM teams t WHERE t.organization_id = $1 ORDER BY t.slug";
    all(conn, sql, [organization.0], |row| Ok((team_row(row)?, count(row, "members")?)))
}

pub(crate) fn by_slug(conn: &Connection, organization: OrganizationId, slug: &str) -> StoreResult<Team> {
    let sql = "SELECT id, organization_id, slug, name, created FROM teams WHERE organization_id = $1 AND slug = $2";
    one(conn, TEAM, sql, (organization.0, slug), team_row)
}

/// `NotFound` unless the team is of this tenant.
pub(crate) fn check(conn: &Connection, organization: OrganizationId, id: TeamId) -> StoreResult<()> {
    one(conn, TEAM, "SELECT 1 FROM teams WHERE organization_id = $1 AND id = $2", (organization.0, id.0), |_| Ok(()))
}

pub(crate) fn update(conn: &Connection, team: &Team) -> StoreResult<()> {
    let sql = "UPDATE teams SET slug = $1, name = $2 WHERE organization_id = $3 AND id = $4";
    changed(TEAM, exec(conn, sql, (&team.slug, &team.name, team.organization_id.0, team.id.0))?)
}

pub(crate) fn delete(conn: &Connection, organization: OrganizationId, id: TeamId) -> StoreResult<()> {
    check(conn, organization, id)?;
    exec(conn, "DELETE FROM team_members WHERE team_id = $1", [id.0])?;
    exec(conn, "DELETE FROM project_teams WHERE team_id = $1", [id.0])?;
    changed(TEAM, exec(conn, "DELETE FROM teams WHERE organization_id = $1 AND id = $2", (organization.0, id.0))?)
}

pub(crate) fn set_member(
    conn: &Connection,
    organization: OrganizationId,
    team: TeamId,
    member: MemberId,
    present: bool,
) -> StoreResult<()> {
    check(conn, organization, team)?;
    one(conn, "member", "SELECT 1 FROM members WHERE organization_id = $1 AND id = $2", (organization.0, member.0), |_| Ok(()))?;
    let sql = if present {
        "INSERT INTO team_members (team_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM team_members WHERE team_id = $1 AND member_id = $2"
    };
    exec(conn, sql, (team.0, member.0)).map(drop)
}
