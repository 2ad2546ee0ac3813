//! Settings, ledger, outbox, growing old.

use bartizan_domain::attachment::Attachment;
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};
use bartizan_domain::{AttachmentId, Outcome, TimeRange};

use super::batches::{hours, line};
use super::stage::{START, Stage, at, event_id, fails};
use crate::ErrorKind::{Invalid, NotFound};
use crate::meta::{LedgerQuery, MetaStore};

/// Set, changed, removed.
pub(super) fn settings(meta: &dyn MetaStore) {
    assert_eq!(meta.setting("a").unwrap(), None);
    meta.set_setting("a", Some("1")).unwrap();
    meta.set_setting("b", Some("2")).unwrap();
    meta.set_setting("a", Some("3")).unwrap();
    assert_eq!(meta.setting("a").unwrap().as_deref(), Some("3"));
    meta.set_setting("a", None).unwrap();
    meta.set_setting("a", None).unwrap();
    assert_eq!((meta.setting("a").unwrap(), meta.setting("b").unwrap().as_deref()), (None, Some("2")));
}

/// Equal lines are one sum, within a batch and over batches.
pub(super) fn the_ledger_adds_up(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let minute = |n: i64| START.plus(n * MINUTE_US);
    let mut batch = stage.batch(Vec::new(), 1);
    batch.ledger = vec![
        line(&stage, 1, Outcome::Accepted, "", minute(0), 2),
        line(&stage, 1, Outcome::Accepted, "", minute(0), 3),
        line(&stage, 1, Outcome::RateLimited, "key_quota", minute(0), 7),
        line(&stage, 2, Outcome::Accepted, "", minute(61), 1),
        line(&stage, 1, Outcome::Received, "", minute(0), 12),
        line(&stage, 2, Outcome::Received, "", minute(61), 1),
    ];
    meta.commit_batch(&batch).unwrap();
    let mut batch = stage.batch(Vec::new(), 2);
    batch.ledger = vec![line(&stage, 1, Outcome::Accepted, "", minute(1), 10), line(&stage, 1, Outcome::Accepted, "", minute(0), 1)];
    meta.commit_batch(&batch).unwrap();
    let sums = |query: &LedgerQuery| -> Vec<(i64, i64, Outcome, u64)> {
        let lines = meta.ledger(query).unwrap();
        lines.into_iter().map(|l| ((l.bucket.0 - START.0) / MINUTE_US, l.key_id.0, l.outcome, l.quantity)).collect()
    };
    use Outcome::{Accepted, RateLimited};
    assert_eq!(sums(&hours(&stage, 0, 2, None)), [(0, 1, Accepted, 16), (0, 1, RateLimited, 7), (0, 2, Accepted, 1)]);
    assert_eq!(sums(&hours(&stage, 0, 2, Some(HOUR_US))), [(0, 1, Accepted, 16), (0, 1, RateLimited, 7), (60, 2, Accepted, 1)]);
    let by_minute = sums(&hours(&stage, 0, 1, Some(MINUTE_US)));
    assert_eq!(by_minute, [(0, 1, Accepted, 6), (0, 1, RateLimited, 7), (1, 1, Accepted, 10)]);
    assert_eq!(sums(&hours(&stage, 1, 2, None)), [(-60 + 120, 2, Accepted, 1)]);
    let everything = LedgerQuery { organization_id: None, projects: vec![], range: TimeRange::ALL, bucket_us: None };
    assert_eq!(meta.ledger(&everything).unwrap().iter().map(|l| l.quantity).sum::<u64>(), 24);
    fails(meta.ledger(&hours(&stage, 0, 1, Some(0))), Invalid);
    // What came is counted apart: no sum of outcomes holds it.
    assert_eq!((meta.received(&everything).unwrap(), meta.received(&hours(&stage, 1, 2, None)).unwrap()), (13, 1));
    meta.retain_meta(START, START.plus(3 * DAY_US)).unwrap();
    assert_eq!(meta.received(&everything).unwrap(), 13);
}

/// Minutes become hours after two days, and no item is lost by it.
pub(super) fn the_ledger_folds(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let mut batch = stage.batch(Vec::new(), 1);
    batch.ledger = (0..90).map(|n| line(&stage, 1, Outcome::Accepted, "", START.plus(n * MINUTE_US), 2)).collect();
    meta.commit_batch(&batch).unwrap();
    let by_hour = meta.ledger(&hours(&stage, 0, 2, Some(HOUR_US))).unwrap();
    meta.retain_meta(START, START.plus(DAY_US)).unwrap();
    assert_eq!(meta.ledger(&hours(&stage, 0, 2, Some(MINUTE_US))).unwrap().len(), 90);
    for _ in 0..2 {
        meta.retain_meta(START, START.plus(3 * DAY_US)).unwrap();
        assert_eq!(meta.ledger(&hours(&stage, 0, 2, Some(HOUR_US))).unwrap(), by_hour);
        assert_eq!(meta.ledger(&hours(&stage, 0, 2, Some(MINUTE_US))).unwrap().len(), 2);
    }
}

