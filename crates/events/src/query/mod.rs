//! Answering a query: the segments of the days in its range, each on its own, and their answers put together.

mod distinct;
mod group;
mod histogram;
mod keys;
mod ordered;
mod pairs;
mod rows;
mod segment;
mod state;
mod tag_keys;
mod ungrouped;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_domain::query::{EventQuery, QueryResult, Select};
use bartizan_ports::events::rules;
use tantivy::{Searcher, SegmentReader};

use crate::compile::Scope;
use crate::day::{Day, DayIndex};
use crate::error::{OfIndex, Result};

/// Fewer documents than this are not worth a second thread.
const MIN_DOCUMENTS_PER_THREAD: u64 = 50_000;

/// A day with its index as it is now.
pub(crate) struct OpenDay {
    pub(crate) day: Arc<Day>,
    pub(crate) index: Arc<DayIndex>,
    pub(crate) searcher: Searcher,
}

impl OpenDay {
    /// Opens what is committed of a day.
    pub(crate) fn open(day: Arc<Day>) -> Result<Self> {
        let index = day.index()?;
        let searcher = index.searcher();
        Ok(Self { day, index, searcher })
    }
}

/// One segment to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    /// Index into the days of the query.
    pub(crate) day: usize,
    pub(crate) index: &'a DayIndex,
    pub(crate) segment: &'a SegmentReader,
    pub(crate) scope: Scope<'a>,
}

/// Answers a query (checked already) from its days.
pub(crate) fn answer(query: &EventQuery, days: &[OpenDay], max_threads: usize) -> Result<QueryResult> {
    let answers = answer_each(query, std::slice::from_ref(&query.select), days, max_threads)?;
    Ok(answers.into_iter().next().unwrap_or_default())
}

/// Answers each of the questions (checked already) about the events of a query; what is grouped is found once.
pub(crate) fn answer_each(query: &EventQuery, selects: &[Select], days: &[OpenDay], max_threads: usize) -> Result<Vec<QueryResult>> {
    let tasks = tasks(query, days);
    let mut grouped = groups(query, selects, &tasks, max_threads)?.into_iter();
    let answers = selects.iter().map(|select| match select {
        Select::Rows { fields, by, newest_first, limit, offset } => {
            let page = rows::Page { fields, newest_first: *newest_first, limit: *limit, offset: *offset };
            match by {
                None => rows::answer(query, days, &tasks, &page),
                Some((field, descending)) => ordered::answer(query, days, &tasks, &page, field, *descending),
            }
        }
        Select::Groups { .. } => Ok(grouped.next().unwrap_or_default()),
    });
    answers.collect()
}

/// Keys of the tags of the events of a query with how many events have each, most frequent first.
pub(crate) fn tag_keys(query: &EventQuery, limit: usize, days: &[OpenDay], max_threads: usize) -> Result<Vec<(String, u64)>> {
    let collect = |keys: &mut tag_keys::TagKeys, task: &Task<'_>| tag_keys::collect(keys, task, &query.filter).of_index(&task.index.folder);
    let mut all = tag_keys::TagKeys::default();
    for part in run(&tasks(query, days), max_threads, tag_keys::TagKeys::default, collect)? {
        part.into_iter().for_each(|(key, count)| *all.entry(key).or_default() += count);
    }
    Ok(rules::most_frequent(all, limit))
}

/// The segments of the days.
fn tasks<'a>(query: &'a EventQuery, days: &'a [OpenDay]) -> Vec<Task<'a>> {
    let scope = Scope { organization: query.organization_id, projects: &query.projects, range: query.range };
    let of_day = |(at, day): (usize, &'a OpenDay)| {
        day.searcher.segment_readers().iter().map(move |segment| Task { day: at, index: &day.index, segment, scope })
    };
    days.iter().enumerate().flat_map(of_day).collect()
}

/// The answers of those questions that group, in their order.
fn groups(query: &EventQuery, selects: &[Select], tasks: &[Task<'_>], max_threads: usize) -> Result<Vec<QueryResult>> {
    let (mut plans, mut pages) = (Vec::new(), Vec::new());
    for select in selects {
        if let Select::Groups { keys, aggregates, order, limit, offset } = select {
            plans.push(group::Plan::new(query.dataset, keys, aggregates));
            pages.push((*order, *limit, *offset));
        }
    }
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let empty = || plans.iter().map(group::Groups::new).collect::<Vec<_>>();
    let collect =
        |all: &mut Vec<group::Groups>, task: &Task<'_>| segment::collect(all, &plans, task, &query.filter).of_index(&task.index.folder);
    let mut all = empty();
    for part in run(tasks, max_threads, empty, collect)? {
        all.iter_mut().zip(part).for_each(|(groups, part)| groups.merge(part));
    }
    let finished = all.into_iter().zip(&plans).zip(pages);
    Ok(finished.map(|((groups, plan), (order, limit, offset))| groups.finish(plan, order, limit, offset)).collect())
}

/// Runs over all tasks with a state per thread, on more than one thread when there is enough to do.
fn run<'a, S: Send>(
    tasks: &[Task<'a>],
    max_threads: usize,
    new: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Task<'a>) -> Result<()> + Sync,
) -> Result<Vec<S>> {
    let documents: u64 = tasks.iter().map(|task| u64::from(task.segment.max_doc())).sum();
    let worth = usize::try_from(documents / MIN_DOCUMENTS_PER_THREAD).unwrap_or(1);
    let threads = max_threads.min(worth).min(tasks.len()).max(1);
    let next = AtomicUsize::new(0);
    let one = || {
        let mut state = new();
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(&mut state, task)?;
        }
        Ok(state)
    };
    if threads == 1 {
        return Ok(vec![one()?]);
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(one)).collect();
        let mut states = vec![one()?];
        for other in others {
            match other.join() {
                Ok(state) => states.push(state?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(states)
    })
}
