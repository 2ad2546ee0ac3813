//! Projects, keys, environments, releases.

use std::collections::BTreeMap;

use bartizan_domain::key::{ClientKey, KeySettings, RateLimit};
use bartizan_domain::project::Project;
use bartizan_domain::{KeyId, OrganizationId, ProjectId, TeamId, Timestamp};

use crate::StoreResult;

/// A project to create, with its first key.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Unique within the tenant.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Platform.
    pub platform: Option<String>,
    /// Team that owns it.
    pub team: Option<TeamId>,
    /// Public key of the first client key, 32 lower-case hex digits.
    pub public_key: String,
    /// Its secret, 32 lower-case hex digits.
    pub secret_key: String,
}

/// Changes to a project; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct ProjectPatch {
    /// New slug.
    pub slug: Option<String>,
    /// New name.
    pub name: Option<String>,
    /// New platform.
    pub platform: Option<Option<String>>,
    /// Enabled or not.
    pub active: Option<bool>,
    /// Options to set (JSON text) or to remove (`None`).
    pub options: BTreeMap<String, Option<String>>,
}

/// Changes to a key; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct KeyPatch {
    /// New label.
    pub label: Option<String>,
    /// Enabled or not.
    pub active: Option<bool>,
    /// New limit, or none.
    pub rate_limit: Option<Option<RateLimit>>,
}

/// An environment a project has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Row.
    pub id: i64,
    /// Project.
    pub project_id: ProjectId,
    /// Name; empty for events that named none.
    pub name: String,
    /// Hidden in pickers.
    pub hidden: bool,
}

/// Projects and keys.
pub trait Projects: Send + Sync + 'static {
    /// Makes a project and its first key (label `Default`).
    ///
    /// # Errors
    /// `Conflict` when the slug is taken.
    fn create_project(&self, project: &NewProject, now: Timestamp) -> StoreResult<(Project, ClientKey)>;
    /// By id within a tenant.
    ///
    /// # Errors
    /// `NotFound`.
    fn project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<Project>;
    /// By slug within a tenant.
    ///
    /// # Errors
    /// `NotFound`.
    fn project_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project>;
    /// The slug a project had before it was renamed leads to it.
    ///
    /// # Errors
    /// `NotFound`.
    fn project_by_old_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project>;
    /// All of a tenant, by slug.
    ///
    /// # Errors
    /// `Unavailable`.
    fn projects(&self, organization_id: OrganizationId) -> StoreResult<Vec<Project>>;
    /// Projects of every tenant that have an option, with its JSON text, by id; those being removed are left out.
    ///
    /// # Errors
    /// `Unavailable`.
    fn projects_with_option(&self, name: &str) -> StoreResult<Vec<(ProjectId, String)>>;
    /// Changes a project.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    fn update_project(&self, organization_id: OrganizationId, id: ProjectId, patch: &ProjectPatch) -> StoreResult<Project>;
    /// Removes a project with its keys, issues and counters.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<()>;
    /// Adds (true) or removes (false) a team of a project; idempotent.
    ///
    /// # Errors
    /// `NotFound`.
    fn set_project_team(&self, organization_id: OrganizationId, id: ProjectId, team: TeamId, present: bool) -> StoreResult<()>;

    /// Makes a key.
    ///
    /// # Errors
    /// `NotFound` for an unknown project, `Conflict` for an equal key.
    #[expect(clippy::too_many_arguments, reason = "each is a part of one row; a struct would only rename them")]
    fn create_key(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        label: &str,
        public_key: &str,
        secret_key: &str,
        rate_limit: Option<RateLimit>,
        now: Timestamp,
    ) -> StoreResult<ClientKey>;
    /// Keys of a project, oldest first.
    ///
    /// # Errors
    /// `NotFound`.
    fn keys(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<ClientKey>>;
    /// Changes a key.
    ///
    /// # Errors
    /// `NotFound`.
    fn update_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId, patch: &KeyPatch) -> StoreResult<ClientKey>;
    /// Removes a key.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId) -> StoreResult<()>;
    /// Everything the door needs, for the snapshot in memory.
    ///
    /// # Errors
    /// `Unavailable`.
    fn all_key_settings(&self) -> StoreResult<Vec<KeySettings>>;

    /// Environments of a project, by name.
    ///
    /// # Errors
    /// `NotFound`.
    fn environments(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<Environment>>;
    /// Hides or shows an environment.
    ///
    /// # Errors
    /// `NotFound`.
    fn set_environment_hidden(&self, organization_id: OrganizationId, project_id: ProjectId, name: &str, hidden: bool) -> StoreResult<()>;
}
