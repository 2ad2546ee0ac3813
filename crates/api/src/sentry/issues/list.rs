//! Lists of issues, and changes to many at once.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bartizan_domain::IssueId;
use bartizan_domain::issue::{Issue, parse_short_id};
use bartizan_domain::query::Filter;
use bartizan_ports::meta::IssueFilter;
use http::{HeaderName, HeaderValue, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::numbers::{Charts, Counter, Numbers, Point, Series};
use super::people::People;
use super::shape::{FilteredBody, IssueBody, NumbersBody, Shaper, inbox};
use super::target::issue_id;
use super::tickets::IssueTickets;
use super::{ADMIN, READ, WRITE, bulk};
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::sentry::search::{Compiler, Found, Hit, ListSort, Node, Search, Window};
use crate::{ApiError, ApiResult, ApiState};

/// Issues on a page when the request does not say.
const DEFAULT_LIMIT: usize = 25;
/// What a list shows that names no query.
pub(super) const DEFAULT_QUERY: &str = "is:unresolved";
/// A query that was a short id led to its issue.
const DIRECT_HIT: HeaderName = HeaderName::from_static("x-sentry-direct-hit");

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, update, delete)).routes(routes!(list_of_project, update_of_project, delete_of_project))
}

/// Issues of an organization.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("query" = Option<String>, Query), ("sort" = Option<String>, Query),
        ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
        ("groupStatsPeriod" = Option<String>, Query), ("limit" = Option<u32>, Query), ("cursor" = Option<String>, Query),
        ("expand" = Option<Vec<String>>, Query), ("collapse" = Option<Vec<String>>, Query), ("group" = Option<Vec<String>>, Query),
        ("shortIdLookup" = Option<bool>, Query),
    ),
    responses((status = 200, body = Vec<IssueBody>))
)]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
    page: Page,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let window = Window::read(state, &access, &params)?;
            IssueLister { state, caller: &caller, access: &access, window, params: &params }.answer(page, None)
        })
        .await
}

/// Issues of a project. `statsPeriod` (`24h`, `14d` or empty) is about the statistics only.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/issues/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("project" = String, Path), ("query" = Option<String>, Query),
        ("statsPeriod" = Option<String>, Query), ("hashes" = Option<String>, Query), ("limit" = Option<u32>, Query),
        ("cursor" = Option<String>, Query), ("shortIdLookup" = Option<bool>, Query),
    ),
    responses((status = 200, body = Vec<IssueBody>))
)]
async fn list_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
    page: Page,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let window = Window::of_projects(state, &found.access, vec![found.project], &params.without("statsPeriod"))?;
            let period = params.first("statsPeriod").unwrap_or("24h").to_owned();
            IssueLister { state, caller: &caller, access: &found.access, window, params: &params }.answer(page, Some(&period))
        })
        .await
}

/// Changes issues: those named by `id`, or all that meet `query` and the filters.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/issues/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("id" = Option<Vec<String>>, Query), ("query" = Option<String>, Query)),
    request_body = serde_json::Value,
    responses((status = 200, body = serde_json::Value), (status = 204, description = "Nothing matched"))
)]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
    body: JsonBody,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &WRITE)?;
            let window = Window::read(state, &access, &params)?;
            bulk::update(state, &caller, &access, &window, &params, &body)
        })
        .await
}

/// Changes issues of a project.
#[utoipa::path(
    put, path = "/api/0/projects/{organization}/{project}/issues/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("id" = Option<Vec<String>>, Query), ("status" = Option<String>, Query)),
    request_body = serde_json::Value,
    responses((status = 200, body = serde_json::Value), (status = 204, description = "Nothing matched"))
)]
async fn update_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
    body: JsonBody,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &WRITE)?;
            let window = Window::of_projects(state, &found.access, vec![found.project], &params.without("statsPeriod"))?;
            bulk::update(state, &caller, &found.access, &window, &params, &body)
        })
        .await
}

/// Deletes issues with their events: those named by `id`, or up to 1000 that meet `query` and the filters.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/", tag = "issues",
    security(("bearer" = ["event:admin"])),
    params(("organization" = String, Path), ("id" = Option<Vec<String>>, Query), ("query" = Option<String>, Query)),
    responses((status = 204, description = "Deleted"))
)]
async fn delete(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>, params: Params) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &ADMIN)?;
            let window = Window::read(state, &access, &params)?;
            bulk::delete(state, &caller, &access, &window, &params)
        })
        .await
}

