//! Takes events one by one, in order of arrival.

use bartizan_domain::issue::{Arrival, Status, StatusDetails, Substatus, Transition, on_event};
use bartizan_domain::{IssueId, ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{BatchCommit, GroupedEvent, IssueChange, IssueChangeKind};
use rusqlite::Connection;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;

use super::cache::{HashCache, HashKey};
use super::registry::Registry;
use super::state::IssueState;
use super::write;
use crate::sql::exec;

/// A batch under way.
pub(super) struct Work<'t, 'b> {
    pub(super) conn: &'t Connection,
    pub(super) cache: &'t mut HashCache,
    pub(super) now: Timestamp,
    /// Touched issues, in order of first touch.
    pub(super) states: Vec<IssueState<'b>>,
    pub(super) by_id: FxHashMap<IssueId, usize>,
    /// Issue of every hash looked up or tied in this batch.
    pub(super) known: FxHashMap<HashKey, IssueId>,
    pub(super) registry: Registry<'b>,
    users: FxHashSet<(IssueId, i64)>,
    project_hours: FxHashMap<(ProjectId, Timestamp), u64>,
}

impl<'t, 'b> Work<'t, 'b> {
    pub(super) fn new(conn: &'t Connection, cache: &'t mut HashCache, now: Timestamp) -> Self {
        Self {
            conn,
            cache,
            now,
            states: Vec::new(),
            by_id: FxHashMap::default(),
            known: FxHashMap::default(),
            registry: Registry::default(),
            users: FxHashSet::default(),
            project_hours: FxHashMap::default(),
        }
    }

    /// Takes one event. Events of a project that is gone are passed over: there is nothing left to count into.
    pub(super) fn take(&mut self, event: &'b GroupedEvent) -> StoreResult<()> {
        if !self.registry.has_project(self.conn, event.organization_id, event.project_id)? {
            return Ok(());
        }
        let (index, made) = self.resolve(event)?;
        let new_user = self.note_user(index, event)?;
        let now = self.now;
        let Some(state) = self.states.get_mut(index) else { return Ok(()) };
        state.users_seen += u64::from(new_user);
        state.count(event);
        let hour = event.timestamp.floor(bartizan_domain::time::HOUR_US);
        *self.project_hours.entry((event.project_id, hour)).or_default() += 1;
        if made {
            write_outbox(self.conn, "issue.new", state, event, now)?;
        } else {
            live(self.conn, state, event, now)?;
        }
        self.registry.note(event);
        Ok(())
    }

    /// Takes an event that is stored already into the issue of its hash, and answers it and whether it was made just now;
    /// an event that is there already (`from`) is not counted again. Nothing is announced and no issue wakes up.
    pub(super) fn take_moved(&mut self, event: &'b GroupedEvent, from: Option<IssueId>) -> StoreResult<Option<(IssueId, bool)>> {
        if !self.registry.has_project(self.conn, event.organization_id, event.project_id)? {
            return Ok(None);
        }
        let (index, made) = self.resolve(event)?;
        let Some(id) = self.states.get(index).map(|state| state.id) else { return Ok(None) };
        if from != Some(id) {
            let new_user = self.note_user(index, event)?;
            if let Some(state) = self.states.get_mut(index) {
                state.users_seen += u64::from(new_user);
                state.count(event);
            }
        }
        Ok(Some((id, made)))
    }

    /// Writes the issues that [`Self::take_moved`] touched.
    pub(super) fn finish_moves(self) -> StoreResult<()> {
        for state in &self.states {
            write::issue(self.conn, state)?;
        }
        self.registry.write(self.conn, self.now)?;
        self.cache.keep(self.known);
        Ok(())
    }

    /// True when this person is new to the issue.
    fn note_user(&mut self, index: usize, event: &GroupedEvent) -> StoreResult<bool> {
        let (Some(user), Some(state)) = (event.user_hash, self.states.get(index)) else { return Ok(false) };
        if !self.users.insert((state.id, user)) {
            return Ok(false);
        }
        let sql = "INSERT INTO issue_users (issue_id, user_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        Ok(exec(self.conn, sql, (state.id.0, user))? == 1)
    }

    /// Writes everything that was gathered.
    pub(super) fn finish(mut self, batch: &BatchCommit) -> StoreResult<Vec<IssueChange>> {
        let mut changes = Vec::with_capacity(self.states.len());
        for state in &self.states {
            let title = write::issue(self.conn, state)?;
            changes.push(IssueChange {
                organization_id: state.organization_id,
                project_id: state.project_id,
                issue_id: state.id,
                number: state.number,
                kind: state.change,
                title,
                last_seen: state.last_seen,
                times_seen: state.times_seen,
                users_seen: state.users_seen,
            });
        }
        write::project_hours(self.conn, &self.project_hours)?;
        self.registry.write(self.conn, self.now)?;
        write::ledger(self.conn, &batch.ledger)?;
        write::attachments(self.conn, &mut self.registry, &batch.attachments)?;
        write::user_reports(self.conn, &mut self.registry, &batch.user_reports)?;
        self.cache.keep(self.known);
        Ok(changes)
    }
}

/// What the event does to the life of an issue that was there before it.
fn live(conn: &Connection, state: &mut IssueState<'_>, event: &GroupedEvent, now: Timestamp) -> StoreResult<()> {
    let arrival = Arrival {
        timestamp: event.timestamp,
        release: event.release.as_deref(),
        times_seen: state.times_seen,
        users_seen: state.users_seen,
    };
    let (change, substatus, activity, data, outbox) = match on_event(state.status, &state.details, state.status_changed, arrival) {
        Transition::None => return Ok(()),
        Transition::Regressed => {
            let data = json!({ "version": event.release.as_deref().unwrap_or_default() });
            (IssueChangeKind::Regressed, Substatus::Regressed, "set_regression", data, "issue.regressed")
        }
        Transition::Unarchived => (IssueChangeKind::Unarchived, Substatus::Ongoing, "set_unresolved", json!({}), "issue.unarchived"),
    };
    state.status = Status::Unresolved;
    state.substatus = Some(substatus);
    state.details = StatusDetails::default();
    state.status_changed = now;
    state.woken = true;
    if !state.is_new() {
        state.change = change;
    }
    let sql = "INSERT INTO activity (issue_id, kind, data, created) VALUES ($1, $2, $3, $4)";
    exec(conn, sql, (state.id.0, activity, data.to_string(), now.0))?;
    write_outbox(conn, outbox, state, event, now)
}

fn write_outbox(conn: &Connection, kind: &str, state: &IssueState<'_>, event: &GroupedEvent, now: Timestamp) -> StoreResult<()> {
    let payload = json!({
        "issueId": state.id.to_string(),
        "projectId": state.project_id.to_string(),
        "eventId": event.event_id.to_string(),
        "number": state.number,
        "title": event.title,
        "culprit": event.culprit,
        "level": event.level.as_str(),
        "release": event.release,
        "environment": event.environment,
        "timestamp": event.timestamp.to_rfc3339(),
    });
    let sql = "INSERT INTO outbox (organization_id, project_id, kind, idempotency_key, payload, created, attempts, next_attempt)
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (idempotency_key) DO NOTHING";
    let key = format!("{kind}:{}:{}", state.id, event.event_id);
    let values = (state.organization_id.0, state.project_id.0, kind, key, payload.to_string(), now.0, now.0);
    exec(conn, sql, values).map(drop)
}
