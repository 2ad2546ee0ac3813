//! Issues that look like another: by the frames of their newest events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use bartizan_domain::TimeRange;
use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::FieldValue;
use bartizan_domain::issue::{Issue, short_id};
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_ports::grouping::{FrameToken, Regrouped};
use bartizan_ports::meta::{IssueFilter, IssueList, IssueSort};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::sentry::events::{EventReader, Listing};
use crate::sentry::issues::{IssueAccess, IssueTarget, READ};
use crate::{ApiError, ApiResult, ApiState};

/// Issues of the project compared with, those seen last.
const MAX_COMPARED: usize = 200;
/// Answers at most.
const MAX_ANSWERS: usize = 20;
/// Below this two issues are not alike.
const MIN_SCORE: f64 = 0.3;
/// What a frame of the application weighs against any other.
const OWN_FRAME_WEIGHT: f64 = 4.0;
/// How much of its weight a frame counts that both have and whose function is not known.
const NAMELESS_SHARE: f64 = 0.5;
/// What the type of the exception weighs.
const TYPE_WEIGHT: f64 = 3.0;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(similar))
}

/// An issue that looks like another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SimilarIssue {
    id: String,
    short_id: String,
    title: String,
    culprit: String,
    count: u64,
    last_seen: String,
    /// 0 to 1: the weight of shared frames and type over the weight of all of both.
    score: f64,
    /// Frames of the application that both have.
    shared: Vec<String>,
    /// All frames of the application are the same.
    same_frames: bool,
}

/// Issues of the project that look like this one, the most alike first.
#[utoipa::path(get, path = "/api/native/organizations/{organization}/issues/{issue}/similar", tag = "native",
    operation_id = "similar_issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Vec<SimilarIssue>)))]
async fn similar(State(state): State<ApiState>, caller: Caller, target: IssueTarget) -> ApiResult<Json<Vec<SimilarIssue>>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            Comparison { state, found: &found }.answers().map(Json)
        })
        .await
}

/// One issue against the others of its project.
struct Comparison<'a> {
    state: &'a ApiState,
    found: &'a IssueAccess,
}

impl Comparison<'_> {
    fn answers(&self) -> ApiResult<Vec<SimilarIssue>> {
        let others = self.others()?;
        let mut payloads = vec![self.newest(&self.found.found.issue)?];
        for issue in &others {
            payloads.push(self.newest(issue)?);
        }
        let grouped = self.regroup(&payloads)?;
        let Some((Some(own), grouped)) = grouped.split_first() else { return Ok(Vec::new()) };
        let pairs = others.into_iter().zip(grouped).filter_map(|(issue, other)| Some((issue, other.as_ref()?)));
        let mut answers: Vec<SimilarIssue> = pairs.filter_map(|(issue, other)| self.answer(issue, own, other)).collect();
        answers.sort_by(|a, b| b.score.total_cmp(&a.score));
        answers.truncate(MAX_ANSWERS);
        Ok(answers)
    }

    fn others(&self) -> ApiResult<Vec<Issue>> {
        let list = IssueList {
            organization_id: self.found.organization_id(),
            projects: vec![self.found.project.id],
            filter: IssueFilter::All,
            sort: IssueSort::LastSeen,
            limit: MAX_COMPARED,
            offset: 0,
            viewer: None,
        };
        let all = self.state.meta.list_issues(&list)?.issues.into_iter().map(|found| found.issue);
        Ok(all.filter(|issue| issue.id != self.found.id()).collect())
    }

    /// Payload of the newest event; empty when none is stored any more.
    fn newest(&self, issue: &Issue) -> ApiResult<Arc<[u8]>> {
        let organization = self.found.organization_id();
        let hashes = self.state.meta.hashes(organization, issue.id)?;
        let values = hashes.iter().map(|hash| FieldValue::Str(hash.to_string())).collect();
        let filter = Filter::In(FieldRef::field(GROUP_HASH), values);
        let range = TimeRange { start: issue.first_seen, end: issue.last_seen.plus(1) };
        let reader = EventReader { state: self.state, organization };
        let loaded = reader.edge(&Listing { projects: vec![issue.project_id], range, filter }, true)?;
        Ok(loaded.map_or_else(|| Arc::from(&b""[..]), |loaded| loaded.raw))
    }

    fn regroup(&self, payloads: &[Arc<[u8]>]) -> ApiResult<Vec<Option<Regrouped>>> {
        let newest = self.state.meta.rule_versions(self.found.organization_id(), self.found.project.id, 1)?.pop();
        let rules = newest.map(|version| version.texts).unwrap_or_default();
        self.state.grouper.regroup(payloads, &rules).map_err(|(field, fault)| ApiError::field(field, fault.to_string()))
    }

    fn answer(&self, issue: Issue, own: &Regrouped, other: &Regrouped) -> Option<SimilarIssue> {
        let score = score(own, other);
        (score >= MIN_SCORE).then(|| SimilarIssue {
            id: issue.id.to_string(),
            short_id: short_id(&self.found.project.slug, issue.number),
            title: issue.title,
            culprit: issue.culprit,
            count: issue.times_seen,
            last_seen: issue.last_seen.to_rfc3339(),
            score: (score * 1000.0).round() / 1000.0,
            shared: shared(own, other),
            same_frames: own_texts(own) == own_texts(other) && !own_texts(own).is_empty(),
        })
    }
}

