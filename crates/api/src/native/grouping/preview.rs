//! What new rules would do to stored events: which would leave their issue, which would come together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::dataset::Dataset;
use bartizan_domain::grouping::{RuleFault, RuleTexts};
use bartizan_domain::time::DAY_US;
use bartizan_domain::{EventId, GroupHash, IssueId, TimeRange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::samples::{Sampled, Sampler};
use crate::auth::{Caller, ProjectAccess};
use crate::body::JsonBody;
use crate::{ApiError, ApiResult, ApiState};

/// Longest look back in days.
const MAX_DAYS: i64 = 90;
/// Default look back in days.
const DEFAULT_DAYS: i64 = 7;
/// Changes told at most.
const MAX_CHANGES: usize = 50;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(preview))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
struct PreviewDraft {
    stack_rules: String,
    fingerprint_rules: String,
    /// Days to look back, 1 to 90.
    days: Option<i64>,
}

/// What would change.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Preview {
    /// A fault in the rules; then nothing else is told.
    fault: Option<Fault>,
    /// Events looked at, and whether the period has more.
    events: usize,
    truncated: bool,
    /// Events that would be grouped otherwise.
    moved: usize,
    issues_before: usize,
    issues_after: usize,
    /// Issues whose events would fall apart.
    splits: Vec<Change>,
    /// Groups that would take in events of several issues.
    merges: Vec<Change>,
    /// Issues that would go on under other fingerprints, whole.
    renamed: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct Fault {
    /// `stackRules` or `fingerprintRules`.
    field: String,
    line: u32,
    column: u32,
    message: String,
}

/// One group that would change, with the parts it falls into or is made of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Change {
    title: String,
    events: usize,
    parts: Vec<PreviewPart>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PreviewPart {
    /// Issue these events are in now.
    issue_id: Option<String>,
    title: String,
    events: usize,
    /// One of the events.
    example_event_id: String,
}

/// An event by its groups.
struct Sample {
    event: EventId,
    title: String,
    before: Group,
    after: Group,
}

/// A group of events: an issue that is there, or a hash that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Issue(IssueId),
    New(GroupHash),
}

/// What these rules would change for events of the project: of many the newest, and some of each group. Nothing is written.
#[utoipa::path(post, path = "/api/native/organizations/{organization}/projects/{project}/grouping/preview", tag = "native",
    operation_id = "preview_grouping_rules",
    security(("bearer" = ["project:read", "project:write", "project:admin"])),
    params(("organization" = String, Path), ("project" = String, Path)),
    request_body = PreviewDraft,
    responses((status = 200, body = Preview)))]
