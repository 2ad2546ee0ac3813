//! Attributes that columns and searches can name: `/organizations/{organization}/trace-items/attributes/`.

use axum::extract::{Path, State};
use bartizan_domain::dataset::{Dataset, FieldKind, GROUP_HASH};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::{ERROR_DATASETS, READ};
use crate::auth::Caller;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::search::Window;
use crate::sentry::tags::{Tags, listing};
use crate::{ApiError, ApiResult, ApiState};

/// Kinds of items the public API knows and this server keeps none of yet: they have no attributes.
const EMPTY_DATASETS: [&str; 8] =
    ["spans", "logs", "ourlogs", "tracemetrics", "transactions", "uptime_results", "replays", "profile_functions"];
/// Types of attributes.
const TYPES: [&str; 4] = ["string", "number", "boolean", "array"];

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(attributes))
}

/// Attributes of errors: fields, then the tags seen in the period.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/trace-items/attributes/", tag = "discover",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("dataset" = Option<String>, Query), ("itemType" = Option<String>, Query),
        ("attributeType" = Option<Vec<String>>, Query), ("substringMatch" = Option<String>, Query), ("query" = Option<String>, Query),
        ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query), ("cursor" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<Value>))
)]
async fn attributes(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
    page: Page,
) -> ApiResult<Paged<Value>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let types = types(&params)?;
            if !is_of_errors(&params)? {
                return Ok(page.slice(Vec::new()));
            }
            let window = Window::read(state, &access, &params)?;
            let mut all: Vec<(String, &str, bool)> = fields().filter(|(_, kind)| types.contains(kind)).map(|(n, k)| (n, k, true)).collect();
            if types.contains(&"string") {
                let listing = listing(state, &access, &caller, &window, &params, "query")?;
                let tags = Tags { state, organization: access.organization_id(), listing: &listing }.tag_keys()?;
                let known = |name: &String| Dataset::Errors.schema().field(name).is_some();
                all.extend(tags.into_iter().map(|(key, _)| key).filter(|name| !known(name)).map(|name| (name, "string", false)));
            }
            let wanted = params.first("substringMatch").unwrap_or_default().to_lowercase();
            all.retain(|(name, ..)| name.to_lowercase().contains(&wanted));
            Ok(page.slice(all.into_iter().map(|(name, kind, is_field)| body(&name, kind, is_field)).collect()))
        })
        .await
}

fn types(params: &Params) -> ApiResult<Vec<&str>> {
    let named: Vec<&str> = params.all("attributeType").filter(|name| !name.is_empty()).collect();
    if let Some(wrong) = named.iter().find(|name| !TYPES.contains(name)) {
        return Err(ApiError::bad_request(format!("The attribute type {wrong:?} is not known: write {}.", TYPES.join(", "))));
    }
    Ok(if named.is_empty() { TYPES.to_vec() } else { named })
}

fn is_of_errors(params: &Params) -> ApiResult<bool> {
    match params.filled("itemType").or_else(|| params.filled("dataset")) {
        None | Some("occurrences") => Ok(true),
        Some(name) if ERROR_DATASETS.contains(&name) => Ok(true),
        Some(name) if EMPTY_DATASETS.contains(&name) => Ok(false),
        Some(name) => Err(ApiError::bad_request(format!("The dataset {name:?} is not known: errors is."))),
    }
}

/// Fields people may ask for, with their type.
fn fields() -> impl Iterator<Item = (String, &'static str)> {
    Dataset::Errors.schema().fields.iter().filter(|field| field.name != GROUP_HASH).map(|field| {
        let kind = match field.kind {
            FieldKind::I64 | FieldKind::F64 => "number",
            FieldKind::Bool => "boolean",
            FieldKind::Keyword | FieldKind::Id | FieldKind::Text | FieldKind::Time => "string",
        };
        (field.name.to_owned(), kind)
    })
}

fn body(name: &str, kind: &str, is_field: bool) -> Value {
    let source = if is_field { "sentry" } else { "user" };
    json!({
        "key": name, "name": name, "attributeType": kind, "secondaryAliases": [],
        "attributeSource": {"source_type": source, "is_transformed_alias": false},
    })
}
