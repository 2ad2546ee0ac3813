//! The part of the suite about groups and aggregates.

use std::sync::Arc;

use super::*;

/// Several values count in each, none in the `Null` group; over segments and days.
pub fn groups_by_values(events: &dyn EventStore) {
    store(
        events,
        vec![
            document(1, 0, &[("stack.function", "a"), ("stack.function", "b"), ("stack.function", "a")], &[("k", "x")]),
            document(2, 1, &[("stack.function", "b")], &[("k", "y"), ("k", "x")]),
        ],
    );
    store(events, vec![document(3, 90_000, &[("stack.function", "c")], &[]), document(4, 90_001, &[], &[("k", "y")])]);
    let count = |name: &str, order: Option<(GroupOrder, bool)>| {
        let select = Select::Groups { keys: vec![key(name)], aggregates: vec![Aggregate::Count], order, limit: 10, offset: 0 };
        let result = ask(events, &query(Filter::All, select));
        assert_eq!((result.total, result.truncated), (result.rows.len() as u64, false));
        values(&result)
    };
    assert_eq!(count("stack.function", None), [[text("a"), I(1)], [text("b"), I(2)], [text("c"), I(1)], [FieldValue::Null, I(1)]]);
    assert_eq!(count("k", None), [[text("x"), I(2)], [text("y"), I(2)], [FieldValue::Null, I(1)]]);
    assert_eq!(count("k", Some((GroupOrder::Aggregate(0), true))), [[text("x"), I(2)], [text("y"), I(2)], [FieldValue::Null, I(1)]]);
    assert_eq!(count("k", Some((GroupOrder::Key(0), true))), [[text("y"), I(2)], [text("x"), I(2)], [FieldValue::Null, I(1)]]);
    assert_eq!(count("no such tag", None), [[FieldValue::Null, I(4)]]);
    assert_eq!(count("project_id", None), [[I(10), I(4)]]);
}

/// Buckets by their start, aligned to the origin.
pub fn groups_by_time(events: &dyn EventStore) {
    store(events, vec![document(1, 10, &[], &[]), document(2, 3_599, &[], &[]), document(3, 3_600, &[], &[]), document(4, -1, &[], &[])]);
    let buckets = |name: &str, origin_us: i64| {
        let key = GroupKey::Time { field: name.to_owned(), width_us: HOUR_US, origin_us };
        values(&ask(events, &query(Filter::All, groups(vec![key], vec![Aggregate::Count]))))
    };
    let at = |us: i64| FieldValue::Time(DAY.plus(us));
    assert_eq!(buckets("timestamp", 0), [[at(-HOUR_US), I(1)], [at(0), I(2)], [at(HOUR_US), I(1)]]);
    let half = HOUR_US / 2;
    assert_eq!(buckets("timestamp", half), [[at(-half), I(2)], [at(half), I(2)]]);
    assert_eq!(buckets("received", 0), [[FieldValue::Null, I(4)]]);
}

/// A text counts under its other name beside its number alone, over segments and days, and distinct values count once.
pub fn groups_under_other_names(events: &dyn EventStore) {
    let of = |project: i64, document: Document| Document { project_id: bartizan_domain::ProjectId(project), ..document };
    let with = |n, seconds, release, user| document(n, seconds, &[("release", release), ("user", user)], &[]);
    store(events, vec![with(1, 0, "a", "u"), with(2, 1, "b", "u"), with(3, 2, "c", "v"), of(11, with(4, 3, "b", "u"))]);
    store(events, vec![with(5, 90_000, "b", "w"), document(6, 90_001, &[], &[])]);
    let names = Arc::new([((10, "b".to_owned()), "a".to_owned()), ((12, "c".to_owned()), "a".to_owned())].into());
    let counted = Aggregate::CountDistinctRenamed { field: field("release"), beside: field("project_id"), names: Arc::clone(&names) };
    let renamed = GroupKey::Renamed { field: field("release"), beside: field("project_id"), names };
    let ask_by = |keys| {
        let select = groups(keys, vec![Aggregate::Count, Aggregate::CountDistinct(field("user"))]);
        values(&ask(
            events,
            &EventQuery { projects: vec![10, 11].into_iter().map(bartizan_domain::ProjectId).collect(), ..query(Filter::All, select) },
        ))
    };
    assert_eq!(
        ask_by(vec![renamed.clone(), key("project_id")]),
        [
            vec![text("a"), I(10), I(3), I(2)],
            vec![text("b"), I(11), I(1), I(1)],
            vec![text("c"), I(10), I(1), I(1)],
            vec![FieldValue::Null, I(10), I(1), I(0)],
        ]
    );
    assert!(events.query(&query(Filter::All, groups(vec![renamed], vec![Aggregate::Count]))).is_err(), "the number is missing");
    let count_by = |keys| {
        let select = groups(keys, vec![counted.clone(), Aggregate::Count]);
        let projects = vec![10, 11].into_iter().map(bartizan_domain::ProjectId).collect();
        values(&ask(events, &EventQuery { projects, ..query(Filter::All, select) }))
    };
    assert_eq!(count_by(vec![]), [[I(3), I(6)]], "a, b and c of project 10 are two, b of project 11 is another");
    assert_eq!(
        count_by(vec![key("user")]),
        [vec![text("u"), I(2), I(3)], vec![text("v"), I(1), I(1)], vec![text("w"), I(1), I(1)], vec![FieldValue::Null, I(0), I(1)]]
    );
}

