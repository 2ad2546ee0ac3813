//! What a batch changes.

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{AttachmentId, KeyId, Level, Outcome, TimeRange, Timestamp};

use super::stage::{NO_PROJECT, START, Stage, at, event_id, fails, hash};
use crate::ErrorKind::{Conflict, NotFound};
use crate::meta::{IssueChangeKind, IssueFilter, LedgerQuery, MetaStore};
use crate::queue::Offset;

/// Totals over several batches, and the change each reports.
pub(super) fn events_count(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let first = stage.commit(vec![stage.event(1, 10), stage.event(2, 11), stage.event(1, 12)], 20);
    assert_eq!(first.changes.len(), 2);
    let one = &first.changes[0];
    assert_eq!((one.kind, one.times_seen, one.users_seen, one.number), (IssueChangeKind::New, 2, 0, 1));
    assert_eq!(
        (one.last_seen, one.title.as_str(), one.organization_id, one.project_id),
        (at(12), "Error: number 1", stage.org(), stage.project.id)
    );
    let second = stage.commit(vec![stage.event(1, 30)], 31);
    assert_eq!((second.changes.len(), second.changes[0].kind, second.changes[0].times_seen), (1, IssueChangeKind::Updated, 3));
    let issue = stage.issue(one.issue_id);
    assert_eq!((issue.times_seen, issue.first_seen, issue.last_seen), (3, at(10), at(30)));
    assert_eq!((issue.culprit.as_str(), issue.kind.as_str(), issue.platform.as_deref()), ("module1 in call", "error", Some("python")));
    assert_eq!(meta.project(stage.org(), stage.project.id).unwrap().first_event, Some(at(20)));
    assert_eq!(meta.issue_by_number(stage.org(), stage.project.id, 2).unwrap().id, first.changes[1].issue_id);
    assert_eq!(meta.meta_stats().unwrap().issues, 2);
}

/// The checkpoint only goes forward.
pub(super) fn a_batch_is_committed_once(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    assert_eq!(meta.processed().unwrap(), Offset(0));
    let batch = stage.batch(vec![stage.event(1, 0)], 1);
    let issue = meta.commit_batch(&batch).unwrap().changes[0].issue_id;
    assert_eq!(meta.processed().unwrap(), batch.up_to);
    fails(meta.commit_batch(&batch), Conflict);
    let mut earlier = batch.clone();
    earlier.up_to = Offset(batch.up_to.0 - 1);
    fails(meta.commit_batch(&earlier), Conflict);
    assert_eq!(stage.issue(issue).times_seen, 1);
    assert_eq!(meta.processed().unwrap(), batch.up_to);
    let mut empty = batch;
    (empty.up_to, empty.events) = (Offset(empty.up_to.0 + 1), Vec::new());
    assert!(meta.commit_batch(&empty).unwrap().changes.is_empty());
}

/// An event without a hash is a mistake of the caller; nothing of its batch is kept.
pub(super) fn a_failed_batch_leaves_nothing(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let mut broken = stage.event(2, 1);
    broken.hashes.clear();
    let batch = stage.batch(vec![stage.event(1, 0), broken], 2);
    fails(meta.commit_batch(&batch), crate::ErrorKind::Invalid);
    assert_eq!(meta.processed().unwrap(), Offset(0));
    assert_eq!(meta.count_issues(stage.org(), &[stage.project.id], &IssueFilter::All).unwrap(), 0);
    assert_eq!(meta.outbox_pending().unwrap(), 0);
    let issue = stage.put(stage.event(1, 0), 3);
    assert_eq!((issue.number, issue.times_seen), (1, 1));
}

