//! Lists of issues.

use bartizan_domain::issue::{Assignee, Status, StatusDetails, Substatus};
use bartizan_domain::{IssueId, Level, TeamId, TimeRange};

use super::stage::{NO_PROJECT, Stage, at, fails};
use crate::ErrorKind::Invalid;
use crate::meta::{IssueFilter as F, IssueGroup, IssueGroupKey, IssuePatch, IssueSort, MetaStore};

/// Six issues whose orders differ: issue n was last seen at its own moment, n*7 mod 6 times over.
fn six(stage: &Stage<'_>) -> Vec<IssueId> {
    let mut ids = Vec::new();
    for n in 1..=6_u64 {
        let seconds = [0, 50, 30, 60, 10, 40, 20][usize::try_from(n).unwrap()];
        let mut events = Vec::new();
        for extra in 0..=(n * 5 % 7) {
            let mut event = stage.event(n, seconds - i64::try_from(extra).unwrap());
            event.user_hash = (extra * 2 < n).then(|| i64::try_from(extra).unwrap());
            event.level = if n % 2 == 0 { Level::Warning } else { Level::Error };
            events.push(event);
        }
        ids.push(stage.commit(events, 100).changes[0].issue_id);
    }
    ids
}

/// Largest first in each order, ties by id; pages join without gaps, over several projects and statuses.
pub(super) fn lists_are_sorted_and_paged(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let other = stage.another_project("api").id;
    let mut ids = six(&stage);
    let mut foreign = stage.event(1, 35);
    foreign.project_id = other;
    ids.push(stage.put(foreign, 100).id);
    stage.set_status(ids[2], Status::Resolved, None, StatusDetails::default(), 200);
    stage.set_status(ids[4], Status::Archived, Some(Substatus::ArchivedForever), StatusDetails::default(), 200);
    let issues: Vec<_> = ids.iter().map(|id| stage.issue(*id)).collect();
    for sort in [IssueSort::LastSeen, IssueSort::FirstSeen, IssueSort::TimesSeen, IssueSort::UsersSeen, IssueSort::Priority] {
        let mut want = issues.clone();
        want.sort_by_key(|i| {
            let key = match sort {
                IssueSort::LastSeen => (i.last_seen.0, 0),
                IssueSort::FirstSeen => (i.first_seen.0, 0),
                IssueSort::TimesSeen => (i64::try_from(i.times_seen).unwrap(), 0),
                IssueSort::UsersSeen => (i64::try_from(i.users_seen).unwrap(), 0),
                IssueSort::Priority => (i.priority, i.last_seen.0),
            };
            std::cmp::Reverse((key, i.id))
        });
        let mut got = Vec::new();
        for page in 0..4 {
            let mut list = stage.list(F::All, sort);
            (list.limit, list.offset) = (2, page * 2);
            list.projects.push(other);
            let page_of = meta.list_issues(&list).unwrap();
            assert_eq!((page_of.hits, page_of.more), (7, page < 3), "{sort:?} page {page}");
            got.extend(page_of.issues.into_iter().map(|i| i.issue));
        }
        assert_eq!(got, want, "{sort:?}");
    }
    let mut list = stage.list(F::All, IssueSort::LastSeen);
    list.projects = Vec::new();
    assert_eq!(meta.list_issues(&list).unwrap(), crate::meta::IssuePage::default());
    list.projects = vec![NO_PROJECT];
    assert_eq!(meta.list_issues(&list).unwrap().hits, 0);
    list.projects = vec![stage.project.id, stage.project.id];
    assert_eq!(meta.list_issues(&list).unwrap().issues.len(), 6);
    list.offset = 100;
    let beyond = meta.list_issues(&list).unwrap();
    assert_eq!((beyond.issues.len(), beyond.hits, beyond.more), (0, 6, false));
}

