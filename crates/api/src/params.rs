//! Query parameters: a list of names and values, where a name may come several times.

use axum::extract::FromRequestParts;
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use bartizan_domain::{TimeRange, Timestamp};
use http::request::Parts;
use percent_encoding::percent_decode_str;

use crate::{ApiError, ApiResult, ApiState};

/// Most parameters read of one request.
const MAX_PARAMS: usize = 2_000;

/// Window of a list that names none: 90 days, as the ecosystem has it.
pub const DEFAULT_PERIOD_US: i64 = 90 * DAY_US;

/// Query parameters in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string; `+` is a space, invalid UTF-8 becomes the replacement character.
    pub fn parse(query: &str) -> Self {
        let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(MAX_PARAMS);
        Self(
            pairs.map(|pair| pair.split_once('=').map_or_else(|| (decode(pair), String::new()), |(k, v)| (decode(k), decode(v)))).collect(),
        )
    }

    /// These names and values.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().take(MAX_PARAMS).collect())
    }

    /// First value of a name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// First value of a name that is not empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.first(name).filter(|value| !value.is_empty())
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The same without one name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(key, _)| key != name).cloned().collect())
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// `1`, `true`, `yes` or `on`.
    pub fn flag(&self, name: &str) -> bool {
        self.first(name).is_some_and(|value| matches!(value, "1" | "true" | "yes" | "on" | "True"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// 400 when it is there but no number.
    pub fn number(&self, name: &str) -> ApiResult<Option<i64>> {
        self.filled(name).map(|text| text.parse().map_err(|_| ApiError::field(name, "A valid integer is required."))).transpose()
    }

    /// The window of `statsPeriod`, which wins, or of `start` and `end`; without both the last `default_us`.
    ///
    /// # Errors
    /// 400 for a form that cannot be read or an empty window.
    pub fn time_range(&self, now: Timestamp, default_us: i64) -> ApiResult<TimeRange> {
        self.given_time_range(now).map(|range| range.unwrap_or_else(|| TimeRange::last(default_us, now.plus(1))))
    }

    /// As [`Params::time_range`], `None` when the request names no window.
    ///
    /// # Errors
    /// As [`Params::time_range`].
    pub fn given_time_range(&self, now: Timestamp) -> ApiResult<Option<TimeRange>> {
        if let Some(text) = self.filled("statsPeriod") {
            let length = parse_period(text).filter(|length| *length > 0);
            let length =
                length.ok_or_else(|| ApiError::bad_request("Invalid statsPeriod: a number followed by s, m, h, d or w is required."))?;
            return Ok(Some(TimeRange::last(length, now.plus(1))));
        }
        let read = |name: &str| {
            self.filled(name)
                .map(|text| {
                    Timestamp::parse(text).ok_or_else(|| ApiError::bad_request(format!("Invalid {name}: an ISO-8601 date is required.")))
                })
                .transpose()
        };
        let (start, end) = (read("start")?, read("end")?);
        if start.is_none() && end.is_none() {
            return Ok(None);
        }
        let end = end.unwrap_or_else(|| now.plus(1));
        let range = TimeRange { start: start.unwrap_or_else(|| end.plus(-DEFAULT_PERIOD_US)), end };
        if range.start >= range.end {
            return Err(ApiError::bad_request("start must be before end"));
        }
        Ok(Some(range))
    }
}

/// `90d`, `24h`, `30m`, `10s`, `2w` in microseconds.
pub fn parse_period(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let number: i64 = text.get(..text.len() - unit.len_utf8())?.parse().ok()?;
    let width = match unit {
        's' => SECOND_US,
        'm' => MINUTE_US,
        'h' => HOUR_US,
        'd' => DAY_US,
        'w' => 7 * DAY_US,
        _ => return None,
    };
    number.checked_mul(width)
}

impl FromRequestParts<ApiState> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_repeat_and_values_are_decoded() {
        let params = Params::parse("project=1&project=2&query=is%3Aunresolved+a&empty=&flag&bad=%ff");
        assert_eq!(params.all("project").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(params.first("query"), Some("is:unresolved a"));
        assert_eq!((params.first("empty"), params.filled("empty"), params.first("flag")), (Some(""), None, Some("")));
        assert_eq!(params.first("bad"), Some("\u{fffd}"));
    }

    #[test]
    fn windows() {
        let now = Timestamp::from_seconds(1_000_000);
        let range = |query: &str| Params::parse(query).time_range(now, DAY_US).map(|r| (r.start.seconds(), r.end.seconds())).ok();
        assert_eq!(range("statsPeriod=1h&start=2020-01-01"), Some((996_400, 1_000_000)));
        assert_eq!(range(""), Some((913_600, 1_000_000)));
        assert_eq!(range("start=1970-01-02T00:00:00&end=1970-01-03T00:00:00Z"), Some((86_400, 172_800)));
        assert_eq!((range("statsPeriod=x"), range("start=soon"), range("start=1970-01-03&end=1970-01-02")), (None, None, None));
        assert_eq!(parse_period("99999999999999999w"), None);
    }
}
