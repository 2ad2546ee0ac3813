//! Jobs that group stored events anew.

use std::collections::BTreeMap;

use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{EventId, GroupHash, IssueId, OrganizationId, ProjectId, Timestamp};
use serde_json::json;

use super::MemoryMeta;
use super::batch::{count_in, resolve};
use super::grouping::merge;
use super::issues::add_activity;
use super::state::State;
use crate::meta::{ChunkEnd, EventMove, MoveChunk, NewActivity, NewRegroup, PlanChunk, PlannedMove, Regroups, Settlement};
use crate::{ErrorKind, StoreError, StoreResult};

/// Stands for all jobs of kind `events` where heirs are noted.
const NO_JOB: i64 = 0;

fn heirs_of(job: &RegroupJob) -> i64 {
    if job.kind == RegroupKind::Events { NO_JOB } else { job.id }
}

impl State {
    fn job(&self, id: i64) -> StoreResult<RegroupJob> {
        self.regroups.get(&id).cloned().ok_or_else(|| StoreError::not_found("regrouping"))
    }

    fn change_job(&mut self, id: i64, change: impl FnOnce(&mut RegroupJob)) {
        if let Some(job) = self.regroups.get_mut(&id) {
            change(job);
        }
    }

    /// How many events of the job go from one hash to another.
    fn flows(&self, id: i64) -> BTreeMap<(GroupHash, GroupHash), usize> {
        let mut flows = BTreeMap::new();
        for (planned, _) in self.moves.iter().filter(|((job, _), _)| *job == id).map(|(_, entry)| entry) {
            *flows.entry((planned.from, planned.to)).or_default() += 1;
        }
        flows
    }

    fn heir(&self, job: &RegroupJob, to: GroupHash) -> Option<GroupHash> {
        if self.hashes.contains_key(&(job.project_id, to)) {
            return None;
        }
        let flows = self.flows(job.id);
        let mut sources: Vec<_> = flows.iter().filter(|((_, target), _)| *target == to).map(|((from, _), n)| (*from, *n)).collect();
        sources.sort_by_key(|(from, n)| (std::cmp::Reverse(*n), *from));
        let largest = |of: GroupHash| {
            let parts = flows.iter().filter(|((from, _), _)| *from == of);
            parts.min_by_key(|((_, target), n)| (std::cmp::Reverse(**n), *target)).map(|((_, target), _)| *target)
        };
        let has_heir = |of: GroupHash| {
            self.heirs.iter().any(|((project, id, _), from)| (*project, *id) == (job.project_id, heirs_of(job)) && *from == Some(of))
        };
        let fits = |from: &GroupHash| !self.stays.contains(&(job.id, *from)) && largest(*from) == Some(to) && !has_heir(*from);
        sources.into_iter().map(|(from, _)| from).find(fits)
    }

    fn note_heir(&mut self, job: &RegroupJob, hash: GroupHash, from: Option<GroupHash>) {
        self.heirs.entry((job.project_id, heirs_of(job), hash)).or_insert(from);
    }

    /// Takes one event; answers the issue it left and the one it came to.
    fn take_moved(&mut self, job: &RegroupJob, moved: &EventMove, now: Timestamp) -> Option<(IssueId, IssueId)> {
        let event = &moved.event;
        let planned = self.moves.get_mut(&(job.id, event.event_id)).filter(|(planned, done)| !planned.counted && !done)?;
        planned.0.counted = true;
        let from = self.hashes.get(&(job.project_id, moved.from)).copied();
        let (to, made) = resolve(self, event, now);
        if made {
            self.change_job(job.id, |job| job.made += 1);
            event.hashes.first().into_iter().for_each(|hash| self.note_heir(job, *hash, None));
        }
        if from == Some(to) {
            return None;
        }
        count_in(self, to, event);
        let from = from?;
        if let Some(count) = self.issue_hours.get_mut(&(from, event.timestamp.floor(HOUR_US))) {
            *count = count.saturating_sub(1);
        }
        self.issue_hours.retain(|_, count| *count > 0);
        if let Some(issue) = self.issues.get_mut(&from) {
            issue.times_seen = issue.times_seen.saturating_sub(1);
        }
        Some((from, to))
    }

    fn tell(&mut self, job: &RegroupJob, at: IssueId, other: IssueId, kind: &str, now: Timestamp) {
        let number = self.issues.get(&other).map(|issue| issue.number);
        let data = json!({"job": heirs_of(job), "issue": {"id": other.to_string(), "number": number}}).to_string();
        if !self.activity.iter().any(|a| a.issue_id == at && a.kind == kind && a.data == data) {
            add_activity(self, at, &NewActivity { kind: kind.to_owned(), user_id: job.actor, data }, now);
        }
    }

