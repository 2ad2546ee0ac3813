//! Merges that are taken back, and hashes that look alike.

use bartizan_domain::issue::{Status, StatusDetails};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{IssueId, Level, UserId};
use serde_json::Value;

use super::stage::{START, Stage, at, fails, hash};
use crate::ErrorKind;
use crate::meta::{GroupedEvent, IssuePatch, LastEvent, MERGE_SAME_FRAMES, MetaStore, NewActivity, ProjectPatch, Settlement, SplitPart};

/// One event of `hash(2)`, by user 7, who was hit by nothing else.
fn part() -> SplitPart {
    SplitPart {
        hashes: vec![hash(2)],
        title: "Newer title".to_owned(),
        culprit: "c".to_owned(),
        metadata: "{}".to_owned(),
        kind: "error".to_owned(),
        level: Level::Error,
        platform: None,
        first_seen: at(20),
        last_seen: at(20),
        first_release: None,
        last_release: None,
        hours: vec![(START, 1)],
        users: vec![7],
        users_leaving: vec![7],
        rest: None,
    }
}

/// Two issues; the second is resolved, noticed, and has a comment.
fn two(stage: &Stage<'_>) -> (IssueId, IssueId, UserId) {
    let with_user = |n, seconds, user| GroupedEvent { user_hash: Some(user), ..stage.event(n, seconds) };
    let (parent, child) = (stage.put(with_user(1, 10, 6), 10).id, stage.put(with_user(2, 20, 7), 20).id);
    let person = stage.person("jo@example.com");
    let flags = IssuePatch { bookmarked: Some(true), ..IssuePatch::default() };
    stage.meta.update_issues(stage.org(), &[child], Some(person), &flags, &[], &[], at(21)).expect("flags");
    stage.set_status(child, Status::Resolved, None, StatusDetails::default(), 22);
    let note = NewActivity { kind: "note".to_owned(), user_id: Some(person), data: "{\"text\":\"x\"}".to_owned() };
    stage.meta.add_activity(stage.org(), child, &note, at(23)).expect("note");
    (parent, child, person)
}

/// The number of the merge that an entry of the issue tells of, and whether it says that it was taken back.
fn told(stage: &Stage<'_>, issue: IssueId) -> (i64, bool, String) {
    let entries = stage.meta.activity(stage.org(), issue, 20).expect("activity");
    let entry = entries.iter().find(|entry| entry.kind == "merge").expect("a merge was told");
    let data: Value = serde_json::from_str(&entry.data).expect("json");
    let first = &data["issues"][0];
    let number = first["merge"].as_str().and_then(|text| text.parse().ok()).expect("a number");
    (number, first["undone"] == true, data["reason"].as_str().unwrap_or_default().to_owned())
}

pub(super) fn a_merge_is_taken_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (parent, child, person) = two(&stage);
    let before = stage.issue(child);
    meta.merge_issues(stage.org(), parent, &[child], MergeReason::Frames, None, at(30)).expect("merge");
    let (number, undone, reason) = told(&stage, parent);
    assert_eq!((undone, reason.as_str()), (false, "frames"));
    let merge = meta.merge(stage.org(), number).expect("remembered");
    assert_eq!((merge.parent, merge.reason, merge.absorbed.issue.id, merge.undone), (parent, MergeReason::Frames, child, None));
    assert_eq!(merge.absorbed.hashes, [hash(2)]);
    let last =
        LastEvent { timestamp: at(10), release: None, title: "What stays".to_owned(), culprit: String::new(), metadata: "{}".to_owned() };
    let taken = SplitPart { rest: Some(Settlement { issue: parent, first: None, last: Some(last) }), ..part() };
    assert_eq!(meta.undo_merge(stage.org(), number, &taken, true, Some(person), at(40)).expect("undo"), child);

    let after = stage.issue(child);
    assert_eq!((after.id, after.number, after.title.as_str()), (child, before.number, "Newer title"));
    assert_eq!((after.status, after.status_changed, after.comments), (Status::Resolved, before.status_changed, 1));
    assert_eq!((after.times_seen, after.users_seen), (1, 1));
    let source = stage.issue(parent);
    assert_eq!((source.times_seen, source.users_seen, source.comments), (1, 1, 0));
    assert_eq!((source.last_seen, source.title.as_str()), (at(10), "What stays"), "it shows its own last event again");
    assert!(meta.issue(stage.org(), child, Some(person)).expect("issue").bookmarked, "its bookmark is there again");
    assert_eq!(meta.issue_by_number(stage.org(), stage.project.id, before.number).expect("short id").id, child);
    let kinds = |id| meta.activity(stage.org(), id, 20).expect("activity").into_iter().map(|a| a.kind).collect::<Vec<_>>();
    assert!(kinds(child).iter().any(|kind| kind == "note") && kinds(child).iter().any(|kind| kind == "unmerge_destination"));
    assert!(!kinds(parent).iter().any(|kind| kind == "note"), "what it took along it gives back");
    assert!(told(&stage, parent).1, "the entry says so");
    let mut later = stage.event(2, 50);
    later.user_hash = Some(7);
    assert_eq!(stage.put(later, 50).id, child, "later events follow");
    fails(meta.undo_merge(stage.org(), number, &part(), true, None, at(60)), ErrorKind::Conflict);
    let stranger = Stage::new(meta, "stranger");
    fails(meta.merge(stranger.org(), number), ErrorKind::NotFound);
    fails(meta.undo_merge(stranger.org(), number, &part(), true, None, at(60)), ErrorKind::NotFound);
}

