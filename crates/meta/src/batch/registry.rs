//! What a batch registers beside issues: projects' counters and first event, environments, releases.

use bartizan_domain::{IssueId, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::GroupedEvent;
use rusqlite::Connection;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::sql::{exec, first, number, one};

/// Counters of a live project.
struct ProjectState {
    organization_id: OrganizationId,
    next_number: i64,
    stored_number: i64,
    has_first_event: bool,
    got_event: bool,
}

/// Events that named a release.
struct ReleaseSpan {
    first: Timestamp,
    last: Timestamp,
    projects: Vec<ProjectId>,
}

/// See the module.
#[derive(Default)]
pub(super) struct Registry<'b> {
    projects: FxHashMap<ProjectId, Option<ProjectState>>,
    environments: FxHashSet<(ProjectId, &'b str)>,
    releases: FxHashMap<(OrganizationId, &'b str), ReleaseSpan>,
    issue_ids: Option<(i64, i64)>,
}

impl<'b> Registry<'b> {
    /// True when the project is of this tenant and not being removed.
    pub(super) fn has_project(&mut self, conn: &Connection, organization: OrganizationId, id: ProjectId) -> StoreResult<bool> {
        if let Some(known) = self.projects.get(&id) {
            return Ok(known.as_ref().is_some_and(|p| p.organization_id == organization));
        }
        let sql = "SELECT organization_id, next_number, first_event IS NOT NULL FROM projects WHERE id = $1 AND deleting = 0";
        let state = first(conn, sql, [id.0], |row| {
            let next_number = row.get(1)?;
            Ok(ProjectState {
                organization_id: OrganizationId(row.get(0)?),
                next_number,
                stored_number: next_number,
                has_first_event: row.get(2)?,
                got_event: false,
            })
        })?;
        let fits = state.as_ref().is_some_and(|p| p.organization_id == organization);
        self.projects.insert(id, state);
        Ok(fits)
    }

    /// The next issue number of a project found by [`Self::has_project`].
    pub(super) fn next_number(&mut self, id: ProjectId) -> i64 {
        self.projects.get_mut(&id).and_then(Option::as_mut).map_or(0, |project| {
            project.next_number += 1;
            project.next_number - 1
        })
    }

    /// The next issue id of the installation.
    pub(super) fn next_issue_id(&mut self, conn: &Connection) -> StoreResult<IssueId> {
        let (stored, next) = match self.issue_ids {
            Some(ids) => ids,
            None => {
                let stored = number(conn, "SELECT next FROM sequences WHERE name = 'issue'", [])?;
                (stored, stored)
            }
        };
        self.issue_ids = Some((stored, next + 1));
        Ok(IssueId(next))
    }

    /// Notes project, environment and release of an event.
    pub(super) fn note(&mut self, event: &'b GroupedEvent) {
        if let Some(Some(project)) = self.projects.get_mut(&event.project_id) {
            project.got_event = true;
        }
        self.environments.insert((event.project_id, &event.environment));
        let Some(version) = event.release.as_deref() else { return };
        let at = event.timestamp;
        let span = self.releases.entry((event.organization_id, version)).or_insert_with(|| ReleaseSpan {
            first: at,
            last: at,
            projects: Vec::new(),
        });
        span.first = span.first.min(at);
        span.last = span.last.max(at);
        if !span.projects.contains(&event.project_id) {
            span.projects.push(event.project_id);
        }
    }

    /// Writes what was noted.
    pub(super) fn write(&self, conn: &Connection, now: Timestamp) -> StoreResult<()> {
        if let Some((_, next)) = self.issue_ids {
            exec(conn, "UPDATE sequences SET next = $1 WHERE name = 'issue'", [next])?;
        }
        for (id, project) in &self.projects {
            let Some(project) = project else { continue };
            if project.next_number != project.stored_number {
                exec(conn, "UPDATE projects SET next_number = $1 WHERE id = $2", (project.next_number, id.0))?;
            }
            if project.got_event && !project.has_first_event {
                exec(conn, "UPDATE projects SET first_event = $1 WHERE id = $2", (now.0, id.0))?;
            }
        }
        for (project, name) in &self.environments {
            let sql = "INSERT INTO environments (project_id, name, hidden) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING";
            exec(conn, sql, (project.0, name))?;
        }
        for ((organization, version), span) in &self.releases {
            write_release(conn, *organization, version, span, now)?;
        }
        Ok(())
    }
}

fn write_release(conn: &Connection, organization: OrganizationId, version: &str, span: &ReleaseSpan, now: Timestamp) -> StoreResult<()> {
    let sql = "INSERT INTO releases (organization_id, version, created, first_event, last_event) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organization_id, version) DO UPDATE SET
            first_event = CASE WHEN releases.first_event < excluded.first_event THEN releases.first_event ELSE excluded.first_event END,
            last_event = CASE WHEN releases.last_event > excluded.last_event THEN releases.last_event ELSE excluded.last_event END
        RETURNING id";
    let values = (organization.0, version, now.0, span.first.0, span.last.0);
    let id: i64 = one(conn, "release", sql, values, |row| row.get(0))?;
    for project in &span.projects {
        let sql = "INSERT INTO release_projects (release_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        exec(conn, sql, (id, project.0))?;
    }
    Ok(())
}
