//! Moving a chunk of events.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, Select};
use bartizan_domain::{EventId, GroupHash, IssueId, TimeRange};
use bartizan_ports::grouping::Restated;
use bartizan_ports::meta::{ChunkEnd, EventMove, MoveChunk, PlannedMove};
use bartizan_ports::{ErrorKind, StoreError};

use super::settle::Left;
use super::{CHUNK_EVENTS, RegroupStep};
use crate::{App, AppResult};

/// How often it is looked whether the stores agree, and how long at most.
const AGREE_POLL: Duration = Duration::from_millis(20);
/// See [`AGREE_POLL`].
const AGREE_POLLS: usize = 500;

/// A planned move with the event as it will be.
pub(super) type Carried = (PlannedMove, Restated);

/// Which issue a hash belongs to.
type Owners = BTreeMap<GroupHash, IssueId>;

impl App {
    /// Moves the next events of a job.
    pub(super) fn move_some(&self, job: &RegroupJob) -> AppResult<RegroupStep> {
        let _one = self.inner.regrouping.lock();
        let chunk = self.next_chunk(job)?;
        if chunk.is_empty() {
            if self.meta().next_moves(job.id, 1)?.is_empty() {
                if let Some(undone) = job.undoes
                    && !self.forget_given(job, undone)?
                {
                    return Ok(RegroupStep::Later);
                }
                self.meta().advance_regroup(job.id, RegroupState::Done, None, self.now())?;
                if job.kind == RegroupKind::Events {
                    while self.meta().clear_regroup(job.id)? {}
                }
            }
            return Ok(RegroupStep::More);
        }
        Ok(if self.carry(job, chunk)? { RegroupStep::More } else { RegroupStep::Later })
    }

    /// Finishes events whose counters have moved.
    pub(super) fn finish_counted(&self, job: &RegroupJob) -> AppResult<()> {
        loop {
            let chunk = self.next_chunk(job)?;
            if !chunk.iter().any(|(planned, _)| planned.counted) {
                return Ok(());
            }
            self.carry_patiently(job, &chunk)?;
        }
    }

    /// The next moves with their events; either all are counted or none. Those whose events are gone are forgotten.
    fn next_chunk(&self, job: &RegroupJob) -> AppResult<Vec<Carried>> {
        let mut planned = self.meta().next_moves(job.id, CHUNK_EVENTS)?;
        let counted = planned.first().is_some_and(|first| first.counted);
        planned.retain(|planned| planned.counted == counted);
        let keys: Vec<_> = planned.iter().map(|m| (job.project_id, m.event_id, m.timestamp)).collect();
        let stored = self.stored(job.organization_id, &keys)?;
        let restated = self.restate(&stored, &self.rules(job)?)?;
        let mut events: BTreeMap<EventId, Restated> =
            restated.into_iter().flatten().map(|restated| (restated.event.event_id, restated)).collect();
        let (mut chunk, mut gone) = (Vec::new(), Vec::new());
        for planned in planned {
            match events.remove(&planned.event_id) {
                Some(restated) => chunk.push((planned, restated)),
                None => gone.push(planned.event_id),
            }
        }
        if !gone.is_empty() {
            self.meta().drop_moves(job.id, &gone)?;
        }
        Ok(chunk)
    }

    /// As [`Self::carry`], waiting for the stores to agree.
    pub(super) fn carry_patiently(&self, job: &RegroupJob, chunk: &[Carried]) -> AppResult<()> {
        for _ in 0..AGREE_POLLS {
            if self.carry(job, chunk.to_vec())? {
                return Ok(());
            }
            std::thread::sleep(AGREE_POLL);
        }
        Err(StoreError::new(ErrorKind::Unavailable, "the event store is behind; try again later").into())
    }

    /// Moves a chunk; false when the stores do not tell the same just now and nothing was done.
    fn carry(&self, job: &RegroupJob, chunk: Vec<Carried>) -> AppResult<bool> {
        let _turn = self.inner.options.turn.hold();
        if self.meta().processed()? != self.events().indexed()? {
            return Ok(false);
        }
        let chunk: Vec<Carried> = chunk.into_iter().map(|(planned, restated)| forced(planned, restated)).collect();
        if chunk.iter().any(|(planned, _)| !planned.counted) {
            self.count(job, &chunk)?;
        }
        let owners = self.owners(job, chunk.iter().flat_map(|(planned, _)| [planned.from, planned.to]))?;
        let ids: Vec<EventId> = chunk.iter().map(|(planned, _)| planned.event_id).collect();
        let left = Left::of(&chunk, &owners);
        self.events().replace(Dataset::Errors, chunk.into_iter().map(|(_, restated)| restated.document).collect())?;
        let settled = self.settle(job, &left)?;
        let end = ChunkEnd { events: ids, settled: settled.settlements, emptied: settled.emptied };
        self.meta().finish_moves(job.id, &end, self.now())?;
        Ok(true)
    }

