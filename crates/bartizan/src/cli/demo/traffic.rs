//! When things go wrong: moments over the period, with the rhythm of day and week.

use rand::RngExt;
use rand::rngs::StdRng;

use super::scenario::Trend;

const DAY_S: f64 = 86_400.0;
/// Tries to draw a moment before taking whatever came last.
const MAX_DRAWS: u32 = 64;

/// A moment (seconds since the epoch) and its share of the period from `start` to `end`.
pub(super) fn moment(rng: &mut StdRng, trend: Trend, start: f64, end: f64) -> (f64, f64) {
    let mut share = 0.5;
    for _ in 0..MAX_DRAWS {
        share = rng.random_range(0.0..1.0);
        let time = start + share * (end - start);
        let chance = daily_rhythm(time) * weight(trend, share);
        if rng.random_range(0.0..1.0) < chance {
            break;
        }
        share = fallback(rng, trend);
    }
    (start + share * (end - start), share)
}

/// 0.15 at night to 1 in the evening, weekends a fifth lower.
fn daily_rhythm(time: f64) -> f64 {
    let hour = (time % DAY_S) / 3600.0;
    let wave = 0.575 + 0.425 * ((hour - 20.0) / 24.0 * std::f64::consts::TAU).cos();
    let weekday = ((time / DAY_S).floor() + 4.0) % 7.0;
    if weekday == 0.0 || weekday == 6.0 { wave * 0.8 } else { wave }
}

/// How likely the trend makes an event at this share of the period, 0 to 1.
fn weight(trend: Trend, share: f64) -> f64 {
    let inside = |from: f64, to: f64| if (from..to).contains(&share) { 1.0 } else { 0.0 };
    match trend {
        Trend::Steady => 1.0,
        Trend::Since(from) => inside(from, 1.1),
        Trend::Between(from, to) => inside(from, to),
        Trend::Regressed(from, to, again) => (inside(from, to) * 0.05).max(inside(again, 1.1)),
        Trend::Growing => share * share,
    }
}

/// A moment the trend surely allows: anywhere in a span too short to be met by chance.
fn fallback(rng: &mut StdRng, trend: Trend) -> f64 {
    let (from, to) = match trend {
        Trend::Steady => (0.0, 1.0),
        Trend::Between(from, to) => (from, to),
        Trend::Since(from) | Trend::Regressed(_, _, from) => (from, 1.0),
        Trend::Growing => (0.9, 1.0),
    };
    rng.random_range(from..to)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn moments_stay_within_the_trend() {
        let mut rng = StdRng::seed_from_u64(7);
        for _ in 0..500 {
            let (time, share) = moment(&mut rng, Trend::Between(0.3, 0.7), 0.0, 14.0 * DAY_S);
            assert!((0.3..0.7).contains(&share), "{share}");
            assert!((time - share * 14.0 * DAY_S).abs() < 1e-6);
        }
    }
}
