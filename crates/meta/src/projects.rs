//! Projects and the environments they have sent; keys are next door.

use std::collections::BTreeMap;

use bartizan_domain::key::{ClientKey, KeySettings, RateLimit};
use bartizan_domain::project::Project;
use bartizan_domain::{KeyId, OrganizationId, ProjectId, TeamId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{Environment, KeyPatch, NewProject, ProjectPatch, Projects};
use rusqlite::{Connection, Row};

use crate::codec::{flag, time, time_opt};
use crate::error::taken;
use crate::keys::{self, NewKey};
use crate::sql::{all, changed, exec, first, one};
use crate::store::SqliteMeta;
use crate::teams;

const PROJECT: &str = "project";
const FIRST_LABEL: &str = "Default";
const BY_ID: &str = "SELECT id, organization_id, slug, name, platform, active, created, first_event
    FROM projects WHERE organization_id = $1 AND id = $2 AND deleting = 0";
const BY_SLUG: &str = "SELECT id, organization_id, slug, name, platform, active, created, first_event
    FROM projects WHERE organization_id = $1 AND slug = $2 AND deleting = 0";
const LIST: &str = "SELECT id, organization_id, slug, name, platform, active, created, first_event
    FROM projects WHERE organization_id = $1 AND deleting = 0 ORDER BY slug";

/// A project without teams and options.
fn project_row(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: ProjectId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        slug: row.get("slug")?,
        name: row.get("name")?,
        platform: row.get("platform")?,
        active: flag(row, "active")?,
        created: time(row, "created")?,
        first_event: time_opt(row, "first_event")?,
        teams: Vec::new(),
        options: BTreeMap::new(),
    })
}

fn complete(conn: &Connection, mut project: Project) -> StoreResult<Project> {
    let id = [project.id.0];
    project.teams =
        all(conn, "SELECT team_id FROM project_teams WHERE project_id = $1 ORDER BY team_id", id, |row| row.get(0).map(TeamId))?;
    let options = all(conn, "SELECT name, value FROM project_options WHERE project_id = $1", id, |row| Ok((row.get(0)?, row.get(1)?)))?;
    project.options = options.into_iter().collect();
    Ok(project)
}

fn by_id(conn: &Connection, organization: OrganizationId, id: ProjectId) -> StoreResult<Project> {
    complete(conn, one(conn, PROJECT, BY_ID, (organization.0, id.0), project_row)?)
}

/// `NotFound` unless the project is of this tenant and not being removed.
pub(crate) fn check(conn: &Connection, organization: OrganizationId, id: ProjectId) -> StoreResult<()> {
    one(conn, PROJECT, BY_ID, (organization.0, id.0), |_| Ok(()))
}

fn create(conn: &Connection, new: &NewProject, now: Timestamp) -> StoreResult<(Project, ClientKey)> {
    let sql = "INSERT INTO projects (organization_id, slug, name, platform, active, deleting, next_number, created)
        VALUES ($1, $2, $3, $4, 1, 0, 1, $5) RETURNING id";
    let values = (new.organization_id.0, &new.slug, &new.name, &new.platform, now.0);
    let id = one(conn, PROJECT, sql, values, |row| row.get(0).map(ProjectId)).map_err(taken("this slug"))?;
    if let Some(team) = new.team {
        set_team(conn, new.organization_id, id, team, true)?;
    }
    let key = NewKey { label: FIRST_LABEL, public_key: &new.public_key, secret_key: &new.secret_key, rate_limit: None };
    let key = keys::create(conn, id, &key, now).map_err(taken("this key"))?;
    Ok((by_id(conn, new.organization_id, id)?, key))
}

