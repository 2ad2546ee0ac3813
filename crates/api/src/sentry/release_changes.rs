//! Releases: the writing side, their commits and deploys.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::release::{Commit, Deploy, PatchedFile, Release, ReleaseFacts, ReleaseHead, Repository};
use bartizan_domain::{OrganizationId, Timestamp};
use bartizan_ports::meta::ReleaseUpdate;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::ReleaseAnswer;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::{ApiError, ApiResult, ApiState};

pub(super) const READ: [&str; 3] = ["project:read", "project:releases", "org:ci"];
pub(super) const WRITE: [&str; 4] = ["project:write", "project:admin", "project:releases", "org:ci"];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(create))
        .routes(routes!(update, delete))
        .routes(routes!(commits))
        .routes(routes!(previous))
        .routes(routes!(deploys, add_deploy))
        .routes(routes!(repositories))
}

#[derive(Deserialize)]
struct PatchBody {
    path: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct CommitBody {
    id: String,
    repository: Option<String>,
    message: Option<String>,
    author_name: Option<String>,
    author_email: Option<String>,
    timestamp: Option<String>,
    #[serde(default)]
    patch_set: Option<Vec<PatchBody>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefBody {
    repository: String,
    commit: String,
    previous_commit: Option<String>,
}

/// What a release is made or changed with; what is left out stays.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ReleaseBody {
    pub(super) version: Option<String>,
    pub(super) projects: Vec<Value>,
    #[serde(rename = "ref")]
    reference: Option<String>,
    url: Option<String>,
    date_started: Option<String>,
    date_released: Option<String>,
    status: Option<String>,
    commits: Option<Vec<CommitBody>>,
    refs: Option<Vec<RefBody>>,
}

fn time(field: &str, text: Option<&str>) -> ApiResult<Option<Timestamp>> {
    let read = |text| Timestamp::parse(text).ok_or_else(|| ApiError::field(field, "This is no time."));
    text.map(read).transpose()
}

impl CommitBody {
    fn read(self, now: Timestamp) -> ApiResult<Commit> {
        let kind = |text: &str| text.chars().next().filter(|c| matches!(c, 'A' | 'M' | 'D')).unwrap_or('M');
        let files = self.patch_set.unwrap_or_default().into_iter();
        Ok(Commit {
            repository: self.repository.unwrap_or_default(),
            id: self.id,
            message: self.message,
            author_name: self.author_name,
            author_email: self.author_email,
            created: time("timestamp", self.timestamp.as_deref())?.unwrap_or(now),
            files: files.map(|file| PatchedFile { kind: kind(&file.kind), path: file.path }).collect(),
        })
    }
}

impl From<RefBody> for ReleaseHead {
    /// A commit may be told as `previous..commit`.
    fn from(body: RefBody) -> Self {
        let (previous, commit) = match body.commit.split_once("..") {
            Some((previous, commit)) => (Some(previous.to_owned()), commit.to_owned()),
            None => (body.previous_commit, body.commit),
        };
        Self { repository: body.repository, commit, previous }
    }
}

/// What is to change, given what is known now.
fn changes(state: &ApiState, access: &Access, known: Option<&Release>, body: ReleaseBody) -> ApiResult<ReleaseUpdate> {
    let name = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let projects = body.projects.iter().map(|value| Ok(state.project_of(access, &name(value))?.id)).collect::<ApiResult<Vec<_>>>()?;
    let old = known.map(|release| release.facts.clone()).unwrap_or_default();
    let archived = match body.status.as_deref() {
        None => old.archived,
        Some("open") => false,
        Some("archived") => true,
        Some(_) => return Err(ApiError::field("status", "One of open, archived.")),
    };
    let facts = ReleaseFacts {
        url: body.url.or(old.url),
        reference: body.reference.or(old.reference),
        started: time("dateStarted", body.date_started.as_deref())?.or(old.started),
        released: time("dateReleased", body.date_released.as_deref())?.or(old.released),
        archived,
    };
    let now = state.now();
    let commits = body.commits.map(|list| list.into_iter().map(|commit| commit.read(now)).collect::<ApiResult<Vec<_>>>()).transpose()?;
    let heads: Vec<ReleaseHead> = body.refs.unwrap_or_default().into_iter().map(ReleaseHead::from).collect();
    Ok(ReleaseUpdate { projects, facts: Some(facts), commits, heads })
}

pub(super) fn apply(state: &ApiState, access: &Access, version: &str, body: ReleaseBody) -> ApiResult<(bool, ReleaseAnswer)> {
    let tenant = access.organization_id();
    let known = state.meta.release(tenant, version).ok();
    let update = changes(state, access, known.as_ref(), body)?;
    let is_new = state.app.update_release(tenant, version, &update)?;
    let release = state.app.release(tenant, version)?;
    Ok((is_new, ReleaseAnswer::of(&release, &state.meta.projects(tenant)?)))
}

/// Makes a release; 208 when it was there already and is changed.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/releases/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path)),
    responses((status = 201, body = ReleaseAnswer), (status = 208, body = ReleaseAnswer), (status = 400), (status = 404)))]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<ReleaseAnswer>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let mut body: ReleaseBody = body.parse()?;
            let version = body.version.take().unwrap_or_default();
            let (is_new, answer) = apply(state, &access, &version, body)?;
            let status = if is_new { StatusCode::CREATED } else { StatusCode::ALREADY_REPORTED };
            Ok((status, Json(answer)))
        })
        .await
}

