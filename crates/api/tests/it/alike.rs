//! Issues with the same types and frames become one where a project asks for it, whatever the order; each can be taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bartizan_app::{App, AppOptions};
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::grouping::{RuleFault, RuleTexts};
use bartizan_domain::issue::{Status, StatusDetails, Substatus};
use bartizan_domain::time::{DAY_US, MINUTE_US};
use bartizan_domain::{EventId, GroupHash, IssueId, Level};
use bartizan_ports::grouping::{Grouper, PlainGrouper, Regrouped, Restated};
use bartizan_ports::meta::{BatchCommit, GroupedEvent, IssuePatch};
use bartizan_ports::queue::Offset;
use serde_json::{Value, json};

use crate::world::{NOW, World};

/// A fingerprint that differs from the others of the same function by its line of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Made {
    n: u8,
    function: Option<&'static str>,
}

const fn made(n: u8, function: &'static str) -> Made {
    Made { n, function: Some(function) }
}

impl Made {
    fn hash(self) -> GroupHash {
        GroupHash([self.n; 16])
    }

    fn payload(self) -> Value {
        let leaf = |id: &str, text: &str| json!({"id": id, "values": [text]});
        let frame = |function| json!({"id": "frame", "values": [leaf("module", "shop"), leaf("function", function), leaf("context-line", &self.n.to_string())]});
        let (key, parts) = match self.function {
            Some(function) => ("app", vec![leaf("type", "Error"), json!({"id": "stacktrace", "values": [frame(function)]})]),
            None => ("default", vec![leaf("message", "odd")]),
        };
        let component = json!({"id": "exceptions", "values": [{"id": "exception", "values": parts}]});
        let variant = json!({"key": key, "type": "component", "hash": self.hash().to_string(), "component": component});
        json!({"metadata": {}, "_grouping": {"variants": [variant]}})
    }
}

/// Counts an event of each and stores it; with `indexed`, it can be found.
fn store(world: &World, all: &[Made], indexed: bool) {
    store_as(world, all, indexed, |made| made.payload());
}

/// The same with other payloads.
fn store_as(world: &World, all: &[Made], indexed: bool, payload: impl Fn(&Made) -> Value) {
    let (mut events, mut documents) = (Vec::new(), Vec::new());
    for made in all {
        let user = format!("user {}", made.n);
        let event = GroupedEvent {
            organization_id: world.acme.id,
            project_id: world.web.id,
            event_id: EventId([made.n; 16]),
            timestamp: NOW.plus(-DAY_US + i64::from(made.n) * MINUTE_US),
            hashes: vec![made.hash()],
            title: format!("Error: {}", made.n),
            culprit: String::new(),
            kind: "error".to_owned(),
            level: Level::Error,
            platform: None,
            logger: None,
            metadata: "{}".to_owned(),
            release: None,
            environment: String::new(),
            user_hash: Some(bartizan_domain::user::user_hash(world.web.id, &user)),
            unhandled: false,
        };
        let text = |name, value: String| (name, FieldValue::Str(value));
        documents.push(Document {
            organization_id: event.organization_id,
            project_id: event.project_id,
            event_id: event.event_id,
            timestamp: event.timestamp,
            offset: 100,
            fields: vec![
                text("title", event.title.clone()),
                text("level", "error".to_owned()),
                text("user", user),
                text(GROUP_HASH, made.hash().to_string()),
            ],
            tags: Vec::new(),
            payload: Arc::from(payload(made).to_string().into_bytes()),
        });
        events.push(event);
    }
    let up_to = Offset(world.meta.processed().unwrap().0 + 1);
    world.meta.commit_batch(&BatchCommit { up_to, events, now: NOW, ..BatchCommit::default() }).unwrap();
    if indexed {
        world.events.append(Dataset::Errors, documents).unwrap();
        world.events.commit(up_to).unwrap();
    }
}

fn owner(world: &World, made: Made) -> IssueId {
    world.meta.issues_of_hashes(world.web.id, &[made.hash()]).unwrap()[0].1
}

