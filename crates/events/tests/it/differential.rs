//! Random documents and random queries: the index must answer as the naive store does.

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, Compare, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, QueryResult, Select};
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::events::contract::{DAY, event_id};
use bartizan_ports::events::{EventStore, MemoryEvents};
use bartizan_ports::queue::Offset;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::open;

const WORDS: [&str; 8] = ["error", "Error", "ERR-or", "price undefined", "app.views", "a", "ä b", "undefined price app"];
const KEYWORDS: [&str; 4] = ["level", "release", "stack.function", "user"];
const TAGS: [&str; 4] = ["a.b", "a", "k", "~"];
const TEXTS: [&str; 3] = ["title", "message", "error.value"];

fn value() -> impl Strategy<Value = String> {
    select(WORDS.to_vec()).prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![-3_i64..4, select(vec![100, 1_000_000, i64::MAX, i64::MIN])]
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (-2_i64..3, 0_i64..48).prop_map(|(day, half)| DAY.plus(day * DAY_US + half * HOUR_US / 2))
}

fn field_of_document() -> impl Strategy<Value = (&'static str, FieldValue)> {
    prop_oneof![
        6 => (select([KEYWORDS.as_slice(), &["trace"]].concat()), value()).prop_map(|(name, v)| (name, FieldValue::Str(v))),
        3 => (select(TEXTS.to_vec()), value(), value()).prop_map(|(name, a, b)| (name, FieldValue::Str(format!("{a} {b}")))),
        2 => prop_oneof![-3_i64..4, select(vec![100, 1_000_000_000])].prop_map(|n| ("size", FieldValue::I64(n))),
        1 => any::<bool>().prop_map(|b| ("error.handled", FieldValue::Bool(b))),
        1 => moment().prop_map(|t| ("received", FieldValue::Time(t))),
    ]
}

fn document() -> impl Strategy<Value = Document> {
    let tags = prop::collection::vec((select(TAGS.to_vec()), value()), 0..4);
    let fields = prop::collection::vec(field_of_document(), 0..7);
    (1_i64..3, 1_i64..4, moment(), fields, tags).prop_map(|(organization, project, timestamp, fields, tags)| Document {
        organization_id: OrganizationId(organization),
        project_id: ProjectId(project),
        event_id: event_id(0),
        timestamp,
        offset: 0,
        fields,
        tags: tags.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        payload: Arc::from(&b"{}"[..]),
    })
}

fn text_field() -> impl Strategy<Value = FieldRef> {
    prop_oneof![
        select([KEYWORDS.as_slice(), &["trace"]].concat()).prop_map(FieldRef::field),
        select(TAGS.to_vec()).prop_map(|key| FieldRef::Tag(key.to_owned())),
    ]
}

fn any_field() -> impl Strategy<Value = FieldRef> {
    let others = ["size", "received", "error.handled", "title", "message", "timestamp", "event_id", "offset"];
    prop_oneof![2 => text_field(), 1 => select(others.to_vec()).prop_map(FieldRef::field)]
}

fn pattern() -> impl Strategy<Value = String> {
    (value(), prop::collection::vec(any::<prop::sample::Index>(), 0..3)).prop_map(|(value, stars)| {
        let mut chars: Vec<char> = value.chars().collect();
        for star in stars {
            let at = star.index(chars.len());
            chars[at] = '*';
        }
        chars.into_iter().collect()
    })
}

fn compare() -> impl Strategy<Value = Compare> {
    select(vec![Compare::Less, Compare::AtMost, Compare::Greater, Compare::AtLeast])
}

