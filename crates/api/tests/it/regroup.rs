//! Rules applied to stored events: counters agree with the stored rows at every step, and what is interrupted goes on.

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_app::regroup::RegroupStep;
use bartizan_app::{App, AppOptions, Clock};
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState, RuleTexts};
use bartizan_domain::issue::Issue;
use bartizan_domain::query::{EventQuery, FieldRef, Filter, Select};
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};
use bartizan_domain::{EventId, GroupHash, TimeRange, Timestamp};
use bartizan_ports::grouping::{Grouper as _, PlainGrouper};
use bartizan_ports::meta::{BatchCommit, EventMove, IssueFilter, IssueList, IssueSort, MoveChunk, NewActivity};
use bartizan_ports::queue::Offset;
use serde_json::json;

use crate::world::{EVENT, NOW, World};

/// Commands given an hour later, when new rules are in force.
pub(crate) fn later(world: &World) -> App {
    App::new(AppOptions {
        meta: world.meta.clone(),
        events: world.events.clone(),
        keys: world.keys.clone(),
        grouper: Arc::new(PlainGrouper),
        turn: Arc::default(),
        clock: Clock::new(|| NOW.plus(HOUR_US)),
        base_url: "http://x".into(),
    })
}

/// Stores events as the journey does: each groups by its word, and was met by a person.
pub(crate) fn store(world: &World, first: u128, words: &[(&str, &str)]) {
    let document = |(at, (word, user)): (usize, &(&str, &str))| {
        let n = first + at as u128;
        let text = |name, value: &str| (name, FieldValue::Str(value.to_owned()));
        Document {
            organization_id: world.acme.id,
            project_id: world.web.id,
            event_id: EventId(n.to_be_bytes()),
            timestamp: NOW.plus(-DAY_US + i64::try_from(n).unwrap() * 7 * MINUTE_US),
            offset: 100,
            fields: vec![text("title", &format!("Error: {word}")), text("level", "error"), text("user", user)],
            tags: Vec::new(),
            payload: Arc::from(word.as_bytes()),
        }
    };
    let documents: Vec<Document> = words.iter().enumerate().map(document).collect();
    let restated = PlainGrouper.restate(&documents, &RuleTexts::default(), false).unwrap();
    let (documents, events) = restated.into_iter().flatten().map(|r| (r.document, r.event)).unzip();
    let up_to = Offset(world.meta.processed().unwrap().0 + 1);
    world.meta.commit_batch(&BatchCommit { up_to, events, now: NOW, ..BatchCommit::default() }).unwrap();
    world.events.append(Dataset::Errors, documents).unwrap();
    world.events.commit(up_to).unwrap();
}

fn issues(world: &World) -> Vec<Issue> {
    let list = IssueList {
        organization_id: world.acme.id,
        projects: vec![world.web.id],
        filter: IssueFilter::All,
        sort: IssueSort::FirstSeen,
        limit: 100,
        offset: 0,
        viewer: None,
    };
    let mut found: Vec<Issue> = world.meta.list_issues(&list).unwrap().issues.into_iter().map(|found| found.issue).collect();
    found.sort_by_key(|issue| issue.number);
    found
}

/// Events by issue: number and count.
pub(crate) fn counts(world: &World) -> Vec<(i64, u64)> {
    issues(world).iter().map(|issue| (issue.number, issue.times_seen)).collect()
}

/// Every counter of every issue equals the stored rows.
pub(crate) fn agree(world: &World) {
    for issue in issues(world).iter().filter(|issue| issue.number > 1) {
        let hashes = world.meta.hashes(world.acme.id, issue.id).unwrap();
        let values = hashes.iter().map(|hash| FieldValue::Str(hash.to_string())).collect();
        let rows = world.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: world.acme.id,
            projects: vec![world.web.id],
            range: TimeRange::ALL,
            filter: Filter::In(FieldRef::field(GROUP_HASH), values),
            select: Select::Rows {
                fields: vec![FieldRef::field("timestamp"), FieldRef::field("user")],
                by: None,
                newest_first: false,
                limit: 1000,
                offset: 0,
            },
        });
        let rows = rows.unwrap().rows;
        let times: Vec<Timestamp> = rows.iter().filter_map(|row| row.values[0].as_i64().map(Timestamp)).collect();
        let users: BTreeSet<&str> = rows.iter().filter_map(|row| row.values[1].as_str()).collect();
        assert_eq!(issue.times_seen, times.len() as u64, "events of {issue:?}");
        // The world's own event names nobody, but is counted for somebody.
        let unnamed = rows.iter().any(|row| row.event.is_some_and(|(_, event)| event.to_string() == EVENT));
        assert_eq!(issue.users_seen, users.len() as u64 + u64::from(unnamed), "people of {issue:?}");
        assert_eq!((Some(&issue.first_seen), Some(&issue.last_seen)), (times.first(), times.last()), "span of {issue:?}");
        let hours = world.meta.hourly_counts(world.acme.id, &[issue.id], TimeRange::ALL).unwrap();
        let stored: BTreeSet<i64> = times.iter().map(|at| at.floor(HOUR_US).0).collect();
        assert_eq!(hours.iter().map(|hour| hour.hour.0).collect::<BTreeSet<_>>(), stored);
        assert_eq!(hours.iter().map(|hour| hour.count).sum::<u64>(), issue.times_seen);
    }
}

