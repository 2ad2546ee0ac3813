//! Merges that can be taken back, and hashes that look alike.

use bartizan_domain::issue::Issue;
use bartizan_domain::merge::{Absorbed, Merge, MergeReason, Regard};
use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use serde_json::Value;

use super::MemoryMeta;
use super::grouping::{count_off, tell_of_part};
use super::state::{Flags, State};
use crate::meta::{MERGE_SAME_FRAMES, Merges, MergingProject, SplitPart};
use crate::{ErrorKind, StoreError, StoreResult};

fn conflict(message: &str) -> StoreError {
    StoreError::new(ErrorKind::Conflict, message)
}

impl State {
    fn merge(&self, organization: OrganizationId, id: i64) -> StoreResult<&Merge> {
        let of = |merge: &&Merge| merge.organization_id == organization;
        self.merges.get(&id).filter(of).ok_or_else(|| StoreError::not_found("merge"))
    }

    /// Writes down what an issue is and has, before it goes into another.
    pub(super) fn remember(&mut self, parent: IssueId, child: &Issue, reason: MergeReason, now: Timestamp) -> i64 {
        let id = child.id;
        let regards = self.flags.iter().filter(|((issue, _), _)| *issue == id);
        let absorbed = Absorbed {
            issue: child.clone(),
            hashes: self.hashes.iter().filter(|(_, issue)| **issue == id).map(|((_, hash), _)| *hash).collect(),
            activity: self.activity.iter().filter(|a| a.issue_id == id).map(|a| a.id).collect(),
            reports: self.reports.iter().filter(|r| r.issue_id == Some(id)).map(|r| r.id).collect(),
            ids: self.redirects.iter().filter(|(_, to)| **to == id).map(|(from, _)| *from).collect(),
            numbers: self.old_numbers.iter().filter(|(_, to)| **to == id).map(|((_, number), _)| *number).collect(),
            merges: self.merges.values().filter(|merge| merge.parent == id).map(|merge| merge.id).collect(),
            regards: regards
                .map(|((_, user), flags)| Regard { user: *user, bookmarked: flags.bookmarked, subscribed: flags.subscribed })
                .collect(),
            tickets: self.tickets.values().filter(|ticket| ticket.issue_id == id).map(|ticket| ticket.id).collect(),
        };
        let number = self.new_id();
        let (organization_id, project_id) = (child.organization_id, child.project_id);
        let merge = Merge { id: number, organization_id, project_id, parent, absorbed, reason, created: now, undone: None };
        self.merges.insert(number, merge);
        number
    }

    /// A person brought hashes together that were apart.
    pub(super) fn bring_together(&mut self, issues: [IssueId; 2]) {
        let hashes = &self.hashes;
        self.likeness.retain(|key, (_, apart)| !*apart || !hashes.get(key).is_some_and(|issue| issues.contains(issue)));
    }

    pub(super) fn keep_apart(&mut self, project: ProjectId, hashes: &[GroupHash]) {
        for hash in hashes {
            self.likeness.entry((project, *hash)).or_default().1 = true;
        }
    }

    /// Activity, reports, flags and what leads to the issue.
    fn give_back(&mut self, from: IssueId, absorbed: &Absorbed) {
        let (id, project) = (absorbed.issue.id, absorbed.issue.project_id);
        self.activity.iter_mut().filter(|a| a.issue_id == from && absorbed.activity.contains(&a.id)).for_each(|a| a.issue_id = id);
        let reports = self.reports.iter_mut().filter(|r| r.issue_id == Some(from) && absorbed.reports.contains(&r.id));
        reports.for_each(|r| r.issue_id = Some(id));
        self.redirects.iter_mut().filter(|(old, to)| **to == from && absorbed.ids.contains(old)).for_each(|(_, to)| *to = id);
        let numbers = self.old_numbers.iter_mut().filter(|((of, n), to)| *of == project && **to == from && absorbed.numbers.contains(n));
        numbers.for_each(|(_, to)| *to = id);
        self.merges.values_mut().filter(|m| m.parent == from && absorbed.merges.contains(&m.id)).for_each(|m| m.parent = id);
        let tickets = self.tickets.values_mut().filter(|t| t.issue_id == from && absorbed.tickets.contains(&t.id));
        tickets.for_each(|ticket| ticket.issue_id = id);
        for regard in &absorbed.regards {
            let flags = Flags { bookmarked: regard.bookmarked, subscribed: regard.subscribed, seen: None };
            self.flags.entry((id, regard.user)).or_insert(flags);
        }
        let comments = self.activity.iter().filter(|a| a.issue_id == id && a.kind == "note").count() as u64;
        if let Some(issue) = self.issues.get_mut(&id) {
            issue.comments = comments;
        }
        if let Some(issue) = self.issues.get_mut(&from) {
            issue.comments = issue.comments.saturating_sub(comments);
        }
    }

    /// The merge's own entry says that it was taken back.
    fn mark(&mut self, source: IssueId, merge: i64) {
        for entry in self.activity.iter_mut().filter(|a| a.issue_id == source && a.kind == "merge") {
            let Ok(mut data) = serde_json::from_str::<Value>(&entry.data) else { continue };
            let told = data.get_mut("issues").and_then(Value::as_array_mut);
            let of_merge = |told: &&mut Value| told.get("merge").and_then(Value::as_str) == Some(merge.to_string().as_str());
            if let Some(Value::Object(told)) = told.and_then(|told| told.iter_mut().find(of_merge)) {
                told.insert("undone".to_owned(), Value::Bool(true));
                entry.data = data.to_string();
            }
        }
    }

