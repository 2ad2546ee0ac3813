//! Running a search: which issues, in which order, with which numbers.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Select};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId, TimeRange, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::limits::MAX_LIST_ROWS;
use bartizan_ports::meta::{IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssueSort, IssueWithFlags, MetaStore};

use super::node::Node;
use super::window::Window;
use crate::pagination::Page;
use crate::{ApiResult, ApiState};

/// Most groups looked at in one search; beyond it the least relevant for the order are left out.
const MAX_MATCHES: usize = 20_000;
/// Issues asked for at once while matches are narrowed down.
const CHUNK: usize = 500;
/// Issues asked for at once, at least, while those with most events in the window are looked for.
const MIN_COUNTED_CHUNK: usize = 50;

/// Order of a list, in the public API's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListSort {
    /// `date`: last event.
    Date,
    /// `new`, `inbox`: first event.
    New,
    /// `freq`, `trends`: events in the window.
    Freq,
    /// `user`: users in the window.
    User,
    /// `priority`, `recommended`.
    Priority,
}

impl ListSort {
    /// Reads the word.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "date" => Self::Date,
            "new" | "inbox" => Self::New,
            "freq" | "trends" => Self::Freq,
            "user" => Self::User,
            "priority" | "recommended" | "better" => Self::Priority,
            _ => return None,
        })
    }

    const fn stored(self) -> IssueSort {
        match self {
            Self::Date => IssueSort::LastSeen,
            Self::New => IssueSort::FirstSeen,
            Self::Freq => IssueSort::TimesSeen,
            Self::User => IssueSort::UsersSeen,
            Self::Priority => IssueSort::Priority,
        }
    }
}

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

/// A page of a search.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Issues in order.
    pub(crate) issues: Vec<IssueWithFlags>,
    /// Numbers of matching events, where events were asked; by issue.
    pub(crate) hits: Option<HashMap<IssueId, Hit>>,
    /// Condition of those events.
    pub(crate) event_filter: EventFilter,
    /// Matches in all, counted up to a bound.
    pub(crate) total: u64,
    /// More follow.
    pub(crate) more: bool,
}

/// A filter that is [`Filter::All`] by default.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventFilter(pub(crate) Filter);

impl Default for EventFilter {
    fn default() -> Self {
        Self(Filter::All)
    }
}

/// A search to run.
pub(crate) struct Search<'a> {
    pub(crate) state: &'a ApiState,
    pub(crate) window: &'a Window,
    pub(crate) viewer: Option<UserId>,
    pub(crate) sort: ListSort,
}