pub(crate) const WORDS: [(&str, &str); 9] = [
    ("red", "ann"),
    ("blue", "ann"),
    ("red", "ben"),
    ("green", "cat"),
    ("blue", "ben"),
    ("red", "ann"),
    ("green", "cat"),
    ("red", "dan"),
    ("blue", "eve"),
];

/// Rules by which all events are one group.
fn one_for_all(app: &App, world: &World) {
    let texts = RuleTexts { stack: String::new(), fingerprints: "message:* -> one".to_owned() };
    app.write_rules(world.acme.id, world.web.id, &texts, Some(world.ann.id)).unwrap();
}

fn job(world: &World, id: i64) -> RegroupJob {
    world.meta.regroup(world.acme.id, id).unwrap()
}

#[test]
fn rules_are_applied_to_stored_events() {
    let world = World::new();
    store(&world, 1, &WORDS);
    assert_eq!(counts(&world), [(1, 1), (2, 4), (3, 3), (4, 2)]);
    agree(&world);
    one_for_all(&world.app, &world);
    let app = later(&world);
    let started = world.app.start_regroup(world.acme.id, world.web.id, 7, Some(world.ann.id)).unwrap();
    assert_eq!(world.app.step_regroup().unwrap(), RegroupStep::Later, "the rules are not in force yet");
    let note = issues(&world)[2].id;
    while app.step_regroup().unwrap() == RegroupStep::More {
        agree(&world);
    }
    let done = job(&world, started.id);
    assert_eq!((done.state, done.total, done.looked, done.planned, done.moved), (RegroupState::Done, 10, 10, 10, 10));
    // The issue with most events goes on; the others went into it, and lead to it.
    assert_eq!(counts(&world), [(2, 10)]);
    agree(&world);
    assert_eq!(world.meta.issue(world.acme.id, note, None).unwrap().issue.number, 2);
    assert_eq!(world.meta.issue_by_number(world.acme.id, world.web.id, 4).unwrap().number, 2);
    store(&world, 20, &[("pink", "fay")]);
    assert_eq!(counts(&world), [(2, 10), (5, 1)], "the test's own journey knows no rules");
}

#[test]
fn what_was_interrupted_is_finished() {
    let world = World::new();
    store(&world, 1, &WORDS);
    one_for_all(&world.app, &world);
    let app = later(&world);
    let id = world.app.start_regroup(world.acme.id, world.web.id, 7, None).unwrap().id;
    while job(&world, id).state != RegroupState::Moving {
        app.step_regroup().unwrap();
    }
    // The counters of two events have moved, and the power went before their documents followed.
    let planned = world.meta.next_moves(id, 2).unwrap();
    let keys: Vec<_> = planned.iter().map(|m| (world.web.id, m.event_id, m.timestamp)).collect();
    let stored: Vec<Document> = world.events.documents(Dataset::Errors, world.acme.id, &keys).unwrap().into_iter().flatten().collect();
    let rules = world.meta.rule_versions(world.acme.id, world.web.id, 1).unwrap().remove(0).texts;
    let moves = PlainGrouper.restate(&stored, &rules, false).unwrap().into_iter().flatten().zip(&planned);
    let moves = moves.map(|(restated, planned)| EventMove { from: planned.from, event: restated.event }).collect();
    let to: Vec<GroupHash> = planned.iter().map(|planned| planned.to).collect();
    let heirs = world.meta.heirs(id, &to[..1]).unwrap();
    world.meta.count_moves(id, &MoveChunk { moves, heirs, leaving: Vec::new() }, NOW).unwrap();
    while later(&world).step_regroup().unwrap() == RegroupStep::More {}
    assert_eq!((job(&world, id).state, job(&world, id).moved), (RegroupState::Done, 10));
    assert_eq!(counts(&world), [(2, 10)]);
    let newest = world.meta.next_moves(id, 10).unwrap();
    assert!(newest.is_empty());
}

