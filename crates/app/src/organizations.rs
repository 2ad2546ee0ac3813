//! Making and changing organisations.

use bartizan_domain::organization::{Organization, Role, slugify};
use bartizan_domain::{OrganizationId, UserId};
use bartizan_ports::meta::NewMember;

use crate::accounts::{checked_name, checked_slug};
use crate::{App, AppError, AppResult};

const SLUG_TAKEN: &str = "An organization with this slug already exists.";

/// Slug and name in their stored form; an empty slug is made of the name.
pub(crate) fn checked(slug: &str, name: &str) -> AppResult<(String, String)> {
    let name = checked_name("name", if name.trim().is_empty() { slug } else { name })?;
    let slug = if slug.is_empty() { slugify(&name) } else { slug.to_owned() };
    Ok((checked_slug(&slug)?, name))
}

impl App {
    /// Makes an organisation with a first team of the same slug; with an owner, they are its first member.
    ///
    /// # Errors
    /// `Invalid`, `Conflict` when the slug is taken.
    pub fn create_organization(&self, slug: &str, name: &str, owner: Option<UserId>) -> AppResult<Organization> {
        let (slug, name) = checked(slug, name)?;
        let now = self.now();
        let organization = self.meta().create_organization(&slug, &name, now).map_err(AppError::when_taken(SLUG_TAKEN))?;
        let team = self.meta().create_team(organization.id, &slug, &name, now)?;
        if let Some(owner) = owner {
            let member = NewMember {
                organization_id: organization.id,
                user_id: Some(owner),
                email: self.meta().user(owner)?.email,
                role: Role::Owner,
                invited_by: None,
                invite_token_hash: None,
            };
            let member = self.meta().create_member(&member, now)?;
            self.meta().set_team_member(organization.id, team.id, member.id, true)?;
        }
        Ok(organization)
    }

    /// Changes slug and name; `None` leaves as it is.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `Conflict`.
    pub fn update_organization(&self, id: OrganizationId, slug: Option<&str>, name: Option<&str>) -> AppResult<Organization> {
        let mut organization = self.meta().organization(id)?;
        if let Some(slug) = slug {
            organization.slug = checked_slug(slug)?;
        }
        if let Some(name) = name {
            organization.name = checked_name("name", name)?;
        }
        self.meta().update_organization(&organization).map_err(AppError::when_taken(SLUG_TAKEN))?;
        Ok(organization)
    }
}