fn update(conn: &Connection, organization: OrganizationId, id: ProjectId, patch: &ProjectPatch) -> StoreResult<Project> {
    let mut project = by_id(conn, organization, id)?;
    if let Some(slug) = patch.slug.as_ref().filter(|slug| **slug != project.slug) {
        let sql = "INSERT INTO project_slugs (organization_id, slug, project_id) VALUES ($1, $2, $3)
            ON CONFLICT (organization_id, slug) DO UPDATE SET project_id = excluded.project_id";
        exec(conn, sql, (organization.0, &project.slug, id.0))?;
        project.slug.clone_from(slug);
    }
    if let Some(name) = &patch.name {
        project.name.clone_from(name);
    }
    if let Some(platform) = &patch.platform {
        project.platform.clone_from(platform);
    }
    project.active = patch.active.unwrap_or(project.active);
    let sql = "UPDATE projects SET slug = $1, name = $2, platform = $3, active = $4 WHERE organization_id = $5 AND id = $6";
    let values = (&project.slug, &project.name, &project.platform, i64::from(project.active), organization.0, id.0);
    exec(conn, sql, values).map_err(taken("this slug"))?;
    set_options(conn, id, &patch.options)?;
    by_id(conn, organization, id)
}

fn set_options(conn: &Connection, id: ProjectId, options: &BTreeMap<String, Option<String>>) -> StoreResult<()> {
    for (name, value) in options {
        match value {
            Some(value) => exec(
                conn,
                "INSERT INTO project_options (project_id, name, value) VALUES ($1, $2, $3)
                    ON CONFLICT (project_id, name) DO UPDATE SET value = excluded.value",
                (id.0, name, value),
            )?,
            None => exec(conn, "DELETE FROM project_options WHERE project_id = $1 AND name = $2", (id.0, name))?,
        };
    }
    Ok(())
}

fn set_team(conn: &Connection, organization: OrganizationId, id: ProjectId, team: TeamId, present: bool) -> StoreResult<()> {
    check(conn, organization, id)?;
    teams::check(conn, organization, team)?;
    let sql = if present {
        "INSERT INTO project_teams (project_id, team_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM project_teams WHERE project_id = $1 AND team_id = $2"
    };
    exec(conn, sql, (id.0, team.0)).map(drop)
}

fn list(conn: &Connection, organization: OrganizationId) -> StoreResult<Vec<Project>> {
    let mut projects = all(conn, LIST, [organization.0], project_row)?;
    let sql = "SELECT pt.project_id, pt.team_id FROM projects p JOIN project_teams pt ON pt.project_id = p.id
        WHERE p.organization_id = $1 ORDER BY pt.team_id";
    let mut teams: BTreeMap<i64, Vec<TeamId>> = BTreeMap::new();
    for (project, team) in all(conn, sql, [organization.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))? {
        teams.entry(project).or_default().push(TeamId(team));
    }
    let sql = "SELECT po.project_id, po.name, po.value FROM projects p JOIN project_options po ON po.project_id = p.id
        WHERE p.organization_id = $1";
    let mut options: BTreeMap<i64, BTreeMap<String, String>> = BTreeMap::new();
    for (project, name, value) in all(conn, sql, [organization.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)))? {
        options.entry(project).or_default().insert(name, value);
    }
    for project in &mut projects {
        project.teams = teams.remove(&project.id.0).unwrap_or_default();
        project.options = options.remove(&project.id.0).unwrap_or_default();
    }
    Ok(projects)
}

fn by_old_slug(conn: &Connection, organization: OrganizationId, slug: &str) -> StoreResult<Project> {
    let sql = "SELECT project_id FROM project_slugs WHERE organization_id = $1 AND slug = $2";
    let id = one(conn, PROJECT, sql, (organization.0, slug), |row| row.get(0).map(ProjectId))?;
    by_id(conn, organization, id)
}

fn environment_row(row: &Row<'_>) -> rusqlite::Result<Environment> {
    Ok(Environment {
        id: row.get("id")?,
        project_id: ProjectId(row.get("project_id")?),
        name: row.get("name")?,
        hidden: flag(row, "hidden")?,
    })
}

