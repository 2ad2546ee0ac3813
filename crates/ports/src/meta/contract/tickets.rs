//! Tickets: linked once, and where their issue is.

use bartizan_domain::merge::MergeReason;
use bartizan_domain::ticket::{Ticket, TicketService};
use bartizan_domain::{GroupHash, IssueId, Level, TicketId};
use serde_json::Value;

use super::stage::{START, Stage, at, fails, hash};
use crate::ErrorKind::NotFound;
use crate::meta::{GroupedEvent, IssueFilter, MetaStore, NewActivity, NewTicket, SplitPart};

fn entry(kind: &str) -> NewActivity {
    NewActivity { kind: kind.to_owned(), user_id: None, data: "{}".to_owned() }
}

fn new(stage: &Stage<'_>, issue_id: IssueId, name: &str) -> NewTicket {
    NewTicket {
        organization_id: stage.org(),
        issue_id,
        service: TicketService::Jira,
        name: name.to_owned(),
        web_url: format!("https://acme.example/browse/{name}"),
        linked_by: None,
    }
}

fn link(stage: &Stage<'_>, issue: IssueId, name: &str, seconds: i64) -> Ticket {
    stage.meta.link_ticket(&new(stage, issue, name), &entry("create_issue"), at(seconds)).expect("link").0
}

/// Names of an issue's tickets; the search agrees with the list.
fn names(stage: &Stage<'_>, issue: IssueId) -> Vec<String> {
    let tickets = stage.meta.tickets(stage.org(), &[issue]).expect("tickets");
    let linked = stage.matching(&IssueFilter::And(vec![IssueFilter::Linked, IssueFilter::Ids(vec![issue])]));
    assert_eq!(!tickets.is_empty(), !linked.is_empty(), "list and search of {issue}");
    tickets.into_iter().map(|ticket| ticket.name).collect()
}

fn part(hashes: Vec<GroupHash>) -> SplitPart {
    SplitPart {
        hashes,
        title: "Part".to_owned(),
        culprit: "c".to_owned(),
        metadata: "{}".to_owned(),
        kind: "error".to_owned(),
        level: Level::Error,
        platform: None,
        first_seen: START,
        last_seen: at(100),
        first_release: None,
        last_release: None,
        hours: Vec::new(),
        users: Vec::new(),
        users_leaving: Vec::new(),
        rest: None,
    }
}

/// Merges and answers the number of the merge.
fn merge(stage: &Stage<'_>, parent: IssueId, child: IssueId, reason: MergeReason, seconds: i64) -> i64 {
    stage.meta.merge_issues(stage.org(), parent, &[child], reason, None, at(seconds)).expect("merge");
    let entries = stage.meta.activity(stage.org(), parent, 50).expect("activity");
    let told = entries.iter().find(|entry| entry.kind == "merge").expect("told");
    let data: Value = serde_json::from_str(&told.data).expect("json");
    data["issues"][0]["merge"].as_str().and_then(|text| text.parse().ok()).expect("a number")
}

