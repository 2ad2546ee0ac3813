//! Taking back what one just did.
//!
//! Each change by a person keeps what it replaced in its activity entry, so that an undo restores it exactly: conditions
//! of an archive, counts to count from, the lock of a priority, the moment of the last change. The entry goes with it; who
//! was told of the change is told of the undo.

use bartizan_domain::activity::Activity;
use bartizan_domain::issue::IssueBefore;
use bartizan_domain::time::MINUTE_US;
use bartizan_domain::{IssueId, OrganizationId, Timestamp, UserId};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::OutboxDraft;
use serde_json::{Value, json};

use super::MAX_ISSUES_PER_COMMAND;
use crate::{App, AppError, AppResult};

/// Key of an entry's details with what the change replaced. For the house only.
pub const BEFORE: &str = "before";
/// How long a change can be taken back.
pub const UNDO_WINDOW_US: i64 = 10 * MINUTE_US;
/// Entries of an issue looked through for the last change.
const MAX_LOOKED_AT: usize = 50;

fn before(entry: &Activity) -> Option<IssueBefore> {
    let mut data: Value = serde_json::from_str(&entry.data).ok()?;
    serde_json::from_value(data.get_mut(BEFORE)?.take()).ok()
}

impl App {
    /// Takes back the last change the person made to each of these issues within [`UNDO_WINDOW_US`]; answers those for
    /// which that was done. One whose status has changed again since is left as it is.
    ///
    /// # Errors
    /// `Invalid` for too many ids; `Store`.
    pub fn undo_changes(&self, organization: OrganizationId, ids: &[IssueId], actor: UserId) -> AppResult<Vec<IssueId>> {
        if ids.len() > MAX_ISSUES_PER_COMMAND {
            return Err(AppError::invalid("id", format!("At most {MAX_ISSUES_PER_COMMAND} issues at once.")));
        }
        let now = self.now();
        let mut undone = Vec::new();
        for id in ids {
            if self.undo_change(organization, *id, actor, now)? {
                undone.push(*id);
            }
        }
        Ok(undone)
    }

    fn undo_change(&self, organization: OrganizationId, id: IssueId, actor: UserId, now: Timestamp) -> AppResult<bool> {
        let entries = match self.meta().activity(organization, id, MAX_LOOKED_AT) {
            Ok(entries) => entries,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let since = now.plus(-UNDO_WINDOW_US);
        let own = entries.iter().filter(|entry| entry.user_id == Some(actor) && entry.created >= since);
        let Some((entry, before)) = own.filter_map(|entry| Some((entry, before(entry)?))).next() else { return Ok(false) };
        let outbox = OutboxDraft {
            kind: "issue.undone".to_owned(),
            idempotency_key: format!("issue.undone:{id}:{}", entry.id),
            payload: json!({"issueId": id.to_string(), "undone": entry.kind, "actor": actor.to_string()}).to_string(),
        };
        match self.meta().undo_change(organization, id, entry.id, &before, &outbox, now) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.kind, ErrorKind::Conflict | ErrorKind::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
