//! What every event store must do. Each function takes an **empty** store and panics with what went wrong;
//! [`all`] makes a new store for each.

mod groups;
mod order;
mod replace;

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, Compare, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, QueryResult, Row, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, SECOND_US};
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};

pub use groups::{
    aggregates_numbers, counts_distinct_values, groups_by_several_keys, groups_by_time, groups_by_values, groups_come_in_pages,
    groups_under_other_names, keys_of_tags, many_questions_about_the_same_events, one_group_without_keys, percentiles_are_close,
};
pub use order::{rows_come_in_order_and_in_pages, rows_come_in_the_order_of_a_value};
pub use replace::replaces_in_place;

use super::{EventStore, RetentionPolicy};
use crate::ErrorKind;
use crate::queue::Offset;

/// The tenant of the suite's documents, and its first project.
pub const ORGANIZATION: OrganizationId = OrganizationId(1);
/// See [`ORGANIZATION`].
pub const PROJECT: ProjectId = ProjectId(10);
/// A day with nothing special about it: 2026-03-14.
pub const DAY: Timestamp = Timestamp(20_526 * DAY_US);

/// Runs the whole suite on stores made by `make`.
pub fn all<S: EventStore>(make: impl Fn() -> S) {
    what_is_committed_is_found(&make());
    an_event_is_read_back_whole(&make());
    locates_what_is_appended_and_what_is_committed(&make());
    tenants_are_walls(&make());
    rows_come_in_order_and_in_pages(&make());
    rows_come_in_the_order_of_a_value(&make());
    rows_answer_the_fields_asked_for(&make());
    filters_by_exact_values(&make());
    filters_by_presence_and_absence(&make());
    filters_numbers_and_moments(&make());
    filters_by_wildcard(&make());
    filters_by_words_and_phrases(&make());
    filters_by_tags_with_odd_keys(&make());
    combines_filters(&make());
    groups_by_values(&make());
    groups_by_time(&make());
    groups_by_several_keys(&make());
    groups_under_other_names(&make());
    aggregates_numbers(&make());
    counts_distinct_values(&make());
    percentiles_are_close(&make());
    groups_come_in_pages(&make());
    many_questions_about_the_same_events(&make());
    keys_of_tags(&make());
    one_group_without_keys(&make());
    refuses_what_does_not_fit(&make());
    retains_whole_days(&make());
    erases_for_good(&make());
    replaces_in_place(&make());
    bounds_what_it_is_given(&make());
    datasets_are_apart(&make());
}

/// Event id number `n`.
pub fn event_id(n: u128) -> EventId {
    EventId((0xabcd_0000_0000_0000_0000_0000_0000_0000 | n).to_be_bytes())
}

