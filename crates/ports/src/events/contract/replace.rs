//! Documents that take the place of stored ones.

use super::*;

/// A replaced document is found by what it is now and by nothing it was; the others stay.
pub fn replaces_in_place(events: &dyn EventStore) {
    let of = |n: u128, level: &str, who: &str| document(n, i64::try_from(n).unwrap_or(0) * 30_000, &[("level", level)], &[("who", who)]);
    store(events, vec![of(1, "error", "ann"), of(2, "error", "bob"), of(3, "error", "cat"), of(4, "info", "dan")]);
    events.append(Dataset::Errors, vec![of(5, "error", "eve")]).expect("append");
    let keys = |n: &[u128]| n.iter().map(|n| (PROJECT, event_id(*n), of(*n, "", "").timestamp)).collect::<Vec<_>>();
    let found = events.documents(Dataset::Errors, ORGANIZATION, &keys(&[1, 9])).expect("documents");
    let whole = found[0].clone().expect("stored");
    assert_eq!((whole.fields.clone(), whole.tags.clone()), (of(1, "error", "ann").fields, of(1, "error", "ann").tags));
    assert_eq!((whole.offset, whole.payload, found[1].is_none()), (2, of(1, "", "").payload, true));
    let stranger = events.documents(Dataset::Errors, OrganizationId(2), &keys(&[1])).expect("documents");
    assert_eq!(stranger, [None], "documents of another tenant are not there");

    let changed = |n: u128| Document { payload: Arc::from(&b"{\"new\":1}"[..]), offset: 999, ..of(n, "warning", "zoe") };
    let foreign = Document { organization_id: OrganizationId(2), ..changed(3) };
    let moved = Document { timestamp: DAY.plus(SECOND_US), ..changed(4) };
    let again = || vec![changed(1), changed(2), changed(9), foreign.clone(), moved.clone()];
    assert_eq!(events.replace(Dataset::Errors, again()).expect("replace"), 2);
    assert_eq!(events.replace(Dataset::Errors, again()).expect("replace"), 2, "the same again does the same");
    events.commit(Offset(6)).expect("commit");
    assert_eq!(matching(events, Filter::All), [1, 2, 3, 4, 5]);
    assert_eq!(matching(events, equals("level", "warning")), [1, 2]);
    assert_eq!(matching(events, equals("level", "error")), [3, 5]);
    assert_eq!(matching(events, equals("who", "ann")), [0_u128; 0]);
    let stored = events.get(Dataset::Errors, ORGANIZATION, PROJECT, event_id(2), None).expect("get").expect("stored");
    assert_eq!(&stored.payload[..], b"{\"new\":1}");
    assert_eq!(events.locate(Dataset::Errors, &keys(&[1])).expect("locate"), [Some(Offset(2))], "the offset stays");
    let counted = ask(events, &query(Filter::All, groups(vec![key("level")], vec![Aggregate::Count])));
    assert_eq!(values(&counted), [[text("error"), I(2)], [text("info"), I(1)], [text("warning"), I(2)]]);
}
