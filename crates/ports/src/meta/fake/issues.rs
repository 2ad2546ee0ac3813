//! Issues, activity, files, reports.

use std::collections::BTreeMap;

use bartizan_domain::activity::Activity;
use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::issue::{Issue, IssueBefore, Status};
use bartizan_domain::time_to_fix::{IssueHistory, StepKind};
use bartizan_domain::{ActivityId, AttachmentId, EventId, GroupHash, IssueId, OrganizationId, ProjectId, TimeRange, Timestamp, UserId};

use super::MemoryMeta;
use super::filter::matches;
use super::state::State;
use crate::meta::limits::{MAX_CHANGED_ISSUES, MAX_HITS};
use crate::meta::{
    HourlyCount, IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssuePage, IssuePatch, IssueSort, IssueWithFlags, Issues, NewActivity,
    OutboxDraft,
};
use crate::{ErrorKind, StoreError, StoreResult};

pub(super) fn add_activity(state: &mut State, id: IssueId, entry: &NewActivity, now: Timestamp) -> Activity {
    let activity = Activity {
        id: ActivityId(state.new_id()),
        issue_id: id,
        kind: entry.kind.clone(),
        user_id: entry.user_id,
        data: entry.data.clone(),
        created: now,
    };
    if entry.kind == "note"
        && let Some(issue) = state.issues.get_mut(&id)
    {
        issue.comments += 1;
    }
    state.activity.push(activity.clone());
    activity
}

fn matching<'s>(
    state: &'s State,
    organization: OrganizationId,
    projects: &'s [ProjectId],
    filter: &'s IssueFilter,
) -> impl Iterator<Item = &'s Issue> {
    let visible = move |i: &&Issue| i.organization_id == organization && projects.contains(&i.project_id);
    state.issues.values().filter(visible).filter(move |issue| matches(state, issue, filter))
}

fn sort_key(issue: &Issue, sort: IssueSort) -> (i128, i128, IssueId) {
    let (first, second) = match sort {
        IssueSort::LastSeen => (issue.last_seen.0.into(), 0),
        IssueSort::FirstSeen => (issue.first_seen.0.into(), 0),
        IssueSort::TimesSeen => (issue.times_seen.into(), 0),
        IssueSort::UsersSeen => (issue.users_seen.into(), 0),
        IssueSort::Priority => (issue.priority.into(), issue.last_seen.0.into()),
    };
    (first, second, issue.id)
}

fn with_flags(state: &State, issue: &Issue, viewer: Option<UserId>) -> IssueWithFlags {
    let flags = viewer.and_then(|user| state.flags.get(&(issue.id, user))).copied().unwrap_or_default();
    let seen = flags.seen.is_some_and(|seen| seen >= issue.status_changed);
    IssueWithFlags { issue: issue.clone(), bookmarked: flags.bookmarked, seen, subscribed: flags.subscribed }
}

fn change(state: &mut State, id: IssueId, viewer: Option<UserId>, patch: &IssuePatch, now: Timestamp) {
    let Some(issue) = state.issues.get_mut(&id) else { return };
    if let Some((status, substatus, details)) = &patch.status {
        (issue.status, issue.substatus, issue.status_details, issue.status_changed) = (*status, *substatus, details.clone(), now);
    }
    issue.assignee = patch.assignee.unwrap_or(issue.assignee);
    if let Some(priority) = patch.priority {
        (issue.priority, issue.priority_locked) = (priority, Some(now));
    }
    let Some(viewer) = viewer else { return };
    let flags = state.flags.entry((id, viewer)).or_default();
    flags.bookmarked = patch.bookmarked.unwrap_or(flags.bookmarked);
    flags.subscribed = patch.subscribed.unwrap_or(flags.subscribed);
    if let Some(seen) = patch.seen {
        flags.seen = seen.then_some(now);
    }
}

/// Brings a part of an issue to how it was; false when the status changed after `told`.
fn restore(issue: &mut Issue, before: &IssueBefore, told: Timestamp) -> bool {
    match before {
        IssueBefore::Status { .. } if issue.status_changed != told => return false,
        IssueBefore::Status { status, substatus, details, changed } => {
            (issue.status, issue.substatus) = (*status, *substatus);
            (issue.status_details, issue.status_changed) = (details.clone(), *changed);
        }
        IssueBefore::Assignee(assignee) => issue.assignee = *assignee,
        IssueBefore::Priority { number, locked } => (issue.priority, issue.priority_locked) = (*number, *locked),
    }
    true
}

