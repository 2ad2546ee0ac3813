//! How many issues each tab above the list holds.

use axum::Json;
use axum::extract::{Path, State};
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
            let mut compiler = Compiler::new(state.meta.as_ref(), &access, caller.user_id(), &window);
            let common = compiler.issues(params.first("query").unwrap_or_default())?;
            let search = Search { state, window: &window, viewer: caller.user_id(), sort: ListSort::Date };
            let mut known = Known::new();
            let mut count = |query: &str| -> ApiResult<u64> {
                let node = Node::and(vec![compiler.issues(query)?, common.clone()]);
                search.count(&node, &mut known)
            };
            let mine = if caller.user.is_some() { count("is:unresolved assigned:[me,my_teams]")? } else { 0 };
            Ok(Json(IssueCounts {
                unresolved: count("is:unresolved")?,
                mine,
                new: count("is:new")?,
                regressed: count("is:regressed")?,
                escalating: count("is:escalating")?,
                ongoing: count("is:ongoing")?,
                archived: count("is:archived")?,
                resolved: count("is:resolved")?,
            }))
        })
        .await
}