/// Every combination of values is a group.
pub fn groups_by_several_keys(events: &dyn EventStore) {
    store(
        events,
        vec![
            document(1, 0, &[("level", "e"), ("release", "1")], &[("k", "x"), ("k", "y")]),
            document(2, 1, &[("level", "e"), ("release", "2")], &[("k", "x")]),
            document(3, 2, &[("level", "w"), ("release", "1")], &[]),
        ],
    );
    let two = values(&ask(events, &query(Filter::All, groups(vec![key("level"), key("release")], vec![Aggregate::Count]))));
    assert_eq!(two, [[text("e"), text("1"), I(1)], [text("e"), text("2"), I(1)], [text("w"), text("1"), I(1)]]);
    let three = values(&ask(events, &query(Filter::All, groups(vec![key("level"), key("k"), key("release")], vec![Aggregate::Count]))));
    assert_eq!(
        three,
        [
            [text("e"), text("x"), text("1"), I(1)],
            [text("e"), text("x"), text("2"), I(1)],
            [text("e"), text("y"), text("1"), I(1)],
            [text("w"), FieldValue::Null, text("1"), I(1)],
        ]
    );
}

/// Sum, mean, extremes, counts with a condition; `Null` where there is nothing to take a mean of.
pub fn aggregates_numbers(events: &dyn EventStore) {
    let sized = |n: u128, level: &str, size: Option<i64>| {
        let mut document = document(n, i64::try_from(n).unwrap_or(0), &[("level", level)], &[]);
        document.fields.extend(size.map(|size| ("size", I(size))));
        document
    };
    store(events, vec![sized(1, "a", Some(10)), sized(2, "a", Some(-4)), sized(3, "b", None), sized(4, "a", None)]);
    let size = || field("size");
    let aggregates = vec![
        Aggregate::Sum(size()),
        Aggregate::Avg(size()),
        Aggregate::Min(size()),
        Aggregate::Max(size()),
        Aggregate::CountIf(Filter::Compare(size(), Compare::Greater, I(0))),
        Aggregate::Max(field("timestamp")),
        Aggregate::CountIf(Filter::All),
    ];
    let found = values(&ask(events, &query(Filter::All, groups(vec![key("level")], aggregates))));
    let time = |seconds: i64| FieldValue::Time(DAY.plus(seconds * SECOND_US));
    let f = FieldValue::F64;
    assert_eq!(found[0], [text("a"), f(6.0), f(3.0), I(-4), I(10), I(1), time(4), I(3)]);
    assert_eq!(found[1], [text("b"), f(0.0), FieldValue::Null, FieldValue::Null, FieldValue::Null, I(0), time(3), I(1)]);
}

/// Exactly below some thousand, over segments and days, per group.
pub fn counts_distinct_values(events: &dyn EventStore) {
    let with = |n: u128| {
        document(
            n,
            i64::try_from(n % 3).unwrap_or(0) * 86_400,
            &[("user", &format!("u{}", n % 70)), ("level", if n.is_multiple_of(2) { "even" } else { "odd" })],
            &[("t", &(n % 5).to_string())],
        )
    };
    store(events, (0..100).map(with).collect());
    store(events, (100..210).map(with).collect());
    let aggregates = || {
        vec![
            Aggregate::CountDistinct(field("user")),
            Aggregate::CountDistinct(field("t")),
            Aggregate::CountDistinct(field("offset")),
            Aggregate::CountDistinct(field("none")),
        ]
    };
    let all = values(&ask(events, &query(Filter::All, groups(vec![], aggregates()))));
    assert_eq!(all, [[I(70), I(5), I(210), I(0)]]);
    let by_level = values(&ask(events, &query(Filter::All, groups(vec![key("level")], aggregates()))));
    assert_eq!(by_level, [[text("even"), I(35), I(5), I(105), I(0)], [text("odd"), I(35), I(5), I(105), I(0)]]);
}

/// Within a bit more than one percent of the exact value.
pub fn percentiles_are_close(events: &dyn EventStore) {
    let sized = |n: u128| {
        let mut document = document(n, i64::try_from(n).unwrap_or(0) * 400, &[], &[]);
        document.fields.push(("size", I(i64::try_from(n * n % 7_919).unwrap_or(0))));
        document
    };
    let documents: Vec<Document> = (0..600).map(sized).collect();
    let mut sizes: Vec<i64> = documents.iter().filter_map(|d| d.fields[0].1.as_i64()).collect();
    sizes.sort_unstable();
    store(events, documents);
    let percentiles = [0.0, 50.0, 95.0, 99.0, 100.0];
    let aggregates =
        percentiles.iter().map(|p| Aggregate::Percentile(field("size"), *p)).chain([Aggregate::Percentile(field("attachments"), 50.0)]);
    let found = values(&ask(events, &query(Filter::All, groups(vec![], aggregates.collect()))));
    for (p, got) in percentiles.iter().zip(&found[0]) {
        let rank = usize::try_from(crate::events::rules::percentile_rank(*p, 600)).unwrap_or(0);
        let exact = FieldValue::I64(sizes[rank]).as_f64().unwrap_or(f64::NAN);
        let got = got.as_f64().unwrap_or(f64::NAN);
        assert!((got - exact).abs() <= exact * 0.011, "p{p}: {got} for {exact}");
    }
    assert_eq!(found[0][5], FieldValue::Null);
}