fn leaf() -> impl Strategy<Value = Filter> {
    prop_oneof![
        Just(Filter::All),
        Just(Filter::None),
        (text_field(), value()).prop_map(|(f, v)| Filter::Equals(f, FieldValue::Str(v))),
        (text_field(), prop::collection::vec(value(), 0..3)).prop_map(|(f, v)| Filter::In(f, v.into_iter().map(FieldValue::Str).collect())),
        (0_u128..60).prop_map(|n| Filter::Equals(FieldRef::field("event_id"), FieldValue::Str(event_id(n).to_string()))),
        number().prop_map(|n| Filter::Equals(FieldRef::field("size"), FieldValue::I64(n))),
        any::<bool>().prop_map(|b| Filter::Equals(FieldRef::field("error.handled"), FieldValue::Bool(b))),
        (1_i64..4).prop_map(|n| Filter::Equals(FieldRef::field("project_id"), FieldValue::I64(n))),
        any_field().prop_map(Filter::Exists),
        (compare(), number()).prop_map(|(c, n)| Filter::Compare(FieldRef::field("size"), c, FieldValue::I64(n))),
        (compare(), -3.0..4.0).prop_map(|(c, n)| Filter::Compare(FieldRef::field("size"), c, FieldValue::F64(n))),
        (select(vec!["timestamp", "received"]), compare(), moment()).prop_map(|(f, c, t)| Filter::Compare(
            FieldRef::field(f),
            c,
            FieldValue::Time(t)
        )),
        (text_field(), pattern()).prop_map(|(f, p)| Filter::Wildcard(f, p)),
        (prop::option::of(select(TEXTS.to_vec())), value(), any::<bool>(), any::<bool>()).prop_map(|(field, mut text, prefix, phrase)| {
            if prefix {
                text.push('*');
            }
            Filter::Text { field: field.map(str::to_owned), text, phrase }
        }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Or),
            inner.prop_map(|f| Filter::Not(Box::new(f))),
        ]
    })
}

fn key() -> impl Strategy<Value = GroupKey> {
    prop_oneof![
        3 => text_field().prop_filter("not an id", |f| *f != FieldRef::field("trace")).prop_map(GroupKey::Field),
        1 => select(vec!["size", "error.handled", "project_id", "received"]).prop_map(|f| GroupKey::Field(FieldRef::field(f))),
        1 => (select(vec!["timestamp", "received"]), 1_i64..30, 0_i64..3).prop_map(|(f, hours, origin)| GroupKey::Time {
            field: f.to_owned(), width_us: hours * HOUR_US, origin_us: origin * HOUR_US / 2,
        }),
    ]
}

fn aggregate() -> impl Strategy<Value = Aggregate> {
    let size = || FieldRef::field("size");
    prop_oneof![
        Just(Aggregate::Count),
        select(vec!["size", "user", "received", "error.handled", "timestamp"]).prop_map(|f| Aggregate::CountDistinct(FieldRef::field(f))),
        select(TAGS.to_vec()).prop_map(|key| Aggregate::CountDistinct(FieldRef::Tag(key.to_owned()))),
        (select(KEYWORDS.to_vec()), prop::collection::hash_map((1_i64..5, value()), value(), 0..6)).prop_map(|(field, names)| {
            let beside = FieldRef::field("project_id");
            Aggregate::CountDistinctRenamed { field: FieldRef::field(field), beside, names: std::sync::Arc::new(names) }
        }),
        Just(Aggregate::Sum(size())),
        Just(Aggregate::Avg(size())),
        select(vec!["size", "received", "timestamp"]).prop_map(|f| Aggregate::Min(FieldRef::field(f))),
        select(vec!["size", "received", "timestamp"]).prop_map(|f| Aggregate::Max(FieldRef::field(f))),
        (0.0..100.0).prop_map(move |p| Aggregate::Percentile(size(), p)),
        leaf().prop_map(Aggregate::CountIf),
    ]
}

fn selection() -> impl Strategy<Value = Select> {
    let fields = prop::collection::vec(any_field(), 0..4);
    let sortable = prop_oneof![
        select(KEYWORDS.to_vec()).prop_map(FieldRef::field),
        select(vec!["size", "received", "error.handled", "timestamp", "project_id"]).prop_map(FieldRef::field),
        select(TAGS.to_vec()).prop_map(|key| FieldRef::Tag(key.to_owned())),
    ];
    let by = prop::option::of((sortable, any::<bool>()));
    let rows = (fields, by, any::<bool>(), 0_usize..30, 0_usize..20).prop_map(|(fields, by, newest_first, limit, offset)| Select::Rows {
        fields,
        by,
        newest_first,
        limit,
        offset,
    });
    let keys = prop::collection::vec(key(), 0..4);
    let aggregates = prop::collection::vec(aggregate(), 0..4);
    let groups = (keys, aggregates, any::<bool>(), any::<prop::sample::Index>(), any::<bool>(), 0_usize..60, 0_usize..10).prop_map(
        |(keys, aggregates, ordered, by, descending, limit, offset)| {
            let order = (ordered && !keys.is_empty()).then(|| (GroupOrder::Key(by.index(keys.len())), descending));
            Select::Groups { keys, aggregates, order, limit, offset }
        },
    );
    prop_oneof![rows, groups]
}

