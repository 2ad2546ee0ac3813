//! Events of a project.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bartizan_domain::EventId;
use http::{HeaderValue, header};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Event, EventReader, Listing, Loaded, SimpleEvent, grouping_info};
use crate::auth::{Caller, ProjectAccess};
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::issues::READ as READ_EVENTS;
use crate::sentry::search::{Compiler, Window};
use crate::{ApiError, ApiResult, ApiState};

/// Scopes that may read a project's events.
const READ: [&str; 6] = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"];

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(payload))
        .routes(routes!(grouping))
        .routes(routes!(committers))
        .routes(routes!(owners))
}

type EventPath = Path<(String, String, String)>;

/// The event of a path.
pub(crate) fn open(state: &ApiState, found: &ProjectAccess, event: &str) -> ApiResult<Loaded> {
    let event: EventId = event.parse().map_err(|_| event_not_found())?;
    let reader = EventReader { state, organization: found.organization_id() };
    reader.load(found.project_id(), event, None)?.ok_or_else(event_not_found)
}

pub(crate) fn event_not_found() -> ApiError {
    ApiError::new(http::StatusCode::NOT_FOUND, "Event not found")
}

/// Events of a project, newest first.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/", tag = "events",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("project" = String, Path), ("full" = Option<bool>, Query), ("query" = Option<String>, Query),
        ("environment" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<SimpleEvent>))
)]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
    page: Page,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let window = Window::of_projects(state, &found.access, vec![found.project.clone()], &params)?;
            let mut compiler = Compiler::new(state, &found.access, caller.user_id(), &window);
            let filter = window.environment_filter().and(compiler.events(params.first("query").unwrap_or_default())?);
            let listing = Listing { projects: window.project_ids(), range: window.range, filter };
            let reader = EventReader { state, organization: found.organization_id() };
            answer_list(&reader, &listing, &page, params.flag("full"), &window.projects)
        })
        .await
}

/// A page of events, short or in full.
pub(crate) fn answer_list(
    reader: &EventReader<'_>,
    listing: &Listing,
    page: &Page,
    full: bool,
    projects: &[bartizan_domain::project::Project],
) -> ApiResult<Response> {
    let loaded = reader.list(listing, true, page.limit + 1, page.offset)?;
    if full {
        let events = loaded.iter().map(|l| reader.full(l, reader.group_of(&l.identity)?, None, projects));
        let events: Vec<Event> = events.collect::<ApiResult<_>>()?;
        return Ok(page.wrap_extra(events).into_response());
    }
    let events: Vec<SimpleEvent> = loaded.iter().map(|l| reader.simple(l)).collect::<ApiResult<_>>()?;
    let paged: Paged<SimpleEvent> = page.wrap_extra(events);
    Ok(paged.into_response())
}

/// One event of a project.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/", tag = "events",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path), ("environment" = Option<Vec<String>>, Query)),
    responses((status = 200, body = Event), (status = 404))
)]
async fn one(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event)): EventPath,
    params: Params,
) -> ApiResult<Json<Event>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let loaded = open(state, &found, &event)?;
            let environments = crate::sentry::search::environments(&params);
            Ok(Json(in_its_issue(state, &found, &loaded, &environments)?))
        })
        .await
}

/// The full answer with neighbours within the event's issue.
pub(super) fn in_its_issue(state: &ApiState, found: &ProjectAccess, loaded: &Loaded, environments: &[String]) -> ApiResult<Event> {
    let tenant = found.organization_id();
    let reader = EventReader { state, organization: tenant };
    let group = reader.group_of(&loaded.identity)?;
    let listing = match group {
        None => None,
        Some(id) => {
            let issue = state.meta.issue(tenant, id, None)?.issue;
            Some(crate::sentry::issues::listing_of(state, &issue, environments)?)
        }
    };
    reader.full(loaded, group, listing.as_ref(), std::slice::from_ref(&found.project))
}

/// The stored payload as it is.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/json/", tag = "events",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = Value), (status = 404))
)]
async fn payload(State(state): State<ApiState>, caller: Caller, Path((organization, project, event)): EventPath) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let loaded = open(state, &found, &event)?;
            let json = HeaderValue::from_static("application/json");
            Ok(([(header::CONTENT_TYPE, json)], loaded.raw.to_vec()).into_response())
        })
        .await
}

/// Why the event belongs to its issue.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/grouping-info/", tag = "events",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = Value), (status = 404))
)]
async fn grouping(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event)): EventPath,
) -> ApiResult<Json<Value>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            Ok(Json(grouping_info::answer(&open(state, &found, &event)?.payload)))
        })
        .await
}

/// Who may have caused the event: nobody is known yet.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/committers/", tag = "events",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = Value), (status = 404))
)]
async fn committers(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project, event)): EventPath,
) -> ApiResult<Json<Value>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            open(state, &found, &event)?;
            Ok(Json(json!({"committers": []})))
        })
        .await
}

/// Owners by the project's rules: there are none yet.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/events/{event}/owners/", tag = "events",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = Value), (status = 404))
)]
async fn owners(State(state): State<ApiState>, caller: Caller, Path((organization, project, event)): EventPath) -> ApiResult<Json<Value>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ_EVENTS)?;
            open(state, &found, &event)?;
            Ok(Json(json!({"owners": [], "rule": null, "rules": []})))
        })
        .await
}
