//! Groups over all segments: keys by value, states that were merged.

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, GroupKey, GroupOrder, QueryResult, Row};
use bartizan_ports::events::rules::{self, MAX_GROUPS};
use rustc_hash::FxHashMap;

use super::keys::KeyValue;
use super::state::{Measure, Reading, State, plan};

/// What to group by and to measure.
pub(super) struct Plan<'a> {
    pub(super) keys: &'a [GroupKey],
    pub(super) measures: Vec<Measure>,
    readings: Vec<Reading>,
}

impl<'a> Plan<'a> {
    /// Plans the measures.
    pub(super) fn new(dataset: Dataset, keys: &'a [GroupKey], aggregates: &[Aggregate]) -> Self {
        let (measures, readings) = plan(dataset, aggregates);
        Self { keys, measures, readings }
    }

    /// Whether it asks for nothing but the number of events.
    pub(super) fn only_counts(&self) -> bool {
        self.keys.is_empty() && self.measures.iter().all(|measure| matches!(measure, Measure::Count))
    }
}

/// Groups found so far.
pub(super) struct Groups {
    found: FxHashMap<Vec<KeyValue>, Vec<State>>,
    /// A bound was met.
    pub(super) truncated: bool,
}

impl Groups {
    /// None yet; without keys the one group there always is.
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let mut found = FxHashMap::default();
        if plan.keys.is_empty() {
            found.insert(Vec::new(), plan.measures.iter().map(State::empty).collect());
        }
        Self { found, truncated: false }
    }

    /// Adds a group of a segment.
    pub(super) fn add(&mut self, key: Vec<KeyValue>, states: Vec<State>) {
        if let Some(have) = self.found.get_mut(&key) {
            have.iter_mut().zip(states).for_each(|(mine, other)| mine.merge(other));
        } else if self.found.len() < MAX_GROUPS {
            self.found.insert(key, states);
        } else {
            self.truncated = true;
        }
    }

    /// Adds another thread's groups.
    pub(super) fn merge(&mut self, other: Self) {
        self.truncated |= other.truncated;
        other.found.into_iter().for_each(|(key, states)| self.add(key, states));
    }

    /// The page asked for.
    pub(super) fn finish(self, plan: &Plan<'_>, order: Option<(GroupOrder, bool)>, limit: usize, offset: usize) -> QueryResult {
        let row = |(key, states): (Vec<KeyValue>, Vec<State>)| {
            let answers = plan.readings.iter().map(|r| states.get(r.measure).map_or(FieldValue::Null, |state| state.read(r)));
            Row { event: None, values: key.iter().map(KeyValue::answer).chain(answers).collect() }
        };
        let total = self.found.len() as u64;
        let mut rows: Vec<Row> = self.found.into_iter().map(row).collect();
        rules::sort_groups(&mut rows, plan.keys.len(), order);
        QueryResult { rows: rows.into_iter().skip(offset).take(limit).collect(), total, truncated: self.truncated }
    }
}