/// What is shown follows the newest event by its own time, not by arrival; the first release follows the oldest.
pub(super) fn newest_and_oldest_decide(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let event = |seconds: i64, title: &str, release: &str, level| {
        let mut event = stage.event(1, seconds);
        event.title = title.to_owned();
        event.culprit = format!("culprit of {title}");
        event.metadata = format!("{{\"value\":\"{title}\"}}");
        event.logger = Some(title.to_owned());
        event.release = Some(release.to_owned());
        event.unhandled = level == Level::Fatal;
        event.level = level;
        event
    };
    let issue = stage.put(event(100, "middle", "2.0", Level::Error), 200);
    assert_eq!((issue.first_release.as_deref(), issue.last_release.as_deref()), (Some("2.0"), Some("2.0")));
    let outcome = stage.commit(vec![event(50, "old", "1.0", Level::Info)], 201);
    assert_eq!((outcome.changes[0].title.as_str(), outcome.changes[0].last_seen), ("middle", at(100)));
    let now = stage.issue(issue.id);
    assert_eq!((now.title.as_str(), now.level, now.first_seen, now.last_seen), ("middle", Level::Error, at(50), at(100)));
    assert_eq!((now.first_release.as_deref(), now.last_release.as_deref()), (Some("1.0"), Some("2.0")));
    stage.commit(vec![event(300, "new", "3.0", Level::Fatal), event(250, "between", "2.5", Level::Debug)], 301);
    let now = stage.issue(issue.id);
    assert_eq!((now.title.as_str(), now.culprit.as_str(), now.metadata.as_str()), ("new", "culprit of new", "{\"value\":\"new\"}"));
    assert_eq!((now.level, now.unhandled, now.logger.as_deref()), (Level::Fatal, true, Some("new")));
    assert_eq!((now.first_release.as_deref(), now.last_release.as_deref(), now.times_seen), (Some("1.0"), Some("3.0"), 4));
    assert_eq!(meta.release(stage.org(), "1.0").unwrap().new_issues, 1);
    assert_eq!(meta.release(stage.org(), "2.0").unwrap().new_issues, 0);
}

/// The first hash with an issue decides, loose hashes are tied to it, and a hash of another issue stays there.
pub(super) fn hashes_are_tied(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let with = |hashes: &[u64], seconds| {
        let mut event = stage.event(hashes[0], seconds);
        event.hashes = hashes.iter().map(|n| hash(*n)).collect();
        event
    };
    let a = stage.put(with(&[1, 2], 0), 0).id;
    let b = stage.put(with(&[3], 1), 1).id;
    assert_ne!(a, b);
    assert_eq!(stage.put(with(&[9, 2], 2), 2).id, a);
    assert_eq!(stage.put(with(&[9], 3), 3).id, a);
    assert_eq!(stage.put(with(&[8, 3, 1], 4), 4).id, b);
    assert_eq!(stage.put(with(&[1], 5), 5).id, a);
    assert_eq!(stage.put(with(&[8], 6), 6).id, b);
    let same = stage.commit(vec![with(&[20], 7), with(&[21, 20], 8), with(&[21], 9)], 10);
    assert_eq!((same.changes.len(), same.changes[0].times_seen), (1, 3));
    let mut hashes = meta.hashes(stage.org(), a).unwrap();
    hashes.sort_unstable();
    assert_eq!(hashes, [hash(1), hash(2), hash(9)]);
    let found = meta.issues_of_hashes(stage.project.id, &[hash(3), hash(77), hash(1)]).unwrap();
    assert_eq!(found, [(hash(3), b), (hash(1), a)]);
    let mut shared = meta.shared_hashes(stage.project.id, 100).unwrap();
    shared.sort_unstable();
    let (mine, theirs) = ([hash(1), hash(2), hash(9)], [hash(3), hash(8)]);
    let first = |hashes: &[bartizan_domain::GroupHash]| hashes.iter().copied().min().unwrap();
    let mut expected: Vec<_> = mine.iter().map(|h| (*h, first(&mine))).chain(theirs.iter().map(|h| (*h, first(&theirs)))).collect();
    expected.extend([hash(20), hash(21)].map(|h| (h, first(&[hash(20), hash(21)]))));
    expected.sort_unstable();
    assert_eq!(shared, expected);
    assert_eq!(meta.shared_hashes(stage.project.id, 2).unwrap().len(), 2);
    assert_eq!(meta.shared_hashes(stage.another_project("alone").id, 9).unwrap(), []);
    assert_eq!((stage.issue(a).times_seen, stage.issue(b).times_seen), (4, 3));
}

