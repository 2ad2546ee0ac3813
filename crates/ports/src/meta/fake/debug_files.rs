//! Debug files of projects.

use std::collections::BTreeMap;

use bartizan_domain::artifact::{DebugFile, Usage};
use bartizan_domain::{DebugFileId, OrganizationId, ProjectId, Timestamp};

use super::MemoryMeta;
use super::state::State;
use crate::meta::{Artifacts, DebugFileFilter, DebugFiles, MAX_DEBUG_FILE_RELEASES, MAX_FOUND_DEBUG_FILES};
use crate::{ErrorKind, StoreError, StoreResult};

/// Files of a project that are wanted, the newest first, with their releases.
fn found(state: &State, organization: OrganizationId, project: ProjectId, wanted: impl Fn(&DebugFile) -> bool) -> Vec<DebugFile> {
    let of_project = |f: &&DebugFile| f.organization_id == organization && f.project_id == project;
    let releases = |f: &DebugFile| {
        let named = state.debug_file_releases.iter().filter(|(p, id, _)| *p == f.project_id && *id == f.debug_id);
        named.map(|(_, _, release)| release.clone()).collect()
    };
    let rows = state.debug_files.iter().filter(of_project).map(|f| DebugFile { releases: releases(f), ..f.clone() });
    let mut list: Vec<DebugFile> = rows.filter(wanted).collect();
    list.sort_by_key(|f| std::cmp::Reverse((f.created, f.id)));
    list
}

fn matches(filter: &DebugFileFilter, file: &DebugFile) -> bool {
    let text = filter.contains.as_deref().unwrap_or_default().to_lowercase();
    let texts = [Some(&file.name), Some(&file.debug_id), file.code_id.as_ref(), Some(&file.checksum)];
    texts.into_iter().flatten().any(|own| own.to_lowercase().contains(&text))
        && filter.debug_id.as_ref().is_none_or(|id| *id == file.debug_id)
        && filter.code_id.as_ref().is_none_or(|id| Some(id) == file.code_id.as_ref())
        && (filter.kinds.is_empty() || filter.kinds.contains(&file.kind))
        && filter.release.as_ref().is_none_or(|release| file.releases.contains(release))
}

fn remove(state: &mut State, file: &DebugFile) -> Option<String> {
    state.debug_files.retain(|f| f.id != file.id);
    if !state.debug_files.iter().any(|f| f.project_id == file.project_id && f.debug_id == file.debug_id) {
        state.debug_file_releases.retain(|(p, id, _)| !(*p == file.project_id && *id == file.debug_id));
    }
    let used = state.debug_files.iter().any(|f| f.project_id == file.project_id && f.checksum == file.checksum);
    (!used).then(|| file.blob_key())
}

impl DebugFiles for MemoryMeta {
    fn save_debug_files(&self, files: &[DebugFile]) -> StoreResult<()> {
        let mut state = self.state.lock();
        for file in files {
            state.project(file.organization_id, file.project_id)?;
        }
        for file in files {
            let same = |f: &DebugFile| (f.project_id, &f.checksum, &f.debug_id) == (file.project_id, &file.checksum, &file.debug_id);
            let known = state.debug_files.iter().position(same);
            let id = match known {
                Some(at) => state.debug_files.remove(at).id,
                None => DebugFileId(state.new_id()),
            };
            state.debug_files.push(DebugFile { id, releases: Vec::new(), ..file.clone() });
        }
        Ok(())
    }

    fn debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        filter: &DebugFileFilter,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<DebugFile>> {
        let list = found(&self.state.lock(), organization_id, project_id, |file| matches(filter, file));
        Ok(list.into_iter().skip(offset).take(limit).collect())
    }

    fn debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<DebugFile> {
        let list = found(&self.state.lock(), organization_id, project_id, |file| file.id == id);
        list.into_iter().next().ok_or_else(|| StoreError::not_found("debug file"))
    }

    fn debug_files_by_checksum(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        checksums: &[String],
    ) -> StoreResult<Vec<DebugFile>> {
        Ok(found(&self.state.lock(), organization_id, project_id, |file| checksums.contains(&file.checksum)))
    }

    fn find_debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        debug_id: Option<&str>,
        code_id: Option<&str>,
    ) -> StoreResult<Vec<DebugFile>> {
        let wanted = |file: &DebugFile| match (debug_id, code_id) {
            (Some(id), _) => file.debug_id == id,
            (None, Some(id)) => file.code_id.as_deref() == Some(id),
            (None, None) => false,
        };
        let mut list = found(&self.state.lock(), organization_id, project_id, wanted);
        list.truncate(MAX_FOUND_DEBUG_FILES);
        Ok(list)
    }

    fn touch_debug_files(&self, ids: &[DebugFileId], now: Timestamp) -> StoreResult<()> {
        for file in self.state.lock().debug_files.iter_mut().filter(|f| ids.contains(&f.id) && f.used.0 > 0) {
            file.used = now;
        }
        Ok(())
    }

    fn name_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str, release: &str) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.project(organization_id, project_id)?;
        let known = state.debug_file_releases.iter().filter(|(p, id, _)| *p == project_id && id == debug_id).count();
        if known >= MAX_DEBUG_FILE_RELEASES {
            return Err(StoreError::new(ErrorKind::Invalid, "too many releases for one debug id"));
        }
        state.debug_file_releases.insert((project_id, debug_id.to_owned(), release.to_owned()));
        Ok(())
    }

    fn delete_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<Option<String>> {
        let file = self.debug_file(organization_id, project_id, id)?;
        Ok(remove(&mut self.state.lock(), &file))
    }

    fn drop_debug_files(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>> {
        let mut state = self.state.lock();
        let mut old: Vec<DebugFile> = state.debug_files.iter().filter(|f| f.used < before).cloned().collect();
        old.sort_by_key(|f| (f.used, f.id));
        Ok(old.into_iter().take(limit).filter_map(|file| remove(&mut state, &file)).collect())
    }

    fn artifact_usage(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<(Usage, Usage)> {
        let bundles = self.bundles(organization_id, project_id, None, usize::MAX, 0)?;
        let files = found(&self.state.lock(), organization_id, project_id, |_| true);
        let sizes: BTreeMap<&str, u64> = files.iter().map(|f| (f.checksum.as_str(), f.size)).collect();
        Ok((
            Usage { count: bundles.len() as u64, bytes: bundles.iter().map(|b| b.size).sum() },
            Usage { count: files.len() as u64, bytes: sizes.values().sum() },
        ))
    }
}
