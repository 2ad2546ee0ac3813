//! Projects: lists, one, make, change, remove, and their teams.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::ProjectDraft;
use bartizan_domain::TeamId;
use bartizan_domain::project::Project;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::project_update::{ProjectUpdate, apply};
use super::shapes::{ProjectDetail, ProjectSummary, TeamDetail, project_detail, project_summary};
use super::stats::{Span, project_counts};
use super::teams::find_team;
use crate::auth::{Access, Caller, ProjectAccess};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(list_all))
        .routes(routes!(list, create))
        .routes(routes!(create_in_team))
        .routes(routes!(detail, update, delete))
        .routes(routes!(teams))
        .routes(routes!(add_team, remove_team))
}

const READ: &[&str] = &["project:read", "org:read"];

fn summaries(state: &ApiState, access: &Access, projects: &[Project], params: &Params) -> ApiResult<Vec<ProjectSummary>> {
    let teams = state.meta.teams(access.organization_id())?;
    let mut answers = projects.iter().map(|p| project_summary(state, access, p, &teams)).collect::<ApiResult<Vec<_>>>()?;
    if let Some(span) = Span::of_period(params.filled("statsPeriod"), state.now())? {
        let counts = project_counts(state, access, projects, span)?;
        for (answer, counts) in answers.iter_mut().zip(counts) {
            answer.stats = Some(counts);
        }
    }
    Ok(answers)
}

/// Projects of all organisations of the caller.
#[utoipa::path(get, path = "/api/0/projects/", tag = "projects", security(("bearer" = []), ("session" = [])),
    params(("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<ProjectSummary>)))]
async fn list_all(State(state): State<ApiState>, caller: Caller, page: Page, params: Params) -> ApiResult<Paged<ProjectSummary>> {
    state
        .blocking(move |state| {
            let mut all = Vec::new();
            for access in state.organizations_of(&caller)?.into_iter().filter(|access| access.allows("project:read")) {
                let projects = matching(state.meta.projects(access.organization_id())?, &params);
                let teams = state.meta.teams(access.organization_id())?;
                for project in projects {
                    all.push(project_summary(state, &access, &project, &teams)?);
                }
            }
            Ok(page.slice(all))
        })
        .await
}

/// Projects whose slug or name contains every free word of `query`; `slug:`, `id:` and `platform:` are understood.
fn matching(mut projects: Vec<Project>, params: &Params) -> Vec<Project> {
    let query = params.filled("query").unwrap_or_default().to_lowercase();
    for word in query.split_whitespace() {
        projects.retain(|project| match word.split_once(':') {
            Some(("slug", slug)) => project.slug == slug,
            Some(("id", id)) => project.id.to_string() == id,
            Some(("platform", platform)) => project.platform.as_deref() == Some(platform),
            _ => project.slug.contains(word) || project.name.to_lowercase().contains(word),
        });
    }
    projects
}

/// Projects of an organisation; `statsPeriod` (24h, 14d, 30d) adds their event counts.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/projects/", tag = "projects",
    security(("bearer" = ["project:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("query" = Option<String>, Query), ("statsPeriod" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<ProjectSummary>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<ProjectSummary>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let projects = matching(state.meta.projects(access.organization_id())?, &params);
            let more = projects.len() > page.offset.saturating_add(page.limit);
            let shown: Vec<Project> = projects.into_iter().skip(page.offset).take(page.limit).collect();
            Ok(page.wrap(summaries(state, &access, &shown, &params)?, more))
        })
        .await
}

/// A project to make.
#[derive(Debug, Deserialize, ToSchema)]
struct NewProjectBody {
    name: Option<String>,
    slug: Option<String>,
    platform: Option<String>,
    #[serde(alias = "teamSlug")]
    team_slug: Option<String>,
}

fn make(state: &ApiState, access: &Access, body: &NewProjectBody, team: Option<TeamId>) -> ApiResult<(StatusCode, Json<ProjectSummary>)> {
    let name = body.name.clone().or_else(|| body.slug.clone()).ok_or_else(|| ApiError::field("name", "This field is required."))?;
    let draft = ProjectDraft { name, slug: body.slug.clone(), platform: body.platform.clone(), team };
    let (project, _) = state.app.create_project(access.organization_id(), &draft)?;
    let teams = state.meta.teams(access.organization_id())?;
    Ok((StatusCode::CREATED, Json(project_summary(state, access, &project, &teams)?)))
}

/// Makes a project with its first key.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/projects/", tag = "projects",
    security(("bearer" = ["project:write", "org:write"]), ("session" = [])), request_body = NewProjectBody,
    params(("organization" = String, Path)),
    responses((status = 201, body = ProjectSummary), (status = 400), (status = 404), (status = 409)))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<ProjectSummary>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["project:write", "org:write"])?;
            let body: NewProjectBody = body.parse()?;
            let team = match body.team_slug.as_deref() {
                Some(slug) => Some(find_team(state, &access, slug)?.0.id),
                None => state.meta.teams(access.organization_id())?.first().map(|(team, _)| team.id),
            };
            make(state, &access, &body, team)
        })
        .await
}

