//! An issue in the public shape.

use std::collections::BTreeMap;

use bartizan_app::issues::Priority;
use bartizan_domain::issue::{Issue, Status, StatusDetails, short_id};
use bartizan_domain::project::Project;
use bartizan_ports::meta::IssueWithFlags;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::numbers::Numbers;
use super::people::People;
use super::tickets::{Annotation, IssueTickets, TicketBody};
use crate::sentry::shapes::Actor;

/// An issue.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssueBody {
    /// Id.
    pub(crate) id: String,
    /// `WEB-1A`.
    pub(crate) short_id: String,
    /// Set once shared; sharing is not built.
    pub(crate) share_id: Option<String>,
    /// Title.
    pub(crate) title: String,
    /// Where it happened.
    pub(crate) culprit: Option<String>,
    /// Its page.
    pub(crate) permalink: String,
    /// Logger of the newest event.
    pub(crate) logger: Option<String>,
    /// Level.
    pub(crate) level: &'static str,
    /// `unresolved resolved ignored`.
    pub(crate) status: &'static str,
    /// Finer state.
    pub(crate) substatus: Option<&'static str>,
    /// How it was resolved, until when it is archived.
    pub(crate) status_details: Value,
    /// Shared.
    pub(crate) is_public: bool,
    /// Platform.
    pub(crate) platform: Option<String>,
    /// `high medium low`.
    pub(crate) priority: Option<&'static str>,
    /// When a person set the priority.
    pub(crate) priority_locked_at: Option<String>,
    /// Always null: kept for clients.
    pub(crate) seer_fixability_score: Option<f64>,
    /// Always null: kept for clients.
    pub(crate) seer_autofix_last_triggered: Option<String>,
    /// Project.
    pub(crate) project: ProjectRef,
    /// Type of its events.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Type of the issue.
    pub(crate) issue_type: &'static str,
    /// Category of the issue.
    pub(crate) issue_category: &'static str,
    /// Type, value and place of the newest event.
    pub(crate) metadata: Value,
    /// Comments.
    pub(crate) num_comments: u64,
    /// Who is to deal with it.
    pub(crate) assigned_to: Option<Actor>,
    /// Bookmarked by the caller.
    pub(crate) is_bookmarked: bool,
    /// Followed by the caller.
    pub(crate) is_subscribed: bool,
    /// Why the caller follows it.
    pub(crate) subscription_details: Option<Value>,
    /// Seen by the caller.
    pub(crate) has_seen: bool,
    /// Tickets, as links.
    pub(crate) annotations: Vec<Annotation>,
    /// The newest event was not caught by the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_unhandled: Option<bool>,
    /// Numbers within the window; left out by `collapse=lifetime` on lists.
    #[serde(flatten)]
    pub(crate) numbers: Option<NumbersBody>,
    /// Counts over time by period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stats: Option<BTreeMap<String, Vec<(i64, u64)>>>,
    /// Numbers ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lifetime: Option<NumbersBody>,
    /// Numbers of matching events; null when the query asks nothing of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FilteredBody>)]
    pub(crate) filtered: Option<Option<FilteredBody>>,
    /// Why it waits for review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) inbox: Option<Value>,
    /// Suggested owners.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owners: Option<Vec<Value>>,
    /// Tickets that an integration keeps in step; there are no integrations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integration_issues: Option<Vec<Value>>,
    /// Tickets linked by their address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sentry_app_issues: Option<Vec<TicketBody>>,
    /// The newest event has attachments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latest_event_has_attachments: Option<bool>,
}

/// The project of an issue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProjectRef {
    /// Id.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// Slug.
    pub(crate) slug: String,
    /// Platform.
    pub(crate) platform: Option<String>,
}

impl From<&Project> for ProjectRef {
    fn from(project: &Project) -> Self {
        Self { id: project.id.to_string(), name: project.name.clone(), slug: project.slug.clone(), platform: project.platform.clone() }
    }
}

/// Events and users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NumbersBody {
    /// Events, decimal text.
    pub(crate) count: String,
    /// Users.
    pub(crate) user_count: u64,
    /// First event.
    pub(crate) first_seen: Option<String>,
    /// Last event.
    pub(crate) last_seen: Option<String>,
}

/// Numbers of matching events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FilteredBody {
    /// The numbers.
    #[serde(flatten)]
    pub(crate) numbers: NumbersBody,
    /// Counts over time by period.
    pub(crate) stats: BTreeMap<String, Vec<(i64, u64)>>,
}