/// Each condition by itself.
pub(super) fn filters_choose(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let ada = stage.person("ada@x.org");
    let mut event = stage.event(1, 10);
    event.title = "TypeError: 100% of_it".into();
    (event.kind, event.logger, event.release) = ("csp".into(), Some("app.views".into()), Some("web@1.0".into()));
    (event.unhandled, event.level, event.user_hash) = (true, Level::Info, Some(1));
    let one = stage.put(event, 10).id;
    let mut event = stage.event(2, 20);
    (event.title, event.culprit, event.platform) = ("ValueError: nothing".into(), "TYPEERROR in name only".into(), None);
    let two = stage.put(event, 20).id;
    stage.put(stage.event(2, 21), 21);
    let both = vec![two, one];
    let range = |from, to| TimeRange { start: at(from), end: at(to) };
    let patch =
        IssuePatch { bookmarked: Some(true), subscribed: Some(true), assignee: Some(Some(Assignee::User(ada))), ..IssuePatch::default() };
    meta.update_issues(stage.org(), &[one], Some(ada), &patch, &[], &[], at(30)).unwrap();
    stage.set_status(two, Status::Archived, Some(Substatus::ArchivedForever), StatusDetails::default(), 30);
    let cases: Vec<(F, Vec<IssueId>)> = vec![
        (F::All, both.clone()),
        (F::None, vec![]),
        (F::Status(Status::Unresolved), vec![one]),
        (F::Status(Status::Resolved), vec![]),
        (F::Substatus(Substatus::ArchivedForever), vec![two]),
        (F::Ids(vec![two, IssueId(4242)]), vec![two]),
        (F::Ids(vec![]), vec![]),
        (F::Assigned(vec![Assignee::User(ada)]), vec![one]),
        (F::Assigned(vec![Assignee::Team(TeamId(ada.0))]), vec![]),
        (F::Assigned(vec![]), vec![two]),
        (F::BookmarkedBy(ada), vec![one]),
        (F::SubscribedBy(ada), vec![one]),
        (F::FirstSeen(range(10, 20)), vec![one]),
        (F::LastSeen(range(20, 22)), vec![two]),
        (F::LastSeen(TimeRange::ALL), both.clone()),
        (F::TimesSeen(2, u64::MAX), vec![two]),
        (F::TimesSeen(0, 1), vec![one]),
        (F::UsersSeen(1, 1), vec![one]),
        (F::Level(Level::Info), vec![one]),
        (F::Kind("csp".into()), vec![one]),
        (F::Platform("PYTH*".into()), both.clone()),
        (F::Platform("python".into()), both.clone()),
        (F::Platform("pyth".into()), vec![]),
        (F::Logger("app.*".into()), vec![one]),
        (F::Logger("app%".into()), vec![]),
        (F::FirstRelease("web@*".into()), vec![one]),
        (F::TitleContains("00% of_".into()), vec![one]),
        (F::TitleContains("OF_".into()), vec![one]),
        (F::TitleContains("of*".into()), vec![]),
        (F::TitleMatches("*number*".into()), vec![two]),
        (F::TitleMatches("typeerror*".into()), vec![one]),
        (F::TitleMatches("module*".into()), both.clone()),
        (F::Priority(25), vec![one]),
        (F::Unhandled(true), vec![one]),
        (F::Unhandled(false), vec![two]),
    ];
    for (filter, want) in cases {
        assert_eq!(stage.matching(&filter), want, "{filter:?}");
        let rest: Vec<IssueId> = both.iter().copied().filter(|id| !want.contains(id)).collect();
        assert_eq!(stage.matching(&F::Not(Box::new(filter.clone()))), rest, "not {filter:?}");
    }
}

/// And, or, not, and what they are without parts.
pub(super) fn filters_combine(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let ids = six(&stage);
    stage.set_status(ids[0], Status::Resolved, None, StatusDetails::default(), 200);
    let set = |filter| {
        let mut ids = stage.matching(&filter);
        ids.sort_unstable();
        ids
    };
    let open = F::Status(Status::Unresolved);
    let named = |list: &[usize]| F::Ids(list.iter().map(|i| ids[*i]).collect());
    assert_eq!(set(F::And(vec![open.clone(), named(&[0, 1])])), [ids[1]]);
    assert_eq!(set(F::Or(vec![F::Status(Status::Resolved), named(&[1])])), [ids[0], ids[1]]);
    assert_eq!(set(F::Not(Box::new(F::And(vec![open.clone(), F::Level(Level::Warning)])))), [ids[0], ids[2], ids[4]]);
    assert_eq!(set(F::And(vec![open, F::Status(Status::Resolved)])), []);
    assert_eq!(set(F::And(vec![F::Or(vec![named(&[3]), named(&[4])]), F::Not(Box::new(named(&[3])))])), [ids[4]]);
    assert_eq!(set(F::And(vec![])).len(), 6);
    assert_eq!(set(F::Or(vec![])), []);
}

