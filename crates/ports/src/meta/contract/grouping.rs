//! Merging, splitting, and the rules of a project.

use bartizan_domain::Level;
use bartizan_domain::grouping::{NewRuleVersion, RuleTexts};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{IssueId, TimeRange};

use super::stage::{NO_PROJECT, START, Stage, at, fails, hash};
use crate::ErrorKind;
use crate::meta::{IssuePatch, MAX_RULE_VERSIONS, MetaStore, NewActivity, SplitPart};

fn hours(stage: &Stage<'_>, id: IssueId) -> Vec<(i64, u64)> {
    let counts = stage.meta.hourly_counts(stage.org(), &[id], TimeRange::ALL).expect("hours");
    counts.iter().map(|c| ((c.hour.0 - START.0) / HOUR_US, c.count)).collect()
}

pub(super) fn a_merge_takes_everything_along(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let with_user = |n, seconds, user| crate::meta::GroupedEvent { user_hash: Some(user), ..stage.event(n, seconds) };
    stage.commit(vec![with_user(1, 10, 5), with_user(1, 20, 6), with_user(2, 4000, 6), with_user(2, 5, 7), stage.event(3, 30)], 5000);
    let [parent, child, other] = [1, 2, 3].map(|n| stage.meta.issues_of_hashes(stage.project.id, &[hash(n)]).expect("found")[0].1);
    let before = stage.issue(child);
    let person = stage.person("jo@example.com");
    let flags = IssuePatch { bookmarked: Some(true), subscribed: Some(true), ..IssuePatch::default() };
    meta.update_issues(stage.org(), &[child], Some(person), &flags, &[], &[], at(1)).expect("flags");
    let note = NewActivity { kind: "note".to_owned(), user_id: Some(person), data: "{\"text\":\"x\"}".to_owned() };
    meta.add_activity(stage.org(), child, &note, at(2)).expect("note");

    let merged = meta
        .merge_issues(stage.org(), parent, &[child, parent, child, IssueId(99_999)], MergeReason::Person, Some(person), at(6000))
        .expect("merge");
    assert_eq!((merged.parent, merged.children), (parent, vec![child]));
    let after = stage.issue(parent);
    assert_eq!((after.times_seen, after.users_seen, after.comments), (4, 3, 1));
    assert_eq!((after.first_seen, after.last_seen), (at(5), at(4000)));
    assert_eq!((after.title, after.culprit, after.metadata), (before.title, before.culprit, before.metadata), "of the newest event");
    assert_eq!(hours(&stage, parent), [(0, 3), (1, 1)]);
    let seen = meta.issue(stage.org(), parent, Some(person)).expect("issue");
    assert!(seen.bookmarked && seen.subscribed, "bookmark and subscription follow");
    assert_eq!(stage.issue(child).id, parent, "the old id leads on");
    let by_number = meta.issue_by_number(stage.org(), stage.project.id, before.number).expect("old short id");
    assert_eq!(by_number.id, parent, "the old short id leads on");
    let kinds: Vec<String> = meta.activity(stage.org(), child, 10).expect("activity").into_iter().map(|a| a.kind).collect();
    assert_eq!(kinds, ["merge", "note"]);
    assert_eq!(stage.matching(&crate::meta::IssueFilter::All).len(), 2);
    let last = meta.merge_issues(stage.org(), other, &[parent], MergeReason::Person, None, at(7000)).expect("merge again");
    assert_eq!(last.children, [parent]);
    assert_eq!((stage.issue(child).id, stage.issue(other).times_seen), (other, 5), "ids lead on over two merges");
    let older = stage.put(stage.event(4, 8), 7100);
    meta.merge_issues(stage.org(), other, &[older.id], MergeReason::Person, None, at(7200)).expect("merge an older one");
    assert_eq!(stage.issue(other).title, "Error: number 2", "an older event says nothing of the issue");
}

pub(super) fn a_merge_teaches(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (parent, child) = (stage.put(stage.event(1, 10), 10), stage.put(stage.event(2, 20), 20));
    meta.merge_issues(stage.org(), parent.id, &[child.id], MergeReason::Person, None, at(30)).expect("merge");
    let later = stage.put(stage.event(2, 40), 40);
    assert_eq!((later.id, later.times_seen), (parent.id, 3), "later events of the merged hash follow");
}

fn part(n: u64) -> SplitPart {
    SplitPart {
        hashes: vec![hash(n)],
        title: "Part".to_owned(),
        culprit: "part in call".to_owned(),
        metadata: "{}".to_owned(),
        kind: "error".to_owned(),
        level: Level::Warning,
        platform: None,
        first_seen: at(20),
        last_seen: at(4000),
        first_release: None,
        last_release: Some("2.0".to_owned()),
        hours: vec![(START, 1), (START.plus(HOUR_US), 1)],
        users: vec![6, 7],
        users_leaving: vec![7],
        rest: None,
    }
}

