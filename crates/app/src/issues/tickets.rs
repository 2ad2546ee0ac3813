//! Linking issues to tickets of other tools.

use bartizan_domain::ticket::{MAX_TICKET_NAME_CHARS, MAX_TICKETS_PER_ISSUE, Ticket, TicketAddress};
use bartizan_domain::{IssueId, OrganizationId, TicketId, UserId};
use bartizan_ports::meta::{NewActivity, NewTicket};
use serde_json::json;

use crate::{App, AppError, AppResult};

/// Kind of the entry that tells of a linked ticket, in the public API's words.
const LINKED: &str = "create_issue";
/// Kind of the entry that tells of a ticket that was taken away; the public API has no word for it.
const UNLINKED: &str = "unlink_issue";

/// An entry in the public API's members.
fn entry(kind: &str, service: &str, name: &str, web_url: &str, actor: Option<UserId>) -> NewActivity {
    let data = json!({"title": name, "label": name, "provider": service, "location": web_url, "new": false});
    NewActivity { kind: kind.to_owned(), user_id: actor, data: data.to_string() }
}

/// The name somebody gave; none for an empty one.
fn checked_name(name: Option<&str>) -> AppResult<Option<String>> {
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { return Ok(None) };
    if name.chars().count() > MAX_TICKET_NAME_CHARS {
        let message = format!("Ensure this field has no more than {MAX_TICKET_NAME_CHARS} characters.");
        return Err(AppError::invalid("displayName", message));
    }
    if name.contains(char::is_control) {
        return Err(AppError::invalid("displayName", "A name has no control characters."));
    }
    Ok(Some(name.to_owned()))
}

impl App {
    /// Links an issue to the ticket at an address, under the name the address tells unless another is given; true when
    /// it was not linked before.
    ///
    /// # Errors
    /// `Invalid` for an address that is none or a name that is too long, `Conflict` when the issue has
    /// [`MAX_TICKETS_PER_ISSUE`], `NotFound` for an unknown issue.
    pub fn link_ticket(
        &self,
        organization: OrganizationId,
        issue: IssueId,
        web_url: &str,
        name: Option<&str>,
        actor: Option<UserId>,
    ) -> AppResult<(Ticket, bool)> {
        let address = TicketAddress::parse(web_url).map_err(|error| AppError::invalid("webUrl", error.to_string()))?;
        let name = checked_name(name)?.unwrap_or(address.name);
        let issue = self.meta().issue(organization, issue, None)?.issue.id;
        let known = self.meta().tickets(organization, &[issue])?;
        if known.len() >= MAX_TICKETS_PER_ISSUE && known.iter().all(|ticket| ticket.web_url != address.web_url) {
            return Err(AppError::Conflict(format!("An issue has at most {MAX_TICKETS_PER_ISSUE} tickets; unlink one first.")));
        }
        let entry = entry(LINKED, address.service.as_str(), &name, &address.web_url, actor);
        let ticket = NewTicket {
            organization_id: organization,
            issue_id: issue,
            service: address.service,
            name,
            web_url: address.web_url,
            linked_by: actor,
        };
        Ok(self.meta().link_ticket(&ticket, &entry, self.now())?)
    }

    /// Takes a ticket away from an issue.
    ///
    /// # Errors
    /// `NotFound` for an unknown issue, or a ticket that it does not have.
    pub fn unlink_ticket(&self, organization: OrganizationId, issue: IssueId, id: TicketId, actor: Option<UserId>) -> AppResult<()> {
        let issue = self.meta().issue(organization, issue, None)?.issue.id;
        let known = self.meta().tickets(organization, &[issue])?;
        let ticket = known.iter().find(|ticket| ticket.id == id).ok_or_else(|| AppError::NotFound("ticket".to_owned()))?;
        let entry = entry(UNLINKED, ticket.service.as_str(), &ticket.name, &ticket.web_url, actor);
        Ok(self.meta().unlink_ticket(organization, issue, id, &entry, self.now())?)
    }
}
