//! Changes to many issues: which ones, what, and the answer.

use axum::Json;
use axum::response::{IntoResponse, Response};
use bartizan_app::issues::MAX_ISSUES_PER_COMMAND;
use bartizan_domain::IssueId;
use bartizan_domain::issue::Status;
use bartizan_ports::meta::IssueFilter;
use http::StatusCode;
use serde_json::{Value, json};

use super::change::{self, Change};
use super::list::DEFAULT_QUERY;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::params::Params;
use crate::sentry::search::{Compiler, ListSort, Node, Search, Window};
use crate::{ApiError, ApiResult, ApiState};

/// Changes the selected issues.
pub(super) fn update(
    state: &ApiState,
    caller: &Caller,
    access: &Access,
    window: &Window,
    params: &Params,
    body: &JsonBody,
) -> ApiResult<Response> {
    let wanted = body.parse()?;
    let change = Change::read(state, access, &wanted)?;
    if !names_issues(params) {
        if change::asks(&wanted, "merge") {
            return Err(ApiError::bad_request("Name the issues to merge by id."));
        }
        if params.first("query").is_none() && !change::is_status_only(&wanted) {
            return Err(ApiError::bad_request("Name the issues by id or by a query: without them, only the status can be changed."));
        }
    }
    // Those that have the status already are not meant, and what is resolved is not to be archived by leaving a query out.
    let query = if wanted.get("status").and_then(Value::as_str) == Some("unresolved") { "" } else { DEFAULT_QUERY };
    let mut ids = select(state, caller, access, window, params, query)?;
    if ids.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let merged = if change::asks(&wanted, "merge") { Some(merge(state, caller, access, &ids)?) } else { None };
    if let Some((parent, _)) = &merged {
        ids = vec![*parent];
    }
    let result = change::apply(state, caller, access, ids, &change)?;
    let mut answer = change::answer(state, access, &change, &result);
    if let (Some((_, told)), Some(answer)) = (merged, answer.as_object_mut()) {
        answer.insert("merge".to_owned(), told);
    }
    Ok(Json(answer).into_response())
}

/// Merges the issues; the one that stays, and the answer about it.
fn merge(state: &ApiState, caller: &Caller, access: &Access, ids: &[IssueId]) -> ApiResult<(IssueId, Value)> {
    let merged = state.app.merge_issues(access.organization_id(), ids, caller.user_id())?;
    change::announce(state, access, &[merged.parent]);
    let children: Vec<String> = merged.children.iter().map(ToString::to_string).collect();
    Ok((merged.parent, json!({"parent": merged.parent.to_string(), "children": children})))
}

/// Deletes the selected issues.
pub(super) fn delete(state: &ApiState, caller: &Caller, access: &Access, window: &Window, params: &Params) -> ApiResult<StatusCode> {
    let ids = select(state, caller, access, window, params, DEFAULT_QUERY)?;
    state.app.delete_issues(access.organization_id(), &ids)?;
    Ok(StatusCode::NO_CONTENT)
}

fn named(params: &Params) -> impl Iterator<Item = &str> {
    params.all("id").filter(|id| !id.is_empty())
}

fn names_issues(params: &Params) -> bool {
    named(params).next().is_some()
}

/// Issues named by `id`, or those that meet `query`, `status` and the filters; always within the window's projects. Where
/// neither is there, `default` is the query.
fn select(state: &ApiState, caller: &Caller, access: &Access, window: &Window, params: &Params, default: &str) -> ApiResult<Vec<IssueId>> {
    let named: Vec<&str> = named(params).collect();
    if named.len() > MAX_ISSUES_PER_COMMAND {
        return Err(ApiError::bad_request(format!("At most {MAX_ISSUES_PER_COMMAND} issues at once.")));
    }
    let mut window = window.clone();
    let mut parts = Vec::new();
    if named.is_empty() {
        let default = if params.filled("status").is_some() { "" } else { default };
        let query = params.first("query").unwrap_or(default);
        parts.push(Compiler::new(state, access, caller.user_id(), &window).issues(query)?);
    } else {
        window.range_given = false;
        window.environments.clear();
        let ids = named.iter().map(|id| id.parse().map_err(|_| ApiError::field("id", "A valid integer is required.")));
        parts.push(Node::Issue(IssueFilter::Ids(ids.collect::<ApiResult<_>>()?)));
    }
    if let Some(status) = params.filled("status") {
        let status = Status::parse(status).ok_or_else(|| ApiError::field("status", "Not a valid status."))?;
        parts.push(Node::Issue(IssueFilter::Status(status)));
    }
    let search = Search { state, window: &window, viewer: caller.user_id(), sort: ListSort::Date };
    search.ids(&Node::and(parts), MAX_ISSUES_PER_COMMAND)
}
