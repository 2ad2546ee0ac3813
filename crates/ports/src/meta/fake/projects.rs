//! Projects, keys, environments, releases.

use bartizan_domain::key::{ClientKey, KeySettings, RateLimit};
use bartizan_domain::project::Project;
use bartizan_domain::{KeyId, OrganizationId, ProjectId, TeamId, Timestamp};

use super::MemoryMeta;
use super::state::{State, conflict};
use crate::meta::{Environment, KeyPatch, NewProject, ProjectPatch, Projects};
use crate::{StoreError, StoreResult};

fn slug_taken(state: &State, organization: OrganizationId, slug: &str, except: Option<ProjectId>) -> bool {
    state.projects.values().any(|p| p.organization_id == organization && p.slug == slug && Some(p.id) != except)
}

fn make_key(
    state: &mut State,
    project_id: ProjectId,
    label: &str,
    keys: (&str, &str),
    rate_limit: Option<RateLimit>,
    now: Timestamp,
) -> ClientKey {
    let id = KeyId(state.new_id());
    let key = ClientKey {
        id,
        project_id,
        public_key: keys.0.to_owned(),
        secret_key: keys.1.to_owned(),
        label: label.to_owned(),
        active: true,
        rate_limit,
        created: now,
    };
    state.keys.insert(id, key.clone());
    key
}

fn key_taken(state: &State, public_key: &str) -> bool {
    state.keys.values().any(|k| k.public_key == public_key)
}

fn find_key(state: &mut State, organization: OrganizationId, project: ProjectId, id: KeyId) -> StoreResult<&mut ClientKey> {
    state.project(organization, project)?;
    state.keys.get_mut(&id).filter(|k| k.project_id == project).ok_or_else(|| StoreError::not_found("key"))
}

fn settings_of(state: &State, key: &ClientKey) -> Option<KeySettings> {
    let project = state.projects.get(&key.project_id)?;
    let domains = project.options.get("allowed_domains");
    Some(KeySettings {
        organization_id: project.organization_id,
        project_id: project.id,
        key_id: key.id,
        public_key: key.public_key.clone(),
        active: key.active,
        project_active: project.active,
        rate_limit: key.rate_limit,
        allowed_domains: domains.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default(),
    })
}

impl Projects for MemoryMeta {
    fn create_project(&self, project: &NewProject, now: Timestamp) -> StoreResult<(Project, ClientKey)> {
        let mut state = self.state.lock();
        if slug_taken(&state, project.organization_id, &project.slug, None) {
            return Err(conflict("this slug"));
        }
        if key_taken(&state, &project.public_key) {
            return Err(conflict("this key"));
        }
        if let Some(team) = project.team {
            state.team(project.organization_id, team)?;
        }
        let id = ProjectId(state.new_id());
        let made = Project {
            id,
            organization_id: project.organization_id,
            slug: project.slug.clone(),
            name: project.name.clone(),
            platform: project.platform.clone(),
            active: true,
            created: now,
            first_event: None,
            teams: project.team.into_iter().collect(),
            options: std::collections::BTreeMap::new(),
        };
        state.projects.insert(id, made.clone());
        let key = make_key(&mut state, id, "Default", (&project.public_key, &project.secret_key), None, now);
        Ok((made, key))
    }

    fn project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<Project> {
        self.state.lock().project(organization_id, id).cloned()
    }

    fn project_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project> {
        let state = self.state.lock();
        let found = state.projects.values().find(|p| p.organization_id == organization_id && p.slug == slug);
        found.cloned().ok_or_else(|| StoreError::not_found("project"))
    }

    fn project_by_old_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Project> {
        let state = self.state.lock();
        let id = state.old_slugs.get(&(organization_id, slug.to_owned())).ok_or_else(|| StoreError::not_found("project"))?;
        state.project(organization_id, *id).cloned()
    }

    fn projects(&self, organization_id: OrganizationId) -> StoreResult<Vec<Project>> {
        let state = self.state.lock();
        let mut list: Vec<_> = state.projects.values().filter(|p| p.organization_id == organization_id).cloned().collect();
        list.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(list)
    }

    fn projects_with_option(&self, name: &str) -> StoreResult<Vec<(ProjectId, String)>> {
        let state = self.state.lock();
        let mut found: Vec<_> = state.projects.values().filter_map(|p| Some((p.id, p.options.get(name)?.clone()))).collect();
        found.sort_by_key(|(id, _)| *id);
        Ok(found)
    }