fn history(state: &State, issue: &Issue) -> IssueHistory {
    let mut entries: Vec<&Activity> = state.activity.iter().filter(|a| a.issue_id == issue.id).collect();
    entries.sort_by_key(|a| (a.created, a.id));
    let step = |a: &&Activity| {
        let details = || serde_json::from_str(&a.data).ok();
        StepKind::of_activity(&a.kind, a.user_id.is_some(), details).map(|kind| (kind, a.created))
    };
    IssueHistory {
        id: issue.id,
        project_id: issue.project_id,
        assignee: issue.assignee,
        open: issue.status == Status::Unresolved,
        first_seen: issue.first_seen,
        first_response: entries.iter().find(|a| a.user_id.is_some()).map(|a| a.created),
        steps: entries.iter().filter_map(step).collect(),
    }
}

fn comment_mut(state: &mut State, id: IssueId, comment: ActivityId, author: UserId) -> StoreResult<&mut Activity> {
    let own = |a: &&mut Activity| a.id == comment && a.issue_id == id && a.user_id == Some(author) && a.kind == "note";
    state.activity.iter_mut().find(own).ok_or_else(|| StoreError::not_found("comment"))
}

fn file_at(state: &State, organization: OrganizationId, project: ProjectId, id: AttachmentId) -> StoreResult<usize> {
    let this = |a: &Attachment| a.id == id && a.organization_id == organization && a.project_id == project;
    state.attachments.iter().position(this).ok_or_else(|| StoreError::not_found("attachment"))
}

fn group_of(issue: &Issue, key: IssueGroupKey) -> IssueGroup {
    match key {
        IssueGroupKey::State => IssueGroup::State(issue.status, issue.substatus),
        IssueGroupKey::Priority => IssueGroup::Priority(issue.priority),
        IssueGroupKey::Assignee => IssueGroup::Assignee(issue.assignee),
        IssueGroupKey::Project => IssueGroup::Project(issue.project_id),
    }
}

fn within(range: TimeRange, moment: Timestamp) -> bool {
    range.start <= moment && moment < range.end
}

impl Issues for MemoryMeta {
    fn list_issues(&self, list: &IssueList) -> StoreResult<IssuePage> {
        let end = list.check()?;
        let state = self.state.lock();
        let mut found: Vec<_> = matching(&state, list.organization_id, &list.projects, &list.filter).collect();
        found.sort_by_key(|issue| std::cmp::Reverse(sort_key(issue, list.sort)));
        let page = found.iter().skip(list.offset).take(list.limit);
        Ok(IssuePage {
            issues: page.map(|issue| with_flags(&state, issue, list.viewer)).collect(),
            hits: (found.len() as u64).min(MAX_HITS),
            more: found.len() > end,
        })
    }

    fn count_issues(&self, organization_id: OrganizationId, projects: &[ProjectId], filter: &IssueFilter) -> StoreResult<u64> {
        filter.check()?;
        Ok(matching(&self.state.lock(), organization_id, projects, filter).count() as u64)
    }

