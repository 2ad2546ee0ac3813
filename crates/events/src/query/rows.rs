//! Single events: the newest (or oldest) of all segments, then the values asked for.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use bartizan_domain::dataset::FieldKind;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{EventQuery, FieldRef, QueryResult, Row};
use bartizan_domain::{EventId, ProjectId, Timestamp};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::{OpenDay, Task};
use crate::columns::{self, Ids};
use crate::compile::{Matching, for_each};
use crate::error::{OfIndex, Result};
use crate::pack::Address;
use crate::schema::tag_column;

/// Which rows with which values.
pub(super) struct Page<'a> {
    pub(super) fields: &'a [FieldRef],
    pub(super) newest_first: bool,
    pub(super) limit: usize,
    pub(super) offset: usize,
}

/// A matching document: its place in the order, and where it is. The greatest comes last in the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) key: (i64, EventId, ProjectId),
    pub(super) newest_first: bool,
    pub(super) task: usize,
    pub(super) document: DocId,
}

impl Candidate {
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let order = self.key.cmp(&other.key);
        if self.newest_first { order.reverse() } else { order }
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.order(other).is_eq()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// The first candidates in order, as many as the page reaches.
struct Best {
    heap: BinaryHeap<Candidate>,
    wanted: usize,
}

impl Best {
    /// Whether a document of this moment could still get in.
    fn takes(&self, timestamp: i64, newest_first: bool) -> bool {
        match self.heap.peek() {
            _ if self.wanted == 0 => false,
            Some(last) if self.heap.len() >= self.wanted => {
                if newest_first {
                    timestamp >= last.key.0
                } else {
                    timestamp <= last.key.0
                }
            }
            _ => true,
        }
    }

