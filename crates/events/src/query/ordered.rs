//! Single events in the order of one of their values.
//!
//! Each segment has its first ones found by small numbers that stand for the values there (positions in its dictionary, which
//! is sorted); only for those are the values themselves read, and compared with those of the other segments.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{EventQuery, FieldRef, QueryResult};
use bartizan_ports::events::rules;
use tantivy::DocId;

use super::rows::{Candidate, Page, Source, fill};
use super::{OpenDay, Task};
use crate::columns::{self, Ids};
use crate::compile::{Matching, for_each};
use crate::error::{OfIndex, Result};

/// A matching document and what stands for its value in its segment; the greatest comes last.
struct Coded {
    /// `None` is last.
    code: (bool, u64),
    candidate: Candidate,
}

impl Coded {
    fn order(&self, other: &Self) -> Ordering {
        self.code.cmp(&other.code).then_with(|| self.candidate.order(&other.candidate))
    }
}

impl PartialEq for Coded {
    fn eq(&self, other: &Self) -> bool {
        self.order(other).is_eq()
    }
}

impl Eq for Coded {}

impl PartialOrd for Coded {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Coded {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// Answers with rows ordered by the first value of `by`.
pub(super) fn answer(
    query: &EventQuery,
    days: &[OpenDay],
    tasks: &[Task<'_>],
    page: &Page<'_>,
    by: &FieldRef,
    descending: bool,
) -> Result<QueryResult> {
    let wanted = if page.limit == 0 { 0 } else { page.limit.saturating_add(page.offset) };
    let mut best: Vec<(FieldValue, Candidate)> = Vec::new();
    let (mut total, mut truncated) = (0_u64, false);
    for (at, task) in tasks.iter().enumerate() {
        let folder = &task.index.folder;
        let matching = task.scope.compile(&task.index.fields, task.segment, &query.filter).of_index(folder)?;
        truncated |= matching.truncated;
        if wanted == 0 {
            total += u64::from(matching.docs.count(task.segment));
            continue;
        }
        let source = Source::open(task, by).of_index(folder)?;
        let (count, found) = first_of(task, at, matching, &source, page.newest_first, descending, wanted).of_index(folder)?;
        total += count;
        for candidate in found {
            best.push((source.value(&candidate, None, by).of_index(folder)?, candidate));
        }
        best.sort_by(|(a, x), (b, y)| rules::compare_in_order(a, b, descending).then_with(|| x.order(y)));
        best.truncate(wanted);
    }
    let found: Vec<Candidate> = best.into_iter().skip(page.offset).take(page.limit).map(|(_, candidate)| candidate).collect();
    let rows = fill(days, tasks, &found, page.fields)?;
    Ok(QueryResult { rows, total, truncated })
}

/// How many documents of a segment match, and the first of them.
fn first_of(
    task: &Task<'_>,
    at: usize,
    matching: Matching,
    source: &Source,
    newest_first: bool,
    descending: bool,
    wanted: usize,
) -> tantivy::Result<(u64, Vec<Candidate>)> {
    let mut count = 0;
    let mut heap: BinaryHeap<Coded> = BinaryHeap::new();
    let timestamps = columns::first_i64(task.segment, "timestamp")?;
    let ids = Ids::open(task.segment)?;
    for_each(task.segment, matching.docs, |document| {
        count += 1;
        let code = code(source, document, descending);
        // Most are told by their value alone.
        if heap.len() >= wanted && heap.peek().is_some_and(|last| code > last.code) {
            return;
        }
        let key = (timestamps.get_val(document), ids.event(document), ids.project(document));
        heap.push(Coded { code, candidate: Candidate { key, newest_first, task: at, document } });
        if heap.len() > wanted {
            heap.pop();
        }
    });
    Ok((count, heap.into_vec().into_iter().map(|coded| coded.candidate).collect()))
}

/// Whether a document has no value, and a number that orders it among those of its segment.
fn code(source: &Source, document: DocId, descending: bool) -> (bool, u64) {
    let value = match source {
        Source::Text(column) => column.term_ords(document).next(),
        Source::I64(column) | Source::Time(column) => column.first(document).map(ordered_i64),
        Source::F64(column) => column.first(document).map(ordered_f64),
        Source::Bool(column) => column.first(document).map(u64::from),
        Source::Nowhere | Source::Event | Source::Pack => None,
    };
    match value {
        None => (true, 0),
        Some(value) if descending => (false, !value),
        Some(value) => (false, value),
    }
}

const fn ordered_i64(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// As `f64::total_cmp` orders them.
const fn ordered_f64(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}