pub(super) fn tickets_are_linked_once(meta: &dyn MetaStore) {
    let (stage, stranger) = (Stage::new(meta, "acme"), Stage::new(meta, "stranger"));
    let (org, jo) = (stage.org(), stage.person("jo@example.com"));
    let [one, two] = [1, 2].map(|n| stage.put(stage.event(n, 10), 10).id);
    let wish = NewTicket { linked_by: Some(jo), ..new(&stage, one, "P-1") };
    let (made, is_new) = meta.link_ticket(&wish, &entry("create_issue"), at(20)).expect("link");
    assert!(is_new);
    let expected = Ticket {
        id: made.id,
        organization_id: org,
        project_id: stage.project.id,
        issue_id: one,
        linked_issue_id: one,
        service: TicketService::Jira,
        name: "P-1".to_owned(),
        web_url: "https://acme.example/browse/P-1".to_owned(),
        linked_by: Some(jo),
        created: at(20),
    };
    assert_eq!(made, expected);
    let again = NewTicket { name: "another name".to_owned(), ..wish };
    assert_eq!(meta.link_ticket(&again, &entry("create_issue"), at(21)).expect("again"), (made.clone(), false));
    let kinds = || meta.activity(org, one, 9).expect("activity").into_iter().map(|a| a.kind).collect::<Vec<_>>();
    assert_eq!(kinds(), ["create_issue"], "told once");
    link(&stage, one, "P-2", 22);
    let other = link(&stage, two, "P-1", 23);
    assert_eq!((names(&stage, one), names(&stage, two)), (vec!["P-1".to_owned(), "P-2".to_owned()], vec!["P-1".to_owned()]));
    let both = meta.tickets(org, &[two, one]).expect("of both");
    assert_eq!(
        both.iter().map(|ticket| (ticket.issue_id, ticket.name.as_str())).collect::<Vec<_>>(),
        [(one, "P-1"), (one, "P-2"), (two, "P-1")]
    );
    assert_eq!(meta.tickets(org, &[]).expect("of none"), []);
    assert_eq!(stage.matching(&IssueFilter::Not(Box::new(IssueFilter::Linked))), []);

    assert_eq!(meta.tickets(stranger.org(), &[one, two]).expect("theirs"), []);
    fails(meta.link_ticket(&new(&stranger, one, "P-3"), &entry("x"), at(24)), NotFound);
    fails(meta.unlink_ticket(stranger.org(), one, made.id, &entry("x"), at(24)), NotFound);
    fails(meta.unlink_ticket(org, one, other.id, &entry("x"), at(24)), NotFound);
    fails(meta.unlink_ticket(org, one, TicketId(987_654), &entry("x"), at(24)), NotFound);
    meta.unlink_ticket(org, one, made.id, &entry("unlink_issue"), at(25)).expect("unlink");
    fails(meta.unlink_ticket(org, one, made.id, &entry("unlink_issue"), at(26)), NotFound);
    assert_eq!((names(&stage, one), names(&stage, two)), (vec!["P-2".to_owned()], vec!["P-1".to_owned()]));
    assert_eq!(kinds(), ["unlink_issue", "create_issue", "create_issue"]);
}

pub(super) fn tickets_follow_merges_and_come_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let [parent, child] = [1, 2].map(|n| stage.put(stage.event(n, 10), 10).id);
    for (issue, name) in [(parent, "BOTH-1"), (parent, "P-1"), (child, "C-1"), (child, "BOTH-1"), (child, "C-2")] {
        link(&stage, issue, name, 20);
    }
    let before = [parent, child].map(|id| meta.tickets(stage.org(), &[id]).expect("tickets"));
    for (n, reason) in [(30, MergeReason::Person), (50, MergeReason::Frames), (70, MergeReason::Regroup { job: 5 })] {
        let number = merge(&stage, parent, child, reason, n);
        assert_eq!(names(&stage, parent), ["BOTH-1", "P-1", "C-1", "C-2"], "no doubles");
        assert_eq!(meta.tickets(stage.org(), &[child]).expect("tickets"), []);
        meta.undo_merge(stage.org(), number, &part(vec![hash(2)]), false, None, at(n + 1)).expect("undo");
        let after = [parent, child].map(|id| meta.tickets(stage.org(), &[id]).expect("tickets"));
        assert_eq!(after, before, "each has its own again");
    }
    let number = merge(&stage, parent, child, MergeReason::Person, 90);
    let shown = meta.tickets(stage.org(), &[child, parent]).expect("tickets");
    let of = |name: &str| shown.iter().find(|ticket| ticket.name == name).map(|ticket| ticket.id).expect("shown");
    for name in ["BOTH-1", "C-1"] {
        meta.unlink_ticket(stage.org(), child, of(name), &entry("unlink_issue"), at(91)).expect("unlink");
    }
    link(&stage, child, "LATE-1", 92);
    assert_eq!(names(&stage, parent), ["P-1", "C-2", "LATE-1"]);
    meta.undo_merge(stage.org(), number, &part(vec![hash(2)]), false, None, at(93)).expect("undo");
    assert_eq!(names(&stage, parent), ["P-1", "LATE-1"], "what was linked on the merged issue stays with it");
    assert_eq!(names(&stage, child), ["C-2"], "what was taken away meanwhile is not there to give back");
    assert_eq!(meta.check_meta().expect("check"), Vec::<String>::new());
}

