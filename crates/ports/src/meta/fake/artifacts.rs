//! Chunks, assemblies, artifact bundles.

use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile, FoundFile};
use bartizan_domain::{ArtifactId, OrganizationId, ProjectId, Timestamp};

use super::MemoryMeta;
use super::state::State;
use crate::meta::{Artifacts, MAX_URL_CANDIDATES};
use crate::{ErrorKind, StoreError, StoreResult};

fn same(a: &Assembly, b: &Assembly) -> bool {
    (a.organization_id, &a.kind, &a.checksum, &a.target) == (b.organization_id, &b.kind, &b.checksum, &b.target)
}

/// Files of a project's bundles that are wanted, the newest bundle first.
fn found(
    state: &State,
    organization: OrganizationId,
    project: ProjectId,
    wanted: impl Fn(&ArtifactBundle, &BundleFile) -> bool,
) -> Vec<FoundFile> {
    let mut bundles: Vec<_> =
        state.bundles.iter().filter(|(b, _)| b.organization_id == organization && b.projects.contains(&project)).collect();
    bundles.sort_by_key(|(b, _)| std::cmp::Reverse((b.created, b.id)));
    let hits = bundles.into_iter().flat_map(|(bundle, files)| files.iter().map(move |file| (bundle, file)));
    hits.filter(|(bundle, file)| wanted(bundle, file))
        .map(|(bundle, file)| FoundFile {
            bundle: bundle.id,
            blob_key: bundle.blob_key.clone(),
            bundle_size: bundle.size,
            dist: bundle.dist.clone(),
            used: bundle.used,
            file: file.clone(),
        })
        .collect()
}

/// Removes bundles that no project has; keys that nothing names any more.
fn sweep(state: &mut State) -> Vec<String> {
    let (kept, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut state.bundles).into_iter().partition(|(b, _)| !b.projects.is_empty());
    state.bundles = kept;
    let mut free: Vec<String> = gone.into_iter().map(|(b, _)| b.blob_key).collect();
    free.sort_unstable();
    free.dedup();
    free.retain(|key| !state.bundles.iter().any(|(b, _)| b.blob_key == *key));
    free
}

impl Artifacts for MemoryMeta {
    fn note_chunk(&self, organization_id: OrganizationId, sha1: &str, size: u64, now: Timestamp) -> StoreResult<()> {
        self.state.lock().chunks.insert((organization_id, sha1.to_owned()), (size, now));
        Ok(())
    }

    fn chunks(&self, organization_id: OrganizationId, sha1s: &[String]) -> StoreResult<Vec<Option<u64>>> {
        let state = self.state.lock();
        Ok(sha1s.iter().map(|sha1| state.chunks.get(&(organization_id, sha1.clone())).map(|(size, _)| *size)).collect())
    }

    fn drop_chunks(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<(OrganizationId, String)>> {
        let mut state = self.state.lock();
        let mut old: Vec<_> = state.chunks.iter().filter(|(_, (_, at))| *at < before).map(|(key, (_, at))| (*at, key.clone())).collect();
        old.sort();
        let dropped: Vec<_> = old.into_iter().take(limit).map(|(_, key)| key).collect();
        for key in &dropped {
            state.chunks.remove(key);
        }
        Ok(dropped)
    }

    fn begin_assembly(&self, assembly: &Assembly) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.assemblies.retain(|known| !same(known, assembly));
        state.assemblies.push(assembly.clone());
        Ok(())
    }

    fn assemblies(&self) -> StoreResult<Vec<Assembly>> {
        let mut list = self.state.lock().assemblies.clone();
        list.sort_by(|a, b| (a.created, &a.checksum).cmp(&(b.created, &b.checksum)));
        Ok(list)
    }

    fn end_assembly(&self, assembly: &Assembly) -> StoreResult<()> {
        self.state.lock().assemblies.retain(|known| !same(known, assembly));
        Ok(())
    }

    fn save_bundle(&self, bundle: &ArtifactBundle, files: &[BundleFile]) -> StoreResult<ArtifactId> {
        let mut state = self.state.lock();
        for project in &bundle.projects {
            state.project(bundle.organization_id, *project)?;
        }
        let key = |b: &ArtifactBundle| (b.organization_id, b.checksum.clone(), b.release.clone(), b.dist.clone());
        let known = state.bundles.iter().position(|(b, _)| key(b) == key(bundle));
        let at = if let Some(at) = known {
            at
        } else {
            let mut files = files.to_vec();
            files.sort_by(|a, b| a.path.cmp(&b.path));
            let id = ArtifactId(state.new_id());
            let fresh = ArtifactBundle { id, projects: Vec::new(), files: files.len() as u64, ..bundle.clone() };
            state.bundles.push((fresh, files));
            state.bundles.len() - 1
        };
        let (stored, _) = &mut state.bundles[at];
        stored.created = bundle.created;
        stored.used = bundle.used;
        stored.projects.extend(&bundle.projects);
        stored.projects.sort_unstable();
        stored.projects.dedup();
        Ok(stored.id)
    }