impl From<Numbers> for NumbersBody {
    fn from(numbers: Numbers) -> Self {
        Self {
            count: numbers.count.to_string(),
            user_count: numbers.users,
            first_seen: Some(numbers.first.to_rfc3339()),
            last_seen: Some(numbers.last.to_rfc3339()),
        }
    }
}

/// What an issue body is made with.
pub(crate) struct Shaper<'a> {
    pub(crate) base_url: &'a str,
    pub(crate) organization: &'a str,
    pub(crate) people: &'a People<'a>,
    pub(crate) tickets: &'a IssueTickets,
}

impl Shaper<'_> {
    /// The issue with its numbers ever and nothing that is only in lists.
    pub(crate) fn body(&self, found: &IssueWithFlags, project: &Project) -> IssueBody {
        let issue = &found.issue;
        IssueBody {
            id: issue.id.to_string(),
            short_id: short_id(&project.slug, issue.number),
            share_id: None,
            title: issue.title.clone(),
            culprit: Some(issue.culprit.clone()),
            permalink: format!("{}/organizations/{}/issues/{}/", self.base_url, self.organization, issue.id),
            logger: issue.logger.clone(),
            level: issue.level.as_str(),
            status: issue.status.as_str(),
            substatus: issue.substatus.map(bartizan_domain::issue::Substatus::as_str),
            status_details: self.status_details(issue.status, &issue.status_details),
            is_public: false,
            platform: issue.platform.clone(),
            priority: Some(Priority::of_number(issue.priority).as_str()),
            priority_locked_at: issue.priority_locked.map(bartizan_domain::Timestamp::to_rfc3339),
            seer_fixability_score: None,
            seer_autofix_last_triggered: None,
            project: project.into(),
            kind: issue.kind.clone(),
            issue_type: "error",
            issue_category: "error",
            metadata: serde_json::from_str(&issue.metadata).unwrap_or_else(|_| json!({})),
            num_comments: issue.comments,
            assigned_to: issue.assignee.and_then(|assignee| self.people.actor(assignee)),
            is_bookmarked: found.bookmarked,
            is_subscribed: found.subscribed,
            subscription_details: None,
            has_seen: found.seen,
            annotations: self.tickets.annotations(issue.id),
            is_unhandled: Some(issue.unhandled),
            numbers: Some(Numbers::ever(issue).into()),
            stats: None,
            lifetime: None,
            filtered: None,
            inbox: None,
            owners: None,
            integration_issues: None,
            sentry_app_issues: None,
            latest_event_has_attachments: None,
        }
    }

    /// Details of a status in the answer's form.
    pub(crate) fn status_details(&self, status: Status, details: &StatusDetails) -> Value {
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                out.insert(key.to_owned(), value);
            }
        };
        put("inRelease", json!(details.in_release));
        put("inNextRelease", json!(details.in_next_release));
        if status == Status::Archived && *details != StatusDetails::default() {
            out.insert("ignoreUntil".into(), json!(details.ignore_until.map(bartizan_domain::Timestamp::to_rfc3339)));
            out.insert("ignoreCount".into(), json!(details.ignore_count));
            out.insert("ignoreWindow".into(), json!(details.ignore_window));
            out.insert("ignoreUserCount".into(), json!(details.ignore_user_count));
            out.insert("ignoreUserWindow".into(), json!(details.ignore_user_window));
            out.extend(details.ignore_until_escalating.map(|flag| ("ignoreUntilEscalating".to_owned(), json!(flag))));
        }
        if status != Status::Unresolved
            && let Some(actor) = details.actor.and_then(|id| self.people.person(id))
        {
            out.insert("actor".into(), json!(actor));
        }
        Value::Object(out)
    }
}

/// Why an issue waits for review, in the public API's numbers; false when it does not.
pub(crate) fn inbox(issue: &Issue) -> Value {
    use bartizan_domain::issue::Substatus;
    let reason = match issue.substatus {
        Some(Substatus::New) => 0,
        Some(Substatus::Regressed) => 2,
        Some(Substatus::Escalating) => 5,
        Some(Substatus::Ongoing) => 6,
        _ => return Value::Bool(false),
    };
    json!({"reason": reason, "reason_details": null, "date_added": issue.status_changed.to_rfc3339()})
}
