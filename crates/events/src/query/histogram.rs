//! Percentiles that can be merged: counts of values in buckets that grow by two percent, so that any percentile is
//! within one percent of the true value.

use std::collections::BTreeMap;

use bartizan_ports::events::rules;

/// Ratio of a bucket's upper to its lower bound: (1 + e) / (1 - e) for e = 1 %.
const GAMMA: f64 = 1.01 / 0.99;
/// Smaller magnitudes count as zero.
const SMALLEST: f64 = 1e-9;

/// A log histogram.
#[derive(Debug, Clone, Default)]
pub(super) struct LogHistogram {
    positive: BTreeMap<i32, u64>,
    negative: BTreeMap<i32, u64>,
    zeros: u64,
    count: u64,
    min: f64,
    max: f64,
}

#[expect(clippy::cast_possible_truncation, reason = "logarithms of doubles are small")]
fn bucket(magnitude: f64) -> i32 {
    (magnitude.ln() / GAMMA.ln()).ceil() as i32
}

fn middle(bucket: i32) -> f64 {
    GAMMA.powi(bucket) * 2.0 / (GAMMA + 1.0)
}

impl LogHistogram {
    /// Counts a value.
    pub(super) fn add(&mut self, value: f64) {
        (self.min, self.max) = if self.count == 0 { (value, value) } else { (self.min.min(value), self.max.max(value)) };
        self.count += 1;
        if value.abs() < SMALLEST {
            self.zeros += 1;
        } else if value > 0.0 {
            *self.positive.entry(bucket(value)).or_default() += 1;
        } else {
            *self.negative.entry(bucket(-value)).or_default() += 1;
        }
    }

    /// Adds another's counts.
    pub(super) fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        (self.min, self.max) = if self.count == 0 { (other.min, other.max) } else { (self.min.min(other.min), self.max.max(other.max)) };
        self.count += other.count;
        self.zeros += other.zeros;
        other.positive.iter().for_each(|(bucket, n)| *self.positive.entry(*bucket).or_default() += n);
        other.negative.iter().for_each(|(bucket, n)| *self.negative.entry(*bucket).or_default() += n);
    }

    /// The value at a percentile, 0 to 100.
    pub(super) fn percentile(&self, p: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        let mut left = rules::percentile_rank(p, self.count);
        let negative = self.negative.iter().rev().map(|(at, n)| (-middle(*at), *n));
        let positive = self.positive.iter().map(|(at, n)| (middle(*at), *n));
        for (value, n) in negative.chain([(0.0, self.zeros)]).chain(positive) {
            if left < n {
                return Some(value.clamp(self.min, self.max));
            }
            left -= n;
        }
        Some(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_one_percent_merged_or_not() {
        let values: Vec<f64> = (0..5_000).map(|n| f64::from(n - 1_000) * 1.7).collect();
        let (mut left, mut right) = (LogHistogram::default(), LogHistogram::default());
        values.iter().enumerate().for_each(|(at, v)| if at % 3 == 0 { left.add(*v) } else { right.add(*v) });
        left.merge(&right);
        for p in [0.0, 1.0, 25.0, 50.0, 75.0, 95.0, 99.0, 99.9, 100.0] {
            let exact = values[usize::try_from(rules::percentile_rank(p, 5_000)).unwrap()];
            let got = left.percentile(p).unwrap();
            assert!((got - exact).abs() <= exact.abs() * 0.010_001 + 1e-9, "p{p}: {got} for {exact}");
        }
        assert_eq!(LogHistogram::default().percentile(50.0), None);
    }
}