    pub(super) fn settle(&mut self, settlement: &Settlement) {
        let Some(issue) = self.issues.get_mut(&settlement.issue) else { return };
        if let Some((first, release)) = &settlement.first {
            (issue.first_seen, issue.first_release) = (*first, release.clone());
        }
        if let Some(last) = &settlement.last {
            (issue.last_seen, issue.last_release) = (last.timestamp, last.release.clone());
            issue.title.clone_from(&last.title);
            issue.culprit.clone_from(&last.culprit);
            issue.metadata.clone_from(&last.metadata);
        }
    }
}

impl Regroups for MemoryMeta {
    fn create_regroup(&self, organization_id: OrganizationId, new: &NewRegroup) -> StoreResult<RegroupJob> {
        let mut state = self.state.lock();
        state.project(organization_id, new.project_id)?;
        let busy = |job: &RegroupJob| job.project_id == new.project_id && job.finished.is_none() && job.kind != RegroupKind::Events;
        if new.kind != RegroupKind::Events && state.regroups.values().any(busy) {
            return Err(StoreError::new(ErrorKind::Conflict, "stored events of this project are being grouped anew already"));
        }
        if let Some(undone) = new.undoes {
            state.change_job(undone, |job| job.undone = true);
        }
        let job = RegroupJob {
            id: state.new_id(),
            organization_id,
            project_id: new.project_id,
            kind: new.kind,
            state: if new.kind == RegroupKind::Events { RegroupState::Moving } else { RegroupState::Waiting },
            start: new.start,
            end: new.end,
            version: new.version,
            undoes: new.undoes,
            undone: false,
            actor: new.actor,
            total: 0,
            looked: 0,
            cursor: (new.start, 0),
            planned: 0,
            moved: 0,
            made: 0,
            merged: 0,
            note: None,
            created: new.now,
            finished: None,
        };
        state.regroups.insert(job.id, job.clone());
        Ok(job)
    }

