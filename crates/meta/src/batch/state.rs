//! One issue while a batch counts into it.

use bartizan_domain::issue::{Status, StatusDetails, Substatus};
use bartizan_domain::{IssueId, Level, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{GroupedEvent, IssueChangeKind};
use rusqlite::Connection;

use crate::codec::{status, status_details, substatus, unsigned};
use crate::sql::first;

/// An issue touched by the batch. Texts are borrowed from the events.
pub(super) struct IssueState<'b> {
    pub(super) id: IssueId,
    pub(super) organization_id: OrganizationId,
    pub(super) project_id: ProjectId,
    pub(super) number: i64,
    /// Of a new issue, by the level of the event that opened it.
    pub(super) priority: i64,
    pub(super) status: Status,
    pub(super) substatus: Option<Substatus>,
    pub(super) details: StatusDetails,
    pub(super) status_changed: Timestamp,
    pub(super) first_seen: Timestamp,
    pub(super) last_seen: Timestamp,
    pub(super) times_seen: u64,
    pub(super) users_seen: u64,
    /// Counters before the batch.
    pub(super) stored_times: u64,
    pub(super) stored_users: u64,
    /// Strongest thing that happened.
    pub(super) change: IssueChangeKind,
    /// Newest event, if the batch holds one that is newer than what is stored.
    pub(super) newest: Option<&'b GroupedEvent>,
    /// Oldest event, if the batch holds one that is older than what is stored.
    pub(super) oldest: Option<&'b GroupedEvent>,
    /// The status changed in this batch.
    pub(super) woken: bool,
    /// Events by start of hour.
    pub(super) hours: Vec<(Timestamp, u64)>,
}

const LOAD: &str = "SELECT organization_id, project_id, number, status, substatus, status_details, status_changed,
    first_seen, last_seen, times_seen, users_seen FROM issues WHERE id = $1";

impl<'b> IssueState<'b> {
    /// A new issue, not counted into yet.
    pub(super) fn new(id: IssueId, number: i64, event: &'b GroupedEvent, now: Timestamp) -> Self {
        Self {
            id,
            organization_id: event.organization_id,
            project_id: event.project_id,
            number,
            priority: priority_of(event.level),
            status: Status::Unresolved,
            substatus: Some(Substatus::New),
            details: StatusDetails::default(),
            status_changed: now,
            first_seen: event.timestamp,
            last_seen: event.timestamp,
            times_seen: 0,
            users_seen: 0,
            stored_times: 0,
            stored_users: 0,
            change: IssueChangeKind::New,
            newest: Some(event),
            oldest: Some(event),
            woken: false,
            hours: Vec::new(),
        }
    }

    /// The issue as it is stored now.
    pub(super) fn load(conn: &Connection, id: IssueId) -> StoreResult<Option<Self>> {
        first(conn, LOAD, [id.0], |row| {
            let times_seen = unsigned(row.get(9)?);
            let users_seen = unsigned(row.get(10)?);
            Ok(Self {
                id,
                organization_id: OrganizationId(row.get(0)?),
                project_id: ProjectId(row.get(1)?),
                number: row.get(2)?,
                priority: 0,
                status: status(row.get_ref(3)?.as_str()?)?,
                substatus: substatus(row.get_ref(4)?.as_str_or_null()?)?,
                details: status_details(row.get_ref(5)?.as_str()?)?,
                status_changed: Timestamp(row.get(6)?),
                first_seen: Timestamp(row.get(7)?),
                last_seen: Timestamp(row.get(8)?),
                times_seen,
                users_seen,
                stored_times: times_seen,
                stored_users: users_seen,
                change: IssueChangeKind::Updated,
                newest: None,
                oldest: None,
                woken: false,
                hours: Vec::new(),
            })
        })
    }

    /// True for an issue made in this batch.
    pub(super) fn is_new(&self) -> bool {
        self.change == IssueChangeKind::New
    }

    /// Counts an event: totals, hour, first and last.
    pub(super) fn count(&mut self, event: &'b GroupedEvent) {
        self.times_seen += 1;
        if event.timestamp >= self.last_seen {
            self.last_seen = event.timestamp;
            self.newest = Some(event);
        }
        if event.timestamp < self.first_seen {
            self.first_seen = event.timestamp;
            self.oldest = Some(event);
        }
        let hour = event.timestamp.floor(bartizan_domain::time::HOUR_US);
        match self.hours.iter_mut().find(|(start, _)| *start == hour) {
            Some((_, count)) => *count += 1,
            None => self.hours.push((hour, 1)),
        }
    }
}

/// Priority of a new issue by its level, in the ecosystem's numbers: high, medium, low.
const fn priority_of(level: Level) -> i64 {
    match level {
        Level::Fatal | Level::Error => 75,
        Level::Warning => 50,
        Level::Info | Level::Debug | Level::Sample => 25,
    }
}
