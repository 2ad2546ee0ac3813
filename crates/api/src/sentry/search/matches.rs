//! What the event store knows of issues whose events meet a condition.
//!
//! It is asked twice: over all matching events only for what orders issues, then for all numbers of the few that are shown.
//! Counting the users of every issue would be half of the work, and nearly all of it for nothing.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Row, Select};
use bartizan_domain::{GroupHash, IssueId, ProjectId, Timestamp};

use super::run::ListSort;
use super::window::Window;
use crate::{ApiResult, ApiState};

/// Most groups looked at in one search; beyond it the least relevant for the order are left out.
const MAX_MATCHES: usize = 20_000;

/// What the event store counted of an issue's matching events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Matching events.
    pub(crate) count: u64,
    /// Their users; a sum over the issue's groups.
    pub(crate) users: u64,
    /// First of them.
    pub(crate) first: Timestamp,
    /// Last of them.
    pub(crate) last: Timestamp,
}

/// Issues with matching events within a window.
pub(super) struct Matches {
    /// Best first.
    pub(super) order: Vec<IssueId>,
    groups: HashMap<IssueId, Vec<(ProjectId, GroupHash)>>,
}

impl Matches {
    /// Issues whose events meet the filter; the order is that of `sort` as far as events tell it, else by last event.
    pub(super) fn find(state: &ApiState, window: &Window, sort: ListSort, filter: &Filter) -> ApiResult<Self> {
        let last = || Aggregate::Max(FieldRef::field("timestamp"));
        let aggregates = match sort {
            ListSort::Freq => vec![Aggregate::Count, last()],
            ListSort::User => vec![users(), last()],
            ListSort::Date | ListSort::New | ListSort::Priority => vec![last()],
        };
        let rows = groups(state, window, filter.clone(), aggregates, MAX_MATCHES)?;
        let mut ranks: HashMap<IssueId, (i64, i64)> = HashMap::new();
        let mut groups: HashMap<IssueId, Vec<(ProjectId, GroupHash)>> = HashMap::new();
        let found: Vec<Group> = rows.iter().filter_map(|row| Group::read(row, window)).collect();
        for (issue, group) in by_issue(state, found)? {
            let (first, second) = (group.number(0), group.number(1));
            let rank = ranks.entry(issue).or_insert((i64::MIN, i64::MIN));
            let of_counts = matches!(sort, ListSort::Freq | ListSort::User) && rank.0 != i64::MIN;
            *rank = (if of_counts { rank.0.saturating_add(first) } else { rank.0.max(first) }, rank.1.max(second));
            groups.entry(issue).or_default().push((group.project, group.hash));
        }
        let mut ranked: Vec<_> = ranks.into_iter().collect();
        ranked.sort_unstable_by_key(|(issue, rank)| Reverse((*rank, *issue)));
        Ok(Self { order: ranked.into_iter().map(|(issue, _)| issue).collect(), groups })
    }

    /// All numbers of these issues.
    pub(super) fn numbers(
        &self,
        state: &ApiState,
        window: &Window,
        filter: &Filter,
        issues: &[IssueId],
    ) -> ApiResult<HashMap<IssueId, Hit>> {
        let owners: HashMap<(ProjectId, GroupHash), IssueId> =
            issues.iter().flat_map(|issue| self.groups.get(issue).into_iter().flatten().map(|group| (*group, *issue))).collect();
        if owners.is_empty() {
            return Ok(HashMap::new());
        }
        let hashes = owners.keys().map(|(_, hash)| FieldValue::Str(hash.to_string())).collect();
        let filter = filter.clone().and(Filter::In(FieldRef::field(GROUP_HASH), hashes));
        let timestamp = || FieldRef::field("timestamp");
        let aggregates = vec![Aggregate::Count, users(), Aggregate::Min(timestamp()), Aggregate::Max(timestamp())];
        // Another project may have a group of the same hash.
        let limit = owners.len().saturating_mul(window.projects.len());
        let mut hits: HashMap<IssueId, Hit> = HashMap::new();
        for row in groups(state, window, filter, aggregates, limit)? {
            let Some(group) = Group::read(&row, window) else { continue };
            let Some(issue) = owners.get(&(group.project, group.hash)) else { continue };
            match hits.entry(*issue) {
                Entry::Vacant(slot) => drop(slot.insert(group.hit())),
                Entry::Occupied(mut slot) => slot.get_mut().add(group.hit()),
            }
        }
        Ok(hits)
    }
}

fn users() -> Aggregate {
    Aggregate::CountDistinct(FieldRef::field("user"))
}

/// Groups of the window's events that meet the filter, those with most of the first aggregate first. Within a single project
/// the hash alone names the group, and a single key costs much less than two.
fn groups(state: &ApiState, window: &Window, filter: Filter, aggregates: Vec<Aggregate>, limit: usize) -> ApiResult<Vec<Row>> {
    let project = (window.projects.len() != 1).then_some("project_id");
    let keys = project.into_iter().chain([GROUP_HASH]).map(|name| GroupKey::Field(FieldRef::field(name))).collect();
    let order = Some((GroupOrder::Aggregate(0), true));
    let result = state.events.query(&EventQuery {
        dataset: Dataset::Errors,
        organization_id: window.organization,
        projects: window.project_ids(),
        range: window.range,
        filter,
        select: Select::Groups { keys, aggregates, order, limit, offset: 0 },
    })?;
    Ok(result.rows)
}

/// A group as the event store answers it.
struct Group {
    project: ProjectId,
    hash: GroupHash,
    numbers: Vec<i64>,
}

impl Group {
    fn read(row: &Row, window: &Window) -> Option<Self> {
        let (project, rest) = match window.projects.as_slice() {
            [single] => (single.id, row.values.as_slice()),
            _ => row.values.split_first().and_then(|(project, rest)| Some((ProjectId(project.as_i64()?), rest)))?,
        };
        let (hash, numbers) = rest.split_first()?;
        let numbers = numbers.iter().map(|number| number.as_i64().unwrap_or(0)).collect();
        Some(Self { project, hash: hash.as_str()?.parse().ok()?, numbers })
    }

    fn number(&self, at: usize) -> i64 {
        self.numbers.get(at).copied().unwrap_or(0)
    }

    fn hit(&self) -> Hit {
        let count = |at: usize| u64::try_from(self.number(at)).unwrap_or(0);
        Hit { count: count(0), users: count(1), first: Timestamp(self.number(2)), last: Timestamp(self.number(3)) }
    }
}

impl Hit {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.users = self.users.saturating_add(other.users);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

/// The groups with their issues; a group without one is of an issue that is deleted.
fn by_issue(state: &ApiState, groups: Vec<Group>) -> ApiResult<Vec<(IssueId, Group)>> {
    let mut by_project: HashMap<ProjectId, Vec<Group>> = HashMap::new();
    for group in groups {
        by_project.entry(group.project).or_default().push(group);
    }
    let mut found = Vec::new();
    for (project, groups) in by_project {
        let hashes: Vec<GroupHash> = groups.iter().map(|group| group.hash).collect();
        let issues: HashMap<GroupHash, IssueId> = state.meta.issues_of_hashes(project, &hashes)?.into_iter().collect();
        found.extend(groups.into_iter().filter_map(|group| Some((*issues.get(&group.hash)?, group))));
    }
    Ok(found)
}