    fn update_project(&self, organization_id: OrganizationId, id: ProjectId, patch: &ProjectPatch) -> StoreResult<Project> {
        let mut state = self.state.lock();
        let mut project = state.project(organization_id, id)?.clone();
        if let Some(slug) = patch.slug.as_ref().filter(|slug| **slug != project.slug) {
            if slug_taken(&state, organization_id, slug, Some(id)) {
                return Err(conflict("this slug"));
            }
            let old = std::mem::replace(&mut project.slug, slug.clone());
            state.old_slugs.insert((organization_id, old), id);
        }
        project.name = patch.name.clone().unwrap_or(project.name);
        project.platform = patch.platform.clone().unwrap_or(project.platform);
        project.active = patch.active.unwrap_or(project.active);
        for (name, value) in &patch.options {
            match value {
                Some(value) => project.options.insert(name.clone(), value.clone()),
                None => project.options.remove(name),
            };
        }
        state.projects.insert(id, project.clone());
        Ok(project)
    }

    fn delete_project(&self, organization_id: OrganizationId, id: ProjectId) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.project(organization_id, id)?;
        let issues: Vec<_> = state.issues.values().filter(|i| i.project_id == id).map(|i| i.id).collect();
        issues.into_iter().for_each(|issue| state.remove_issue(issue));
        state.projects.remove(&id);
        state.old_slugs.retain(|_, project| *project != id);
        state.keys.retain(|_, k| k.project_id != id);
        state.environments.retain(|e| e.project_id != id);
        state.project_hours.retain(|(project, _), _| *project != id);
        state.reports.retain(|r| r.project_id != id);
        state.outbox.retain(|d| d.row.project_id != id || d.delivered.is_some());
        state.releases.iter_mut().for_each(|r| r.projects.retain(|project| *project != id));
        state.releases.retain(|r| !r.projects.is_empty());
        let orphans: Vec<_> = state.attachments.iter().filter(|a| a.project_id == id).map(|a| a.blob_key.clone()).collect();
        state.attachments.retain(|a| a.project_id != id);
        state.bundles.iter_mut().for_each(|(bundle, _)| bundle.projects.retain(|p| *p != id));
        state.debug_files.iter_mut().filter(|f| f.project_id == id).for_each(|f| f.used = Timestamp(0));
        state.debug_file_releases.retain(|(project, _, _)| *project != id);
        state.orphan_blobs.extend(orphans);
        Ok(())
    }

    fn set_project_team(&self, organization_id: OrganizationId, id: ProjectId, team: TeamId, present: bool) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.project(organization_id, id)?;
        state.team(organization_id, team)?;
        if let Some(project) = state.projects.get_mut(&id) {
            project.teams.retain(|t| *t != team);
            if present {
                project.teams.push(team);
            }
            project.teams.sort_unstable();
        }
        Ok(())
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
        let mut state = self.state.lock();
        state.project(organization_id, project_id)?;
        if key_taken(&state, public_key) {
            return Err(conflict("this key"));
        }
        Ok(make_key(&mut state, project_id, label, (public_key, secret_key), rate_limit, now))
    }

    fn keys(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<ClientKey>> {
        let state = self.state.lock();
        state.project(organization_id, project_id)?;
        Ok(state.keys.values().filter(|k| k.project_id == project_id).cloned().collect())
    }

    fn update_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId, patch: &KeyPatch) -> StoreResult<ClientKey> {
        let mut state = self.state.lock();
        let key = find_key(&mut state, organization_id, project_id, id)?;
        if let Some(label) = &patch.label {
            key.label.clone_from(label);
        }
        key.active = patch.active.unwrap_or(key.active);
        key.rate_limit = patch.rate_limit.unwrap_or(key.rate_limit);
        Ok(key.clone())
    }

    fn delete_key(&self, organization_id: OrganizationId, project_id: ProjectId, id: KeyId) -> StoreResult<()> {
        let mut state = self.state.lock();
        find_key(&mut state, organization_id, project_id, id)?;
        state.keys.remove(&id);
        Ok(())
    }

    fn all_key_settings(&self) -> StoreResult<Vec<KeySettings>> {
        let state = self.state.lock();
        Ok(state.keys.values().filter_map(|key| settings_of(&state, key)).collect())
    }

    fn environments(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Vec<Environment>> {
        let state = self.state.lock();
        state.project(organization_id, project_id)?;
        let mut list: Vec<_> = state.environments.iter().filter(|e| e.project_id == project_id).cloned().collect();
        list.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(list)
    }

    fn set_environment_hidden(&self, organization_id: OrganizationId, project_id: ProjectId, name: &str, hidden: bool) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.project(organization_id, project_id)?;
        let found = state.environments.iter_mut().find(|e| e.project_id == project_id && e.name == name);
        found.ok_or_else(|| StoreError::not_found("environment"))?.hidden = hidden;
        Ok(())
    }
}
