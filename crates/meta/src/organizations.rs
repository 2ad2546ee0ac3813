//! Organisations; members and teams are next door.

use bartizan_domain::organization::{Member, Organization, Role, Team};
use bartizan_domain::{MemberId, OrganizationId, TeamId, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{NewMember, Organizations};
use rusqlite::Row;

use crate::codec::time;
use crate::error::taken;
use crate::sql::{all, changed, exec, one};
use crate::store::SqliteMeta;
use crate::{members, teams};

const ORGANIZATION: &str = "organization";

fn organization_row(row: &Row<'_>) -> rusqlite::Result<Organization> {
    Ok(Organization { id: OrganizationId(row.get("id")?), slug: row.get("slug")?, name: row.get("name")?, created: time(row, "created")? })
}

impl Organizations for SqliteMeta {
    fn create_organization(&self, slug: &str, name: &str, now: Timestamp) -> StoreResult<Organization> {
        let sql = "INSERT INTO organizations (slug, name, created) VALUES ($1, $2, $3) RETURNING id, slug, name, created";
        self.write(|conn| one(conn, ORGANIZATION, sql, (slug, name, now.0), organization_row)).map_err(taken("this slug"))
    }

    fn organization(&self, id: OrganizationId) -> StoreResult<Organization> {
        let sql = "SELECT id, slug, name, created FROM organizations WHERE id = $1";
        self.read(|conn| one(conn, ORGANIZATION, sql, [id.0], organization_row))
    }

    fn organization_by_slug(&self, slug: &str) -> StoreResult<Organization> {
        let sql = "SELECT id, slug, name, created FROM organizations WHERE slug = $1";
        self.read(|conn| one(conn, ORGANIZATION, sql, [slug], organization_row))
    }

    fn organizations(&self) -> StoreResult<Vec<Organization>> {
        self.read(|conn| all(conn, "SELECT id, slug, name, created FROM organizations ORDER BY slug", [], organization_row))
    }

    fn update_organization(&self, organization: &Organization) -> StoreResult<()> {
        let sql = "UPDATE organizations SET slug = $1, name = $2 WHERE id = $3";
        self.write(|conn| changed(ORGANIZATION, exec(conn, sql, (&organization.slug, &organization.name, organization.id.0))?))
            .map_err(taken("this slug"))
    }

    fn create_member(&self, member: &NewMember, now: Timestamp) -> StoreResult<Member> {
        self.write(|conn| members::create(conn, member, now)).map_err(taken("this membership"))
    }

    fn members(&self, organization_id: OrganizationId) -> StoreResult<Vec<Member>> {
        self.read(|conn| members::list(conn, organization_id))
    }

    fn member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<Member> {
        self.read(|conn| members::by_id(conn, organization_id, id))
    }

    fn member_of_user(&self, organization_id: OrganizationId, user_id: UserId) -> StoreResult<Member> {
        self.read(|conn| members::by_user(conn, organization_id, user_id))
    }

    fn set_role(&self, organization_id: OrganizationId, id: MemberId, role: Role) -> StoreResult<()> {
        self.write(|conn| members::set_role(conn, organization_id, id, role))
    }

    fn accept_invite(&self, invite_token_hash: &str, user_id: UserId) -> StoreResult<Member> {
        self.write(|conn| members::accept(conn, invite_token_hash, user_id)).map_err(taken("this membership"))
    }

    fn delete_member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<()> {
        self.write(|conn| members::delete(conn, organization_id, id))
    }

    fn create_team(&self, organization_id: OrganizationId, slug: &str, name: &str, now: Timestamp) -> StoreResult<Team> {
        self.write(|conn| teams::create(conn, organization_id, slug, name, now)).map_err(taken("this slug"))
    }

    fn teams(&self, organization_id: OrganizationId) -> StoreResult<Vec<(Team, u64)>> {
        self.read(|conn| teams::list(conn, organization_id))
    }

    fn team_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Team> {
        self.read(|conn| teams::by_slug(conn, organization_id, slug))
    }

    fn update_team(&self, team: &Team) -> StoreResult<()> {
        self.write(|conn| teams::update(conn, team)).map_err(taken("this slug"))
    }

    fn delete_team(&self, organization_id: OrganizationId, id: TeamId) -> StoreResult<()> {
        self.write(|conn| teams::delete(conn, organization_id, id))
    }

    fn set_team_member(&self, organization_id: OrganizationId, team: TeamId, member: MemberId, present: bool) -> StoreResult<()> {
        self.write(|conn| teams::set_member(conn, organization_id, team, member, present))
    }
}
