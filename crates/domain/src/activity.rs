//! What people and the house did to an issue.

use crate::{ActivityId, IssueId, Timestamp, UserId};

/// One entry. `kind` and `data` use the public API's words (`set_resolved`, `note` …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Row.
    pub id: ActivityId,
    /// Issue.
    pub issue_id: IssueId,
    /// What happened.
    pub kind: String,
    /// Who did it; `None` for the house itself.
    pub user_id: Option<UserId>,
    /// Details, a JSON object as text.
    pub data: String,
    /// When.
    pub created: Timestamp,
}
