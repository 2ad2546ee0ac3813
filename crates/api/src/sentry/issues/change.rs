//! What a request wants changed about issues, in the public API's words, and the answer that tells what was.

use bartizan_app::issues::{Archive, IssueChanges, IssueCommand, IssueCommandResult, Priority, StatusChange};
use bartizan_domain::issue::{Assignee, Substatus};
use bartizan_domain::{IssueId, UserId};
use bartizan_ports::meta::{IssueChange, IssueChangeKind};
use serde_json::{Map, Value, json};

use super::people::People;
use super::shape::Shaper;
use super::tickets::IssueTickets;
use crate::auth::{Access, Caller};
use crate::sentry::shapes::parse_actor;
use crate::{ApiError, ApiResult, ApiState};

/// A change as read.
#[derive(Debug, Clone)]
pub(super) struct Change {
    changes: IssueChanges,
    reviewed: bool,
    public: Option<bool>,
}

impl Change {
    /// Reads a body.
    pub(super) fn read(state: &ApiState, access: &Access, body: &Value) -> ApiResult<Self> {
        let body = body.as_object().ok_or_else(|| ApiError::bad_request("A JSON object is required."))?;
        refuse_unbuilt(body)?;
        let changes = IssueChanges {
            status: status(body)?,
            assignee: body.get("assignedTo").map(|value| assignee(state, access, value)).transpose()?,
            priority: priority(body)?,
            bookmarked: flag(body, "isBookmarked")?,
            seen: flag(body, "hasSeen")?,
            subscribed: flag(body, "isSubscribed")?,
        };
        let reviewed = flag(body, "inbox")? == Some(false);
        Ok(Self { changes, reviewed, public: flag(body, "isPublic")? })
    }
}

/// What clients may ask for and this version does not do yet.
fn refuse_unbuilt(body: &Map<String, Value>) -> ApiResult<()> {
    if is_asked(body.get("discard")) {
        return Err(ApiError::bad_request("Discarding issues is not supported yet: delete or archive them instead."));
    }
    Ok(())
}

/// Whether a body changes nothing but the status, with its details.
pub(super) fn is_status_only(body: &Value) -> bool {
    const STATUS_KEYS: [&str; 4] = ["status", "statusDetails", "substatus", "snoozeDuration"];
    body.as_object().is_some_and(|body| body.iter().all(|(key, value)| value.is_null() || STATUS_KEYS.contains(&key.as_str())))
}

/// Whether a body asks for something that is true or 1.
pub(super) fn asks(body: &Value, key: &str) -> bool {
    is_asked(body.get(key))
}

fn is_asked(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)) && value.as_i64() != Some(0))
}

fn flag(body: &Map<String, Value>, key: &str) -> ApiResult<Option<bool>> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(ApiError::field(key, "Must be a valid boolean.")),
    }
}

fn status(body: &Map<String, Value>) -> ApiResult<Option<StatusChange>> {
    let empty = Map::new();
    let details = body.get("statusDetails").and_then(Value::as_object).unwrap_or(&empty);
    let Some(word) = body.get("status").filter(|value| !value.is_null()) else { return Ok(None) };
    Ok(Some(match word.as_str().unwrap_or_default() {
        "resolved" => resolved(details)?,
        "resolvedInNextRelease" => StatusChange::ResolveInNextRelease,
        "unresolved" => StatusChange::Unresolve,
        "ignored" | "archived" | "muted" => StatusChange::Archive(archive(body, details)?),
        _ => {
            return Err(ApiError::field(
                "status",
                format!("{word} is not a valid choice. Write resolved, unresolved, ignored or resolvedInNextRelease."),
            ));
        }
    }))
}

fn resolved(details: &Map<String, Value>) -> ApiResult<StatusChange> {
    if details.get("inCommit").is_some_and(|value| !value.is_null()) {
        return Err(ApiError::field("statusDetails", "Resolving in a commit is not supported yet."));
    }
    if details.get("inNextRelease").and_then(Value::as_bool) == Some(true) {
        return Ok(StatusChange::ResolveInNextRelease);
    }
    Ok(match details.get("inRelease").and_then(Value::as_str) {
        Some("latest") => StatusChange::ResolveInLatestRelease,
        Some(version) if !version.is_empty() => StatusChange::ResolveInRelease(version.to_owned()),
        _ => StatusChange::Resolve,
    })
}

fn archive(body: &Map<String, Value>, details: &Map<String, Value>) -> ApiResult<Archive> {
    let number = |key: &str| match details.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| ApiError::field(key, "A valid integer is required.")),
    };
    let snooze = body.get("snoozeDuration").and_then(Value::as_u64);
    let substatus = body.get("substatus").and_then(Value::as_str).and_then(Substatus::parse);
    let until_escalating = details.get("ignoreUntilEscalating").and_then(Value::as_bool).unwrap_or(false);
    Ok(Archive {
        minutes: number("ignoreDuration")?.or(snooze),
        count: number("ignoreCount")?,
        window_minutes: number("ignoreWindow")?,
        user_count: number("ignoreUserCount")?,
        user_window_minutes: number("ignoreUserWindow")?,
        until_escalating: until_escalating || substatus == Some(Substatus::ArchivedUntilEscalating),
    })
}

