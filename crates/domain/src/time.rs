//! Time as data: microseconds since the Unix epoch, UTC.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE_US: i64 = 60 * SECOND_US;
/// Microseconds in an hour.
pub const HOUR_US: i64 = 60 * MINUTE_US;
/// Microseconds in a day.
pub const DAY_US: i64 = 24 * HOUR_US;

impl Timestamp {
    /// From whole seconds since the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(SECOND_US))
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND_US)
    }

    /// Start of the bucket of `width_us` that holds this moment.
    pub const fn floor(self, width_us: i64) -> Self {
        Self(self.0 - self.0.rem_euclid(width_us))
    }

    /// This moment moved by `delta_us`, without overflow.
    #[must_use]
    pub const fn plus(self, delta_us: i64) -> Self {
        Self(self.0.saturating_add(delta_us))
    }

    /// Number of the UTC day since the epoch.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(DAY_US)
    }

    /// `2026-11-23T04:05:06.789000Z`, the form every answer of the web API uses.
    pub fn to_rfc3339(self) -> String {
        let micros = self.0.rem_euclid(SECOND_US);
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.seconds()) else {
            return "1970-01-01T00:00:00Z".to_owned();
        };
        let (date, clock) = (moment.date(), moment.time());
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{micros:06}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            clock.hour(),
            clock.minute(),
            clock.second()
        )
    }

    /// Reads RFC 3339; a missing zone means UTC, a missing time means midnight.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let parse = |t: &str| {
            let nanos = OffsetDateTime::parse(t, &Rfc3339).ok()?.unix_timestamp_nanos();
            i64::try_from(nanos.div_euclid(1_000)).ok().map(Self)
        };
        parse(text).or_else(|| parse(&format!("{}Z", text.replacen(' ', "T", 1)))).or_else(|| parse(&format!("{text}T00:00:00Z")))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// Half-open span of time: `start <= t < end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRange {
    /// First moment inside.
    pub start: Timestamp,
    /// First moment after.
    pub end: Timestamp,
}

impl TimeRange {
    /// The `length_us` before `end`.
    pub const fn last(length_us: i64, end: Timestamp) -> Self {
        Self { start: end.plus(-length_us), end }
    }

    /// All of time.
    pub const ALL: Self = Self { start: Timestamp(i64::MIN), end: Timestamp(i64::MAX) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_reads_the_same_moment() {
        let moment = Timestamp(1_795_410_306_789_012);
        assert_eq!(Timestamp::parse(&moment.to_rfc3339()), Some(moment));
        assert_eq!(Timestamp::parse("2026-11-23 04:05:06"), Timestamp::parse("2026-11-23T04:05:06Z"));
        assert_eq!(Timestamp::parse("2026-11-23"), Timestamp::parse("2026-11-23T00:00:00Z"));
        assert_eq!(Timestamp::parse("soon"), None);
    }

    #[test]
    fn floors_moments_before_the_epoch_downwards() {
        assert_eq!(Timestamp(-1).floor(HOUR_US), Timestamp(-HOUR_US));
        assert_eq!(Timestamp(-1).day(), -1);
    }
}
