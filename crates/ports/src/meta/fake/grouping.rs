//! Rule versions, merging, splitting.

use bartizan_domain::grouping::{NewRuleVersion, RuleVersion};
use bartizan_domain::issue::{Issue, Status, Substatus};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use serde_json::json;

use super::MemoryMeta;
use super::issues::add_activity;
use super::state::State;
use crate::meta::{Groupings, MAX_MERGED_ISSUES, MAX_RULE_VERSIONS, Merged, NewActivity, ProjectGrouping, SplitPart};
use crate::{ErrorKind, StoreError, StoreResult};

fn invalid(message: &str) -> StoreError {
    StoreError::new(ErrorKind::Invalid, message)
}

/// Everything of `child` goes to `parent`.
fn absorb(state: &mut State, parent: IssueId, child: &Issue) {
    let id = child.id;
    state.hashes.values_mut().filter(|issue| **issue == id).for_each(|issue| *issue = parent);
    let hours: Vec<_> = state.issue_hours.iter().filter(|((issue, _), _)| *issue == id).map(|((_, h), n)| (*h, *n)).collect();
    for (hour, count) in hours {
        *state.issue_hours.entry((parent, hour)).or_default() += count;
    }
    let users: Vec<i64> = state.issue_users.iter().filter(|(issue, _)| *issue == id).map(|(_, user)| *user).collect();
    let new_users = users.into_iter().filter(|user| state.issue_users.insert((parent, *user))).count() as u64;
    let flags: Vec<_> = state.flags.iter().filter(|((issue, _), _)| *issue == id).map(|((_, user), f)| (*user, *f)).collect();
    for (user, theirs) in flags {
        let own = state.flags.entry((parent, user)).or_default();
        own.bookmarked |= theirs.bookmarked;
        own.subscribed |= theirs.subscribed;
    }
    state.activity.iter_mut().filter(|a| a.issue_id == id).for_each(|a| a.issue_id = parent);
    state.reports.iter_mut().filter(|r| r.issue_id == Some(id)).for_each(|r| r.issue_id = Some(parent));
    state.tickets.values_mut().filter(|ticket| ticket.issue_id == id).for_each(|ticket| ticket.issue_id = parent);
    state.merges.values_mut().filter(|merge| merge.parent == id).for_each(|merge| merge.parent = parent);
    state.redirects.values_mut().filter(|issue| **issue == id).for_each(|issue| *issue = parent);
    state.old_numbers.values_mut().filter(|issue| **issue == id).for_each(|issue| *issue = parent);
    state.remove_issue(id);
    state.redirects.insert(id, parent);
    state.old_numbers.insert((child.project_id, child.number), parent);
    if let Some(issue) = state.issues.get_mut(&parent) {
        issue.times_seen += child.times_seen;
        issue.users_seen += new_users;
        issue.comments += child.comments;
        if child.first_seen < issue.first_seen {
            (issue.first_seen, issue.first_release) = (child.first_seen, child.first_release.clone());
        }
        if child.last_seen > issue.last_seen {
            (issue.last_seen, issue.last_release) = (child.last_seen, child.last_release.clone());
            (issue.title, issue.culprit, issue.metadata) = (child.title.clone(), child.culprit.clone(), child.metadata.clone());
        }
    }
}

/// The new issue of a part.
fn issue_of(part: &SplitPart, source: &Issue, id: IssueId, number: i64, now: Timestamp) -> Issue {
    Issue {
        id,
        number,
        title: part.title.clone(),
        culprit: part.culprit.clone(),
        metadata: part.metadata.clone(),
        kind: part.kind.clone(),
        level: part.level,
        platform: part.platform.clone(),
        status: Status::Unresolved,
        substatus: Some(Substatus::Ongoing),
        status_details: bartizan_domain::issue::StatusDetails::default(),
        status_changed: now,
        first_seen: part.first_seen,
        last_seen: part.last_seen,
        times_seen: part.hours.iter().map(|(_, n)| n).sum(),
        users_seen: part.users.len() as u64,
        first_release: part.first_release.clone(),
        last_release: part.last_release.clone(),
        assignee: None,
        priority_locked: None,
        comments: 0,
        ..source.clone()
    }
}

/// What leaves is counted off.
pub(super) fn count_off(state: &mut State, source: IssueId, part: &SplitPart) {
    let mut moved = 0;
    for (hour, count) in &part.hours {
        if let Some(stored) = state.issue_hours.get_mut(&(source, *hour)) {
            let leaving = (*count).min(*stored);
            *stored -= leaving;
            moved += leaving;
        }
    }
    state.issue_hours.retain(|(issue, _), count| *issue != source || *count > 0);
    let gone = part.users_leaving.iter().filter(|user| state.issue_users.remove(&(source, **user))).count() as u64;
    if let Some(issue) = state.issues.get_mut(&source) {
        issue.times_seen = issue.times_seen.saturating_sub(moved);
        issue.users_seen = issue.users_seen.saturating_sub(gone);
    }
}

