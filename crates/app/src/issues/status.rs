//! Changes of status: how a wish becomes a status with its details.

use bartizan_domain::Timestamp;
use bartizan_domain::UserId;
use bartizan_domain::issue::{Issue, Status, StatusDetails, Substatus};
use bartizan_domain::time::MINUTE_US;
use serde_json::{Map, Value, json};

use crate::{App, AppError, AppResult};

/// Until when an issue is put away. Nothing set means for good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// So many minutes.
    pub minutes: Option<u64>,
    /// So many more events.
    pub count: Option<u64>,
    /// … within so many minutes.
    pub window_minutes: Option<u64>,
    /// So many more users.
    pub user_count: Option<u64>,
    /// … within so many minutes.
    pub user_window_minutes: Option<u64>,
    /// Until its rate breaks out.
    pub until_escalating: bool,
}

/// A wish about the status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusChange {
    /// Done.
    Resolve,
    /// Done in this version; it must be a release of the organisation.
    ResolveInRelease(String),
    /// Done in the newest release of the issue's project.
    ResolveInLatestRelease,
    /// Done in whatever release follows the newest one.
    ResolveInNextRelease,
    /// Open again.
    Unresolve,
    /// Put away.
    Archive(Archive),
}

/// What is to be stored and told.
pub(super) struct Decided {
    pub(super) status: Status,
    pub(super) substatus: Option<Substatus>,
    pub(super) details: StatusDetails,
    pub(super) activity: &'static str,
    pub(super) data: Value,
    pub(super) outbox: &'static str,
}

/// Decides what a wish means for one issue.
pub(super) fn decide(app: &App, issue: &Issue, wish: &StatusChange, actor: Option<UserId>, now: Timestamp) -> AppResult<Decided> {
    let resolved = |details: StatusDetails, activity, data| Decided {
        status: Status::Resolved,
        substatus: None,
        details,
        activity,
        data,
        outbox: "issue.resolved",
    };
    Ok(match wish {
        StatusChange::Resolve => resolved(StatusDetails { actor, ..Default::default() }, "set_resolved", json!({})),
        StatusChange::ResolveInRelease(version) => {
            app.meta()
                .release(issue.organization_id, version)
                .map_err(|_| AppError::invalid("inRelease", "Unable to find a release with that version."))?;
            in_release(version, actor, resolved)
        }
        StatusChange::ResolveInLatestRelease => {
            let version = latest(app, issue)?.ok_or_else(|| AppError::invalid("inRelease", "The project has no release yet."))?;
            in_release(&version, actor, resolved)
        }
        StatusChange::ResolveInNextRelease => {
            let current = latest(app, issue)?;
            let data = json!({"version": "", "inNextRelease": true, "current_release_version": current});
            let details = StatusDetails { in_next_release: Some(true), current_release: current, actor, ..Default::default() };
            resolved(details, "set_resolved_in_release", data)
        }
        StatusChange::Unresolve => Decided {
            status: Status::Unresolved,
            substatus: Some(Substatus::Ongoing),
            details: StatusDetails::default(),
            activity: "set_unresolved",
            data: json!({}),
            outbox: "issue.unresolved",
        },
        StatusChange::Archive(until) => archive(issue, until, actor, now),
    })
}

fn latest(app: &App, issue: &Issue) -> AppResult<Option<String>> {
    Ok(app.meta().latest_release(issue.organization_id, issue.project_id)?.map(|release| release.version))
}

fn in_release(version: &str, actor: Option<UserId>, resolved: impl FnOnce(StatusDetails, &'static str, Value) -> Decided) -> Decided {
    let details = StatusDetails { in_release: Some(version.to_owned()), actor, ..Default::default() };
    resolved(details, "set_resolved_in_release", json!({"version": version}))
}

fn archive(issue: &Issue, until: &Archive, actor: Option<UserId>, now: Timestamp) -> Decided {
    let conditional = until.minutes.or(until.count).or(until.user_count).is_some();
    let substatus = match (conditional, until.until_escalating) {
        (true, _) => Substatus::ArchivedUntilConditionMet,
        (false, true) => Substatus::ArchivedUntilEscalating,
        (false, false) => Substatus::ArchivedForever,
    };
    let span_us = |minutes: u64| i64::try_from(minutes).unwrap_or(i64::MAX).saturating_mul(MINUTE_US);
    let details = StatusDetails {
        ignore_until: until.minutes.map(|minutes| now.plus(span_us(minutes))),
        ignore_count: until.count,
        ignore_window: until.window_minutes,
        ignore_user_count: until.user_count,
        ignore_user_window: until.user_window_minutes,
        ignore_until_escalating: (!conditional && until.until_escalating).then_some(true),
        count_at_archive: until.count.map(|_| issue.times_seen),
        users_at_archive: until.user_count.map(|_| issue.users_seen),
        actor: (conditional || until.until_escalating).then_some(actor).flatten(),
        ..Default::default()
    };
    let data = archive_data(until, &details);
    Decided { status: Status::Archived, substatus: Some(substatus), details, activity: "set_ignored", data, outbox: "issue.archived" }
}

fn archive_data(until: &Archive, details: &StatusDetails) -> Value {
    let mut data = Map::new();
    data.insert("ignoreCount".into(), json!(until.count));
    data.insert("ignoreDuration".into(), json!(until.minutes));
    data.insert("ignoreUntil".into(), json!(details.ignore_until.map(Timestamp::to_rfc3339)));
    data.insert("ignoreUserCount".into(), json!(until.user_count));
    data.insert("ignoreUserWindow".into(), json!(until.user_window_minutes));
    data.insert("ignoreWindow".into(), json!(until.window_minutes));
    if details.ignore_until_escalating == Some(true) {
        data.insert("ignoreUntilEscalating".into(), json!(true));
    }
    Value::Object(data)
}
