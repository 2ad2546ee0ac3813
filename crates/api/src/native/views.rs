//! Saved views: lists of issues under a name, of one person or of the whole organisation.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::ViewChange;
use bartizan_domain::view::{SavedView, ViewState};
use bartizan_domain::{UserId, ViewId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::params::Params;
use crate::sentry::issues::{People, READ, WRITE};
use crate::sentry::search::{Compiler, Known, ListSort, Search, Window};
use crate::{ApiError, ApiResult, ApiState};

/// Scope with which one changes what others share.
const CHANGE_SHARED: &str = "org:write";

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(update, delete)).routes(routes!(counts)).routes(routes!(order))
}

/// What a view shows, in the words of the list's address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ViewStateBody {
    query: String,
    sort: Option<String>,
    group: Option<String>,
    project: Vec<String>,
    environment: Vec<String>,
    stats_period: Option<String>,
    start: Option<String>,
    end: Option<String>,
}

impl From<ViewState> for ViewStateBody {
    fn from(state: ViewState) -> Self {
        let ViewState { query, sort, group, project, environment, stats_period, start, end } = state;
        Self { query, sort, group, project, environment, stats_period, start, end }
    }
}

impl From<ViewStateBody> for ViewState {
    fn from(body: ViewStateBody) -> Self {
        let ViewStateBody { query, sort, group, project, environment, stats_period, start, end } = body;
        Self { query, sort, group, project, environment, stats_period, start, end }
    }
}

/// A saved view.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ViewBody {
    id: String,
    name: String,
    /// Everybody in the organisation sees it.
    shared: bool,
    /// The caller saved it.
    mine: bool,
    /// The caller may change and delete it.
    can_change: bool,
    /// Name of who saved it.
    owner: Option<String>,
    state: ViewStateBody,
    date_created: String,
}

/// A view to save, or changes to one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ViewDraft {
    name: Option<String>,
    shared: Option<bool>,
    state: Option<ViewStateBody>,
}

/// How many issues a view holds; null where it cannot be told, as when its project is gone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ViewCount {
    id: String,
    count: Option<u64>,
}

/// Views in the order wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ViewOrder {
    ids: Vec<String>,
}

fn may_change(access: &Access, user: Option<UserId>, view: &SavedView) -> bool {
    user == Some(view.owner) || (view.shared && access.allows(CHANGE_SHARED))
}

fn body(state: &ApiState, access: &Access, caller: &Caller, view: SavedView) -> ViewBody {
    let user = caller.user_id();
    ViewBody {
        id: view.id.to_string(),
        mine: user == Some(view.owner),
        can_change: may_change(access, user, &view),
        owner: People::new(state, access.organization_id()).name(view.owner),
        date_created: view.created.to_rfc3339(),
        name: view.name,
        shared: view.shared,
        state: view.state.into(),
    }
}

/// The person behind the caller: a view belongs to one.
fn person(caller: &Caller) -> ApiResult<UserId> {
    caller.user_id().ok_or_else(|| ApiError::new(StatusCode::FORBIDDEN, "A view belongs to a person; a token of an organization is none."))
}

/// A view the caller may change; one they cannot see is not there.
fn changeable(state: &ApiState, access: &Access, caller: &Caller, id: &str) -> ApiResult<SavedView> {
    let id: ViewId = id.parse().map_err(|_| ApiError::not_found())?;
    let view = state.meta.view(access.organization_id(), id)?;
    if !view.is_seen_by(caller.user_id()) {
        return Err(ApiError::not_found());
    }
    if may_change(access, caller.user_id(), &view) { Ok(view) } else { Err(ApiError::forbidden()) }
}

/// Views the caller sees, in their order.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/views", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])), params(("organization" = String, Path)),
    responses((status = 200, body = Vec<ViewBody>))
)]
async fn list(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>) -> ApiResult<Json<Vec<ViewBody>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let views = state.meta.views(access.organization_id(), caller.user_id())?;
            Ok(Json(views.into_iter().map(|view| body(state, &access, &caller, view)).collect()))
        })
        .await
}