/// Which fingerprints are together.
fn partition(world: &World, all: &[Made]) -> BTreeSet<BTreeSet<Made>> {
    let mut parts: BTreeMap<IssueId, BTreeSet<Made>> = BTreeMap::new();
    for made in all {
        parts.entry(owner(world, *made)).or_default().insert(*made);
    }
    parts.into_values().collect()
}

fn asking() -> World {
    let world = World::new();
    world.app.set_merge_same_frames(world.acme.id, world.web.id, true).unwrap();
    world
}

const ALL: [Made; 8] = [
    made(1, "pay"),
    made(2, "ship"),
    made(3, "pay"),
    Made { n: 4, function: None },
    made(5, "pay"),
    made(6, "ship"),
    Made { n: 8, function: None },
    made(9, "list"),
];

#[test]
fn the_order_of_arrival_does_not_matter() {
    let expected: BTreeSet<BTreeSet<Made>> = [vec![0, 2, 4], vec![1, 5], vec![3], vec![6], vec![7]]
        .into_iter()
        .map(|part| part.into_iter().map(|at| ALL[at]).collect())
        .collect();
    // A walk through orders by a linear congruence; each with its own moments of looking.
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..12 {
        let world = asking();
        let mut order = ALL.to_vec();
        (1..order.len()).rev().for_each(|at| order.swap(at, next(at + 1)));
        for made in order {
            store(&world, &[made], true);
            if next(3) == 0 {
                world.app.merge_alike().unwrap();
            }
        }
        world.app.merge_alike().unwrap();
        assert_eq!(partition(&world, &ALL), expected);
        assert_eq!(world.app.merge_alike().unwrap(), 0, "nothing is left to do");
    }
}

#[test]
fn nothing_is_merged_unasked_or_unseen() {
    let world = World::new();
    store(&world, &ALL, true);
    assert_eq!(world.app.merge_alike().unwrap(), 0);
    assert_eq!(partition(&world, &ALL).len(), ALL.len());
    let world = asking();
    store(&world, &ALL[..1], true);
    store(&world, &ALL[2..3], false);
    assert_eq!(world.app.merge_alike().unwrap(), 0, "its event cannot be found yet");
    world.events.commit(world.meta.processed().unwrap()).unwrap();
    assert_eq!(world.app.merge_alike().unwrap(), 0, "what has no event is like nothing");
    store(&world, &ALL[4..5], true);
    assert_eq!(world.app.merge_alike().unwrap(), 1);
}

/// Explains events of the version before as [`Made::payload`] does.
struct Explaining;

impl Grouper for Explaining {
    fn regroup(&self, _: &[Arc<[u8]>], _: &RuleTexts) -> Result<Vec<Option<Regrouped>>, (&'static str, RuleFault)> {
        unreachable!("only restated")
    }

    fn restate(
        &self,
        documents: &[Document],
        rules: &RuleTexts,
        with_previous: bool,
    ) -> Result<Vec<Option<Restated>>, (&'static str, RuleFault)> {
        assert!(with_previous && *rules == RuleTexts::default());
        let mut found = PlainGrouper.restate(documents, rules, with_previous)?;
        for restated in found.iter_mut().flatten() {
            let made = ALL.iter().find(|made| EventId([made.n; 16]) == restated.document.event_id).unwrap();
            restated.document.payload = Arc::from(made.payload().to_string().replace("\"app\"", "\"previous\"").into_bytes());
        }
        Ok(found)
    }
}

#[test]
fn issues_of_the_grouping_version_before_are_merged_too() {
    let world = asking();
    for made in ALL {
        // As such events were stored: the fingerprint of the version before, and nothing of what it was made from.
        let variant = json!({"key": "previous", "type": "component", "hash": made.hash().to_string()});
        store_as(&world, &[made], true, |_| json!({"metadata": {}, "_grouping": {"variants": [variant]}}));
    }
    let app = App::new(AppOptions { grouper: Arc::new(Explaining), ..world.options() });
    assert_eq!(app.merge_alike().unwrap(), 3);
    assert_eq!(partition(&world, &ALL).len(), 5);
    assert_eq!(app.merge_alike().unwrap(), 0);
}

