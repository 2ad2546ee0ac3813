//! The life of an issue as events move it.

use bartizan_domain::Level;
use bartizan_domain::issue::{Status, StatusDetails, Substatus};

use super::stage::{Stage, at};
use crate::meta::{IssueChangeKind, MetaStore};

/// 75, 50, 25.
pub(super) fn a_new_issue_has_a_priority(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let levels = [(Level::Fatal, 75), (Level::Error, 75), (Level::Warning, 50), (Level::Info, 25), (Level::Debug, 25), (Level::Sample, 25)];
    for (n, (level, priority)) in (1..).zip(levels) {
        let mut event = stage.event(n, 0);
        event.level = level;
        let issue = stage.put(event, 1);
        assert_eq!((issue.level, issue.priority, issue.priority_locked), (level, priority, None));
        assert_eq!((issue.status, issue.substatus, issue.status_changed), (Status::Unresolved, Some(Substatus::New), at(1)));
        assert_eq!((issue.status_details, issue.assignee, issue.comments), (StatusDetails::default(), None, 0));
    }
}

/// By a later event only; with an activity entry that names the release.
pub(super) fn a_resolved_issue_comes_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let id = stage.put(stage.event(1, 0), 1).id;
    stage.set_status(id, Status::Resolved, None, StatusDetails::default(), 100);
    let late = stage.commit(vec![stage.event(1, 99)], 110);
    assert_eq!(late.changes[0].kind, IssueChangeKind::Updated);
    assert_eq!(stage.issue(id).status, Status::Resolved);
    let mut event = stage.event(1, 120);
    event.release = Some("2.0".into());
    let back = stage.commit(vec![event, stage.event(1, 121)], 130);
    assert_eq!((back.changes.len(), back.changes[0].kind), (1, IssueChangeKind::Regressed));
    let issue = stage.issue(id);
    assert_eq!((issue.status, issue.substatus, issue.status_changed), (Status::Unresolved, Some(Substatus::Regressed), at(130)));
    assert_eq!((issue.status_details, issue.times_seen), (StatusDetails::default(), 4));
    let activity = meta.activity(stage.org(), id, 10).unwrap();
    assert_eq!(activity.len(), 1);
    assert_eq!((activity[0].kind.as_str(), activity[0].user_id, activity[0].created), ("set_regression", None, at(130)));
    assert_eq!(activity[0].data, r#"{"version":"2.0"}"#);
}

/// An older release does not reopen what was fixed in a later one.
pub(super) fn a_release_decides_a_regression(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let id = stage.put(stage.event(1, 0), 1).id;
    let details = StatusDetails { in_release: Some("web@1.2.0".into()), ..StatusDetails::default() };
    stage.set_status(id, Status::Resolved, None, details.clone(), 10);
    assert_eq!(stage.issue(id).status_details, details);
    let of = |release: &str, seconds| {
        let mut event = stage.event(1, seconds);
        event.release = Some(release.into());
        event
    };
    let old = stage.commit(vec![of("web@1.1.9", 20)], 21);
    assert_eq!(old.changes[0].kind, IssueChangeKind::Updated);
    let new = stage.commit(vec![of("web@1.1.9", 30), of("web@1.2.0", 31)], 32);
    assert_eq!(new.changes[0].kind, IssueChangeKind::Regressed);
}

/// At the very event that reaches the count, in the middle of a batch too.
pub(super) fn an_archived_issue_wakes_by_count(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let id = stage.put(stage.event(1, 0), 1).id;
    let details = StatusDetails { ignore_count: Some(3), count_at_archive: Some(1), ..StatusDetails::default() };
    stage.set_status(id, Status::Archived, Some(Substatus::ArchivedUntilConditionMet), details, 10);
    let quiet = stage.commit(vec![stage.event(1, 20), stage.event(1, 21)], 22);
    assert_eq!(quiet.changes[0].kind, IssueChangeKind::Updated);
    assert_eq!(stage.issue(id).status, Status::Archived);
    let loud = stage.commit(vec![stage.event(1, 30), stage.event(1, 31)], 32);
    assert_eq!(loud.changes[0].kind, IssueChangeKind::Unarchived);
    let issue = stage.issue(id);
    assert_eq!((issue.status, issue.substatus), (Status::Unresolved, Some(Substatus::Ongoing)));
    assert_eq!(meta.activity(stage.org(), id, 10).unwrap()[0].kind, "set_unresolved");
}

/// Counted with the users of the same batch; archived for good stays so.
pub(super) fn an_archived_issue_wakes_by_users(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let by = |n: u64, user: i64, seconds| {
        let mut event = stage.event(n, seconds);
        event.user_hash = Some(user);
        event
    };
    let id = stage.put(by(1, 1, 0), 1).id;
    let forever = stage.put(by(2, 1, 0), 1).id;
    let details = StatusDetails { ignore_user_count: Some(2), users_at_archive: Some(1), ..StatusDetails::default() };
    stage.set_status(id, Status::Archived, Some(Substatus::ArchivedUntilConditionMet), details, 10);
    stage.set_status(forever, Status::Archived, Some(Substatus::ArchivedForever), StatusDetails::default(), 10);
    let outcome = stage.commit(vec![by(1, 1, 20), by(1, 2, 21), by(1, 2, 22)], 23);
    assert_eq!(outcome.changes[0].kind, IssueChangeKind::Updated);
    let outcome = stage.commit(vec![by(1, 3, 30), by(2, 2, 30), by(2, 3, 31), by(2, 4, 32)], 33);
    let kinds: Vec<_> = outcome.changes.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [IssueChangeKind::Unarchived, IssueChangeKind::Updated]);
}

/// One outbox row each, whose key names kind, issue and event.
pub(super) fn changes_are_announced(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let first = stage.event(1, 0);
    let id = stage.put(first.clone(), 1).id;
    stage.put(stage.event(1, 1), 2);
    stage.set_status(id, Status::Resolved, None, StatusDetails::default(), 10);
    let back = stage.event(1, 20);
    stage.commit(vec![back.clone(), stage.event(1, 21)], 22);
    let details = StatusDetails { ignore_until: Some(at(40)), ..StatusDetails::default() };
    stage.set_status(id, Status::Archived, Some(Substatus::ArchivedUntilConditionMet), details, 30);
    let awake = stage.event(1, 41);
    stage.commit(vec![stage.event(1, 39), awake.clone()], 42);
    let rows = meta.outbox_due(at(100), 10).unwrap();
    let keys: Vec<_> = rows.iter().map(|row| row.idempotency_key.clone()).collect();
    let want = [("issue.new", &first), ("issue.regressed", &back), ("issue.unarchived", &awake)];
    assert_eq!(keys, want.map(|(kind, event)| format!("{kind}:{id}:{}", event.event_id)));
    for (row, (kind, event)) in rows.iter().zip(want) {
        assert_eq!((row.kind.as_str(), row.organization_id, row.project_id, row.attempts), (kind, stage.org(), stage.project.id, 0));
        let payload: serde_json::Value = serde_json::from_str(&row.payload).expect("payload is JSON");
        assert_eq!(payload["issueId"], id.to_string());
        assert_eq!(payload["eventId"], event.event_id.to_string());
        assert_eq!(payload["title"], event.title);
    }
}