/// A document with number `n`, `seconds` after the start of [`DAY`].
pub fn document(n: u128, seconds: i64, fields: &[(&'static str, &str)], tags: &[(&str, &str)]) -> Document {
    Document {
        organization_id: ORGANIZATION,
        project_id: PROJECT,
        event_id: event_id(n),
        timestamp: DAY.plus(seconds * SECOND_US),
        offset: u64::try_from(n).unwrap_or(u64::MAX) + 1,
        fields: fields.iter().map(|(name, value)| (*name, text(value))).collect(),
        tags: tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        payload: Arc::from(format!("{{\"n\":{n},\"pad\":\"{}\"}}", "x".repeat(40)).into_bytes()),
    }
}

/// A text value.
pub fn text(value: &str) -> FieldValue {
    FieldValue::Str(value.to_owned())
}

/// Appends and commits.
pub fn store(events: &dyn EventStore, documents: Vec<Document>) {
    let last = documents.iter().map(|document| document.offset).max().unwrap_or(0);
    events.append(Dataset::Errors, documents).expect("append");
    events.commit(Offset(last)).expect("commit");
}

/// A query of the suite's tenant over all time.
pub fn query(filter: Filter, select: Select) -> EventQuery {
    EventQuery { dataset: Dataset::Errors, organization_id: ORGANIZATION, projects: vec![PROJECT], range: TimeRange::ALL, filter, select }
}

/// Rows oldest first.
pub fn rows(fields: &[&str]) -> Select {
    let fields = fields.iter().map(|name| FieldRef::resolve(Dataset::Errors, name)).collect();
    Select::Rows { fields, by: None, newest_first: false, limit: 1_000, offset: 0 }
}

/// Groups, ordered by their keys.
pub fn groups(keys: Vec<GroupKey>, aggregates: Vec<Aggregate>) -> Select {
    Select::Groups { keys, aggregates, order: None, limit: 1_000, offset: 0 }
}

fn ask(events: &dyn EventStore, query: &EventQuery) -> QueryResult {
    events.query(query).unwrap_or_else(|error| panic!("{query:?}: {error:?}"))
}

/// Numbers of the matching events, oldest first.
pub fn matching(events: &dyn EventStore, filter: Filter) -> Vec<u128> {
    let result = ask(events, &query(filter, rows(&[])));
    assert_eq!(result.total, result.rows.len() as u64);
    result.rows.iter().filter_map(|row| row.event).map(|(_, event)| number(event)).collect()
}

fn number(event: EventId) -> u128 {
    u128::from_be_bytes(event.0) & 0xffff_ffff_ffff
}

fn values(result: &QueryResult) -> Vec<Vec<FieldValue>> {
    result.rows.iter().map(|row: &Row| row.values.clone()).collect()
}

fn field(name: &str) -> FieldRef {
    FieldRef::resolve(Dataset::Errors, name)
}

fn equals(name: &str, value: &str) -> Filter {
    Filter::Equals(field(name), text(value))
}

fn key(name: &str) -> GroupKey {
    GroupKey::Field(field(name))
}

const I: fn(i64) -> FieldValue = FieldValue::I64;

/// Nothing is visible before the commit, everything after it.
pub fn what_is_committed_is_found(events: &dyn EventStore) {
    assert_eq!(events.indexed().expect("indexed"), Offset(0));
    assert!(matching(events, Filter::All).is_empty());
    events.append(Dataset::Errors, vec![document(1, 0, &[], &[])]).expect("append");
    assert_eq!(events.indexed().expect("indexed"), Offset(0));
    events.commit(Offset(7)).expect("commit");
    assert_eq!(matching(events, Filter::All), [1]);
    assert_eq!(events.indexed().expect("indexed"), Offset(7));
    events.commit(Offset(9)).expect("commit of nothing");
    assert_eq!(events.indexed().expect("indexed"), Offset(9));
    store(events, vec![document(2, 1, &[], &[]), document(3, -1, &[], &[])]);
    assert_eq!(matching(events, Filter::All), [3, 1, 2]);
    let stats = events.stats();
    assert_eq!((stats.documents, stats.days), (3, 2));
}

/// Payload, time and group hash come back, with or without a hint.
pub fn an_event_is_read_back_whole(events: &dyn EventStore) {
    let documents: Vec<Document> =
        (0..300).map(|n| document(n, i64::try_from(n).unwrap_or(0) * 1_000, &[("group_hash", "00ff")], &[])).collect();
    store(events, documents.clone());
    for wanted in documents.iter().step_by(37) {
        for near in [None, Some(wanted.timestamp), Some(wanted.timestamp.plus(5 * DAY_US)), Some(Timestamp(i64::MAX))] {
            let found = events.get(Dataset::Errors, ORGANIZATION, PROJECT, wanted.event_id, near).expect("get").expect("is there");
            assert_eq!(found.payload, wanted.payload);
            assert_eq!((found.timestamp, found.group_hash.as_deref()), (wanted.timestamp, Some("00ff")));
            assert_eq!((found.project_id, found.event_id), (PROJECT, wanted.event_id));
        }
    }
    assert_eq!(events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(999), None).expect("get"), None);
}

/// Resent events are known, before and after the commit, also under another time.
pub fn locates_what_is_appended_and_what_is_committed(events: &dyn EventStore) {
    let locate = |n: u128, seconds: i64| {
        let asked = [(PROJECT, event_id(n), DAY.plus(seconds * SECOND_US)), (ProjectId(11), event_id(n), DAY)];
        let found = events.locate(Dataset::Errors, &asked).expect("locate");
        assert_eq!(found[1], None, "another project's");
        found[0]
    };
    assert_eq!(locate(1, 0), None);
    events.append(Dataset::Errors, vec![document(1, 0, &[], &[])]).expect("append");
    assert_eq!(locate(1, 0), Some(Offset(2)));
    events.commit(Offset(2)).expect("commit");
    assert_eq!(locate(1, 0), Some(Offset(2)));
    assert_eq!(locate(1, 5 * 86_400), Some(Offset(2)));
    assert_eq!(locate(2, 0), None);
    store(events, (2..200).map(|n| document(n, 0, &[], &[])).collect());
    assert_eq!((locate(150, 0), locate(200, 0)), (Some(Offset(151)), None));
}

/// Another organisation's or project's events never appear.
pub fn tenants_are_walls(events: &dyn EventStore) {
    let of = |organization: i64, project: i64, n: u128| Document {
        organization_id: OrganizationId(organization),
        project_id: ProjectId(project),
        ..document(n, 0, &[("level", "error"), ("title", "shared words")], &[("k", "v")])
    };
    store(events, vec![of(1, 10, 1), of(1, 11, 2), of(2, 20, 3), of(1, 12, 4)]);
    let ask = |organization: i64, projects: &[i64], filter: Filter| {
        let projects = projects.iter().copied().map(ProjectId).collect();
        let rows = EventQuery { organization_id: OrganizationId(organization), projects, ..query(filter, rows(&[])) };
        let found: Vec<u128> = ask(events, &rows).rows.iter().filter_map(|row| row.event).map(|(_, e)| number(e)).collect();
        let count = EventQuery { select: groups(vec![], vec![Aggregate::Count]), ..rows };
        assert_eq!(values(&self::ask(events, &count)), [[I(i64::try_from(found.len()).unwrap_or(0))]]);
        found
    };
    for filter in [Filter::All, equals("level", "error"), equals("k", "v"), Filter::None.negate(), equals("level", "x").negate()] {
        assert_eq!(ask(1, &[10], filter.clone()), [1]);
        assert_eq!(ask(1, &[10, 11], filter.clone()), [1, 2]);
        assert_eq!(ask(1, &[20], filter.clone()), [] as [u128; 0], "another organisation's project");
        assert_eq!(ask(2, &[10, 11, 20], filter.clone()), [3]);
        assert_eq!(ask(1, &[], filter), [] as [u128; 0], "no project is no event");
    }
    let get = |organization: i64, project: i64, n: u128| {
        events.get(Dataset::Errors, OrganizationId(organization), ProjectId(project), event_id(n), None).expect("get").is_some()
    };
    assert!(get(1, 10, 1) && !get(2, 10, 1) && !get(1, 11, 1) && !get(2, 20, 1));
    let removed = events.erase(Dataset::Errors, OrganizationId(2), &[ProjectId(10)], TimeRange::ALL, &Filter::All).expect("erase");
    assert_eq!(removed.documents, 0);
}

/// Every kind, also those without a column; the first of several; `Null` for none.
pub fn rows_answer_the_fields_asked_for(events: &dyn EventStore) {
    let mut first = document(
        1,
        0,
        &[
            ("title", "TypeError: x"),
            ("message", "long Message"),
            ("trace", "abc"),
            ("level", "error"),
            ("stack.function", "b"),
            ("stack.function", "a"),
        ],
        &[("a.b", "1"), ("a.b", "2")],
    );
    first.fields.extend([("size", I(-5)), ("received", FieldValue::Time(DAY)), ("error.handled", FieldValue::Bool(false))]);
    store(events, vec![first, document(2, 1, &[], &[])]);
    let asked = [
        "title",
        "message",
        "trace",
        "level",
        "stack.function",
        "a.b",
        "size",
        "received",
        "error.handled",
        "event_id",
        "project_id",
        "organization_id",
        "offset",
        "timestamp",
        "no such tag",
    ];
    let found = values(&ask(events, &query(Filter::All, rows(&asked))));
    assert_eq!(
        found[0],
        [
            text("TypeError: x"),
            text("long Message"),
            text("abc"),
            text("error"),
            text("b"),
            text("1"),
            I(-5),
            FieldValue::Time(DAY),
            FieldValue::Bool(false),
            text(&event_id(1).to_string()),
            I(10),
            I(1),
            I(2),
            FieldValue::Time(DAY),
            FieldValue::Null,
        ]
    );
    assert!(found[1][..9].iter().all(|value| *value == FieldValue::Null));
}

/// Equality and membership over every kind, with case, over several values.
pub fn filters_by_exact_values(events: &dyn EventStore) {
    let mut second = document(2, 1, &[("level", "Error"), ("stack.function", "main"), ("stack.function", "run"), ("trace", "t2")], &[]);
    second.fields.extend([("size", I(7)), ("error.handled", FieldValue::Bool(true)), ("received", FieldValue::Time(DAY))]);
    store(
        events,
        vec![document(1, 0, &[("level", "error"), ("trace", "t1")], &[]), second, document(3, 2, &[("level", "error fatal")], &[])],
    );
    let is = |name: &str, value: FieldValue| matching(events, Filter::Equals(field(name), value));
    assert_eq!(is("level", text("error")), [1]);
    assert_eq!(is("level", text("Error")), [2]);
    assert_eq!(is("level", text("fatal")), [] as [u128; 0]);
    assert_eq!(is("stack.function", text("run")), [2]);
    assert_eq!(is("trace", text("t1")), [1]);
    assert_eq!(is("size", I(7)), [2]);
    assert_eq!(is("error.handled", FieldValue::Bool(true)), [2]);
    assert_eq!(is("error.handled", FieldValue::Bool(false)), [] as [u128; 0]);
    assert_eq!(is("received", FieldValue::Time(DAY)), [2]);
    assert_eq!(is("timestamp", FieldValue::Time(DAY.plus(SECOND_US))), [2]);
    assert_eq!(is("event_id", text(&event_id(3).to_string())), [3]);
    assert_eq!(is("event_id", text("nonsense")), [] as [u128; 0]);
    assert_eq!(is("project_id", I(10)), [1, 2, 3]);
    assert_eq!(is("offset", I(3)), [2]);
    let any = |name: &str, list: Vec<FieldValue>| matching(events, Filter::In(field(name), list));
    assert_eq!(any("level", vec![text("error"), text("error fatal"), text("x")]), [1, 3]);
    assert_eq!(any("event_id", vec![text(&event_id(1).to_string()), text(&event_id(2).to_string())]), [1, 2]);
    assert_eq!(any("level", vec![]), [] as [u128; 0]);
}

/// `Exists` and its opposite, for every kind.
pub fn filters_by_presence_and_absence(events: &dyn EventStore) {
    let mut first = document(1, 0, &[("level", "error"), ("message", "m"), ("trace", "t")], &[("a.b", "1")]);
    first.fields.extend([("size", I(0)), ("error.handled", FieldValue::Bool(false))]);
    store(events, vec![first, document(2, 1, &[("level", "")], &[("a.b", "")])]);
    for name in ["level", "message", "trace", "size", "error.handled", "a.b"] {
        assert_eq!(matching(events, Filter::Exists(field(name))), [1], "{name}");
        assert_eq!(matching(events, Filter::Exists(field(name)).negate()), [2], "no {name}");
    }
    assert_eq!(matching(events, Filter::Exists(field("event_id"))), [1, 2]);
    assert_eq!(matching(events, Filter::Exists(field("a"))), [] as [u128; 0]);
}

/// All four comparisons, with values between numbers too.
pub fn filters_numbers_and_moments(events: &dyn EventStore) {
    let sized = |n: u128| {
        let mut document = document(n, i64::try_from(n).unwrap_or(0), &[], &[]);
        document.fields.push(("size", I(i64::try_from(n).unwrap_or(0) * 10)));
        document
    };
    store(events, (1..=5).map(sized).chain([document(6, 6, &[], &[])]).collect());
    let compare = |name: &str, compare: Compare, value: FieldValue| matching(events, Filter::Compare(field(name), compare, value));
    assert_eq!(compare("size", Compare::Less, I(30)), [1, 2]);
    assert_eq!(compare("size", Compare::AtMost, I(30)), [1, 2, 3]);
    assert_eq!(compare("size", Compare::Greater, I(30)), [4, 5]);
    assert_eq!(compare("size", Compare::AtLeast, I(30)), [3, 4, 5]);
    assert_eq!(compare("size", Compare::Greater, FieldValue::F64(30.5)), [4, 5]);
    assert_eq!(compare("size", Compare::AtMost, FieldValue::F64(30.5)), [1, 2, 3]);
    assert_eq!(compare("size", Compare::Less, I(i64::MIN)), [] as [u128; 0]);
    assert_eq!(compare("size", Compare::AtLeast, I(i64::MIN)), [1, 2, 3, 4, 5]);
    let at = FieldValue::Time(DAY.plus(3 * SECOND_US));
    assert_eq!(compare("timestamp", Compare::AtLeast, at.clone()), [3, 4, 5, 6]);
    assert_eq!(compare("timestamp", Compare::Less, at), [1, 2]);
}

/// `*` anywhere, without case, on keywords, ids, tags and the event id.
pub fn filters_by_wildcard(events: &dyn EventStore) {
    store(
        events,
        vec![
            document(1, 0, &[("transaction", "GET /users/{id}"), ("trace", "aabbcc")], &[("url.path", "/Shop/Cart")]),
            document(2, 1, &[("transaction", "get /USERS"), ("trace", "aaXXcc")], &[("url.path", "/shop")]),
            document(3, 2, &[("transaction", "ÄPFEL zählen")], &[("url", "/shop/cart")]),
        ],
    );
    let like = |name: &str, pattern: &str| matching(events, Filter::Wildcard(field(name), pattern.to_owned()));
    assert_eq!(like("transaction", "get /users*"), [1, 2]);
    assert_eq!(like("transaction", "*{ID}"), [1]);
    assert_eq!(like("transaction", "äpfel*"), [3]);
    assert_eq!(like("transaction", "*/users"), [2]);
    assert_eq!(like("transaction", "GET*s"), [2]);
    assert_eq!(like("transaction", "*"), [1, 2, 3]);
    assert_eq!(like("transaction", "users"), [] as [u128; 0]);
    assert_eq!(like("trace", "AA*CC"), [1, 2]);
    assert_eq!(like("url.path", "/shop*"), [1, 2]);
    assert_eq!(like("url.path", "*CART"), [1]);
    assert_eq!(like("event_id", "abcd*3"), [3]);
}

/// Words in any order, phrases in order, prefixes, in one field or in title and message.
pub fn filters_by_words_and_phrases(events: &dyn EventStore) {
    store(
        events,
        vec![
            document(
                1,
                0,
                &[("title", "TypeError: Cannot read properties of undefined (reading 'price')"), ("message", "in app.views.checkout")],
                &[],
            ),
            document(2, 1, &[("title", "ValueError"), ("message", "cannot checkout: price undefined")], &[]),
            document(3, 2, &[("error.value", "price")], &[]),
        ],
    );
    let find = |name: Option<&str>, words: &str, phrase: bool| {
        matching(events, Filter::Text { field: name.map(str::to_owned), text: words.to_owned(), phrase })
    };
    assert_eq!(find(None, "price UNDEFINED", false), [1, 2]);
    assert_eq!(find(None, "typeerror checkout", false), [1], "title and message together");
    assert_eq!(find(Some("title"), "price", false), [1]);
    assert_eq!(find(Some("error.value"), "price", false), [3]);
    assert_eq!(find(None, "undefined (reading 'price", true), [1]);
    assert_eq!(find(None, "price undefined", true), [2]);
    assert_eq!(find(None, "app.views.checkout", true), [1]);
    assert_eq!(find(None, "app.views.che*", true), [1]);
    assert_eq!(find(None, "prop*", false), [1]);
    assert_eq!(find(None, "cannot che*", false), [1, 2]);
    assert_eq!(find(None, "prop", false), [] as [u128; 0]);
    assert_eq!(find(None, "che* cannot", false), [] as [u128; 0], "only the last word is a prefix");
    assert_eq!(find(None, "?!", false), [] as [u128; 0], "no word, nothing found");
}

/// Dots, spaces, control characters and look-alikes are different tags.
pub fn filters_by_tags_with_odd_keys(events: &dyn EventStore) {
    let keys = ["a.b", "a", "a\u{1}b", "a b", "a~2eb", "ä", "\u{0}", "a\\.b", "\"", ".", "tags", "*"];
    let with = |(n, key): (usize, &&str)| document(n as u128, 0, &[], &[(key, "v"), ("n", &n.to_string())]);
    store(events, keys.iter().enumerate().map(with).collect());
    for (n, key) in keys.iter().enumerate() {
        let tag = FieldRef::Tag((*key).to_owned());
        assert_eq!(matching(events, Filter::Equals(tag.clone(), text("v"))), [n as u128], "{key:?}");
        assert_eq!(matching(events, Filter::Exists(tag.clone())), [n as u128], "{key:?}");
        assert_eq!(matching(events, Filter::Wildcard(tag.clone(), "V*".to_owned())), [n as u128], "{key:?}");
        let grouped = ask(events, &query(Filter::Exists(tag.clone()), groups(vec![GroupKey::Field(tag)], vec![Aggregate::Count])));
        assert_eq!(values(&grouped), [[text("v"), I(1)]], "{key:?}");
    }
}

/// And, or, not, nested and empty.
pub fn combines_filters(events: &dyn EventStore) {
    let with = |n: u128| {
        document(
            n,
            i64::try_from(n).unwrap_or(0),
            &[("level", if n.is_multiple_of(2) { "even" } else { "odd" })],
            &[("third", if n.is_multiple_of(3) { "yes" } else { "no" })],
        )
    };
    store(events, (0..6).map(with).collect());
    store(events, (6..12).map(with).collect());
    let (even, third) = (|| equals("level", "even"), || equals("third", "yes"));
    assert_eq!(matching(events, Filter::And(vec![even(), third()])), [0, 6]);
    assert_eq!(matching(events, Filter::Or(vec![even(), third()])), [0, 2, 3, 4, 6, 8, 9, 10]);
    assert_eq!(matching(events, Filter::And(vec![even(), third().negate()])), [2, 4, 8, 10]);
    assert_eq!(matching(events, Filter::And(vec![even().negate(), third().negate()])), [1, 5, 7, 11]);
    assert_eq!(matching(events, Filter::Or(vec![even().negate(), third()]).negate()), [2, 4, 8, 10]);
    assert_eq!(matching(events, Filter::Not(Box::new(Filter::Not(Box::new(third()))))), [0, 3, 6, 9]);
    assert_eq!(matching(events, Filter::And(vec![])).len(), 12);
    assert_eq!(matching(events, Filter::Or(vec![])).len(), 0);
    assert_eq!(matching(events, Filter::Or(vec![Filter::None, third().negate(), Filter::None])).len(), 8);
}

/// Unknown fields and kinds that do not fit are `Invalid`, whatever is stored.
pub fn refuses_what_does_not_fit(events: &dyn EventStore) {
    let refused = |filter: Filter, select: Select| {
        let result = events.query(&query(filter.clone(), select.clone()));
        assert_eq!(result.err().map(|error| error.kind), Some(ErrorKind::Invalid), "{filter:?} {select:?}");
    };
    let unknown = FieldRef::field("no such field");
    refused(Filter::Equals(unknown.clone(), text("x")), rows(&[]));
    refused(Filter::Equals(field("size"), text("x")), rows(&[]));
    refused(Filter::Equals(field("title"), text("x")), rows(&[]));
    refused(Filter::Compare(field("level"), Compare::Less, I(1)), rows(&[]));
    refused(Filter::Wildcard(field("message"), "*".into()), rows(&[]));
    refused(Filter::Text { field: Some("level".into()), text: "x".into(), phrase: false }, rows(&[]));
    let aggregate = |aggregate| groups(vec![], vec![aggregate]);
    refused(Filter::All, aggregate(Aggregate::Sum(field("level"))));
    refused(Filter::All, aggregate(Aggregate::Percentile(field("size"), 101.0)));
    refused(Filter::All, aggregate(Aggregate::CountIf(Filter::Exists(unknown))));
    refused(Filter::All, groups(vec![key("message")], vec![]));
    refused(Filter::All, groups(vec![GroupKey::Time { field: "timestamp".into(), width_us: 0, origin_us: 0 }], vec![]));
    refused(Filter::All, Select::Rows { fields: vec![], by: None, newest_first: true, limit: usize::MAX, offset: 1 });
    let deep = (0..100).fold(Filter::All, |inner, _| Filter::Not(Box::new(inner)));
    refused(deep, rows(&[]));
}

/// Days that ended before the bound go, the others stay.
pub fn retains_whole_days(events: &dyn EventStore) {
    store(events, vec![document(1, -86_400, &[], &[]), document(2, -1, &[], &[]), document(3, 0, &[], &[]), document(4, 86_400, &[], &[])]);
    let removed = events.retain(RetentionPolicy { dataset: Dataset::Errors, keep_from: DAY.plus(5) }).expect("retain");
    assert_eq!((removed.days, removed.documents), (1, 2));
    assert!(removed.bytes > 0);
    assert_eq!(matching(events, Filter::All), [3, 4]);
    let gone = events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(2), None).expect("get");
    assert_eq!(gone, None);
    store(events, vec![document(5, -10, &[], &[])]);
    assert_eq!(matching(events, Filter::All), [5, 3, 4], "late events make their day again");
}

