//! The issue: a group of events with a life of its own, and the laws of that life.

use serde::{Deserialize, Serialize};

use crate::{IssueId, Level, OrganizationId, ProjectId, TeamId, Timestamp, UserId};

/// Where an issue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Open.
    Unresolved,
    /// Done.
    Resolved,
    /// Put away (the public API says `ignored`).
    Archived,
}

impl Status {
    /// The public API's word, also stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unresolved => "unresolved",
            Self::Resolved => "resolved",
            Self::Archived => "ignored",
        }
    }

    /// Reads the public API's word; `archived` and `muted` are old or friendly names of `ignored`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "unresolved" => Self::Unresolved,
            "resolved" => Self::Resolved,
            "ignored" | "archived" | "muted" => Self::Archived,
            _ => return None,
        })
    }
}

/// Finer state. The first four go with unresolved, the last three with archived, none with resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Substatus {
    /// First seen within the last days.
    New,
    /// Known and open.
    Ongoing,
    /// Far above its own rate.
    Escalating,
    /// Came back after it was resolved.
    Regressed,
    /// Archived until its rate breaks out.
    ArchivedUntilEscalating,
    /// Archived until a count, a number of users or a moment.
    ArchivedUntilConditionMet,
    /// Archived for good.
    ArchivedForever,
}

impl Substatus {
    /// All, in no order.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Ongoing,
        Self::Escalating,
        Self::Regressed,
        Self::ArchivedUntilEscalating,
        Self::ArchivedUntilConditionMet,
        Self::ArchivedForever,
    ];

    /// The public API's word, also stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ongoing => "ongoing",
            Self::Escalating => "escalating",
            Self::Regressed => "regressed",
            Self::ArchivedUntilEscalating => "archived_until_escalating",
            Self::ArchivedUntilConditionMet => "archived_until_condition_met",
            Self::ArchivedForever => "archived_forever",
        }
    }

    /// Reads the public API's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// How an issue was resolved or until when it is archived; empty in all other cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct StatusDetails {
    /// Resolved in this release: later events of that release or older ones do not reopen it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_release: Option<String>,
    /// Resolved in the release that follows the one current when it was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_next_release: Option<bool>,
    /// The release that was newest when `in_next_release` was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_release: Option<String>,
    /// Archived until this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_until: Option<Timestamp>,
    /// Archived until so many more events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_count: Option<u64>,
    /// … within so many minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_window: Option<u64>,
    /// Archived until so many more users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_user_count: Option<u64>,
    /// … within so many minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_user_window: Option<u64>,
    /// Archived until it escalates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_until_escalating: Option<bool>,
    /// Event count and user count when it was archived, to count from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_at_archive: Option<u64>,
    /// See `count_at_archive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users_at_archive: Option<u64>,
    /// Who set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
}

/// Who is to deal with an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Assignee {
    /// A person.
    User(UserId),
    /// A team.
    Team(TeamId),
}

/// What a change replaced, exactly: with it the change can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IssueBefore {
    /// The status with all that belongs to it.
    #[serde(rename_all = "camelCase")]
    Status {
        /// Status.
        status: Status,
        /// Finer state.
        substatus: Option<Substatus>,
        /// Conditions.
        details: StatusDetails,
        /// When it last changed.
        changed: Timestamp,
    },
    /// The assignee.
    Assignee(Option<Assignee>),
    /// The priority.
    #[serde(rename_all = "camelCase")]
    Priority {
        /// Number.
        number: i64,
        /// When a person chose it, if one did.
        locked: Option<Timestamp>,
    },
}

