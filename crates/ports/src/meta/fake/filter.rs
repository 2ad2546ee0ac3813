//! Whether an issue matches.

use bartizan_domain::issue::Issue;

use super::state::State;
use crate::meta::IssueFilter;

/// `*` stands for any run of characters, all else for itself, without regard to case of ASCII letters.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(found) = left.find(part) else { return false };
        left = &left[found + part.len()..];
    }
    left.ends_with(tail)
}

/// Without regard to the filter's bounds, which [`IssueFilter::check`] holds.
pub(super) fn matches(state: &State, issue: &Issue, filter: &IssueFilter) -> bool {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match filter {
        IssueFilter::All => true,
        IssueFilter::None => false,
        IssueFilter::And(parts) => parts.iter().all(|part| matches(state, issue, part)),
        IssueFilter::Or(parts) => parts.iter().any(|part| matches(state, issue, part)),
        IssueFilter::Not(inner) => !matches(state, issue, inner),
        IssueFilter::Status(status) => issue.status == *status,
        IssueFilter::Substatus(substatus) => issue.substatus == Some(*substatus),
        IssueFilter::Ids(ids) => ids.contains(&issue.id),
        IssueFilter::Assigned(list) if list.is_empty() => issue.assignee.is_none(),
        IssueFilter::Assigned(list) => issue.assignee.is_some_and(|a| list.contains(&a)),
        IssueFilter::BookmarkedBy(user) => state.flags.get(&(issue.id, *user)).is_some_and(|f| f.bookmarked),
        IssueFilter::SubscribedBy(user) => state.flags.get(&(issue.id, *user)).is_some_and(|f| f.subscribed),
        IssueFilter::FirstSeen(range) => range.start <= issue.first_seen && issue.first_seen < range.end,
        IssueFilter::LastSeen(range) => range.start <= issue.last_seen && issue.last_seen < range.end,
        IssueFilter::TimesSeen(least, most) => (*least..=*most).contains(&issue.times_seen),
        IssueFilter::UsersSeen(least, most) => (*least..=*most).contains(&issue.users_seen),
        IssueFilter::Level(level) => issue.level == *level,
        IssueFilter::Kind(kind) => issue.kind == *kind,
        IssueFilter::Platform(pattern) => glob(pattern, &text(&issue.platform)),
        IssueFilter::Logger(pattern) => glob(pattern, &text(&issue.logger)),
        IssueFilter::FirstRelease(pattern) => glob(pattern, &text(&issue.first_release)),
        IssueFilter::TitleContains(part) => issue.title.to_ascii_lowercase().contains(&part.to_ascii_lowercase()),
        IssueFilter::TitleMatches(pattern) => glob(pattern, &issue.title) || glob(pattern, &issue.culprit),
        IssueFilter::Priority(priority) => issue.priority == *priority,
        IssueFilter::Unhandled(unhandled) => issue.unhandled == *unhandled,
        IssueFilter::InProjects(projects) => projects.contains(&issue.project_id),
        IssueFilter::Linked => state.tickets.values().any(|ticket| ticket.issue_id == issue.id),
        IssueFilter::StatusChanged(range) => range.start <= issue.status_changed && issue.status_changed < range.end,
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_take_any_run() {
        for (pattern, text, want) in [
            ("a*c", "abc", true),
            ("a*c", "ac", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("a*b*c", "aXbYbZc", true),
            ("*b", "ab", true),
            ("b", "ab", false),
            ("A*", "abc", true),
            ("a**c", "ac", true),
            ("*x*", "abc", false),
        ] {
            assert_eq!(glob(pattern, text), want, "{pattern} {text}");
        }
    }
}
