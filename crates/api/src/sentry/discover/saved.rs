//! Saved queries: `/organizations/{organization}/discover/saved/`. The whole organisation sees them; who saved one, or has
//! `org:write`, changes and deletes it.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::saved_query::{QueryState, SavedQuery};
use bartizan_domain::{ProjectId, SavedQueryId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::ERROR_DATASETS;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::issues::People;
use crate::sentry::shapes::UserAnswer;
use crate::{ApiError, ApiResult, ApiState};

/// Any one lets save: a query holds nothing that its reader could not ask anyway.
const SCOPES: [&str; 3] = ["org:read", "org:write", "org:admin"];
/// Scope with which one changes what others saved.
const CHANGE_OTHERS: &str = "org:write";
/// The only kind of events a query asks.
const DATASET: &str = "error-events";
/// Stands for all projects.
const ALL_PROJECTS: i64 = -1;
/// Shape of a query, as clients number it.
const VERSION: u8 = 2;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(detail, update, delete))
}

/// One word, or several.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum Words {
    One(String),
    Many(Vec<String>),
}

/// A number, or its digits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum Number {
    Number(u32),
    Digits(String),
}

/// A query to save, or what an old one is replaced by.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct SavedQueryDraft {
    name: String,
    /// Ids; none, or -1, for all.
    projects: Vec<i64>,
    query_dataset: Option<String>,
    /// Columns of the table.
    fields: Vec<String>,
    query: Option<String>,
    orderby: Option<String>,
    /// Functions drawn over time.
    y_axis: Option<Words>,
    display: Option<String>,
    /// Period, as `14d`.
    range: Option<String>,
    start: Option<String>,
    end: Option<String>,
    environment: Vec<String>,
    interval: Option<String>,
    top_events: Option<Number>,
}

impl SavedQueryDraft {
    fn read(self) -> ApiResult<(String, QueryState)> {
        if let Some(dataset) = self.query_dataset.as_deref().filter(|name| !ERROR_DATASETS.contains(name)) {
            return Err(ApiError::field("queryDataset", format!("The dataset {dataset:?} is not available yet: {DATASET} is.")));
        }
        let top_events = match self.top_events {
            Some(Number::Number(count)) => Some(count),
            Some(Number::Digits(text)) => Some(text.parse().map_err(|_| ApiError::field("topEvents", "A valid integer is required."))?),
            None => None,
        };
        let y_axis = match self.y_axis {
            Some(Words::One(word)) => vec![word],
            Some(Words::Many(words)) => words,
            None => Vec::new(),
        };
        let state = QueryState {
            fields: self.fields,
            query: self.query.unwrap_or_default(),
            orderby: self.orderby,
            y_axis,
            display: self.display,
            range: self.range,
            start: self.start,
            end: self.end,
            projects: self.projects.into_iter().filter(|id| *id != ALL_PROJECTS).map(ProjectId).collect(),
            environment: self.environment,
            interval: self.interval,
            top_events,
        };
        Ok((self.name, state))
    }
}

/// A saved query.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedQueryAnswer {
    id: String,
    name: String,
    version: u8,
    query_dataset: &'static str,
    dataset_source: &'static str,
    projects: Vec<i64>,
    fields: Vec<String>,
    query: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    orderby: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    y_axis: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environment: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_events: Option<u32>,
    /// Whether its time lies before the oldest kept event; nothing is told of that here.
    expired: bool,
    date_created: String,
    date_updated: String,
    created_by: Option<UserAnswer>,
}

fn answer(people: &People<'_>, saved: SavedQuery) -> SavedQueryAnswer {
    let SavedQuery { id, created_by, name, state, created, updated, .. } = saved;
    SavedQueryAnswer {
        id: id.to_string(),
        name,
        version: VERSION,
        query_dataset: DATASET,
        dataset_source: "user",
        projects: state.projects.into_iter().map(|id| id.0).collect(),
        fields: state.fields,
        query: state.query,
        orderby: state.orderby,
        y_axis: state.y_axis,
        display: state.display,
        range: state.range,
        start: state.start,
        end: state.end,
        environment: state.environment,
        interval: state.interval,
        top_events: state.top_events,
        expired: false,
        date_created: created.to_rfc3339(),
        date_updated: updated.to_rfc3339(),
        created_by: created_by.and_then(|user| people.person(user)),
    }
}

fn find(state: &ApiState, access: &Access, id: &str) -> ApiResult<SavedQuery> {
    let id: SavedQueryId = id.parse().map_err(|_| ApiError::not_found())?;
    Ok(state.meta.saved_query(access.organization_id(), id)?)
}

