//! The filter tree as a condition over `issues i` and, where texts are asked for, `issue_details d`.

use bartizan_domain::issue::{Assignee, Status};
use bartizan_domain::{TimeRange, UserId};
use bartizan_ports::meta::IssueFilter;
use rusqlite::types::Value;

use super::like;
use crate::codec::signed;

/// A condition under construction: text and the values of its placeholders.
pub(super) struct Condition {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Condition {
    /// An empty text whose placeholders follow `values`.
    pub(super) fn after(values: Vec<Value>) -> Self {
        Self { sql: String::new(), values }
    }

    /// Appends a value and answers its placeholder.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Appends a filter that [`IssueFilter::check`] has let pass.
    pub(super) fn filter(&mut self, filter: &IssueFilter) {
        match filter {
            IssueFilter::All => self.sql.push_str("1 = 1"),
            IssueFilter::None => self.sql.push_str("1 = 0"),
            IssueFilter::And(parts) => self.joined(parts, " AND ", "1 = 1"),
            IssueFilter::Or(parts) => self.joined(parts, " OR ", "1 = 0"),
            IssueFilter::Not(inner) => {
                self.sql.push_str("NOT (");
                self.filter(inner);
                self.sql.push(')');
            }
            IssueFilter::Ids(ids) => self.numbers("i.id", ids),
            IssueFilter::InProjects(ids) => self.numbers("i.project_id", ids),
            IssueFilter::Assigned(assignees) => self.assigned(assignees),
            leaf => self.leaf(leaf),
        }
    }

    fn joined(&mut self, parts: &[IssueFilter], word: &str, empty: &str) {
        if parts.is_empty() {
            self.sql.push_str(empty);
            return;
        }
        for (index, part) in parts.iter().enumerate() {
            self.sql.push_str(if index == 0 { "(" } else { word });
            self.filter(part);
        }
        self.sql.push(')');
    }

    /// Ids are whole numbers of ours, written as such: a long list has no placeholder for each.
    fn numbers<T: ToString>(&mut self, column: &str, ids: &[T]) {
        if ids.is_empty() {
            self.sql.push_str("1 = 0");
            return;
        }
        let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
        self.sql.push_str(&format!("{column} IN ({})", list.join(", ")));
    }

    fn assigned(&mut self, assignees: &[Assignee]) {
        if assignees.is_empty() {
            self.sql.push_str("(i.assignee_user_id IS NULL AND i.assignee_team_id IS NULL)");
            return;
        }
        for (index, assignee) in assignees.iter().enumerate() {
            let (column, id) = match assignee {
                Assignee::User(id) => ("i.assignee_user_id", id.0),
                Assignee::Team(id) => ("i.assignee_team_id", id.0),
            };
            self.sql.push_str(if index == 0 { "(" } else { " OR " });
            // Never null, so that its opposite holds for unassigned issues.
            self.sql.push_str(&format!("COALESCE({column}, 0) = {id}"));
        }
        self.sql.push(')');
    }