    fn count_issues_by(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        filter: &IssueFilter,
        key: IssueGroupKey,
    ) -> StoreResult<Vec<(IssueGroup, u64)>> {
        filter.check()?;
        let mut groups: Vec<(IssueGroup, u64)> = Vec::new();
        for issue in matching(&self.state.lock(), organization_id, projects, filter) {
            let group = group_of(issue, key);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, count)) => *count += 1,
                None => groups.push((group, 1)),
            }
        }
        Ok(groups)
    }

    fn issue(&self, organization_id: OrganizationId, id: IssueId, viewer: Option<UserId>) -> StoreResult<IssueWithFlags> {
        let state = self.state.lock();
        Ok(with_flags(&state, state.issue(organization_id, id)?, viewer))
    }

    fn issue_by_number(&self, organization_id: OrganizationId, project_id: ProjectId, number: i64) -> StoreResult<Issue> {
        let state = self.state.lock();
        let this = |i: &&Issue| i.organization_id == organization_id && i.project_id == project_id && i.number == number;
        let merged = state.old_numbers.get(&(project_id, number)).and_then(|id| state.issue(organization_id, *id).ok());
        state.issues.values().find(this).or(merged).cloned().ok_or_else(|| StoreError::not_found("issue"))
    }

    fn hashes(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<GroupHash>> {
        let state = self.state.lock();
        let Ok(found) = state.issue(organization_id, id) else { return Ok(Vec::new()) };
        let id = found.id;
        Ok(state.hashes.iter().filter(|(_, issue)| **issue == id).map(|((_, hash), _)| *hash).collect())
    }

    fn issues_of_hashes(&self, project_id: ProjectId, hashes: &[GroupHash]) -> StoreResult<Vec<(GroupHash, IssueId)>> {
        let state = self.state.lock();
        Ok(hashes.iter().filter_map(|hash| state.hashes.get(&(project_id, *hash)).map(|issue| (*hash, *issue))).collect())
    }

    fn shared_hashes(&self, project_id: ProjectId, limit: usize) -> StoreResult<Vec<(GroupHash, GroupHash)>> {
        let state = self.state.lock();
        let mut of_issue: BTreeMap<IssueId, Vec<GroupHash>> = BTreeMap::new();
        for ((_, hash), issue) in state.hashes.iter().filter(|((project, _), _)| *project == project_id) {
            of_issue.entry(*issue).or_default().push(*hash);
        }
        let shared = of_issue.into_values().filter(|hashes| hashes.len() > 1).flat_map(|mut hashes| {
            hashes.sort_unstable();
            let first = hashes.first().copied();
            hashes.into_iter().filter_map(move |hash| Some((hash, first?))).collect::<Vec<_>>()
        });
        Ok(shared.take(limit).collect())
    }

    fn update_issues(
        &self,
        organization_id: OrganizationId,
        ids: &[IssueId],
        viewer: Option<UserId>,
        patch: &IssuePatch,
        activity: &[NewActivity],
        outbox: &[OutboxDraft],
        now: Timestamp,
    ) -> StoreResult<Vec<IssueId>> {
        if ids.len() > MAX_CHANGED_ISSUES {
            return Err(StoreError::new(ErrorKind::Invalid, format!("more than {MAX_CHANGED_ISSUES} issues in one change")));
        }
        let mut state = self.state.lock();
        let mut done: Vec<IssueId> = Vec::new();
        for id in ids {
            if done.contains(id) || state.issue(organization_id, *id).is_err() {
                continue;
            }
            change(&mut state, *id, viewer, patch, now);
            for entry in activity {
                add_activity(&mut state, *id, entry, now);
            }
            for draft in outbox {
                let own = if ids.len() == 1 { draft.idempotency_key.clone() } else { format!("{}:{id}", draft.idempotency_key) };
                state.announce(*id, &draft.kind, own, draft.payload.clone(), now);
            }
            done.push(*id);
        }
        Ok(done)
    }

    fn undo_change(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        entry: ActivityId,
        before: &IssueBefore,
        outbox: &OutboxDraft,
        now: Timestamp,
    ) -> StoreResult<()> {
        let mut state = self.state.lock();
        let id = state.issue(organization_id, id)?.id;
        let told = state.activity.iter().find(|a| a.id == entry && a.issue_id == id).map(|a| a.created);
        let told = told.ok_or_else(|| StoreError::not_found("activity"))?;
        if !restore(state.issue_mut(organization_id, id)?, before, told) {
            return Err(StoreError::new(ErrorKind::Conflict, "the status has changed since"));
        }
        state.activity.retain(|a| a.id != entry);
        state.announce(id, &outbox.kind, outbox.idempotency_key.clone(), outbox.payload.clone(), now);
        Ok(())
    }

    fn issue_histories(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        limit: usize,
    ) -> StoreResult<Vec<IssueHistory>> {
        let state = self.state.lock();
        let fixed = |h: &IssueHistory| h.steps.iter().any(|(kind, at)| *kind == StepKind::Resolved && within(range, *at));
        let all = matching(&state, organization_id, projects, &IssueFilter::All);
        let mut list: Vec<_> = all.map(|issue| (issue.id, history(&state, issue))).collect();
        list.retain(|(_, h)| h.open || within(range, h.first_seen) || fixed(h));
        list.iter_mut().filter(|(_, h)| !fixed(h)).for_each(|(_, h)| h.steps.clear());
        list.sort_by_key(|(id, h)| std::cmp::Reverse((h.first_seen, *id)));
        Ok(list.into_iter().take(limit).map(|(_, history)| history).collect())
    }

    fn delete_issues(&self, organization_id: OrganizationId, ids: &[IssueId]) -> StoreResult<Vec<(ProjectId, Vec<GroupHash>)>> {
        let mut removed = Vec::new();
        for id in ids {
            let hashes = self.hashes(organization_id, *id)?;
            let mut state = self.state.lock();
            let Ok(project) = state.issue(organization_id, *id).map(|issue| issue.project_id) else { continue };
            state.remove_issue(*id);
            removed.push((project, hashes));
        }
        Ok(removed)
    }

    fn hourly_counts(&self, organization_id: OrganizationId, ids: &[IssueId], range: TimeRange) -> StoreResult<Vec<HourlyCount>> {
        let state = self.state.lock();
        let wanted = |id: &IssueId| ids.contains(id) && state.issue(organization_id, *id).is_ok();
        let hours = state.issue_hours.iter().filter(|((id, hour), _)| wanted(id) && within(range, *hour));
        Ok(hours.map(|((id, hour), count)| HourlyCount { issue_id: *id, hour: *hour, count: *count }).collect())
    }

    fn project_hourly_counts(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
    ) -> StoreResult<Vec<(ProjectId, Timestamp, u64)>> {
        let state = self.state.lock();
        let wanted = |id: &ProjectId| projects.contains(id) && state.project(organization_id, *id).is_ok();
        let hours = state.project_hours.iter().filter(|((id, hour), _)| wanted(id) && within(range, *hour));
        Ok(hours.map(|((id, hour), count)| (*id, *hour, *count)).collect())
    }

    fn activity(&self, organization_id: OrganizationId, id: IssueId, limit: usize) -> StoreResult<Vec<Activity>> {
        let state = self.state.lock();
        let id = state.issue(organization_id, id)?.id;
        let mut list: Vec<_> = state.activity.iter().filter(|a| a.issue_id == id).cloned().collect();
        list.sort_by_key(|a| std::cmp::Reverse((a.created, a.id)));
        list.truncate(limit);
        Ok(list)
    }

    fn add_activity(&self, organization_id: OrganizationId, id: IssueId, entry: &NewActivity, now: Timestamp) -> StoreResult<Activity> {
        let mut state = self.state.lock();
        state.issue(organization_id, id)?;
        Ok(add_activity(&mut state, id, entry, now))
    }

    fn update_comment(
        &self,
        organization_id: OrganizationId,
        id: IssueId,
        comment: ActivityId,
        author: UserId,
        data: &str,
    ) -> StoreResult<Activity> {
        let mut state = self.state.lock();
        state.issue(organization_id, id)?;
        let activity = comment_mut(&mut state, id, comment, author)?;
        data.clone_into(&mut activity.data);
        Ok(activity.clone())
    }

    fn delete_comment(&self, organization_id: OrganizationId, id: IssueId, comment: ActivityId, author: UserId) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.issue(organization_id, id)?;
        comment_mut(&mut state, id, comment, author)?;
        state.activity.retain(|a| a.id != comment);
        let issue = state.issue_mut(organization_id, id)?;
        issue.comments = issue.comments.saturating_sub(1);
        Ok(())
    }

    fn seen_by(&self, organization_id: OrganizationId, id: IssueId) -> StoreResult<Vec<(UserId, Timestamp)>> {
        let state = self.state.lock();
        state.issue(organization_id, id)?;
        let looks = state.flags.iter().filter(|((issue, _), _)| *issue == id);
        let mut list: Vec<_> = looks.filter_map(|((_, user), flags)| flags.seen.map(|seen| (*user, seen))).collect();
        list.sort_by_key(|(user, seen)| (std::cmp::Reverse(*seen), *user));
        Ok(list)
    }

    fn attachments(&self, organization_id: OrganizationId, project_id: ProjectId, event_id: EventId) -> StoreResult<Vec<Attachment>> {
        let of_event = |a: &&Attachment| a.organization_id == organization_id && a.project_id == project_id && a.event_id == event_id;
        Ok(self.state.lock().attachments.iter().filter(of_event).cloned().collect())
    }

    fn attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
        let state = self.state.lock();
        let at = file_at(&state, organization_id, project_id, id)?;
        state.attachments.get(at).cloned().ok_or_else(|| StoreError::not_found("attachment"))
    }

    fn delete_attachment(&self, organization_id: OrganizationId, project_id: ProjectId, id: AttachmentId) -> StoreResult<Attachment> {
        let mut state = self.state.lock();
        let at = file_at(&state, organization_id, project_id, id)?;
        Ok(state.attachments.remove(at))
    }

    fn user_reports(
        &self,
        organization_id: OrganizationId,
        project_id: Option<ProjectId>,
        issue: Option<IssueId>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<UserReport>> {
        let wanted = |r: &&UserReport| {
            r.organization_id == organization_id
                && project_id.is_none_or(|id| r.project_id == id)
                && issue.is_none_or(|id| r.issue_id == Some(id))
        };
        let mut list: Vec<_> = self.state.lock().reports.iter().filter(wanted).cloned().collect();
        list.sort_by_key(|r| std::cmp::Reverse((r.created, r.id)));
        Ok(list.into_iter().skip(offset).take(limit).collect())
    }

    fn user_report_of_event(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
    ) -> StoreResult<Option<UserReport>> {
        let all = self.user_reports(organization_id, Some(project_id), None, usize::MAX, 0)?;
        Ok(all.into_iter().find(|r| r.event_id == Some(event_id)))
    }
}