/// Entries of the issue a part was taken out of, and of the one it became.
pub(super) fn tell_of_part(
    state: &mut State,
    source: &Issue,
    (id, number): (IssueId, i64),
    part: &SplitPart,
    (actor, now): (Option<UserId>, Timestamp),
) {
    let hashes: Vec<String> = part.hashes.iter().map(ToString::to_string).collect();
    for (at, kind, key, other, number) in
        [(source.id, "unmerge_source", "destination", id, number), (id, "unmerge_destination", "source", source.id, source.number)]
    {
        let data = json!({"fingerprints": hashes, (key): {"id": other.to_string(), "number": number}}).to_string();
        add_activity(state, at, &NewActivity { kind: kind.to_owned(), user_id: actor, data }, now);
    }
}

pub(super) fn merge(
    state: &mut State,
    organization: OrganizationId,
    parent: IssueId,
    children: &[IssueId],
    reason: MergeReason,
    actor: Option<UserId>,
    now: Timestamp,
) -> StoreResult<Merged> {
    if children.len() > MAX_MERGED_ISSUES {
        return Err(invalid("too many issues to merge"));
    }
    let into = state.issue(organization, parent)?.clone();
    let mut found: Vec<Issue> = Vec::new();
    for child in children.iter().filter_map(|id| state.issue(organization, *id).ok()) {
        if child.id != into.id && !found.iter().any(|known| known.id == child.id) {
            found.push(child.clone());
        }
    }
    if found.iter().any(|child| child.project_id != into.project_id) {
        return Err(invalid("issues of different projects cannot be merged"));
    }
    let mut told = Vec::new();
    for child in &found {
        if reason == MergeReason::Person {
            state.bring_together([into.id, child.id]);
        }
        let merge = state.remember(into.id, child, reason, now);
        absorb(state, into.id, child);
        told.push(json!({"id": child.id.to_string(), "number": child.number, "title": child.title, "merge": merge.to_string()}));
    }
    if !found.is_empty() {
        let data = json!({"issues": told, "reason": reason.as_str()}).to_string();
        add_activity(state, into.id, &NewActivity { kind: "merge".to_owned(), user_id: actor, data: data.clone() }, now);
        state.announce(into.id, "issue.merged", format!("issue.merged:{}:{}", into.id, now.0), data, now);
    }
    Ok(Merged { parent: into.id, children: found.iter().map(|c| c.id).collect() })
}

impl Groupings for MemoryMeta {
    fn rule_versions(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RuleVersion>> {
        let state = self.state.lock();
        state.project(organization_id, project_id)?;
        let versions = state.rule_versions.get(&project_id).map(Vec::as_slice).unwrap_or_default();
        Ok(versions.iter().rev().take(limit).cloned().collect())
    }

    fn add_rule_version(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        version: &NewRuleVersion,
    ) -> StoreResult<RuleVersion> {
        let mut state = self.state.lock();
        state.project(organization_id, project_id)?;
        let versions = state.rule_versions.entry(project_id).or_default();
        let added = RuleVersion {
            number: versions.last().map_or(0, |v| v.number) + 1,
            project_id,
            texts: version.texts.clone(),
            author: version.author,
            restored_from: version.restored_from,
            created: version.created,
            active_from: version.active_from,
        };
        versions.push(added.clone());
        let over = versions.len().saturating_sub(MAX_RULE_VERSIONS);
        versions.drain(..over);
        Ok(added)
    }

    fn groupings(&self) -> StoreResult<Vec<ProjectGrouping>> {
        let state = self.state.lock();
        let with = |(project, versions): (&ProjectId, &Vec<RuleVersion>)| ProjectGrouping {
            project_id: *project,
            with_previous: false,
            versions: versions.iter().rev().take(3).rev().cloned().collect(),
        };
        Ok(state.rule_versions.iter().filter(|(project, _)| state.projects.contains_key(project)).map(with).collect())
    }

    fn merge_issues(
        &self,
        organization_id: OrganizationId,
        parent: IssueId,
        children: &[IssueId],
        reason: MergeReason,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<Merged> {
        merge(&mut self.state.lock(), organization_id, parent, children, reason, actor, now)
    }

    fn split_issue(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        part: &SplitPart,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId> {
        let mut state = self.state.lock();
        let source = state.issue(organization_id, issue)?.clone();
        let own = |hash| state.hashes.get(&(source.project_id, hash)) == Some(&source.id);
        let total = state.hashes.values().filter(|id| **id == source.id).count();
        if part.hashes.is_empty() || !part.hashes.iter().all(|hash| own(*hash)) || part.hashes.len() >= total {
            return Err(invalid("the hashes are not a part of the issue"));
        }
        let id = IssueId(state.new_id());
        let last = state.next_numbers.entry(source.project_id).or_insert(0);
        *last += 1;
        let number = *last;
        let made = issue_of(part, &source, id, number, now);
        state.issues.insert(id, made);
        state.move_part(&source, id, part);
        state.tickets_follow(source.id, id, &part.hashes);
        state.keep_apart(source.project_id, &part.hashes);
        tell_of_part(&mut state, &source, (id, number), part, (actor, now));
        Ok(id)
    }
}