#[test]
fn a_failure_that_comes_back_under_another_fingerprint_is_a_regression() {
    let world = asking();
    store(&world, &ALL[..1], true);
    world.app.merge_alike().unwrap();
    let id = owner(&world, ALL[0]);
    let resolved = IssuePatch { status: Some((Status::Resolved, None, StatusDetails::default())), ..IssuePatch::default() };
    let at = NOW.plus(-DAY_US + 2 * MINUTE_US);
    world.meta.update_issues(world.acme.id, &[id], None, &resolved, &[], &[], at).unwrap();
    store(&world, &ALL[2..3], true);
    assert_eq!(world.app.merge_alike().unwrap(), 1);
    let issue = world.meta.issue(world.acme.id, id, None).unwrap().issue;
    assert_eq!((issue.status, issue.substatus, issue.times_seen), (Status::Unresolved, Some(Substatus::Regressed), 2));
}

#[tokio::test]
async fn a_merge_is_told_and_taken_back_with_one_click() {
    let world = asking();
    store(&world, &ALL[..3], true);
    let (parent, child) = (owner(&world, ALL[0]), owner(&world, ALL[2]));
    let before = world.meta.issue(world.acme.id, child, None).unwrap().issue;
    assert_eq!(world.app.merge_alike().unwrap(), 1);
    let path = format!("/api/0/organizations/acme/issues/{parent}/");
    let told = |body: &Value| body["activity"].as_array().unwrap().iter().find(|entry| entry["type"] == "merge").cloned().unwrap();
    let entry = told(&world.as_ann("GET", &path, None).await.body);
    assert_eq!((&entry["data"]["reason"], &entry["user"]), (&json!("frames"), &Value::Null));
    assert_eq!(entry["data"]["issues"][0]["id"], json!(child.to_string()));
    let merge = entry["data"]["issues"][0]["merge"].as_str().unwrap();
    let other = owner(&world, ALL[1]);
    let undo = |issue: IssueId| format!("/api/native/organizations/acme/issues/{issue}/merges/{merge}/undo");
    assert_eq!(world.as_ann("POST", &undo(other), None).await.status, 404, "it is of another issue");
    let answer = world.as_ann("POST", &undo(parent), None).await;
    assert_eq!((answer.status.as_u16(), &answer.body["id"]), (200, &json!(child.to_string())));
    let after = world.meta.issue(world.acme.id, child, None).unwrap().issue;
    assert_eq!((after.number, after.times_seen, after.users_seen, &after.title), (before.number, 1, 1, &before.title));
    let left = world.meta.issue(world.acme.id, parent, None).unwrap().issue;
    assert_eq!((left.times_seen, left.users_seen, left.last_seen, left.title.as_str()), (1, 1, left.first_seen, "Error: 1"));
    assert_eq!(told(&world.as_ann("GET", &path, None).await.body)["data"]["issues"][0]["undone"], json!(true));
    assert_eq!(world.as_ann("POST", &undo(parent), None).await.status, 409);
    store(&world, &ALL[4..5], true);
    assert_eq!(world.app.merge_alike().unwrap(), 1, "another one like it is merged");
    assert_eq!((owner(&world, ALL[4]), owner(&world, ALL[2])), (parent, child), "what was taken apart stays apart");
    // Brought together by hand again, it is believed.
    world.app.merge_issues(world.acme.id, &[parent, child], Some(world.ann.id)).unwrap();
    assert_eq!(owner(&world, ALL[2]), parent);
}

#[tokio::test]
async fn it_is_off_until_somebody_wants_it() {
    let world = World::new();
    let path = "/api/native/organizations/acme/projects/web/grouping/automatic";
    assert_eq!(world.as_ann("GET", path, None).await.body, json!({"sameFrames": false}));
    assert_eq!(world.as_ann("PUT", path, Some(json!({"sameFrames": true}))).await.status, 200);
    assert_eq!(world.as_ann("GET", path, None).await.body, json!({"sameFrames": true}));
    assert_eq!(world.as_ann("PUT", path, Some(json!({}))).await.status, 400);
    let before = world.as_ann("PUT", path, Some(json!({"sameFrames": false}))).await;
    assert_eq!(before.body, json!({"sameFrames": false}));
}
