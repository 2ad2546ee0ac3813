use bartizan_protocol::accepted::{AcceptedRecord, OutcomeCode, OutcomeCount};
use bartizan_protocol::category::DataCategory;

use super::*;
use crate::decode;
use crate::testing::{Crash, Dice, FakeEvents, FakeMeta, NOW, accepted, at, event};

struct World {
    meta: Arc<FakeMeta>,
    events: Arc<FakeEvents>,
}

impl World {
    fn new() -> Self {
        Self { meta: Arc::default(), events: Arc::default() }
    }

    fn committer(&self) -> Committer {
        Committer::new(Arc::clone(&self.meta) as _, Arc::clone(&self.events) as _, Arc::default(), Arc::default())
    }

    fn documents(&self) -> u64 {
        self.events.stats().documents
    }
}

fn decoded(records: &[(u64, bytes::Bytes)]) -> Vec<Decoded> {
    records
        .iter()
        .map(|(offset, payload)| {
            decode::record(&at(*offset, payload.clone()), &decode::Context { retention_days: 90, symbols: None, grouping: Arc::default() })
        })
        .collect()
}

fn write(committer: &mut Committer, records: &[(u64, bytes::Bytes)]) -> StoreResult<()> {
    let up_to = Offset(records.last().map_or(0, |(offset, _)| *offset));
    committer.write(decoded(records), up_to, &FxHashSet::default(), NOW, &|_| true)
}

#[test]
fn a_resent_event_is_stored_and_counted_once() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    let resent = accepted(&event(1, "a"));
    write(&mut committer, &[(1, resent.clone()), (2, accepted(&event(2, "b"))), (3, resent.clone())]).expect("write");
    committer.commit_index().expect("commit");
    write(&mut committer, &[(4, resent)]).expect("write");
    committer.commit_index().expect("commit");
    let state = world.meta.state.lock();
    assert_eq!(state.counted.values().copied().collect::<Vec<_>>(), [1, 1]);
    assert_eq!((state.sum("error", Outcome::Accepted), state.sum("error", Outcome::Duplicate)), (2, 2));
    assert_eq!(world.documents(), 2);
}

#[test]
fn attachments_of_a_resent_event_are_duplicates() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    let envelope = format!("{}{{\"type\":\"attachment\",\"length\":1,\"filename\":\"a.txt\"}}\nx\n", event(1, "a"));
    write(&mut committer, &[(1, accepted(&envelope)), (2, accepted(&envelope))]).expect("write");
    let state = world.meta.state.lock();
    assert_eq!((state.attachments, state.sum("attachment", Outcome::Accepted), state.sum("attachment", Outcome::Duplicate)), (1, 1, 1));
}

#[test]
fn a_poison_record_is_set_aside_and_the_rest_goes_on() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    let records = [(1, accepted(&event(1, "good"))), (2, accepted(&event(2, "poison"))), (3, accepted(&event(3, "fine")))];
    write(&mut committer, &records).expect("write");
    committer.commit_index().expect("commit");
    let state = world.meta.state.lock();
    assert_eq!((state.processed, state.counted.len(), world.documents()), (Offset(3), 2, 2));
    assert_eq!(state.outcomes.get(&("error".to_owned(), Outcome::Invalid, REFUSED.to_owned())), Some(&1));
    assert_eq!(state.came_and_ended(), (3, 3));
}

#[test]
fn a_document_that_is_refused_does_not_stop_the_others() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    world.events.refuse.lock().insert(format!("{:032x}", 2).parse().expect("id"));
    let records = [(1, accepted(&event(1, "a"))), (2, accepted(&event(2, "b"))), (3, accepted(&event(3, "c")))];
    assert!(write(&mut committer, &records).is_err());
    assert_eq!(committer.begin().expect("begin"), Offset(0));
    write(&mut committer, &records).expect("write");
    committer.commit_index().expect("commit");
    assert_eq!((world.documents(), world.events.indexed().expect("indexed")), (2, Offset(3)));
    assert!(world.meta.state.lock().counted.values().all(|n| *n == 1));
}

#[test]
fn a_busy_store_is_waited_out() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    world.meta.busy.store(3, std::sync::atomic::Ordering::Relaxed);
    write(&mut committer, &[(1, accepted(&event(1, "a")))]).expect("write");
    assert_eq!(world.meta.state.lock().counted.len(), 1);
    world.meta.busy.store(3, std::sync::atomic::Ordering::Relaxed);
    let stopping = committer.write(decoded(&[(2, accepted(&event(2, "b")))]), Offset(2), &FxHashSet::default(), NOW, &|_| false);
    assert_eq!(stopping.map_err(|e| e.kind), Err(ErrorKind::Unavailable));
}

#[test]
fn a_lost_answer_is_recognised() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    *world.meta.crash.lock() = Some(Crash { calls: 0, after: true });
    let patience = |_| {
        *world.meta.crash.lock() = None;
        true
    };
    committer.write(decoded(&[(1, accepted(&event(1, "a")))]), Offset(1), &FxHashSet::default(), NOW, &patience).expect("write");
    assert_eq!(world.meta.state.lock().counted.values().copied().collect::<Vec<_>>(), [1]);
    assert_eq!(
        world.events.inner.locate(Dataset::Errors, &[(ProjectId(7), "1".repeat(32).parse().expect("id"), NOW)]).expect("locate"),
        [None]
    );
}

