//! Members and invitations. An invitation is a link; it works without any mail server.

use bartizan_domain::account::User;
use bartizan_domain::organization::{Member, Role, Team};
use bartizan_domain::{MemberId, OrganizationId, UserId};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::NewMember;

use crate::accounts::checked_email;
use crate::secret::{equal_secrets, hash_secret, random_hex};
use crate::{App, AppError, AppResult, NewAccount};

const UNKNOWN_LINK: AppError = AppError::Denied("This invitation is not valid any more. Ask for a new one.");
const MEMBER_ALREADY: &str = "The user is already a member of this organization.";

/// A member to add.
#[derive(Debug, Clone)]
pub struct MemberDraft {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Slugs of teams to join.
    pub teams: Vec<String>,
    /// Who invites.
    pub invited_by: Option<UserId>,
}

/// A member added; with a link while they have no account on this installation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The membership.
    pub member: Member,
    /// The link to hand over, for an open invitation.
    pub link: Option<String>,
}

/// How somebody takes an invitation.
#[derive(Debug, Clone)]
pub enum InvitationAnswer {
    /// Somebody signed in.
    Existing(UserId),
    /// Somebody new. The account gets the invited address.
    New {
        /// Name.
        name: String,
        /// Password.
        password: String,
    },
}

impl App {
    /// Adds a member: at once when the address has an account here, else as an open invitation.
    ///
    /// # Errors
    /// `Invalid` for a bad address or an unknown team, `Conflict` when they are a member already.
    pub fn add_member(&self, draft: &MemberDraft) -> AppResult<Invitation> {
        let organization = draft.organization_id;
        let email = checked_email(&draft.email)?;
        let teams = self.named_teams(organization, &draft.teams)?;
        let user = match self.meta().user_by_email(&email) {
            Ok((user, _)) => Some(user.id),
            Err(error) if error.kind == ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let random = user.is_none().then(random_hex::<24>);
        let new = NewMember {
            organization_id: organization,
            user_id: user,
            email,
            role: draft.role,
            invited_by: draft.invited_by,
            invite_token_hash: random.as_deref().map(hash_secret),
        };
        let member = self.meta().create_member(&new, self.now()).map_err(AppError::when_taken(MEMBER_ALREADY))?;
        for team in teams {
            self.meta().set_team_member(organization, team.id, member.id, true)?;
        }
        let link = random.map(|random| format!("{}/invite/{organization}-{}-{random}", self.base_url(), member.id));
        Ok(Invitation { member: self.meta().member(organization, member.id)?, link })
    }

    fn named_teams(&self, organization: OrganizationId, slugs: &[String]) -> AppResult<Vec<Team>> {
        let find = |slug: &String| {
            self.meta().team_by_slug(organization, slug).map_err(|error| match error.kind {
                ErrorKind::NotFound => AppError::invalid("teams", format!("Invalid team: {slug}")),
                _ => error.into(),
            })
        };
        slugs.iter().map(find).collect()
    }

    /// The membership an invitation link offers, and whether its address has an account by now.
    ///
    /// # Errors
    /// `Denied` for an unknown or used link.
    pub fn invitation(&self, code: &str) -> AppResult<(Member, Option<User>)> {
        let (member, _) = self.open_invitation(code)?;
        let account = self.meta().user_by_email(&member.email).ok().map(|(user, _)| user);
        Ok((member, account))
    }

    fn open_invitation(&self, code: &str) -> AppResult<(Member, String)> {
        let mut parts = code.splitn(3, '-');
        let (organization, member) = (parts.next().and_then(|t| t.parse().ok()), parts.next().and_then(|t| t.parse().ok()));
        let (Some(organization), Some(member), Some(random)) = (organization, member, parts.next()) else {
            return Err(UNKNOWN_LINK);
        };
        let hash = hash_secret(random);
        let found = self.meta().member(organization, member).map_err(|error| match error.kind {
            ErrorKind::NotFound => UNKNOWN_LINK,
            _ => error.into(),
        })?;
        let fits = found.user.is_none() && found.invite_token_hash.as_deref().is_some_and(|stored| equal_secrets(stored, &hash));
        if fits { Ok((found, hash)) } else { Err(UNKNOWN_LINK) }
    }

    /// Takes an invitation: the membership becomes theirs.
    ///
    /// # Errors
    /// `Denied` for an unknown or used link, `Conflict` when they are a member already or the invited address has an
    /// account (sign in first), `Invalid` for a bad name or password.
    pub fn accept_invitation(&self, code: &str, answer: &InvitationAnswer) -> AppResult<(Member, User)> {
        let (member, hash) = self.open_invitation(code)?;
        let user = match answer {
            InvitationAnswer::Existing(id) => self.meta().user(*id)?,
            InvitationAnswer::New { name, password } => {
                self.create_user(&NewAccount { email: member.email, name: name.clone(), password: password.clone(), is_superuser: false })?
            }
        };
        let member = self.meta().accept_invite(&hash, user.id).map_err(|error| match error.kind {
            ErrorKind::NotFound => UNKNOWN_LINK,
            ErrorKind::Conflict => AppError::Conflict(MEMBER_ALREADY.to_owned()),
            _ => error.into(),
        })?;
        Ok((member, user))
    }

    /// Changes the role of a member.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it would leave no owner.
    pub fn set_role(&self, organization: OrganizationId, member: MemberId, role: Role) -> AppResult<Member> {
        self.meta().set_role(organization, member, role).map_err(AppError::when_taken("An organization needs at least one owner."))?;
        Ok(self.meta().member(organization, member)?)
    }

    /// Makes a member's teams exactly these.
    ///
    /// # Errors
    /// `Invalid` for an unknown team, `NotFound`.
    pub fn set_member_teams(&self, organization: OrganizationId, member: MemberId, slugs: &[String]) -> AppResult<Member> {
        let wanted = self.named_teams(organization, slugs)?;
        for (team, _) in self.meta().teams(organization)? {
            let present = wanted.iter().any(|w| w.id == team.id);
            self.meta().set_team_member(organization, team.id, member, present)?;
        }
        Ok(self.meta().member(organization, member)?)
    }

    /// Removes a member or withdraws an invitation.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` for the last owner.
    pub fn remove_member(&self, organization: OrganizationId, member: MemberId) -> AppResult<()> {
        self.meta().delete_member(organization, member).map_err(AppError::when_taken("An organization needs at least one owner."))
    }
}