    fn restore(&mut self, merge: &Merge, part: &SplitPart, apart: bool, by: (Option<UserId>, Timestamp)) -> StoreResult<IssueId> {
        let source = self.issue(merge.organization_id, merge.parent)?.clone();
        if merge.undone.is_some() {
            return Err(conflict("the merge was taken back already"));
        }
        let own = |hash| self.hashes.get(&(source.project_id, hash)) == Some(&source.id);
        let total = self.hashes.values().filter(|id| **id == source.id).count();
        if part.hashes.is_empty() || !part.hashes.iter().all(|hash| own(*hash)) || part.hashes.len() >= total {
            return Err(conflict("the fingerprints are no longer a part of the issue"));
        }
        let (child, project) = (&merge.absorbed.issue, source.project_id);
        self.redirects.remove(&child.id);
        self.old_numbers.remove(&(project, child.number));
        self.issues.insert(child.id, restored(child, part));
        self.move_part(&source, child.id, part);
        self.give_back(source.id, &merge.absorbed);
        if apart {
            self.keep_apart(project, &part.hashes);
        }
        tell_of_part(self, &source, (child.id, child.number), part, by);
        self.mark(source.id, merge.id);
        if let Some(merge) = self.merges.get_mut(&merge.id) {
            merge.undone = Some(by.1);
        }
        Ok(child.id)
    }

    /// Hashes, hours and users of a part go to another issue.
    pub(super) fn move_part(&mut self, source: &Issue, to: IssueId, part: &SplitPart) {
        for hash in &part.hashes {
            self.hashes.insert((source.project_id, *hash), to);
        }
        count_off(self, source.id, part);
        part.hours.iter().for_each(|(hour, count)| *self.issue_hours.entry((to, *hour)).or_default() += count);
        self.issue_users.extend(part.users.iter().map(|user| (to, *user)));
        part.rest.iter().for_each(|rest| self.settle(rest));
    }
}

/// What people made of the issue as it was, what events say as they are.
fn restored(child: &Issue, part: &SplitPart) -> Issue {
    Issue {
        title: part.title.clone(),
        culprit: part.culprit.clone(),
        metadata: part.metadata.clone(),
        kind: part.kind.clone(),
        level: part.level,
        platform: part.platform.clone(),
        first_seen: part.first_seen,
        last_seen: part.last_seen,
        times_seen: part.hours.iter().map(|(_, n)| n).sum(),
        users_seen: part.users.len() as u64,
        first_release: part.first_release.clone(),
        last_release: part.last_release.clone(),
        comments: 0,
        ..child.clone()
    }
}

impl Merges for MemoryMeta {
    fn merge(&self, organization_id: OrganizationId, id: i64) -> StoreResult<Merge> {
        self.state.lock().merge(organization_id, id).cloned()
    }

    fn merges_of_job(&self, job: i64) -> StoreResult<Vec<Merge>> {
        let of = |merge: &&Merge| merge.reason.job() == Some(job) && merge.undone.is_none();
        Ok(self.state.lock().merges.values().rev().filter(of).cloned().collect())
    }

    fn undo_merge(
        &self,
        organization_id: OrganizationId,
        id: i64,
        part: &SplitPart,
        apart: bool,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId> {
        let mut state = self.state.lock();
        let merge = state.merge(organization_id, id)?.clone();
        state.restore(&merge, part, apart, (actor, now))
    }

    fn merging_projects(&self) -> StoreResult<Vec<MergingProject>> {
        let state = self.state.lock();
        let wants = |project: &&bartizan_domain::project::Project| project.options.get(MERGE_SAME_FRAMES).is_some_and(|on| on == "true");
        let told = |project: &bartizan_domain::project::Project| MergingProject {
            organization_id: project.organization_id,
            project_id: project.id,
            next_number: state.next_numbers.get(&project.id).copied().unwrap_or(0) + 1,
        };
        Ok(state.projects.values().filter(wants).map(told).collect())
    }

    fn new_hashes(&self, project_id: ProjectId, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<(GroupHash, IssueId)>> {
        let state = self.state.lock();
        let new = state.hashes.iter().filter(|((project, hash), _)| {
            *project == project_id && after.is_none_or(|after| *hash > after) && !state.likeness.contains_key(&(project_id, *hash))
        });
        Ok(new.map(|((_, hash), issue)| (*hash, *issue)).take(limit).collect())
    }

    fn note_likeness(&self, project_id: ProjectId, hash: GroupHash, likeness: Option<GroupHash>) -> StoreResult<()> {
        self.state.lock().likeness.entry((project_id, hash)).or_default().0 = likeness;
        Ok(())
    }

    fn issues_like(&self, project_id: ProjectId, likeness: GroupHash) -> StoreResult<Vec<IssueId>> {
        let state = self.state.lock();
        let alike = state.likeness.iter().filter(|((project, _), of)| *project == project_id && **of == (Some(likeness), false));
        let mut found: Vec<&Issue> =
            alike.filter_map(|(key, _)| state.hashes.get(key)).filter_map(|issue| state.issues.get(issue)).collect();
        found.sort_by_key(|issue| issue.number);
        found.dedup_by_key(|issue| issue.id);
        Ok(found.into_iter().map(|issue| issue.id).collect())
    }
}
