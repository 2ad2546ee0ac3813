//! What values mean where a key is a number, a moment or a yes and no.

use super::ast::{Operator, Value};
use super::error::SearchError;
use crate::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use crate::{TimeRange, Timestamp};

/// The span of time a value names: a moment compared, a whole day, or a relative time (`-24h` = since then,
/// `+24h` = before then).
///
/// # Errors
/// When it is no time.
pub fn time_range(operator: Operator, value: &Value, now: Timestamp) -> Result<TimeRange, SearchError> {
    let text = value.text();
    if let Some((sign, length_us)) = relative(&text) {
        return relative_range(operator, sign, now.plus(-length_us), value);
    }
    let Some((moment, width_us)) = moment(&text) else {
        return Err(SearchError::at(value.span, format!("{text:?} is not a time"))
            .hint("write a date such as 2026-01-31 or 2026-01-31T12:00:00, or a relative time such as -24h or +7d"));
    };
    let after = moment.plus(width_us);
    Ok(match operator {
        Operator::Equals => TimeRange { start: moment, end: after },
        Operator::Less => TimeRange { end: moment, ..TimeRange::ALL },
        Operator::AtMost => TimeRange { end: after, ..TimeRange::ALL },
        Operator::Greater => TimeRange { start: after, ..TimeRange::ALL },
        Operator::AtLeast => TimeRange { start: moment, ..TimeRange::ALL },
    })
}

fn relative_range(operator: Operator, sign: char, moment: Timestamp, value: &Value) -> Result<TimeRange, SearchError> {
    let since = TimeRange { start: moment, ..TimeRange::ALL };
    let before = TimeRange { end: moment, ..TimeRange::ALL };
    match (operator, sign) {
        (Operator::Equals, '+') | (Operator::Less | Operator::AtMost, _) => Ok(before),
        (Operator::Equals, '-') | (Operator::Greater | Operator::AtLeast, _) => Ok(since),
        _ => Err(SearchError::at(value.span, "a relative time needs a sign").hint("write -24h for the last day, +24h for before it")),
    }
}

/// `-24h` or `+7d`: the sign and the length in microseconds.
pub fn relative(text: &str) -> Option<(char, i64)> {
    let sign = text.chars().next().filter(|c| matches!(c, '-' | '+'))?;
    duration(text.get(1..)?).map(|length| (sign, length))
}

/// `30s`, `5m` or `5min`, `12h`, `7d`, `2w`, `250ms`: the length in microseconds.
pub fn duration(text: &str) -> Option<i64> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at_checked(split)?;
    let unit_us = match unit {
        "ms" => SECOND_US / 1_000,
        "s" => SECOND_US,
        "m" | "min" => MINUTE_US,
        "h" | "hr" => HOUR_US,
        "d" | "day" => DAY_US,
        "w" | "wk" => 7 * DAY_US,
        _ => return None,
    };
    digits.parse::<i64>().ok()?.checked_mul(unit_us)
}

/// A moment and how long the span it names is: a date names its day, a time its second.
fn moment(text: &str) -> Option<(Timestamp, i64)> {
    let width_us = if text.len() <= "2026-01-31".len() { DAY_US } else { SECOND_US };
    let exact = text.contains('.');
    Timestamp::parse(text).map(|moment| (moment, if exact { 1 } else { width_us }))
}

/// A whole number; `k`, `m` and `b` (or `kb`, `mb`, `gb`) multiply by thousands.
///
/// # Errors
/// When it is no such number.
pub fn number(value: &Value) -> Result<i64, SearchError> {
    let text = value.text().to_ascii_lowercase();
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let factor = match unit {
        "" => Some(1),
        "k" | "kb" => Some(1_000),
        "m" | "mb" => Some(1_000_000),
        "b" | "gb" => Some(1_000_000_000),
        _ => None,
    };
    factor.and_then(|factor: i64| digits.parse::<i64>().ok()?.checked_mul(factor)).ok_or_else(|| {
        SearchError::at(value.span, format!("{:?} is not a whole number", value.text())).hint("write a number such as 100 or 2k")
    })
}

/// A number, with a fraction where it has one; the same units as [`number`].
///
/// # Errors
/// When it is no such number.
pub fn decimal(value: &Value) -> Result<f64, SearchError> {
    let text = value.text().to_ascii_lowercase();
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let factor = match unit {
        "" => Some(1.0),
        "k" | "kb" => Some(1e3),
        "m" | "mb" => Some(1e6),
        "b" | "gb" => Some(1e9),
        _ => None,
    };
    let number = factor.and_then(|factor: f64| Some(digits.parse::<f64>().ok()? * factor)).filter(|number| number.is_finite());
    number.ok_or_else(|| {
        SearchError::at(value.span, format!("{:?} is not a number", value.text())).hint("write a number such as 100, 0.5 or 2k")
    })
}

/// Inclusive bounds of the whole numbers from 0 that compare.
///
/// # Errors
/// When the value is no number.
pub fn number_bounds(operator: Operator, value: &Value) -> Result<Option<(u64, u64)>, SearchError> {
    let number = number(value)?;
    let (low, high) = match operator {
        Operator::Equals => (Some(number), Some(number)),
        Operator::Less => (Some(0), number.checked_sub(1)),
        Operator::AtMost => (Some(0), Some(number)),
        Operator::Greater => (number.checked_add(1), Some(i64::MAX)),
        Operator::AtLeast => (Some(number), Some(i64::MAX)),
    };
    Ok(low.zip(high).and_then(|(low, high)| Some((u64::try_from(low.max(0)).ok()?, u64::try_from(high).ok()?))).filter(|(l, h)| l <= h))
}

/// `true`, `1`, `yes` or their opposites.
///
/// # Errors
/// For anything else.
pub fn boolean(value: &Value) -> Result<bool, SearchError> {
    match value.text().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        other => Err(SearchError::at(value.span, format!("{other:?} is neither true nor false")).hint("write true or false")),
    }
}
