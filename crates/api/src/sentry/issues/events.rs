//! Events of an issue: lists, the newest, oldest and recommended one, single ones with their neighbours.

use axum::Json;
use axum::extract::{RawPathParams, State};
use axum::response::Response;
use bartizan_domain::issue::Issue;
use bartizan_domain::query::Filter;
use bartizan_domain::{EventId, TimeRange};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::target::{IssueAccess, IssueTarget};
use super::{READ, with_legacy};
use crate::auth::Caller;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::attachments::AttachmentBody;
use crate::sentry::events::{Event, EventReader, Listing, Loaded, SimpleEvent, answer_list, event_not_found};
use crate::sentry::search::{Compiler, Window, environment_filter, events_of};
use crate::{ApiResult, ApiState};

/// Newest events of an issue looked at for attachments.
const ATTACHMENT_EVENTS: usize = 100;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(with_legacy(routes!(list))).merge(with_legacy(routes!(one))).merge(with_legacy(routes!(attachments)))
}

/// All events of an issue in these environments.
pub(crate) fn listing_of(state: &ApiState, issue: &Issue, environments: &[String]) -> ApiResult<Listing> {
    let own = events_of(state.meta.as_ref(), issue.organization_id, &[issue.id])?;
    Ok(Listing {
        projects: vec![issue.project_id],
        range: TimeRange { start: issue.first_seen, end: issue.last_seen.plus(1) },
        filter: own.and(environment_filter(environments)),
    })
}

/// The events of an issue that meet the request's query and window.
pub(super) fn matching(state: &ApiState, caller: &Caller, found: &IssueAccess, params: &Params) -> ApiResult<Listing> {
    let mut window = Window::of_projects(state, &found.access, vec![found.project.clone()], params)?;
    if !window.range_given {
        window.range = found.lifetime();
    }
    let mut compiler = Compiler::new(state, &found.access, caller.user_id(), &window);
    let query: Filter = compiler.events(params.first("query").unwrap_or_default())?;
    let all = listing_of(state, &found.found.issue, &window.environments)?;
    Ok(Listing { range: window.range, filter: all.filter.and(query), ..all })
}

/// Whether the newest event has files.
pub(super) fn latest_has_attachments(state: &ApiState, issue: &Issue) -> ApiResult<bool> {
    let reader = EventReader { state, organization: issue.organization_id };
    let Some(latest) = reader.edge(&listing_of(state, issue, &[])?, true)? else { return Ok(false) };
    Ok(!state.meta.attachments(issue.organization_id, issue.project_id, latest.identity.event_id)?.is_empty())
}

/// Events of an issue, newest first; `full` answers them whole.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/events/", tag = "events",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("full" = Option<bool>, Query), ("query" = Option<String>, Query),
        ("environment" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query),
        ("end" = Option<String>, Query), ("per_page" = Option<u32>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<SimpleEvent>))
)]
async fn list(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params, page: Page) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let listing = matching(state, &caller, &found, &params)?;
            let reader = EventReader { state, organization: found.organization_id() };
            answer_list(&reader, &listing, &page, params.flag("full"), std::slice::from_ref(&found.project))
        })
        .await
}

/// One event of an issue: `latest`, `oldest`, `recommended`, or by id. The first three, and the neighbours of all, are
/// looked for among the events that meet the query and the window.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/events/{event}/", tag = "events",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("event" = String, Path), ("environment" = Option<Vec<String>>, Query),
        ("query" = Option<String>, Query), ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
    ),
    responses((status = 200, body = Event), (status = 404))
)]
async fn one(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    path: RawPathParams,
    params: Params,
) -> ApiResult<Json<Event>> {
    let which = path.iter().find(|(name, _)| *name == "event").map(|(_, value)| value.to_owned()).unwrap_or_default();
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let listing = matching(state, &caller, &found, &params)?;
            let reader = EventReader { state, organization: found.organization_id() };
            let loaded = choose(&reader, &listing, &found, &which)?.ok_or_else(event_not_found)?;
            Ok(Json(reader.full(&loaded, Some(found.id()), Some(&listing), std::slice::from_ref(&found.project))?))
        })
        .await
}

fn choose(reader: &EventReader<'_>, listing: &Listing, found: &IssueAccess, which: &str) -> ApiResult<Option<Loaded>> {
    match which {
        "latest" => reader.edge(listing, true),
        "oldest" => reader.edge(listing, false),
        "recommended" | "helpful" => reader.recommended(listing),
        id => {
            let id: EventId = id.parse().map_err(|_| event_not_found())?;
            let Some(loaded) = reader.load(found.project.id, id, None)? else { return Ok(None) };
            let own = reader.group_of(&loaded.identity)? == Some(found.id());
            Ok(own.then_some(loaded))
        }
    }
}

/// Files of the issue's newest events.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/attachments/", tag = "attachments",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("types" = Option<Vec<String>>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<AttachmentBody>))
)]
async fn attachments(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    params: Params,
    page: Page,
) -> ApiResult<Paged<AttachmentBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let listing = matching(state, &caller, &found, &params)?;
            let reader = EventReader { state, organization: found.organization_id() };
            let types: Vec<&str> = params.all("types").collect();
            let mut bodies = Vec::new();
            for event in reader.ids(&listing, ATTACHMENT_EVENTS)? {
                let attachments = state.meta.attachments(found.organization_id(), found.project.id, event)?;
                bodies
                    .extend(attachments.iter().filter(|a| types.is_empty() || types.contains(&a.kind.as_str())).map(AttachmentBody::from));
            }
            Ok(page.slice(bodies))
        })
        .await
}
