//! Tickets of other tools that belong to issues. They go where their issue goes: a merge takes them along
//! ([`super::Groupings::merge_issues`]), and they come back when it is taken back ([`super::Merges::undo_merge`]) or when
//! the hashes of the issue they were linked on leave again ([`super::Groupings::split_issue`]).

use bartizan_domain::ticket::{Ticket, TicketService};
use bartizan_domain::{IssueId, OrganizationId, TicketId, Timestamp, UserId};

use super::NewActivity;
use crate::StoreResult;

/// A ticket to link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Issue.
    pub issue_id: IssueId,
    /// Tool.
    pub service: TicketService,
    /// What people call it.
    pub name: String,
    /// Its page.
    pub web_url: String,
    /// Who links it; `None` for a token of the organisation.
    pub linked_by: Option<UserId>,
}

/// Tickets.
pub trait Tickets: Send + Sync + 'static {
    /// Links a ticket and writes the entry into the issue's activity; true with it. Where the issue has one of the same
    /// address already, that one is answered and nothing is written; false with it.
    ///
    /// # Errors
    /// `NotFound` for the issue.
    fn link_ticket(&self, ticket: &NewTicket, entry: &NewActivity, now: Timestamp) -> StoreResult<(Ticket, bool)>;

    /// Tickets of these issues by issue, in the order they were linked; of several with the same address the first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn tickets(&self, organization_id: OrganizationId, issues: &[IssueId]) -> StoreResult<Vec<Ticket>>;

    /// Takes a ticket, and those of the issue with the same address, away, and writes the entry into the issue's activity.
    ///
    /// # Errors
    /// `NotFound` for the issue, or for a ticket that it does not have.
    fn unlink_ticket(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        id: TicketId,
        entry: &NewActivity,
        now: Timestamp,
    ) -> StoreResult<()>;
}
