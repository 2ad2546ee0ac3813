//! From a path to an issue the caller may see.

use axum::extract::{FromRequestParts, RawPathParams};
use bartizan_domain::issue::parse_short_id;
use bartizan_domain::project::Project;
use bartizan_domain::{IssueId, OrganizationId, TimeRange};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::IssueWithFlags;
use http::request::Parts;

use crate::auth::{Access, Caller};
use crate::{ApiError, ApiResult, ApiState};

/// The issue a path names, with its organisation in the newer form of the path.
#[derive(Debug, Clone)]
pub(crate) struct IssueTarget {
    organization: Option<String>,
    issue: String,
}

impl FromRequestParts<ApiState> for IssueTarget {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| ApiError::not_found())?;
        let of = |wanted: &str| params.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned());
        let issue = of("issue").ok_or_else(ApiError::not_found)?;
        Ok(Self { organization: of("organization"), issue })
    }
}

/// An issue the caller may see.
#[derive(Debug, Clone)]
pub(crate) struct IssueAccess {
    /// The organisation's side.
    pub(crate) access: Access,
    /// The issue.
    pub(crate) found: IssueWithFlags,
    /// Its project.
    pub(crate) project: Project,
}

impl IssueAccess {
    /// Tenant.
    pub(crate) const fn organization_id(&self) -> OrganizationId {
        self.access.organization.id
    }

    /// Issue.
    pub(crate) const fn id(&self) -> IssueId {
        self.found.issue.id
    }

    /// From the first to the last event.
    pub(crate) const fn lifetime(&self) -> TimeRange {
        TimeRange { start: self.found.issue.first_seen, end: self.found.issue.last_seen.plus(1) }
    }
}

impl IssueTarget {
    /// The issue, when the caller belongs to its organisation and any of these scopes is allowed.
    ///
    /// # Errors
    /// 404 for an issue that is not there or not for these eyes, 403 without the scope.
    pub(crate) fn open(&self, state: &ApiState, caller: &Caller, any_of: &[&str]) -> ApiResult<IssueAccess> {
        match &self.organization {
            Some(organization) => {
                let access = state.organization(caller, organization, any_of)?;
                self.find(state, caller, access)?.ok_or_else(ApiError::not_found)
            }
            None => self.open_anywhere(state, caller, any_of),
        }
    }

    /// Without an organisation in the path: the caller's own ones are looked through.
    fn open_anywhere(&self, state: &ApiState, caller: &Caller, any_of: &[&str]) -> ApiResult<IssueAccess> {
        for access in state.organizations_of(caller)? {
            if let Some(found) = self.find(state, caller, access)? {
                found.access.require(any_of)?;
                return Ok(found);
            }
        }
        Err(ApiError::not_found())
    }

    fn find(&self, state: &ApiState, caller: &Caller, access: Access) -> ApiResult<Option<IssueAccess>> {
        let tenant = access.organization_id();
        let Some(id) = issue_id(state, &access, &self.issue)? else { return Ok(None) };
        let found = match state.meta.issue(tenant, id, caller.user_id()) {
            Ok(found) => found,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let project = state.meta.project(tenant, found.issue.project_id)?;
        Ok(Some(IssueAccess { access, found, project }))
    }
}

/// The issue of an id or short id within an organisation.
pub(crate) fn issue_id(state: &ApiState, access: &Access, text: &str) -> ApiResult<Option<IssueId>> {
    if let Ok(id) = text.parse() {
        return Ok(Some(id));
    }
    let Some((slug, number)) = parse_short_id(text) else { return Ok(None) };
    let tenant = access.organization_id();
    let found = state.meta.project_by_slug(tenant, &slug).and_then(|project| state.meta.issue_by_number(tenant, project.id, number));
    match found {
        Ok(issue) => Ok(Some(issue.id)),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
