//! Reading events of a tenant: lists in order, single ones, their neighbours.

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::FieldValue;
use bartizan_domain::project::Project;
use bartizan_domain::query::{EventQuery, FieldRef, Filter, Select};
use bartizan_domain::{EventId, GroupHash, IssueId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::events::StoredEvent;
use bartizan_ports::{ErrorKind, StoreResult};
use serde_json::{Value, json};

use super::remedy;
use super::shape::{Event, Identity, SimpleEvent, Surroundings, context_score, event, simple};
use crate::sentry::shapes::ReleaseAnswer;
use crate::sentry::user_reports::UserReportBody;
use crate::{ApiError, ApiResult, ApiState};

/// Newest events looked at to recommend one.
const RECOMMENDED_SAMPLE: usize = 20;
/// Events of one moment looked at to find an event's neighbours.
const MAX_TIES: usize = 500;
/// Title of an event whose payload cannot be read.
const DAMAGED_TITLE: &str = "The payload of this event is damaged";

/// An event read back.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    /// Identity.
    pub(crate) identity: Identity,
    /// Payload.
    pub(crate) payload: Value,
    /// Payload as stored.
    pub(crate) raw: Arc<[u8]>,
}

/// A row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Listed {
    project: ProjectId,
    event: EventId,
    timestamp: Timestamp,
}

fn loaded(stored: Option<StoredEvent>) -> ApiResult<Option<Loaded>> {
    let Some(stored) = stored else { return Ok(None) };
    let payload = serde_json::from_slice(&stored.payload).map_err(ApiError::internal)?;
    let identity = Identity {
        event_id: stored.event_id,
        project_id: stored.project_id,
        timestamp: stored.timestamp,
        group_hash: stored.group_hash,
        size: stored.payload.len(),
    };
    Ok(Some(Loaded { identity, payload, raw: stored.payload }))
}

/// Stands in a list for an event whose payload cannot be read.
fn damaged(row: &Listed) -> Loaded {
    let payload = json!({"title": DAMAGED_TITLE, "errors": [{"type": "unknown_error", "name": "payload", "value": DAMAGED_TITLE}]});
    let identity = Identity { event_id: row.event, project_id: row.project, timestamp: row.timestamp, group_hash: None, size: 0 };
    Loaded { identity, payload, raw: Arc::from([]) }
}

/// Events to list.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    /// Projects.
    pub(crate) projects: Vec<ProjectId>,
    /// Time.
    pub(crate) range: TimeRange,
    /// Condition.
    pub(crate) filter: Filter,
}

/// Reads events of one tenant.
pub(crate) struct EventReader<'a> {
    pub(crate) state: &'a ApiState,
    pub(crate) organization: OrganizationId,
}

