//! Comments: notes in an issue's activity that their authors may change and remove. Who writes one, and whom it mentions,
//! follows the issue from then on; a mention also leaves an outbox row in the transaction that makes its person follow.

use std::collections::BTreeSet;

use bartizan_domain::activity::Activity;
use bartizan_domain::issue::Assignee;
use bartizan_domain::{ActivityId, IssueId, OrganizationId, UserId};
use bartizan_ports::meta::{IssuePatch, NewActivity, OutboxDraft};
use serde_json::json;

use crate::{App, AppError, AppResult};

/// Longest comment in bytes.
pub const MAX_COMMENT_BYTES: usize = 64 * 1024;
/// Most people and teams one comment mentions.
pub const MAX_MENTIONS: usize = 50;

/// A comment to write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Markdown.
    pub text: String,
    /// Who is to take notice; people and teams of the organisation.
    pub mentions: Vec<Assignee>,
}

impl From<&str> for Note {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), mentions: Vec::new() }
    }
}

fn word(mention: &Assignee) -> String {
    match mention {
        Assignee::User(id) => format!("user:{id}"),
        Assignee::Team(id) => format!("team:{id}"),
    }
}

fn data_of(note: &Note) -> AppResult<String> {
    let text = note.text.trim();
    if text.is_empty() {
        return Err(AppError::invalid("text", "This field may not be blank."));
    }
    if text.len() > MAX_COMMENT_BYTES {
        return Err(AppError::invalid("text", format!("Ensure this field has no more than {MAX_COMMENT_BYTES} bytes.")));
    }
    if note.mentions.len() > MAX_MENTIONS {
        return Err(AppError::invalid("mentions", format!("At most {MAX_MENTIONS} people and teams at once.")));
    }
    let mentions: Vec<String> = note.mentions.iter().map(word).collect();
    Ok(if mentions.is_empty() { json!({ "text": text }) } else { json!({ "text": text, "mentions": mentions }) }.to_string())
}

impl App {
    /// Writes a comment. Its author and whom it mentions follow the issue from now on.
    ///
    /// # Errors
    /// `Invalid` for an empty or too long text or a mention from outside the organisation, `NotFound` for an unknown issue.
    pub fn comment(&self, organization: OrganizationId, issue: IssueId, author: UserId, note: &Note) -> AppResult<Activity> {
        let entry = NewActivity { kind: "note".to_owned(), user_id: Some(author), data: data_of(note)? };
        let mentioned = self.mentioned(organization, &note.mentions)?;
        let written = self.meta().add_activity(organization, issue, &entry, self.now())?;
        self.follow(organization, issue, author, None)?;
        self.tell(organization, issue, &written, &mentioned)?;
        Ok(written)
    }

    /// Changes one's own comment. Whom it mentions now follows the issue; nobody is told twice.
    ///
    /// # Errors
    /// As [`App::comment`]; `NotFound` for a comment of somebody else.
    pub fn edit_comment(
        &self,
        organization: OrganizationId,
        issue: IssueId,
        comment: ActivityId,
        author: UserId,
        note: &Note,
    ) -> AppResult<Activity> {
        let mentioned = self.mentioned(organization, &note.mentions)?;
        let written = self.meta().update_comment(organization, issue, comment, author, &data_of(note)?)?;
        self.tell(organization, issue, &written, &mentioned)?;
        Ok(written)
    }

    /// Removes one's own comment.
    ///
    /// # Errors
    /// `NotFound`, also for a comment of somebody else.
    pub fn delete_comment(&self, organization: OrganizationId, issue: IssueId, comment: ActivityId, author: UserId) -> AppResult<()> {
        Ok(self.meta().delete_comment(organization, issue, comment, author)?)
    }

    /// The people behind mentions, each once.
    fn mentioned(&self, organization: OrganizationId, mentions: &[Assignee]) -> AppResult<BTreeSet<UserId>> {
        let mut people = BTreeSet::new();
        if mentions.is_empty() {
            return Ok(people);
        }
        let (members, teams) = (self.meta().members(organization)?, self.meta().teams(organization)?);
        let unknown = || AppError::invalid("mentions", "Only members and teams of the organization can be mentioned.");
        for mention in mentions {
            match mention {
                Assignee::User(id) => {
                    let member = members.iter().filter_map(|member| member.user.as_ref()).find(|user| user.id == *id);
                    people.insert(member.ok_or_else(unknown)?.id);
                }
                Assignee::Team(id) => {
                    let slug = &teams.iter().find(|(team, _)| team.id == *id).ok_or_else(unknown)?.0.slug;
                    let of_team = members.iter().filter(|member| member.teams.contains(slug));
                    people.extend(of_team.filter_map(|member| member.user.as_ref()).map(|user| user.id));
                }
            }
        }
        Ok(people)
    }

    fn tell(&self, organization: OrganizationId, issue: IssueId, note: &Activity, people: &BTreeSet<UserId>) -> AppResult<()> {
        for person in people.iter().filter(|person| Some(**person) != note.user_id) {
            let payload = json!({
                "issueId": issue.to_string(), "commentId": note.id.to_string(), "person": person.to_string(),
                "actor": note.user_id.map(|author| author.to_string()),
            });
            let draft = OutboxDraft {
                kind: "issue.mentioned".to_owned(),
                idempotency_key: format!("issue.mentioned:{}:{person}", note.id),
                payload: payload.to_string(),
            };
            self.follow(organization, issue, *person, Some(draft))?;
        }
        Ok(())
    }

    fn follow(&self, organization: OrganizationId, issue: IssueId, person: UserId, outbox: Option<OutboxDraft>) -> AppResult<()> {
        let patch = IssuePatch { subscribed: Some(true), ..IssuePatch::default() };
        let outbox: Vec<OutboxDraft> = outbox.into_iter().collect();
        self.meta().update_issues(organization, &[issue], Some(person), &patch, &[], &outbox, self.now())?;
        Ok(())
    }
}