    fn bundle_by_checksum(
        &self,
        organization_id: OrganizationId,
        checksum: &str,
        release: &str,
        dist: &str,
    ) -> StoreResult<Option<ArtifactBundle>> {
        let state = self.state.lock();
        let is =
            |b: &ArtifactBundle| b.organization_id == organization_id && b.checksum == checksum && b.release == release && b.dist == dist;
        Ok(state.bundles.iter().map(|(b, _)| b).find(|b| is(b)).cloned())
    }

    fn bundles(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<ArtifactBundle>> {
        let state = self.state.lock();
        let text = contains.unwrap_or_default().to_ascii_lowercase();
        let id = text.replace('-', "");
        let has = |t: &str| t.to_ascii_lowercase().contains(&text);
        let matches = |(b, files): &&(ArtifactBundle, Vec<BundleFile>)| {
            has(&b.release) || files.iter().any(|f| has(&f.url) || f.debug_id.as_ref().is_some_and(|d| d.contains(&id)))
        };
        let of_project =
            |(b, _): &&(ArtifactBundle, Vec<BundleFile>)| b.organization_id == organization_id && b.projects.contains(&project_id);
        let mut list: Vec<_> = state.bundles.iter().filter(of_project).filter(matches).map(|(b, _)| b.clone()).collect();
        list.sort_by_key(|b| std::cmp::Reverse((b.created, b.id)));
        Ok(list.into_iter().skip(offset).take(limit).collect())
    }

    fn bundle(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        id: ArtifactId,
    ) -> StoreResult<(ArtifactBundle, Vec<BundleFile>)> {
        let state = self.state.lock();
        let is = |b: &ArtifactBundle| b.id == id && b.organization_id == organization_id && b.projects.contains(&project_id);
        state.bundles.iter().find(|(b, _)| is(b)).cloned().ok_or_else(|| StoreError::not_found("artifact bundle"))
    }

    fn bundle_debug_ids(&self, organization_id: OrganizationId, id: ArtifactId, limit: usize) -> StoreResult<Vec<String>> {
        let state = self.state.lock();
        let files = state.bundles.iter().filter(|(b, _)| b.id == id && b.organization_id == organization_id).flat_map(|(_, files)| files);
        let ids: std::collections::BTreeSet<String> = files.filter_map(|f| f.debug_id.clone()).collect();
        Ok(ids.into_iter().take(limit).collect())
    }

    fn delete_bundle(&self, organization_id: OrganizationId, project_id: ProjectId, id: ArtifactId) -> StoreResult<Option<String>> {
        self.bundle(organization_id, project_id, id)?;
        let mut state = self.state.lock();
        for (bundle, _) in state.bundles.iter_mut().filter(|(b, _)| b.id == id) {
            bundle.projects.retain(|p| *p != project_id);
        }
        Ok(sweep(&mut state).pop())
    }

    fn touch_bundles(&self, ids: &[ArtifactId], now: Timestamp) -> StoreResult<()> {
        for (bundle, _) in self.state.lock().bundles.iter_mut().filter(|(b, _)| ids.contains(&b.id)) {
            bundle.used = now;
        }
        Ok(())
    }

    fn drop_bundles(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>> {
        let mut state = self.state.lock();
        let active: Vec<_> = state.releases.iter().filter(|r| r.last_event >= Some(before)).cloned().collect();
        let in_use = |b: &ArtifactBundle| active.iter().any(|r| r.organization_id == b.organization_id && r.version == b.release);
        for (bundle, _) in state.bundles.iter_mut().filter(|(b, _)| b.used < before && !in_use(b)).take(limit) {
            bundle.projects.clear();
        }
        Ok(sweep(&mut state))
    }

    fn files_by_debug_id(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str) -> StoreResult<Vec<FoundFile>> {
        Ok(found(&self.state.lock(), organization_id, project_id, |_, file| file.debug_id.as_deref() == Some(debug_id)))
    }

    fn files_by_url(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        release: &str,
        urls: &[String],
    ) -> StoreResult<Vec<FoundFile>> {
        if urls.len() > MAX_URL_CANDIDATES {
            return Err(StoreError::new(ErrorKind::Invalid, "too many URLs in one question for files"));
        }
        let wanted = |bundle: &ArtifactBundle, file: &BundleFile| bundle.release == release && urls.contains(&file.url);
        Ok(found(&self.state.lock(), organization_id, project_id, wanted))
    }

    fn count_bundles(&self, organization_id: OrganizationId, project_id: ProjectId, release: &str) -> StoreResult<(u64, u64)> {
        let all = self.bundles(organization_id, project_id, None, usize::MAX, 0)?;
        Ok((all.len() as u64, all.iter().filter(|b| b.release == release).count() as u64))
    }
}
