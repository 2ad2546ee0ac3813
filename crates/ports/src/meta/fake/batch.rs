//! A batch, event by event.

use bartizan_domain::issue::{Arrival, Issue, Status, StatusDetails, Substatus, Transition, on_event};
use bartizan_domain::release::{Release, ReleaseFacts};
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{AttachmentId, IssueId, Level, ReleaseId, Timestamp};
use serde_json::json;

use super::MemoryMeta;
use super::state::State;
use crate::meta::{BatchCommit, BatchOutcome, Batches, Environment, GroupedEvent, IssueChange, IssueChangeKind};
use crate::queue::Offset;
use crate::{ErrorKind, StoreError, StoreResult};

/// The issue of an event, made when none of its hashes has one.
pub(super) fn resolve(state: &mut State, event: &GroupedEvent, now: Timestamp) -> (IssueId, bool) {
    let key = |hash: &_| (event.project_id, *hash);
    let known = event.hashes.iter().find_map(|hash| state.hashes.get(&key(hash)).copied());
    let id = known.unwrap_or_else(|| make(state, event, now));
    for hash in &event.hashes {
        state.hashes.entry(key(hash)).or_insert(id);
    }
    (id, known.is_none())
}

fn make(state: &mut State, event: &GroupedEvent, now: Timestamp) -> IssueId {
    let id = IssueId(state.new_id());
    let number = state.next_numbers.entry(event.project_id).or_insert(0);
    *number += 1;
    let issue = Issue {
        id,
        organization_id: event.organization_id,
        project_id: event.project_id,
        number: *number,
        title: String::new(),
        culprit: String::new(),
        kind: String::new(),
        level: event.level,
        platform: None,
        logger: None,
        metadata: String::new(),
        status: Status::Unresolved,
        substatus: Some(Substatus::New),
        status_details: StatusDetails::default(),
        status_changed: now,
        first_seen: event.timestamp,
        last_seen: event.timestamp,
        times_seen: 0,
        users_seen: 0,
        unhandled: false,
        first_release: event.release.clone(),
        last_release: None,
        assignee: None,
        priority: match event.level {
            Level::Fatal | Level::Error => 75,
            Level::Warning => 50,
            Level::Info | Level::Debug | Level::Sample => 25,
        },
        priority_locked: None,
        comments: 0,
    };
    state.issues.insert(id, issue);
    id
}

/// Counts the event and lets the texts follow the newest.
fn count(state: &mut State, id: IssueId, event: &GroupedEvent) {
    *state.project_hours.entry((event.project_id, event.timestamp.floor(HOUR_US))).or_default() += 1;
    count_in(state, id, event);
}

/// As [`count`], for the issue alone.
pub(super) fn count_in(state: &mut State, id: IssueId, event: &GroupedEvent) {
    let new_user = event.user_hash.is_some_and(|user| state.issue_users.insert((id, user)));
    *state.issue_hours.entry((id, event.timestamp.floor(HOUR_US))).or_default() += 1;
    let Some(issue) = state.issues.get_mut(&id) else { return };
    issue.times_seen += 1;
    issue.users_seen += u64::from(new_user);
    if event.timestamp >= issue.last_seen {
        issue.last_seen = event.timestamp;
        issue.title.clone_from(&event.title);
        issue.culprit.clone_from(&event.culprit);
        issue.kind.clone_from(&event.kind);
        issue.level = event.level;
        issue.platform.clone_from(&event.platform);
        issue.logger.clone_from(&event.logger);
        issue.metadata.clone_from(&event.metadata);
        issue.unhandled = event.unhandled;
        issue.last_release.clone_from(&event.release);
    }
    if event.timestamp < issue.first_seen {
        issue.first_seen = event.timestamp;
        issue.first_release.clone_from(&event.release);
    }
}

/// What the event does to the life of its issue.
fn live(state: &mut State, id: IssueId, event: &GroupedEvent, now: Timestamp) -> IssueChangeKind {
    let Some(issue) = state.issues.get_mut(&id) else { return IssueChangeKind::Updated };
    let arrival = Arrival {
        timestamp: event.timestamp,
        release: event.release.as_deref(),
        times_seen: issue.times_seen,
        users_seen: issue.users_seen,
    };
    let (kind, substatus, activity, data) = match on_event(issue.status, &issue.status_details, issue.status_changed, arrival) {
        Transition::None => return IssueChangeKind::Updated,
        Transition::Regressed => {
            let data = json!({ "version": event.release.as_deref().unwrap_or_default() });
            (IssueChangeKind::Regressed, Substatus::Regressed, "set_regression", data)
        }
        Transition::Unarchived => (IssueChangeKind::Unarchived, Substatus::Ongoing, "set_unresolved", json!({})),
    };
    issue.status = Status::Unresolved;
    issue.substatus = Some(substatus);
    issue.status_details = StatusDetails::default();
    issue.status_changed = now;
    let entry = crate::meta::NewActivity { kind: activity.to_owned(), user_id: None, data: data.to_string() };
    super::issues::add_activity(state, id, &entry, now);
    kind
}

