//! Grouping stored events anew: by other rules, or because their stack traces became readable.
//!
//! A job first looks at each event of its range and writes down which are to move; then it moves them a chunk at a
//! time. Of a chunk, counters and the note that documents are to follow change in one transaction; then the documents
//! are replaced, then the note goes. Whatever is interrupted is found by its notes and finished by the same steps.
//!
//! **Promise:** at the end of every chunk the counters of the issues touched equal the stored events, as far as they did
//! before. A chunk is moved while no batch is under way ([`bartizan_ports::turn::Turn`]), so that both stores tell the same.

mod carry;
mod settle;
mod undo;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::grouping::{RegroupJob, RegroupKind, RegroupState, RuleTexts};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, Select};
use bartizan_domain::time::{DAY_US, SECOND_US};
use bartizan_domain::{EventId, GroupHash, OrganizationId, ProjectId, TimeRange, Timestamp, UserId};
use bartizan_ports::grouping::Restated;
use bartizan_ports::meta::{MAX_RULE_VERSIONS, NewRegroup, PlanChunk, PlannedMove};

use crate::{App, AppError, AppResult};

/// Longest look back of a job in days.
pub const MAX_REGROUP_DAYS: i64 = 90;
/// Events looked at in one step.
const LOOK_EVENTS: usize = 500;
/// Events moved while batches wait.
const CHUNK_EVENTS: usize = 200;
/// Rules are in force in every process so long after their moment.
const RULES_GRACE_US: i64 = 2 * SECOND_US;
/// Jobs of a project that are remembered with what they noted.
const JOBS_KEPT: usize = 50;

/// What a step of the work came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegroupStep {
    /// There is more to do at once.
    More,
    /// There is something to do later.
    Later,
    /// There is nothing to do.
    Nothing,
}

/// What [`App::regroup_events`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegroupedEvents {
    /// Documents that were replaced.
    pub replaced: u64,
    /// Events among them that went to another issue or hash.
    pub moved: u64,
}

/// Rules with what the project's past asks of them.
struct Rules {
    texts: RuleTexts,
    with_previous: bool,
}

impl App {
    /// Begins to apply the newest rules of a project to the stored events of its last days.
    ///
    /// # Errors
    /// `Invalid` for a number of days out of range, `Conflict` while another job of the project is under way, `NotFound`.
    pub fn start_regroup(
        &self,
        organization: OrganizationId,
        project: ProjectId,
        days: i64,
        actor: Option<UserId>,
    ) -> AppResult<RegroupJob> {
        if !(1..=MAX_REGROUP_DAYS).contains(&days) {
            return Err(AppError::invalid("days", format!("A number from 1 to {MAX_REGROUP_DAYS} is required.")));
        }
        let version = self.meta().rule_versions(organization, project, 1)?.pop().map_or(0, |newest| newest.number);
        let now = self.now();
        let new = NewRegroup {
            project_id: project,
            kind: RegroupKind::Apply,
            start: now.plus(-days * DAY_US),
            end: now.plus(DAY_US),
            version,
            undoes: None,
            actor,
            now,
        };
        Ok(self.meta().create_regroup(organization, &new)?)
    }

    /// Stops a job. What was moved stays moved; a chunk under way is finished first.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` when it came to its end already.
    pub fn cancel_regroup(&self, organization: OrganizationId, project: ProjectId, id: i64) -> AppResult<RegroupJob> {
        let job = self.job(organization, project, id)?;
        let _one = self.inner.regrouping.lock();
        self.finish_counted(&job)?;
        if !self.meta().advance_regroup(id, RegroupState::Cancelled, None, self.now())? {
            return Err(AppError::Conflict("It has come to its end already.".to_owned()));
        }
        Ok(self.meta().regroup(organization, id)?)
    }

    fn job(&self, organization: OrganizationId, project: ProjectId, id: i64) -> AppResult<RegroupJob> {
        let job = self.meta().regroup(organization, id)?;
        if job.project_id == project { Ok(job) } else { Err(AppError::NotFound("regrouping not found".to_owned())) }
    }

    /// Does a step of the oldest job that is open. To be called again and again, by one task of one process.
    ///
    /// # Errors
    /// `Store`; the step is to be tried again later.
    pub fn step_regroup(&self) -> AppResult<RegroupStep> {
        let mut later = false;
        for job in self.meta().open_regroups()? {
            let step = match self.step(&job) {
                Err(AppError::Invalid(fault)) => {
                    self.meta().advance_regroup(job.id, RegroupState::Failed, Some(&fault.message), self.now())?;
                    RegroupStep::More
                }
                step => step?,
            };
            match step {
                RegroupStep::More => return Ok(RegroupStep::More),
                RegroupStep::Later => later = true,
                RegroupStep::Nothing => {}
            }
        }
        Ok(if later { RegroupStep::Later } else { RegroupStep::Nothing })
    }