async fn preview(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<Preview>> {
    state
        .blocking(move |state| {
            let entered = state.project(&caller, &organization, &project, &["project:read", "project:write", "project:admin"])?;
            let draft: PreviewDraft = body.parse()?;
            let days = draft.days.unwrap_or(DEFAULT_DAYS);
            if !(1..=MAX_DAYS).contains(&days) {
                return Err(ApiError::field("days", format!("A number from 1 to {MAX_DAYS} is required.")));
            }
            let texts = RuleTexts { stack: draft.stack_rules, fingerprints: draft.fingerprint_rules };
            if let Err((field, fault)) = texts.parse() {
                return Ok(Json(Preview { fault: Some(told(field, fault)), ..Preview::default() }));
            }
            run(state, &entered, &texts, days).map(Json)
        })
        .await
}

fn told(field: &'static str, fault: RuleFault) -> Fault {
    Fault { field: field.to_owned(), line: fault.line, column: fault.column, message: fault.message }
}

fn run(state: &ApiState, entered: &ProjectAccess, texts: &RuleTexts, days: i64) -> ApiResult<Preview> {
    let (tenant, project) = (entered.organization_id(), entered.project_id());
    let now = state.now();
    let range = TimeRange { start: now.plus(-days * DAY_US), end: now.plus(DAY_US) };
    let sampled = Sampler { state, tenant, project, range }.take()?;
    let mut rows = Vec::with_capacity(sampled.events.len());
    let mut payloads: Vec<Arc<[u8]>> = Vec::with_capacity(sampled.events.len());
    for Sampled { event, at, hash, title } in sampled.events {
        if let Some(stored) = state.events.get(Dataset::Errors, tenant, project, event, Some(at))? {
            payloads.push(stored.payload);
            rows.push((event, hash, title));
        }
    }
    let current = state.meta.rule_versions(tenant, project, 1)?.pop().map(|version| version.texts).unwrap_or_default();
    let regroup =
        |texts: &RuleTexts| state.grouper.regroup(&payloads, texts).map_err(|(field, fault)| ApiError::field(field, fault.to_string()));
    let (old, new) = (regroup(&current)?, regroup(texts)?);
    let mut hashes: Vec<GroupHash> = rows.iter().map(|(_, hash, _)| *hash).chain(new.iter().flatten().map(|r| r.hash)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let issues: BTreeMap<GroupHash, IssueId> = state.meta.issues_of_hashes(project, &hashes)?.into_iter().collect();
    let group = |hash: GroupHash| issues.get(&hash).map_or(Group::New(hash), |issue| Group::Issue(*issue));
    let samples = rows.into_iter().zip(old.into_iter().zip(new)).map(|((event, hash, title), (old, new))| {
        let before = group(hash);
        let after = match (old, new) {
            (Some(old), Some(new)) if old.hash != new.hash => group(new.hash),
            _ => before,
        };
        Sample { event, title, before, after }
    });
    Ok(compare(&samples.collect::<Vec<_>>(), sampled.truncated))
}

fn compare(samples: &[Sample], truncated: bool) -> Preview {
    let mut from: BTreeMap<Group, BTreeMap<Group, Vec<&Sample>>> = BTreeMap::new();
    let mut into: BTreeMap<Group, BTreeMap<Group, Vec<&Sample>>> = BTreeMap::new();
    for sample in samples {
        from.entry(sample.before).or_default().entry(sample.after).or_default().push(sample);
        into.entry(sample.after).or_default().entry(sample.before).or_default().push(sample);
    }
    let whole = |(before, parts): (&Group, &BTreeMap<Group, Vec<&Sample>>)| {
        parts.len() == 1
            && !parts.contains_key(before)
            && parts.keys().all(|after| into.get(after).is_some_and(|sources| sources.len() == 1))
    };
    Preview {
        fault: None,
        events: samples.len(),
        truncated,
        moved: samples.iter().filter(|s| s.before != s.after).count(),
        issues_before: from.len(),
        issues_after: into.len(),
        renamed: from.iter().filter(|entry| whole(*entry)).count(),
        splits: changes(&from),
        merges: changes(&into),
    }
}

/// Groups with several parts, the largest first.
fn changes(groups: &BTreeMap<Group, BTreeMap<Group, Vec<&Sample>>>) -> Vec<Change> {
    let mut found: Vec<Change> = groups.values().filter(|parts| parts.len() > 1).map(change).collect();
    found.sort_by_key(|change| std::cmp::Reverse(change.events));
    found.truncate(MAX_CHANGES);
    found
}

fn change(parts: &BTreeMap<Group, Vec<&Sample>>) -> Change {
    let mut told: Vec<PreviewPart> = parts.values().filter_map(|samples| part(samples)).collect();
    told.sort_by_key(|part| std::cmp::Reverse(part.events));
    let titles: BTreeSet<&str> = told.iter().map(|part| part.title.as_str()).collect();
    let title = titles.first().map(|title| (*title).to_owned()).unwrap_or_default();
    let events = told.iter().map(|part| part.events).sum();
    told.truncate(MAX_CHANGES);
    Change { title, events, parts: told }
}

fn part(samples: &[&Sample]) -> Option<PreviewPart> {
    let first = samples.first()?;
    let issue_id = match first.before {
        Group::Issue(id) => Some(id.to_string()),
        Group::New(_) => None,
    };
    Some(PreviewPart { issue_id, title: first.title.clone(), events: samples.len(), example_event_id: first.event.to_string() })
}