/// Nothing of the subject can be found, in any way; the rest is as it was.
pub fn erases_for_good(events: &dyn EventStore) {
    let of = |n: u128, user: &str| {
        document(n, i64::try_from(n).unwrap_or(0) * 30_000, &[("user", user), ("message", &format!("hello {user}"))], &[("who", user)])
    };
    store(events, vec![of(1, "ann"), of(2, "bob"), of(3, "ann"), of(4, "cat")]);
    store(events, vec![of(5, "bob"), of(6, "ann")]);
    events.append(Dataset::Errors, vec![of(7, "ann")]).expect("append");
    let subject = equals("user", "ann");
    let erase = || events.erase(Dataset::Errors, ORGANIZATION, &[PROJECT], TimeRange::ALL, &subject).expect("erase");
    events.commit(Offset(8)).expect("commit");
    let removed = erase();
    assert_eq!(removed.documents, 4);
    assert!(removed.bytes > 0);
    assert_eq!(matching(events, Filter::All), [2, 4, 5]);
    for filter in [
        subject.clone(),
        equals("who", "ann"),
        Filter::Wildcard(field("user"), "an*".into()),
        Filter::Text { field: None, text: "ann".into(), phrase: false },
    ] {
        assert!(matching(events, filter).is_empty());
    }
    let users = values(&ask(events, &query(Filter::All, groups(vec![key("user")], vec![Aggregate::Count]))));
    assert_eq!(users, [[text("bob"), I(2)], [text("cat"), I(1)]]);
    for n in [1, 3, 6, 7] {
        assert_eq!(events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), None).expect("get"), None);
        assert_eq!(events.locate(Dataset::Errors, &[(PROJECT, event_id(n), DAY)]).expect("locate"), [None]);
    }
    for n in [2, 4, 5] {
        assert!(events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), None).expect("get").is_some());
    }
    assert_eq!(erase().documents, 0);
    store(events, vec![of(1, "ann")]);
    assert_eq!(matching(events, subject), [1], "a new event of the subject is a new event");
}

