//! Changes by people, activity, counters.

use bartizan_domain::issue::{Assignee, IssueBefore, Status, StatusDetails, Substatus};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::time_to_fix::{IssueHistory, StepKind};
use bartizan_domain::{ActivityId, IssueId, TimeRange};

use super::stage::{START, Stage, at, fails, hash};
use crate::ErrorKind::{Conflict, NotFound};
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

/// Status with its conditions, assignee, priority and lock come back as they were, and the entry is gone.
pub(super) fn a_change_is_taken_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, ada) = (stage.org(), stage.person("ada@x.org"));
    let id = stage.put(stage.event(1, 0), 1).id;
    let details = StatusDetails { ignore_count: Some(100), count_at_archive: Some(1), actor: Some(ada), ..StatusDetails::default() };
    stage.set_status(id, Status::Archived, Some(Substatus::ArchivedUntilConditionMet), details, 5);
    let old = stage.issue(id);
    let draft = |key: &str| OutboxDraft { kind: "issue.undone".into(), idempotency_key: key.into(), payload: "{}".into() };
    let change = |patch: &IssuePatch, kind: &str, seconds: i64| {
        meta.update_issues(org, &[id], Some(ada), patch, &[note(Some(ada), kind)], &[], at(seconds)).unwrap();
        meta.activity(org, id, 1).unwrap()[0].id
    };
    let resolved = IssuePatch { status: Some((Status::Resolved, None, StatusDetails::default())), ..IssuePatch::default() };
    let entry = change(&resolved, "set_resolved", 9);
    let status = IssueBefore::Status {
        status: old.status,
        substatus: old.substatus,
        details: old.status_details.clone(),
        changed: old.status_changed,
    };
    fails(meta.undo_change(org, id, ActivityId(4242), &status, &draft("a"), at(10)), NotFound);
    fails(meta.undo_change(org, IssueId(4242), entry, &status, &draft("a"), at(10)), NotFound);
    meta.undo_change(org, id, entry, &status, &draft("a"), at(10)).unwrap();
    assert_eq!(stage.issue(id), old);
    assert_eq!(meta.activity(org, id, 10).unwrap(), []);
    assert!(meta.outbox_due(at(10), 10).unwrap().iter().any(|row| row.kind == "issue.undone"));
    fails(meta.undo_change(org, id, entry, &status, &draft("b"), at(11)), NotFound);

    let urgent = IssuePatch { priority: Some(75), assignee: Some(Some(Assignee::User(ada))), ..IssuePatch::default() };
    let entry = change(&urgent, "set_priority", 12);
    let priority = IssueBefore::Priority { number: old.priority, locked: old.priority_locked };
    meta.undo_change(org, id, entry, &priority, &draft("c"), at(13)).unwrap();
    let entry = change(&IssuePatch::default(), "assigned", 14);
    meta.undo_change(org, id, entry, &IssueBefore::Assignee(None), &draft("d"), at(15)).unwrap();
    assert_eq!(stage.issue(id), old);

    let entry = change(&resolved, "set_resolved", 20);
    stage.set_status(id, Status::Unresolved, Some(Substatus::Regressed), StatusDetails::default(), 21);
    fails(meta.undo_change(org, id, entry, &status, &draft("e"), at(22)), Conflict);
    assert_eq!(stage.issue(id).substatus, Some(Substatus::Regressed));
}

/// Those open, arrived or resolved in the time asked for, youngest first, with their steps in order.
pub(super) fn histories_are_told(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, project, ada) = (stage.org(), stage.project.id, stage.person("ada@x.org"));
    let other = stage.another_project("other").id;
    let open = stage.put(stage.event(1, 0), 1);
    let fixed = stage.put(stage.event(2, 10), 11);
    let long_ago = stage.put(stage.event(3, 20), 21);
    let act = |id, user, kind: &str, seconds| drop(meta.add_activity(org, id, &note(user, kind), at(seconds)).unwrap());
    let close = |id| stage.set_status(id, Status::Resolved, None, StatusDetails::default(), 99);
    let given = NewActivity { data: format!(r#"{{"assignee":"{ada}","assigneeType":"user"}}"#), ..note(Some(ada), "assigned") };
    act(fixed.id, None, "set_regression", 30);
    act(fixed.id, Some(ada), "note", 35);
    meta.add_activity(org, fixed.id, &given, at(36)).unwrap();
    act(fixed.id, Some(ada), "set_resolved", 40);
    act(long_ago.id, Some(ada), "set_resolved_in_release", 22);
    [fixed.id, long_ago.id].into_iter().for_each(close);
    let history = |issue: &bartizan_domain::issue::Issue, open| IssueHistory {
        id: issue.id,
        project_id: project,
        assignee: None,
        open,
        first_seen: issue.first_seen,
        first_response: None,
        steps: Vec::new(),
    };
    let told = IssueHistory {
        first_response: Some(at(35)),
        steps: vec![(StepKind::CameBack, at(30)), (StepKind::Assigned(Some(Assignee::User(ada))), at(36)), (StepKind::Resolved, at(40))],
        ..history(&fixed, false)
    };
    let range = TimeRange { start: at(38), end: at(50) };
    let all = meta.issue_histories(org, &[project, other], range, 10).unwrap();
    assert_eq!(all, [told.clone(), history(&open, true)]);
    assert_eq!(meta.issue_histories(org, &[project], range, 1).unwrap(), [told]);
    assert_eq!(meta.issue_histories(org, &[other], range, 10).unwrap(), []);
    assert_eq!(meta.issue_histories(org, &[], range, 10).unwrap(), []);
    assert_eq!(meta.issue_histories(bartizan_domain::OrganizationId(4242), &[project], range, 10).unwrap(), []);
    let early = TimeRange { start: START.plus(-1), end: at(41) };
    assert_eq!(meta.issue_histories(org, &[project], early, 10).unwrap().len(), 3);
}
