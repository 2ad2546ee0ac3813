//! Grouping within one segment, where values are small numbers: a table of groups and a column of states per measure.

use std::sync::Arc;

use bartizan_domain::query::{Filter, GroupKey};
use bartizan_ports::events::rules::MAX_GROUPS;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{BitSet, DocId};

use super::Task;
use super::distinct::Distinct;
use super::group::{Groups, Plan};
use super::histogram::LogHistogram;
use super::keys::{Codes, KeyValue, Numbers, full};
use super::pairs::Pairs;
use super::state::{Measure, State, Stats};
use super::ungrouped;
use crate::compile::{compile_unscoped, for_each};

/// Dictionaries up to this size get a table by ordinal.
const MAX_DENSE: usize = 1 << 20;
/// Pairs of group and value remembered per segment to count distinct values.
pub(super) const MAX_PAIRS: usize = 8 << 20;
/// Groups one document may fall into.
const MAX_GROUPS_PER_DOCUMENT: usize = 4_096;

/// Groups the matching documents of a segment by each plan and adds them to its groups.
pub(super) fn collect(all: &mut [Groups], plans: &[Plan<'_>], task: &Task<'_>, filter: &Filter) -> tantivy::Result<()> {
    let matching = task.scope.compile(&task.index.fields, task.segment, filter)?;
    all.iter_mut().for_each(|groups| groups.truncated |= matching.truncated);
    if matching.docs.is_none() {
        return Ok(());
    }
    if let ([groups], [plan]) = (&mut *all, plans)
        && plan.only_counts()
    {
        // What is only counted need not be visited.
        let count = u64::from(matching.docs.count(task.segment));
        groups.add(Vec::new(), plan.measures.iter().map(|_| State::Count(count)).collect());
        return Ok(());
    }
    let mut documents: Vec<DocId> = Vec::new();
    for_each(task.segment, matching.docs, |document| documents.push(document));
    if documents.is_empty() {
        return Ok(());
    }
    for (groups, plan) in all.iter_mut().zip(plans) {
        match plan.keys {
            [] => ungrouped::collect(groups, plan, task, &documents)?,
            _ => collect_grouped(groups, plan, task, &documents)?,
        }
    }
    Ok(())
}

fn collect_grouped(groups: &mut Groups, plan: &Plan<'_>, task: &Task<'_>, documents: &[DocId]) -> tantivy::Result<()> {
    let mut columns = Vec::with_capacity(plan.measures.len());
    for measure in &plan.measures {
        columns.push(MeasureColumn::open(task, measure, groups)?);
    }
    let keys = plan.keys.iter().map(|key| Codes::of_key(task.index, task.segment, key)).collect::<tantivy::Result<Vec<_>>>()?;
    let mut table = Table::new(keys);
    for document in documents {
        table.find(*document);
        for group in &table.current {
            columns.iter_mut().for_each(|column| column.add(*group, *document));
        }
    }
    groups.truncated |= table.truncated || columns.iter().any(MeasureColumn::is_truncated);
    table.flush(groups, plan.keys, columns)
}

/// Puts values of a renamed key under their other names.
fn rename(keys: &[GroupKey], group: &mut [KeyValue]) {
    for (at, key) in keys.iter().enumerate() {
        let GroupKey::Renamed { beside, names, .. } = key else { continue };
        let number = keys.iter().position(|key| matches!(key, GroupKey::Field(field) if field == beside)).and_then(|at| group.get(at));
        let (Some(KeyValue::I64(number)), Some(KeyValue::Str(text))) = (number, group.get(at)) else { continue };
        let name = names.get(&(*number, text.as_ref().to_owned())).map(|name| KeyValue::Str(Arc::from(name.as_str())));
        if let (Some(name), Some(value)) = (name, group.get_mut(at)) {
            *value = name;
        }
    }
}

/// Groups of a segment by the codes of their keys.
struct Table {
    keys: Vec<Codes>,
    /// Group + 1 by code, for a single key with a known dictionary.
    dense: Option<Vec<u32>>,
    narrow: FxHashMap<u64, u32>,
    wide: FxHashMap<Box<[u32]>, u32>,
    /// Codes of all groups, one after another.
    codes: Vec<u32>,
    count: u32,
    /// Groups of the document at hand.
    current: Vec<u32>,
    scratch: Vec<Vec<u32>>,
    truncated: bool,
}

impl Table {
    fn new(keys: Vec<Codes>) -> Self {
        let dense = match keys.as_slice() {
            [key] => key.known_count().filter(|count| *count <= MAX_DENSE).map(|count| vec![0; count]),
            _ => None,
        };
        let scratch = vec![Vec::new(); keys.len()];
        Self {
            keys,
            dense,
            narrow: FxHashMap::default(),
            wide: FxHashMap::default(),
            codes: Vec::new(),
            count: 0,
            current: Vec::new(),
            scratch,
            truncated: false,
        }
    }

    /// Sets `current` to the groups of a document.
    fn find(&mut self, document: DocId) {
        self.current.clear();
        if self.dense.is_some() {
            return self.find_dense(document);
        }
        for (key, codes) in self.keys.iter_mut().zip(&mut self.scratch) {
            codes.clear();
            key.push(document, codes);
            if codes.is_empty() {
                codes.push(0);
            }
        }
        let combinations = self.scratch.iter().map(Vec::len).product::<usize>();
        if combinations > MAX_GROUPS_PER_DOCUMENT {
            self.truncated = true;
        }
        for number in 0..combinations.min(MAX_GROUPS_PER_DOCUMENT) {
            let group = self.group(number);
            self.current.extend(group);
        }
    }

    /// The same for a single key whose codes index a table.
    fn find_dense(&mut self, document: DocId) {
        let (Some(dense), [key], [codes]) = (&mut self.dense, self.keys.as_mut_slice(), self.scratch.as_mut_slice()) else {
            return;
        };
        codes.clear();
        key.push(document, codes);
        if codes.is_empty() {
            codes.push(0);
        }
        for code in codes.iter() {
            let Some(slot) = usize::try_from(*code).ok().and_then(|at| dense.get_mut(at)) else { continue };
            if *slot == 0 {
                if usize::try_from(self.count).is_ok_and(|count| count >= MAX_GROUPS) {
                    self.truncated = true;
                    continue;
                }
                self.count += 1;
                self.codes.push(*code);
                *slot = self.count;
            }
            self.current.push(*slot - 1);
        }
    }

    /// The group of the combination with that number; `None` when there are too many.
    fn group(&mut self, mut number: usize) -> Option<u32> {
        let start = self.codes.len();
        for codes in &self.scratch {
            self.codes.extend(codes.get(number % codes.len().max(1)));
            number /= codes.len().max(1);
        }
        let key = self.codes.get(start..).unwrap_or_default();
        let next = self.count;
        let slot = match key {
            [] => *self.narrow.entry(0).or_insert(next),
            [a] => *self.narrow.entry(u64::from(*a)).or_insert(next),
            [a, b] => *self.narrow.entry((u64::from(*a) << 32) | u64::from(*b)).or_insert(next),
            key => match self.wide.get(key) {
                Some(group) => *group,
                None => *self.wide.entry(Box::from(key)).or_insert(next),
            },
        };
        if slot == next && usize::try_from(next).is_ok_and(|next| next < MAX_GROUPS) {
            self.count += 1;
            return Some(slot);
        }
        self.codes.truncate(start);
        if slot < self.count {
            return Some(slot);
        }
        self.truncated = true;
        None
    }

    /// Names the groups by their values and hands them over.
    fn flush(self, groups: &mut Groups, keys: &[GroupKey], columns: Vec<MeasureColumn>) -> tantivy::Result<()> {
        let count = usize::try_from(self.count).unwrap_or(0);
        let mut names: Vec<Vec<KeyValue>> = vec![Vec::with_capacity(self.keys.len()); count];
        let width = self.keys.len();
        for (at, key) in self.keys.iter().enumerate() {
            let codes: Vec<u32> = self.codes.iter().skip(at).step_by(width.max(1)).copied().collect();
            let mut unique = codes.clone();
            unique.sort_unstable();
            unique.dedup();
            let values = key.resolve(&unique)?;
            let by_code: FxHashMap<u32, &KeyValue> = unique.into_iter().zip(&values).collect();
            for (name, code) in names.iter_mut().zip(codes) {
                name.push(by_code.get(&code).map_or(KeyValue::Null, |value| (*value).clone()));
            }
        }
        let mut states: Vec<std::vec::IntoIter<State>> = Vec::with_capacity(columns.len());
        for column in columns {
            states.push(column.finish(count)?.into_iter());
        }
        for mut name in names {
            rename(keys, &mut name);
            groups.add(name, states.iter_mut().filter_map(Iterator::next).collect());
        }
        Ok(())
    }
}

/// A measure over one segment, for all its groups.
pub(super) enum MeasureColumn {
    Count(Vec<u64>),
    CountIf { bits: BitSet, counts: Vec<u64> },
    Distinct { codes: Codes, pairs: FxHashSet<u64>, scratch: Vec<u32>, truncated: bool },
    Renamed(Box<Pairs>),
    Numbers { column: Numbers, stats: Vec<Stats> },
    Sketch { column: Numbers, histograms: Vec<LogHistogram> },
}

/// The entry of a group, made when it is new.
fn at<T: Default + Clone>(list: &mut Vec<T>, group: u32) -> Option<&mut T> {
    let group = usize::try_from(group).ok()?;
    if list.len() <= group {
        list.resize(group + 1, T::default());
    }
    list.get_mut(group)
}

impl MeasureColumn {
    pub(super) fn open(task: &Task<'_>, measure: &Measure, groups: &mut Groups) -> tantivy::Result<Self> {
        let (fields, segment) = (&task.index.fields, task.segment);
        Ok(match measure {
            Measure::Count => Self::Count(Vec::new()),
            Measure::CountIf(filter) => {
                let matching = compile_unscoped(fields, segment, filter)?;
                groups.truncated |= matching.truncated;
                Self::CountIf { bits: matching.docs.into_bits(segment), counts: Vec::new() }
            }
            Measure::Distinct(field) => Self::Distinct {
                codes: Codes::of_field(task.index, segment, field)?,
                pairs: FxHashSet::default(),
                scratch: Vec::new(),
                truncated: false,
            },
            Measure::Renamed { field, beside, names } => Self::Renamed(Box::new(Pairs::open(task, field, beside, names)?)),
            Measure::Numbers(field) => Self::Numbers { column: Numbers::open(task.index, segment, field)?, stats: Vec::new() },
            Measure::Sketch(field) => Self::Sketch { column: Numbers::open(task.index, segment, field)?, histograms: Vec::new() },
        })
    }

    pub(super) fn add(&mut self, group: u32, document: DocId) {
        match self {
            Self::Count(counts) => at(counts, group).into_iter().for_each(|count| *count += 1),
            Self::CountIf { bits, counts } => {
                let hit = u64::from(bits.contains(document));
                at(counts, group).into_iter().for_each(|count| *count += hit);
            }
            Self::Distinct { codes, pairs, scratch, truncated } => {
                scratch.clear();
                codes.push(document, scratch);
                for code in scratch.iter() {
                    let pair = (u64::from(group) << 32) | u64::from(*code);
                    if pairs.len() < MAX_PAIRS {
                        pairs.insert(pair);
                    } else if !pairs.contains(&pair) {
                        *truncated = true;
                    }
                }
            }
            Self::Renamed(pairs) => pairs.add(group, document),
            Self::Numbers { column, stats } => {
                let Some(stats) = at(stats, group) else { return };
                match column {
                    Numbers::Missing => {}
                    Numbers::Whole { column, time } => match full(column) {
                        Some(values) => stats.add_whole(values.get_val(document), *time),
                        None => column.values_for_doc(document).for_each(|n| stats.add_whole(n, *time)),
                    },
                    Numbers::Float(column) => column.values_for_doc(document).for_each(|n| stats.add_float(n)),
                }
            }
            Self::Sketch { column, histograms } => {
                let Some(histogram) = at(histograms, group) else { return };
                match column {
                    Numbers::Missing => {}
                    #[expect(clippy::cast_precision_loss, reason = "percentiles are answered as doubles")]
                    Numbers::Whole { column, .. } => {
                        column.values_for_doc(document).for_each(|n| histogram.add(n as f64));
                    }
                    Numbers::Float(column) => column.values_for_doc(document).for_each(|n| histogram.add(n)),
                }
            }
        }
    }

    pub(super) fn is_truncated(&self) -> bool {
        match self {
            Self::Distinct { truncated, .. } => *truncated,
            Self::Renamed(pairs) => pairs.truncated,
            _ => false,
        }
    }

    /// One state per group.
    pub(super) fn finish(self, count: usize) -> tantivy::Result<Vec<State>> {
        fn all<T: Default + Clone>(mut list: Vec<T>, count: usize, state: impl Fn(T) -> State) -> Vec<State> {
            list.resize(count, T::default());
            list.into_iter().map(state).collect()
        }
        Ok(match self {
            Self::Count(counts) | Self::CountIf { counts, .. } => all(counts, count, State::Count),
            Self::Numbers { stats, .. } => all(stats, count, State::Numbers),
            Self::Sketch { histograms, .. } => all(histograms, count, State::Sketch),
            Self::Renamed(pairs) => all(pairs.finish(count)?, count, State::Distinct),
            Self::Distinct { codes, pairs, .. } => all(distinct(&codes, pairs, count)?, count, State::Distinct),
        })
    }
}

/// Sets of values per group, from pairs of group and code.
#[expect(clippy::cast_possible_truncation, reason = "a pair is two halves")]
fn distinct(codes: &Codes, pairs: FxHashSet<u64>, count: usize) -> tantivy::Result<Vec<Distinct>> {
    let mut unique: Vec<u32> = pairs.iter().map(|pair| *pair as u32).collect();
    unique.sort_unstable();
    unique.dedup();
    let values = codes.resolve(&unique)?;
    let hashes: FxHashMap<u32, u64> = unique.into_iter().zip(values.iter().map(KeyValue::hash)).collect();
    let mut sets = vec![Distinct::default(); count];
    for pair in pairs {
        let group = usize::try_from(pair >> 32).unwrap_or(usize::MAX);
        if let (Some(set), Some(hash)) = (sets.get_mut(group), hashes.get(&(pair as u32))) {
            set.insert(*hash);
        }
    }
    Ok(sets)
}
