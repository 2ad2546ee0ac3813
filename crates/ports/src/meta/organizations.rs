//! Organisations, members, teams.

use bartizan_domain::organization::{Member, Organization, Role, Team};
use bartizan_domain::{MemberId, OrganizationId, TeamId, Timestamp, UserId};

use crate::StoreResult;

/// A membership to create.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// The person, or `None` for an invitation.
    pub user_id: Option<UserId>,
    /// Address, small letters.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Who invites.
    pub invited_by: Option<UserId>,
    /// SHA-256 of the invitation's secret, hex, for an invitation.
    pub invite_token_hash: Option<String>,
}

/// Organisations, members and teams.
pub trait Organizations: Send + Sync + 'static {
    /// Makes an organisation.
    ///
    /// # Errors
    /// `Conflict` when the slug is taken.
    fn create_organization(&self, slug: &str, name: &str, now: Timestamp) -> StoreResult<Organization>;
    /// By id.
    ///
    /// # Errors
    /// `NotFound`.
    fn organization(&self, id: OrganizationId) -> StoreResult<Organization>;
    /// By slug.
    ///
    /// # Errors
    /// `NotFound`.
    fn organization_by_slug(&self, slug: &str) -> StoreResult<Organization>;
    /// All, by slug.
    ///
    /// # Errors
    /// `Unavailable`.
    fn organizations(&self) -> StoreResult<Vec<Organization>>;
    /// Changes slug and name.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    fn update_organization(&self, organization: &Organization) -> StoreResult<()>;

    /// Adds a member or an invitation.
    ///
    /// # Errors
    /// `Conflict` when that person or address is a member already.
    fn create_member(&self, member: &NewMember, now: Timestamp) -> StoreResult<Member>;
    /// All members, by address.
    ///
    /// # Errors
    /// `Unavailable`.
    fn members(&self, organization_id: OrganizationId) -> StoreResult<Vec<Member>>;
    /// One member.
    ///
    /// # Errors
    /// `NotFound`.
    fn member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<Member>;
    /// The membership of a person.
    ///
    /// # Errors
    /// `NotFound`.
    fn member_of_user(&self, organization_id: OrganizationId, user_id: UserId) -> StoreResult<Member>;
    /// Changes a role.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it would leave no owner.
    fn set_role(&self, organization_id: OrganizationId, id: MemberId, role: Role) -> StoreResult<()>;
    /// Takes an open invitation: binds it to a person.
    ///
    /// # Errors
    /// `NotFound` for an unknown or used invitation.
    fn accept_invite(&self, invite_token_hash: &str, user_id: UserId) -> StoreResult<Member>;
    /// Removes a member.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` for the last owner.
    fn delete_member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<()>;

    /// Makes a team.
    ///
    /// # Errors
    /// `Conflict` when the slug is taken.
    fn create_team(&self, organization_id: OrganizationId, slug: &str, name: &str, now: Timestamp) -> StoreResult<Team>;
    /// Teams by slug, each with its number of members.
    ///
    /// # Errors
    /// `Unavailable`.
    fn teams(&self, organization_id: OrganizationId) -> StoreResult<Vec<(Team, u64)>>;
    /// By slug.
    ///
    /// # Errors
    /// `NotFound`.
    fn team_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Team>;
    /// Changes slug and name.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    fn update_team(&self, team: &Team) -> StoreResult<()>;
    /// Removes a team.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_team(&self, organization_id: OrganizationId, id: TeamId) -> StoreResult<()>;
    /// Adds (true) or removes (false) a member of a team; idempotent.
    ///
    /// # Errors
    /// `NotFound`.
    fn set_team_member(&self, organization_id: OrganizationId, team: TeamId, member: MemberId, present: bool) -> StoreResult<()>;
}