fn query() -> impl Strategy<Value = EventQuery> {
    let range = prop_oneof![
        1 => Just(TimeRange::ALL),
        2 => (moment(), moment()).prop_map(|(a, b)| TimeRange { start: a.min(b), end: a.max(b) }),
    ];
    (1_i64..3, subsequence(vec![1_i64, 2, 3, 4], 0..4), range, filter(), selection()).prop_map(
        |(organization, projects, range, filter, select)| EventQuery {
            dataset: Dataset::Errors,
            organization_id: OrganizationId(organization),
            projects: projects.into_iter().map(ProjectId).collect(),
            range,
            filter,
            select,
        },
    )
}

/// Few by default; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20)
}

/// Equal, but for what is approximate: sums and means by rounding, percentiles by one percent.
fn agree(query: &EventQuery, ours: &QueryResult, naive: &QueryResult) {
    assert_eq!(ours.total, naive.total, "{query:#?}");
    assert_eq!(ours.rows.len(), naive.rows.len(), "{query:#?}");
    assert!(!ours.truncated);
    for (ours, naive) in ours.rows.iter().zip(&naive.rows) {
        assert_eq!(ours.event, naive.event, "{query:#?}");
        let same = |(a, b): (&FieldValue, &FieldValue)| match (a, b) {
            (FieldValue::F64(a), FieldValue::F64(b)) => (a - b).abs() <= b.abs().mul_add(0.011, 1e-6),
            (a, b) => a == b,
        };
        assert!(ours.values.iter().zip(&naive.values).all(same), "{query:#?}\nours  {:?}\nnaive {:?}", ours.values, naive.values);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 60, failure_persistence: None, cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn answers_as_the_naive_store_does(
        documents in prop::collection::vec(document(), 1..60),
        batches in 1_usize..4,
        erased in leaf(),
        erasing in prop::bool::weighted(0.3),
        queries in prop::collection::vec(query(), 60),
    ) {
        let dir = tempfile::tempdir().expect("folder");
        let (ours, naive) = (open(dir.path()), MemoryEvents::new());
        let mut documents = documents;
        for (n, document) in documents.iter_mut().enumerate() {
            document.event_id = event_id(n as u128);
            document.offset = n as u64 + 1;
        }
        for part in documents.chunks(documents.len().div_ceil(batches)) {
            for store in [&ours as &dyn EventStore, &naive] {
                store.append(Dataset::Errors, part.to_vec()).expect("append");
                store.commit(Offset(part.last().map_or(0, |d| d.offset))).expect("commit");
            }
        }
        if erasing {
            let erase = |store: &dyn EventStore| {
                store.erase(Dataset::Errors, OrganizationId(1), &[ProjectId(1), ProjectId(2)], TimeRange::ALL, &erased).expect("erase").documents
            };
            prop_assert_eq!(erase(&ours), erase(&naive));
        }
        for query in &queries {
            agree(query, &ours.query(query).expect("ours"), &naive.query(query).expect("naive"));
        }
        for (query, others) in queries.iter().zip(queries.chunks(3)) {
            let selects: Vec<Select> = others.iter().map(|other| other.select.clone()).collect();
            let answers = ours.query_each(query, &selects).expect("ours");
            prop_assert_eq!(answers.len(), selects.len());
            for (select, answer) in selects.into_iter().zip(&answers) {
                let query = query.with(select);
                agree(&query, answer, &naive.query(&query).expect("naive"));
            }
        }
        for document in &documents {
            let asked = (document.organization_id, document.project_id, document.event_id);
            let get = |store: &dyn EventStore| store.get(Dataset::Errors, asked.0, asked.1, asked.2, None).expect("get");
            prop_assert_eq!(get(&ours), get(&naive));
        }
    }
}