/// Long values, wild times, values of a wrong kind and repeated ones do no harm.
pub fn bounds_what_it_is_given(events: &dyn EventStore) {
    let long = "ü".repeat(100_000);
    let mut wild = document(1, 0, &[("level", &long), ("title", &long), ("message", &long)], &[("k", &long), (&long, "v")]);
    wild.fields.extend([("size", text("not a number")), ("no such field", text("x"))]);
    let early = Document { timestamp: Timestamp(i64::MIN), ..document(2, 0, &[], &[]) };
    let late = Document { timestamp: Timestamp(i64::MAX), ..document(3, 0, &[], &[]) };
    store(events, vec![wild, early, late]);
    assert_eq!(matching(events, Filter::All), [2, 1, 3]);
    assert_eq!(matching(events, equals("k", &long)), [1], "both are cut");
    assert_eq!(matching(events, Filter::Exists(field("size"))), [] as [u128; 0]);
    for n in [1, 2, 3] {
        assert!(events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(n), None).expect("get").is_some());
    }
}

/// The same event id in another dataset is another event.
pub fn datasets_are_apart(events: &dyn EventStore) {
    store(events, vec![document(1, 0, &[("level", "error")], &[])]);
    let mut raw = document(1, 0, &[("item_type", "session")], &[]);
    raw.offset = 77;
    let asked = [(PROJECT, event_id(1), DAY)];
    assert_eq!(events.locate(Dataset::Raw, &asked).expect("locate"), [None]);
    events.append(Dataset::Raw, vec![raw]).expect("append");
    events.commit(Offset(77)).expect("commit");
    assert_eq!(events.locate(Dataset::Raw, &asked).expect("locate"), [Some(Offset(77))]);
    assert_eq!(events.locate(Dataset::Errors, &asked).expect("locate"), [Some(Offset(2))]);
    let raw = EventQuery { dataset: Dataset::Raw, ..query(Filter::Equals(FieldRef::field("item_type"), text("session")), rows(&[])) };
    assert_eq!(ask(events, &raw).total, 1);
    events.retain(RetentionPolicy { dataset: Dataset::Raw, keep_from: Timestamp(i64::MAX) }).expect("retain");
    assert_eq!(ask(events, &raw).total, 0);
    assert_eq!(matching(events, Filter::All), [1]);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_fake_keeps_the_contract() {
        super::all(super::super::MemoryEvents::new);
    }
}