pub(super) fn merges_of_merges_lead_back(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let [a, b, c] = [1, 2, 3].map(|n| stage.put(stage.event(n, 10), 10).id);
    let by = |n| MergeReason::Regroup { job: n };
    meta.merge_issues(stage.org(), b, &[c], by(5), None, at(20)).expect("merge");
    meta.merge_issues(stage.org(), a, &[b], by(5), None, at(21)).expect("merge");
    assert_eq!(stage.issue(c).id, a);
    let of_job = meta.merges_of_job(5).expect("merges");
    assert_eq!(of_job.iter().map(|m| (m.parent, m.absorbed.issue.id)).collect::<Vec<_>>(), [(a, b), (a, c)], "newest first");
    assert_eq!(meta.merges_of_job(6).expect("merges"), []);
    let part = |hashes| SplitPart { hashes, hours: Vec::new(), users: Vec::new(), users_leaving: Vec::new(), ..part() };
    meta.undo_merge(stage.org(), of_job[0].id, &part(vec![hash(2), hash(3)]), false, None, at(30)).expect("undo");
    assert_eq!([b, c].map(|id| stage.issue(id).id), [b, b], "what had come into it comes back with it");
    assert_eq!(meta.merges_of_job(5).expect("merges")[0].parent, b);
    fails(meta.undo_merge(stage.org(), of_job[1].id, &part(vec![hash(1)]), false, None, at(31)), ErrorKind::Conflict);
    fails(meta.undo_merge(stage.org(), of_job[1].id, &part(vec![hash(2), hash(3)]), false, None, at(31)), ErrorKind::Conflict);
    meta.undo_merge(stage.org(), of_job[1].id, &part(vec![hash(3)]), false, None, at(32)).expect("undo");
    assert_eq!(stage.issue(c).id, c);
}

pub(super) fn alike_is_what_nobody_took_apart(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let project = stage.project.id;
    let [a, b, c] = [1, 2, 3].map(|n| stage.put(stage.event(n, 10), 10).id);
    let mut new: Vec<_> = meta.new_hashes(project, None, 9).expect("new");
    new.sort_by_key(|(_, issue)| *issue);
    assert_eq!(new, [(hash(1), a), (hash(2), b), (hash(3), c)]);
    let (first, _) = meta.new_hashes(project, None, 1).expect("new")[0];
    assert_eq!(meta.new_hashes(project, Some(first), 9).expect("new").len(), 2, "it goes on after one");
    for (n, likeness) in [(1, Some(hash(70))), (2, Some(hash(70))), (3, None)] {
        meta.note_likeness(project, hash(n), likeness).expect("note");
    }
    assert_eq!(meta.new_hashes(project, None, 9).expect("new"), []);
    assert_eq!(meta.issues_like(project, hash(70)).expect("alike"), [a, b]);
    meta.merge_issues(stage.org(), a, &[b], MergeReason::Frames, None, at(20)).expect("merge");
    assert_eq!(meta.issues_like(project, hash(70)).expect("alike"), [a]);
    let part = SplitPart { hours: Vec::new(), users: Vec::new(), users_leaving: Vec::new(), ..part() };
    let made = meta.split_issue(stage.org(), a, &part, None, at(30)).expect("split");
    assert_eq!(meta.issues_like(project, hash(70)).expect("alike"), [a], "an unmerge sticks");
    meta.merge_issues(stage.org(), a, &[made], MergeReason::Person, None, at(40)).expect("merge");
    assert_eq!(meta.new_hashes(project, None, 9).expect("new"), [(hash(2), a)], "who brings them together again is believed");
}

pub(super) fn projects_ask_for_it(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let asked = || meta.merging_projects().expect("projects").into_iter().find(|p| p.project_id == stage.project.id);
    assert_eq!(asked(), None);
    let option = |value: Option<&str>| ProjectPatch {
        options: [(MERGE_SAME_FRAMES.to_owned(), value.map(str::to_owned))].into(),
        ..ProjectPatch::default()
    };
    meta.update_project(stage.org(), stage.project.id, &option(Some("true"))).expect("on");
    let before = asked().expect("asked for");
    assert_eq!(before.organization_id, stage.org());
    stage.put(stage.event(1, 10), 10);
    assert!(asked().expect("asked for").next_number > before.next_number);
    meta.update_project(stage.org(), stage.project.id, &option(None)).expect("off");
    assert_eq!(asked(), None);
}
