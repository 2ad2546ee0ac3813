//! Tickets of other tools that belong to issues.

use std::collections::BTreeSet;

use bartizan_domain::merge::Merge;
use bartizan_domain::ticket::Ticket;
use bartizan_domain::{GroupHash, IssueId, OrganizationId, TicketId, Timestamp};

use super::MemoryMeta;
use super::issues::add_activity;
use super::state::State;
use crate::meta::{NewActivity, NewTicket, Tickets};
use crate::{StoreError, StoreResult};

impl State {
    /// Tickets that were linked on an issue that went into `source` follow its hashes, once none of them stays.
    pub(super) fn tickets_follow(&mut self, source: IssueId, to: IssueId, leaving: &[GroupHash]) {
        let staying: Vec<GroupHash> = self.hashes.iter().filter(|(_, id)| **id == source).map(|((_, hash), _)| *hash).collect();
        let of_source = self.tickets.values().filter(|ticket| ticket.issue_id == source && ticket.linked_issue_id != source);
        let linked: BTreeSet<IssueId> = of_source.map(|ticket| ticket.linked_issue_id).collect();
        for id in linked {
            let brought = self.brought(id);
            let any = |among: &[GroupHash]| brought.iter().any(|hash| among.contains(hash));
            if any(leaving) && !any(&staying) {
                let moving = self.tickets.values_mut().filter(|ticket| ticket.issue_id == source && ticket.linked_issue_id == id);
                moving.for_each(|ticket| ticket.issue_id = to);
            }
        }
    }

    /// Hashes an issue brought of its own when it went into another: without those that had come into it by merges.
    fn brought(&self, issue: IssueId) -> Vec<GroupHash> {
        let open = |merge: &&Merge| merge.undone.is_none();
        let Some(merge) = self.merges.values().rev().filter(open).find(|merge| merge.absorbed.issue.id == issue) else { return Vec::new() };
        let earlier: Vec<&Merge> = merge.absorbed.merges.iter().filter_map(|id| self.merges.get(id)).filter(open).collect();
        let own = |hash: &&GroupHash| earlier.iter().all(|merge| !merge.absorbed.hashes.contains(hash));
        merge.absorbed.hashes.iter().filter(own).copied().collect()
    }
}

impl Tickets for MemoryMeta {
    fn link_ticket(&self, ticket: &NewTicket, entry: &NewActivity, now: Timestamp) -> StoreResult<(Ticket, bool)> {
        let mut state = self.state.lock();
        let issue = state.issue(ticket.organization_id, ticket.issue_id)?;
        let (issue_id, project_id) = (issue.id, issue.project_id);
        if let Some(known) = state.tickets.values().find(|known| known.issue_id == issue_id && known.web_url == ticket.web_url) {
            return Ok((known.clone(), false));
        }
        let id = TicketId(state.new_id());
        let NewTicket { organization_id, service, name, web_url, linked_by, .. } = ticket.clone();
        let linked_issue_id = issue_id;
        let made = Ticket { id, organization_id, project_id, issue_id, linked_issue_id, service, name, web_url, linked_by, created: now };
        state.tickets.insert(id, made.clone());
        add_activity(&mut state, issue_id, entry, now);
        Ok((made, true))
    }

    fn tickets(&self, organization_id: OrganizationId, issues: &[IssueId]) -> StoreResult<Vec<Ticket>> {
        let state = self.state.lock();
        let wanted = |ticket: &&Ticket| ticket.organization_id == organization_id && issues.contains(&ticket.issue_id);
        let mut seen = BTreeSet::new();
        let first = |ticket: &&Ticket| seen.insert((ticket.issue_id, ticket.web_url.clone()));
        let mut found: Vec<Ticket> = state.tickets.values().filter(wanted).filter(first).cloned().collect();
        found.sort_by_key(|ticket| (ticket.issue_id, ticket.id));
        Ok(found)
    }

    fn unlink_ticket(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        id: TicketId,
        entry: &NewActivity,
        now: Timestamp,
    ) -> StoreResult<()> {
        let mut state = self.state.lock();
        let issue = state.issue(organization_id, issue)?.id;
        let found = state.tickets.get(&id).filter(|ticket| ticket.issue_id == issue);
        let url = found.ok_or_else(|| StoreError::not_found("ticket"))?.web_url.clone();
        state.tickets.retain(|_, ticket| ticket.issue_id != issue || ticket.web_url != url);
        add_activity(&mut state, issue, entry, now);
        Ok(())
    }
}