    fn regroups(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RegroupJob>> {
        let state = self.state.lock();
        state.project(organization_id, project_id)?;
        let of = |job: &&RegroupJob| job.project_id == project_id && job.kind != RegroupKind::Events;
        Ok(state.regroups.values().rev().filter(of).take(limit).cloned().collect())
    }

    fn open_regroups(&self) -> StoreResult<Vec<RegroupJob>> {
        Ok(self.state.lock().regroups.values().filter(|job| job.finished.is_none()).cloned().collect())
    }

    fn regroup(&self, organization_id: OrganizationId, id: i64) -> StoreResult<RegroupJob> {
        self.state
            .lock()
            .job(id)
            .ok()
            .filter(|job| job.organization_id == organization_id)
            .ok_or_else(|| StoreError::not_found("regrouping"))
    }

    fn advance_regroup(&self, id: i64, to: RegroupState, note: Option<&str>, now: Timestamp) -> StoreResult<bool> {
        let mut state = self.state.lock();
        let Some(job) = state.regroups.get_mut(&id).filter(|job| job.finished.is_none()) else { return Ok(false) };
        job.state = to;
        job.note = note.map(str::to_owned);
        job.finished = to.is_end().then_some(now);
        Ok(true)
    }

    fn size_regroup(&self, id: i64, total: u64) -> StoreResult<()> {
        self.state.lock().change_job(id, |job| job.total = total);
        Ok(())
    }

    fn plan_moves(&self, id: i64, chunk: &PlanChunk) -> StoreResult<()> {
        let mut state = self.state.lock();
        let mut planned = 0;
        for new in &chunk.moves {
            if let std::collections::btree_map::Entry::Vacant(entry) = state.moves.entry((id, new.event_id)) {
                entry.insert((PlannedMove { counted: false, ..new.clone() }, false));
                planned += 1;
            }
        }
        state.stays.extend(chunk.stays.iter().map(|hash| (id, *hash)));
        state.change_job(id, |job| {
            job.cursor = chunk.cursor;
            job.looked += chunk.looked;
            job.planned += planned;
        });
        Ok(())
    }

    fn next_moves(&self, id: i64, limit: usize) -> StoreResult<Vec<PlannedMove>> {
        let state = self.state.lock();
        let mut open: Vec<PlannedMove> =
            state.moves.iter().filter(|((job, _), (_, done))| *job == id && !done).map(|(_, (planned, _))| planned.clone()).collect();
        open.sort_by_key(|planned| (!planned.counted, planned.event_id));
        open.truncate(limit);
        Ok(open)
    }

    fn moved_from(&self, id: i64, events: &[EventId]) -> StoreResult<Vec<(EventId, GroupHash)>> {
        let state = self.state.lock();
        let of = |event: &EventId| state.moves.get(&(id, *event)).filter(|(_, done)| *done).map(|(planned, _)| (*event, planned.from));
        Ok(events.iter().filter_map(of).collect())
    }

    fn heirs(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, GroupHash)>> {
        let state = self.state.lock();
        let job = state.job(id)?;
        Ok(hashes.iter().filter_map(|to| Some((*to, state.heir(&job, *to)?))).collect())
    }

    fn given_hashes(&self, id: i64, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<GroupHash>> {
        let state = self.state.lock();
        let of = |(_, job, hash): &&(ProjectId, i64, GroupHash)| *job == id && after.is_none_or(|after| *hash > after);
        Ok(state.heirs.keys().filter(of).map(|(_, _, hash)| *hash).take(limit).collect())
    }

    fn take_hashes(&self, id: i64, hashes: &[GroupHash]) -> StoreResult<()> {
        let mut state = self.state.lock();
        let project = state.job(id)?.project_id;
        for hash in hashes {
            state.hashes.remove(&(project, *hash));
            state.likeness.remove(&(project, *hash));
            state.heirs.remove(&(project, id, *hash));
        }
        Ok(())
    }

    fn count_moves(&self, id: i64, chunk: &MoveChunk, now: Timestamp) -> StoreResult<()> {
        let mut state = self.state.lock();
        let job = state.job(id)?;
        for (hash, from) in &chunk.heirs {
            let owner = state.hashes.get(&(job.project_id, *from)).copied();
            if let Some(owner) = owner.filter(|_| !state.hashes.contains_key(&(job.project_id, *hash))) {
                state.hashes.insert((job.project_id, *hash), owner);
                state.note_heir(&job, *hash, Some(*from));
            }
        }
        let mut told = Vec::new();
        for moved in chunk.moves.iter().filter(|moved| moved.event.project_id == job.project_id) {
            told.extend(state.take_moved(&job, moved, now));
        }
        for (hash, user) in &chunk.leaving {
            let Some(issue) = state.hashes.get(&(job.project_id, *hash)).copied() else { continue };
            if state.issue_users.remove(&(issue, *user))
                && let Some(issue) = state.issues.get_mut(&issue)
            {
                issue.users_seen -= 1;
            }
        }
        for (from, to) in told {
            state.tell(&job, from, to, "regroup_source", now);
            state.tell(&job, to, from, "regroup_destination", now);
        }
        Ok(())
    }

    fn finish_moves(&self, id: i64, end: &ChunkEnd, now: Timestamp) -> StoreResult<()> {
        let mut state = self.state.lock();
        let mut moved = 0;
        for event in &end.events {
            if let Some((_, done)) = state.moves.get_mut(&(id, *event)).filter(|(_, done)| !done) {
                *done = true;
                moved += 1;
            }
        }
        state.change_job(id, |job| job.moved += moved);
        end.settled.iter().for_each(|settlement| state.settle(settlement));
        let job = state.job(id)?;
        for (emptied, into) in &end.emptied {
            let merged = merge(&mut state, job.organization_id, *into, &[*emptied], MergeReason::Regroup { job: id }, job.actor, now);
            let merged = merged.map_or(0, |merged| merged.children.len() as u64);
            state.change_job(id, |job| job.merged += merged);
        }
        Ok(())
    }

    fn drop_moves(&self, id: i64, events: &[EventId]) -> StoreResult<()> {
        self.state.lock().moves.retain(|(job, event), (_, done)| *job != id || *done || !events.contains(event));
        Ok(())
    }

    fn clear_regroup(&self, id: i64) -> StoreResult<bool> {
        let mut state = self.state.lock();
        let before = state.moves.len();
        state.moves.retain(|(job, _), _| *job != id);
        state.stays.retain(|(job, _)| *job != id);
        state.heirs.retain(|(_, job, _), _| *job != id);
        state.regroups.retain(|job, row| *job != id || row.kind != RegroupKind::Events || row.finished.is_none());
        Ok(state.moves.len() < before)
    }
}
