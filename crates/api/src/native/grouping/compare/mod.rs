//! Two events side by side: why they are together, or apart.

mod align;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::FieldValue;
use bartizan_domain::issue::short_id;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_domain::{GroupHash, IssueId, TimeRange};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Caller, ProjectAccess};
use crate::params::Params;
use crate::sentry::events::{EventReader, Listing, Loaded, event_not_found, full_text, get, list, open};
use crate::{ApiError, ApiResult, ApiState};

/// Stands before the id of an issue whose newest event is meant.
const ISSUE_PREFIX: &str = "issue:";

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(compare))
}

/// Two events of a project side by side.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Comparison {
    left: Side,
    right: Side,
    /// `same_hash`, `same_issue` (hashes differ, but belong to one issue) or `apart`.
    verdict: String,
    /// What was looked at, the ways that decide first.
    variants: Vec<ComparedVariant>,
}

/// One of the events.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Side {
    event_id: String,
    title: String,
    date_created: String,
    issue_id: Option<String>,
    short_id: Option<String>,
    /// The hash it is grouped by.
    hash: Option<String>,
    /// Version of the algorithm that grouped it.
    config: Option<String>,
    /// The fingerprint rule that decided, as it was written.
    rule: Option<String>,
}

/// One way to look at both.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ComparedVariant {
    /// `app`, `system`, `default`, `custom-fingerprint` …
    key: String,
    description: String,
    /// Why it does not decide for an event, or nothing where it does.
    left: VariantSide,
    right: VariantSide,
    /// Both give the same hash.
    same: bool,
    rows: Vec<align::Row>,
}

/// What a way to look at an event came to.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VariantSide {
    /// The event was looked at like this.
    present: bool,
    hash: Option<String>,
    hint: Option<String>,
    /// Words of a fingerprint, filled in.
    values: Vec<String>,
}

/// Two events of a project, each by its id or as `issue:ID` for the newest of an issue, with both explanations laid side by side.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/grouping/compare", tag = "native",
    operation_id = "compare_events",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("left" = String, Query), ("right" = String, Query)),
    responses((status = 200, body = Comparison), (status = 404, description = "An event is not stored")))]
async fn compare(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<Json<Comparison>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["event:read", "event:write", "event:admin"])?;
            let event = |name: &'static str| {
                let id = params.filled(name).ok_or_else(|| ApiError::field(name, "The id of an event is required."))?;
                match id.strip_prefix(ISSUE_PREFIX) {
                    Some(issue) => newest(state, &entered, issue),
                    None => open(state, &entered, id),
                }
            };
            answer(state, &entered, &event("left")?, &event("right")?).map(Json)
        })
        .await
}

/// The newest stored event of an issue of the project.
fn newest(state: &ApiState, entered: &ProjectAccess, issue: &str) -> ApiResult<Loaded> {
    let id = issue.parse().map(IssueId).map_err(|_| event_not_found())?;
    let organization = entered.organization_id();
    let issue = state.meta.issue(organization, id, None)?.issue;
    if issue.project_id != entered.project_id() {
        return Err(event_not_found());
    }
    let hashes = state.meta.hashes(organization, issue.id)?;
    let values = hashes.iter().map(|hash| FieldValue::Str(hash.to_string())).collect();
    let filter = Filter::In(FieldRef::field(GROUP_HASH), values);
    let range = TimeRange { start: issue.first_seen, end: issue.last_seen.plus(1) };
    let reader = EventReader { state, organization };
    reader.edge(&Listing { projects: vec![issue.project_id], range, filter }, true)?.ok_or_else(event_not_found)
}

fn answer(state: &ApiState, entered: &ProjectAccess, left: &Loaded, right: &Loaded) -> ApiResult<Comparison> {
    let (a, b) = (side(state, entered, left)?, side(state, entered, right)?);
    let verdict = if a.hash.is_some() && a.hash == b.hash {
        "same_hash"
    } else if a.issue_id.is_some() && a.issue_id == b.issue_id {
        "same_issue"
    } else {
        "apart"
    };
    let variants = variants(&left.payload, &right.payload);
    Ok(Comparison { left: a, right: b, verdict: verdict.to_owned(), variants })
}

fn side(state: &ApiState, entered: &ProjectAccess, event: &Loaded) -> ApiResult<Side> {
    let reader = EventReader { state, organization: entered.organization_id() };
    let issue = reader.group_of(&event.identity)?.and_then(|id| state.meta.issue(entered.organization_id(), id, None).ok());
    let grouping = get(&event.payload, "_grouping");
    let rule = list(get(grouping, "variants")).into_iter().filter(|v| get(v, "hash").is_string()).find_map(|v| full_text(v, "rule"));
    Ok(Side {
        event_id: event.identity.event_id.to_string(),
        title: full_text(&event.payload, "title").unwrap_or_default(),
        date_created: event.identity.timestamp.to_rfc3339(),
        issue_id: issue.as_ref().map(|found| found.issue.id.to_string()),
        short_id: issue.as_ref().map(|found| short_id(&entered.project.slug, found.issue.number)),
        hash: event.identity.group_hash.as_ref().and_then(|hash| hash.parse::<GroupHash>().ok()).map(|hash| hash.to_string()),
        config: full_text(grouping, "config"),
        rule,
    })
}

/// Ways to look at the events by name; those that gave a hash come first.
fn variants(left: &Value, right: &Value) -> Vec<ComparedVariant> {
    let mut by_key: BTreeMap<String, (Option<&Value>, Option<&Value>)> = BTreeMap::new();
    for variant in list(get(get(left, "_grouping"), "variants")) {
        by_key.entry(full_text(variant, "key").unwrap_or_default()).or_default().0 = Some(variant);
    }
    for variant in list(get(get(right, "_grouping"), "variants")) {
        by_key.entry(full_text(variant, "key").unwrap_or_default()).or_default().1 = Some(variant);
    }
    let mut compared: Vec<ComparedVariant> = by_key.into_iter().map(|(key, (a, b))| variant(key, a, b)).collect();
    compared.sort_by_key(|variant| variant.left.hash.is_none() && variant.right.hash.is_none());
    compared
}

fn variant(key: String, left: Option<&Value>, right: Option<&Value>) -> ComparedVariant {
    let side = |variant: Option<&Value>| {
        variant.map_or_else(VariantSide::default, |variant| VariantSide {
            present: true,
            hash: full_text(variant, "hash"),
            hint: full_text(variant, "hint"),
            values: list(get(variant, "values")).into_iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        })
    };
    let tree = |variant: Option<&Value>| variant.map(|variant| get(variant, "component")).filter(|tree| tree.is_object()).cloned();
    let (tree_a, tree_b) = (tree(left), tree(right));
    let (a, b) = (side(left), side(right));
    let description = [left, right].into_iter().flatten().find_map(|variant| full_text(variant, "description")).unwrap_or_default();
    let same = a.hash.is_some() && a.hash == b.hash;
    ComparedVariant { key, description, same, rows: align::rows(tree_a.as_ref(), tree_b.as_ref()), left: a, right: b }
}
