//! Making, changing and removing teams.

use bartizan_domain::organization::Team;
use bartizan_domain::{MemberId, OrganizationId, TeamId};

use crate::{App, AppError, AppResult, organizations};

const SLUG_TAKEN: &str = "A team with this slug already exists.";

impl App {
    /// Makes a team; an empty slug is made of the name, an empty name is the slug.
    ///
    /// # Errors
    /// `Invalid`, `Conflict` when the slug is taken.
    pub fn create_team(&self, organization: OrganizationId, slug: &str, name: &str) -> AppResult<Team> {
        let (slug, name) = organizations::checked(slug, name)?;
        self.meta().create_team(organization, &slug, &name, self.now()).map_err(AppError::when_taken(SLUG_TAKEN))
    }

    /// Changes slug and name; `None` leaves as it is.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `Conflict`.
    pub fn update_team(&self, team: &Team, slug: Option<&str>, name: Option<&str>) -> AppResult<Team> {
        let (slug, name) = organizations::checked(slug.unwrap_or(&team.slug), name.unwrap_or(&team.name))?;
        let team = Team { slug, name, ..team.clone() };
        self.meta().update_team(&team).map_err(AppError::when_taken(SLUG_TAKEN))?;
        Ok(team)
    }

    /// Removes a team; its projects stay.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_team(&self, organization: OrganizationId, team: TeamId) -> AppResult<()> {
        Ok(self.meta().delete_team(organization, team)?)
    }

    /// Adds (true) or removes (false) a member of a team.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn set_team_member(&self, organization: OrganizationId, team: TeamId, member: MemberId, present: bool) -> AppResult<()> {
        Ok(self.meta().set_team_member(organization, team, member, present)?)
    }
}