/// Saves a view.
#[utoipa::path(
    post, path = "/api/native/organizations/{organization}/views", tag = "native",
    security(("bearer" = ["event:write", "event:admin"])), params(("organization" = String, Path)), request_body = ViewDraft,
    responses((status = 201, body = ViewBody), (status = 400), (status = 409, description = "As many as one may keep"))
)]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    draft: JsonBody,
) -> ApiResult<(StatusCode, Json<ViewBody>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let draft: ViewDraft = draft.parse()?;
            let (name, shows) = (draft.name.unwrap_or_default(), draft.state.unwrap_or_default().into());
            let owner = person(&caller)?;
            let view = state.app.create_view(access.organization_id(), owner, &name, shows, draft.shared.unwrap_or(false))?;
            Ok((StatusCode::CREATED, Json(body(state, &access, &caller, view))))
        })
        .await
}

/// Changes a view: one's own, or a shared one with `org:write`.
#[utoipa::path(
    put, path = "/api/native/organizations/{organization}/views/{view}", tag = "native",
    security(("bearer" = ["event:write", "event:admin"])), params(("organization" = String, Path), ("view" = String, Path)),
    request_body = ViewDraft, responses((status = 200, body = ViewBody), (status = 400), (status = 403), (status = 404))
)]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, id)): Path<(String, String)>,
    draft: JsonBody,
) -> ApiResult<Json<ViewBody>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let view = changeable(state, &access, &caller, &id)?;
            let ViewDraft { name, shared, state: shows } = draft.parse()?;
            let view = state.app.update_view(&view, ViewChange { name, shared, state: shows.map(Into::into) })?;
            Ok(Json(body(state, &access, &caller, view)))
        })
        .await
}

/// Deletes a view: one's own, or a shared one with `org:write`.
#[utoipa::path(
    delete, path = "/api/native/organizations/{organization}/views/{view}", tag = "native",
    security(("bearer" = ["event:write", "event:admin"])), params(("organization" = String, Path), ("view" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 403), (status = 404))
)]
async fn delete(State(state): State<ApiState>, caller: Caller, Path((organization, id)): Path<(String, String)>) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let view = changeable(state, &access, &caller, &id)?;
            state.app.delete_view(access.organization_id(), view.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Puts the caller's views into an order; it is theirs alone.
#[utoipa::path(
    put, path = "/api/native/organizations/{organization}/view-order", tag = "native",
    security(("bearer" = ["event:write", "event:admin"])), params(("organization" = String, Path)), request_body = ViewOrder,
    responses((status = 204, description = "Ordered"))
)]
async fn order(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>, order: JsonBody) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let order: ViewOrder = order.parse()?;
            let ids: Vec<ViewId> = order.ids.iter().filter_map(|id| id.parse().ok()).take(MAX_ORDERED).collect();
            state.app.place_views(access.organization_id(), person(&caller)?, &ids)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Most views put into an order or counted at once.
const MAX_ORDERED: usize = 200;

/// How many issues each view holds that the caller sees.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/view-counts", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])), params(("organization" = String, Path)),
    responses((status = 200, body = Vec<ViewCount>))
)]
async fn counts(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>) -> ApiResult<Json<Vec<ViewCount>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let views = state.meta.views(access.organization_id(), caller.user_id())?;
            let count = |view: SavedView| match count(state, &access, &caller, &view.state) {
                Ok(count) => Ok(ViewCount { id: view.id.to_string(), count: Some(count) }),
                Err(error) if error.status().is_client_error() => Ok(ViewCount { id: view.id.to_string(), count: None }),
                Err(error) => Err(error),
            };
            views.into_iter().take(MAX_ORDERED).map(count).collect::<ApiResult<_>>().map(Json)
        })
        .await
}

fn count(state: &ApiState, access: &Access, caller: &Caller, view: &ViewState) -> ApiResult<u64> {
    let window = Window::read(state, access, &params(view))?;
    let node = Compiler::new(state, access, caller.user_id(), &window).issues(&view.query)?;
    Search { state, window: &window, viewer: caller.user_id(), sort: ListSort::Date }.count(&node, &mut Known::new())
}

/// The view's limits as a request would name them.
fn params(view: &ViewState) -> Params {
    let projects = view.project.iter().map(|id| ("project", id));
    let environments = view.environment.iter().map(|name| ("environment", name));
    let times = [("statsPeriod", &view.stats_period), ("start", &view.start), ("end", &view.end)];
    let times = times.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value)));
    Params::of(projects.chain(environments).chain(times).map(|(name, value)| (name.to_owned(), value.clone())))
}
