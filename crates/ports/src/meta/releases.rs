//! Releases with their commits and deploys.

use bartizan_domain::release::{Commit, Deploy, Deployed, Release, ReleaseFacts, ReleaseHead, Repository};
use bartizan_domain::{OrganizationId, ProjectId, Timestamp};

use crate::StoreResult;

/// What a person or tool tells of a release; makes it when it is new.
#[derive(Debug, Clone, Default)]
pub struct ReleaseUpdate {
    /// Projects to add.
    pub projects: Vec<ProjectId>,
    /// New facts; `None` leaves them as they are.
    pub facts: Option<ReleaseFacts>,
    /// All commits, the newest first; `None` leaves them as they are.
    pub commits: Option<Vec<Commit>>,
    /// Newest commits by repository, added to those known.
    pub heads: Vec<ReleaseHead>,
}

/// A deploy to note.
pub type NewDeploy = Deploy;

/// Releases.
pub trait Releases: Send + Sync + 'static {
    /// Releases of these projects, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn releases(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<Release>>;
    /// By version.
    ///
    /// # Errors
    /// `NotFound`.
    fn release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Release>;
    /// The newest release of a project, if any.
    ///
    /// # Errors
    /// `Unavailable`.
    fn latest_release(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Option<Release>>;

    /// Makes a release or changes it, in one transaction; true when it is new.
    ///
    /// # Errors
    /// `NotFound` for a project that is not of the tenant.
    fn update_release(&self, organization_id: OrganizationId, version: &str, update: &ReleaseUpdate, now: Timestamp) -> StoreResult<bool>;
    /// Removes a release with its commits and deploys.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when events or issues name it.
    fn delete_release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<()>;
    /// Commits of a release, the newest first.
    ///
    /// # Errors
    /// `NotFound`.
    fn release_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Commit>>;
    /// The newest release made before this one that has commits, and shares a project with it.
    ///
    /// # Errors
    /// `NotFound` when this one is not there.
    fn previous_release_with_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Option<Release>>;
    /// Notes a deploy.
    ///
    /// # Errors
    /// `NotFound`.
    fn add_deploy(&self, organization_id: OrganizationId, version: &str, deploy: &NewDeploy) -> StoreResult<Deploy>;
    /// Deploys of a release, the newest first.
    ///
    /// # Errors
    /// `NotFound`.
    fn deploys(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Deploy>>;
    /// The newest deploys of releases of these projects, the newest first; of these environments alone, if any is named.
    ///
    /// # Errors
    /// `Unavailable`.
    fn newest_deploys(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        environments: &[String],
        limit: usize,
    ) -> StoreResult<Vec<Deployed>>;
    /// Places that commits came from, by name.
    ///
    /// # Errors
    /// `Unavailable`.
    fn repositories(&self, organization_id: OrganizationId) -> StoreResult<Vec<Repository>>;
}
