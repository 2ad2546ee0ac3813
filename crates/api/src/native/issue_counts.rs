//! How many issues each tab above the list holds.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::issue::{Status, Substatus};
use bartizan_ports::meta::{IssueGroup, IssueGroupKey};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::issues::READ;
use crate::sentry::search::{Compiler, Known, ListSort, Node, Search, Window};
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(issue_counts))
}

/// Issues by tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct IssueCounts {
    unresolved: u64,
    mine: u64,
    new: u64,
    regressed: u64,
    escalating: u64,
    ongoing: u64,
    archived: u64,
    resolved: u64,
}

/// How many issues each tab holds; `query` narrows all of them.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/issue-counts", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("query" = Option<String>, Query),
    ),
    responses((status = 200, body = IssueCounts))
)]
async fn issue_counts(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<IssueCounts>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let window = Window::read(state, &access, &params)?;
            let mut compiler = Compiler::new(state, &access, caller.user_id(), &window);
            let common = compiler.issues(params.first("query").unwrap_or_default())?;
            let search = Search { state, window: &window, viewer: caller.user_id(), sort: ListSort::Date };
            let mut known = Known::new();
            let groups = search.count_by(&common, IssueGroupKey::State, &mut known)?;
            let mine = if caller.user.is_some() {
                let mine = compiler.issues("is:unresolved assigned:[me,my_teams]")?;
                search.count(&Node::and(vec![mine, common]), &mut known)?
            } else {
                0
            };
            Ok(Json(IssueCounts::of(&groups, mine)))
        })
        .await
}

impl IssueCounts {
    fn of(groups: &[(IssueGroup, u64)], mine: u64) -> Self {
        let sum = |wanted: &dyn Fn(Status, Option<Substatus>) -> bool| {
            let of = |(group, count): &(IssueGroup, u64)| match group {
                IssueGroup::State(status, substatus) if wanted(*status, *substatus) => *count,
                _ => 0,
            };
            groups.iter().map(of).sum()
        };
        let finer = |wanted: Substatus| sum(&|_, substatus| substatus == Some(wanted));
        let status = |wanted: Status| sum(&|status, _| status == wanted);
        Self {
            unresolved: status(Status::Unresolved),
            mine,
            new: finer(Substatus::New),
            regressed: finer(Substatus::Regressed),
            escalating: finer(Substatus::Escalating),
            ongoing: finer(Substatus::Ongoing),
            archived: status(Status::Archived),
            resolved: status(Status::Resolved),
        }
    }
}
