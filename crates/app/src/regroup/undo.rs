//! Taking back that rules were applied to stored events.
//!
//! The rules go back first, where they are still the newest, so that what arrives meanwhile is grouped by them. Then
//! merges the job made are taken back, every event it moved returns to the fingerprint it had, and those that came under
//! its rules are grouped by the rules of now. At last the fingerprints the job brought are forgotten, as if they had never
//! been: applied again, the rules do the same again.

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::grouping::{RegroupJob, RegroupKind};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, GroupKey, Select};
use bartizan_domain::time::DAY_US;
use bartizan_domain::{GroupHash, OrganizationId, ProjectId, TimeRange, UserId};
use bartizan_ports::meta::{MAX_RULE_VERSIONS, NewRegroup};

use crate::issues::of_hashes;
use crate::{App, AppError, AppResult};

/// Fingerprints asked about at once.
const HASHES_PER_QUESTION: usize = 200;

impl App {
    /// Begins to take a job back that has come to its end. With `rules`, and where its rules are the newest, those before
    /// them become the newest again; otherwise the rules of now stay in force for new events.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it is under way, was taken back, is itself one that takes back, when what it noted is
    /// kept no more (another job came after it), or while another is under way.
    pub fn undo_regroup(
        &self,
        organization: OrganizationId,
        project: ProjectId,
        id: i64,
        rules: bool,
        actor: Option<UserId>,
    ) -> AppResult<RegroupJob> {
        let job = self.job(organization, project, id)?;
        let newest = self.meta().regroups(organization, project, 1)?.pop().map(|job| job.id);
        let refused = match &job {
            job if !job.state.is_end() => Some("It is still under way; stop it first."),
            job if job.kind != RegroupKind::Apply => Some("Only rules that were applied can be taken back."),
            job if job.undone => Some("It was taken back already."),
            job if newest != Some(job.id) => Some("Only the last regrouping can be taken back."),
            _ => None,
        };
        if let Some(reason) = refused {
            return Err(AppError::Conflict(reason.to_owned()));
        }
        let version = self.rules_to_go_by(&job, rules, actor)?;
        let now = self.now();
        let new = NewRegroup {
            project_id: project,
            kind: RegroupKind::Undo,
            start: job.start,
            end: now.plus(DAY_US),
            version,
            undoes: Some(job.id),
            actor,
            now,
        };
        Ok(self.meta().create_regroup(organization, &new)?)
    }

    /// The number of the newest rules; with `back`, those before the job's are brought back if nobody wrote others since.
    fn rules_to_go_by(&self, job: &RegroupJob, back: bool, actor: Option<UserId>) -> AppResult<i64> {
        let versions = self.meta().rule_versions(job.organization_id, job.project_id, MAX_RULE_VERSIONS)?;
        let newest = versions.first().map_or(0, |version| version.number);
        if !back || newest != job.version || newest == 0 {
            return Ok(newest);
        }
        let before = versions.get(1).map_or(0, |version| version.number);
        Ok(self.restore_rules(job.organization_id, job.project_id, before, actor)?.number)
    }

    /// Issues that were merged because the job left them empty are there again.
    pub(super) fn bring_back_emptied(&self, undone: i64, actor: Option<UserId>) -> AppResult<()> {
        let _one = self.inner.regrouping.lock();
        for merge in self.meta().merges_of_job(undone)? {
            match self.restore(&merge, false, actor) {
                // It was deleted, or taken apart by hand, since.
                Ok(_) | Err(AppError::Conflict(_) | AppError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes the fingerprints that a job brought from their issues, where no event has them any more; false when that
    /// cannot be told just now.
    pub(super) fn forget_given(&self, job: &RegroupJob, undone: i64) -> AppResult<bool> {
        let mut after = None;
        loop {
            let given = self.meta().given_hashes(undone, after, HASHES_PER_QUESTION)?;
            let Some(last) = given.last().copied() else { return Ok(true) };
            let _turn = self.inner.options.turn.hold();
            if self.meta().processed()? != self.events().indexed()? {
                return Ok(false);
            }
            let used = self.used(job, &given)?;
            let unused: Vec<GroupHash> = given.into_iter().filter(|hash| !used.contains(hash)).collect();
            self.meta().take_hashes(undone, &unused)?;
            after = Some(last);
        }
    }

    fn used(&self, job: &RegroupJob, hashes: &[GroupHash]) -> AppResult<Vec<GroupHash>> {
        let query = EventQuery {
            dataset: Dataset::Errors,
            organization_id: job.organization_id,
            projects: vec![job.project_id],
            range: TimeRange::ALL,
            filter: of_hashes(hashes),
            select: Select::Groups {
                keys: vec![GroupKey::Field(FieldRef::field(GROUP_HASH))],
                aggregates: vec![Aggregate::Count],
                order: None,
                limit: hashes.len(),
                offset: 0,
            },
        };
        let rows = self.events().query(&query)?.rows;
        Ok(rows.iter().filter_map(|row| row.values.first().and_then(FieldValue::as_str)?.parse().ok()).collect())
    }
}