/// An issue as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Row.
    pub id: IssueId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Number within the project, 1 for the first; printed by [`short_id`].
    pub number: i64,
    /// `Type: first line of value`.
    pub title: String,
    /// Where it happened, for people.
    pub culprit: String,
    /// Event type: `error`, `default`, `csp` …
    pub kind: String,
    /// Level of the newest event.
    pub level: Level,
    /// Platform of the newest event.
    pub platform: Option<String>,
    /// Logger of the newest event.
    pub logger: Option<String>,
    /// Metadata of the newest event (`type`, `value`, `filename`, `function` …), a JSON object as text.
    pub metadata: String,
    /// Status.
    pub status: Status,
    /// Finer state.
    pub substatus: Option<Substatus>,
    /// Details of the status.
    pub status_details: StatusDetails,
    /// When the status last changed.
    pub status_changed: Timestamp,
    /// First event.
    pub first_seen: Timestamp,
    /// Last event.
    pub last_seen: Timestamp,
    /// Events ever counted.
    pub times_seen: u64,
    /// Distinct users ever counted.
    pub users_seen: u64,
    /// Newest event known to be unhandled.
    pub unhandled: bool,
    /// Release of the first event.
    pub first_release: Option<String>,
    /// Release of the last event.
    pub last_release: Option<String>,
    /// Assignee.
    pub assignee: Option<Assignee>,
    /// 75 high, 50 medium, 25 low, as the ecosystem counts.
    pub priority: i64,
    /// Set once a person chose the priority.
    pub priority_locked: Option<Timestamp>,
    /// Comments.
    pub comments: u64,
}

/// What an arriving event means to the life of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transition {
    /// Counted, nothing else.
    None,
    /// It was resolved and is open again.
    Regressed,
    /// It was archived until a condition that has now come true.
    Unarchived,
}

/// What the law of regression looks at.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Event time.
    pub timestamp: Timestamp,
    /// Release it names.
    pub release: Option<&'a str>,
    /// Events counted with this one.
    pub times_seen: u64,
    /// Users counted with this one.
    pub users_seen: u64,
}

/// Decides what an arriving event does to an issue with this status.
///
/// A resolved issue comes back unless the event is older than the resolution, or carries the very release that
/// the resolution waits to see replaced (`in_next_release`), or a release before the one it was fixed in.
pub fn on_event(status: Status, details: &StatusDetails, changed: Timestamp, arrival: Arrival<'_>) -> Transition {
    match status {
        Status::Unresolved => Transition::None,
        Status::Resolved => on_resolved(details, changed, arrival),
        Status::Archived => {
            let due = |limit: Option<u64>, base: Option<u64>, now: u64| limit.is_some_and(|n| now >= base.unwrap_or(0).saturating_add(n));
            let until = details.ignore_until.is_some_and(|t| arrival.timestamp >= t);
            if until
                || due(details.ignore_count, details.count_at_archive, arrival.times_seen)
                || due(details.ignore_user_count, details.users_at_archive, arrival.users_seen)
            {
                Transition::Unarchived
            } else {
                Transition::None
            }
        }
    }
}

fn on_resolved(details: &StatusDetails, changed: Timestamp, arrival: Arrival<'_>) -> Transition {
    if arrival.timestamp <= changed {
        return Transition::None;
    }
    if details.in_next_release == Some(true) && arrival.release == details.current_release.as_deref() {
        return Transition::None;
    }
    if let (Some(fixed), Some(seen)) = (details.in_release.as_deref(), arrival.release)
        && release_order(seen, fixed) == Some(std::cmp::Ordering::Less)
    {
        return Transition::None;
    }
    Transition::Regressed
}

/// Order of two versions when both read as `[package@]MAJOR.MINOR[.PATCH][-pre][+build]` of the same package.
pub fn release_order(a: &str, b: &str) -> Option<std::cmp::Ordering> {
    let (package_a, version_a) = split_package(a);
    let (package_b, version_b) = split_package(b);
    if package_a != package_b {
        return None;
    }
    Some(version_key(version_a)?.cmp(&version_key(version_b)?))
}

fn split_package(version: &str) -> (Option<&str>, &str) {
    version.rsplit_once('@').map_or((None, version), |(package, rest)| (Some(package), rest))
}

/// Numbers, then "is final" (a pre-release sorts before it), then the pre-release text.
fn version_key(version: &str) -> Option<([u64; 4], bool, String)> {
    let core = version.split('+').next()?;
    let (numbers, pre) = core.split_once('-').map_or((core, ""), |(n, p)| (n, p));
    let mut parts = [0_u64; 4];
    let mut count = 0;
    for (slot, text) in parts.iter_mut().zip(numbers.trim_start_matches('v').split('.')) {
        *slot = text.parse().ok()?;
        count += 1;
    }
    (count >= 2 && numbers.split('.').count() <= 4).then(|| (parts, pre.is_empty(), pre.to_owned()))
}

