//! Automatic merging: issues whose events have the same types and the same frames of the application.
//!
//! Only in projects that ask for it; otherwise such issues are suggested. Every merge is told in the activity of the
//! issue that stays, with its reason, and can be taken back from there; what a person takes apart stays apart.
//!
//! **Promise:** which fingerprints are together depends on the fingerprints alone, not on the order in which they came.

use bartizan_domain::grouping::RuleTexts;
use bartizan_domain::issue::{Arrival, Issue, Status, StatusDetails, Substatus, Transition, on_event};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::{IssuePatch, MERGE_SAME_FRAMES, MergingProject, NewActivity, OutboxDraft, ProjectPatch};
use serde_json::{Value, json};

use super::likeness::{hides_its_tree, likeness};
use super::{Edge, Question, of_hashes};
use crate::{App, AppError, AppResult};

/// Fingerprints looked at before other work has its turn.
const LOOK_HASHES: usize = 100;
/// … and in one call.
const MAX_LOOKED_AT: usize = 500;

/// What is known of a fingerprint.
enum Look {
    /// What it is like.
    Known(Option<GroupHash>),
    /// Its event cannot be found yet.
    Later,
}

impl App {
    /// Lets issues of a project be merged by themselves, or not.
    ///
    /// # Errors
    /// `NotFound`, `Store`.
    pub fn set_merge_same_frames(&self, organization: OrganizationId, project: ProjectId, on: bool) -> AppResult<()> {
        let options = [(MERGE_SAME_FRAMES.to_owned(), on.then(|| "true".to_owned()))].into();
        self.update_project(organization, project, &ProjectPatch { options, ..ProjectPatch::default() }).map(drop)
    }

    /// Whether issues of a project are merged by themselves.
    ///
    /// # Errors
    /// `NotFound`, `Store`.
    pub fn merges_same_frames(&self, organization: OrganizationId, project: ProjectId) -> AppResult<bool> {
        Ok(self.meta().project(organization, project)?.options.get(MERGE_SAME_FRAMES).is_some_and(|on| on == "true"))
    }

    /// Looks at the new fingerprints of every project that asks for it and merges issues that are alike; answers how many
    /// went into others. To be called again and again, by one task of one process.
    ///
    /// # Errors
    /// `Store`; what was not looked at is looked at by the next call.
    pub fn merge_alike(&self) -> AppResult<usize> {
        let mut merged = 0;
        for project in self.meta().merging_projects()? {
            let looked = self.inner.looked_at.lock().get(&project.project_id).copied();
            if looked == Some(project.next_number) {
                continue;
            }
            let (found, is_complete) = self.merge_alike_of(&project)?;
            merged += found;
            if is_complete {
                self.inner.looked_at.lock().insert(project.project_id, project.next_number);
            }
        }
        Ok(merged)
    }

    /// How many were merged, and whether everything was looked at.
    fn merge_alike_of(&self, project: &MergingProject) -> AppResult<(usize, bool)> {
        let (mut merged, mut looked, mut after, mut is_complete) = (0, 0, None, true);
        loop {
            let new = self.meta().new_hashes(project.project_id, after, LOOK_HASHES)?;
            let Some((last, _)) = new.last().copied() else { return Ok((merged, is_complete)) };
            for (hash, issue) in &new {
                match self.merge_like(project, *hash, *issue)? {
                    Some(found) => merged += found,
                    None => is_complete = false,
                }
            }
            after = Some(last);
            looked += new.len();
            if looked >= MAX_LOOKED_AT {
                return Ok((merged, false));
            }
        }
    }