/// 1, 2, 3 in each project, also for equal hashes.
pub(super) fn numbers_count_per_project(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let other = stage.another_project("api");
    let mut foreign = stage.event(1, 0);
    foreign.project_id = other.id;
    let outcome = stage.commit(vec![stage.event(1, 0), foreign, stage.event(2, 0), stage.event(1, 1)], 1);
    let numbers: Vec<_> = outcome.changes.iter().map(|c| (c.project_id, c.number)).collect();
    assert_eq!(numbers, [(stage.project.id, 1), (other.id, 1), (stage.project.id, 2)]);
    assert_eq!(stage.put(stage.event(3, 2), 2).number, 3);
    fails(meta.issue_by_number(stage.org(), other.id, 2), NotFound);
}

/// A person counts once per issue, over batches too.
pub(super) fn users_are_distinct(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let by = |n: u64, user: Option<i64>| {
        let mut event = stage.event(n, 0);
        event.user_hash = user;
        event
    };
    let outcome = stage.commit(vec![by(1, Some(-5)), by(1, Some(-5)), by(1, None), by(2, Some(-5)), by(1, Some(6))], 1);
    let users: Vec<_> = outcome.changes.iter().map(|c| c.users_seen).collect();
    assert_eq!(users, [2, 1]);
    let outcome = stage.commit(vec![by(1, Some(6)), by(1, Some(i64::MIN)), by(2, None)], 2);
    assert_eq!(outcome.changes.iter().map(|c| c.users_seen).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(stage.issue(outcome.changes[0].issue_id).users_seen, 3);
    assert_eq!(meta.check_meta().unwrap(), Vec::<String>::new());
}

/// Names as events say them; a release knows its projects and its span.
pub(super) fn environments_and_releases_are_registered(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, web) = (stage.org(), stage.project.id);
    let api = stage.another_project("api").id;
    let of = |project, release: Option<&str>, environment: &str, seconds| {
        let mut event = stage.event(1, seconds);
        (event.project_id, event.release, event.environment) = (project, release.map(str::to_owned), environment.to_owned());
        event
    };
    stage.commit(vec![of(web, Some("1.0"), "prod", 50), of(web, Some("1.0"), "", 10), of(api, Some("1.0"), "dev", 20)], 60);
    stage.commit(vec![of(web, Some("1.0"), "prod", 70), of(web, None, "stage", 71)], 80);
    stage.commit(vec![of(web, Some("1.1"), "prod", 5)], 90);
    let names: Vec<_> = meta.environments(org, web).unwrap().into_iter().map(|e| (e.name, e.hidden)).collect();
    assert_eq!(names, [("".into(), false), ("prod".into(), false), ("stage".into(), false)]);
    meta.set_environment_hidden(org, web, "prod", true).unwrap();
    fails(meta.set_environment_hidden(org, web, "nowhere", true), NotFound);
    assert!(meta.environments(org, web).unwrap()[1].hidden);
    let release = meta.release(org, "1.0").unwrap();
    assert_eq!((release.created, release.first_event, release.last_event), (at(60), Some(at(10)), Some(at(70))));
    assert_eq!(release.projects, [web, api]);
    assert_eq!(release.new_issues, 1);
    fails(meta.release(org, "9.9"), NotFound);
    let versions = |projects: &[_], contains, limit, offset| -> Vec<String> {
        meta.releases(org, projects, contains, limit, offset).unwrap().into_iter().map(|r| r.version).collect()
    };
    assert_eq!(versions(&[web, api], None, 10, 0), ["1.1", "1.0"]);
    assert_eq!(versions(&[api], None, 10, 0), ["1.0"]);
    assert_eq!(versions(&[web], Some(".1"), 10, 0), ["1.1"]);
    assert_eq!(versions(&[web], Some("%"), 10, 0), Vec::<String>::new());
    assert_eq!(versions(&[web], None, 1, 1), ["1.0"]);
    assert_eq!(versions(&[], None, 10, 0), Vec::<String>::new());
    assert_eq!(meta.latest_release(org, web).unwrap().unwrap().version, "1.1");
    assert_eq!(meta.latest_release(org, api).unwrap().unwrap().version, "1.0");
    let empty = stage.another_project("empty").id;
    assert_eq!(meta.latest_release(org, empty).unwrap(), None);
}

