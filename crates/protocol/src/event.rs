//! Small words inside an event: moments, ids, levels.

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

use crate::json::Value;

/// The levels an event may have, least first.
pub const LEVELS: [&str; 6] = ["sample", "debug", "info", "warning", "error", "fatal"];

/// Last second of the year 9999: nothing later is a moment.
const MAX_UNIX_SECS: f64 = 253_402_300_799.0;

/// Reads a moment into microseconds since 1970: RFC 3339 with or without zone, a date, or Unix seconds as a
/// number or in a string.
pub fn parse_timestamp(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(secs) => from_secs(*secs as f64).and_then(|_| secs.checked_mul(1_000_000)),
        Value::Float(secs) => from_secs(*secs),
        Value::Str(text) => parse_timestamp_str(text),
        _ => None,
    }
}

/// As [`parse_timestamp`], from text.
pub fn parse_timestamp_str(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'e' | b'+'))
        && let Ok(secs) = text.parse::<f64>()
    {
        return from_secs(secs);
    }
    let moment = OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .or_else(|| {
            let text = text.replacen(' ', "T", 1);
            OffsetDateTime::parse(&text, &Rfc3339).or_else(|_| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339)).ok()
        })
        .or_else(|| parse_date(text).map(|date| PrimitiveDateTime::new(date, time::Time::MIDNIGHT).assume_utc()))?;
    i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000)).ok()
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::from_calendar_date(year, month.try_into().ok()?, day).ok()
}

fn from_secs(secs: f64) -> Option<i64> {
    if !secs.is_finite() || secs.abs() > MAX_UNIX_SECS {
        return None;
    }
    Some((secs * 1e6).round() as i64)
}

/// Reads an event id: 32 hex digits, with or without dashes.
pub fn parse_event_id(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let mut id = [0_u8; 16];
    match text.len() {
        32 => hex::decode_to_slice(text, &mut id).ok()?,
        36 => {
            let groups: Vec<&str> = text.split('-').collect();
            let plain = match groups.as_slice() {
                [a, b, c, d, e] if a.len() == 8 && b.len() == 4 && c.len() == 4 && d.len() == 4 => [*a, *b, *c, *d, *e].concat(),
                _ => return None,
            };
            hex::decode_to_slice(plain, &mut id).ok()?;
        }
        _ => return None,
    }
    Some(id)
}

/// Prints an event id as 32 lower-case hex digits.
pub fn print_event_id(id: &[u8; 16]) -> String {
    hex::encode(id)
}

/// The level a word means, in its canonical spelling.
pub fn parse_level(word: &str) -> Option<&'static str> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "sample" => "sample",
        "debug" | "trace" => "debug",
        "info" | "log" => "info",
        "warning" | "warn" => "warning",
        "error" => "error",
        "fatal" | "critical" => "fatal",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_moments_in_all_forms() {
        let expected = Some(1_795_410_306_500_000);
        for text in [
            "2026-11-23T05:05:06.5Z",
            "2026-11-23T05:05:06.500000",
            "2026-11-23 05:05:06.5",
            "2026-11-23T06:05:06.5+01:00",
            "2026-11-23 06:05:06.5+01:00",
            "1795410306.5",
        ] {
            assert_eq!(parse_timestamp(&text.into()), expected, "{text}");
        }
        assert_eq!(parse_timestamp(&Value::Float(1_795_410_306.5)), expected);
        assert_eq!(parse_timestamp(&Value::Int(1_795_410_306)), Some(1_795_410_306_000_000));
        assert_eq!(parse_timestamp(&"2026-11-23".into()), Some(1_795_392_000_000_000));
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in ["", "soon", "2026-13-01", "99999999999999999999", "1e300", "-", "2026-11-23T25:00:00Z"] {
            assert_eq!(parse_timestamp(&text.into()), None, "{text}");
        }
        for value in [Value::Null, Value::Bool(true), Value::Int(i64::MAX), Value::Float(1e300), Value::UInt(u64::MAX)] {
            assert_eq!(parse_timestamp(&value), None);
        }
    }

    #[test]
    fn reads_ids_with_and_without_dashes() {
        let plain = "fc6d8c0c43fc4630ad850ee518f1b9d0";
        let id = parse_event_id(plain).unwrap();
        assert_eq!(print_event_id(&id), plain);
        assert_eq!(parse_event_id("FC6D8C0C-43FC-4630-AD85-0EE518F1B9D0"), Some(id));
        for wrong in ["", "fc6d8c0c", "fc6d8c0c43fc4630ad850ee518f1b9dg", "fc6d8c0c43-fc-4630-ad85-0ee518f1b9d0", "ééééééééééééééééé"]
        {
            assert_eq!(parse_event_id(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn levels_have_one_spelling() {
        assert_eq!(parse_level("WARN"), Some("warning"));
        assert_eq!(parse_level("loud"), None);
        assert!(LEVELS.iter().all(|level| parse_level(level) == Some(level)));
    }
}