fn priority(body: &Map<String, Value>) -> ApiResult<Option<Priority>> {
    let Some(word) = body.get("priority").filter(|value| !value.is_null()) else { return Ok(None) };
    let priority = word.as_str().and_then(Priority::parse);
    priority.map(Some).ok_or_else(|| ApiError::field("priority", "Not a valid choice: high, medium or low is required."))
}

/// `user:1`, `team:1`, `#slug`, an address, a user name, an id; empty or null for nobody.
fn assignee(state: &ApiState, access: &Access, value: &Value) -> ApiResult<Option<Assignee>> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err(unknown_assignee()),
    };
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(slug) = text.strip_prefix('#') {
        let team = state.meta.team_by_slug(access.organization_id(), slug).map_err(|_| unknown_assignee())?;
        return Ok(Some(Assignee::Team(team.id)));
    }
    if let Some(assignee) = parse_actor(&text) {
        return Ok(Some(assignee));
    }
    let name = text.strip_prefix("user:").unwrap_or(&text);
    let members = state.meta.members(access.organization_id())?;
    let is = |user: &&bartizan_domain::account::User| {
        name.parse() == Ok(user.id) || user.email.eq_ignore_ascii_case(name) || user.name.eq_ignore_ascii_case(name)
    };
    let user: Option<UserId> = members.iter().filter_map(|member| member.user.as_ref()).find(is).map(|user| user.id);
    user.map(|id| Some(Assignee::User(id))).ok_or_else(unknown_assignee)
}

fn unknown_assignee() -> ApiError {
    ApiError::field("assignedTo", "Unknown actor: write user:<id>, team:<id>, #<team> or an address of a member.")
}

/// Does it, and tells the live lists.
pub(super) fn apply(
    state: &ApiState,
    caller: &Caller,
    access: &Access,
    ids: Vec<IssueId>,
    change: &Change,
) -> ApiResult<IssueCommandResult> {
    let organization_id = access.organization_id();
    let command = IssueCommand { organization_id, ids, actor: caller.user_id(), changes: change.changes.clone() };
    let result = state.app.change_issues(&command)?;
    let told = change.changes.status.is_some() || change.changes.assignee.is_some() || change.changes.priority.is_some();
    if told {
        announce(state, access, &result.changed);
    }
    Ok(result)
}

/// Tells the live lists that issues changed. Lists that nobody watches cost nothing.
pub(crate) fn announce(state: &ApiState, access: &Access, ids: &[IssueId]) {
    if state.live.receiver_count() == 0 {
        return;
    }
    for id in ids {
        let Ok(found) = state.meta.issue(access.organization_id(), *id, None) else { continue };
        let issue = found.issue;
        // Nobody listening any more is no failure.
        let _ = state.live.send(IssueChange {
            organization_id: issue.organization_id,
            project_id: issue.project_id,
            issue_id: issue.id,
            number: issue.number,
            kind: IssueChangeKind::StatusChanged,
            title: issue.title,
            last_seen: issue.last_seen,
            times_seen: issue.times_seen,
            users_seen: issue.users_seen,
        });
    }
}

/// The changed members only.
pub(super) fn answer(state: &ApiState, access: &Access, change: &Change, result: &IssueCommandResult) -> Value {
    let people = People::new(state, access.organization_id());
    let organization = &access.organization.slug;
    // Only the status is shaped.
    let tickets = IssueTickets::default();
    let shaper = Shaper { base_url: &state.base_url, organization, people: &people, tickets: &tickets };
    let changes = &change.changes;
    let mut out = Map::new();
    if let Some((status, substatus, details)) = &result.status {
        out.insert("status".into(), json!(status.as_str()));
        out.insert("substatus".into(), json!(substatus.map(Substatus::as_str)));
        out.insert("statusDetails".into(), shaper.status_details(*status, details));
    }
    if let Some(assignee) = result.assignee {
        out.insert("assignedTo".into(), json!(assignee.and_then(|assignee| people.actor(assignee))));
    }
    if let Some(priority) = changes.priority {
        out.insert("priority".into(), json!(priority.as_str()));
    }
    let flags = [("isBookmarked", changes.bookmarked), ("hasSeen", changes.seen), ("isSubscribed", changes.subscribed)];
    out.extend(flags.into_iter().filter_map(|(key, flag)| flag.map(|flag| (key.to_owned(), json!(flag)))));
    if change.reviewed {
        out.insert("inbox".into(), json!(false));
    }
    if change.public.is_some() {
        out.insert("isPublic".into(), json!(false));
    }
    Value::Object(out)
}