/// Makes a project of a team with its first key.
#[utoipa::path(post, path = "/api/0/teams/{organization}/{team}/projects/", tag = "projects",
    security(("bearer" = ["project:write"]), ("session" = [])), request_body = NewProjectBody,
    params(("organization" = String, Path), ("team" = String, Path)),
    responses((status = 201, body = ProjectSummary), (status = 400), (status = 404), (status = 409)))]
async fn create_in_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, team)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<ProjectSummary>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["project:write"])?;
            let (team, _) = find_team(state, &access, &team)?;
            make(state, &access, &body.parse()?, Some(team.id))
        })
        .await
}

fn answer(state: &ApiState, entered: &ProjectAccess) -> ApiResult<ProjectDetail> {
    let teams = state.meta.teams(entered.organization_id())?;
    project_detail(state, &entered.access, &entered.project, &teams)
}

/// One project with its settings.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/", tag = "projects",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path, description = "Slug or id"), ("project" = String, Path, description = "Slug or id")),
    responses((status = 200, body = ProjectDetail), (status = 302, description = "It was renamed: `{\"slug\": ..}`"), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<ProjectDetail>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            Ok(Json(answer(state, &entered)?))
        })
        .await
}

/// Changes a project. What this version cannot change is refused by name, unless the value is the one it has.
#[utoipa::path(put, path = "/api/0/projects/{organization}/{project}/", tag = "projects",
    security(("bearer" = ["project:write"]), ("session" = [])), request_body = ProjectUpdate,
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = ProjectDetail), (status = 400), (status = 404), (status = 409)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<ProjectDetail>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write"])?;
            let patch = apply(&answer(state, &entered)?, &body)?;
            let project = state.app.update_project(entered.organization_id(), entered.project_id(), &patch)?;
            Ok(Json(answer(state, &ProjectAccess { project, ..entered })?))
        })
        .await
}

/// Removes a project with its keys, issues and events.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/", tag = "projects",
    security(("bearer" = ["project:admin"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 204), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:admin"])?;
            state.app.delete_project(entered.organization_id(), entered.project_id())?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Teams of a project.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/teams/", tag = "projects",
    security(("bearer" = ["project:read"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<TeamDetail>), (status = 404)))]
async fn teams(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<TeamDetail>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read"])?;
            let mut teams = state.meta.teams(entered.organization_id())?;
            teams.retain(|(team, _)| entered.project.teams.contains(&team.id));
            Ok(page.slice(teams).map(|(team, members)| TeamDetail::of(&entered.access, &team, members, None)))
        })
        .await
}

fn change_team(state: &ApiState, caller: &Caller, path: &(String, String, String), present: bool) -> ApiResult<Json<ProjectDetail>> {
    let (organization, project, team) = path;
    let entered = state.project(caller, organization, project, &["project:write"])?;
    let (team, _) = find_team(state, &entered.access, team)?;
    let project = state.app.set_project_team(entered.organization_id(), entered.project_id(), team.id, present)?;
    Ok(Json(answer(state, &ProjectAccess { project, ..entered })?))
}

/// Gives a project to a team too.
#[utoipa::path(post, path = "/api/0/projects/{organization}/{project}/teams/{team}/", tag = "projects",
    security(("bearer" = ["project:write"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("team" = String, Path)),
    responses((status = 201, body = ProjectDetail), (status = 404)))]
async fn add_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path(path): Path<(String, String, String)>,
) -> ApiResult<(StatusCode, Json<ProjectDetail>)> {
    state.blocking(move |state| Ok((StatusCode::CREATED, change_team(state, &caller, &path, true)?))).await
}

/// Takes a project from a team.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/teams/{team}/", tag = "projects",
    security(("bearer" = ["project:write"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("team" = String, Path)),
    responses((status = 200, body = ProjectDetail), (status = 404)))]
async fn remove_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path(path): Path<(String, String, String)>,
) -> ApiResult<Json<ProjectDetail>> {
    state.blocking(move |state| change_team(state, &caller, &path, false)).await
}