pub(super) fn a_part_becomes_an_issue_again(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let with_user = |n, seconds, user| crate::meta::GroupedEvent { user_hash: Some(user), ..stage.event(n, seconds) };
    let parent = stage.put(with_user(1, 10, 6), 10);
    let child = stage.put(with_user(2, 20, 6), 20);
    stage.commit(vec![with_user(2, 4000, 7)], 4000);
    meta.merge_issues(stage.org(), parent.id, &[child.id], MergeReason::Person, None, at(5000)).expect("merge");
    let id = meta.split_issue(stage.org(), parent.id, &part(2), None, at(6000)).expect("split");
    let (made, source) = (stage.issue(id), stage.issue(parent.id));
    assert_eq!((made.times_seen, made.users_seen, made.title.as_str()), (2, 2, "Part"));
    assert_eq!((source.times_seen, source.users_seen), (1, 1));
    assert!(made.number > child.number, "a short id is never given twice");
    assert_eq!((hours(&stage, id), hours(&stage, parent.id)), (vec![(0, 1), (1, 1)], vec![(0, 1)]));
    let kind = |id| meta.activity(stage.org(), id, 1).expect("activity")[0].kind.clone();
    assert_eq!((kind(id), kind(parent.id)), ("unmerge_destination".to_owned(), "unmerge_source".to_owned()));
    let later = stage.put(with_user(2, 7000, 7), 7000);
    assert_eq!((later.id, later.times_seen, later.users_seen), (id, 3, 2), "an unmerge sticks");
    assert_eq!(stage.put(stage.event(1, 7001), 7001).id, parent.id);
}

pub(super) fn nonsense_is_refused(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let issue = stage.put(stage.event(1, 10), 10);
    let elsewhere = stage.another_project("other");
    let foreign = stage.put(crate::meta::GroupedEvent { project_id: elsewhere.id, ..stage.event(1, 11) }, 11);
    fails(meta.merge_issues(stage.org(), issue.id, &[foreign.id], MergeReason::Person, None, at(20)), ErrorKind::Invalid);
    fails(meta.merge_issues(stage.org(), IssueId(99_999), &[issue.id], MergeReason::Person, None, at(20)), ErrorKind::NotFound);
    fails(meta.split_issue(stage.org(), issue.id, &part(1), None, at(20)), ErrorKind::Invalid);
    fails(meta.split_issue(stage.org(), issue.id, &part(2), None, at(20)), ErrorKind::Invalid);
    let stranger = Stage::new(meta, "stranger");
    fails(meta.merge_issues(stranger.org(), issue.id, &[], MergeReason::Person, None, at(20)), ErrorKind::NotFound);
    fails(meta.split_issue(stranger.org(), issue.id, &part(1), None, at(20)), ErrorKind::NotFound);
    let theirs = stranger.put(stranger.event(1, 12), 12);
    let merged = meta.merge_issues(stage.org(), issue.id, &[theirs.id], MergeReason::Person, None, at(21)).expect("merge");
    assert_eq!(merged.children, [], "issues of another tenant are not there");
}

pub(super) fn rules_are_kept_by_version(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let version = |n: i64| NewRuleVersion {
        texts: RuleTexts { stack: format!("path:v{n} -app"), fingerprints: String::new() },
        author: None,
        restored_from: (n > 1).then_some(1),
        created: at(n),
        active_from: at(n + 5),
    };
    let project = stage.project.id;
    for n in 1..=4 {
        let added = meta.add_rule_version(stage.org(), project, &version(n)).expect("added");
        assert_eq!((added.number, added.active_from), (n, at(n + 5)));
    }
    let numbers = |limit| -> Vec<i64> { meta.rule_versions(stage.org(), project, limit).expect("list").iter().map(|v| v.number).collect() };
    assert_eq!((numbers(2), numbers(9)), (vec![4, 3], vec![4, 3, 2, 1]));
    let active = meta.groupings().expect("all");
    let known: Vec<i64> = active.iter().filter(|g| g.project_id == project).flat_map(|g| &g.versions).map(|v| v.number).collect();
    assert_eq!(known, [2, 3, 4], "what may still be asked for, oldest first");
    fails(meta.rule_versions(stage.org(), NO_PROJECT, 1), ErrorKind::NotFound);
    fails(meta.add_rule_version(stage.org(), NO_PROJECT, &version(1)), ErrorKind::NotFound);
    for n in 5..=60 {
        meta.add_rule_version(stage.org(), project, &version(n)).expect("added");
    }
    assert_eq!(numbers(100).len(), MAX_RULE_VERSIONS);
}