    /// Merges the issue of a new fingerprint with those like it; `None` when it cannot be told yet.
    fn merge_like(&self, project: &MergingProject, hash: GroupHash, issue: IssueId) -> AppResult<Option<usize>> {
        let _one = self.inner.regrouping.lock();
        let issue = match self.meta().issue(project.organization_id, issue, None) {
            Ok(found) => found.issue,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let Look::Known(likeness) = self.look_at(&issue, hash)? else { return Ok(None) };
        let mut merged = 0;
        if let Some(likeness) = likeness {
            let mut alike = vec![issue.clone()];
            for id in self.meta().issues_like(project.project_id, likeness)? {
                if id != issue.id {
                    alike.push(self.meta().issue(project.organization_id, id, None)?.issue);
                }
            }
            merged = self.merge_into_oldest(project, alike)?;
        }
        // Last of all: a crash before it leaves the fingerprint to be looked at again.
        self.meta().note_likeness(project.project_id, hash, likeness)?;
        Ok(Some(merged))
    }

    fn look_at(&self, issue: &Issue, hash: GroupHash) -> AppResult<Look> {
        // Asked first: what is indexed by then is found.
        let is_settled = self.meta().processed()? == self.events().indexed()?;
        let question = Question { app: self, source: issue, filter: of_hashes(&[hash]) };
        let edge = match question.edge(true)? {
            Some(edge) => edge,
            None if is_settled => return Ok(Look::Known(None)),
            None => return Ok(Look::Later),
        };
        let Some(payload) = question.payload(&edge)? else { return Ok(Look::Known(None)) };
        if !hides_its_tree(&payload, hash) {
            return Ok(Look::Known(likeness(&payload, hash)));
        }
        let explained = self.explained(&question, &edge)?;
        Ok(Look::Known(explained.and_then(|payload| likeness(&payload, hash))))
    }

    /// An event with the fingerprint of the version before explained as it is today. No rule of the project has a say in it.
    fn explained(&self, question: &Question<'_>, edge: &Edge) -> AppResult<Option<Value>> {
        let Some(document) = question.document(edge)? else { return Ok(None) };
        let restated = self.inner.options.grouper.restate(&[document], &RuleTexts::default(), true);
        let restated = restated.map_err(|(_, fault)| AppError::Internal(fault.to_string()))?.into_iter().next().flatten();
        Ok(restated.and_then(|restated| serde_json::from_slice(&restated.document.payload).ok()))
    }

    fn merge_into_oldest(&self, project: &MergingProject, mut alike: Vec<Issue>) -> AppResult<usize> {
        alike.sort_by_key(|issue| issue.number);
        let Some((oldest, others)) = alike.split_first().filter(|(_, others)| !others.is_empty()) else { return Ok(0) };
        let ids: Vec<IssueId> = others.iter().map(|issue| issue.id).collect();
        let (organization, now) = (project.organization_id, self.now());
        let merged = self.meta().merge_issues(organization, oldest.id, &ids, MergeReason::Frames, None, now)?;
        others.iter().try_for_each(|issue| self.wake(oldest, issue))?;
        Ok(merged.children.len())
    }

    /// A failure that was thought to be resolved came back under another fingerprint.
    fn wake(&self, oldest: &Issue, other: &Issue) -> AppResult<()> {
        let arrival = Arrival {
            timestamp: other.last_seen,
            release: other.last_release.as_deref(),
            times_seen: oldest.times_seen + other.times_seen,
            users_seen: oldest.users_seen + other.users_seen,
        };
        let (kind, data, substatus, outbox) = match on_event(oldest.status, &oldest.status_details, oldest.status_changed, arrival) {
            _ if other.status != Status::Unresolved => return Ok(()),
            Transition::None => return Ok(()),
            Transition::Regressed => {
                let data = json!({"version": other.last_release.as_deref().unwrap_or_default()});
                ("set_regression", data, Substatus::Regressed, "issue.regressed")
            }
            Transition::Unarchived => ("set_unresolved", json!({}), Substatus::Ongoing, "issue.unarchived"),
        };
        let status = Some((Status::Unresolved, Some(substatus), StatusDetails::default()));
        let activity = NewActivity { kind: kind.to_owned(), user_id: None, data: data.to_string() };
        let payload = json!({"issueId": oldest.id.to_string(), "projectId": oldest.project_id.to_string(), "number": oldest.number,
            "title": oldest.title, "release": other.last_release});
        let outbox = OutboxDraft {
            kind: outbox.to_owned(),
            idempotency_key: format!("{outbox}:{}:{}", oldest.id, other.id),
            payload: payload.to_string(),
        };
        let patch = IssuePatch { status, ..IssuePatch::default() };
        self.meta().update_issues(oldest.organization_id, &[oldest.id], None, &patch, &[activity], &[outbox], self.now())?;
        Ok(())
    }
}
