//! Which values are over-represented: pure arithmetic on four counts.
//!
//! A value is judged by the odds of meeting it here against the odds elsewhere (log-odds ratio, half an event added to
//! each cell so that empty ones stay finite) and ranked by the lower end of its 95 % interval: a large factor on a few
//! events ranks below a smaller one that is certain.

use std::collections::BTreeMap;

/// Fewest events on either side that say anything.
pub(super) const MIN_EVENTS: u64 = 20;
/// Fewest events of the issue with a value.
const MIN_COUNT: u64 = 5;
/// Smallest share of the events with a value.
const MIN_SHARE: f64 = 0.1;
/// How many times more frequent than elsewhere a value is at least.
const MIN_FACTOR: f64 = 1.5;
/// Lower end of the interval of the log-odds ratio, at least: odds half as high again, with 95 % certainty.
const MIN_SCORE: f64 = 0.405;
/// Standard errors from the middle to the end of a 95 % interval.
const Z: f64 = 1.96;
/// Values named at most.
const MOST: usize = 5;
/// Keys named as usual at most.
const MOST_USUAL: usize = 8;
/// Largest difference of shares that is still as usual.
const USUAL_DIFFERENCE: f64 = 0.08;
/// Share of the events that have the key, at least, to call it as usual.
const USUAL_COVERAGE: f64 = 0.5;

/// Sizes of the two sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    pub(super) here: u64,
    pub(super) elsewhere: u64,
}

/// A value with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) here: u64,
    pub(super) elsewhere: u64,
}

/// Whether there is enough to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Compared,
    FewEvents,
    FewElsewhere,
}

impl Verdict {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Compared => "compared",
            Self::FewEvents => "few-events",
            Self::FewElsewhere => "few-elsewhere",
        }
    }
}

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Judged<'a> {
    pub(super) special: Vec<&'a Candidate>,
    pub(super) as_usual: Vec<String>,
}

#[expect(clippy::cast_precision_loss, reason = "counts of events stay far below 2^53")]
const fn float(n: u64) -> f64 {
    n as f64
}

impl Sample {
    pub(super) const fn verdict(self) -> Verdict {
        if self.here < MIN_EVENTS {
            Verdict::FewEvents
        } else if self.elsewhere < MIN_EVENTS {
            Verdict::FewElsewhere
        } else {
            Verdict::Compared
        }
    }

    /// Share here and elsewhere, 0 to 1.
    pub(super) fn shares(self, candidate: &Candidate) -> (f64, f64) {
        let share = |count: u64, of: u64| (float(count) / float(of.max(1))).min(1.0);
        (share(candidate.here, self.here), share(candidate.elsewhere, self.elsewhere))
    }

    /// Lower end of the interval of the log-odds ratio.
    fn score(self, candidate: &Candidate) -> f64 {
        let cell = |count: u64| float(count) + 0.5;
        let (a, b) = (cell(candidate.here), cell(candidate.elsewhere));
        let without = |count: u64, of: u64| cell(of.saturating_sub(count));
        let (c, d) = (without(candidate.here, self.here), without(candidate.elsewhere, self.elsewhere));
        let error = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
        (a * d / (b * c)).ln() - Z * error
    }

    fn is_special(self, candidate: &Candidate) -> bool {
        let (here, elsewhere) = self.shares(candidate);
        candidate.here >= MIN_COUNT && here >= MIN_SHARE && here >= MIN_FACTOR * elsewhere && self.score(candidate) >= MIN_SCORE
    }
}

/// Judges values; all values of a key stand together or apart, in any order.
pub(super) fn judge(sample: Sample, candidates: &[Candidate]) -> Judged<'_> {
    let mut special: Vec<&Candidate> = candidates.iter().filter(|candidate| sample.is_special(candidate)).collect();
    special.sort_by(|a, b| sample.score(b).total_cmp(&sample.score(a)).then_with(|| a.key.len().cmp(&b.key.len())));
    let mut named: Vec<&Candidate> = Vec::new();
    for candidate in special {
        if named.len() < MOST && !named.iter().any(|other| says_the_same(other, candidate)) {
            named.push(candidate);
        }
    }
    Judged { as_usual: as_usual(sample, candidates), special: named }
}

/// Keys that are several names of one thing.
const FAMILIES: [&str; 6] = ["browser", "os", "device", "runtime", "release", "transaction"];