    fn leaf(&mut self, filter: &IssueFilter) {
        match filter {
            IssueFilter::Status(status) => self.equals("i.status", status.as_str().to_owned()),
            IssueFilter::Substatus(substatus) => self.equals("COALESCE(i.substatus, '')", substatus.as_str().to_owned()),
            IssueFilter::Level(level) => self.equals("i.level", level.number()),
            IssueFilter::Kind(kind) => self.equals("i.kind", kind.clone()),
            IssueFilter::Priority(priority) => self.equals("i.priority", *priority),
            IssueFilter::Unhandled(unhandled) => self.equals("i.unhandled", i64::from(*unhandled)),
            IssueFilter::BookmarkedBy(user) => self.flagged("bookmarked", *user),
            IssueFilter::SubscribedBy(user) => self.flagged("subscribed", *user),
            IssueFilter::FirstSeen(range) => self.within("i.first_seen", *range),
            IssueFilter::LastSeen(range) => self.within("i.last_seen", *range),
            IssueFilter::TimesSeen(least, most) => self.between("i.times_seen", *least, *most),
            IssueFilter::UsersSeen(least, most) => self.between("i.users_seen", *least, *most),
            IssueFilter::Platform(pattern) => self.matches("COALESCE(i.platform, '')", like::wildcard(pattern)),
            IssueFilter::Logger(pattern) => self.matches("COALESCE(i.logger, '')", like::wildcard(pattern)),
            IssueFilter::FirstRelease(pattern) => self.matches("COALESCE(i.first_release, '')", like::wildcard(pattern)),
            IssueFilter::TitleContains(text) => self.matches("d.title", like::contains(text)),
            IssueFilter::TitleMatches(pattern) => {
                let pattern = like::wildcard(pattern);
                self.sql.push('(');
                self.matches("d.title", pattern.clone());
                self.sql.push_str(" OR ");
                self.matches("d.culprit", pattern);
                self.sql.push(')');
            }
            IssueFilter::Linked => self.sql.push_str("EXISTS (SELECT 1 FROM tickets t WHERE t.issue_id = i.id)"),
            IssueFilter::StatusChanged(range) => self.within("i.status_changed", *range),
            IssueFilter::All
            | IssueFilter::None
            | IssueFilter::And(_)
            | IssueFilter::Or(_)
            | IssueFilter::Not(_)
            | IssueFilter::Ids(_)
            | IssueFilter::InProjects(_)
            | IssueFilter::Assigned(_) => {}
        }
    }

    /// Somebody's own mark on the issue.
    fn flagged(&mut self, mark: &str, user: UserId) {
        let user = self.bind(user.0);
        self.sql.push_str(&format!("EXISTS (SELECT 1 FROM issue_flags b WHERE b.issue_id = i.id AND b.user_id = {user} AND b.{mark} = 1)"));
    }

    fn equals(&mut self, column: &str, value: impl Into<Value>) {
        let value = self.bind(value);
        self.sql.push_str(&format!("{column} = {value}"));
    }

    fn matches(&mut self, column: &str, pattern: String) {
        let pattern = self.bind(pattern);
        self.sql.push_str(&format!("lower({column}) LIKE lower({pattern}) ESCAPE '!'"));
    }

    fn within(&mut self, column: &str, range: TimeRange) {
        let (start, end) = (self.bind(range.start.0), self.bind(range.end.0));
        self.sql.push_str(&format!("({column} >= {start} AND {column} < {end})"));
    }

    fn between(&mut self, column: &str, least: u64, most: u64) {
        let (least, most) = (self.bind(signed(least)), self.bind(signed(most)));
        self.sql.push_str(&format!("({column} >= {least} AND {column} <= {most})"));
    }
}

/// The statuses a matching issue can have: one when the filter says so at its top, else all three.
pub(super) fn statuses(filter: &IssueFilter) -> Vec<Status> {
    const ALL: [Status; 3] = [Status::Unresolved, Status::Resolved, Status::Archived];
    match filter {
        IssueFilter::Status(status) => vec![*status],
        IssueFilter::None => Vec::new(),
        IssueFilter::And(parts) => {
            let possible: Vec<Vec<Status>> = parts.iter().map(statuses).collect();
            ALL.into_iter().filter(|status| possible.iter().all(|set| set.contains(status))).collect()
        }
        IssueFilter::Or(parts) => {
            let possible: Vec<Vec<Status>> = parts.iter().map(statuses).collect();
            ALL.into_iter().filter(|status| possible.iter().any(|set| set.contains(status))).collect()
        }
        _ => ALL.to_vec(),
    }
}

/// True when the condition names `d`.
pub(super) fn needs_details(filter: &IssueFilter) -> bool {
    match filter {
        IssueFilter::TitleContains(_) | IssueFilter::TitleMatches(_) => true,
        IssueFilter::And(parts) | IssueFilter::Or(parts) => parts.iter().any(needs_details),
        IssueFilter::Not(inner) => needs_details(inner),
        _ => false,
    }
}