#[test]
fn a_job_can_be_stopped_and_only_one_runs() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let id = world.app.start_regroup(world.acme.id, world.web.id, 1, None).unwrap().id;
    assert!(world.app.start_regroup(world.acme.id, world.web.id, 1, None).is_err());
    assert!(world.app.start_regroup(world.acme.id, world.web.id, 91, None).is_err());
    let stopped = world.app.cancel_regroup(world.acme.id, world.web.id, id).unwrap();
    assert_eq!(stopped.state, RegroupState::Cancelled);
    assert!(world.app.cancel_regroup(world.acme.id, world.web.id, id).is_err());
    assert!(world.app.cancel_regroup(world.globex.id, world.web.id, id).is_err());
    assert_eq!(later(&world).step_regroup().unwrap(), RegroupStep::Nothing);
    let again = world.app.start_regroup(world.acme.id, world.web.id, 1, None).unwrap();
    while later(&world).step_regroup().unwrap() == RegroupStep::More {}
    assert_eq!((job(&world, again.id).state, job(&world, again.id).moved), (RegroupState::Done, 1), "the world's own event");
}

#[test]
fn changed_events_are_stored_and_grouped_anew() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let app = later(&world);
    let all: Vec<_> = (1..=9_u128)
        .map(|n| (world.web.id, EventId(n.to_be_bytes()), NOW.plus(-DAY_US + i64::try_from(n).unwrap() * 7 * MINUTE_US)))
        .collect();
    let repaired = |words: &[(usize, &str)]| -> Vec<Document> {
        let stored = world.events.documents(Dataset::Errors, world.acme.id, &all).unwrap();
        words.iter().map(|(at, word)| Document { payload: Arc::from(word.as_bytes()), ..stored[*at].clone().unwrap() }).collect()
    };
    // Two reds turn out to be blue, one to be something new; one stays what it is with another payload.
    let gone = Document { event_id: EventId([9; 16]), ..repaired(&[(0, "red")]).remove(0) };
    let mut documents = repaired(&[(0, "blue"), (2, "blue"), (5, "violet"), (7, "red")]);
    documents.push(gone);
    let done = app.regroup_events(world.acme.id, world.web.id, documents).unwrap();
    assert_eq!((done.replaced, done.moved), (4, 3));
    agree(&world);
    let known = counts(&world);
    assert_eq!(known.iter().map(|(_, n)| n).sum::<u64>(), 10);
    assert!(known.contains(&(3, 5)) && known.contains(&(2, 1)), "{known:?}");
    assert_eq!(world.meta.open_regroups().unwrap(), [], "nothing is left to do");
    let again = app.regroup_events(world.acme.id, world.web.id, repaired(&[(0, "blue"), (5, "violet")])).unwrap();
    assert_eq!((again.replaced, again.moved), (2, 0), "the same again moves nothing");
    // A hash that comes to its end goes on in one other hash, though its events come one by one.
    app.regroup_events(world.acme.id, world.web.id, repaired(&[(3, "olive")])).unwrap();
    app.regroup_events(world.acme.id, world.web.id, repaired(&[(6, "olive")])).unwrap();
    let green = world.meta.issue_by_number(world.acme.id, world.web.id, 4).unwrap();
    assert_eq!((green.number, green.times_seen), (4, 2), "the issue went on under another hash");
    agree(&world);
}

/// Everything a person sees of an issue's events. Whom the world's own event hit no rows tell: nobody is counted where it
/// was and where it went.
fn seen(world: &World) -> Vec<(i64, String, u64, u64, Timestamp, Timestamp)> {
    let users = |issue: &Issue| if issue.number > 2 { issue.users_seen } else { 0 };
    issues(world).into_iter().map(|i| (i.number, i.title.clone(), i.times_seen, users(&i), i.first_seen, i.last_seen)).collect()
}

fn owners(world: &World, words: &[&str]) -> Vec<Option<i64>> {
    let hash = |word: &&str| {
        let regrouped = PlainGrouper.regroup(&[Arc::from(word.as_bytes())], &RuleTexts::default()).unwrap();
        let owner = world.meta.issues_of_hashes(world.web.id, &[regrouped[0].as_ref().unwrap().hash]).unwrap().pop();
        owner.map(|(_, issue)| world.meta.issue(world.acme.id, issue, None).unwrap().issue.number)
    };
    words.iter().map(hash).collect()
}

