//! Recognises moments and durations as programs print them.

use super::cursor::Cursor;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_TAILS: [&str; 12] = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_TAILS: [&str; 7] = ["day", "sday", "nesday", "rsday", "day", "urday", "day"];
/// Longest first, so that `ms` is not read as `m`.
const SHORT_UNITS: [&str; 9] = ["ns", "us", "µs", "μs", "ms", "s", "m", "h", "d"];
const LONG_UNITS: [&str; 22] = [
    "milliseconds",
    "millisecond",
    "microseconds",
    "microsecond",
    "nanoseconds",
    "nanosecond",
    "seconds",
    "second",
    "secs",
    "sec",
    "minutes",
    "minute",
    "mins",
    "min",
    "hours",
    "hour",
    "hrs",
    "hr",
    "days",
    "day",
    "weeks",
    "week",
];

/// End of a date, a time or both that starts here.
pub(super) fn date(start: Cursor<'_>) -> Option<usize> {
    let found = if start.peek().is_ascii_digit() {
        numeric_date(start).or_else(|| day_month_year(start)).or_else(|| clock(start, true))
    } else {
        worded_date(start)
    }?;
    found.at_word_end().then(|| found.at())
}

/// `2026-11-23`, `23.11.2026`, `20261123T040506Z`, each with a time behind it or not.
fn numeric_date(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut c = start;
    if c.digits(8, 8) {
        return (c.eat(b'T') && c.digits(4, 6)).then(|| with_zone(c));
    }
    let year_first = c.digits(4, 4);
    if !year_first && !c.digits(1, 2) {
        return None;
    }
    let separator = c.eat_any(b"-/.")?;
    let last = if year_first { (1, 2) } else { (4, 4) };
    if !(c.digits(1, 2) && c.eat(separator) && c.digits(last.0, last.1)) {
        return None;
    }
    Some(with_clock(c))
}

/// `23 Nov 2026`, `10/Oct/2000:13:55:36 -0700`.
fn day_month_year(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut c = start;
    if !c.digits(1, 2) {
        return None;
    }
    let separator = c.eat_any(b" -/")?;
    if !(month(&mut c) && c.eat(separator) && (c.digits(4, 4) || c.digits(2, 2))) {
        return None;
    }
    let mut clocked = c;
    if clocked.eat(b':')
        && let Some(end) = clock(clocked, false)
    {
        return Some(end);
    }
    Some(with_clock(c))
}

/// `Mon, 23 Nov 2026 …`, `Mon Nov 23 04:05:06 2026`, `Nov 23, 2026`, `Nov 23 04:05:06`.
fn worded_date(start: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut c = start;
    let weekday = word_of(&mut c, &DAYS, &DAY_TAILS);
    if weekday {
        c.eat(b',');
        if !c.eat(b' ') {
            return None;
        }
        if let Some(end) = day_month_year(c) {
            return Some(end);
        }
    }
    if !(month(&mut c) && c.run(|b| b == b' ') > 0 && c.digits(1, 2)) {
        return None;
    }
    let mut year = c;
    year.eat(b',');
    if year.eat(b' ') && year.digits(4, 4) {
        c = year;
    }
    c = with_clock(c);
    let mut trailing = c;
    if trailing.eat(b' ') && trailing.digits(4, 4) && trailing.at_word_end() {
        c = trailing;
    }
    Some(c)
}

fn month(c: &mut Cursor<'_>) -> bool {
    word_of(c, &MONTHS, &MONTH_TAILS)
}

fn word_of<const N: usize>(c: &mut Cursor<'_>, words: &[&str; N], tails: &[&str; N]) -> bool {
    let start = *c;
    for (word, tail) in words.iter().zip(tails) {
        if c.eat_word(word) {
            c.eat_word(tail);
            if c.at_word_end() {
                return true;
            }
            *c = start;
        }
    }
    false
}

fn with_clock(date: Cursor<'_>) -> Cursor<'_> {
    let mut c = date;
    let glue = c.eat_any(b"T ").is_some() || (c.eat(b',') && c.eat(b' '));
    if glue { clock(c, false).unwrap_or(date) } else { date }
}

/// `04:05:06.789`, `4:05 PM`. Alone it needs seconds or a half of the day: `12:34` may be a line and a column.
fn clock(start: Cursor<'_>, alone: bool) -> Option<Cursor<'_>> {
    let mut c = start;
    if !(c.digits(1, 2) && c.eat(b':') && c.digits(2, 2)) {
        return None;
    }
    let mut sure = !alone;
    let mut seconds = c;
    if seconds.eat(b':') && seconds.digits(2, 2) {
        sure = true;
        c = seconds;
        let mut fraction = c;
        if fraction.eat_any(b".,").is_some() && fraction.digits(1, 9) {
            c = fraction;
        }
    }
    let mut half = c;
    half.eat(b' ');
    if (half.eat_word("am") || half.eat_word("pm")) && half.at_word_end() {
        sure = true;
        c = half;
    }
    sure.then(|| with_zone(c))
}

fn with_zone(clock: Cursor<'_>) -> Cursor<'_> {
    let mut c = clock;
    if c.eat(b'Z') && c.at_word_end() {
        return c;
    }
    c = clock;
    c.eat(b' ');
    let named = ["utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "cst", "cdt", "mst", "mdt"].iter().any(|zone| {
        let mut probe = c;
        let fits = probe.eat_word(zone) && !probe.peek().is_ascii_alphabetic();
        if fits {
            c = probe;
        }
        fits
    });
    let mut numeric = c;
    let shifted = numeric.eat_any(b"+-").is_some()
        && (numeric.digits(4, 4) || (numeric.digits(2, 2) && (!numeric.eat(b':') || numeric.digits(2, 2))));
    if shifted {
        c = numeric;
    }
    if !named && !shifted {
        return clock;
    }
    let mut label = c;
    if label.eat(b' ') && label.eat(b'(') && label.run(|b| b.is_ascii_alphabetic() || b == b' ') > 0 && label.eat(b')') {
        c = label;
    }
    c
}

/// End of `12ms`, `1.5s`, `1h2m3s`, `5 seconds`, that starts here with a digit.
pub(super) fn duration(start: Cursor<'_>) -> Option<usize> {
    let mut c = start;
    let mut end = None;
    loop {
        if c.run(|b| b.is_ascii_digit()) == 0 {
            break;
        }
        let mut fraction = c;
        if fraction.eat(b'.') && fraction.run(|b| b.is_ascii_digit()) > 0 {
            c = fraction;
        }
        if !eat_unit(&mut c) {
            break;
        }
        if c.at_word_end() {
            end = Some(c.at());
            break;
        }
    }
    end
}

fn eat_unit(c: &mut Cursor<'_>) -> bool {
    let mut long = *c;
    let spaced = long.eat(b' ') || long.eat(b'-');
    if LONG_UNITS.iter().any(|u| long.eat_word(u)) && long.at_word_end() {
        *c = long;
        return true;
    }
    let mut short = *c;
    if spaced {
        short.skip(1);
        let fits = (short.eat_word("ms") || short.eat_word("s")) && short.at_word_end() && c.peek() == b' ';
        if fits {
            *c = short;
        }
        return fits;
    }
    for unit in SHORT_UNITS {
        short = *c;
        if short.eat_word(unit) && (short.at_word_end() || short.peek().is_ascii_digit()) {
            *c = short;
            return true;
        }
    }
    false
}
