//! Changes by people, activity, counters.

use bartizan_domain::issue::{Assignee, Status, StatusDetails, Substatus};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{ActivityId, IssueId, TimeRange};

use super::stage::{START, Stage, at, fails, hash};
use crate::ErrorKind::NotFound;
use crate::meta::{HourlyCount, IssueFilter, IssuePatch, MetaStore, NewActivity, OutboxDraft};

fn note(user: Option<bartizan_domain::UserId>, kind: &str) -> NewActivity {
    NewActivity { kind: kind.into(), user_id: user, data: r#"{"text":"hm"}"#.into() }
}

/// In one go, for each issue that exists; what the patch leaves out stays.
pub(super) fn a_change_writes_all_three(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let ada = stage.person("ada@x.org");
    let one = stage.put(stage.event(1, 0), 1).id;
    let two = stage.put(stage.event(2, 0), 1).id;
    meta.outbox_due(at(1), 10).unwrap().iter().for_each(|row| meta.outbox_done(row.id, at(2)).unwrap());
    let details = StatusDetails { in_release: Some("1.0".into()), actor: Some(ada), ..StatusDetails::default() };
    let patch = IssuePatch {
        status: Some((Status::Resolved, None, details.clone())),
        assignee: Some(Some(Assignee::User(ada))),
        priority: Some(50),
        ..IssuePatch::default()
    };
    let draft = OutboxDraft { kind: "issue.resolved".into(), idempotency_key: "k".into(), payload: "{}".into() };
    let ids = [one, IssueId(4242), two, one];
    let done = meta
        .update_issues(stage.org(), &ids, Some(ada), &patch, &[note(Some(ada), "set_resolved")], std::slice::from_ref(&draft), at(9))
        .unwrap();
    assert_eq!(done, [one, two]);
    for id in done {
        let issue = stage.issue(id);
        assert_eq!(
            (issue.status, issue.substatus, issue.status_details, issue.status_changed),
            (Status::Resolved, None, details.clone(), at(9))
        );
        assert_eq!((issue.assignee, issue.priority, issue.priority_locked), (Some(Assignee::User(ada)), 50, Some(at(9))));
        let activity = meta.activity(stage.org(), id, 10).unwrap();
        assert_eq!(activity.len(), 1);
        assert_eq!((activity[0].kind.as_str(), activity[0].user_id, activity[0].created), ("set_resolved", Some(ada), at(9)));
    }
    let rows = meta.outbox_due(at(9), 10).unwrap();
    assert_eq!(rows.iter().map(|r| r.kind.as_str()).collect::<Vec<_>>(), ["issue.resolved"; 2]);
    meta.update_issues(stage.org(), &[one], None, &IssuePatch { assignee: Some(None), ..IssuePatch::default() }, &[], &[draft], at(10))
        .unwrap();
    let issue = stage.issue(one);
    assert_eq!((issue.assignee, issue.status, issue.priority), (None, Status::Resolved, 50));
    let rows = meta.outbox_due(at(10), 10).unwrap();
    assert_eq!(rows.last().map(|r| r.idempotency_key.as_str()), Some("k"));
}

/// Bookmarks, looks and subscriptions are of one person; a look counts until the status changes.
pub(super) fn flags_are_personal(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (ada, bob) = (stage.person("ada@x.org"), stage.person("bob@x.org"));
    let id = stage.put(stage.event(1, 0), 1).id;
    let set = |viewer, patch: &IssuePatch, seconds| {
        meta.update_issues(stage.org(), &[id], Some(viewer), patch, &[], &[], at(seconds)).unwrap();
    };
    let flags = |viewer| {
        let seen = meta.issue(stage.org(), id, viewer).unwrap();
        let mut list = stage.list(IssueFilter::All, crate::meta::IssueSort::LastSeen);
        list.viewer = viewer;
        assert_eq!(meta.list_issues(&list).unwrap().issues, std::slice::from_ref(&seen));
        (seen.bookmarked, seen.seen, seen.subscribed)
    };
    assert_eq!(flags(Some(ada)), (false, false, false));
    set(ada, &IssuePatch { bookmarked: Some(true), seen: Some(true), ..IssuePatch::default() }, 5);
    set(bob, &IssuePatch { subscribed: Some(true), ..IssuePatch::default() }, 6);
    assert_eq!(flags(Some(ada)), (true, true, false));
    assert_eq!(flags(Some(bob)), (false, false, true));
    assert_eq!(flags(None), (false, false, false));
    set(bob, &IssuePatch { seen: Some(true), ..IssuePatch::default() }, 7);
    assert_eq!(meta.seen_by(stage.org(), id).unwrap(), [(bob, at(7)), (ada, at(5))]);
    stage.set_status(id, Status::Archived, Some(Substatus::ArchivedForever), StatusDetails::default(), 10);
    assert_eq!(flags(Some(ada)), (true, false, false));
    set(ada, &IssuePatch { bookmarked: Some(false), seen: Some(false), ..IssuePatch::default() }, 11);
    assert_eq!(flags(Some(ada)), (false, false, false));
    assert_eq!(meta.seen_by(stage.org(), id).unwrap(), [(bob, at(7))]);
}

/// Only the author changes or removes a comment, and only comments; they are counted.
pub(super) fn comments_belong_to_authors(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, ada, bob) = (stage.org(), stage.person("ada@x.org"), stage.person("bob@x.org"));
    let id = stage.put(stage.event(1, 0), 1).id;
    let other = stage.put(stage.event(2, 0), 1).id;
    let comment = meta.add_activity(org, id, &note(Some(ada), "note"), at(5)).unwrap();
    let system = meta.add_activity(org, id, &note(Some(ada), "set_resolved"), at(6)).unwrap();
    assert_eq!(stage.issue(id).comments, 1);
    assert_eq!(meta.activity(org, id, 10).unwrap(), [system.clone(), comment.clone()]);
    assert_eq!(meta.activity(org, id, 1).unwrap(), std::slice::from_ref(&system));
    fails(meta.update_comment(org, id, comment.id, bob, "{}"), NotFound);
    fails(meta.update_comment(org, other, comment.id, ada, "{}"), NotFound);
    fails(meta.update_comment(org, id, system.id, ada, "{}"), NotFound);
    assert_eq!(meta.update_comment(org, id, comment.id, ada, r#"{"text":"ok"}"#).unwrap().data, r#"{"text":"ok"}"#);
    fails(meta.delete_comment(org, id, comment.id, bob), NotFound);
    fails(meta.delete_comment(org, id, system.id, ada), NotFound);
    fails(meta.delete_comment(org, id, ActivityId(4242), ada), NotFound);
    meta.delete_comment(org, id, comment.id, ada).unwrap();
    assert_eq!((stage.issue(id).comments, meta.activity(org, id, 10).unwrap().len()), (0, 1));
    fails(meta.activity(org, IssueId(4242), 10), NotFound);
    fails(meta.add_activity(org, IssueId(4242), &note(None, "note"), at(1)), NotFound);
    fails(meta.seen_by(org, IssueId(4242)), NotFound);
}

/// By the time of the event; only the span asked for.
pub(super) fn hours_add_up(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, project) = (stage.org(), stage.project.id);
    let first = stage.commit(vec![stage.event(1, 0), stage.event(1, 3599), stage.event(1, 3600), stage.event(2, 7300)], 8000);
    let (one, two) = (first.changes[0].issue_id, first.changes[1].issue_id);
    stage.commit(vec![stage.event(1, 10), stage.event(1, -1)], 8001);
    let hour = |n: i64| START.plus(n * HOUR_US);
    let of = |issue_id, n, count| HourlyCount { issue_id, hour: hour(n), count };
    let all = TimeRange { start: hour(-5), end: hour(5) };
    let counts = meta.hourly_counts(org, &[two, one, IssueId(4242), one], all).unwrap();
    assert_eq!(counts, [of(one, -1, 1), of(one, 0, 3), of(one, 1, 1), of(two, 2, 1)]);
    let some = meta.hourly_counts(org, &[one], TimeRange { start: hour(0), end: hour(1) }).unwrap();
    assert_eq!(some, [of(one, 0, 3)]);
    let sums = meta.project_hourly_counts(org, &[project], TimeRange { start: hour(0), end: hour(3) }).unwrap();
    assert_eq!(sums, [(project, hour(0), 3), (project, hour(1), 1), (project, hour(2), 1)]);
    assert_eq!(meta.hourly_counts(org, &[], all).unwrap(), []);
}

/// Its hashes make a new issue with a new id and number; the other issues stay.
pub(super) fn a_removed_issue_is_gone(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, project) = (stage.org(), stage.project.id);
    let mut event = stage.event(1, 0);
    event.hashes.push(hash(100));
    event.user_hash = Some(3);
    let one = stage.put(event.clone(), 1).id;
    let two = stage.put(stage.event(2, 0), 1).id;
    meta.add_activity(org, one, &note(None, "note"), at(2)).unwrap();
    let mut removed = meta.delete_issues(org, &[one, IssueId(4242)]).unwrap();
    removed.iter_mut().for_each(|(_, hashes)| hashes.sort_unstable());
    assert_eq!(removed, [(project, vec![hash(1), hash(100)])]);
    fails(meta.issue(org, one, None), NotFound);
    fails(meta.issue_by_number(org, project, 1), NotFound);
    assert_eq!(meta.hashes(org, one).unwrap(), []);
    assert_eq!(meta.hourly_counts(org, &[one], TimeRange::ALL).unwrap(), []);
    assert_eq!(stage.matching(&IssueFilter::All), [two]);
    event.event_id = super::stage::event_id(77);
    let again = stage.put(event, 9);
    assert_ne!(again.id, one);
    assert_eq!((again.number, again.times_seen, again.users_seen, again.comments), (3, 1, 1, 0));
    assert_eq!(meta.delete_issues(org, &[one]).unwrap(), []);
    assert_eq!(meta.check_meta().unwrap(), Vec::<String>::new());
}