#[test]
fn counts_of_the_door_are_folded_in() {
    let world = World::new();
    let mut committer = world.committer();
    committer.begin().expect("begin");
    let count = OutcomeCount {
        organization_id: 1,
        project_id: 7,
        key_id: 3,
        category: DataCategory::Error,
        outcome: OutcomeCode::RateLimited,
        reason: "key_limit".to_owned(),
        quantity: 40,
        timestamp_us: NOW.0,
    };
    write(&mut committer, &[(1, AcceptedRecord::Outcomes(vec![count]).encode()), (2, bytes::Bytes::from_static(b"rubbish"))])
        .expect("write");
    let state = world.meta.state.lock();
    assert_eq!((state.sum("error", Outcome::RateLimited), state.processed), (40, Offset(2)));
}

/// A journal of `n` records: single events, resent ones, envelopes with two items, sessions.
fn journal(dice: &mut Dice, n: u64) -> (Vec<(u64, bytes::Bytes)>, std::collections::BTreeSet<EventId>, u64) {
    let mut records = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut errors = 0;
    for offset in 1..=n {
        let id = dice.roll(n) + 1;
        let envelope = match dice.roll(10) {
            0 => "{}\n{\"type\":\"session\"}\n{\"sid\":\"x\"}\n".to_owned(),
            1 => format!("{}{{\"type\":\"client_report\"}}\n{{\"discarded_events\":[]}}\n", event(id, "two items")),
            _ => event(id, "one item"),
        };
        if envelope.contains("\"event\"") {
            ids.insert(format!("{id:032x}").parse().expect("id"));
            errors += 1;
        }
        records.push((offset, accepted(&envelope)));
    }
    (records, ids, errors)
}

/// Runs until the journal is done or a store dies.
fn run(world: &World, records: &[(u64, bytes::Bytes)], dice: &mut Dice, released: &mut Offset) -> StoreResult<()> {
    let mut committer = world.committer();
    let mut at = committer.begin()?;
    loop {
        assert!(at >= *released, "a record that is needed was released");
        let batch: Vec<_> = records.iter().filter(|(o, _)| *o > at.0).take(1 + dice.roll(4) as usize).cloned().collect();
        let Some((last, _)) = batch.last() else { break };
        let up_to = Offset(*last);
        committer.write(decoded(&batch), up_to, &FxHashSet::default(), NOW, &|_| false)?;
        at = up_to;
        if dice.roll(3) == 0 {
            committer.commit_index()?;
        }
    }
    committer.commit_index()?;
    Ok(())
}

/// Every acknowledged event is counted once and stored once, whatever died in between.
#[test]
fn crashes_between_all_steps_change_nothing() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let world = World::new();
        let n = 12 + dice.roll(20);
        let (records, ids, errors) = journal(&mut dice, n);
        let mut released = Offset(0);
        let mut rounds = 0;
        loop {
            rounds += 1;
            let crash = |dice: &mut Dice| Some(Crash { calls: dice.roll(6), after: dice.roll(2) == 0 });
            let doomed = rounds < 12;
            *world.meta.crash.lock() = if doomed && dice.roll(2) == 0 { crash(&mut dice) } else { None };
            *world.events.crash.lock() = if doomed { crash(&mut dice) } else { None };
            let done = run(&world, &records, &mut dice, &mut released).is_ok();
            *world.meta.crash.lock() = None;
            *world.events.crash.lock() = None;
            if done {
                break;
            }
            // The process dies: what was not committed is gone. Sometimes the power is cut as well.
            world.events.inner.crash();
            if dice.roll(3) == 0 {
                world.meta.lose(dice.roll(3) as usize, released);
            }
            let durable = world.meta.state.lock().processed.min(world.events.inner.indexed().expect("indexed"));
            if dice.roll(2) == 0 {
                released = released.max(durable);
            }
        }
        let state = world.meta.state.lock();
        assert_eq!(state.counted.keys().copied().collect::<std::collections::BTreeSet<_>>(), ids, "seed {seed}");
        assert!(state.counted.values().all(|n| *n == 1), "seed {seed}: counted twice: {:?}", state.counted);
        assert_eq!(state.sum("error", Outcome::Accepted) + state.sum("error", Outcome::Duplicate), errors, "seed {seed}");
        assert_eq!(state.sum("error", Outcome::Accepted), ids.len() as u64, "seed {seed}");
        let (came, ended) = state.came_and_ended();
        assert_eq!(came, ended, "seed {seed}: the ledger does not add up");
        let sessions = state.sum("session", Outcome::Accepted);
        assert_eq!(world.documents(), ids.len() as u64 + sessions, "seed {seed}");
        let keys: Vec<_> = ids.iter().map(|id| (ProjectId(7), *id, NOW)).collect();
        assert!(world.events.inner.locate(Dataset::Errors, &keys).expect("locate").iter().all(Option::is_some), "seed {seed}");
    }
}
