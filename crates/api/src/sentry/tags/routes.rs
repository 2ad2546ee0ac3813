//! Routes of tags.

use axum::Json;
use axum::extract::{Path, RawPathParams, State};
use bartizan_domain::dataset::Dataset;
use bartizan_domain::dataset::FieldKind;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shape::TagUser;
use super::{TagKeyBody, TagValueBody, Tags, ValueSort};
use crate::auth::{Access, Caller};
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::events::Listing;
use crate::sentry::issues::{IssueTarget, READ, listing_of, with_legacy};
use crate::sentry::search::{Compiler, Window, environments};
use crate::{ApiError, ApiResult, ApiState};

const ORG_READ: [&str; 6] = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"];
const PROJECT_READ: [&str; 4] = ["project:read", "project:write", "project:admin", "event:read"];
/// Most frequent values answered with a key.
const TOP_VALUES: usize = 9;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(of_organization))
        .routes(routes!(values_of_organization))
        .routes(routes!(of_project))
        .routes(routes!(values_of_project))
        .routes(routes!(users_of_project))
        .merge(with_legacy(routes!(of_issue)))
        .merge(with_legacy(routes!(key_of_issue)))
        .merge(with_legacy(routes!(values_of_issue)))
}

/// The events of a window.
pub(crate) fn listing(
    state: &ApiState,
    access: &Access,
    caller: &Caller,
    window: &Window,
    params: &Params,
    query: &str,
) -> ApiResult<Listing> {
    let mut compiler = Compiler::new(state, access, caller.user_id(), window);
    let filter = window.environment_filter().and(compiler.events(params.first(query).unwrap_or_default())?);
    Ok(Listing { projects: window.project_ids(), range: window.range, filter })
}

/// Other data than errors has no tags here.
fn has_tags(params: &Params) -> bool {
    params.filled("dataset").is_none_or(|dataset| matches!(dataset, "errors" | "discover" | "events" | "search_issues" | "issuePlatform"))
}

fn check_key(key: &str) -> ApiResult<()> {
    let kind = Dataset::Errors.schema().field(key).map(|field| field.kind);
    match kind {
        Some(FieldKind::Id | FieldKind::Text | FieldKind::Time) => Err(ApiError::not_found()),
        _ => Ok(()),
    }
}

fn answer_values(tags: &Tags<'_>, key: &str, params: &Params, page: &Page) -> ApiResult<Paged<TagValueBody>> {
    check_key(key)?;
    let sort = params.filled("sort").unwrap_or("-count");
    let sort = ValueSort::parse(sort).ok_or_else(|| ApiError::bad_request("Invalid sort: date, count, age or id is required."))?;
    let values = tags.values(key, sort, params.filled("query"), page.limit + 1, page.offset)?;
    Ok(page.wrap_extra(values))
}

/// Keys seen in an organization.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/tags/", tag = "tags",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("dataset" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<TagKeyBody>))
)]
async fn of_organization(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<TagKeyBody>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &ORG_READ)?;
            let window = Window::read(state, &access, &params)?;
            if !has_tags(&params) {
                return Ok(Json(Vec::new()));
            }
            let listing = listing(state, &access, &caller, &window, &params, "query")?;
            Ok(Json(Tags { state, organization: access.organization_id(), listing: &listing }.keys()?))
        })
        .await
}

/// Values of a key in an organization; `query` keeps those that contain its text.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/tags/{key}/values/", tag = "tags",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("key" = String, Path), ("query" = Option<String>, Query), ("sort" = Option<String>, Query),
        ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<TagValueBody>))
)]
async fn values_of_organization(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, key)): Path<(String, String)>,
    params: Params,
    page: Page,
) -> ApiResult<Paged<TagValueBody>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &ORG_READ)?;
            let window = Window::read(state, &access, &params)?;
            let listing = listing(state, &access, &caller, &window, &params, "search")?;
            answer_values(&Tags { state, organization: access.organization_id(), listing: &listing }, &key, &params, &page)
        })
        .await
}

/// Keys seen in a project.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/tags/", tag = "tags",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read"])),
    params(("organization" = String, Path), ("project" = String, Path), ("statsPeriod" = Option<String>, Query)),
    responses((status = 200, body = Vec<TagKeyBody>))
)]
async fn of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<Vec<TagKeyBody>>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &PROJECT_READ)?;
            let window = Window::of_projects(state, &found.access, vec![found.project.clone()], &params)?;
            let listing = listing(state, &found.access, &caller, &window, &params, "query")?;
            Ok(Json(Tags { state, organization: found.organization_id(), listing: &listing }.keys()?))
        })
        .await
}