/// Hours, ledger, delivered rows and attachments from before; blobs still named are not free.
pub(super) fn old_things_are_dropped(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, project) = (stage.org(), stage.project.id);
    let day = 86_400;
    let mut batch = stage.batch(vec![stage.event(1, 0), stage.event(1, 10 * day)], 10 * day);
    let file = |name: &str, key: &str, seconds| Attachment {
        id: AttachmentId(0),
        organization_id: org,
        project_id: project,
        event_id: event_id(1),
        kind: "event.attachment".into(),
        name: name.into(),
        content_type: None,
        size: 1,
        sha1: String::new(),
        blob_key: key.into(),
        created: at(seconds),
    };
    batch.attachments = vec![file("a", "k/old", 0), file("b", "k/shared", 0), file("c", "k/shared", 10 * day), file("d", "k/old", 1)];
    batch.ledger = vec![line(&stage, 1, Outcome::Accepted, "", at(0), 1), line(&stage, 1, Outcome::Accepted, "", at(10 * day), 1)];
    let issue = meta.commit_batch(&batch).unwrap().changes[0].issue_id;
    meta.set_setting("kept", Some("1")).unwrap();
    assert_eq!(meta.retain_meta(at(5 * day), at(11 * day)).unwrap(), ["k/old"]);
    assert_eq!(meta.hourly_counts(org, &[issue], TimeRange::ALL).unwrap().len(), 1);
    assert_eq!(meta.project_hourly_counts(org, &[project], TimeRange::ALL).unwrap().len(), 1);
    assert_eq!(meta.attachments(org, project, event_id(1)).unwrap().len(), 1);
    let everything = LedgerQuery { organization_id: None, projects: vec![], range: TimeRange::ALL, bucket_us: None };
    assert_eq!(meta.ledger(&everything).unwrap().iter().map(|l| l.quantity).sum::<u64>(), 1);
    assert_eq!((stage.issue(issue).times_seen, meta.outbox_pending().unwrap()), (2, 1));
    meta.delete_project(org, project).unwrap();
    assert_eq!(meta.retain_meta(at(5 * day), at(11 * day)).unwrap(), ["k/shared"]);
}

/// Oldest first; a row that failed comes again at its time; a delivered one does not.
pub(super) fn the_outbox_retries(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    for n in 1..=3 {
        stage.put(stage.event(n, 0), i64::try_from(n).unwrap());
    }
    assert_eq!(meta.outbox_pending().unwrap(), 3);
    assert_eq!(meta.outbox_due(at(0), 10).unwrap(), []);
    let due = meta.outbox_due(at(3), 2).unwrap();
    assert_eq!((due.len(), due[0].created, due[1].created), (2, at(1), at(2)));
    meta.outbox_retry(due[0].id, at(50), &"the peer is away ".repeat(500)).unwrap();
    meta.outbox_done(due[1].id, at(10)).unwrap();
    fails(meta.outbox_done(due[1].id, at(11)), NotFound);
    fails(meta.outbox_retry(due[1].id, at(11), ""), NotFound);
    fails(meta.outbox_done(987_654, at(11)), NotFound);
    assert_eq!(meta.outbox_due(at(49), 10).unwrap().iter().map(|r| r.created).collect::<Vec<_>>(), [at(3)]);
    let again = meta.outbox_due(at(50), 10).unwrap();
    assert_eq!(again.iter().map(|r| (r.created, r.attempts)).collect::<Vec<_>>(), [(at(3), 0), (at(1), 1)]);
    assert_eq!(meta.outbox_pending().unwrap(), 2);
}

/// Whatever was done to it by rule.
pub(super) fn a_healthy_store(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    stage.commit((0..50).map(|n| stage.event(n % 7, i64::try_from(n).unwrap() * 100)).collect(), 100);
    assert_eq!(meta.check_meta().unwrap(), Vec::<String>::new());
    let stats = meta.meta_stats().unwrap();
    assert_eq!(stats.issues, 7);
    assert!(stats.commits > 0);
    assert!(meta.hot_rows().unwrap().iter().any(|table| table.table == "issues" && table.rows == 7));
}
