//! When an event happened: its own time, moved when the sender's clock is wrong, replaced when it cannot be.

use bartizan_domain::Timestamp;
use bartizan_domain::time::{DAY_US, SECOND_US};
use bartizan_protocol::event::parse_timestamp;
use bartizan_protocol::json::{Object, Value};
use bartizan_protocol::limits::{MAX_SECS_IN_FUTURE, MIN_CLOCK_DRIFT_SECS};

use super::EventContext;
use super::shape::moment;
use crate::notes::Notes;
use crate::path::Path;

/// Settles `timestamp` and moves what else has a time. Gives the event's time.
pub(super) fn timestamps(event: &mut Object<'_>, context: &EventContext<'_>, notes: &mut Notes) -> Timestamp {
    let path = Path::ROOT.key("timestamp");
    let received = context.received;
    let told = match event.get("timestamp") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let told = parse_timestamp(value).map(Timestamp);
            if told.is_none() {
                notes.invalid(&path, "expected a time", Some(value));
            }
            told
        }
    };
    let mut settled = told.unwrap_or(received);
    if let Some(drift) = clock_drift(context) {
        settled = if told.is_some() { settled.plus(drift) } else { settled };
        shift_breadcrumbs(event, drift);
        notes.error("clock_drift", "timestamp".to_owned(), "the sender's clock is wrong, all times were moved", event.get("timestamp"));
    }
    if settled > received.plus(MAX_SECS_IN_FUTURE * SECOND_US) {
        notes.error(
            "future_timestamp",
            "timestamp".to_owned(),
            "the time lies in the future, the time of arrival is used",
            event.get("timestamp"),
        );
        settled = received;
    } else if settled < received.plus(-i64::from(context.retention_days) * DAY_US) {
        notes.error(
            "past_timestamp",
            "timestamp".to_owned(),
            "the time lies before what is kept, the time of arrival is used",
            event.get("timestamp"),
        );
        settled = received;
    }
    event.insert("timestamp", moment(settled.0));
    event.insert("received", moment(received.0));
    settled
}

/// What to add to the sender's times, when its clock is 55 minutes off or more.
fn clock_drift(context: &EventContext<'_>) -> Option<i64> {
    let drift = context.received.0.checked_sub(context.sent_at?.0)?;
    (drift.checked_abs()? >= MIN_CLOCK_DRIFT_SECS * SECOND_US).then_some(drift)
}

fn shift_breadcrumbs(event: &mut Object<'_>, drift: i64) {
    let Some(crumbs) = event.get_mut("breadcrumbs").and_then(|b| b.as_object_mut()?.get_mut("values")?.as_array_mut()) else { return };
    for crumb in crumbs {
        if let Some(time) = crumb.as_object_mut().and_then(|c| c.get_mut("timestamp"))
            && let Some(us) = parse_timestamp(time)
        {
            *time = moment(us.saturating_add(drift));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn settle(timestamp: i64, sent_at: Option<i64>) -> (i64, bool) {
        let mut event: Object<'_> = [("timestamp", timestamp)].into_iter().collect();
        let context = EventContext { received: NOW, sent_at: sent_at.map(Timestamp::from_seconds), ..EventContext::default() };
        let mut notes = Notes::default();
        (timestamps(&mut event, &context, &mut notes).seconds() - NOW.seconds(), notes.has_errors())
    }

    #[test]
    fn times_are_settled() {
        let now = NOW.seconds();
        assert_eq!(settle(now - 10, None), (-10, false));
        assert_eq!(settle(now + 30, None), (30, false));
        assert_eq!(settle(now + 61, None), (0, true));
        assert_eq!(settle(now - 91 * 86_400, None), (0, true));
        assert_eq!(settle(now - 3600, Some(now - 54 * 60)), (-3600, false), "a small drift is a slow network");
        assert_eq!(settle(now - 7200 - 5, Some(now - 7200)), (-5, true));
        assert_eq!(settle(now + 7200 - 5, Some(now + 7200)), (-5, true));
        assert_eq!(settle(i64::MAX, None), (0, true));
    }
}