    fn step(&self, job: &RegroupJob) -> AppResult<RegroupStep> {
        match job.state {
            RegroupState::Waiting => self.begin(job),
            RegroupState::Looking => self.look(job),
            RegroupState::Moving => self.move_some(job),
            RegroupState::Done | RegroupState::Cancelled | RegroupState::Failed => Ok(RegroupStep::Nothing),
        }
    }

    /// Waits for the rules to be in force, forgets what earlier jobs noted, and counts what there is to look at.
    fn begin(&self, job: &RegroupJob) -> AppResult<RegroupStep> {
        let versions = self.meta().rule_versions(job.organization_id, job.project_id, MAX_RULE_VERSIONS)?;
        let in_force = versions.iter().find(|v| v.number == job.version).map_or(Timestamp(0), |v| v.active_from.plus(RULES_GRACE_US));
        if self.now() < in_force {
            return Ok(RegroupStep::Later);
        }
        let earlier = self.meta().regroups(job.organization_id, job.project_id, JOBS_KEPT)?;
        for old in earlier.iter().filter(|old| old.id != job.id && Some(old.id) != job.undoes) {
            while self.meta().clear_regroup(old.id)? {}
        }
        let select = Select::Groups { keys: Vec::new(), aggregates: vec![Aggregate::Count], order: None, limit: 1, offset: 0 };
        let counted = self.ask_events(job, Timestamp(job.start.0), select)?;
        let total = counted.first().and_then(|row| row.values.first()).and_then(FieldValue::as_i64).unwrap_or(0);
        if let Some(undone) = job.undoes {
            self.bring_back_emptied(undone, job.actor)?;
        }
        self.meta().size_regroup(job.id, u64::try_from(total).unwrap_or(0))?;
        self.meta().advance_regroup(job.id, RegroupState::Looking, None, self.now())?;
        Ok(RegroupStep::More)
    }

    fn ask_events(&self, job: &RegroupJob, start: Timestamp, select: Select) -> AppResult<Vec<bartizan_domain::query::Row>> {
        let query = EventQuery {
            dataset: Dataset::Errors,
            organization_id: job.organization_id,
            projects: vec![job.project_id],
            range: TimeRange { start, end: job.end },
            filter: Filter::All,
            select,
        };
        Ok(self.events().query(&query)?.rows)
    }

    /// Looks at the next events and writes down which are to move.
    fn look(&self, job: &RegroupJob) -> AppResult<RegroupStep> {
        let (at, same) = job.cursor;
        let offset = usize::try_from(same).unwrap_or(usize::MAX);
        let fields = vec![FieldRef::field("timestamp")];
        let rows = self.ask_events(job, at, Select::Rows { fields, by: None, newest_first: false, limit: LOOK_EVENTS, offset })?;
        let keys: Vec<(ProjectId, EventId, Timestamp)> = rows
            .iter()
            .filter_map(|row| match (row.event, row.values.first()) {
                (Some((project, event)), Some(FieldValue::Time(at))) => Some((project, event, *at)),
                _ => None,
            })
            .collect();
        let Some((_, _, last)) = keys.last().copied() else {
            self.meta().advance_regroup(job.id, RegroupState::Moving, None, self.now())?;
            return Ok(RegroupStep::More);
        };
        let of_last = keys.iter().filter(|(_, _, time)| *time == last).count() as u64;
        let cursor = (last, if last == at { same + of_last } else { of_last });
        let documents = self.stored(job.organization_id, &keys)?;
        let rules = self.rules(job)?;
        let restated = self.restate(&documents, &rules)?;
        let targets = self.targets(job, &restated)?;
        let mut chunk = PlanChunk { cursor, looked: keys.len() as u64, ..PlanChunk::default() };
        for (document, to) in documents.iter().zip(targets) {
            let Some(from) = hash_of(document) else { continue };
            match to.filter(|to| *to != from) {
                Some(to) => chunk.moves.push(planned(document, from, to)),
                None => chunk.stays.push(from),
            }
        }
        chunk.stays.sort_unstable();
        chunk.stays.dedup();
        self.meta().plan_moves(job.id, &chunk)?;
        Ok(RegroupStep::More)
    }

    /// The hash each event gets: by the rules, or the one it had before the job that is taken back.
    fn targets(&self, job: &RegroupJob, restated: &[Option<Restated>]) -> AppResult<Vec<Option<GroupHash>>> {
        let ids: Vec<EventId> = restated.iter().flatten().map(|restated| restated.event.event_id).collect();
        let logged = match job.undoes {
            Some(undone) => self.meta().moved_from(undone, &ids)?,
            None => Vec::new(),
        };
        let target = |restated: &Option<Restated>| {
            let event = &restated.as_ref()?.event;
            let before = logged.iter().find(|(id, _)| *id == event.event_id).map(|(_, hash)| *hash);
            before.or_else(|| event.hashes.first().copied())
        };
        Ok(restated.iter().map(target).collect())
    }