    fn owners(&self, job: &RegroupJob, hashes: impl Iterator<Item = GroupHash>) -> AppResult<Owners> {
        let hashes: Vec<GroupHash> = hashes.collect::<BTreeSet<_>>().into_iter().collect();
        Ok(self.meta().issues_of_hashes(job.project_id, &hashes)?.into_iter().collect())
    }

    fn count(&self, job: &RegroupJob, chunk: &[Carried]) -> AppResult<()> {
        let to: Vec<GroupHash> = chunk.iter().map(|(planned, _)| planned.to).collect::<BTreeSet<_>>().into_iter().collect();
        let heirs = self.meta().heirs(job.id, &to)?;
        let mut owners = self.owners(job, chunk.iter().flat_map(|(planned, _)| [planned.from, planned.to]))?;
        let inherited: Vec<_> = heirs.iter().filter_map(|(to, from)| Some((*to, *owners.get(from)?))).collect();
        owners.extend(inherited);
        let leaving = self.leaving(job, chunk, &owners)?;
        let moves = chunk.iter().map(|(planned, restated)| EventMove { from: planned.from, event: restated.event.clone() }).collect();
        Ok(self.meta().count_moves(job.id, &MoveChunk { moves, heirs, leaving }, self.now())?)
    }

    /// Users all of whose events leave an issue.
    fn leaving(&self, job: &RegroupJob, chunk: &[Carried], owners: &Owners) -> AppResult<Vec<(GroupHash, i64)>> {
        let mut by_issue: BTreeMap<IssueId, BTreeMap<String, (GroupHash, i64, i64)>> = BTreeMap::new();
        for (planned, restated) in chunk {
            let Some(source) = owners.get(&planned.from).filter(|source| owners.get(&planned.to) != Some(source)) else { continue };
            let (Some(user), Some(hash)) = (text_of(&restated.document, "user"), restated.event.user_hash) else { continue };
            by_issue.entry(*source).or_default().entry(user).or_insert((planned.from, hash, 0)).2 += 1;
        }
        let mut leaving = Vec::new();
        for (issue, users) in by_issue {
            let hashes = self.meta().hashes(job.organization_id, issue)?;
            let known = self.events_by_user(job, &hashes, users.keys().cloned().collect())?;
            let all_leave = |(user, (_, _, moved)): &(&String, &(GroupHash, i64, i64))| known.get(*user).copied().unwrap_or(0) <= *moved;
            leaving.extend(users.iter().filter(all_leave).map(|(_, (from, hash, _))| (*from, *hash)));
        }
        Ok(leaving)
    }

    fn events_by_user(&self, job: &RegroupJob, hashes: &[GroupHash], users: Vec<String>) -> AppResult<BTreeMap<String, i64>> {
        let limit = users.len();
        let of_users = Filter::In(FieldRef::field("user"), users.into_iter().map(FieldValue::Str).collect());
        let query = EventQuery {
            dataset: Dataset::Errors,
            organization_id: job.organization_id,
            projects: vec![job.project_id],
            range: TimeRange::ALL,
            filter: crate::issues::of_hashes(hashes).and(of_users),
            select: Select::Groups {
                keys: vec![GroupKey::Field(FieldRef::field("user"))],
                aggregates: vec![Aggregate::Count],
                order: None,
                limit,
                offset: 0,
            },
        };
        let rows = self.events().query(&query)?.rows;
        let pair = |row: &bartizan_domain::query::Row| match row.values.as_slice() {
            [FieldValue::Str(user), FieldValue::I64(count)] => Some((user.clone(), *count)),
            _ => None,
        };
        Ok(rows.iter().filter_map(pair).collect())
    }
}

/// The event under the hash that was planned, whatever the rules make of it by now.
fn forced(planned: PlannedMove, mut restated: Restated) -> Carried {
    if restated.event.hashes.first() != Some(&planned.to) {
        restated.event.hashes = vec![planned.to];
        restated.document.fields.retain(|(name, _)| *name != GROUP_HASH);
        restated.document.fields.push((GROUP_HASH, FieldValue::Str(planned.to.to_string())));
    }
    (planned, restated)
}

fn text_of(document: &Document, name: &str) -> Option<String> {
    document.fields.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_str().map(str::to_owned))
}