impl Projects for SqliteMeta {
    fn create_project(&self, project: &NewProject, now: Timestamp) -> StoreResult<(Project, ClientKey)> {
        self.write(|conn| create(conn, project, now))
    }

    fn project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<Project> {
        self.read(|conn| by_id(conn, organization_id, id))
    }

    fn project_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project> {
        self.read(|conn| complete(conn, one(conn, PROJECT, BY_SLUG, (organization_id.0, slug), project_row)?))
    }

    fn project_by_old_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project> {
        self.read(|conn| by_old_slug(conn, organization_id, slug))
    }

    fn projects(&self, organization_id: OrganizationId) -> StoreResult<Vec<Project>> {
        self.read(|conn| list(conn, organization_id))
    }

    fn projects_with_option(&self, name: &str) -> StoreResult<Vec<(ProjectId, String)>> {
        let sql = "SELECT p.id, o.value FROM project_options o JOIN projects p ON p.id = o.project_id
            WHERE o.name = $1 AND p.deleting = 0 ORDER BY p.id";
        self.read(|conn| all(conn, sql, [name], |row| Ok((ProjectId(row.get(0)?), row.get(1)?))))
    }

    fn update_project(&self, organization_id: OrganizationId, id: ProjectId, patch: &ProjectPatch) -> StoreResult<Project> {
        self.write(|conn| update(conn, organization_id, id, patch))
    }

    fn delete_project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<()> {
        self.remove_project(organization_id, id)
    }

    fn set_project_team(&self, organization_id: OrganizationId, id: ProjectId, team: TeamId, present: bool) -> StoreResult<()> {
        self.write(|conn| set_team(conn, organization_id, id, team, present))
    }

    fn create_key(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        label: &str,
        public_key: &str,
        secret_key: &str,
        rate_limit: Option<RateLimit>,
        now: Timestamp,
    ) -> StoreResult<ClientKey> {
        self.write(|conn| {
            check(conn, organization_id, project_id)?;
            let key = NewKey { label, public_key, secret_key, rate_limit };
            keys::create(conn, project_id, &key, now).map_err(taken("this key"))
        })
    }

    fn keys(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<ClientKey>> {
        self.read(|conn| {
            check(conn, organization_id, project_id)?;
            keys::list(conn, project_id)
        })
    }

    fn update_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId, patch: &KeyPatch) -> StoreResult<ClientKey> {
        self.write(|conn| {
            check(conn, organization_id, project_id)?;
            keys::update(conn, project_id, id, patch)
        })
    }

    fn delete_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId) -> StoreResult<()> {
        self.write(|conn| {
            check(conn, organization_id, project_id)?;
            keys::delete(conn, project_id, id)
        })
    }

    fn all_key_settings(&self) -> StoreResult<Vec<KeySettings>> {
        self.read(keys::all_settings)
    }

    fn environments(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<Environment>> {
        let sql = "SELECT id, project_id, name, hidden FROM environments WHERE project_id = $1 ORDER BY name";
        self.read(|conn| {
            check(conn, organization_id, project_id)?;
            all(conn, sql, [project_id.0], environment_row)
        })
    }

    fn set_environment_hidden(&self, organization_id: OrganizationId, project_id: ProjectId, name: &str, hidden: bool) -> StoreResult<()> {
        self.write(|conn| {
            check(conn, organization_id, project_id)?;
            let sql = "UPDATE environments SET hidden = $1 WHERE project_id = $2 AND name = $3";
            changed("environment", exec(conn, sql, (i64::from(hidden), project_id.0, name))?)
        })
    }
}

/// Which of these projects are of the tenant and visible.
pub(crate) fn visible(conn: &Connection, organization: OrganizationId, projects: &[ProjectId]) -> StoreResult<Vec<ProjectId>> {
    let mut kept = Vec::with_capacity(projects.len());
    for id in projects {
        if !kept.contains(id) && first(conn, BY_ID, (organization.0, id.0), |_| Ok(()))?.is_some() {
            kept.push(*id);
        }
    }
    Ok(kept)
}
