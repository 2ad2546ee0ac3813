//! Comments: notes in an issue's activity that their authors may change and remove.

use bartizan_domain::activity::Activity;
use bartizan_domain::{ActivityId, IssueId, OrganizationId, UserId};
use bartizan_ports::meta::NewActivity;
use serde_json::json;

use crate::{App, AppError, AppResult};

/// Longest comment in bytes.
pub const MAX_COMMENT_BYTES: usize = 64 * 1024;

fn data_of(text: &str) -> AppResult<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::invalid("text", "This field may not be blank."));
    }
    if text.len() > MAX_COMMENT_BYTES {
        return Err(AppError::invalid("text", format!("Ensure this field has no more than {MAX_COMMENT_BYTES} bytes.")));
    }
    Ok(json!({ "text": text }).to_string())
}

impl App {
    /// Writes a comment.
    ///
    /// # Errors
    /// `Invalid` for an empty or too long text, `NotFound` for an unknown issue.
    pub fn comment(&self, organization: OrganizationId, issue: IssueId, author: UserId, text: &str) -> AppResult<Activity> {
        let entry = NewActivity { kind: "note".to_owned(), user_id: Some(author), data: data_of(text)? };
        Ok(self.meta().add_activity(organization, issue, &entry, self.now())?)
    }

    /// Changes one's own comment.
    ///
    /// # Errors
    /// As [`App::comment`]; `NotFound` for a comment of somebody else.
    pub fn edit_comment(
        &self,
        organization: OrganizationId,
        issue: IssueId,
        comment: ActivityId,
        author: UserId,
        text: &str,
    ) -> AppResult<Activity> {
        Ok(self.meta().update_comment(organization, issue, comment, author, &data_of(text)?)?)
    }

    /// Removes one's own comment.
    ///
    /// # Errors
    /// `NotFound`, also for a comment of somebody else.
    pub fn delete_comment(&self, organization: OrganizationId, issue: IssueId, comment: ActivityId, author: UserId) -> AppResult<()> {
        Ok(self.meta().delete_comment(organization, issue, comment, author)?)
    }
}