#[test]
fn what_rules_did_to_stored_events_is_taken_back() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let before = seen(&world);
    let note = NewActivity { kind: "note".into(), user_id: Some(world.ann.id), data: json!({"text": "ours"}).to_string() };
    let blue = issues(&world)[2].id;
    world.meta.add_activity(world.acme.id, blue, &note, NOW).unwrap();
    for round in 0..2 {
        one_for_all(&world.app, &world);
        let app = later(&world);
        let id = app.start_regroup(world.acme.id, world.web.id, 7, Some(world.ann.id)).unwrap().id;
        assert!(app.undo_regroup(world.acme.id, world.web.id, id, true, None).is_err(), "it is under way");
        while app.step_regroup().unwrap() == RegroupStep::More {}
        assert_eq!(counts(&world), [(2, 10)], "round {round}");
        let undo = world.app.undo_regroup(world.acme.id, world.web.id, id, true, Some(world.ann.id)).unwrap();
        assert_eq!((undo.kind, undo.undoes), (RegroupKind::Undo, Some(id)));
        let texts = world.meta.rule_versions(world.acme.id, world.web.id, 1).unwrap().remove(0).texts;
        assert_eq!(texts, RuleTexts::default(), "the rules before are in force again");
        while later(&world).step_regroup().unwrap() == RegroupStep::More {}
        assert_eq!((job(&world, undo.id).state, job(&world, id).undone), (RegroupState::Done, true));
        assert_eq!(seen(&world), before, "every issue is there again under its number, round {round}");
        assert_eq!(owners(&world, &["red", "blue", "green", "one"]), [Some(2), Some(3), Some(4), None], "the rule's own hash is forgotten");
        let kinds: Vec<String> = world.meta.activity(world.acme.id, blue, 50).unwrap().into_iter().map(|a| a.kind).collect();
        assert!(kinds.iter().any(|kind| kind == "note"), "{kinds:?}");
        assert!(world.app.undo_regroup(world.acme.id, world.web.id, id, true, None).is_err(), "once is enough");
        assert!(world.app.undo_regroup(world.acme.id, world.web.id, undo.id, true, None).is_err());
    }
}

#[test]
fn history_goes_back_and_the_rules_stay_when_asked_so() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let before = seen(&world);
    one_for_all(&world.app, &world);
    let app = later(&world);
    let id = app.start_regroup(world.acme.id, world.web.id, 7, None).unwrap().id;
    while app.step_regroup().unwrap() == RegroupStep::More {}
    app.undo_regroup(world.acme.id, world.web.id, id, false, None).unwrap();
    while app.step_regroup().unwrap() == RegroupStep::More {}
    assert_eq!(seen(&world), before);
    let newest = world.meta.rule_versions(world.acme.id, world.web.id, 1).unwrap().remove(0);
    assert_eq!((newest.number, newest.texts.fingerprints.as_str()), (1, "message:* -> one"));
}

#[tokio::test]
async fn jobs_are_asked_for_over_the_web() {
    let world = World::new();
    let path = "/api/native/organizations/acme/projects/web/grouping/regroup";
    let refused = world.as_ann("POST", path, Some(json!({"days": 0}))).await;
    assert_eq!(refused.status, 400);
    let started = world.as_ann("POST", path, Some(json!({"days": 3}))).await;
    assert_eq!((started.status.as_u16(), &started.body["state"], &started.body["kind"]), (200, &json!("waiting"), &json!("apply")));
    assert_eq!(world.as_ann("POST", path, Some(json!({"days": 3}))).await.status, 409);
    while later(&world).step_regroup().unwrap() == RegroupStep::More {}
    let listed = world.as_ann("GET", path, None).await;
    assert_eq!((&listed.body[0]["state"], &listed.body[0]["total"], &listed.body[0]["moved"]), (&json!("done"), &json!(1), &json!(1)));
    let id = started.body["id"].as_str().unwrap();
    assert_eq!(world.as_ann("DELETE", &format!("{path}/{id}"), None).await.status, 409);
    assert_eq!(world.as_ann("DELETE", &format!("{path}/99999"), None).await.status, 404);
    let undone = world.as_ann("POST", &format!("{path}/{id}/undo"), Some(json!({"rules": true}))).await;
    assert_eq!((undone.status.as_u16(), &undone.body["kind"], &undone.body["state"]), (200, &json!("undo"), &json!("waiting")));
    assert_eq!(world.as_ann("POST", &format!("{path}/{id}/undo"), Some(json!({}))).await.status, 409);
    assert_eq!(world.as_ann("GET", path, None).await.body[1]["undone"], json!(true));
}
