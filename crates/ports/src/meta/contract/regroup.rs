//! Jobs that move stored events from issue to issue.

use bartizan_domain::grouping::{RegroupKind, RegroupState};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{GroupHash, IssueId, TimeRange};

use super::stage::{NO_PROJECT, START, Stage, at, fails, hash};
use crate::ErrorKind;
use crate::meta::{ChunkEnd, EventMove, GroupedEvent, LastEvent, MetaStore, MoveChunk, NewRegroup, PlanChunk, PlannedMove, Settlement};

fn new_job(stage: &Stage<'_>, kind: RegroupKind) -> NewRegroup {
    NewRegroup { project_id: stage.project.id, kind, start: START, end: at(90_000), version: 1, undoes: None, actor: None, now: at(100) }
}

fn planned(event: &GroupedEvent, to: u64) -> PlannedMove {
    PlannedMove { event_id: event.event_id, timestamp: event.timestamp, from: event.hashes[0], to: hash(to), counted: false }
}

fn moved(event: &GroupedEvent, to: u64) -> EventMove {
    EventMove { from: event.hashes[0], event: GroupedEvent { hashes: vec![hash(to)], ..event.clone() } }
}

fn owner(stage: &Stage<'_>, n: u64) -> Option<IssueId> {
    stage.meta.issues_of_hashes(stage.project.id, &[hash(n)]).expect("hashes").first().map(|(_, issue)| *issue)
}

fn hours(stage: &Stage<'_>, id: IssueId) -> Vec<(i64, u64)> {
    let counts = stage.meta.hourly_counts(stage.org(), &[id], TimeRange::ALL).expect("hours");
    counts.iter().map(|c| ((c.hour.0 - START.0) / HOUR_US, c.count)).collect()
}

pub(super) fn events_move_with_their_counts(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let with_user = |n, seconds, user| GroupedEvent { user_hash: Some(user), ..stage.event(n, seconds) };
    let events = [with_user(1, 10, 5), with_user(1, 20, 6), with_user(1, 4000, 6), with_user(2, 30, 5)];
    stage.commit(events.to_vec(), 5000);
    let (source, other) = (owner(&stage, 1).expect("issue"), owner(&stage, 2).expect("issue"));
    let job = meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Apply)).expect("job");
    assert_eq!((job.state, job.cursor), (RegroupState::Waiting, (START, 0)));
    // The first stays, the second gets an issue of its own, the third goes to the issue that is there.
    let plan = PlanChunk {
        cursor: (at(4000), 1),
        looked: 4,
        moves: vec![planned(&events[1], 7), planned(&events[2], 2)],
        stays: vec![hash(1), hash(2)],
    };
    meta.plan_moves(job.id, &plan).expect("plan");
    meta.plan_moves(job.id, &PlanChunk { looked: 0, ..plan }).expect("the same again plans nothing more");
    assert_eq!(meta.heirs(job.id, &[hash(7), hash(2)]).expect("heirs"), []);
    let chunk = MoveChunk {
        moves: vec![moved(&events[1], 7), moved(&events[2], 2), moved(&events[0], 9)],
        heirs: Vec::new(),
        leaving: vec![(hash(1), 6)],
    };
    meta.count_moves(job.id, &chunk, at(6000)).expect("count");
    let open = meta.next_moves(job.id, 10).expect("open");
    assert!(open.len() == 2 && open.iter().all(|m| m.counted), "documents are still to follow");
    meta.count_moves(job.id, &MoveChunk { leaving: Vec::new(), ..chunk }, at(6001)).expect("nothing counts twice");
    let settled = Settlement {
        issue: source,
        first: None,
        last: Some(LastEvent {
            timestamp: at(10),
            release: Some("1.0".to_owned()),
            title: "Stayed".to_owned(),
            culprit: "c".to_owned(),
            metadata: "{}".to_owned(),
        }),
    };
    let ids = [events[1].event_id, events[2].event_id];
    let end = ChunkEnd { events: ids.to_vec(), settled: vec![settled], emptied: Vec::new() };
    meta.finish_moves(job.id, &end, at(6002)).expect("finish");
    meta.finish_moves(job.id, &ChunkEnd { settled: Vec::new(), ..end }, at(6003)).expect("finish again");

    let made = owner(&stage, 7).expect("an issue was made");
    let [source, other, made] = [source, other, made].map(|id| stage.issue(id));
    assert_eq!((source.times_seen, source.users_seen, source.last_seen, source.title.as_str()), (1, 1, at(10), "Stayed"));
    assert_eq!((other.times_seen, other.users_seen, other.last_seen), (2, 2, at(4000)));
    assert_eq!((made.times_seen, made.users_seen, made.first_seen), (1, 1, at(20)));
    assert_eq!([source.id, other.id, made.id].map(|id| hours(&stage, id)), [vec![(0, 1)], vec![(0, 1), (1, 1)], vec![(0, 1)]]);
    assert_eq!(owner(&stage, 9), None, "an event that was not planned is passed over");
    let kind = |id| meta.activity(stage.org(), id, 9).expect("activity").into_iter().map(|a| a.kind).collect::<Vec<_>>();
    assert_eq!(kind(made.id), ["regroup_destination"]);
    assert_eq!(kind(source.id), ["regroup_source", "regroup_source"]);
    assert_eq!(meta.outbox_pending().expect("outbox"), 2, "nobody is told of the new issue");
    let job = meta.regroup(stage.org(), job.id).expect("job");
    assert_eq!((job.looked, job.planned, job.moved, job.made, job.cursor), (4, 2, 2, 1, (at(4000), 1)));
    assert_eq!(meta.next_moves(job.id, 10).expect("open"), []);
    assert_eq!(meta.moved_from(job.id, &[ids[0], events[0].event_id]).expect("log"), [(ids[0], hash(1))]);
    assert_eq!(stage.put(stage.event(7, 7000), 7000).id, made.id, "later events follow");
}