/// Frames of the application that say which function ran: two errors in one file are not alike by that.
fn own_texts(event: &Regrouped) -> Vec<&str> {
    event.frames.iter().filter(|f| f.in_app && f.has_function).map(|f| f.text.as_str()).collect()
}

fn shared(a: &Regrouped, b: &Regrouped) -> Vec<String> {
    let other = own_texts(b);
    let mut found: Vec<String> = own_texts(a).into_iter().filter(|text| other.contains(text)).map(str::to_owned).collect();
    found.dedup();
    found
}

/// Weighted Jaccard: what both have over what either has. A frame without a function that both have counts by half.
fn score(a: &Regrouped, b: &Regrouped) -> f64 {
    let weights = |frames: &[FrameToken]| {
        let mut weights: BTreeMap<String, f64> = BTreeMap::new();
        for frame in frames {
            let weight = if frame.in_app { OWN_FRAME_WEIGHT } else { 1.0 };
            let slot = weights.entry(frame.text.clone()).or_default();
            *slot = slot.max(weight);
        }
        weights
    };
    let nameless: BTreeSet<&str> = a.frames.iter().filter(|f| !f.has_function).map(|f| f.text.as_str()).collect();
    let (mut left, mut right) = (weights(&a.frames), weights(&b.frames));
    for (kind, weights) in [(&a.kind, &mut left), (&b.kind, &mut right)] {
        weights.extend(kind.iter().map(|kind| (format!("type {kind}"), TYPE_WEIGHT)));
    }
    let (mut both, mut either) = (0.0, 0.0);
    for (text, weight) in &left {
        let other = right.get(text).copied().unwrap_or_default();
        let share = if nameless.contains(text.as_str()) { NAMELESS_SHARE } else { 1.0 };
        both += weight.min(other) * share;
        either += weight.max(other);
    }
    either += right.iter().filter(|(text, _)| !left.contains_key(*text)).map(|(_, weight)| weight).sum::<f64>();
    if either > 0.0 { both / either } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use bartizan_domain::GroupHash;

    use super::*;

    fn event(own: &[&str], foreign: &[&str], kind: &str) -> Regrouped {
        let token = |in_app: bool| move |text: &&str| FrameToken { text: (*text).to_owned(), in_app, has_function: !text.ends_with(".js") };
        let frames = foreign.iter().map(token(false)).chain(own.iter().map(token(true))).collect();
        Regrouped { hash: GroupHash::default(), frames, kind: Some(kind.to_owned()), explanation: String::new() }
    }

    #[test]
    fn own_frames_weigh_more_and_scores_are_symmetric() {
        let base = event(&["a", "b", "c"], &["x", "y"], "E");
        assert!((score(&base, &base) - 1.0).abs() < 1e-9);
        let near = event(&["a", "b", "d"], &["x", "z"], "E");
        let far = event(&["q"], &["x", "y"], "E");
        assert!(score(&base, &near) > score(&base, &far));
        assert!((score(&base, &near) - score(&near, &base)).abs() < 1e-9);
        assert_eq!(shared(&base, &near), ["a", "b"]);
        assert!(score(&event(&[], &[], "E"), &event(&["a"], &[], "F")) < MIN_SCORE);
    }

    #[test]
    fn a_file_without_a_function_is_half_a_likeness() {
        let (one, other) = (event(&["app.js"], &[], "E"), event(&["app.js"], &[], "F"));
        assert!(score(&one, &one) < 0.8 && score(&one, &other) < 0.5, "{} {}", score(&one, &one), score(&one, &other));
        assert!((score(&one, &other) - score(&other, &one)).abs() < 1e-9);
        assert!(shared(&one, &other).is_empty() && own_texts(&one).is_empty());
        let named = event(&["app.js", "app.js:pay"], &[], "E");
        assert_eq!(shared(&named, &named), ["app.js:pay"]);
    }
}
