//! Projects in lists.

use bartizan_domain::organization::Team;
use bartizan_domain::project::Project;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Access;
use crate::{ApiResult, ApiState};

/// A team as part of another answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TeamRef {
    id: String,
    name: String,
    slug: String,
}

impl From<&Team> for TeamRef {
    fn from(team: &Team) -> Self {
        Self { id: team.id.to_string(), name: team.name.clone(), slug: team.slug.clone() }
    }
}

/// A release as part of a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VersionRef {
    version: String,
}

/// A project in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProjectSummary {
    id: String,
    slug: String,
    name: String,
    platform: Option<String>,
    platforms: Vec<String>,
    date_created: String,
    is_bookmarked: bool,
    is_member: bool,
    has_access: bool,
    features: Vec<String>,
    access: Vec<String>,
    first_event: Option<String>,
    first_transaction_event: bool,
    team: Option<TeamRef>,
    teams: Vec<TeamRef>,
    environments: Vec<String>,
    latest_release: Option<VersionRef>,
    has_user_reports: bool,
    has_minified_stack_trace: bool,
    has_monitors: bool,
    has_profiles: bool,
    has_replays: bool,
    has_sessions: bool,
    has_feedbacks: bool,
    has_new_feedbacks: bool,
    has_flags: bool,
    has_logs: bool,
    has_trace_metrics: bool,
    has_insights_http: bool,
    has_insights_db: bool,
    has_insights_assets: bool,
    has_insights_app_start: bool,
    has_insights_screen_load: bool,
    has_insights_vitals: bool,
    has_insights_caches: bool,
    has_insights_queues: bool,
    has_insights_agent_monitoring: bool,
    #[serde(rename = "hasInsightsMCP")]
    has_insights_mcp: bool,
    /// Events per hour or day, when a period was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stats: Option<Vec<(i64, u64)>>,
}

/// A project as the caller sees it. `teams` are all of the organisation.
pub(crate) fn project_summary(state: &ApiState, access: &Access, project: &Project, teams: &[(Team, u64)]) -> ApiResult<ProjectSummary> {
    let tenant = access.organization_id();
    let own: Vec<&Team> = teams.iter().map(|(team, _)| team).filter(|team| project.teams.contains(&team.id)).collect();
    let joined = access.member.as_ref().map(|member| member.teams.as_slice()).unwrap_or_default();
    let environments = state.meta.environments(tenant, project.id)?;
    let latest = state.meta.latest_release(tenant, project.id)?;
    Ok(ProjectSummary {
        id: project.id.to_string(),
        slug: project.slug.clone(),
        name: project.name.clone(),
        platform: project.platform.clone(),
        platforms: project.platform.iter().cloned().collect(),
        date_created: project.created.to_rfc3339(),
        is_bookmarked: false,
        is_member: own.iter().any(|team| joined.contains(&team.slug)),
        has_access: true,
        features: Vec::new(),
        access: access.scopes(),
        first_event: project.first_event.map(|t| t.to_rfc3339()),
        first_transaction_event: false,
        team: own.first().copied().map(TeamRef::from),
        teams: own.iter().copied().map(TeamRef::from).collect(),
        environments: environments.into_iter().filter(|e| !e.hidden && !e.name.is_empty()).map(|e| e.name).collect(),
        latest_release: latest.map(|release| VersionRef { version: release.version }),
        has_user_reports: false,
        has_minified_stack_trace: false,
        has_monitors: false,
        has_profiles: false,
        has_replays: false,
        has_sessions: false,
        has_feedbacks: false,
        has_new_feedbacks: false,
        has_flags: false,
        has_logs: false,
        has_trace_metrics: false,
        has_insights_http: false,
        has_insights_db: false,
        has_insights_assets: false,
        has_insights_app_start: false,
        has_insights_screen_load: false,
        has_insights_vitals: false,
        has_insights_caches: false,
        has_insights_queues: false,
        has_insights_agent_monitoring: false,
        has_insights_mcp: false,
        stats: None,
    })
}