/// Deletes issues of a project.
#[utoipa::path(
    delete, path = "/api/0/projects/{organization}/{project}/issues/", tag = "issues",
    security(("bearer" = ["event:admin"])),
    params(("organization" = String, Path), ("project" = String, Path), ("id" = Option<Vec<String>>, Query)),
    responses((status = 204, description = "Deleted"))
)]
async fn delete_of_project(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    params: Params,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &ADMIN)?;
            let window = Window::of_projects(state, &found.access, vec![found.project], &params.without("statsPeriod"))?;
            bulk::delete(state, &caller, &found.access, &window, &params)
        })
        .await
}

/// One request for a list.
struct IssueLister<'a> {
    state: &'a ApiState,
    caller: &'a Caller,
    access: &'a Access,
    window: Window,
    params: &'a Params,
}

impl IssueLister<'_> {
    fn answer(&self, page: Page, stats_period: Option<&str>) -> ApiResult<Response> {
        let page = page.default_limit(DEFAULT_LIMIT);
        if let Some(answer) = self.direct_hit(&page)? {
            return Ok(answer);
        }
        let node = self.node()?;
        let search = Search { state: self.state, window: &self.window, viewer: self.caller.user_id(), sort: self.sort()? };
        let found = search.page(&node, &page)?;
        let series = self.series(stats_period)?;
        let bodies = self.bodies(&found, series.as_ref())?;
        Ok(self.wrap(&page, bodies, found.more, found.total).into_response())
    }

    fn wrap(&self, page: &Page, bodies: Vec<IssueBody>, more: bool, total: u64) -> Paged<IssueBody> {
        page.wrap(bodies, more).with_hits(total)
    }

    fn node(&self) -> ApiResult<Node> {
        let query = self.params.first("query").unwrap_or(DEFAULT_QUERY);
        let mut compiler = Compiler::new(self.state, self.access, self.caller.user_id(), &self.window);
        let node = compiler.issues(query)?;
        let named = self.named_issues()?;
        Ok(match named {
            Some(ids) => Node::and(vec![node, Node::Issue(IssueFilter::Ids(ids))]),
            None => node,
        })
    }

    /// Issues named by `group` or `hashes`, when there are such parameters.
    fn named_issues(&self) -> ApiResult<Option<Vec<IssueId>>> {
        let mut ids: Vec<IssueId> = self.params.all("group").filter_map(|id| id.parse().ok()).collect();
        let hashes: Vec<_> =
            self.params.all("hashes").flat_map(|list| list.split(',')).filter_map(|h| h.trim().parse().ok()).take(100).collect();
        if !hashes.is_empty() {
            for project in &self.window.projects {
                ids.extend(self.state.meta.issues_of_hashes(project.id, &hashes)?.into_iter().map(|(_, id)| id));
            }
        }
        let asked = self.params.filled("group").is_some() || self.params.filled("hashes").is_some();
        Ok(asked.then_some(ids))
    }

    fn sort(&self) -> ApiResult<ListSort> {
        let word = self.params.filled("sort").unwrap_or("date");
        ListSort::parse(word)
            .ok_or_else(|| ApiError::bad_request(format!("Invalid sort {word:?}: date, new, freq, user or priority is required.")))
    }

    fn series(&self, stats_period: Option<&str>) -> ApiResult<Option<Series>> {
        if self.collapses("stats") {
            return Ok(None);
        }
        let period = stats_period.or_else(|| self.params.first("groupStatsPeriod")).unwrap_or("24h");
        Series::read(period, self.window.range, self.window.now)
    }

    fn collapses(&self, part: &str) -> bool {
        self.params.all("collapse").any(|name| name == part)
    }

    fn expands(&self, part: &str) -> bool {
        self.params.all("expand").any(|name| name == part)
    }

    /// A query that is exactly a short id leads to its issue.
    fn direct_hit(&self, page: &Page) -> ApiResult<Option<Response>> {
        let query = self.params.first("query").unwrap_or_default().trim();
        if !self.params.flag("shortIdLookup") || parse_short_id(query).is_none() {
            return Ok(None);
        }
        let Some(id) = issue_id(self.state, self.access, query)? else { return Ok(None) };
        let found = self.state.meta.issue(self.access.organization_id(), id, self.caller.user_id())?;
        if self.window.project(found.issue.project_id).is_none() {
            return Ok(None);
        }
        let found = Found { issues: vec![found], total: 1, ..Found::default() };
        let bodies = self.bodies(&found, None)?;
        let mut response = self.wrap(page, bodies, false, 1).into_response();
        response.headers_mut().insert(DIRECT_HIT, HeaderValue::from_static("1"));
        Ok(Some(response))
    }

    fn bodies(&self, found: &Found, series: Option<&Series>) -> ApiResult<Vec<IssueBody>> {
        let people = People::new(self.state, self.access.organization_id());
        let ids: Vec<IssueId> = found.issues.iter().map(|found| found.issue.id).collect();
        let tickets = IssueTickets::of(self.state, self.access.organization_id(), &ids)?;
        let organization = &self.access.organization.slug;
        let shaper = Shaper { base_url: &self.state.base_url, organization, people: &people, tickets: &tickets };
        let counts = self.counts(found, series)?;
        let mut bodies = Vec::with_capacity(found.issues.len());
        for issue in &found.issues {
            let Some(project) = self.window.project(issue.issue.project_id) else { continue };
            let mut body = shaper.body(issue, project);
            counts.fill(&mut body, &issue.issue, series);
            self.shape(&mut body, &issue.issue, &tickets)?;
            bodies.push(body);
        }
        Ok(bodies)
    }

    /// What `collapse` leaves out and `expand` adds.
    fn shape(&self, body: &mut IssueBody, issue: &Issue, tickets: &IssueTickets) -> ApiResult<()> {
        if self.collapses("lifetime") {
            (body.lifetime, body.numbers) = (None, None);
        }
        if self.collapses("filtered") {
            body.filtered = None;
        }
        if self.collapses("unhandled") {
            body.is_unhandled = None;
        }
        body.inbox = self.expands("inbox").then(|| inbox(issue));
        body.owners = self.expands("owners").then(Vec::new);
        body.integration_issues = self.expands("integrationIssues").then(Vec::new);
        body.sentry_app_issues = self.expands("sentryAppIssues").then(|| tickets.bodies(issue.id));
        if self.expands("latestEventHasAttachments") {
            body.latest_event_has_attachments = Some(super::events::latest_has_attachments(self.state, issue)?);
        }
        Ok(())
    }

    fn counts(&self, found: &Found, series: Option<&Series>) -> ApiResult<PageCounts> {
        let counter = Counter { state: self.state, window: &self.window };
        let issues: Vec<&Issue> = found.issues.iter().map(|issue| &issue.issue).collect();
        let ids: Vec<IssueId> = issues.iter().map(|issue| issue.id).collect();
        let filter = &found.event_filter.0;
        let hits = found.hits.clone();
        let asks_events = *filter != Filter::All || self.window.is_past();
        // An issue younger than the window had all its events in it; of older ones the hours are added up.
        let windowed_wanted = hits.is_none() && self.window.range_given && !self.collapses("stats");
        let older = issues.iter().filter(|issue| windowed_wanted && issue.first_seen < self.window.range.start);
        let older: Vec<IssueId> = older.map(|issue| issue.id).collect();
        let hourly = series.filter(|series| !asks_events && series.is_hourly());
        let (mut charts, windowed) = counter.hourly_and_windowed(&ids, hourly, &older)?;
        if let Some(series) = series.filter(|_| hourly.is_none()) {
            charts = counter.filtered(&issues, filter, series)?;
        }
        // Only a condition of the query makes numbers "filtered": environment and time limit the base numbers alike.
        let is_filtered = hits.is_some() && *filter != self.window.environment_filter();
        Ok(PageCounts { charts, hits, windowed, is_filtered })
    }
}

