//! Routes of tables and charts.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde_json::{Map, Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::chart::{Chart, grouping, interval_seconds, top_of};
use super::column::Column;
use super::having::Having;
use super::series::{Charts, interval};
use super::table::Table;
use crate::auth::{Access, Caller};
use crate::pagination::Page;
use crate::params::Params;
use crate::sentry::events::Listing;
use crate::sentry::search::{Compiler, Window};
use crate::{ApiError, ApiResult, ApiState};

/// Most columns of a table; the public API's bound.
const MAX_COLUMNS: usize = 20;
pub(super) const READ: [&str; 6] = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"];
/// Names under which clients ask for errors.
pub(super) const ERROR_DATASETS: [&str; 5] = ["errors", "discover", "events", "error-events", "issuePlatform"];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(table))
        .routes(routes!(stats))
        .routes(routes!(timeseries))
        .merge(super::attributes::routes())
        .merge(super::export::routes())
        .merge(super::saved::routes())
}

pub(super) fn check_dataset(params: &Params) -> ApiResult<()> {
    match params.filled("dataset") {
        Some(name) if !ERROR_DATASETS.contains(&name) => {
            Err(ApiError::bad_request(format!("The dataset {name:?} is not available yet: errors is.")))
        }
        _ => Ok(()),
    }
}

/// What a request asks about: the events, and the conditions on groups of them.
pub(super) fn asked(
    state: &ApiState,
    access: &Access,
    caller: &Caller,
    window: &Window,
    params: &Params,
) -> ApiResult<(Listing, Vec<Having>)> {
    let mut compiler = Compiler::new(state, access, caller.user_id(), window);
    let (filter, terms) = compiler.groups(params.first("query").unwrap_or_default())?;
    let having = terms.iter().map(|term| Having::read(term, window.now)).collect::<ApiResult<_>>()?;
    let filter = window.environment_filter().and(filter);
    Ok((Listing { projects: window.project_ids(), range: window.range, filter }, having))
}

pub(super) fn columns(params: &Params, name: &str, default: &[&str]) -> ApiResult<Vec<Column>> {
    let named: Vec<&str> = params.all(name).filter(|field| !field.is_empty()).collect();
    let named = if named.is_empty() { default.to_vec() } else { named };
    if named.len() > MAX_COLUMNS {
        return Err(ApiError::bad_request(format!("You can view up to {MAX_COLUMNS} fields at a time.")));
    }
    named.into_iter().map(Column::parse).collect()
}

/// A table over errors: `field` names its columns.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/events/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("field" = Vec<String>, Query), ("query" = Option<String>, Query), ("sort" = Option<String>, Query),
        ("dataset" = Option<String>, Query), ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
        ("per_page" = Option<u32>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Value))
)]
async fn table(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
    page: Page,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            check_dataset(&params)?;
            let columns = columns(&params, "field", &["id", "title", "project.name", "timestamp"])?;
            let window = Window::read(state, &access, &params)?;
            let (listing, having) = asked(state, &access, &caller, &window, &params)?;
            let sort = params.filled("sort").or_else(|| params.filled("orderby"));
            let table = Table { state, window: &window, listing: &listing, columns: &columns, having: &having, sort };
            let mut rows = table.rows(page.limit + 1, page.offset)?;
            let more = rows.len() > page.limit;
            rows.truncate(page.limit);
            let mut response = Json(json!({"data": rows, "meta": meta(&columns)})).into_response();
            if let Ok(link) = HeaderValue::from_str(&page.link(more)) {
                response.headers_mut().insert(header::LINK, link);
            }
            Ok(response)
        })
        .await
}

fn meta(columns: &[Column]) -> Value {
    let fields: Map<String, Value> = columns.iter().map(|column| (column.name.clone(), json!(column.type_name()))).collect();
    let units: Map<String, Value> = columns.iter().map(|column| (column.name.clone(), json!(column.unit()))).collect();
    json!({"fields": fields, "units": units, "isMetricsData": false, "isMetricsExtractedData": false, "tips": {}, "datasetReason": "unchanged", "dataset": "errors"})
}

/// What both forms of charts read.
fn chart(
    state: &ApiState,
    caller: &Caller,
    organization: &str,
    params: &Params,
    by: &str,
    form: fn(&Chart<'_>) -> ApiResult<Value>,
) -> ApiResult<Json<Value>> {
    let access = state.organization(caller, organization, &READ)?;
    check_dataset(params)?;
    let axes = columns(params, "yAxis", &["count()"])?;
    let by = grouping(columns(params, by, &[])?);
    let window = Window::read(state, &access, params)?;
    let (listing, having) = asked(state, &access, caller, &window, params)?;
    let wanted = interval_seconds(params.filled("interval"));
    let width_us = interval(wanted.as_deref(), window.range)?;
    form(&Chart {
        charts: Charts { state, window: &window, listing: &listing, width_us },
        axes: &axes,
        by: &by,
        having: &having,
        sort: params.filled("sort").or_else(|| params.filled("orderby")),
        top: top_of(params)?,
        with_other: !params.flag("excludeOther"),
    })
    .map(Json)
}

/// Charts over errors: `yAxis` names their functions; with `topEvents` the most frequent values of `field` have a line each.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/events-stats/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("yAxis" = Option<Vec<String>>, Query), ("query" = Option<String>, Query),
        ("interval" = Option<String>, Query), ("dataset" = Option<String>, Query), ("project" = Option<Vec<String>>, Query),
        ("field" = Option<Vec<String>>, Query), ("topEvents" = Option<u32>, Query), ("sort" = Option<String>, Query),
        ("excludeOther" = Option<String>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
    ),
    responses((status = 200, body = Value))
)]
async fn stats(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>, params: Params) -> ApiResult<Json<Value>> {
    state.blocking(move |state| chart(state, &caller, &organization, &params, "field", |chart| chart.stats())).await
}

/// Charts over errors as a list of series: `yAxis` names their functions, `groupBy` with `topEvents` splits them.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/events-timeseries/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("yAxis" = Option<Vec<String>>, Query), ("query" = Option<String>, Query),
        ("interval" = Option<String>, Query), ("dataset" = Option<String>, Query), ("project" = Option<Vec<String>>, Query),
        ("groupBy" = Option<Vec<String>>, Query), ("topEvents" = Option<u32>, Query), ("sort" = Option<String>, Query),
        ("excludeOther" = Option<String>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
    ),
    responses((status = 200, body = Value))
)]
async fn timeseries(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Value>> {
    state.blocking(move |state| chart(state, &caller, &organization, &params, "groupBy", |chart| chart.timeseries())).await
}
