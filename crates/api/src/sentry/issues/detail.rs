//! One issue: reading, changing, deleting it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use bartizan_domain::issue::Assignee;
use bartizan_domain::time::{DAY_US, HOUR_US};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::activity::{self, ActivityBody};
use super::change::{self, Change};
use super::numbers::{Counter, Point, Series};
use super::people::People;
use super::shape::{IssueBody, Shaper, inbox};
use super::target::{IssueAccess, IssueTarget};
use super::tickets::IssueTickets;
use super::{ADMIN, READ, WRITE, with_legacy};
use crate::auth::Caller;
use crate::body::JsonBody;
use crate::params::Params;
use crate::sentry::search::Window;
use crate::sentry::shapes::{ReleaseAnswer, UserAnswer};
use crate::sentry::tags::{TagKeyBody, keys_of_issue};
use crate::sentry::user_reports;
use crate::{ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    with_legacy(routes!(detail, update, delete))
}

/// A person who has looked at an issue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SeenBy {
    #[serde(flatten)]
    user: UserAnswer,
    #[serde(rename = "lastSeen")]
    last_seen: String,
}

/// One issue in full.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = IssueDetail)]
pub(crate) struct DetailBody {
    #[serde(flatten)]
    issue: IssueBody,
    activity: Vec<ActivityBody>,
    seen_by: Vec<SeenBy>,
    participants: Vec<Value>,
    user_report_count: usize,
    plugin_actions: Vec<Value>,
    plugin_issues: Vec<Value>,
    plugin_contexts: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ReleaseAnswer>)]
    first_release: Option<Option<ReleaseAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ReleaseAnswer>)]
    last_release: Option<Option<ReleaseAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<TagKeyBody>>,
    open_periods: Vec<Value>,
}

/// An issue.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("issue" = String, Path), ("environment" = Option<Vec<String>>, Query),
        ("expand" = Option<Vec<String>>, Query), ("collapse" = Option<Vec<String>>, Query),
    ),
    responses((status = 200, body = DetailBody), (status = 404))
)]
async fn detail(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: Params) -> ApiResult<Json<DetailBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            Detail { state, found: &found, params: &params }.body().map(Json)
        })
        .await
}

/// Changes an issue; answers it as it is then.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/issues/{issue}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)), request_body = Value,
    responses((status = 200, body = IssueBody), (status = 404))
)]
async fn update(State(state): State<ApiState>, caller: Caller, target: IssueTarget, body: JsonBody) -> ApiResult<Json<IssueBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let change = Change::read(state, &found.access, &body.parse()?)?;
            change::apply(state, &caller, &found.access, vec![found.id()], &change)?;
            let now = state.meta.issue(found.organization_id(), found.id(), caller.user_id())?;
            let people = People::new(state, found.organization_id());
            let tickets = IssueTickets::of(state, found.organization_id(), &[found.id()])?;
            let organization = &found.access.organization.slug;
            let shaper = Shaper { base_url: &state.base_url, organization, people: &people, tickets: &tickets };
            Ok(Json(shaper.body(&now, &found.project)))
        })
        .await
}

/// Deletes an issue with its events.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/{issue}/", tag = "issues",
    security(("bearer" = ["event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 202, description = "Deleted"), (status = 404))
)]
async fn delete(State(state): State<ApiState>, caller: Caller, target: IssueTarget) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &ADMIN)?;
            state.app.delete_issues(found.organization_id(), &[found.id()])?;
            Ok(StatusCode::ACCEPTED)
        })
        .await
}

struct Detail<'a> {
    state: &'a ApiState,
    found: &'a IssueAccess,
    params: &'a Params,
}

