//! More than one writer on one file.

use std::time::Duration;

use bartizan_domain::issue::{Status, StatusDetails};
use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::contract::stage::{Stage, at, fails};
use bartizan_ports::meta::{Batches, IssueChangeKind, IssuePatch, Issues, System};

use crate::support::Home;

#[test]
fn a_writer_elsewhere_is_seen_at_once() {
    let home = Home::new();
    let (server, cli) = (home.open(), home.open());
    let stage = Stage::new(&server, "acme");
    let first = stage.put(stage.event(1, 0), 1);
    // Known to the server's memory now; resolved and later removed by the other.
    let resolve = IssuePatch { status: Some((Status::Resolved, None, StatusDetails::default())), ..IssuePatch::default() };
    cli.update_issues(stage.org(), &[first.id], None, &resolve, &[], &[], at(10)).unwrap();
    let back = stage.commit(vec![stage.event(1, 20)], 21);
    assert_eq!((back.changes[0].kind, back.changes[0].issue_id), (IssueChangeKind::Regressed, first.id));
    cli.delete_issues(stage.org(), &[first.id]).unwrap();
    let again = stage.commit(vec![stage.event(1, 30)], 31);
    assert_eq!((again.changes[0].kind, again.changes[0].times_seen), (IssueChangeKind::New, 1));
    assert_ne!(again.changes[0].issue_id, first.id);
    assert_eq!(cli.check_meta().unwrap(), Vec::<String>::new());
}

#[test]
fn two_writers_at_once_lose_nothing() {
    const BATCHES: i64 = 60;
    const PER_BATCH: u64 = 20;
    let home = Home::new();
    let (server, cli) = (home.open(), home.open());
    let stage = Stage::new(&server, "acme");
    let (org, project) = (stage.org(), stage.project.id);
    let issue = stage.put(stage.event(1, 0), 0).id;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..BATCHES {
                let priority = IssuePatch { priority: Some(25 + n), ..IssuePatch::default() };
                cli.update_issues(org, &[issue], None, &priority, &[], &[], at(n)).unwrap();
                cli.set_setting("turn", Some(&n.to_string())).unwrap();
            }
        });
        scope.spawn(|| {
            for _ in 0..BATCHES {
                assert!(server.count_issues(org, &[project], &bartizan_ports::meta::IssueFilter::All).unwrap() >= 1);
            }
        });
        let commits = Stage::new(&server, "other");
        for n in 1..=BATCHES {
            let events = (0..PER_BATCH).map(|i| commits.event(i % 7, n)).collect();
            let mut batch = commits.batch(events, n);
            for event in &mut batch.events {
                (event.organization_id, event.project_id) = (org, project);
            }
            commits.meta.commit_batch(&batch).unwrap();
        }
    });
    let total: u64 = (1..=7).map(|number| server.issue_by_number(org, project, number).unwrap().times_seen).sum();
    assert_eq!(total, 1 + PER_BATCH * u64::try_from(BATCHES).unwrap());
    let seen = server.issue(org, issue, None).unwrap().issue;
    assert_eq!(seen.priority, 25 + BATCHES - 1);
    assert_eq!(server.setting("turn").unwrap(), Some((BATCHES - 1).to_string()));
    assert_eq!(server.check_meta().unwrap(), Vec::<String>::new());
}

#[test]
fn a_batch_committed_by_another_is_a_conflict() {
    let home = Home::new();
    let (one, two) = (home.open(), home.open());
    let stage = Stage::new(&one, "acme");
    let batch = stage.batch(vec![stage.event(1, 0)], 1);
    one.commit_batch(&batch).unwrap();
    fails(two.commit_batch(&batch), ErrorKind::Conflict);
    assert_eq!(two.processed().unwrap(), batch.up_to);
}

#[test]
fn a_writer_that_holds_on_makes_others_wait_and_then_say_so() {
    let home = Home::new();
    drop(home.open());
    let patience = Duration::from_millis(50);
    let store = SqliteMeta::open(SqliteOptions { busy_timeout: patience, ..SqliteOptions::new(home.file()) }).unwrap();
    store.set_setting("a", Some("1")).unwrap();
    let other = rusqlite::Connection::open(home.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    fails(store.set_setting("a", Some("2")), ErrorKind::Unavailable);
    assert!(store.set_setting("a", Some("2")).unwrap_err().is_retryable());
    assert_eq!(store.setting("a").unwrap().as_deref(), Some("1"), "reading goes on");
    other.execute_batch("COMMIT").unwrap();
    store.set_setting("a", Some("2")).unwrap();
    assert_eq!(store.setting("a").unwrap().as_deref(), Some("2"));
}