/// Changes a release: dates, commits, references, status.
#[utoipa::path(put, path = "/api/0/organizations/{organization}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ReleaseAnswer), (status = 400), (status = 404)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<ReleaseAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let body: ReleaseBody = body.parse()?;
            if body.projects.is_empty() {
                state.meta.release(access.organization_id(), &version)?;
            }
            Ok(Json(apply(state, &access, &version, body)?.1))
        })
        .await
}

/// Removes a release that no event names.
#[utoipa::path(delete, path = "/api/0/organizations/{organization}/releases/{version}/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 400), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            remove(state, access.organization_id(), &version)
        })
        .await
}

/// Removes a release, or says why it stays.
pub(super) fn remove(state: &ApiState, tenant: OrganizationId, version: &str) -> ApiResult<StatusCode> {
    match state.app.delete_release(tenant, version) {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(bartizan_app::AppError::Conflict(_)) => Err(ApiError::bad_request("This release has events or issues and cannot be removed.")),
        Err(error) => Err(error.into()),
    }
}

/// A place that commits come from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Repository)]
pub(crate) struct RepositoryAnswer {
    id: String,
    name: String,
    url: Option<String>,
    provider: Value,
    status: &'static str,
    date_created: String,
    integration_id: Option<String>,
    external_slug: Option<String>,
    external_id: Option<String>,
}

impl From<&Repository> for RepositoryAnswer {
    fn from(repository: &Repository) -> Self {
        Self {
            id: repository.id.to_string(),
            name: repository.name.clone(),
            url: None,
            provider: json!({"id": "manual", "name": "Manual"}),
            status: "active",
            date_created: repository.created.to_rfc3339(),
            integration_id: None,
            external_slug: None,
            external_id: None,
        }
    }
}

/// A commit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Commit)]
pub(crate) struct CommitAnswer {
    id: String,
    message: Option<String>,
    date_created: String,
    /// `{name, email}`, or `{}`.
    author: Value,
    repository: Option<RepositoryAnswer>,
    pull_request: Option<Value>,
    suspect_commit_type: &'static str,
}

pub(super) fn commit_answer(commit: &Commit, repositories: &[Repository]) -> CommitAnswer {
    let author = match (&commit.author_name, &commit.author_email) {
        (None, None) => json!({}),
        (name, email) => json!({"name": name, "email": email}),
    };
    CommitAnswer {
        id: commit.id.clone(),
        message: commit.message.clone(),
        date_created: commit.created.to_rfc3339(),
        author,
        repository: repositories.iter().find(|r| r.name == commit.repository).map(RepositoryAnswer::from),
        pull_request: None,
        suspect_commit_type: "",
    }
}

