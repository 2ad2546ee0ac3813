//! Memberships and invitations.

use std::collections::BTreeMap;

use bartizan_domain::organization::{Member, Role};
use bartizan_domain::{MemberId, OrganizationId, Timestamp, UserId};
use bartizan_ports::meta::NewMember;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, Row};

use crate::accounts;
use crate::codec::{time, unreadable};
use crate::sql::{all, changed, exec, number, one};

const MEMBER: &str = "member";
const BY_ID: &str = "SELECT id, organization_id, user_id, email, role, invited_by, invite_token_hash, created
    FROM members WHERE organization_id = $1 AND id = $2";
const BY_USER: &str = "SELECT id, organization_id, user_id, email, role, invited_by, invite_token_hash, created
    FROM members WHERE organization_id = $1 AND user_id = $2";
const LIST: &str = "SELECT id, organization_id, user_id, email, role, invited_by, invite_token_hash, created
    FROM members WHERE organization_id = $1 ORDER BY email, id";

/// A member without person and teams, and the person's id.
fn member_row(row: &Row<'_>) -> rusqlite::Result<(Member, Option<UserId>)> {
    let role: String = row.get("role")?;
    let member = Member {
        id: MemberId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        user: None,
        email: row.get("email")?,
        role: Role::parse(&role).ok_or_else(|| unreadable("role", role))?,
        teams: Vec::new(),
        invited_by: row.get::<_, Option<i64>>("invited_by")?.map(UserId),
        invite_token_hash: row.get("invite_token_hash")?,
        created: time(row, "created")?,
    };
    Ok((member, row.get::<_, Option<i64>>("user_id")?.map(UserId)))
}

fn complete(conn: &Connection, (mut member, user): (Member, Option<UserId>)) -> StoreResult<Member> {
    if let Some(user) = user {
        member.user = accounts::find(conn, user)?;
    }
    let sql = "SELECT t.slug FROM team_members tm JOIN teams t ON t.id = tm.team_id WHERE tm.member_id = $1 ORDER BY t.slug";
    member.teams = all(conn, sql, [member.id.0], |row| row.get(0))?;
    Ok(member)
}

pub(crate) fn create(conn: &Connection, new: &NewMember, now: Timestamp) -> StoreResult<Member> {
    let sql = "INSERT INTO members (organization_id, user_id, email, role, invited_by, invite_token_hash, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    let values = (
        new.organization_id.0,
        new.user_id.map(|id| id.0),
        new.email.to_lowercase(),
        new.role.as_str(),
        new.invited_by.map(|id| id.0),
        &new.invite_token_hash,
        now.0,
    );
    let id = one(conn, MEMBER, sql, values, |row| row.get(0).map(MemberId))?;
    by_id(conn, new.organization_id, id)
}

pub(crate) fn by_id(conn: &Connection, organization: OrganizationId, id: MemberId) -> StoreResult<Member> {
    complete(conn, one(conn, MEMBER, BY_ID, (organization.0, id.0), member_row)?)
}

pub(crate) fn by_user(conn: &Connection, organization: OrganizationId, user: UserId) -> StoreResult<Member> {
    complete(conn, one(conn, MEMBER, BY_USER, (organization.0, user.0), member_row)?)
}

pub(crate) fn list(conn: &Connection, organization: OrganizationId) -> StoreResult<Vec<Member>> {
    let rows = all(conn, LIST, [organization.0], member_row)?;
    let sql = "SELECT tm.member_id, t.slug FROM teams t JOIN team_members tm ON tm.team_id = t.id
        WHERE t.organization_id = $1 ORDER BY t.slug";
    let mut teams: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (member, slug) in all(conn, sql, [organization.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))? {
        teams.entry(member).or_default().push(slug);
    }
    let sql = "SELECT u.id, u.email, u.name, u.is_superuser, u.is_active, u.created, u.last_login
        FROM members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1";
    let users: BTreeMap<UserId, _> =
        all(conn, sql, [organization.0], accounts::user_row)?.into_iter().map(|user| (user.id, user)).collect();
    let complete = |(mut member, user): (Member, Option<UserId>)| {
        member.user = user.and_then(|id| users.get(&id).cloned());
        member.teams = teams.remove(&member.id.0).unwrap_or_default();
        member
    };
    Ok(rows.into_iter().map(complete).collect())
}

/// An organisation keeps at least one owner who is a person, not an invitation.
fn refuse_last_owner(conn: &Connection, organization: OrganizationId, id: MemberId) -> StoreResult<()> {
    let (member, user) = one(conn, MEMBER, BY_ID, (organization.0, id.0), member_row)?;
    if member.role != Role::Owner || user.is_none() {
        return Ok(());
    }
    let sql = "SELECT count(*) FROM members WHERE organization_id = $1 AND role = $2 AND user_id IS NOT NULL AND id <> $3";
    if number(conn, sql, (organization.0, Role::Owner.as_str(), id.0))? == 0 {
        return Err(StoreError::new(ErrorKind::Conflict, "an organization keeps at least one owner"));
    }
    Ok(())
}

pub(crate) fn set_role(conn: &Connection, organization: OrganizationId, id: MemberId, role: Role) -> StoreResult<()> {
    if role != Role::Owner {
        refuse_last_owner(conn, organization, id)?;
    }
    let sql = "UPDATE members SET role = $1 WHERE organization_id = $2 AND id = $3";
    changed(MEMBER, exec(conn, sql, (role.as_str(), organization.0, id.0))?)
}

pub(crate) fn accept(conn: &Connection, invite_token_hash: &str, user: UserId) -> StoreResult<Member> {
    let sql = "UPDATE members SET user_id = $1, invite_token_hash = NULL WHERE invite_token_hash = $2 AND user_id IS NULL
        RETURNING organization_id, id";
    let (organization, id) =
        one(conn, "invitation", sql, (user.0, invite_token_hash), |row| Ok((OrganizationId(row.get(0)?), MemberId(row.get(1)?))))?;
    by_id(conn, organization, id)
}

pub(crate) fn delete(conn: &Connection, organization: OrganizationId, id: MemberId) -> StoreResult<()> {
    refuse_last_owner(conn, organization, id)?;
    exec(conn, "DELETE FROM team_members WHERE member_id = $1", [id.0])?;
    changed(MEMBER, exec(conn, "DELETE FROM members WHERE organization_id = $1 AND id = $2", (organization.0, id.0))?)
}
