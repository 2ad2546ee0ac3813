//! Members and open invitations.

use bartizan_domain::organization::{Member, Role};
use serde::Serialize;
use utoipa::ToSchema;

use super::{RoleAnswer, UserAnswer};

/// Marks of a membership managed elsewhere; none is.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct MemberFlags {
    #[serde(rename = "idp:provisioned")]
    idp_provisioned: bool,
    #[serde(rename = "idp:role-restricted")]
    idp_role_restricted: bool,
    #[serde(rename = "sso:linked")]
    sso_linked: bool,
    #[serde(rename = "sso:invalid")]
    sso_invalid: bool,
    #[serde(rename = "member-limit:restricted")]
    limit_restricted: bool,
    #[serde(rename = "partnership:restricted")]
    partnership_restricted: bool,
}

/// Role within a team.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamRole {
    team_slug: String,
    role: Option<&'static str>,
}

/// A member or an open invitation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Member)]
pub(crate) struct MemberAnswer {
    id: String,
    email: String,
    name: String,
    user: Option<UserAnswer>,
    org_role: &'static str,
    role: &'static str,
    role_name: &'static str,
    pending: bool,
    expired: bool,
    flags: MemberFlags,
    date_created: String,
    invite_status: &'static str,
    inviter_name: Option<String>,
    teams: Vec<String>,
    team_roles: Vec<TeamRole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_role_list: Option<Vec<RoleAnswer>>,
    /// Link to hand over; only in the answer that makes an invitation.
    #[serde(rename = "invite_link", skip_serializing_if = "Option::is_none")]
    invite_link: Option<String>,
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "Member",
        Role::Admin => "Admin",
        Role::Manager => "Manager",
        Role::Owner => "Owner",
    }
}

impl From<&Member> for MemberAnswer {
    fn from(member: &Member) -> Self {
        let name = member.user.as_ref().map_or_else(|| member.email.clone(), |user| user.name.clone());
        Self {
            id: member.id.to_string(),
            email: member.email.clone(),
            name,
            user: member.user.as_ref().map(UserAnswer::from),
            org_role: member.role.as_str(),
            role: member.role.as_str(),
            role_name: role_name(member.role),
            pending: member.user.is_none(),
            expired: false,
            flags: MemberFlags::default(),
            date_created: member.created.to_rfc3339(),
            invite_status: "approved",
            inviter_name: None,
            teams: member.teams.clone(),
            team_roles: member.teams.iter().map(|slug| TeamRole { team_slug: slug.clone(), role: None }).collect(),
            org_role_list: None,
            invite_link: None,
        }
    }
}

impl MemberAnswer {
    /// With the roles the caller may give.
    #[must_use]
    pub(crate) fn with_roles(mut self, highest: Option<Role>) -> Self {
        self.org_role_list = Some(RoleAnswer::all(highest));
        self
    }

    /// With the link of a new invitation.
    #[must_use]
    pub(crate) fn with_link(mut self, link: Option<String>) -> Self {
        self.invite_link = link;
        self
    }
}
