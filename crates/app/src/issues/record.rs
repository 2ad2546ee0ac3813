//! Writing one change of one issue with its activity entry and its outbox row.

use bartizan_domain::issue::{Assignee, Issue, Status, StatusDetails, Substatus};
use bartizan_ports::meta::{IssuePatch, NewActivity, OutboxDraft};
use serde_json::{Value, json};

use super::status::{StatusChange, decide};
use super::{IssueCommand, Priority};
use crate::{App, AppResult};

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
            self.write(&patch, Some((decided.activity, decided.data)), Some(decided.outbox))?;
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
        self.write(&patch, Some((kind, data)), Some("issue.assigned"))
    }

    pub(super) fn prioritise(&self, priority: Priority) -> AppResult<()> {
        let patch = IssuePatch { priority: Some(priority.number()), ..IssuePatch::default() };
        let same = self.issue.priority == priority.number();
        let activity = (!same).then(|| ("set_priority", json!({"priority": priority.as_str(), "reason": "manual"})));
        self.write(&patch, activity, None)
    }

    /// One transaction.
    pub(super) fn write(&self, patch: &IssuePatch, activity: Option<(&str, Value)>, outbox: Option<&str>) -> AppResult<()> {
        let now = self.app.now();
        let outbox: Vec<OutboxDraft> = outbox
            .map(|kind| OutboxDraft {
                kind: kind.to_owned(),
                idempotency_key: format!("{kind}:{}:{}", self.issue.id, now.0),
                payload: self.payload(activity.as_ref().map(|(_, data)| data)).to_string(),
            })
            .into_iter()
            .collect();
        let activity: Vec<NewActivity> = activity
            .map(|(kind, data)| NewActivity { kind: kind.to_owned(), user_id: self.command.actor, data: data.to_string() })
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