impl Search<'_> {
    /// The page of issues that meet the condition.
    pub(crate) fn page(&self, node: &Node, page: &Page) -> ApiResult<Found> {
        let asks_events = !self.window.environments.is_empty() || self.window.is_past() || self.sort == ListSort::User;
        match node.as_pair() {
            Some((issue, Filter::All)) if !asks_events && self.sort == ListSort::Freq => self.counted_page(issue, page),
            Some((issue, Filter::All)) if !asks_events => self.stored_page(issue, page),
            Some((issue, event)) => self.matched_page(&issue, event, page),
            None => {
                let filter = self.resolve(node, &self.window.environment_filter(), &mut HashMap::new())?;
                self.stored_page(filter, page)
            }
        }
    }

    /// How many issues meet the condition, counted up to a bound.
    pub(crate) fn count(&self, node: &Node, known: &mut Known) -> ApiResult<u64> {
        let asks_events = !self.window.environments.is_empty() || self.window.is_past();
        let filter = match node.as_pair() {
            Some((issue, Filter::All)) if !asks_events => issue,
            _ => self.resolve(node, &self.window.environment_filter(), known)?,
        };
        let filter = both(filter, self.seen_in_window());
        Ok(self.state.meta.count_issues(self.window.organization, &self.window.project_ids(), &filter)?)
    }

    /// How many issues meet the condition in each group: one pass over the issues, one question to the event store at most.
    pub(crate) fn count_by(&self, node: &Node, key: IssueGroupKey, known: &mut Known) -> ApiResult<Vec<(IssueGroup, u64)>> {
        let asks_events = !self.window.environments.is_empty() || self.window.is_past();
        let filter = match node.as_pair() {
            Some((issue, Filter::All)) if !asks_events => issue,
            _ => self.resolve(node, &self.window.environment_filter(), known)?,
        };
        let filter = both(filter, self.seen_in_window());
        Ok(self.state.meta.count_issues_by(self.window.organization, &self.window.project_ids(), &filter, key)?)
    }

    /// Ids of at most `limit` issues that meet the condition.
    pub(crate) fn ids(&self, node: &Node, limit: usize) -> ApiResult<Vec<IssueId>> {
        let filter = match node.as_pair() {
            Some((issue, Filter::All)) if self.window.environments.is_empty() => issue,
            _ => self.resolve(node, &self.window.environment_filter(), &mut HashMap::new())?,
        };
        let found = self.list(both(filter, self.seen_in_window()), limit, 0)?;
        Ok(found.issues.into_iter().map(|issue| issue.issue.id).collect())
    }

    fn list(&self, filter: IssueFilter, limit: usize, offset: usize) -> ApiResult<bartizan_ports::meta::IssuePage> {
        let list = IssueList {
            organization_id: self.window.organization,
            projects: self.window.project_ids(),
            filter,
            sort: self.sort.stored(),
            limit,
            offset,
            viewer: self.viewer,
        };
        Ok(self.state.meta.list_issues(&list)?)
    }

    /// Issues with an event since the window began, as far as the issue itself tells.
    fn seen_in_window(&self) -> IssueFilter {
        if !self.window.range_given {
            return IssueFilter::All;
        }
        let open_end = TimeRange { start: self.window.range.start, ..TimeRange::ALL };
        IssueFilter::LastSeen(open_end)
    }

    fn stored_page(&self, filter: IssueFilter, page: &Page) -> ApiResult<Found> {
        let found = self.list(both(filter, self.seen_in_window()), page.limit, page.offset)?;
        Ok(Found { issues: found.issues, total: found.hits, more: found.more, ..Found::default() })
    }

    /// A page by events in the window, from counters: its cost follows the number of issues looked at, not of events.
    ///
    /// Within the window an issue has at most as many events as ever. So issues are looked at from the one with most
    /// events ever, and when the page is full and the next one has no more ever than the page's last has in the window,
    /// no better one follows.
    fn counted_page(&self, issue: IssueFilter, page: &Page) -> ApiResult<Found> {
        let filter = both(issue, self.seen_in_window());
        if !self.window.range_given {
            return self.stored_page(filter, page);
        }
        let wanted = page.offset.saturating_add(page.limit).saturating_add(1);
        let chunk = wanted.max(MIN_COUNTED_CHUNK);
        let mut best: Vec<(u64, IssueWithFlags)> = Vec::new();
        let (mut looked_at, mut total) = (0, 0);
        loop {
            let listed = self.list(filter.clone(), chunk, looked_at)?;
            let rest = listed.issues.last().map_or(0, |last| last.issue.times_seen);
            looked_at += listed.issues.len();
            total = total.max(listed.hits);
            best.extend(self.counted(listed.issues)?);
            best.sort_by_key(|(count, found)| Reverse((*count, found.issue.last_seen, found.issue.id)));
            best.truncate(wanted);
            let is_settled = best.len() == wanted && best.last().is_some_and(|(count, _)| *count >= rest);
            if is_settled || !listed.more || looked_at.saturating_add(chunk) >= MAX_LIST_ROWS {
                break;
            }
        }
        let more = best.len() == wanted;
        let issues = best.into_iter().skip(page.offset).take(page.limit).map(|(_, found)| found).collect();
        Ok(Found { issues, total, more, ..Found::default() })
    }

    /// Issues with their events in the window: of one that is younger than the window all, of others the hours added up.
    fn counted(&self, issues: Vec<IssueWithFlags>) -> ApiResult<Vec<(u64, IssueWithFlags)>> {
        let range = TimeRange { start: self.window.range.start.floor(HOUR_US), end: self.window.range.end };
        let is_older = |found: &IssueWithFlags| found.issue.first_seen < self.window.range.start;
        let older: Vec<IssueId> = issues.iter().filter(|found| is_older(found)).map(|found| found.issue.id).collect();
        let mut counts: HashMap<IssueId, u64> = HashMap::new();
        for hour in self.state.meta.hourly_counts(self.window.organization, &older, range)? {
            let count = counts.entry(hour.issue_id).or_default();
            *count = count.saturating_add(hour.count);
        }
        let count = |found: &IssueWithFlags| {
            if is_older(found) { counts.get(&found.issue.id).copied().unwrap_or(0) } else { found.issue.times_seen }
        };
        Ok(issues.into_iter().map(|found| (count(&found), found)).collect())
    }

    /// A page of issues in an order that only their matching events know.
    fn matched_page(&self, issue: &IssueFilter, event: Filter, page: &Page) -> ApiResult<Found> {
        let filter = self.window.environment_filter().and(event);
        let hits = self.hits(&filter)?;
        let mut order: Vec<IssueId> = hits.keys().copied().collect();
        let by_hit = |id: &IssueId| hits.get(id).map_or((0, 0), |hit| self.rank(hit));
        order.sort_by(|a, b| by_hit(b).cmp(&by_hit(a)).then(b.cmp(a)));
        let mut found = match self.sort {
            ListSort::Date | ListSort::Freq | ListSort::User => self.in_order(issue, &order, page)?,
            ListSort::New | ListSort::Priority => {
                let listed = self.list(both(issue.clone(), IssueFilter::Ids(order.clone())), page.limit, page.offset)?;
                Found { issues: listed.issues, total: listed.hits, more: listed.more, ..Found::default() }
            }
        };
        found.hits = Some(hits);
        found.event_filter = EventFilter(filter);
        Ok(found)
    }

    fn rank(&self, hit: &Hit) -> (i64, i64) {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        match self.sort {
            ListSort::Freq => (number(hit.count), hit.last.0),
            ListSort::User => (number(hit.users), hit.last.0),
            _ => (hit.last.0, number(hit.count)),
        }
    }

    /// The page out of `order`, of which only issues that meet the condition count.
    fn in_order(&self, filter: &IssueFilter, order: &[IssueId], page: &Page) -> ApiResult<Found> {
        let wanted = page.offset.saturating_add(page.limit).saturating_add(1);
        let mut kept: Vec<IssueWithFlags> = Vec::new();
        for chunk in order.chunks(CHUNK) {
            let listed = self.list(both(filter.clone(), IssueFilter::Ids(chunk.to_vec())), chunk.len(), 0)?;
            let mut by_id: HashMap<IssueId, IssueWithFlags> = listed.issues.into_iter().map(|i| (i.issue.id, i)).collect();
            kept.extend(chunk.iter().filter_map(|id| by_id.remove(id)));
            if kept.len() >= wanted {
                break;
            }
        }
        let total = if kept.len() < wanted {
            kept.len() as u64
        } else {
            let all = both(filter.clone(), IssueFilter::Ids(order.to_vec()));
            self.state.meta.count_issues(self.window.organization, &self.window.project_ids(), &all)?
        };
        let more = kept.len() >= wanted;
        let issues = kept.into_iter().skip(page.offset).take(page.limit).collect();
        Ok(Found { issues, total, more, ..Found::default() })
    }

    /// Issues with an event of the window's environments; `None` where it names none.
    pub(crate) fn of_environments(&self) -> ApiResult<Option<HashSet<IssueId>>> {
        if self.window.environments.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.hits(&self.window.environment_filter())?.into_keys().collect()))
    }

    /// Issues of the groups whose events meet the filter within the window.
    fn hits(&self, filter: &Filter) -> ApiResult<HashMap<IssueId, Hit>> {
        let order = match self.sort {
            ListSort::Freq => 0,
            ListSort::User => 1,
            _ => 3,
        };
        let key = |name: &str| GroupKey::Field(FieldRef::field(name));
        let timestamp = || FieldRef::field("timestamp");
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.window.organization,
            projects: self.window.project_ids(),
            range: self.window.range,
            filter: filter.clone(),
            select: Select::Groups {
                keys: vec![key("project_id"), key(GROUP_HASH)],
                aggregates: vec![
                    Aggregate::Count,
                    Aggregate::CountDistinct(FieldRef::field("user")),
                    Aggregate::Min(timestamp()),
                    Aggregate::Max(timestamp()),
                ],
                order: Some((GroupOrder::Aggregate(order), true)),
                limit: MAX_MATCHES,
                offset: 0,
            },
        })?;
        let groups = result.rows.iter().filter_map(|row| group(&row.values));
        self.by_issue(groups.collect())
    }

    fn by_issue(&self, groups: Vec<(ProjectId, GroupHash, Hit)>) -> ApiResult<HashMap<IssueId, Hit>> {
        let mut by_project: HashMap<ProjectId, Vec<(GroupHash, Hit)>> = HashMap::new();
        for (project, hash, hit) in groups {
            by_project.entry(project).or_default().push((hash, hit));
        }
        let mut hits: HashMap<IssueId, Hit> = HashMap::new();
        for (project, groups) in by_project {
            let hashes: Vec<GroupHash> = groups.iter().map(|(hash, _)| *hash).collect();
            let issues: HashMap<GroupHash, IssueId> = self.state.meta.issues_of_hashes(project, &hashes)?.into_iter().collect();
            for (hash, hit) in groups {
                let Some(issue) = issues.get(&hash) else { continue };
                match hits.entry(*issue) {
                    Entry::Vacant(slot) => drop(slot.insert(hit)),
                    Entry::Occupied(mut slot) => slot.get_mut().add(hit),
                }
            }
        }
        Ok(hits)
    }

    /// Turns conditions on events into lists of issues. `outer` must hold for the same event as every condition inside.
    fn resolve(&self, node: &Node, outer: &Filter, known: &mut Known) -> ApiResult<IssueFilter> {
        match node {
            Node::Issue(filter) if *outer == Filter::All => Ok(filter.clone()),
            Node::Issue(filter) => Ok(both(filter.clone(), self.matching(outer, known)?)),
            Node::Event(filter) => self.matching(&outer.clone().and(filter.clone()), known),
            Node::Or(parts) => Ok(IssueFilter::Or(parts.iter().map(|part| self.resolve(part, outer, known)).collect::<ApiResult<_>>()?)),
            Node::And(parts) => {
                let own = parts.iter().filter_map(|part| if let Node::Event(filter) = part { Some(filter.clone()) } else { None });
                let inner = own.fold(outer.clone(), Filter::and);
                let rest = parts.iter().filter(|part| !matches!(part, Node::Event(_)));
                Ok(IssueFilter::And(rest.map(|part| self.resolve(part, &inner, known)).collect::<ApiResult<_>>()?))
            }
        }
    }

    fn matching(&self, filter: &Filter, known: &mut Known) -> ApiResult<IssueFilter> {
        let key = format!("{filter:?}");
        let ids = match known.get(&key) {
            Some(ids) => ids.clone(),
            None => self.hits(filter)?.into_keys().collect(),
        };
        known.insert(key, ids.clone());
        Ok(IssueFilter::Ids(ids))
    }
}

