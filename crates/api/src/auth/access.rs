//! The wall between tenants: the only way from a caller and a name in a path to an organisation or project.

use bartizan_domain::organization::{Member, Organization, Role};
use bartizan_domain::project::Project;
use bartizan_domain::scope::{ALL_SCOPES, ScopeSet};
use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::{ErrorKind, StoreResult};

use super::{Caller, CallerKind};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

/// A caller inside an organisation.
#[derive(Debug, Clone)]
pub struct Access {
    /// The organisation.
    pub organization: Organization,
    /// The membership; `None` for an organisation's token and for a superuser who is no member.
    pub member: Option<Member>,
    role_scopes: ScopeSet,
    token_scopes: Option<ScopeSet>,
}

impl Access {
    /// Whether role and token both allow the scope.
    pub fn allows(&self, scope: &str) -> bool {
        self.role_scopes.allows(scope) && self.token_scopes.as_ref().is_none_or(|scopes| scopes.allows(scope))
    }

    /// Goes on when any of these is allowed.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, any_of: &[&str]) -> ApiResult<()> {
        if any_of.iter().any(|scope| self.allows(scope)) { Ok(()) } else { Err(ApiError::forbidden()) }
    }

    /// Everything allowed, by name.
    pub fn scopes(&self) -> Vec<String> {
        ALL_SCOPES.into_iter().filter(|scope| self.allows(scope)).map(str::to_owned).collect()
    }

    /// Role of the member; a superuser and an organisation's token act without one.
    pub fn role(&self) -> Option<Role> {
        self.member.as_ref().map(|member| member.role)
    }

    /// The same access after the organisation was changed.
    #[must_use]
    pub fn with_organization(self, organization: Organization) -> Self {
        Self { organization, ..self }
    }

    /// The highest role the caller may give to others or take from them; `None` when they may not manage members.
    pub fn highest_role_to_give(&self) -> Option<Role> {
        if self.allows("org:admin") {
            return Some(Role::Owner);
        }
        let own = self.member.as_ref().map_or(Role::Manager, |member| member.role);
        self.allows("member:write").then_some(own.min(Role::Manager))
    }

    /// Tenant, for store calls.
    pub const fn organization_id(&self) -> OrganizationId {
        self.organization.id
    }
}

/// A caller inside a project.
#[derive(Debug, Clone)]
pub struct ProjectAccess {
    /// The organisation's side.
    pub access: Access,
    /// The project.
    pub project: Project,
}

impl ProjectAccess {
    /// Tenant, for store calls.
    pub const fn organization_id(&self) -> OrganizationId {
        self.access.organization.id
    }

    /// Project, for store calls.
    pub const fn project_id(&self) -> ProjectId {
        self.project.id
    }
}

/// A path segment that is all digits is an id.
fn as_id(name: &str) -> Option<i64> {
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())).then(|| name.parse().ok()).flatten()
}

fn found<T>(answer: StoreResult<T>) -> ApiResult<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl ApiState {
    /// The organisation with that slug or id, when the caller belongs to it and any of these scopes is allowed.
    ///
    /// # Errors
    /// 404 when it does not exist or the caller does not belong to it (nobody can tell which), 403 without the scope.
    pub fn organization(&self, caller: &Caller, name: &str, any_of: &[&str]) -> ApiResult<Access> {
        let organization = match as_id(name) {
            Some(id) => self.meta.organization(OrganizationId(id)),
            None => self.meta.organization_by_slug(name),
        };
        let organization = found(organization)?.ok_or_else(ApiError::not_found)?;
        let access = self.access(caller, organization)?.ok_or_else(ApiError::not_found)?;
        access.require(any_of)?;
        Ok(access)
    }

    /// What the caller may do in this organisation; `None` for a stranger.
    ///
    /// # Errors
    /// Of the store.
    pub fn access(&self, caller: &Caller, organization: Organization) -> ApiResult<Option<Access>> {
        let token_scopes = caller.token_scopes.clone();
        if let CallerKind::OrganizationToken(_, own) = caller.kind {
            let access = Access { organization, member: None, role_scopes: ScopeSet::all(), token_scopes };
            return Ok(Some(access).filter(|access| access.organization.id == own));
        }
        let Some(user) = &caller.user else { return Ok(None) };
        let member = found(self.meta.member_of_user(organization.id, user.id))?;
        let role_scopes = match &member {
            _ if user.is_superuser => ScopeSet::all(),
            Some(member) => member.role.scopes(),
            None => return Ok(None),
        };
        Ok(Some(Access { organization, member, role_scopes, token_scopes }))
    }

    /// Every organisation the caller belongs to (all of them for a superuser), by slug.
    ///
    /// # Errors
    /// Of the store.
    pub fn organizations_of(&self, caller: &Caller) -> ApiResult<Vec<Access>> {
        let organizations = match (&caller.kind, &caller.user) {
            (CallerKind::OrganizationToken(_, id), _) => vec![self.meta.organization(*id)?],
            (_, Some(user)) if user.is_superuser => self.meta.organizations()?,
            (_, Some(user)) => {
                let ids = self.meta.organizations_of(user.id)?;
                let mut list = ids.into_iter().map(|id| self.meta.organization(id)).collect::<StoreResult<Vec<_>>>()?;
                list.sort_by(|a, b| a.slug.cmp(&b.slug));
                list
            }
            (_, None) => Vec::new(),
        };
        let accesses = organizations.into_iter().map(|organization| self.access(caller, organization));
        Ok(accesses.collect::<ApiResult<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// The project with that slug or id in an organisation with that slug or id.
    ///
    /// # Errors
    /// As [`ApiState::organization`]; 302 with the new slug for a project that was renamed.
    pub fn project(&self, caller: &Caller, organization: &str, name: &str, any_of: &[&str]) -> ApiResult<ProjectAccess> {
        let access = self.organization(caller, organization, any_of)?;
        let project = self.project_of(&access, name)?;
        Ok(ProjectAccess { access, project })
    }

    /// The project with that slug or id within an organisation already entered.
    ///
    /// # Errors
    /// 404; 302 with the new slug for a project that was renamed.
    pub fn project_of(&self, access: &Access, name: &str) -> ApiResult<Project> {
        let tenant = access.organization.id;
        if let Some(id) = as_id(name) {
            return Ok(self.meta.project(tenant, ProjectId(id))?);
        }
        if let Some(project) = found(self.meta.project_by_slug(tenant, name))? {
            return Ok(project);
        }
        match found(self.meta.project_by_old_slug(tenant, name))? {
            Some(project) => {
                let url = format!("/api/0/projects/{}/{}/", access.organization.slug, project.slug);
                Err(ApiError::moved(&project.slug, &url))
            }
            None => Err(ApiError::not_found()),
        }
    }

    /// Projects named by repeated `project` parameters, by id or slug; `-1` or none at all means all of the
    /// organisation.
    ///
    /// # Errors
    /// 403 for a project that is not there: a client must not learn which ids exist elsewhere.
    pub fn selected_projects(&self, access: &Access, params: &Params) -> ApiResult<Vec<Project>> {
        let all = self.meta.projects(access.organization.id)?;
        let named: Vec<&str> = params.all("project").filter(|name| !name.is_empty()).collect();
        if named.is_empty() || named.contains(&"-1") {
            return Ok(all);
        }
        let is = |project: &Project, name: &str| as_id(name).map_or(project.slug == name, |id| project.id.0 == id);
        if named.iter().any(|name| !all.iter().any(|project| is(project, name))) {
            return Err(ApiError::forbidden());
        }
        Ok(all.into_iter().filter(|project| named.iter().any(|name| is(project, name))).collect())
    }
}
