//! Merging issues and taking parts out again.
//!
//! Membership is by hash, so both change rows about hashes and never an event. What a part counts is read from the
//! stored events; events beyond the retention stay counted where they are.

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::issue::Issue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, Row, Select};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::user::user_hash;
use bartizan_domain::{GroupHash, IssueId, Level, OrganizationId, TimeRange, Timestamp, UserId};
use bartizan_ports::meta::{Merged, SplitPart};
use serde_json::Value;

use super::MAX_ISSUES_PER_COMMAND;
use crate::{App, AppError, AppResult};

/// Most groups one count of a part reads.
const MAX_GROUPS: usize = 100_000;
/// Fields read of the first and the last event of a part.
const EDGE_FIELDS: [&str; 7] = ["timestamp", "title", "culprit", "level", "platform", "event.type", "release"];
/// Place of the release among them.
pub(crate) const EDGE_RELEASE: usize = 6;

impl App {
    /// Merges issues of one project into the one with most events (the oldest of several).
    ///
    /// # Errors
    /// `Invalid` for less than two issues, too many, or issues of different projects.
    pub fn merge_issues(&self, organization: OrganizationId, ids: &[IssueId], actor: Option<UserId>) -> AppResult<Merged> {
        let _one = self.inner.regrouping.lock();
        if ids.len() > MAX_ISSUES_PER_COMMAND {
            return Err(AppError::invalid("id", format!("At most {MAX_ISSUES_PER_COMMAND} issues at once.")));
        }
        let mut issues: Vec<Issue> = Vec::new();
        for id in ids {
            match self.meta().issue(organization, *id, None) {
                Ok(found) if issues.iter().any(|known| known.id == found.issue.id) => {}
                Ok(found) => issues.push(found.issue),
                Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        let parent = issues.iter().max_by_key(|i| (i.times_seen, std::cmp::Reverse(i.number)));
        let Some(parent) = parent.filter(|_| issues.len() > 1) else {
            return Err(AppError::invalid("id", "At least two issues are needed to merge."));
        };
        if issues.iter().any(|issue| issue.project_id != parent.project_id) {
            return Err(AppError::invalid("id", "Only issues of one project can be merged."));
        }
        let children: Vec<IssueId> = issues.iter().map(|i| i.id).filter(|id| *id != parent.id).collect();
        Ok(self.meta().merge_issues(organization, parent.id, &children, actor, self.now())?)
    }

    /// Takes hashes out of an issue; together they become an issue of their own, and later events follow.
    ///
    /// # Errors
    /// `Invalid` when a hash is not of the issue or none would stay.
    pub fn unmerge(&self, organization: OrganizationId, issue: IssueId, hashes: &[GroupHash], actor: Option<UserId>) -> AppResult<IssueId> {
        let _one = self.inner.regrouping.lock();
        let source = self.meta().issue(organization, issue, None)?.issue;
        let own = self.meta().hashes(organization, source.id)?;
        let (leaving, staying): (Vec<GroupHash>, Vec<GroupHash>) = own.into_iter().partition(|hash| hashes.contains(hash));
        if leaving.len() != hashes.len() || leaving.is_empty() {
            return Err(AppError::invalid("id", "These fingerprints are not of this issue."));
        }
        if staying.is_empty() {
            return Err(AppError::invalid("id", "At least one fingerprint has to stay."));
        }
        let part = self.part(&source, leaving, &staying)?;
        Ok(self.meta().split_issue(organization, source.id, &part, actor, self.now())?)
    }

    fn part(&self, source: &Issue, hashes: Vec<GroupHash>, staying: &[GroupHash]) -> AppResult<SplitPart> {
        let question = |hashes: &[GroupHash]| Question { app: self, source, filter: of_hashes(hashes) };
        let leaving = question(&hashes);
        let users = leaving.users()?;
        let others: std::collections::BTreeSet<i64> = question(staying).users()?.into_iter().collect();
        let (last, first) = (leaving.edge(true)?, leaving.edge(false)?);
        let text = |row: &Option<Edge>, at: usize| row.as_ref().and_then(|edge| edge.text(at));
        let metadata = last.as_ref().map(|edge| leaving.metadata(edge)).transpose()?.flatten();
        Ok(SplitPart {
            title: text(&last, 1).unwrap_or_else(|| source.title.clone()),
            culprit: text(&last, 2).unwrap_or_else(|| source.culprit.clone()),
            metadata: metadata.unwrap_or_else(|| source.metadata.clone()),
            kind: text(&last, 5).unwrap_or_else(|| source.kind.clone()),
            level: text(&last, 3).and_then(|level| Level::parse(&level)).unwrap_or(source.level),
            platform: text(&last, 4).or_else(|| source.platform.clone()),
            first_seen: first.as_ref().map_or(source.first_seen, |edge| edge.timestamp),
            last_seen: last.as_ref().map_or(source.last_seen, |edge| edge.timestamp),
            first_release: text(&first, 6),
            last_release: text(&last, 6),
            hours: leaving.hours()?,
            users_leaving: users.iter().copied().filter(|user| !others.contains(user)).collect(),
            users,
            hashes,
        })
    }
}

pub(crate) fn of_hashes(hashes: &[GroupHash]) -> Filter {
    Filter::In(FieldRef::field(GROUP_HASH), hashes.iter().map(|hash| FieldValue::Str(hash.to_string())).collect())
}

/// First or last event of a part.
pub(crate) struct Edge {
    row: Row,
    pub(crate) timestamp: Timestamp,
}

impl Edge {
    /// A field by its place in [`EDGE_FIELDS`].
    pub(crate) fn text(&self, at: usize) -> Option<String> {
        match self.row.values.get(at) {
            Some(FieldValue::Str(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }
}

/// Questions about the events of some hashes.
pub(crate) struct Question<'a> {
    pub(crate) app: &'a App,
    pub(crate) source: &'a Issue,
    pub(crate) filter: Filter,
}

impl Question<'_> {
    fn ask(&self, select: Select) -> AppResult<Vec<Row>> {
        let query = EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.source.organization_id,
            projects: vec![self.source.project_id],
            range: TimeRange { start: self.source.first_seen, end: self.source.last_seen.plus(1) },
            filter: self.filter.clone(),
            select,
        };
        Ok(self.app.events().query(&query)?.rows)
    }

    pub(crate) fn edge(&self, newest_first: bool) -> AppResult<Option<Edge>> {
        let fields = EDGE_FIELDS.map(FieldRef::field).to_vec();
        let row = self.ask(Select::Rows { fields, newest_first, limit: 1, offset: 0 })?.pop();
        Ok(row.and_then(|row| match row.values.first() {
            Some(FieldValue::Time(timestamp)) => Some(Edge { timestamp: *timestamp, row }),
            _ => None,
        }))
    }

    /// The newest event's metadata as it was named when it came.
    pub(crate) fn metadata(&self, edge: &Edge) -> AppResult<Option<String>> {
        let Some((project, event)) = edge.row.event else { return Ok(None) };
        let (organization, near) = (self.source.organization_id, Some(edge.timestamp));
        let stored = self.app.events().get(Dataset::Errors, organization, project, event, near)?;
        let payload = stored.and_then(|stored| serde_json::from_slice::<Value>(&stored.payload).ok());
        Ok(payload.and_then(|payload| payload.get("metadata").map(Value::to_string)))
    }

    fn hours(&self) -> AppResult<Vec<(Timestamp, u64)>> {
        let keys = vec![GroupKey::Time { field: "timestamp".to_owned(), width_us: HOUR_US, origin_us: 0 }];
        let select = Select::Groups { keys, aggregates: vec![Aggregate::Count], order: None, limit: MAX_GROUPS, offset: 0 };
        let pair = |row: &Row| match row.values.as_slice() {
            [FieldValue::Time(hour), FieldValue::I64(count)] => Some((*hour, u64::try_from(*count).ok()?)),
            _ => None,
        };
        Ok(self.ask(select)?.iter().filter_map(pair).filter(|(_, count)| *count > 0).collect())
    }

    fn users(&self) -> AppResult<Vec<i64>> {
        let keys = vec![GroupKey::Field(FieldRef::field("user"))];
        let select = Select::Groups { keys, aggregates: vec![Aggregate::Count], order: None, limit: MAX_GROUPS, offset: 0 };
        let user = |row: &Row| match row.values.first() {
            Some(FieldValue::Str(user)) => Some(user_hash(self.source.project_id, user)),
            _ => None,
        };
        Ok(self.ask(select)?.iter().filter_map(user).collect())
    }
}