/// The rest of the batch goes on, and the checkpoint moves.
pub(super) fn foreign_events_are_passed_over(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let other = Stage::new(meta, "other");
    let mut missing = stage.event(1, 0);
    missing.project_id = NO_PROJECT;
    let mut foreign = stage.event(2, 0);
    foreign.project_id = other.project.id;
    let outcome = stage.commit(vec![missing, foreign, stage.event(3, 0)], 1);
    assert_eq!(outcome.changes.len(), 1);
    assert_eq!(meta.count_issues(other.org(), &[other.project.id], &IssueFilter::All).unwrap(), 0);
    assert_eq!(meta.processed().unwrap(), Offset(10));
}

/// With the batch, in order; what users wrote is found by event, issue and project.
pub(super) fn attachments_and_reports_are_kept(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, project) = (stage.org(), stage.project.id);
    let issue = stage.put(stage.event(1, 0), 1).id;
    let file = |name: &str, event| Attachment {
        id: AttachmentId(0),
        organization_id: org,
        project_id: project,
        event_id: event_id(event),
        kind: "event.attachment".into(),
        name: name.into(),
        content_type: Some("text/plain".into()),
        size: 5,
        sha1: "00".repeat(20),
        blob_key: format!("a/{name}"),
        created: at(2),
    };
    let report = |event, issue_id, text: &str, seconds| UserReport {
        id: 0,
        organization_id: org,
        project_id: project,
        event_id: event,
        issue_id,
        name: Some("Ada".into()),
        email: None,
        comments: text.into(),
        created: at(seconds),
    };
    let mut batch = stage.batch(Vec::new(), 3);
    batch.attachments = vec![file("one", 1), file("two", 1), file("three", 2)];
    batch.user_reports = vec![report(Some(event_id(1)), Some(issue), "it broke", 3), report(None, None, "hello", 4)];
    meta.commit_batch(&batch).unwrap();
    let files = meta.attachments(org, project, event_id(1)).unwrap();
    assert_eq!(files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(files[0], Attachment { id: files[0].id, ..file("one", 1) });
    assert_eq!(meta.attachment(org, project, files[1].id).unwrap(), files[1]);
    assert_eq!(meta.delete_attachment(org, project, files[1].id).unwrap(), files[1]);
    fails(meta.attachment(org, project, files[1].id), NotFound);
    fails(meta.delete_attachment(org, project, files[1].id), NotFound);
    let texts = |project, issue, limit, offset| -> Vec<String> {
        meta.user_reports(org, project, issue, limit, offset).unwrap().into_iter().map(|r| r.comments).collect()
    };
    assert_eq!(texts(None, None, 10, 0), ["hello", "it broke"]);
    assert_eq!(texts(Some(project), None, 1, 1), ["it broke"]);
    assert_eq!(texts(None, Some(issue), 10, 0), ["it broke"]);
    assert_eq!(texts(Some(NO_PROJECT), Some(issue), 10, 0), Vec::<String>::new());
    let found = meta.user_report_of_event(org, project, event_id(1)).unwrap().unwrap();
    assert_eq!((found.comments.as_str(), found.issue_id), ("it broke", Some(issue)));
    assert_eq!(meta.user_report_of_event(org, project, event_id(3)).unwrap(), None);
}

/// A line of the ledger for the demands on the ledger.
pub(super) fn line(
    stage: &Stage<'_>,
    key: i64,
    outcome: Outcome,
    reason: &str,
    minute: Timestamp,
    quantity: u64,
) -> bartizan_domain::ledger::LedgerEntry {
    bartizan_domain::ledger::LedgerEntry {
        organization_id: stage.org(),
        project_id: stage.project.id,
        key_id: KeyId(key),
        category: "error".into(),
        outcome,
        reason: reason.into(),
        minute,
        quantity,
    }
}

/// A question to the ledger over some hours.
pub(super) fn hours(stage: &Stage<'_>, from: i64, to: i64, bucket_us: Option<i64>) -> LedgerQuery {
    LedgerQuery {
        organization_id: Some(stage.org()),
        projects: vec![stage.project.id],
        range: TimeRange { start: START.plus(from * HOUR_US), end: START.plus(to * HOUR_US) },
        bucket_us,
    }
}