/// A list tells how many match up to a thousand.
pub(super) fn hits_are_bounded(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    stage.commit((1..=1005).map(|n| stage.event(n, i64::try_from(n).unwrap())).collect(), 2000);
    let mut list = stage.list(F::Status(Status::Unresolved), IssueSort::LastSeen);
    list.limit = 3;
    let page = meta.list_issues(&list).unwrap();
    assert_eq!((page.issues.len(), page.hits, page.more), (3, 1000, true));
    assert_eq!(page.issues[0].issue.number, 1005);
    assert_eq!(meta.count_issues(stage.org(), &[stage.project.id], &F::All).unwrap(), 1005);
}

/// Too deep, too wide, too wild.
pub(super) fn hostile_filters_are_refused(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    stage.put(stage.event(1, 0), 0);
    let mut deep = F::All;
    for _ in 0..200 {
        deep = F::Not(Box::new(deep));
    }
    let cases = [
        deep,
        F::Or(vec![F::All; 5000]),
        F::TitleMatches("*a".repeat(50)),
        F::TitleContains("x".repeat(5000)),
        F::Ids((0..100_000).map(IssueId).collect()),
    ];
    for filter in cases {
        fails(meta.list_issues(&stage.list(filter.clone(), IssueSort::LastSeen)), Invalid);
        fails(meta.count_issues(stage.org(), &[stage.project.id], &filter), Invalid);
    }
    let mut list = stage.list(F::All, IssueSort::LastSeen);
    list.offset = usize::MAX;
    fails(meta.list_issues(&list), Invalid);
    let quote = F::TitleContains("'; DROP TABLE issues; --".into());
    assert_eq!(stage.matching(&quote), []);
}

/// Groups add up to what matches; a group that has no issue is not there.
pub(super) fn groups_are_counted(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let ada = stage.person("ada@x.org");
    let other = stage.another_project("api").id;
    let ids = six(&stage);
    let mut foreign = stage.event(1, 35);
    foreign.project_id = other;
    stage.put(foreign, 100);
    stage.set_status(ids[2], Status::Resolved, None, StatusDetails::default(), 200);
    stage.set_status(ids[4], Status::Archived, Some(Substatus::ArchivedForever), StatusDetails::default(), 300);
    let patch = IssuePatch { assignee: Some(Some(Assignee::User(ada))), priority: Some(75), ..IssuePatch::default() };
    meta.update_issues(stage.org(), &ids[..2], None, &patch, &[], &[], at(200)).unwrap();
    let count = |filter: F, key| {
        let mut groups = meta.count_issues_by(stage.org(), &[stage.project.id, other, other], &filter, key).unwrap();
        groups.sort_by_key(|(group, _)| format!("{group:?}"));
        groups
    };
    let state = |status, substatus| IssueGroup::State(status, substatus);
    assert_eq!(
        count(F::All, IssueGroupKey::State),
        [
            (state(Status::Archived, Some(Substatus::ArchivedForever)), 1),
            (state(Status::Resolved, None), 1),
            (state(Status::Unresolved, Some(Substatus::New)), 5),
        ]
    );
    let assigned = [(IssueGroup::Assignee(None), 5), (IssueGroup::Assignee(Some(Assignee::User(ada))), 2)];
    assert_eq!(count(F::All, IssueGroupKey::Assignee), assigned);
    assert_eq!(count(F::Assigned(vec![Assignee::User(ada)]), IssueGroupKey::Priority), [(IssueGroup::Priority(75), 2)]);
    let mut by_project = [(IssueGroup::Project(stage.project.id), 6), (IssueGroup::Project(other), 1)];
    by_project.sort_by_key(|(group, _)| format!("{group:?}"));
    assert_eq!(count(F::All, IssueGroupKey::Project), by_project);
    assert_eq!(count(F::InProjects(vec![other]), IssueGroupKey::Project), [(IssueGroup::Project(other), 1)]);
    assert_eq!(count(F::InProjects(Vec::new()), IssueGroupKey::Project), []);
    let late = TimeRange { start: at(250), end: at(301) };
    assert_eq!(stage.matching(&F::StatusChanged(late)), [ids[4]]);
    assert_eq!(meta.count_issues_by(stage.org(), &[], &F::All, IssueGroupKey::State).unwrap(), []);
    assert_eq!(meta.count_issues_by(stage.org(), &[NO_PROJECT], &F::All, IssueGroupKey::State).unwrap(), []);
}