pub(super) fn an_issue_goes_on_under_another_hash(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let events: Vec<GroupedEvent> = [1, 1, 1, 2].into_iter().zip([10, 20, 30, 40]).map(|(n, s)| stage.event(n, s)).collect();
    stage.commit(events.clone(), 50);
    let (first, second) = (owner(&stage, 1).expect("issue"), owner(&stage, 2).expect("issue"));
    let job = meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Apply)).expect("job").id;
    let moves = [(0, 7), (1, 7), (2, 8), (3, 7)].map(|(n, to)| planned(&events[n], to)).to_vec();
    meta.plan_moves(job, &PlanChunk { cursor: (at(40), 1), looked: 4, moves, stays: Vec::new() }).expect("plan");
    let heirs = meta.heirs(job, &[hash(7), hash(8), hash(9)]).expect("heirs");
    assert_eq!(heirs, [(hash(7), hash(1))], "the larger part goes on, the smaller becomes another issue");
    let moves = [(0, 7), (1, 7), (2, 8), (3, 7)].map(|(n, to)| moved(&events[n], to)).to_vec();
    meta.count_moves(job, &MoveChunk { moves, heirs, leaving: Vec::new() }, at(60)).expect("count");
    assert_eq!((owner(&stage, 7), owner(&stage, 1)), (Some(first), Some(first)));
    let counts = [first, second, owner(&stage, 8).expect("issue")].map(|id| stage.issue(id).times_seen);
    assert_eq!(counts, [3, 0, 1]);
    let end = ChunkEnd { events: events.iter().map(|e| e.event_id).collect(), settled: Vec::new(), emptied: vec![(second, first)] };
    meta.finish_moves(job, &end, at(70)).expect("finish");
    meta.finish_moves(job, &end, at(71)).expect("finish again");
    let told = meta.regroup(stage.org(), job).expect("job");
    assert_eq!((told.moved, told.merged), (4, 1), "the emptied issue went into the other");
    assert_eq!(stage.issue(second).id, first);
    assert_eq!(owner(&stage, 2), Some(first));
    let mut given = meta.given_hashes(job, None, 9).expect("given");
    assert!(given.is_sorted() && given.len() == 2, "one goes on, one is new");
    assert_eq!(meta.given_hashes(job, Some(given[0]), 9).expect("given"), given[1..]);
    given.retain(|given| *given == hash(8));
    meta.take_hashes(job, &given).expect("take");
    assert_eq!((owner(&stage, 8), owner(&stage, 7)), (None, Some(first)));
    assert_eq!(meta.given_hashes(job, None, 9).expect("given"), [hash(7)]);
}