/// Commits of a release, the newest first.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/releases/{version}/commits/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<CommitAnswer>), (status = 404)))]
async fn commits(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<CommitAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let tenant = access.organization_id();
            let (commits, repositories) = (state.meta.release_commits(tenant, &version)?, state.meta.repositories(tenant)?);
            Ok(page.slice(commits.iter().map(|commit| commit_answer(commit, &repositories)).collect()))
        })
        .await
}

/// The newest earlier release with commits, or `{}`.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/releases/{version}/previous-with-commits/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path)),
    responses((status = 200, body = ReleaseAnswer), (status = 404)))]
async fn previous(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let tenant = access.organization_id();
            let Some(release) = state.meta.previous_release_with_commits(tenant, &version)? else { return Ok(Json(json!({}))) };
            let newest = state.meta.release_commits(tenant, &release.version)?.into_iter().next();
            let mut answer =
                serde_json::to_value(ReleaseAnswer::of(&release, &state.meta.projects(tenant)?)).map_err(ApiError::internal)?;
            answer["lastCommit"] = newest.map_or(Value::Null, |commit| json!({"id": commit.id}));
            Ok(Json(answer))
        })
        .await
}

/// A deploy.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Deploy)]
pub(crate) struct DeployAnswer {
    id: String,
    environment: String,
    name: Option<String>,
    url: Option<String>,
    date_started: Option<String>,
    date_finished: String,
}

impl From<&Deploy> for DeployAnswer {
    fn from(deploy: &Deploy) -> Self {
        Self {
            id: deploy.id.to_string(),
            environment: deploy.environment.clone(),
            name: deploy.name.clone(),
            url: deploy.url.clone(),
            date_started: deploy.started.map(Timestamp::to_rfc3339),
            date_finished: deploy.finished.to_rfc3339(),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct DeployBody {
    environment: String,
    name: Option<String>,
    url: Option<String>,
    date_started: Option<String>,
    date_finished: Option<String>,
}

/// Deploys of a release, the newest first.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/releases/{version}/deploys/", tag = "releases",
    security(("bearer" = ["project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<DeployAnswer>), (status = 404)))]
async fn deploys(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<DeployAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let deploys = state.meta.deploys(access.organization_id(), &version)?;
            Ok(page.slice(deploys.iter().map(DeployAnswer::from).collect()))
        })
        .await
}

/// Notes a deploy of a release.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/releases/{version}/deploys/", tag = "releases",
    security(("bearer" = ["project:write", "project:admin", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("version" = String, Path)),
    responses((status = 201, body = DeployAnswer), (status = 400), (status = 404)))]
async fn add_deploy(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, version)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<DeployAnswer>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let body: DeployBody = body.parse()?;
            let deploy = Deploy {
                id: 0,
                environment: body.environment,
                name: body.name,
                url: body.url,
                started: time("dateStarted", body.date_started.as_deref())?,
                finished: time("dateFinished", body.date_finished.as_deref())?.unwrap_or_else(|| state.now()),
            };
            let stored = state.app.add_deploy(access.organization_id(), &version, &deploy)?;
            Ok((StatusCode::CREATED, Json(DeployAnswer::from(&stored))))
        })
        .await
}

/// Places that commits came from, by name.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/repos/", tag = "releases",
    security(("bearer" = ["org:read", "project:read", "project:releases", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<RepositoryAnswer>), (status = 404)))]
async fn repositories(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
) -> ApiResult<Paged<RepositoryAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["org:read", "project:read", "project:releases", "org:ci"])?;
            let found = state.meta.repositories(access.organization_id())?;
            Ok(page.slice(found.iter().map(RepositoryAnswer::from).collect()))
        })
        .await
}