fn announce(state: &mut State, id: IssueId, kind: IssueChangeKind, event: &GroupedEvent, now: Timestamp) {
    let kind = match kind {
        IssueChangeKind::New => "issue.new",
        IssueChangeKind::Regressed => "issue.regressed",
        IssueChangeKind::Unarchived => "issue.unarchived",
        _ => return,
    };
    let number = state.issues.get(&id).map_or(0, |issue| issue.number);
    let payload = json!({
        "issueId": id.to_string(),
        "projectId": event.project_id.to_string(),
        "eventId": event.event_id.to_string(),
        "number": number,
        "title": event.title,
        "culprit": event.culprit,
        "level": event.level.as_str(),
        "release": event.release,
        "environment": event.environment,
        "timestamp": event.timestamp.to_rfc3339(),
    });
    state.announce(id, kind, format!("{kind}:{id}:{}", event.event_id), payload.to_string(), now);
}

fn register(state: &mut State, event: &GroupedEvent, now: Timestamp) {
    if let Some(project) = state.projects.get_mut(&event.project_id) {
        project.first_event.get_or_insert(now);
    }
    if !state.environments.iter().any(|e| e.project_id == event.project_id && e.name == event.environment) {
        let id = state.new_id();
        state.environments.push(Environment { id, project_id: event.project_id, name: event.environment.clone(), hidden: false });
    }
    let Some(version) = &event.release else { return };
    let at = event.timestamp;
    let same = |r: &Release| r.organization_id == event.organization_id && r.version == *version;
    if !state.releases.iter().any(same) {
        let id = ReleaseId(state.new_id());
        let (organization_id, version) = (event.organization_id, version.clone());
        let (first_event, last_event) = (Some(at), Some(at));
        state.releases.push(Release {
            id,
            organization_id,
            version,
            created: now,
            first_event,
            last_event,
            projects: vec![],
            new_issues: 0,
            facts: ReleaseFacts::default(),
            commits: 0,
            deploys: 0,
        });
    }
    for release in state.releases.iter_mut().filter(|r| same(r)) {
        release.first_event = release.first_event.min(Some(at));
        release.last_event = release.last_event.max(Some(at));
        if !release.projects.contains(&event.project_id) {
            release.projects.push(event.project_id);
            release.projects.sort_unstable();
        }
    }
}

/// The strongest thing that happened to an issue in the batch: its first event, else its first change of life.
fn note(changes: &mut Vec<(IssueId, IssueChangeKind)>, id: IssueId, kind: IssueChangeKind) {
    match changes.iter_mut().find(|(other, _)| *other == id) {
        None => changes.push((id, kind)),
        Some((_, noted)) if *noted == IssueChangeKind::Updated => *noted = kind,
        Some(_) => {}
    }
}

fn outcome(state: &State, changes: Vec<(IssueId, IssueChangeKind)>) -> BatchOutcome {
    let describe = |(id, kind): (IssueId, IssueChangeKind)| {
        state.issues.get(&id).map(|issue| IssueChange {
            organization_id: issue.organization_id,
            project_id: issue.project_id,
            issue_id: id,
            number: issue.number,
            kind,
            title: issue.title.clone(),
            last_seen: issue.last_seen,
            times_seen: issue.times_seen,
            users_seen: issue.users_seen,
        })
    };
    BatchOutcome { changes: changes.into_iter().filter_map(describe).collect() }
}

fn keep_rest(state: &mut State, batch: &BatchCommit) {
    for line in batch.ledger.iter().filter(|line| line.quantity > 0) {
        let (category, reason) = (line.category.clone(), line.reason.clone());
        let key = (line.minute, line.organization_id, line.project_id, line.key_id, category, line.outcome, reason);
        *state.ledger.entry(key).or_default() += line.quantity;
    }
    for file in &batch.attachments {
        if state.project(file.organization_id, file.project_id).is_ok() {
            let id = AttachmentId(state.new_id());
            state.attachments.push(bartizan_domain::attachment::Attachment { id, ..file.clone() });
        } else {
            state.orphan_blobs.push(file.blob_key.clone());
        }
    }
    for report in &batch.user_reports {
        if state.project(report.organization_id, report.project_id).is_ok() {
            let id = state.new_id();
            state.reports.push(bartizan_domain::attachment::UserReport { id, ..report.clone() });
        }
    }
}

impl Batches for MemoryMeta {
    fn commit_batch(&self, batch: &BatchCommit) -> StoreResult<BatchOutcome> {
        let mut state = self.state.lock();
        if batch.up_to.0 <= state.processed {
            return Err(StoreError::new(ErrorKind::Conflict, format!("batch up to {} was committed before", batch.up_to.0)));
        }
        if batch.events.iter().any(|event| event.hashes.is_empty()) {
            return Err(StoreError::new(ErrorKind::Invalid, "an event has no group hash"));
        }
        state.processed = batch.up_to.0;
        state.commits += 1;
        let mut changes = Vec::new();
        for event in &batch.events {
            if state.project(event.organization_id, event.project_id).is_err() {
                continue;
            }
            let (id, made) = resolve(&mut state, event, batch.now);
            count(&mut state, id, event);
            let kind = if made { IssueChangeKind::New } else { live(&mut state, id, event, batch.now) };
            announce(&mut state, id, kind, event, batch.now);
            register(&mut state, event, batch.now);
            note(&mut changes, id, kind);
        }
        keep_rest(&mut state, batch);
        Ok(outcome(&state, changes))
    }

    fn processed(&self) -> StoreResult<Offset> {
        Ok(Offset(self.state.lock().processed))
    }
}