pub(super) fn jobs_take_turns(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let job = meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Apply)).expect("job");
    fails(meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Undo)), ErrorKind::Conflict);
    let events = meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Events)).expect("single events never wait");
    assert_eq!(events.state, RegroupState::Moving);
    meta.size_regroup(job.id, 12).expect("size");
    assert!(meta.advance_regroup(job.id, RegroupState::Looking, None, at(1)).expect("on"));
    assert_eq!(meta.open_regroups().expect("open").iter().map(|j| j.id).collect::<Vec<_>>(), [job.id, events.id]);
    assert!(meta.advance_regroup(job.id, RegroupState::Cancelled, Some("why"), at(2)).expect("end"));
    assert!(!meta.advance_regroup(job.id, RegroupState::Moving, None, at(3)).expect("an end is an end"));
    let undo = NewRegroup { undoes: Some(job.id), ..new_job(&stage, RegroupKind::Undo) };
    let undo = meta.create_regroup(stage.org(), &undo).expect("undo");
    let known = meta.regroups(stage.org(), stage.project.id, 9).expect("list");
    let told: Vec<_> = known.iter().map(|j| (j.id, j.state, j.undone, j.total, j.finished)).collect();
    assert_eq!(told, [(undo.id, RegroupState::Waiting, false, 0, None), (job.id, RegroupState::Cancelled, true, 12, Some(at(2)))]);
    let stranger = Stage::new(meta, "stranger");
    fails(meta.regroup(stranger.org(), job.id), ErrorKind::NotFound);
    fails(meta.regroups(stranger.org(), stage.project.id, 9), ErrorKind::NotFound);
    fails(meta.create_regroup(stranger.org(), &new_job(&stage, RegroupKind::Apply)), ErrorKind::NotFound);
    fails(
        meta.create_regroup(stage.org(), &NewRegroup { project_id: NO_PROJECT, ..new_job(&stage, RegroupKind::Apply) }),
        ErrorKind::NotFound,
    );
}

pub(super) fn what_a_job_noted_is_cleared(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let event = stage.event(1, 10);
    stage.commit(vec![event.clone()], 20);
    let job = meta.create_regroup(stage.org(), &new_job(&stage, RegroupKind::Events)).expect("job").id;
    let gone = PlannedMove { event_id: super::stage::event_id(999), ..planned(&event, 4) };
    let plan = PlanChunk { cursor: (at(10), 1), looked: 1, moves: vec![planned(&event, 4), gone.clone()], stays: Vec::<GroupHash>::new() };
    meta.plan_moves(job, &plan).expect("plan");
    meta.drop_moves(job, &[gone.event_id]).expect("drop");
    assert_eq!(meta.next_moves(job, 9).expect("open"), [planned(&event, 4)]);
    meta.advance_regroup(job, RegroupState::Done, None, at(30)).expect("end");
    while meta.clear_regroup(job).expect("clear") {}
    assert_eq!(meta.next_moves(job, 9).expect("open"), []);
    fails(meta.regroup(stage.org(), job), ErrorKind::NotFound);
}