    fn stored(&self, organization: OrganizationId, keys: &[(ProjectId, EventId, Timestamp)]) -> AppResult<Vec<Document>> {
        Ok(self.events().documents(Dataset::Errors, organization, keys)?.into_iter().flatten().collect())
    }

    fn restate(&self, documents: &[Document], rules: &Rules) -> AppResult<Vec<Option<Restated>>> {
        let restated = self.inner.options.grouper.restate(documents, &rules.texts, rules.with_previous);
        restated.map_err(|(field, fault)| AppError::invalid(field, fault.to_string()))
    }

    /// The rules a job applies: those of its version, or the newest when that one is kept no more.
    fn rules(&self, job: &RegroupJob) -> AppResult<Rules> {
        let versions = self.meta().rule_versions(job.organization_id, job.project_id, MAX_RULE_VERSIONS)?;
        let found = versions.iter().find(|version| version.number == job.version);
        let texts = match found.or_else(|| versions.first().filter(|_| job.version > 0)) {
            Some(version) => version.texts.clone(),
            None => RuleTexts::default(),
        };
        let with_previous = self.meta().groupings()?.iter().any(|of| of.project_id == job.project_id && of.with_previous);
        Ok(Rules { texts, with_previous })
    }

    /// Stores changed documents (same ids and times, other payloads) in the place of the stored ones: grouped anew by the
    /// rules in force, with their issues' counters moved along. Documents that are stored no more are left out.
    ///
    /// Safe to repeat: after a crash the same call does what is left.
    ///
    /// # Errors
    /// `Store`, also when batches keep the stores apart for too long; then some may have been replaced.
    pub fn regroup_events(&self, organization: OrganizationId, project: ProjectId, documents: Vec<Document>) -> AppResult<RegroupedEvents> {
        let mut done = RegroupedEvents::default();
        let mut documents = documents.into_iter().filter(|d| d.project_id == project && d.organization_id == organization).peekable();
        while documents.peek().is_some() {
            let chunk: Vec<Document> = documents.by_ref().take(CHUNK_EVENTS).collect();
            let more = self.regroup_chunk(organization, project, &chunk)?;
            done.replaced += more.replaced;
            done.moved += more.moved;
        }
        Ok(done)
    }

    fn regroup_chunk(&self, organization: OrganizationId, project: ProjectId, documents: &[Document]) -> AppResult<RegroupedEvents> {
        let _one = self.inner.regrouping.lock();
        let now = self.now();
        let version = self.meta().rule_versions(organization, project, 1)?.pop().map_or(0, |newest| newest.number);
        let new =
            NewRegroup { project_id: project, kind: RegroupKind::Events, start: now, end: now, version, undoes: None, actor: None, now };
        let keys: Vec<_> = documents.iter().map(|d| (d.project_id, d.event_id, d.timestamp)).collect();
        let stored = self.events().documents(Dataset::Errors, organization, &keys)?;
        let job = self.meta().create_regroup(organization, &new)?;
        let restated = self.restate(documents, &self.rules(&job)?)?;
        let (mut moves, mut moved) = (Vec::new(), 0);
        let mut plan = PlanChunk { looked: documents.len() as u64, cursor: (now, 0), ..PlanChunk::default() };
        for (stored, restated) in stored.iter().zip(restated) {
            let (Some(stored), Some(restated)) = (stored, restated) else { continue };
            let (Some(from), Some(to)) = (hash_of(stored), restated.event.hashes.first().copied()) else { continue };
            // One that stays goes the same way: the issue may have another name now.
            if from == to {
                plan.stays.push(from);
            } else {
                moved += 1;
            }
            plan.moves.push(planned(stored, from, to));
            moves.push((planned(stored, from, to), restated));
        }
        self.meta().plan_moves(job.id, &plan)?;
        let replaced = moves.len() as u64;
        if !moves.is_empty() {
            self.carry_patiently(&job, &moves)?;
        }
        self.meta().advance_regroup(job.id, RegroupState::Done, None, self.now())?;
        while self.meta().clear_regroup(job.id)? {}
        Ok(RegroupedEvents { replaced, moved })
    }
}

/// The group hash a document is stored under.
fn hash_of(document: &Document) -> Option<GroupHash> {
    let value = document.fields.iter().find(|(name, _)| *name == GROUP_HASH).map(|(_, value)| value);
    value.and_then(FieldValue::as_str)?.parse().ok()
}

fn planned(document: &Document, from: GroupHash, to: GroupHash) -> PlannedMove {
    PlannedMove { event_id: document.event_id, timestamp: document.timestamp, from, to, counted: false }
}
