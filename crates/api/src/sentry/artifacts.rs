//! Artifact bundles: putting them together, listing, deleting.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::uploads::{BUNDLE_KIND, BundleTarget, Progress};
use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile};
use bartizan_domain::{ArtifactId, OrganizationId, ProjectId, Timestamp};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::chunk_upload::UPLOAD;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

const READ: [&str; 4] = ["project:read", "project:releases", "project:write", "org:ci"];

/// Debug ids told of each bundle in a list.
const SHOWN_DEBUG_IDS: usize = 10;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(assemble)).routes(routes!(list)).routes(routes!(detail, delete))
}

#[derive(Deserialize)]
struct AssembleBody {
    checksum: String,
    #[serde(default)]
    chunks: Vec<String>,
    #[serde(default)]
    projects: Vec<String>,
    version: Option<String>,
    dist: Option<String>,
}

/// How far a file is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssembleAnswer {
    /// `error`, `not_found`, `created`, `assembling` or `ok`.
    state: &'static str,
    missing_chunks: Vec<String>,
    detail: Option<String>,
}

impl From<Progress> for AssembleAnswer {
    fn from(progress: Progress) -> Self {
        let (state, missing_chunks, detail) = match progress {
            Progress::NotFound(missing) => ("not_found", missing, None),
            Progress::Assembling => ("assembling", Vec::new(), None),
            Progress::Ok => ("ok", Vec::new(), None),
            Progress::Error(detail) => ("error", Vec::new(), Some(detail)),
        };
        Self { state, missing_chunks, detail }
    }
}

/// Projects by slug or id; every one of them must be there.
fn named_projects(state: &ApiState, access: &Access, names: &[String]) -> ApiResult<Vec<ProjectId>> {
    let mut ids = names.iter().map(|name| Ok(state.project_of(access, name)?.id)).collect::<ApiResult<Vec<_>>>()?;
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() { Err(ApiError::field("projects", "Name at least one project.")) } else { Ok(ids) }
}

fn wish(organization_id: OrganizationId, projects: Vec<ProjectId>, body: AssembleBody) -> ApiResult<Assembly> {
    let target = BundleTarget { projects, release: body.version.unwrap_or_default(), dist: body.dist.unwrap_or_default() };
    Ok(Assembly {
        organization_id,
        kind: BUNDLE_KIND.to_owned(),
        checksum: body.checksum,
        target: serde_json::to_string(&target).map_err(ApiError::internal)?,
        chunks: body.chunks,
        created: Timestamp(0),
    })
}

/// Puts an artifact bundle together from its chunks, or says which are missing.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/artifactbundle/assemble/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path)), responses((status = 200, body = AssembleAnswer), (status = 400), (status = 404)))]
async fn assemble(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<Json<AssembleAnswer>> {
    let assembly = state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &UPLOAD)?;
            let body: AssembleBody = body.parse()?;
            let projects = named_projects(state, &access, &body.projects)?;
            wish(access.organization_id(), projects, body)
        })
        .await?;
    Ok(Json(state.uploads.assemble(assembly).await?.into()))
}

/// An artifact bundle.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArtifactBundle)]
pub(crate) struct BundleAnswer {
    bundle_id: String,
    associations: Vec<Association>,
    /// When it was uploaded.
    date: String,
    date_modified: String,
    /// When an event last needed it, or it was uploaded; to the day.
    date_last_used: String,
    file_count: u64,
    size: u64,
    checksum: String,
    /// Debug ids in it; of many the first.
    debug_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<FileAnswer>>,
}

/// Release a bundle is for.
#[derive(Debug, Serialize, ToSchema)]
struct Association {
    release: Option<String>,
    dist: Option<String>,
}

/// A file of a bundle.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FileAnswer {
    file_path: String,
    url: String,
    file_type: &'static str,
    debug_id: Option<String>,
    sourcemap: Option<String>,
}

/// A debug id with its dashes, as tools print it.
fn dashed(id: &str) -> String {
    let cut = |from: usize, to: usize| id.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), id.get(20..).unwrap_or_default())
}

impl BundleAnswer {
    fn of(bundle: &ArtifactBundle, debug_ids: &[String], files: Option<&[BundleFile]>) -> Self {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let date = bundle.created.to_rfc3339();
        Self {
            bundle_id: bundle.id.to_string(),
            associations: filled(&bundle.release)
                .map(|release| Association { release: Some(release), dist: filled(&bundle.dist) })
                .into_iter()
                .collect(),
            date: date.clone(),
            date_modified: date,
            date_last_used: bundle.used.to_rfc3339(),
            file_count: bundle.files,
            size: bundle.size,
            checksum: bundle.checksum.clone(),
            debug_ids: debug_ids.iter().map(|id| dashed(id)).collect(),
            files: files.map(|files| files.iter().map(FileAnswer::of).collect()),
        }
    }
}

impl FileAnswer {
    fn of(file: &BundleFile) -> Self {
        Self {
            file_path: file.path.clone(),
            url: file.url.clone(),
            file_type: file.kind.as_str(),
            debug_id: file.debug_id.as_deref().map(dashed),
            sourcemap: file.source_map.clone(),
        }
    }
}

/// Artifact bundles of a project, newest first; `query` leaves those whose release, a file's URL or debug id contains it.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/files/artifact-bundles/", tag = "uploads",
    security(("bearer" = ["project:read", "project:releases", "project:write", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<BundleAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<BundleAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let (tenant, project) = (entered.organization_id(), entered.project_id());
            let found = state.meta.bundles(tenant, project, params.filled("query"), page.limit.saturating_add(1), page.offset)?;
            let answer = |bundle: &ArtifactBundle| {
                let ids = state.meta.bundle_debug_ids(tenant, bundle.id, SHOWN_DEBUG_IDS)?;
                Ok(BundleAnswer::of(bundle, &ids, None))
            };
            Ok(page.wrap_extra(found.iter().map(answer).collect::<ApiResult<_>>()?))
        })
        .await
}

fn artifact_id(text: &str) -> ApiResult<ArtifactId> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// An artifact bundle with its files.
#[utoipa::path(get, path = "/api/0/projects/{organization}/{project}/files/artifact-bundles/{artifact}/", tag = "uploads",
    security(("bearer" = ["project:read", "project:releases", "project:write", "org:ci"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("artifact" = String, Path)),
    responses((status = 200, body = BundleAnswer), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, artifact)): Path<(String, String, String)>,
) -> ApiResult<Json<BundleAnswer>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &READ)?;
            let (bundle, files) = state.meta.bundle(entered.organization_id(), entered.project_id(), artifact_id(&artifact)?)?;
            let ids = state.meta.bundle_debug_ids(entered.organization_id(), bundle.id, SHOWN_DEBUG_IDS)?;
            Ok(Json(BundleAnswer::of(&bundle, &ids, Some(&files))))
        })
        .await
}

/// Takes an artifact bundle from the project; its bytes go with the last project that has it.
#[utoipa::path(delete, path = "/api/0/projects/{organization}/{project}/files/artifact-bundles/{artifact}/", tag = "uploads",
    security(("bearer" = ["project:releases", "project:write", "project:admin"]), ("session" = [])),
    params(("organization" = String, Path), ("project" = String, Path), ("artifact" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 404)))]
async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, artifact)): Path<(String, String, String)>,
) -> ApiResult<StatusCode> {
    let free = state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:releases", "project:write", "project:admin"])?;
            Ok(state.meta.delete_bundle(entered.organization_id(), entered.project_id(), artifact_id(&artifact)?)?)
        })
        .await?;
    if let Some(key) = free {
        state.blobs.delete(&key).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
