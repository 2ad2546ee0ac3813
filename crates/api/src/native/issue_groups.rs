//! The sections of a grouped list of issues: each with what to add to the search to get its issues, and how many they are.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::issues::Priority;
use bartizan_domain::issue::Assignee;
use bartizan_domain::release::Release;
use bartizan_domain::{ProjectId, Timestamp};
use bartizan_ports::meta::{IssueGroup, IssueGroupKey};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::params::Params;
use crate::sentry::issues::{People, READ};
use crate::sentry::search::{Compiler, Known, ListSort, Node, Search, Window};
use crate::sentry::shapes::{Actor, short_version};
use crate::{ApiError, ApiResult, ApiState};

/// Most sections of a list; the smallest are left out beyond it.
const MAX_GROUPS: usize = 100;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(issue_groups))
}

/// A section.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssueGroupBody {
    /// `deploy`, `turned`, `rest`; a priority; `user:1`, `team:1` or `nobody`; a project's id.
    id: String,
    /// To add to the search; empty where only the project is narrowed.
    query: String,
    /// The project the section is about, where it is about one.
    project: Option<String>,
    /// Name of the project.
    project_slug: Option<String>,
    /// Issues in it.
    count: u64,
    /// The newest release, of the first section by deploy.
    release: Option<GroupRelease>,
    /// Who the section is assigned to.
    actor: Option<Actor>,
}

/// A release that parts a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupRelease {
    version: String,
    short_version: String,
    /// Since when it is live: its last deploy, what was told of it, else its first event.
    date_live: String,
    /// Slugs of its projects.
    projects: Vec<String>,
}

/// Sections of the list that `query` and the filters give, `by` deploy, priority, assignee or project.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/issue-groups", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("by" = Option<String>, Query), ("project" = Option<Vec<String>>, Query),
        ("environment" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query),
        ("end" = Option<String>, Query), ("query" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<IssueGroupBody>))
)]
async fn issue_groups(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<IssueGroupBody>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let window = Window::read(state, &access, &params)?;
            let sections = Sections { state, caller: &caller, access: &access, window: &window };
            let query = params.first("query").unwrap_or_default();
            let mut groups = match params.filled("by").unwrap_or("deploy") {
                "deploy" => sections.by_deploy(query),
                "priority" => sections.by(query, IssueGroupKey::Priority),
                "assignee" => sections.by(query, IssueGroupKey::Assignee),
                "project" => sections.by(query, IssueGroupKey::Project),
                _ => Err(ApiError::bad_request("Invalid by: deploy, priority, assignee or project is required.")),
            }?;
            groups.truncate(MAX_GROUPS);
            Ok(Json(groups))
        })
        .await
}

struct Sections<'a> {
    state: &'a ApiState,
    caller: &'a Caller,
    access: &'a Access,
    window: &'a Window,
}