/// Values of a key in a project.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/tags/{key}/values/", tag = "tags",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read"])),
    params(
        ("organization" = String, Path), ("project" = String, Path), ("key" = String, Path), ("query" = Option<String>, Query),
        ("sort" = Option<String>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<TagValueBody>))
)]
async fn values_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, key)): Path<(String, String, String)>,
    params: Params,
    page: Page,
) -> ApiResult<Paged<TagValueBody>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &PROJECT_READ)?;
            let window = Window::of_projects(state, &found.access, vec![found.project.clone()], &params)?;
            let listing = listing(state, &found.access, &caller, &window, &params, "search")?;
            answer_values(&Tags { state, organization: found.organization_id(), listing: &listing }, &key, &params, &page)
        })
        .await
}

/// Users seen in a project's events.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/users/", tag = "tags",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read"])),
    params(("organization" = String, Path), ("project" = String, Path), ("query" = Option<String>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<Value>))
)]
async fn users_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
    page: Page,
) -> ApiResult<Paged<Value>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &PROJECT_READ)?;
            let window = Window::of_projects(state, &found.access, vec![found.project.clone()], &params)?;
            let listing = listing(state, &found.access, &caller, &window, &params, "search")?;
            let tags = Tags { state, organization: found.organization_id(), listing: &listing };
            let users = tags.values("user", ValueSort::Date, params.filled("query"), page.limit + 1, page.offset)?;
            Ok(page.wrap_extra(users).map(|value| user(&value)))
        })
        .await
}

fn user(value: &TagValueBody) -> Value {
    let user = TagUser::of(&value.value);
    json!({
        "id": value.value, "tagValue": value.value, "identifier": user.id, "username": user.username, "email": user.email,
        "name": user.username, "ipAddress": user.ip_address, "avatarUrl": null, "hash": null, "dateCreated": value.first_seen,
    })
}

/// Keys of an issue's events with their most frequent values.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/tags/", tag = "tags",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("limit" = Option<u32>, Query), ("key" = Option<Vec<String>>, Query),
        ("environment" = Option<Vec<String>>, Query),
    ),
    responses((status = 200, body = Vec<TagKeyBody>))
)]
async fn of_issue(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Json<Vec<TagKeyBody>>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let listing = listing_of(state, &found.found.issue, &environments(&params))?;
            let tags = Tags { state, organization: found.organization_id(), listing: &listing };
            let top = params.number("limit")?.and_then(|n| usize::try_from(n).ok()).unwrap_or(TOP_VALUES).clamp(1, 100);
            let wanted: Vec<&str> = params.all("key").collect();
            Ok(Json(tags.keys_with_values(top, |key| wanted.is_empty() || wanted.contains(&key))?))
        })
        .await
}

fn key_param(path: &RawPathParams) -> ApiResult<String> {
    path.iter().find(|(name, _)| *name == "key").map(|(_, value)| value.to_owned()).ok_or_else(ApiError::not_found)
}

/// One key of an issue's events with its most frequent values.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/tags/{key}/", tag = "tags",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("key" = String, Path), ("environment" = Option<Vec<String>>, Query)),
    responses((status = 200, body = TagKeyBody), (status = 404))
)]
async fn key_of_issue(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    path: RawPathParams,
    params: Params,
) -> ApiResult<Json<TagKeyBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let key = key_param(&path)?;
            check_key(&key)?;
            let listing = listing_of(state, &found.found.issue, &environments(&params))?;
            let tags = Tags { state, organization: found.organization_id(), listing: &listing };
            tags.key(&key, TOP_VALUES)?.map(Json).ok_or_else(ApiError::not_found)
        })
        .await
}

/// Values of a key of an issue's events.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/tags/{key}/values/", tag = "tags",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("key" = String, Path), ("sort" = Option<String>, Query),
        ("query" = Option<String>, Query), ("environment" = Option<Vec<String>>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<TagValueBody>))
)]
async fn values_of_issue(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    path: RawPathParams,
    params: Params,
    page: Page,
) -> ApiResult<Paged<TagValueBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let listing = listing_of(state, &found.found.issue, &environments(&params))?;
            answer_values(&Tags { state, organization: found.organization_id(), listing: &listing }, &key_param(&path)?, &params, &page)
        })
        .await
}
