//! What is computed per group, in a form that can be merged.

use std::sync::Arc;

use bartizan_domain::Timestamp;
use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, FieldRef, Filter, Names};

use super::distinct::Distinct;
use super::histogram::LogHistogram;

/// What is measured; several aggregates may read one measure.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measure {
    Count,
    CountIf(Filter),
    Distinct(FieldRef),
    /// Pairs of a number and a text that may have another name.
    Renamed {
        field: FieldRef,
        beside: FieldRef,
        names: Arc<Names>,
    },
    Numbers(FieldRef),
    Sketch(FieldRef),
}

/// An aggregate as a reading of a measure.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) measure: usize,
    aggregate: Aggregate,
}

/// The measures some aggregates need, each once.
pub(super) fn plan(_: Dataset, aggregates: &[Aggregate]) -> (Vec<Measure>, Vec<Reading>) {
    let mut measures: Vec<Measure> = Vec::new();
    let readings = aggregates.iter().map(|aggregate| {
        let measure = match aggregate {
            Aggregate::Count | Aggregate::CountIf(Filter::All) => Measure::Count,
            Aggregate::CountIf(filter) => Measure::CountIf(filter.clone()),
            Aggregate::CountDistinct(field) => Measure::Distinct(field.clone()),
            Aggregate::CountDistinctRenamed { field, beside, names } => {
                Measure::Renamed { field: field.clone(), beside: beside.clone(), names: Arc::clone(names) }
            }
            Aggregate::Sum(field) | Aggregate::Avg(field) | Aggregate::Min(field) | Aggregate::Max(field) => {
                Measure::Numbers(field.clone())
            }
            Aggregate::Percentile(field, _) => Measure::Sketch(field.clone()),
        };
        let at = measures.iter().position(|have| *have == measure).unwrap_or_else(|| {
            measures.push(measure);
            measures.len() - 1
        });
        Reading { measure: at, aggregate: aggregate.clone() }
    });
    let readings = readings.collect();
    (measures, readings)
}

/// Sum and extremes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stats {
    count: u64,
    whole: i128,
    float: f64,
    extremes: Option<(Extreme, Extreme)>,
}

#[derive(Debug, Clone, Copy)]
enum Extreme {
    I64(i64),
    Time(i64),
    F64(f64),
}

impl Extreme {
    fn answer(self) -> FieldValue {
        match self {
            Self::I64(n) => FieldValue::I64(n),
            Self::Time(t) => FieldValue::Time(Timestamp(t)),
            Self::F64(n) => FieldValue::F64(n),
        }
    }

    fn is_less(self, other: Self) -> bool {
        match (self, other) {
            (Self::F64(a), Self::F64(b)) => a.total_cmp(&b).is_lt(),
            (Self::I64(a) | Self::Time(a), Self::I64(b) | Self::Time(b)) => a < b,
            _ => false,
        }
    }
}

impl Stats {
    /// Counts a whole number or a moment.
    pub(super) fn add_whole(&mut self, n: i64, time: bool) {
        self.count += 1;
        self.whole += i128::from(n);
        self.see(if time { Extreme::Time(n) } else { Extreme::I64(n) });
    }

    /// Counts a number.
    pub(super) fn add_float(&mut self, n: f64) {
        self.count += 1;
        self.float += n;
        self.see(Extreme::F64(n));
    }

    fn see(&mut self, value: Extreme) {
        self.extremes = Some(match self.extremes {
            None => (value, value),
            Some((min, max)) => (if value.is_less(min) { value } else { min }, if max.is_less(value) { value } else { max }),
        });
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.whole += other.whole;
        self.float += other.float;
        if let Some((min, max)) = other.extremes {
            self.see(min);
            self.see(max);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "sums are answered as doubles")]
    fn sum(&self) -> f64 {
        self.whole as f64 + self.float
    }
}

/// A measure's state for one group.
#[derive(Debug, Clone)]
pub(super) enum State {
    Count(u64),
    Distinct(Distinct),
    Numbers(Stats),
    Sketch(LogHistogram),
}

impl State {
    /// Before anything was counted.
    pub(super) fn empty(measure: &Measure) -> Self {
        match measure {
            Measure::Count | Measure::CountIf(_) => Self::Count(0),
            Measure::Distinct(_) | Measure::Renamed { .. } => Self::Distinct(Distinct::default()),
            Measure::Numbers(_) => Self::Numbers(Stats::default()),
            Measure::Sketch(_) => Self::Sketch(LogHistogram::default()),
        }
    }

    /// Adds another's.
    pub(super) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Count(mine), Self::Count(n)) => *mine += n,
            (Self::Distinct(mine), Self::Distinct(set)) => mine.merge(set),
            (Self::Numbers(mine), Self::Numbers(stats)) => mine.merge(&stats),
            (Self::Sketch(mine), Self::Sketch(histogram)) => mine.merge(&histogram),
            _ => debug_assert!(false, "states of different measures"),
        }
    }

    /// What an aggregate reads from it.
    #[expect(clippy::cast_precision_loss, reason = "a mean of fewer than 2^53")]
    pub(super) fn read(&self, reading: &Reading) -> FieldValue {
        let whole = |n: u64| FieldValue::I64(i64::try_from(n).unwrap_or(i64::MAX));
        match (self, &reading.aggregate) {
            (Self::Count(n), _) => whole(*n),
            (Self::Distinct(set), _) => whole(set.count()),
            (Self::Numbers(stats), Aggregate::Sum(_)) => FieldValue::F64(stats.sum()),
            (Self::Numbers(stats), Aggregate::Avg(_)) if stats.count > 0 => FieldValue::F64(stats.sum() / stats.count as f64),
            (Self::Numbers(stats), Aggregate::Min(_)) => stats.extremes.map_or(FieldValue::Null, |(min, _)| min.answer()),
            (Self::Numbers(stats), Aggregate::Max(_)) => stats.extremes.map_or(FieldValue::Null, |(_, max)| max.answer()),
            (Self::Sketch(histogram), Aggregate::Percentile(_, p)) => histogram.percentile(*p).map_or(FieldValue::Null, FieldValue::F64),
            _ => FieldValue::Null,
        }
    }
}
