//! Running a search: which issues, in which order, with which numbers.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{IssueId, OrganizationId, TimeRange, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::limits::MAX_LIST_ROWS;
use bartizan_ports::meta::{IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssueSort, IssueWithFlags, MetaStore};

use super::matches::{Hit, Matches};
use super::node::Node;
use super::window::Window;
use crate::pagination::Page;
use crate::{ApiResult, ApiState};

/// Issues asked for at once while matches are narrowed down, at most.
const MAX_CHUNK: usize = 500;
/// Issues asked for at once, at least: while matches are narrowed down, and while those with most events are looked for.
const MIN_CHUNK: usize = 50;

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

/// A page of a search.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Issues in order.
    pub(crate) issues: Vec<IssueWithFlags>,
    /// Numbers of matching events of each issue, where events were asked.
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
        let chunk = wanted.max(MIN_CHUNK);
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
        let matches = self.matches(&filter)?;
        let mut found = match self.sort {
            ListSort::Date | ListSort::Freq | ListSort::User => self.in_order(issue, &matches.order, page)?,
            ListSort::New | ListSort::Priority => {
                let listed = self.list(both(issue.clone(), IssueFilter::Ids(matches.order.clone())), page.limit, page.offset)?;
                Found { issues: listed.issues, total: listed.hits, more: listed.more, ..Found::default() }
            }
        };
        let shown: Vec<IssueId> = found.issues.iter().map(|found| found.issue.id).collect();
        found.hits = Some(matches.numbers(self.state, self.window, &filter, &shown)?);
        found.event_filter = EventFilter(filter);
        Ok(found)
    }

    /// The page out of `order`, of which only issues that meet the condition count.
    fn in_order(&self, filter: &IssueFilter, order: &[IssueId], page: &Page) -> ApiResult<Found> {
        let wanted = page.offset.saturating_add(page.limit).saturating_add(1);
        let mut kept: Vec<IssueWithFlags> = Vec::new();
        let (mut rest, mut size) = (order, wanted.clamp(MIN_CHUNK, MAX_CHUNK));
        while kept.len() < wanted && !rest.is_empty() {
            let (chunk, further) = rest.split_at(size.min(rest.len()));
            let listed = self.list(both(filter.clone(), IssueFilter::Ids(chunk.to_vec())), chunk.len(), 0)?;
            let mut by_id: HashMap<IssueId, IssueWithFlags> = listed.issues.into_iter().map(|i| (i.issue.id, i)).collect();
            kept.extend(chunk.iter().filter_map(|id| by_id.remove(id)));
            // Most often the condition on issues holds for most: few rows are read in vain, and few questions asked where it does not.
            (rest, size) = (further, size.saturating_mul(4).min(MAX_CHUNK));
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
        Ok(Some(self.matches(&self.window.environment_filter())?.order.into_iter().collect()))
    }

    /// Issues with events that meet the filter within the window.
    fn matches(&self, filter: &Filter) -> ApiResult<Matches> {
        Matches::find(self.state, self.window, self.sort, filter)
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
            None => self.matches(filter)?.order,
        };
        known.insert(key, ids.clone());
        Ok(IssueFilter::Ids(ids))
    }
}

/// Answers of the event store by condition, so that none is asked twice.
pub(crate) type Known = HashMap<String, Vec<IssueId>>;

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