pub(super) fn tickets_of_merges_of_merges_come_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let [a, b, c] = [1, 2, 3].map(|n| stage.put(stage.event(n, 10), 10).id);
    for (issue, name) in [(a, "A-1"), (b, "B-1"), (c, "C-1")] {
        link(&stage, issue, name, 20);
    }
    let inner = merge(&stage, b, c, MergeReason::Person, 30);
    let outer = merge(&stage, a, b, MergeReason::Person, 40);
    assert_eq!(names(&stage, a), ["A-1", "B-1", "C-1"]);
    meta.undo_merge(stage.org(), outer, &part(vec![hash(2), hash(3)]), true, None, at(50)).expect("undo");
    assert_eq!((names(&stage, a), names(&stage, b)), (vec!["A-1".to_owned()], vec!["B-1".to_owned(), "C-1".to_owned()]));
    meta.undo_merge(stage.org(), inner, &part(vec![hash(3)]), true, None, at(60)).expect("undo");
    assert_eq!((names(&stage, b), names(&stage, c)), (vec!["B-1".to_owned()], vec!["C-1".to_owned()]));
}

pub(super) fn tickets_follow_the_hashes_of_their_issue(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let two_hashes = GroupedEvent { hashes: vec![hash(2), hash(20)], ..stage.event(2, 10) };
    let (a, b, c) = (stage.put(stage.event(1, 10), 10).id, stage.put(two_hashes, 10).id, stage.put(stage.event(3, 10), 10).id);
    for (issue, name) in [(a, "A-1"), (b, "B-1"), (b, "A-1"), (c, "C-1")] {
        link(&stage, issue, name, 20);
    }
    merge(&stage, b, c, MergeReason::Person, 30);
    let into_a = merge(&stage, a, b, MergeReason::Frames, 31);
    let split = |from, hashes, seconds| meta.split_issue(stage.org(), from, &part(hashes), None, at(seconds)).expect("split");
    let half = split(a, vec![hash(20)], 40);
    assert_eq!((names(&stage, a).len(), names(&stage, half).len()), (3, 0), "a part of an issue takes nothing along");
    merge(&stage, a, half, MergeReason::Person, 50);
    let whole = split(a, vec![hash(2), hash(20)], 60);
    assert_eq!(
        (names(&stage, a), names(&stage, whole)),
        (vec!["A-1".to_owned(), "C-1".to_owned()], vec!["B-1".to_owned(), "A-1".to_owned()])
    );
    // It goes on into another issue, and comes out of it again.
    let d = stage.put(stage.event(4, 10), 70).id;
    let last = merge(&stage, d, whole, MergeReason::Person, 71);
    let out = split(d, vec![hash(2), hash(20)], 80);
    assert_eq!((names(&stage, d), names(&stage, out)), (Vec::<String>::new(), vec!["B-1".to_owned(), "A-1".to_owned()]));
    // What had come into it before comes back under its number: then that may be linked to the same ticket.
    assert_eq!(meta.undo_merge(stage.org(), into_a, &part(vec![hash(3)]), false, None, at(90)).expect("undo"), b);
    link(&stage, b, "B-1", 91);
    assert_eq!((names(&stage, a), names(&stage, b)), (vec!["A-1".to_owned()], vec!["C-1".to_owned(), "B-1".to_owned()]));
    merge(&stage, a, b, MergeReason::Person, 92);
    let own = split(a, vec![hash(1)], 93);
    assert_eq!((names(&stage, own), names(&stage, a).len()), (Vec::new(), 3), "tickets of the issue itself stay with it");
    fails(meta.undo_merge(stage.org(), last, &part(vec![hash(2)]), false, None, at(91)), crate::ErrorKind::Conflict);
    assert_eq!(meta.check_meta().expect("check"), Vec::<String>::new());
}

pub(super) fn tickets_go_with_their_issue_and_project(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let [a, b, c] = [1, 2, 3].map(|n| stage.put(stage.event(n, 10), 10).id);
    let doomed = stage.another_project("doomed").id;
    let elsewhere = stage.put(GroupedEvent { project_id: doomed, ..stage.event(9, 10) }, 10).id;
    for (issue, name) in [(a, "A-1"), (b, "B-1"), (c, "C-1"), (elsewhere, "D-1")] {
        link(&stage, issue, name, 20);
    }
    merge(&stage, a, b, MergeReason::Person, 30);
    meta.delete_issues(stage.org(), &[a]).expect("delete");
    meta.delete_project(stage.org(), doomed).expect("delete");
    let left = meta.tickets(stage.org(), &[a, b, c, elsewhere]).expect("tickets");
    assert_eq!(left.iter().map(|ticket| ticket.name.as_str()).collect::<Vec<_>>(), ["C-1"]);
    assert_eq!(meta.check_meta().expect("check"), Vec::<String>::new());
}
