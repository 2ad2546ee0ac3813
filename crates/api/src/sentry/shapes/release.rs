//! Releases.

use bartizan_domain::project::Project;
use bartizan_domain::release::Release;
use serde::Serialize;
use utoipa::ToSchema;

use super::{EmptyObject, VersionInfo, short_version};

/// A project that sent a release.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReleaseProject {
    id: i64,
    slug: String,
    name: String,
    platform: Option<String>,
    platforms: Vec<String>,
    new_groups: u64,
    has_health_data: bool,
}

/// A release.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Release)]
pub(crate) struct ReleaseAnswer {
    id: i64,
    version: String,
    short_version: String,
    version_info: Option<VersionInfo>,
    status: &'static str,
    #[serde(rename = "ref")]
    reference: Option<String>,
    url: Option<String>,
    date_created: String,
    date_released: Option<String>,
    date_started: Option<String>,
    first_event: Option<String>,
    last_event: Option<String>,
    new_groups: u64,
    commit_count: u64,
    deploy_count: u64,
    last_commit: Option<EmptyObject>,
    last_deploy: Option<EmptyObject>,
    authors: Vec<EmptyObject>,
    owner: Option<EmptyObject>,
    data: EmptyObject,
    projects: Vec<ReleaseProject>,
    adoption_stages: Option<EmptyObject>,
    current_project_meta: Option<EmptyObject>,
    user_agent: Option<String>,
    file_count: u64,
}

impl ReleaseAnswer {
    /// A release; `projects` are all of the organisation.
    pub(crate) fn of(release: &Release, projects: &[Project]) -> Self {
        let senders: Vec<&Project> = projects.iter().filter(|project| release.projects.contains(&project.id)).collect();
        // New issues are counted for the release; with several senders nobody knows whose they are.
        let own = if senders.len() == 1 { release.new_issues } else { 0 };
        Self {
            id: release.id.0,
            version: release.version.clone(),
            short_version: short_version(&release.version),
            version_info: VersionInfo::of(&release.version),
            status: if release.facts.archived { "archived" } else { "open" },
            reference: release.facts.reference.clone(),
            url: release.facts.url.clone(),
            date_created: release.created.to_rfc3339(),
            date_released: release.facts.released.map(|t| t.to_rfc3339()),
            date_started: release.facts.started.map(|t| t.to_rfc3339()),
            first_event: release.first_event.map(|t| t.to_rfc3339()),
            last_event: release.last_event.map(|t| t.to_rfc3339()),
            new_groups: release.new_issues,
            commit_count: release.commits,
            deploy_count: release.deploys,
            last_commit: None,
            last_deploy: None,
            authors: Vec::new(),
            owner: None,
            data: EmptyObject {},
            projects: senders
                .into_iter()
                .map(|project| ReleaseProject {
                    id: project.id.0,
                    slug: project.slug.clone(),
                    name: project.name.clone(),
                    platform: project.platform.clone(),
                    platforms: project.platform.iter().cloned().collect(),
                    new_groups: own,
                    has_health_data: false,
                })
                .collect(),
            adoption_stages: None,
            current_project_meta: None,
            user_agent: None,
            file_count: 0,
        }
    }
}

/// Several releases.
pub(crate) fn releases(list: &[Release], projects: &[Project]) -> Vec<ReleaseAnswer> {
    list.iter().map(|release| ReleaseAnswer::of(release, projects)).collect()
}