/// Answers of the event store by condition, so that none is asked twice.
pub(crate) type Known = HashMap<String, Vec<IssueId>>;

impl Hit {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.users = self.users.saturating_add(other.users);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

fn group(values: &[FieldValue]) -> Option<(ProjectId, GroupHash, Hit)> {
    let number = |at: usize| values.get(at).and_then(FieldValue::as_i64);
    let hash = values.get(1)?.as_str()?.parse().ok()?;
    let count = |at: usize| number(at).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let hit = Hit { count: count(2), users: count(3), first: Timestamp(number(4)?), last: Timestamp(number(5)?) };
    Some((ProjectId(number(0)?), hash, hit))
}

fn both(a: IssueFilter, b: IssueFilter) -> IssueFilter {
    match (a, b) {
        (IssueFilter::All, filter) | (filter, IssueFilter::All) => filter,
        (a, b) => IssueFilter::And(vec![a, b]),
    }
}

/// Events of these issues.
pub(crate) fn events_of(meta: &dyn MetaStore, organization: OrganizationId, ids: &[IssueId]) -> StoreResult<Filter> {
    let mut hashes = Vec::new();
    for id in ids {
        hashes.extend(meta.hashes(organization, *id)?.into_iter().map(|hash| FieldValue::Str(hash.to_string())));
    }
    Ok(Filter::In(FieldRef::field(GROUP_HASH), hashes))
}