impl EventReader<'_> {
    fn rows(&self, listing: &Listing, newest_first: bool, limit: usize, offset: usize) -> ApiResult<Vec<Listed>> {
        let result = self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.organization,
            projects: listing.projects.clone(),
            range: listing.range,
            filter: listing.filter.clone(),
            select: Select::Rows { fields: vec![FieldRef::field("timestamp")], by: None, newest_first, limit, offset },
        })?;
        let listed = result.rows.iter().filter_map(|row| {
            let (project, event) = row.event?;
            let timestamp = Timestamp(row.values.first().and_then(FieldValue::as_i64)?);
            Some(Listed { project, event, timestamp })
        });
        Ok(listed.collect())
    }

    /// Events in order with their payloads. An empty first page is looked at again when events are on their way.
    pub(crate) fn list(&self, listing: &Listing, newest_first: bool, limit: usize, offset: usize) -> ApiResult<Vec<Loaded>> {
        let mut rows = self.rows(listing, newest_first, limit, offset)?;
        if rows.is_empty() && offset == 0 && self.state.events_arrived() {
            rows = self.rows(listing, newest_first, limit, offset)?;
        }
        let loaded = rows.iter().map(|row| match self.get(row.project, row.event, Some(row.timestamp)) {
            // One damaged payload does not take the list away from all others.
            Err(error) if error.kind == ErrorKind::Corrupt => {
                tracing::error!(%error, event = %row.event, "a payload is damaged; `bartizan doctor` names the file");
                Ok(Some(damaged(row)))
            }
            other => loaded(other?),
        });
        Ok(loaded.collect::<ApiResult<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Ids of the newest events.
    pub(crate) fn ids(&self, listing: &Listing, limit: usize) -> ApiResult<Vec<EventId>> {
        Ok(self.rows(listing, true, limit, 0)?.into_iter().map(|row| row.event).collect())
    }

    /// One event of a project. An SDK was told its id before it can be found; the answer waits for it.
    pub(crate) fn load(&self, project: ProjectId, event: EventId, near: Option<Timestamp>) -> ApiResult<Option<Loaded>> {
        loaded(self.get(project, event, near)?)
    }

    fn get(&self, project: ProjectId, event: EventId, near: Option<Timestamp>) -> StoreResult<Option<StoredEvent>> {
        let get = || self.state.events.get(Dataset::Errors, self.organization, project, event, near);
        match get()? {
            None if self.state.events_arrived() => get(),
            found => Ok(found),
        }
    }

    /// The newest or oldest event.
    pub(crate) fn edge(&self, listing: &Listing, newest: bool) -> ApiResult<Option<Loaded>> {
        Ok(self.list(listing, newest, 1, 0)?.pop())
    }

    /// The event that tells most: of the newest ones the one with the most context, the newest of equals.
    pub(crate) fn recommended(&self, listing: &Listing) -> ApiResult<Option<Loaded>> {
        let newest = self.list(listing, true, RECOMMENDED_SAMPLE, 0)?;
        // `max_by_key` answers the last of equals, so the oldest go first.
        Ok(newest.into_iter().rev().max_by_key(|loaded| context_score(&loaded.payload)))
    }

    /// Next newer and next older event of a listing; events of one moment are ordered by id.
    pub(crate) fn neighbours(&self, listing: &Listing, of: &Identity) -> ApiResult<(Option<EventId>, Option<EventId>)> {
        let (at, after) = (of.timestamp, of.timestamp.plus(1));
        let within = |start, end| Listing { range: TimeRange { start, end }, ..listing.clone() };
        let ties = self.rows(&within(at, after), false, MAX_TIES, 0)?;
        let mut ids: Vec<EventId> = ties.iter().map(|row| row.event).filter(|id| *id != of.event_id).collect();
        ids.sort();
        let next = ids.iter().find(|id| **id > of.event_id).copied();
        let previous = ids.iter().rev().find(|id| **id < of.event_id).copied();
        let first = |listing: Listing, newest_first| -> ApiResult<Option<EventId>> {
            Ok(self.rows(&listing, newest_first, 1, 0)?.first().map(|row| row.event))
        };
        let next = match next {
            Some(id) => Some(id),
            None => first(within(after, listing.range.end.max(after)), false)?,
        };
        let previous = match previous {
            Some(id) => Some(id),
            None => first(within(listing.range.start.min(at), at), true)?,
        };
        Ok((next, previous))
    }

    /// The issue an event belongs to.
    pub(crate) fn group_of(&self, identity: &Identity) -> ApiResult<Option<IssueId>> {
        let Some(hash) = identity.group_hash.as_deref().and_then(|hash| hash.parse::<GroupHash>().ok()) else { return Ok(None) };
        let issues = self.state.meta.issues_of_hashes(identity.project_id, &[hash])?;
        Ok(issues.first().map(|(_, issue)| *issue))
    }

    /// The full answer about an event; neighbours are looked for in `listing`.
    pub(crate) fn full(
        &self,
        loaded: &Loaded,
        group: Option<IssueId>,
        listing: Option<&Listing>,
        projects: &[Project],
    ) -> ApiResult<Event> {
        let (next, previous) = match listing {
            Some(listing) => self.neighbours(listing, &loaded.identity)?,
            None => (None, None),
        };
        let identity = &loaded.identity;
        let report = self.state.meta.user_report_of_event(self.organization, identity.project_id, identity.event_id)?;
        let release = self.release(&loaded.payload, projects)?;
        let user_report = report.as_ref().map(UserReportBody::from);
        let mut full = event(identity, &loaded.payload, Surroundings { group, release, next, previous, user_report });
        if let Some(project) = projects.iter().find(|project| project.id == identity.project_id).filter(|_| remedy::is_open(&full)) {
            let organization = self.state.meta.organization(self.organization)?;
            let target = remedy::Target { base_url: &self.state.base_url, organization: &organization.slug, project: &project.slug };
            target.fill(&mut full);
        }
        Ok(full)
    }

    fn release(&self, payload: &Value, projects: &[Project]) -> ApiResult<Option<ReleaseAnswer>> {
        let Some(version) = super::json::full_text(payload, "release") else { return Ok(None) };
        match self.state.meta.release(self.organization, &version) {
            Ok(release) => Ok(Some(ReleaseAnswer::of(&release, projects))),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The short answer about an event.
    pub(crate) fn simple(&self, loaded: &Loaded) -> ApiResult<SimpleEvent> {
        Ok(simple(&loaded.identity, &loaded.payload, self.group_of(&loaded.identity)?))
    }
}
