//! In which order single events come.

use super::*;

/// By time, then event id; both ways; stable over pages; only the range.
pub fn rows_come_in_order_and_in_pages(events: &dyn EventStore) {
    let documents = (0..50_u128).map(|n| document(n * 7 % 50, i64::try_from(n / 5).unwrap_or(0) * 20_000, &[], &[]));
    let documents: Vec<Document> = documents.collect();
    let mut expected: Vec<(Timestamp, EventId)> = documents.iter().map(|d| (d.timestamp, d.event_id)).collect();
    expected.sort();
    for part in documents.chunks(11) {
        store(events, part.to_vec());
    }
    let page = |newest_first: bool, limit: usize, offset: usize, range: TimeRange| {
        let select = Select::Rows { fields: vec![field("timestamp")], by: None, newest_first, limit, offset };
        let result = ask(events, &EventQuery { range, ..query(Filter::All, select) });
        let pair = |row: &Row| (row.values[0].as_i64().map(Timestamp).unwrap_or_default(), row.event.expect("an event").1);
        (result.rows.iter().map(pair).collect::<Vec<_>>(), result.total)
    };
    assert_eq!(page(false, 100, 0, TimeRange::ALL), (expected.clone(), 50));
    let pages = |newest_first: bool| (0..=6).flat_map(|at| page(newest_first, 8, at * 8, TimeRange::ALL).0).collect::<Vec<_>>();
    assert_eq!(pages(false), expected);
    let reversed: Vec<_> = expected.iter().rev().copied().collect();
    assert_eq!(pages(true), reversed);
    let range = TimeRange { start: expected[10].0, end: expected[40].0 };
    let inside: Vec<_> = expected.iter().filter(|(at, _)| range.start <= *at && *at < range.end).copied().collect();
    assert_eq!(page(false, 100, 0, range), (inside.clone(), inside.len() as u64));
    assert_eq!(page(true, 0, 0, range), (vec![], inside.len() as u64));
    assert_eq!(page(true, 5, 0, TimeRange { start: range.end, end: range.start }), (vec![], 0));
}

/// By numbers, texts, truth and tags; without a value last both ways; equal ones by time; over several commits and pages.
pub fn rows_come_in_the_order_of_a_value(events: &dyn EventStore) {
    for (n, (release, size, region)) in
        [("b", 30, ""), ("", -4, "eu"), ("c", 7, "us"), ("b", 7, ""), ("a", 100, "eu")].into_iter().enumerate()
    {
        let tags: &[(&str, &str)] = if region.is_empty() { &[] } else { &[("region", region)] };
        let fields: &[(&str, &str)] = if release.is_empty() { &[] } else { &[("release", release)] };
        let mut document = document(n as u128, i64::try_from(n).unwrap_or(0), fields, tags);
        document.fields.push(("size", I(size)));
        store(events, vec![document]);
    }
    let number = |row: &Row| (0..5_u128).find(|n| event_id(*n) == row.event.expect("an event").1);
    let order = |by: FieldRef, descending: bool, newest_first: bool| -> Vec<u128> {
        let page = |offset: usize| {
            let select = Select::Rows { fields: vec![], by: Some((by.clone(), descending)), newest_first, limit: 2, offset };
            let result = ask(events, &query(Filter::All, select));
            assert_eq!(result.total, 5);
            result.rows.iter().filter_map(number).collect::<Vec<_>>()
        };
        [0, 2, 4].into_iter().flat_map(page).collect()
    };
    assert_eq!(order(FieldRef::field("release"), false, true), [4, 3, 0, 2, 1]);
    assert_eq!(order(FieldRef::field("release"), false, false), [4, 0, 3, 2, 1]);
    assert_eq!(order(FieldRef::field("release"), true, true), [2, 3, 0, 4, 1]);
    assert_eq!(order(FieldRef::field("size"), false, true), [1, 3, 2, 0, 4]);
    assert_eq!(order(FieldRef::field("size"), true, false), [4, 0, 2, 3, 1]);
    assert_eq!(order(FieldRef::Tag("region".to_owned()), true, true), [2, 4, 1, 3, 0]);
    assert_eq!(order(FieldRef::Tag("nobody has it".to_owned()), true, true), [4, 3, 2, 1, 0]);
    let none = Select::Rows { fields: vec![], by: Some((FieldRef::field("size"), true)), newest_first: true, limit: 0, offset: 0 };
    assert_eq!(ask(events, &query(Filter::All, none)).total, 5);
    for field in ["message", "trace", "nonsense"] {
        let by = Some((FieldRef::field(field), false));
        let select = Select::Rows { fields: vec![], by, newest_first: true, limit: 1, offset: 0 };
        let refused = events.query(&query(Filter::All, select)).expect_err(field);
        assert_eq!(refused.kind, ErrorKind::Invalid, "{field}");
    }
}