/// Digits of a short id: Crockford's base 32, which leaves out I, L, O and U.
const SHORT_ID_DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// `WEB-1A`: the project's slug in capitals and the number in base 32.
pub fn short_id(project_slug: &str, number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.max(0).unsigned_abs();
    loop {
        digits.push(SHORT_ID_DIGITS.get((rest % 32) as usize).copied().unwrap_or(b'0'));
        rest /= 32;
        if rest == 0 {
            break;
        }
    }
    digits.reverse();
    format!("{}-{}", project_slug.to_ascii_uppercase(), String::from_utf8_lossy(&digits))
}

/// Splits `WEB-1A` into the project's slug in small letters and the number. I and L read as 1, O as 0.
pub fn parse_short_id(text: &str) -> Option<(String, i64)> {
    let (slug, digits) = text.rsplit_once('-')?;
    if slug.is_empty() || digits.is_empty() || digits.len() > 12 {
        return None;
    }
    let mut number: i64 = 0;
    for byte in digits.bytes() {
        let byte = match byte.to_ascii_uppercase() {
            b'I' | b'L' => b'1',
            b'O' => b'0',
            other => other,
        };
        let value = SHORT_ID_DIGITS.iter().position(|d| *d == byte)?;
        number = number.checked_mul(32)?.checked_add(i64::try_from(value).ok()?)?;
    }
    Some((slug.to_ascii_lowercase(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(timestamp: i64, release: Option<&str>) -> Arrival<'_> {
        Arrival { timestamp: Timestamp(timestamp), release, times_seen: 10, users_seen: 2 }
    }

    #[test]
    fn short_ids_round_trip_and_forgive_look_alikes() {
        for number in [1, 31, 32, 1023, 1024, 999_999] {
            assert_eq!(parse_short_id(&short_id("my-web", number)), Some(("my-web".to_owned(), number)));
        }
        assert_eq!(short_id("web", 42), "WEB-1A");
        assert_eq!(parse_short_id("WEB-LO"), parse_short_id("web-10"));
        assert_eq!(parse_short_id("WEB"), None);
        assert_eq!(parse_short_id("WEB-U"), None);
    }

    #[test]
    fn a_resolved_issue_comes_back_with_a_later_event_only() {
        let details = StatusDetails::default();
        let decide = |t| on_event(Status::Resolved, &details, Timestamp(100), arrival(t, None));
        assert_eq!(decide(100), Transition::None);
        assert_eq!(decide(101), Transition::Regressed);
    }

    #[test]
    fn resolved_in_a_release_waits_for_that_release() {
        let details = StatusDetails { in_release: Some("web@1.2.0".into()), ..Default::default() };
        let decide = |r| on_event(Status::Resolved, &details, Timestamp(0), arrival(1, Some(r)));
        assert_eq!(decide("web@1.1.9"), Transition::None);
        assert_eq!(decide("web@1.2.0-rc.1"), Transition::None);
        assert_eq!(decide("web@1.2.0"), Transition::Regressed);
        assert_eq!(decide("web@1.10.0"), Transition::Regressed);
    }

    #[test]
    fn resolved_in_the_next_release_ignores_the_current_one() {
        let details = StatusDetails { in_next_release: Some(true), current_release: Some("1.0.0".into()), ..Default::default() };
        let decide = |r| on_event(Status::Resolved, &details, Timestamp(0), arrival(1, Some(r)));
        assert_eq!(decide("1.0.0"), Transition::None);
        assert_eq!(decide("1.0.1"), Transition::Regressed);
    }

    #[test]
    fn an_archived_issue_wakes_when_its_condition_is_met() {
        let details = StatusDetails { ignore_count: Some(5), count_at_archive: Some(6), ..Default::default() };
        let at = |times_seen| Arrival { times_seen, ..arrival(1, None) };
        assert_eq!(on_event(Status::Archived, &details, Timestamp(0), at(10)), Transition::None);
        assert_eq!(on_event(Status::Archived, &details, Timestamp(0), at(11)), Transition::Unarchived);
        let forever = StatusDetails::default();
        assert_eq!(on_event(Status::Archived, &forever, Timestamp(0), at(1_000)), Transition::None);
    }
}