/// Ordered by an aggregate, ties by key; `total` counts all groups.
pub fn groups_come_in_pages(events: &dyn EventStore) {
    let with = |n: u128| document(n, 0, &[("user", &format!("u{:03}", n % 40))], &[]);
    store(events, (0..100).map(with).collect());
    let page = |offset: usize| {
        let select = Select::Groups {
            keys: vec![key("user")],
            aggregates: vec![Aggregate::Count],
            order: Some((GroupOrder::Aggregate(0), true)),
            limit: 15,
            offset,
        };
        let result = ask(events, &query(Filter::All, select));
        assert_eq!(result.total, 40);
        values(&result)
    };
    let all: Vec<Vec<FieldValue>> = [0, 15, 30].into_iter().flat_map(page).collect();
    let expected: Vec<Vec<FieldValue>> = (0..40).map(|n| vec![text(&format!("u{n:03}")), I(if n < 20 { 3 } else { 2 })]).collect();
    assert_eq!(all, expected);
}

/// Several questions about the same events, answered in their order; one that makes no sense is refused.
pub fn many_questions_about_the_same_events(events: &dyn EventStore) {
    let about = |n, user: &str, k: &str| document(n, i64::try_from(n).unwrap_or(0) * 50_000, &[("user", user)], &[("k", k)]);
    store(events, vec![about(1, "a", "x"), about(2, "b", "x"), about(3, "b", "y")]);
    let selects = [
        groups(vec![key("k")], vec![Aggregate::Count]),
        rows(&["user"]),
        groups(vec![], vec![Aggregate::Count, Aggregate::CountDistinct(field("user"))]),
        groups(vec![key("user")], vec![Aggregate::Max(field("timestamp"))]),
    ];
    let question = query(Filter::Equals(field("user"), text("b")), rows(&[]));
    let answers = events.query_each(&question, &selects).expect("answers");
    let each: Vec<QueryResult> = selects.iter().map(|select| ask(events, &question.with(select.clone()))).collect();
    assert_eq!(answers, each);
    assert_eq!(values(&answers[0]), [[text("x"), I(1)], [text("y"), I(1)]]);
    assert_eq!(events.query_each(&question, &[]).expect("nothing"), []);
    let wrong = Select::Groups { keys: vec![], aggregates: vec![], order: Some((GroupOrder::Key(0), true)), limit: 1, offset: 0 };
    assert!(events.query_each(&question, &[rows(&[]), wrong]).is_err());
}

/// Each key counts once per event, also of odd characters, over segments and days; only of events that match.
pub fn keys_of_tags(events: &dyn EventStore) {
    let of = |n, seconds, user: &str, tags: &[(&str, &str)]| document(n, seconds, &[("user", user)], tags);
    store(events, vec![of(1, 0, "a", &[("k", "x"), ("k", "y"), ("a.b~c", "1")]), of(2, 1, "b", &[("k", "x"), ("ä", "1")])]);
    store(events, vec![of(3, 90_000, "a", &[("k", "x"), ("a.b~c", "2"), ("z", "1")]), of(4, 90_001, "b", &[])]);
    let keys = |filter: Filter, limit| events.tag_keys(&query(filter, rows(&[])), limit).expect("keys");
    let counted = |list: &[(&str, u64)]| list.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect::<Vec<_>>();
    assert_eq!(keys(Filter::All, 10), counted(&[("k", 3), ("a.b~c", 2), ("z", 1), ("ä", 1)]));
    assert_eq!(keys(Filter::All, 2), counted(&[("k", 3), ("a.b~c", 2)]));
    assert_eq!(keys(Filter::Equals(field("user"), text("b")), 10), counted(&[("k", 1), ("ä", 1)]));
    assert_eq!(keys(Filter::None, 10), []);
    let other = EventQuery { organization_id: bartizan_domain::OrganizationId(77), ..query(Filter::All, rows(&[])) };
    assert_eq!(events.tag_keys(&other, 10).expect("keys"), []);
}

/// Also when nothing matches.
pub fn one_group_without_keys(events: &dyn EventStore) {
    let count = || values(&ask(events, &query(Filter::All, groups(vec![], vec![Aggregate::Count, Aggregate::Avg(field("size"))]))));
    assert_eq!(count(), [[I(0), FieldValue::Null]]);
    store(events, vec![document(1, 0, &[], &[])]);
    assert_eq!(count(), [[I(1), FieldValue::Null]]);
}