/// A query the caller may change.
fn changeable(state: &ApiState, access: &Access, caller: &Caller, id: &str) -> ApiResult<SavedQuery> {
    let saved = find(state, access, id)?;
    let own = saved.created_by.is_some() && saved.created_by == caller.user_id();
    if own || access.allows(CHANGE_OTHERS) { Ok(saved) } else { Err(ApiError::forbidden()) }
}

/// Puts queries into the order asked for; by name without one.
fn sort(queries: &mut [SavedQuery], order: Option<&str>) -> ApiResult<()> {
    let (name, descending) = match order.unwrap_or("name").strip_prefix('-') {
        Some(name) => (name, true),
        None => (order.unwrap_or("name"), false),
    };
    match name {
        "name" => queries.sort_by_key(|query| query.name.to_lowercase()),
        "dateCreated" => queries.sort_by_key(|query| query.created),
        "dateUpdated" => queries.sort_by_key(|query| query.updated),
        _ => return Err(ApiError::bad_request(format!("Queries cannot be sorted by {name:?}."))),
    }
    if descending {
        queries.reverse();
    }
    Ok(())
}

/// Saved queries of an organisation; `query` looks in their names.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/discover/saved/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin"])),
    params(
        ("organization" = String, Path), ("query" = Option<String>, Query),
        ("sortBy" = Option<String>, Query, description = "name, dateCreated or dateUpdated, with - before it for descending"),
        ("per_page" = Option<u32>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<SavedQueryAnswer>), (status = 400))
)]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<SavedQueryAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &SCOPES)?;
            let mut queries = state.meta.saved_queries(access.organization_id())?;
            let words = params.filled("query").map(str::to_lowercase);
            queries.retain(|query| words.as_ref().is_none_or(|words| query.name.to_lowercase().contains(words.as_str())));
            sort(&mut queries, params.filled("sortBy"))?;
            let people = People::new(state, access.organization_id());
            Ok(page.slice(queries).map(|query| answer(&people, query)))
        })
        .await
}

/// Saves a query.
#[utoipa::path(
    post, path = "/api/0/organizations/{organization}/discover/saved/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin"])), params(("organization" = String, Path)),
    request_body = SavedQueryDraft,
    responses((status = 201, body = SavedQueryAnswer), (status = 400), (status = 409, description = "As many as are kept"))
)]
async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    draft: JsonBody,
) -> ApiResult<(StatusCode, Json<SavedQueryAnswer>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &SCOPES)?;
            let (name, asks) = draft.parse::<SavedQueryDraft>()?.read()?;
            let saved = state.app.create_saved_query(access.organization_id(), caller.user_id(), &name, asks)?;
            Ok((StatusCode::CREATED, Json(answer(&People::new(state, access.organization_id()), saved))))
        })
        .await
}

/// One saved query.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/discover/saved/{query}/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin"])), params(("organization" = String, Path), ("query" = String, Path)),
    responses((status = 200, body = SavedQueryAnswer), (status = 404))
)]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, id)): Path<(String, String)>,
) -> ApiResult<Json<SavedQueryAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &SCOPES)?;
            let saved = find(state, &access, &id)?;
            Ok(Json(answer(&People::new(state, access.organization_id()), saved)))
        })
        .await
}

/// Replaces a saved query: one's own, or any with `org:write`.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/discover/saved/{query}/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin"])), params(("organization" = String, Path), ("query" = String, Path)),
    request_body = SavedQueryDraft, responses((status = 200, body = SavedQueryAnswer), (status = 400), (status = 403), (status = 404))
)]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, id)): Path<(String, String)>,
    draft: JsonBody,
) -> ApiResult<Json<SavedQueryAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &SCOPES)?;
            let saved = changeable(state, &access, &caller, &id)?;
            let (name, asks) = draft.parse::<SavedQueryDraft>()?.read()?;
            let saved = state.app.update_saved_query(&saved, &name, asks)?;
            Ok(Json(answer(&People::new(state, access.organization_id()), saved)))
        })
        .await
}

/// Deletes a saved query: one's own, or any with `org:write`.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/discover/saved/{query}/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin"])), params(("organization" = String, Path), ("query" = String, Path)),
    responses((status = 204, description = "Deleted"), (status = 403), (status = 404))
)]
async fn delete(State(state): State<ApiState>, caller: Caller, Path((organization, id)): Path<(String, String)>) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &SCOPES)?;
            let saved = changeable(state, &access, &caller, &id)?;
            state.app.delete_saved_query(access.organization_id(), saved.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