impl Sections<'_> {
    fn compiler(&self) -> Compiler<'_> {
        Compiler::new(self.state, self.access, self.caller.user_id(), self.window)
    }

    fn search(&self) -> Search<'_> {
        Search { state: self.state, window: self.window, viewer: self.caller.user_id(), sort: ListSort::Date }
    }

    /// What the newest release brought, what turned worse otherwise, and the rest.
    fn by_deploy(&self, query: &str) -> ApiResult<Vec<IssueGroupBody>> {
        let newest = self.newest()?;
        let with = newest.as_ref().map(|(release, _)| format!("cameWith:{}", quoted(&release.version)));
        let others = with.as_ref().map(|with| format!(" !{with}")).unwrap_or_default();
        let parts = [
            ("deploy", with.unwrap_or_default()),
            ("turned", format!("is:[regressed, escalating]{others}")),
            ("rest", format!("!is:[regressed, escalating]{others}")),
        ];
        let mut compiler = self.compiler();
        let common = compiler.issues(query)?;
        let (search, mut known) = (self.search(), Known::new());
        let mut groups = Vec::new();
        for (id, query) in parts.into_iter().filter(|(_, query)| !query.is_empty()) {
            let count = search.count(&Node::and(vec![compiler.issues(&query)?, common.clone()]), &mut known)?;
            let release = newest.as_ref().filter(|_| id == "deploy").map(|(release, live)| self.release(release, *live));
            groups.push(IssueGroupBody { id: id.to_owned(), query, count, release, ..IssueGroupBody::default() });
        }
        Ok(groups)
    }

    /// What went live last, and when: by the deploys that were noted, or by the events of a release that none was noted for.
    fn newest(&self) -> ApiResult<Option<(Release, Timestamp)>> {
        let (meta, organization, projects) = (&self.state.meta, self.window.organization, self.window.project_ids());
        let heard = meta.releases(organization, &projects, None, 1, 0)?.pop().map(|release| {
            let live = release.live();
            (release, live)
        });
        let Some(deployed) = meta.newest_deploys(organization, &projects, &self.window.environments, 1)?.pop() else { return Ok(heard) };
        let finished = deployed.deploy.finished;
        if let Some((release, live)) = heard
            && release.deploys == 0
            && release.first_event.is_some()
            && live > finished
        {
            return Ok(Some((release, live)));
        }
        Ok(Some((meta.release(organization, &deployed.version)?, finished)))
    }

    fn release(&self, release: &Release, live: Timestamp) -> GroupRelease {
        GroupRelease {
            version: release.version.clone(),
            short_version: short_version(&release.version),
            date_live: live.to_rfc3339(),
            projects: release.projects.iter().filter_map(|id| self.slug(*id)).collect(),
        }
    }

    fn slug(&self, id: ProjectId) -> Option<String> {
        self.window.project(id).map(|project| project.slug.clone())
    }

    fn by(&self, query: &str, key: IssueGroupKey) -> ApiResult<Vec<IssueGroupBody>> {
        let common = self.compiler().issues(query)?;
        let counted = self.search().count_by(&common, key, &mut Known::new())?;
        let people = People::new(self.state, self.window.organization);
        let mut groups: Vec<(u8, IssueGroupBody)> =
            counted.into_iter().filter_map(|(group, count)| self.section(&people, group, count)).collect();
        groups.sort_by(|(a, x), (b, y)| a.cmp(b).then(y.count.cmp(&x.count)).then_with(|| x.id.cmp(&y.id)));
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }

    /// The section of a group with its rank: one's own and nobody's first, then the largest.
    fn section(&self, people: &People<'_>, group: IssueGroup, count: u64) -> Option<(u8, IssueGroupBody)> {
        let of = |id: String, query: String| IssueGroupBody { id, query, count, ..IssueGroupBody::default() };
        Some(match group {
            IssueGroup::State(..) => return None,
            IssueGroup::Priority(number) => {
                let rank = if number >= 75 { 0 } else { u8::from(number < 50) + 1 };
                let word = Priority::of_number(number).as_str();
                (rank, of(word.to_owned(), format!("issue.priority:{word}")))
            }
            IssueGroup::Assignee(None) => (1, of("nobody".to_owned(), "assigned:none".to_owned())),
            IssueGroup::Assignee(Some(assignee)) => {
                let actor = people.actor(assignee);
                let (id, query) = match (assignee, &actor) {
                    (Assignee::User(id), _) => (format!("user:{id}"), format!("assigned:\"user:{id}\"")),
                    (Assignee::Team(id), Some(team)) => (format!("team:{id}"), format!("assigned:#{}", team.name())),
                    (Assignee::Team(_), None) => return None,
                };
                let mine = self.caller.user_id().is_some_and(|me| assignee == Assignee::User(me));
                (if mine { 0 } else { 2 }, IssueGroupBody { actor, ..of(id, query) })
            }
            IssueGroup::Project(id) => {
                (0, IssueGroupBody { project: Some(id.to_string()), project_slug: self.slug(id), ..of(id.to_string(), String::new()) })
            }
        })
    }
}

/// A value as the search language takes it whatever is in it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