/// One key once; `browser.name` beside `browser`, and `dist` beside `release`, tell nothing new.
fn says_the_same(a: &Candidate, b: &Candidate) -> bool {
    let family = |key: &str| match key {
        "dist" | "release.version" | "release.build" => "release".to_owned(),
        "client_os" => "os".to_owned(),
        // Both say where it happened.
        "url" => "transaction".to_owned(),
        key => key.split('.').next().unwrap_or(key).to_owned(),
    };
    let (one, other) = (family(&a.key), family(&b.key));
    a.key == b.key || (one == other && FAMILIES.contains(&one.as_str()))
}

/// Keys that most of the events have and whose values are spread as elsewhere, by name.
fn as_usual(sample: Sample, candidates: &[Candidate]) -> Vec<String> {
    let mut keys: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for candidate in candidates {
        let (here, elsewhere) = sample.shares(candidate);
        let entry = keys.entry(&candidate.key).or_default();
        entry.0 += here;
        entry.1 = entry.1.max((here - elsewhere).abs());
    }
    let usual = keys.into_iter().filter(|(_, (coverage, difference))| *coverage >= USUAL_COVERAGE && *difference <= USUAL_DIFFERENCE);
    let detailed = |key: &str| ["browser.", "os.", "device.", "runtime.", "client_os"].iter().any(|prefix| key.starts_with(prefix));
    usual.map(|(key, _)| key.to_owned()).filter(|key| !detailed(key)).take(MOST_USUAL).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(key: &str, value: &str, here: u64, elsewhere: u64) -> Candidate {
        Candidate { key: key.into(), value: value.into(), here, elsewhere }
    }

    const SAMPLE: Sample = Sample { here: 200, elsewhere: 10_000 };

    fn names(candidates: &[Candidate]) -> (Vec<String>, Vec<String>) {
        let judged = judge(SAMPLE, candidates);
        (judged.special.iter().map(|c| format!("{}:{}", c.key, c.value)).collect(), judged.as_usual)
    }

    #[test]
    fn what_is_frequent_here_and_rare_elsewhere_is_special_and_the_rest_as_usual() {
        let found = names(&[
            candidate("gift", "true", 188, 400),
            candidate("gift", "false", 12, 9_600),
            candidate("browser", "Chrome", 120, 6_000),
            candidate("browser", "Safari", 80, 4_000),
            candidate("plan", "pro", 60, 1_500),
        ]);
        assert_eq!(found, (vec!["gift:true".to_owned(), "plan:pro".to_owned()], vec!["browser".to_owned()]));
    }

    #[test]
    fn a_handful_of_events_or_a_certain_nothing_is_not_special() {
        assert_eq!(names(&[candidate("a", "1", 4, 0), candidate("b", "1", 19, 20), candidate("c", "1", 200, 10_000)]).0, [""; 0]);
    }

    #[test]
    fn two_names_of_one_thing_are_told_once_and_five_at_most() {
        let mut candidates = vec![candidate("os.name", "iOS", 180, 500), candidate("os", "iOS", 180, 500)];
        candidates.extend((0..9).map(|n| candidate(&format!("k{n}"), "v", 150, 100)));
        let special = names(&candidates).0;
        assert_eq!(special.len(), 5);
        assert!(names(&candidates[..2]).0 == ["os:iOS"]);
    }

    #[test]
    fn too_few_on_either_side_is_said() {
        assert_eq!(Sample { here: 19, elsewhere: 5_000 }.verdict().as_str(), "few-events");
        assert_eq!(Sample { here: 5_000, elsewhere: 19 }.verdict().as_str(), "few-elsewhere");
        assert_eq!(Sample { here: 20, elsewhere: 20 }.verdict().as_str(), "compared");
    }

    proptest! {
        #[test]
        fn any_counts_are_judged(here in 0u64..1_000_000, elsewhere in 0u64..1_000_000, a in 0u64..2_000_000, b in 0u64..2_000_000) {
            let sample = Sample { here, elsewhere };
            let one = candidate("k", "v", a, b);
            prop_assert!(sample.score(&one).is_finite());
            let candidates = [one];
            let judged = judge(sample, &candidates);
            for special in judged.special {
                let (share, other) = sample.shares(special);
                prop_assert!(share > other);
            }
        }
    }
}
