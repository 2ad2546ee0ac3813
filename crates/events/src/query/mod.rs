//! Answering a query: the segments of the days in its range, each on its own, and their answers put together.

mod distinct;
mod group;
mod histogram;
mod keys;
mod rows;
mod segment;
mod state;
mod ungrouped;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_domain::query::{EventQuery, QueryResult, Select};
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
    let scope = Scope { organization: query.organization_id, projects: &query.projects, range: query.range };
    let tasks: Vec<Task<'_>> = days
        .iter()
        .enumerate()
        .flat_map(|(at, day)| {
            let segments = day.searcher.segment_readers().iter();
            segments.map(move |segment| Task { day: at, index: &day.index, segment, scope })
        })
        .collect();
    match &query.select {
        Select::Rows { fields, newest_first, limit, offset } => {
            rows::answer(query, days, tasks, &rows::Page { fields, newest_first: *newest_first, limit: *limit, offset: *offset })
        }
        Select::Groups { keys, aggregates, order, limit, offset } => {
            let plan = group::Plan::new(query.dataset, keys, aggregates);
            let parts = run(
                &tasks,
                max_threads,
                || group::Groups::new(&plan),
                |groups, task| segment::collect(groups, &plan, task, &query.filter).of_index(&task.index.folder),
            )?;
            let mut all = group::Groups::new(&plan);
            parts.into_iter().for_each(|part| all.merge(part));
            Ok(all.finish(&plan, *order, *limit, *offset))
        }
    }
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
