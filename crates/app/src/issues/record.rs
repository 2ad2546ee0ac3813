//! Writing one change of one issue with its activity entry and its outbox row.

use bartizan_domain::issue::{Assignee, Issue, IssueBefore, Status, StatusDetails, Substatus};
use bartizan_ports::meta::{IssuePatch, NewActivity, OutboxDraft};
use serde_json::{Value, json};

use super::status::{StatusChange, decide};
use super::undo::BEFORE;
use super::{IssueCommand, Priority};
use crate::{App, AppResult};

/// What the activity tells of a change.
pub(super) struct Told<'a> {
    pub(super) kind: &'a str,
    pub(super) data: Value,
    pub(super) before: IssueBefore,
}

impl Told<'_> {
    /// Details of the entry, with what the change replaced.
    fn into_data(self) -> String {
        let mut data = self.data;
        if let (Some(map), Ok(before)) = (data.as_object_mut(), serde_json::to_value(&self.before)) {
            map.insert(BEFORE.to_owned(), before);
        }
        data.to_string()
    }
}

/// One issue under one command.
pub(super) struct Record<'a> {
    pub(super) app: &'a App,
    pub(super) command: &'a IssueCommand,
    pub(super) issue: &'a Issue,
}

impl Record<'_> {
    pub(super) fn change_status(&self, wish: &StatusChange) -> AppResult<(Status, Option<Substatus>, StatusDetails)> {
        let now = self.app.now();
        let decided = decide(self.app, self.issue, wish, self.command.actor, now)?;
        let state = (decided.status, decided.substatus, decided.details);
        let same = (&self.issue.status, &self.issue.substatus, &self.issue.status_details) == (&state.0, &state.1, &state.2);
        let open_already = *wish == StatusChange::Unresolve && self.issue.status == Status::Unresolved;
        if !same && !open_already {
            let patch = IssuePatch { status: Some(state.clone()), ..IssuePatch::default() };
            let before = IssueBefore::Status {
                status: self.issue.status,
                substatus: self.issue.substatus,
                details: self.issue.status_details.clone(),
                changed: self.issue.status_changed,
            };
            self.write(&patch, Some(Told { kind: decided.activity, data: decided.data, before }), Some(decided.outbox))?;
        }
        Ok(state)
    }

    pub(super) fn assign(&self, assignee: Option<Assignee>) -> AppResult<()> {
        let patch = IssuePatch { assignee: Some(assignee), ..IssuePatch::default() };
        let (kind, data) = match assignee {
            None => ("unassigned", json!({})),
            Some(Assignee::User(user)) => {
                let email = self.app.meta().user(user)?.email;
                let own = self.command.actor == Some(user);
                ("assigned", json!({"assignee": user.to_string(), "assigneeType": "user", "assigneeEmail": email, "selfAssigned": own}))
            }
            Some(Assignee::Team(team)) => ("assigned", json!({"assignee": team.to_string(), "assigneeType": "team"})),
        };
        self.write(&patch, Some(Told { kind, data, before: IssueBefore::Assignee(self.issue.assignee) }), Some("issue.assigned"))
    }

    pub(super) fn prioritise(&self, priority: Priority) -> AppResult<()> {
        let patch = IssuePatch { priority: Some(priority.number()), ..IssuePatch::default() };
        // Choosing what it is already keeps it there from now on: that is a change too.
        let same = self.issue.priority == priority.number() && self.issue.priority_locked.is_some();
        let told = Told {
            kind: "set_priority",
            data: json!({"priority": priority.as_str(), "reason": "manual"}),
            before: IssueBefore::Priority { number: self.issue.priority, locked: self.issue.priority_locked },
        };
        self.write(&patch, (!same).then_some(told), None)
    }

    /// One transaction.
    pub(super) fn write(&self, patch: &IssuePatch, told: Option<Told<'_>>, outbox: Option<&str>) -> AppResult<()> {
        let now = self.app.now();
        let outbox: Vec<OutboxDraft> = outbox
            .map(|kind| OutboxDraft {
                kind: kind.to_owned(),
                idempotency_key: format!("{kind}:{}:{}", self.issue.id, now.0),
                payload: self.payload(told.as_ref().map(|told| &told.data)).to_string(),
            })
            .into_iter()
            .collect();
        let activity: Vec<NewActivity> = told
            .map(|told| NewActivity { kind: told.kind.to_owned(), user_id: self.command.actor, data: told.into_data() })
            .into_iter()
            .collect();
        let organization = self.command.organization_id;
        self.app.meta().update_issues(organization, &[self.issue.id], self.command.actor, patch, &activity, &outbox, now)?;
        Ok(())
    }

    fn payload(&self, data: Option<&Value>) -> Value {
        json!({
            "issueId": self.issue.id.to_string(),
            "projectId": self.issue.project_id.to_string(),
            "title": self.issue.title,
            "actor": self.command.actor.map(|user| user.to_string()),
            "data": data,
        })
    }
}