/// Numbers of a page's issues.
struct PageCounts {
    charts: Charts,
    hits: Option<std::collections::HashMap<IssueId, Hit>>,
    windowed: std::collections::HashMap<IssueId, u64>,
    is_filtered: bool,
}

impl PageCounts {
    fn fill(&self, body: &mut IssueBody, issue: &Issue, series: Option<&Series>) {
        let ever = Numbers::ever(issue);
        let mut numbers = ever;
        if let Some(count) = self.windowed.get(&issue.id) {
            numbers.count = *count;
        }
        let hit = self.hits.as_ref().and_then(|hits| hits.get(&issue.id));
        if let Some(hit) = hit {
            numbers = Numbers { count: hit.count, users: hit.users, first: issue.first_seen, last: hit.last };
        }
        body.numbers = Some(numbers.into());
        body.lifetime = Some(ever.into());
        let stats: Option<BTreeMap<String, Vec<Point>>> =
            series.map(|s| BTreeMap::from([(s.name.clone(), self.charts.get(&issue.id).cloned().unwrap_or_else(|| s.empty()))]));
        body.filtered = Some(hit.filter(|_| self.is_filtered).map(|hit| FilteredBody {
            numbers: NumbersBody::from(Numbers { count: hit.count, users: hit.users, first: hit.first, last: hit.last }),
            stats: stats.clone().unwrap_or_default(),
        }));
        body.stats = stats;
    }
}
