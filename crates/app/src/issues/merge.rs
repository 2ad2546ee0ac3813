//! Merging issues and taking parts out again.
//!
//! Membership is by hash, so both change rows about hashes and never an event. What a part counts is read from the
//! stored events; events beyond the retention stay counted where they are.

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::issue::Issue;
use bartizan_domain::merge::{Merge, MergeReason};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, Row, Select};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::user::user_hash;
use bartizan_domain::{GroupHash, IssueId, Level, OrganizationId, TimeRange, Timestamp, UserId};
use bartizan_ports::meta::{LastEvent, Merged, Settlement, SplitPart};
use serde_json::Value;

use super::MAX_ISSUES_PER_COMMAND;
use crate::{App, AppError, AppResult};

/// Most groups one count of a part reads.
const MAX_GROUPS: usize = 100_000;
/// Fields read of the first and the last event of a part.
const EDGE_FIELDS: [&str; 7] = ["timestamp", "title", "culprit", "level", "platform", "event.type", "release"];
/// Place of the release among them.
const EDGE_RELEASE: usize = 6;

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
        Ok(self.meta().merge_issues(organization, parent.id, &children, MergeReason::Person, actor, self.now())?)
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
        let part = self.part(&source, &source, leaving, &staying)?;
        Ok(self.meta().split_issue(organization, source.id, &part, actor, self.now())?)
    }

    /// Takes a merge back: the issue that went into the other is there again, and automatic merging leaves it alone.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it was taken back already, when nothing of the issue can be told apart any more, or when
    /// events moved with the merge (then the regrouping is to be taken back).
    pub fn undo_merge(&self, organization: OrganizationId, id: i64, actor: Option<UserId>) -> AppResult<IssueId> {
        let _one = self.inner.regrouping.lock();
        let merge = self.meta().merge(organization, id)?;
        if merge.reason.job().is_some() {
            return Err(AppError::Conflict("Its events were moved by grouping rules: take those back instead.".to_owned()));
        }
        self.restore(&merge, true, actor)
    }

    /// See [`bartizan_ports::meta::Merges::undo_merge`]; to be called by the one command that moves hashes.
    pub(crate) fn restore(&self, merge: &Merge, apart: bool, actor: Option<UserId>) -> AppResult<IssueId> {
        let source = self.meta().issue(merge.organization_id, merge.parent, None)?.issue;
        let own = self.meta().hashes(merge.organization_id, source.id)?;
        let (leaving, staying): (Vec<_>, Vec<_>) = own.into_iter().partition(|hash| merge.absorbed.hashes.contains(hash));
        if merge.undone.is_some() || leaving.is_empty() || staying.is_empty() {
            return Err(AppError::Conflict("There is nothing left to take back.".to_owned()));
        }
        let part = self.part(&source, &merge.absorbed.issue, leaving, &staying)?;
        Ok(self.meta().undo_merge(merge.organization_id, merge.id, &part, apart, actor, self.now())?)
    }

    /// What leaves `source`; where no event of it is stored any more, it looks like `otherwise`.
    fn part(&self, source: &Issue, otherwise: &Issue, hashes: Vec<GroupHash>, staying: &[GroupHash]) -> AppResult<SplitPart> {
        let question = |hashes: &[GroupHash]| Question { app: self, source, filter: of_hashes(hashes) };
        let (leaving, staying) = (question(&hashes), question(staying));
        let users = leaving.users()?;
        let others: std::collections::BTreeSet<i64> = staying.users()?.into_iter().collect();
        let (last, first) = (leaving.edge(true)?, leaving.edge(false)?);
        let text = |row: &Option<Edge>, at: usize| row.as_ref().and_then(|edge| edge.text(at));
        let metadata = last.as_ref().map(|edge| leaving.metadata(edge)).transpose()?.flatten();
        Ok(SplitPart {
            title: text(&last, 1).unwrap_or_else(|| otherwise.title.clone()),
            culprit: text(&last, 2).unwrap_or_else(|| otherwise.culprit.clone()),
            metadata: metadata.unwrap_or_else(|| otherwise.metadata.clone()),
            kind: text(&last, 5).unwrap_or_else(|| otherwise.kind.clone()),
            level: text(&last, 3).and_then(|level| Level::parse(&level)).unwrap_or(otherwise.level),
            platform: text(&last, 4).or_else(|| otherwise.platform.clone()),
            first_seen: first.as_ref().map_or(otherwise.first_seen, |edge| edge.timestamp),
            last_seen: last.as_ref().map_or(otherwise.last_seen, |edge| edge.timestamp),
            rest: staying.settlement(
                first.as_ref().is_some_and(|edge| edge.timestamp <= source.first_seen),
                last.as_ref().is_some_and(|edge| edge.timestamp >= source.last_seen),
            )?,
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
        let row = self.ask(Select::Rows { fields, by: None, newest_first, limit: 1, offset: 0 })?.pop();
        Ok(row.and_then(|row| match row.values.first() {
            Some(FieldValue::Time(timestamp)) => Some(Edge { timestamp: *timestamp, row }),
            _ => None,
        }))
    }

    /// The payload of an event.
    pub(crate) fn payload(&self, edge: &Edge) -> AppResult<Option<Value>> {
        let Some((project, event)) = edge.row.event else { return Ok(None) };
        let (organization, near) = (self.source.organization_id, Some(edge.timestamp));
        let stored = self.app.events().get(Dataset::Errors, organization, project, event, near)?;
        Ok(stored.and_then(|stored| serde_json::from_slice(&stored.payload).ok()))
    }

    /// The event whole.
    pub(crate) fn document(&self, edge: &Edge) -> AppResult<Option<Document>> {
        let Some((project, event)) = edge.row.event else { return Ok(None) };
        let keys = [(project, event, edge.timestamp)];
        Ok(self.app.events().documents(Dataset::Errors, self.source.organization_id, &keys)?.pop().flatten())
    }

    /// The newest event's metadata as it was named when it came.
    pub(crate) fn metadata(&self, edge: &Edge) -> AppResult<Option<String>> {
        Ok(self.payload(edge)?.and_then(|payload| payload.get("metadata").map(Value::to_string)))
    }

    /// The issue after it lost its first or last event; `None` when it lost neither or has none any more.
    pub(crate) fn settlement(&self, lost_first: bool, lost_last: bool) -> AppResult<Option<Settlement>> {
        if !lost_first && !lost_last {
            return Ok(None);
        }
        let Some(last) = self.edge(true)? else { return Ok(None) };
        let first = if lost_first { self.edge(false)?.map(|edge| (edge.timestamp, edge.text(EDGE_RELEASE))) } else { None };
        let last = if lost_last { Some(self.last_event(&last)?) } else { None };
        Ok(Some(Settlement { issue: self.source.id, first, last }))
    }

    fn last_event(&self, last: &Edge) -> AppResult<LastEvent> {
        Ok(LastEvent {
            timestamp: last.timestamp,
            release: last.text(EDGE_RELEASE),
            title: last.text(1).unwrap_or_else(|| self.source.title.clone()),
            culprit: last.text(2).unwrap_or_default(),
            metadata: self.metadata(last)?.unwrap_or_else(|| self.source.metadata.clone()),
        })
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
