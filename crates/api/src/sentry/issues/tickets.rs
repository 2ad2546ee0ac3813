//! Tickets of other tools that belong to an issue: the public API's external issues.
//!
//! The list has the public shape. In the public API an app links a ticket under an address of its own installation; here
//! whoever may change the issue links it by its address, with `POST` on the list, and takes it away with `DELETE` as there.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{RawPathParams, State};
use bartizan_domain::ticket::Ticket;
use bartizan_domain::{IssueId, OrganizationId, TicketId};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::change::announce;
use super::target::IssueTarget;
use super::{READ, WRITE, with_legacy};
use crate::auth::Caller;
use crate::body::JsonBody;
use crate::{ApiError, ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(with_legacy(routes!(list, link))).merge(with_legacy(routes!(unlink)))
}

/// A ticket.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExternalIssue)]
pub(crate) struct TicketBody {
    /// Id.
    id: String,
    /// Issue.
    issue_id: String,
    /// Tool: `github gitlab bitbucket gitea jira linear azure youtrack shortcut asana trello clickup`, else `link`.
    service_type: &'static str,
    /// `owner/repo#12`.
    display_name: String,
    /// Its page.
    web_url: String,
}

impl From<&Ticket> for TicketBody {
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id.to_string(),
            issue_id: ticket.issue_id.to_string(),
            service_type: ticket.service.as_str(),
            display_name: ticket.name.clone(),
            web_url: ticket.web_url.clone(),
        }
    }
}

/// A ticket to link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewExternalIssue)]
pub(crate) struct NewTicketBody {
    /// Its page, `http` or `https`.
    #[serde(default)]
    web_url: String,
    /// Its name, unless it is to be what the address tells.
    #[serde(default)]
    display_name: Option<String>,
}

/// A ticket as a link of an issue.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Annotation {
    /// Its name.
    display_name: String,
    /// Its page.
    url: String,
}

/// Tickets of the issues of one answer, looked up at once.
#[derive(Debug, Default)]
pub(crate) struct IssueTickets(HashMap<IssueId, Vec<Ticket>>);

impl IssueTickets {
    /// Tickets of these issues.
    pub(crate) fn of(state: &ApiState, organization: OrganizationId, issues: &[IssueId]) -> ApiResult<Self> {
        let mut of_issue: HashMap<IssueId, Vec<Ticket>> = HashMap::new();
        for ticket in state.meta.tickets(organization, issues)? {
            of_issue.entry(ticket.issue_id).or_default().push(ticket);
        }
        Ok(Self(of_issue))
    }

    fn each<T>(&self, issue: IssueId, shape: impl Fn(&Ticket) -> T) -> Vec<T> {
        self.0.get(&issue).map(|tickets| tickets.iter().map(shape).collect()).unwrap_or_default()
    }

    /// As links.
    pub(crate) fn annotations(&self, issue: IssueId) -> Vec<Annotation> {
        self.each(issue, |ticket| Annotation { display_name: ticket.name.clone(), url: ticket.web_url.clone() })
    }

    /// In full.
    pub(crate) fn bodies(&self, issue: IssueId) -> Vec<TicketBody> {
        self.each(issue, |ticket| TicketBody::from(ticket))
    }
}

fn ticket_id(params: &RawPathParams) -> ApiResult<TicketId> {
    let text = params.iter().find(|(name, _)| *name == "ticket").map(|(_, value)| value);
    text.and_then(|text| text.parse().ok()).ok_or_else(ApiError::not_found)
}

/// Tickets of an issue, in the order they were linked.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/external-issues/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Vec<TicketBody>), (status = 404))
)]
async fn list(State(state): State<ApiState>, caller: Caller, target: IssueTarget) -> ApiResult<Json<Vec<TicketBody>>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            Ok(Json(IssueTickets::of(state, found.organization_id(), &[found.id()])?.bodies(found.id())))
        })
        .await
}

/// Links a ticket by its address. One that is linked already is answered as it is, with 200. Not part of the public API.
#[utoipa::path(
    post, path = "/api/0/organizations/{organization}/issues/{issue}/external-issues/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)), request_body = NewTicketBody,
    responses(
        (status = 201, body = TicketBody), (status = 200, body = TicketBody, description = "Linked already"),
        (status = 400, description = "No address, or not one of a page"), (status = 404),
        (status = 409, description = "The issue has as many as it may"),
    )
)]
async fn link(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<TicketBody>)> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let new: NewTicketBody = body.parse()?;
            let (tenant, name) = (found.organization_id(), new.display_name.as_deref());
            let (ticket, made) = state.app.link_ticket(tenant, found.id(), &new.web_url, name, caller.user_id())?;
            if made {
                announce(state, &found.access, &[found.id()]);
            }
            Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, Json(TicketBody::from(&ticket))))
        })
        .await
}

/// Takes a ticket away from an issue.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/{issue}/external-issues/{ticket}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("ticket" = String, Path)),
    responses((status = 204, description = "Unlinked"), (status = 404))
)]
async fn unlink(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: RawPathParams) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            state.app.unlink_ticket(found.organization_id(), found.id(), ticket_id(&params)?, caller.user_id())?;
            announce(state, &found.access, &[found.id()]);
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