impl Detail<'_> {
    fn collapses(&self, part: &str) -> bool {
        self.params.all("collapse").any(|name| name == part)
    }

    fn expands(&self, part: &str) -> bool {
        self.params.all("expand").any(|name| name == part)
    }

    fn body(&self) -> ApiResult<DetailBody> {
        let (tenant, issue) = (self.found.organization_id(), &self.found.found.issue);
        let people = People::new(self.state, tenant);
        let tickets = IssueTickets::of(self.state, tenant, &[issue.id])?;
        let organization = &self.found.access.organization.slug;
        let shaper = Shaper { base_url: &self.state.base_url, organization, people: &people, tickets: &tickets };
        let mut body = shaper.body(&self.found.found, &self.found.project);
        body.stats = if self.collapses("stats") { None } else { Some(self.stats()?) };
        body.inbox = self.expands("inbox").then(|| inbox(issue));
        body.owners = self.expands("owners").then(Vec::new);
        body.integration_issues = self.expands("integrationIssues").then(Vec::new);
        body.sentry_app_issues = self.expands("sentryAppIssues").then(|| tickets.bodies(issue.id));
        if self.expands("latestEventHasAttachments") {
            body.latest_event_has_attachments = Some(super::events::latest_has_attachments(self.state, issue)?);
        }
        let releases = !self.collapses("release");
        Ok(DetailBody {
            issue: body,
            activity: activity::all(self.state, self.found, &people)?,
            seen_by: self.seen_by(&people)?,
            participants: self.participants(&people),
            user_report_count: user_reports::of_issue(self.state, &self.found.project, issue.id)?.len(),
            plugin_actions: Vec::new(),
            plugin_issues: Vec::new(),
            plugin_contexts: Vec::new(),
            first_release: if releases { Some(self.release(issue.first_release.as_deref())?) } else { None },
            last_release: if releases { Some(self.release(issue.last_release.as_deref())?) } else { None },
            tags: if self.collapses("tags") { None } else { Some(self.tags()?) },
            open_periods: vec![self.open_period()],
        })
    }

    fn seen_by(&self, people: &People<'_>) -> ApiResult<Vec<SeenBy>> {
        let seen = self.state.meta.seen_by(self.found.organization_id(), self.found.id())?;
        let seen = seen.into_iter().filter_map(|(id, at)| Some(SeenBy { user: people.person(id)?, last_seen: at.to_rfc3339() }));
        Ok(seen.collect())
    }

    /// The assignee takes part; who else follows the issue is not told by the store.
    fn participants(&self, people: &People<'_>) -> Vec<Value> {
        let Some(Assignee::User(id)) = self.found.found.issue.assignee else { return Vec::new() };
        let mut user = json!(people.person(id));
        if let Some(map) = user.as_object_mut() {
            map.insert("type".to_owned(), json!("user"));
        }
        vec![user]
    }

    fn release(&self, version: Option<&str>) -> ApiResult<Option<ReleaseAnswer>> {
        let Some(version) = version else { return Ok(None) };
        match self.state.meta.release(self.found.organization_id(), version) {
            Ok(release) => Ok(Some(ReleaseAnswer::of(&release, std::slice::from_ref(&self.found.project)))),
            Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn tags(&self) -> ApiResult<Vec<TagKeyBody>> {
        let environments = crate::sentry::search::environments(self.params);
        let listing = super::listing_of(self.state, &self.found.found.issue, &environments)?;
        keys_of_issue(self.state, self.found.organization_id(), &listing)
    }

    fn stats(&self) -> ApiResult<BTreeMap<String, Vec<Point>>> {
        let environments = crate::sentry::search::environments(self.params);
        let (issue, now) = (&self.found.found.issue, self.state.now());
        let window = Window {
            organization: self.found.organization_id(),
            projects: vec![self.found.project.clone()],
            environments,
            range: self.found.lifetime(),
            range_given: false,
            now,
        };
        let counter = Counter { state: self.state, window: &window };
        // One point more than the period has: the current one is under way.
        let series = [Series::last("24h", HOUR_US, 25, now), Series::last("30d", DAY_US, 31, now)];
        let mut stats = BTreeMap::new();
        for series in series {
            let mut charts = if window.environments.is_empty() {
                counter.hourly(&[issue.id], &series)?
            } else {
                counter.filtered(&[issue], &window.environment_filter(), &series)?
            };
            stats.insert(series.name.clone(), charts.remove(&issue.id).unwrap_or_default());
        }
        Ok(stats)
    }

    fn open_period(&self) -> Value {
        use bartizan_domain::issue::Status;
        let issue = &self.found.found.issue;
        let end = (issue.status == Status::Resolved).then(|| issue.status_changed.to_rfc3339());
        json!({
            "start": issue.first_seen.to_rfc3339(), "end": end, "duration": null, "isOpen": end.is_none(),
            "lastChecked": issue.last_seen.to_rfc3339(),
        })
    }
}
