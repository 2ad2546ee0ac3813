//! Releases.

use bartizan_domain::release::{Commit, Deploy, Deployed, Release, ReleaseFacts, Repository};
use bartizan_domain::{OrganizationId, ProjectId, ReleaseId, Timestamp};

use super::MemoryMeta;
use super::state::State;
use crate::meta::{NewDeploy, ReleaseUpdate, Releases};
use crate::{ErrorKind, StoreError, StoreResult};

fn fresh(id: ReleaseId, organization_id: OrganizationId, version: &str, now: Timestamp) -> Release {
    Release {
        id,
        organization_id,
        version: version.to_owned(),
        created: now,
        first_event: None,
        last_event: None,
        projects: Vec::new(),
        new_issues: 0,
        facts: ReleaseFacts::default(),
        commits: 0,
        deploys: 0,
    }
}

fn register(state: &mut State, organization: OrganizationId, name: &str, created: Timestamp) {
    if !name.is_empty() && !state.repositories.iter().any(|(o, r)| *o == organization && r.name == name) {
        let id = state.new_id();
        state.repositories.push((organization, Repository { id, name: name.to_owned(), created }));
    }
}

/// The release with what is counted when asked.
fn counted(state: &State, release: &Release) -> Release {
    let first_here = |i: &&bartizan_domain::issue::Issue| {
        i.organization_id == release.organization_id && i.first_release.as_ref() == Some(&release.version)
    };
    Release {
        new_issues: state.issues.values().filter(first_here).count() as u64,
        commits: state.release_commits.get(&release.id).map_or(0, |list| list.len() as u64),
        deploys: state.deploys.get(&release.id).map_or(0, |list| list.len() as u64),
        ..release.clone()
    }
}

/// Of a tenant, newest first.
fn newest_first(state: &State, organization: OrganizationId, wanted: impl Fn(&Release) -> bool) -> Vec<Release> {
    let chosen = state.releases.iter().filter(|r| r.organization_id == organization && wanted(r));
    let mut list: Vec<_> = chosen.map(|r| counted(state, r)).collect();
    list.sort_by_key(|r| std::cmp::Reverse((r.created, r.id)));
    list
}

impl Releases for MemoryMeta {
    fn releases(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<Release>> {
        let text = contains.unwrap_or_default().to_ascii_lowercase();
        let wanted = |r: &Release| r.projects.iter().any(|p| projects.contains(p)) && r.version.to_ascii_lowercase().contains(&text);
        Ok(newest_first(&self.state.lock(), organization_id, wanted).into_iter().skip(offset).take(limit).collect())
    }

    fn release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Release> {
        let found = newest_first(&self.state.lock(), organization_id, |r| r.version == version);
        found.into_iter().next().ok_or_else(|| StoreError::not_found("release"))
    }

    fn latest_release(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<Option<Release>> {
        let found = newest_first(&self.state.lock(), organization_id, |r| r.projects.contains(&project_id));
        Ok(found.into_iter().next())
    }

    fn update_release(&self, organization_id: OrganizationId, version: &str, update: &ReleaseUpdate, now: Timestamp) -> StoreResult<bool> {
        let mut state = self.state.lock();
        for project in &update.projects {
            state.project(organization_id, *project)?;
        }
        let known = state.releases.iter().position(|r| r.organization_id == organization_id && r.version == version);
        let at = known.unwrap_or_else(|| {
            let id = ReleaseId(state.new_id());
            state.releases.push(fresh(id, organization_id, version, now));
            state.releases.len() - 1
        });
        let id = {
            let release = &mut state.releases[at];
            if let Some(facts) = &update.facts {
                release.facts = facts.clone();
            }
            release.projects.extend(&update.projects);
            release.projects.sort_unstable();
            release.projects.dedup();
            release.id
        };
        if let Some(commits) = &update.commits {
            commits.iter().for_each(|c| register(&mut state, organization_id, &c.repository, now));
            let plain = commits.iter().map(|c| Commit { files: Vec::new(), ..c.clone() }).collect();
            state.release_commits.insert(id, plain);
        }
        update.heads.iter().for_each(|head| register(&mut state, organization_id, &head.repository, now));
        Ok(known.is_none())
    }

    fn delete_release(&self, organization_id: OrganizationId, version: &str) -> StoreResult<()> {
        let release = self.release(organization_id, version)?;
        let mut state = self.state.lock();
        let named = state.issues.values().any(|i| i.organization_id == organization_id && i.first_release.as_deref() == Some(version));
        if named || release.first_event.is_some() {
            return Err(StoreError::new(ErrorKind::Conflict, "events name this release"));
        }
        state.releases.retain(|r| r.id != release.id);
        state.release_commits.remove(&release.id);
        state.deploys.remove(&release.id);
        Ok(())
    }

    fn release_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Commit>> {
        let release = self.release(organization_id, version)?;
        Ok(self.state.lock().release_commits.get(&release.id).cloned().unwrap_or_default())
    }

    fn previous_release_with_commits(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Option<Release>> {
        let release = self.release(organization_id, version)?;
        let earlier =
            |r: &Release| (r.created, r.id) < (release.created, release.id) && r.projects.iter().any(|p| release.projects.contains(p));
        Ok(newest_first(&self.state.lock(), organization_id, earlier).into_iter().find(|r| r.commits > 0))
    }

    fn add_deploy(&self, organization_id: OrganizationId, version: &str, deploy: &NewDeploy) -> StoreResult<Deploy> {
        let release = self.release(organization_id, version)?;
        let mut state = self.state.lock();
        let deploy = Deploy { id: state.new_id(), ..deploy.clone() };
        state.deploys.entry(release.id).or_default().push(deploy.clone());
        Ok(deploy)
    }

    fn deploys(&self, organization_id: OrganizationId, version: &str) -> StoreResult<Vec<Deploy>> {
        let release = self.release(organization_id, version)?;
        let mut list = self.state.lock().deploys.get(&release.id).cloned().unwrap_or_default();
        list.sort_by_key(|d| std::cmp::Reverse((d.finished, d.id)));
        Ok(list)
    }

    fn newest_deploys(
        &self,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        environments: &[String],
        limit: usize,
    ) -> StoreResult<Vec<Deployed>> {
        let state = self.state.lock();
        let of = |r: &&Release| r.organization_id == organization_id && r.projects.iter().any(|p| projects.contains(p));
        let mut list: Vec<Deployed> = state
            .releases
            .iter()
            .filter(of)
            .flat_map(|release| state.deploys.get(&release.id).into_iter().flatten().map(move |deploy| (release, deploy)))
            .filter(|(_, deploy)| environments.is_empty() || environments.contains(&deploy.environment))
            .map(|(r, deploy)| Deployed { version: r.version.clone(), projects: r.projects.clone(), deploy: deploy.clone() })
            .collect();
        list.sort_by_key(|d| std::cmp::Reverse((d.deploy.finished, d.deploy.id)));
        list.truncate(limit);
        Ok(list)
    }

    fn repositories(&self, organization_id: OrganizationId) -> StoreResult<Vec<Repository>> {
        let state = self.state.lock();
        let mut list: Vec<_> = state.repositories.iter().filter(|(o, _)| *o == organization_id).map(|(_, r)| r.clone()).collect();
        list.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(list)
    }
}
