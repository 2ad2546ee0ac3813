//! What can be done to issues: status, assignee, priority, the viewer's own flags, comments, deletion.
//!
//! Every change of status, assignee or priority of one issue is one transaction with its activity entry and its outbox
//! row. A command over many issues is one such transaction for each, so that a bulk action never holds the store
//! against the journey of arriving events.

mod alike;
mod comment;
mod delete;
mod likeness;
mod merge;
mod record;
mod status;
mod tickets;
mod undo;

use bartizan_domain::issue::{Assignee, Status, StatusDetails, Substatus};
use bartizan_domain::{IssueId, OrganizationId, UserId};
use bartizan_ports::meta::{IssuePatch, IssueWithFlags};

pub(crate) use merge::{Edge, Question, of_hashes};

pub use comment::{MAX_COMMENT_BYTES, MAX_MENTIONS, Note};
pub(crate) use delete::{Erasure, OPEN_ERASURES};
pub use status::{Archive, StatusChange};
pub use undo::{BEFORE, UNDO_WINDOW_US};

use crate::{App, AppError, AppResult};
use record::Record;

/// Most issues one command may name; the public API's bound.
pub const MAX_ISSUES_PER_COMMAND: usize = 1000;

/// Priority of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// 75.
    High,
    /// 50.
    Medium,
    /// 25.
    Low,
}

impl Priority {
    /// The stored number.
    pub const fn number(self) -> i64 {
        match self {
            Self::High => 75,
            Self::Medium => 50,
            Self::Low => 25,
        }
    }

    /// The public API's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// Reads the public API's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::High, Self::Medium, Self::Low].into_iter().find(|p| p.as_str() == text)
    }

    /// Of the stored number; anything between counts as the lower one.
    pub const fn of_number(number: i64) -> Self {
        match number {
            75.. => Self::High,
            50..=74 => Self::Medium,
            _ => Self::Low,
        }
    }
}

/// What to change; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct IssueChanges {
    /// Resolve, unresolve, archive.
    pub status: Option<StatusChange>,
    /// Assign, or `Some(None)` to take the assignment away.
    pub assignee: Option<Option<Assignee>>,
    /// Set the priority; it stays as set by hand from now on.
    pub priority: Option<Priority>,
    /// Bookmark of the actor.
    pub bookmarked: Option<bool>,
    /// Seen by the actor.
    pub seen: Option<bool>,
    /// Subscription of the actor.
    pub subscribed: Option<bool>,
}

/// A command over issues of one organisation.
#[derive(Debug, Clone)]
pub struct IssueCommand {
    /// Tenant. The caller has already left out issues of projects the actor may not touch.
    pub organization_id: OrganizationId,
    /// Issues, at most [`MAX_ISSUES_PER_COMMAND`].
    pub ids: Vec<IssueId>,
    /// Who commands; `None` for the house or an organisation's token.
    pub actor: Option<UserId>,
    /// What to change.
    pub changes: IssueChanges,
}

/// What a command did.
#[derive(Debug, Clone, Default)]
pub struct IssueCommandResult {
    /// Issues that exist in the tenant, in the order named. What was already as wished counts too.
    pub changed: Vec<IssueId>,
    /// The status now, of the last issue, when a status was asked for.
    pub status: Option<(Status, Option<Substatus>, StatusDetails)>,
    /// The assignee now, when one was asked for.
    pub assignee: Option<Option<Assignee>>,
}

impl App {
    /// Changes issues. Unknown ids, and ids of other organisations, are left out.
    ///
    /// # Errors
    /// `Invalid` for too many ids, an assignee outside the organisation, a release that does not exist, or a flag of
    /// the viewer without a viewer; `Store`.
    pub fn change_issues(&self, command: &IssueCommand) -> AppResult<IssueCommandResult> {
        if command.ids.len() > MAX_ISSUES_PER_COMMAND {
            return Err(AppError::invalid("id", format!("At most {MAX_ISSUES_PER_COMMAND} issues at once.")));
        }
        self.check_changes(command)?;
        let mut result = IssueCommandResult { assignee: command.changes.assignee, ..Default::default() };
        for id in &command.ids {
            let current = match self.meta().issue(command.organization_id, *id, command.actor) {
                Ok(current) => current,
                Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            };
            if let Some(status) = self.change_issue(command, &current)? {
                result.status = Some(status);
            }
            result.changed.push(current.issue.id);
        }
        Ok(result)
    }

    fn check_changes(&self, command: &IssueCommand) -> AppResult<()> {
        let changes = &command.changes;
        let personal = changes.bookmarked.or(changes.seen).or(changes.subscribed);
        if personal.is_some() && command.actor.is_none() {
            return Err(AppError::invalid("detail", "Bookmarks, subscriptions and seen marks belong to a person."));
        }
        match changes.assignee.flatten() {
            Some(Assignee::User(user)) => {
                self.meta()
                    .member_of_user(command.organization_id, user)
                    .map_err(|_| AppError::invalid("assignedTo", "Cannot assign to a person outside the organization."))?;
            }
            Some(Assignee::Team(team)) => {
                let teams = self.meta().teams(command.organization_id)?;
                if !teams.iter().any(|(t, _)| t.id == team) {
                    return Err(AppError::invalid("assignedTo", "Cannot assign to a team outside the organization."));
                }
            }
            None => {}
        }
        Ok(())
    }

    /// One issue: a transaction for each part that changes and is to be told.
    fn change_issue(
        &self,
        command: &IssueCommand,
        current: &IssueWithFlags,
    ) -> AppResult<Option<(Status, Option<Substatus>, StatusDetails)>> {
        let changes = &command.changes;
        let record = Record { app: self, command, issue: &current.issue };
        // First, so that a fix counts for whoever has the issue by the same command.
        if let Some(assignee) = changes.assignee.filter(|wanted| *wanted != current.issue.assignee) {
            record.assign(assignee)?;
        }
        let status = changes.status.as_ref().map(|change| record.change_status(change)).transpose()?;
        if let Some(priority) = changes.priority {
            record.prioritise(priority)?;
        }
        let flags =
            IssuePatch { bookmarked: changes.bookmarked, seen: changes.seen, subscribed: changes.subscribed, ..IssuePatch::default() };
        if changes.bookmarked.or(changes.seen).or(changes.subscribed).is_some() {
            record.write(&flags, None, None)?;
        }
        Ok(status)
    }
}
