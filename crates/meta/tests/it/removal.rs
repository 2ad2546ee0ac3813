//! Bulk removal: in chunks, resumable, and out of the way of arriving events.

use bartizan_meta::CHUNK_ROWS;
use bartizan_ports::meta::contract::stage::{Stage, at};
use bartizan_ports::meta::{IssueFilter, Issues, Projects, System};

use crate::support::Home;

/// An issue with many more users than a chunk holds.
fn crowd(stage: &Stage<'_>) -> bartizan_domain::issue::Issue {
    let users = i64::try_from(CHUNK_ROWS).unwrap() * 3 + 7;
    let events = (0..users).map(|user| {
        let mut event = stage.event(1, user);
        event.user_hash = Some(user);
        event
    });
    let outcome = stage.commit(events.collect(), users);
    stage.issue(outcome.changes[0].issue_id)
}

fn rows(home: &Home, table: &str) -> i64 {
    let conn = rusqlite::Connection::open(home.file()).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

const COUNTERS: [&str; 6] = ["issues", "issue_details", "issue_hashes", "issue_users", "issue_hours", "issue_removals"];

#[test]
fn a_large_issue_leaves_no_row() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let issue = crowd(&stage);
    let before = store.meta_stats().unwrap().commits;
    store.delete_issues(stage.org(), &[issue.id]).unwrap();
    assert!(store.meta_stats().unwrap().commits - before > 3, "taken away in several transactions");
    for table in COUNTERS {
        assert_eq!(rows(&home, table), 0, "{table}");
    }
}

#[test]
fn a_removal_that_was_cut_off_is_finished_later() {
    let home = Home::new();
    let (issue, project) = {
        let store = home.open();
        let stage = Stage::new(&store, "acme");
        let issue = crowd(&stage);
        (issue, stage.project.id)
    };
    // What a crash leaves: the issue hidden and noted, its counters still there; a project on its way out.
    let conn = rusqlite::Connection::open(home.file()).unwrap();
    conn.execute_batch(&format!(
        "DELETE FROM issues; DELETE FROM issue_details; DELETE FROM issue_hashes;
        INSERT INTO issue_removals VALUES ({}); UPDATE projects SET deleting = 1 WHERE id = {project}; DELETE FROM client_keys;",
        issue.id
    ))
    .unwrap();
    drop(conn);
    let store = home.open();
    assert!(rows(&home, "issue_users") > 0);
    store.retain_meta(at(0), at(1)).unwrap();
    for table in COUNTERS.into_iter().chain(["projects", "environments", "project_hours"]) {
        assert_eq!(rows(&home, table), 0, "{table}");
    }
}

#[test]
fn batches_go_on_while_a_project_is_removed() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let doomed = stage.another_project("doomed").id;
    let events = (0..3000_u64).map(|n| {
        let mut event = stage.event(n, 0);
        event.project_id = doomed;
        event
    });
    stage.commit(events.collect(), 1);
    std::thread::scope(|scope| {
        let removal = scope.spawn(|| store.delete_project(stage.org(), doomed));
        for n in 0..50 {
            stage.commit(vec![stage.event(1, n)], n);
        }
        removal.join().unwrap().unwrap();
    });
    assert_eq!(stage.matching(&IssueFilter::All).len(), 1);
    assert_eq!(store.issue_by_number(stage.org(), stage.project.id, 1).unwrap().times_seen, 50);
    assert_eq!((rows(&home, "issues"), rows(&home, "issue_hashes"), rows(&home, "projects")), (1, 1, 1));
    assert_eq!(store.check_meta().unwrap(), Vec::<String>::new());
}

#[test]
fn the_id_of_a_merged_issue_leads_on() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let other = Stage::new(&store, "other");
    let issue = stage.put(stage.event(1, 0), 1);
    let conn = rusqlite::Connection::open(home.file()).unwrap();
    let at = issue.id.0;
    conn.execute_batch(&format!("INSERT INTO issue_redirects VALUES (900, 901), (901, {at}), (910, 911), (911, 910)")).unwrap();
    let id = |n| bartizan_domain::IssueId(n);
    assert_eq!(store.issue(stage.org(), id(900), None).unwrap().issue.id, issue.id);
    assert_eq!(store.hashes(stage.org(), id(901)).unwrap().len(), 1);
    assert!(store.issue(other.org(), id(900), None).is_err(), "a wall on the way, too");
    assert!(store.issue(stage.org(), id(910), None).is_err(), "a circle ends");
    assert_eq!(store.delete_issues(stage.org(), &[id(900)]).unwrap().len(), 1);
    assert_eq!(rows(&home, "issue_redirects"), 3, "redirects to the removed issue are gone");
}
