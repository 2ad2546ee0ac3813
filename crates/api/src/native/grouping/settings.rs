//! The rules of a project and their history.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::grouping::{RuleTexts, RuleVersion};
use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::meta::MAX_RULE_VERSIONS;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::body::JsonBody;
use crate::{ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(read, write))
}

/// Rules of a project.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GroupingRules {
    stack_rules: String,
    fingerprint_rules: String,
    /// Number of the newest version, 0 before the first.
    version: i64,
    /// Newest first.
    history: Vec<RulesVersion>,
}

/// One version of the rules.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RulesVersion {
    number: i64,
    date_created: String,
    /// Events received from here on are grouped by it.
    active_from: String,
    /// Who wrote it, if somebody did.
    author: Option<String>,
    /// Version it was taken back from.
    restored_from: Option<i64>,
    stack_rules: String,
    fingerprint_rules: String,
}

/// New rules, or the number of a version to take back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
struct RulesDraft {
    stack_rules: String,
    fingerprint_rules: String,
    /// Takes this version back instead; 0 for no rules.
    restore: Option<i64>,
}

fn answer(state: &ApiState, organization: OrganizationId, project: ProjectId) -> ApiResult<Json<GroupingRules>> {
    let versions = state.meta.rule_versions(organization, project, MAX_RULE_VERSIONS)?;
    let newest = versions.first();
    Ok(Json(GroupingRules {
        stack_rules: newest.map(|v| v.texts.stack.clone()).unwrap_or_default(),
        fingerprint_rules: newest.map(|v| v.texts.fingerprints.clone()).unwrap_or_default(),
        version: newest.map_or(0, |v| v.number),
        history: versions.iter().map(|version| version_of(state, version)).collect(),
    }))
}

fn version_of(state: &ApiState, version: &RuleVersion) -> RulesVersion {
    let author = version.author.and_then(|id| state.meta.user(id).ok()).map(|user| user.name);
    RulesVersion {
        number: version.number,
        date_created: version.created.to_rfc3339(),
        active_from: version.active_from.to_rfc3339(),
        author,
        restored_from: version.restored_from,
        stack_rules: version.texts.stack.clone(),
        fingerprint_rules: version.texts.fingerprints.clone(),
    }
}

/// The rules by which a project groups, with their history.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/projects/{project}/grouping", tag = "native",
    operation_id = "grouping_rules",
    security(("bearer" = ["project:read", "project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    responses((status = 200, body = GroupingRules)))]
async fn read(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
) -> ApiResult<Json<GroupingRules>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read", "project:write", "project:admin"])?;
            answer(state, entered.organization_id(), entered.project_id())
        })
        .await
}

/// Writes new rules for events to come, or takes back a version.
#[utoipa::path(put, path = "/api/native/organizations/{organization}/projects/{project}/grouping", tag = "native",
    operation_id = "write_grouping_rules",
    security(("bearer" = ["project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    request_body = RulesDraft,
    responses((status = 200, body = GroupingRules), (status = 400, description = "A rule has a fault; it is named with its place")))]
async fn write(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<GroupingRules>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:write", "project:admin"])?;
            let draft: RulesDraft = body.parse()?;
            let (tenant, id) = (entered.organization_id(), entered.project_id());
            let texts = RuleTexts { stack: draft.stack_rules, fingerprints: draft.fingerprint_rules };
            match draft.restore {
                Some(number) => state.app.restore_rules(tenant, id, number, caller.user_id())?,
                None => state.app.write_rules(tenant, id, &texts, caller.user_id())?,
            };
            answer(state, tenant, id)
        })
        .await
}