    fn push(&mut self, candidate: Candidate) {
        if self.heap.len() < self.wanted {
            self.heap.push(candidate);
        } else if let Some(mut last) = self.heap.peek_mut()
            && candidate < *last
        {
            *last = candidate;
        }
    }
}

/// Answers with rows.
pub(super) fn answer(query: &EventQuery, days: &[OpenDay], tasks: &[Task<'_>], page: &Page<'_>) -> Result<QueryResult> {
    // The segments that hold the first rows come first, so that the others need only be counted.
    let mut ranges = Vec::with_capacity(tasks.len());
    for task in tasks {
        let column = task.segment.fast_fields().i64("timestamp").of_index(&task.index.folder)?;
        ranges.push((column.min_value(), column.max_value()));
    }
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by_key(|at| {
        let (min, max) = ranges.get(*at).copied().unwrap_or_default();
        if page.newest_first { max.saturating_neg() } else { min }
    });
    let tasks: Vec<Task<'_>> = order.iter().filter_map(|at| tasks.get(*at).copied()).collect();
    ranges = order.iter().filter_map(|at| ranges.get(*at).copied()).collect();

    let mut best = Best { heap: BinaryHeap::new(), wanted: if page.limit == 0 { 0 } else { page.limit.saturating_add(page.offset) } };
    let (mut total, mut truncated) = (0_u64, false);
    for (at, (task, (min, max))) in tasks.iter().zip(ranges).enumerate() {
        let matching = task.scope.compile(&task.index.fields, task.segment, &query.filter).of_index(&task.index.folder)?;
        truncated |= matching.truncated;
        let nearest = if page.newest_first { max } else { min };
        total += if best.takes(nearest, page.newest_first) {
            collect(task, at, matching, page.newest_first, &mut best).of_index(&task.index.folder)?
        } else {
            u64::from(matching.docs.count(task.segment))
        };
    }
    let found: Vec<Candidate> = best.heap.into_sorted_vec().into_iter().skip(page.offset).take(page.limit).collect();
    let rows = fill(days, &tasks, &found, page.fields)?;
    Ok(QueryResult { rows, total, truncated })
}

fn collect(task: &Task<'_>, at: usize, matching: Matching, newest_first: bool, best: &mut Best) -> tantivy::Result<u64> {
    let mut count = 0;
    let timestamps = columns::first_i64(task.segment, "timestamp")?;
    let ids = Ids::open(task.segment)?;
    for_each(task.segment, matching.docs, |document| {
        count += 1;
        let timestamp = timestamps.get_val(document);
        if best.takes(timestamp, newest_first) {
            let key = (timestamp, ids.event(document), ids.project(document));
            best.push(Candidate { key, newest_first, task: at, document });
        }
    });
    Ok(count)
}

/// Values of the rows, segment by segment.
pub(super) fn fill(days: &[OpenDay], tasks: &[Task<'_>], found: &[Candidate], fields: &[FieldRef]) -> Result<Vec<Row>> {
    let mut by_task: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in found.iter().enumerate() {
        by_task.entry(candidate.task).or_default().push(at);
    }
    let row = |c: &Candidate| Row { event: Some((c.key.2, c.key.1)), values: vec![FieldValue::Null; fields.len()] };
    let mut rows: Vec<Row> = found.iter().map(row).collect();
    for (task, places) in by_task {
        let Some((task, day)) = tasks.get(task).and_then(|task| Some((task, days.get(task.day)?))) else { continue };
        let columns = fields.iter().map(|field| Source::open(task, field)).collect::<tantivy::Result<Vec<_>>>();
        let columns = columns.of_index(&task.index.folder)?;
        let from_pack = columns.iter().any(|column| matches!(column, Source::Pack));
        let addresses = columns::first_u64(task.segment, "address").of_index(&task.index.folder)?;
        for place in places {
            let (Some(candidate), Some(row)) = (found.get(place), rows.get_mut(place)) else { continue };
            let record =
                if from_pack { day.day.read_record(Address::from_u64(addresses.get_val(candidate.document)), false)? } else { None };
            for ((value, column), field) in row.values.iter_mut().zip(&columns).zip(fields) {
                *value = column.value(candidate, record.as_ref(), field).of_index(&task.index.folder)?;
            }
        }
    }
    Ok(rows)
}

/// Where a value of a row comes from.
pub(super) enum Source {
    Nowhere,
    Event,
    Text(StrColumn),
    I64(Column<i64>),
    Time(Column<i64>),
    F64(Column<f64>),
    Bool(Column<bool>),
    /// Not a column: from the record in the pack.
    Pack,
}

impl Source {
    pub(super) fn open(task: &Task<'_>, field: &FieldRef) -> tantivy::Result<Self> {
        let segment: &SegmentReader = task.segment;
        let columns = segment.fast_fields();
        let name = match field {
            FieldRef::Tag(key) => return Ok(columns.str(&tag_column(key))?.map_or(Self::Nowhere, Self::Text)),
            FieldRef::Field(name) if name == "event_id" => return Ok(Self::Event),
            FieldRef::Field(name) => name.as_str(),
        };
        let Some(spec) = task.index.fields.dataset.schema().field(name) else { return Ok(Self::Nowhere) };
        if !task.index.fields.is_column(name) {
            return Ok(if task.index.fields.get(name).is_some() { Self::Pack } else { Self::Nowhere });
        }
        Ok(match spec.kind {
            FieldKind::Keyword | FieldKind::Id | FieldKind::Text => columns.str(name)?.map(Self::Text),
            FieldKind::I64 => columns.column_opt(name)?.map(Self::I64),
            FieldKind::Time => columns.column_opt(name)?.map(Self::Time),
            FieldKind::F64 => columns.column_opt(name)?.map(Self::F64),
            FieldKind::Bool => columns.column_opt(name)?.map(Self::Bool),
        }
        .unwrap_or(Self::Nowhere))
    }

    pub(super) fn value(&self, candidate: &Candidate, record: Option<&Document>, field: &FieldRef) -> tantivy::Result<FieldValue> {
        let document = candidate.document;
        let value = match self {
            Self::Nowhere => None,
            Self::Event => Some(FieldValue::Str(candidate.key.1.to_string())),
            Self::Text(column) => {
                let mut text = String::new();
                match column.term_ords(document).next() {
                    Some(ord) if column.ord_to_str(ord, &mut text)? => Some(FieldValue::Str(text)),
                    _ => None,
                }
            }
            Self::I64(column) => column.first(document).map(FieldValue::I64),
            Self::Time(column) => column.first(document).map(|t| FieldValue::Time(Timestamp(t))),
            Self::F64(column) => column.first(document).map(FieldValue::F64),
            Self::Bool(column) => column.first(document).map(FieldValue::Bool),
            Self::Pack => record.and_then(|record| match field {
                FieldRef::Field(name) => record.fields.iter().find(|(have, _)| have == name).map(|(_, value)| value.clone()),
                FieldRef::Tag(_) => None,
            }),
        };
        Ok(value.unwrap_or(FieldValue::Null))
    }
}
