//! What a list of issues or events is limited to beside its query: projects, environments, time.

use bartizan_domain::TimeRange;
use bartizan_domain::document::FieldValue;
use bartizan_domain::project::Project;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_domain::{OrganizationId, ProjectId, Timestamp};

use crate::auth::Access;
use crate::params::{DEFAULT_PERIOD_US, Params};
use crate::{ApiResult, ApiState};

/// Limits of a list.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    /// Tenant.
    pub(crate) organization: OrganizationId,
    /// Projects.
    pub(crate) projects: Vec<Project>,
    /// Environments; empty for all.
    pub(crate) environments: Vec<String>,
    /// Time.
    pub(crate) range: TimeRange,
    /// The request named a time.
    pub(crate) range_given: bool,
    /// Now.
    pub(crate) now: Timestamp,
}

impl Window {
    /// Reads `project`, `environment`, `statsPeriod`, `start` and `end`.
    pub(crate) fn read(state: &ApiState, access: &Access, params: &Params) -> ApiResult<Self> {
        let projects = state.selected_projects(access, params)?;
        Self::of_projects(state, access, projects, params)
    }

    /// The same for projects the path names.
    pub(crate) fn of_projects(state: &ApiState, access: &Access, projects: Vec<Project>, params: &Params) -> ApiResult<Self> {
        let now = state.now();
        let given = params.given_time_range(now)?;
        Ok(Self {
            organization: access.organization_id(),
            projects,
            environments: environments(params),
            range: given.unwrap_or_else(|| TimeRange::last(DEFAULT_PERIOD_US, now.plus(1))),
            range_given: given.is_some(),
            now,
        })
    }

    /// Ids of the projects.
    pub(crate) fn project_ids(&self) -> Vec<ProjectId> {
        self.projects.iter().map(|project| project.id).collect()
    }

    /// The project of that id.
    pub(crate) fn project(&self, id: ProjectId) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    /// Events of these environments.
    pub(crate) fn environment_filter(&self) -> Filter {
        environment_filter(&self.environments)
    }

    /// The window ends in the past, so that counters up to now do not answer it.
    pub(crate) fn is_past(&self) -> bool {
        self.range_given && self.range.end < self.now
    }
}

/// Environments a request names; the empty name stands for events without one.
pub(crate) fn environments(params: &Params) -> Vec<String> {
    params.all("environment").map(str::to_owned).collect()
}

/// Events of these environments; all events for none.
pub(crate) fn environment_filter(environments: &[String]) -> Filter {
    if environments.is_empty() {
        return Filter::All;
    }
    let field = || FieldRef::field("environment");
    let names: Vec<FieldValue> = environments.iter().filter(|n| !n.is_empty()).cloned().map(FieldValue::Str).collect();
    let without = environments.iter().any(String::is_empty).then(|| Filter::Exists(field()).negate());
    match (names.is_empty(), without) {
        (true, Some(without)) => without,
        (false, Some(without)) => Filter::Or(vec![Filter::In(field(), names), without]),
        (_, None) => Filter::In(field(), names),
    }
}
