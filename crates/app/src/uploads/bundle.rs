//! Artifact bundles: archives of minified files, source maps and sources.

use std::sync::Arc;

use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile};
use bartizan_domain::{ArtifactId, ProjectId};
use bartizan_ports::meta::MetaStore;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Checked, Finisher, UploadLimits};
use crate::repair::{Explained, Repair};
use crate::{AppError, AppResult};

/// Kind of assembly that becomes an artifact bundle.
pub const BUNDLE_KIND: &str = "bundle";

/// What a bundle is uploaded for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BundleTarget {
    /// Projects by id, ascending.
    pub projects: Vec<ProjectId>,
    /// Release; empty for none.
    pub release: String,
    /// Distribution; empty for none.
    pub dist: String,
}

/// Reads the list of files of an archive; the error is a sentence for the person who sent it.
pub type InspectBundle = Arc<dyn Fn(&Bytes) -> Result<Vec<BundleFile>, String> + Send + Sync>;

/// Makes artifact bundles of files.
pub struct BundleFinisher {
    /// Where bundles are noted.
    pub meta: Arc<dyn MetaStore>,
    /// Reads archives.
    pub inspect: InspectBundle,
    /// What a project may keep.
    pub limits: UploadLimits,
}

fn target(assembly: &Assembly) -> AppResult<BundleTarget> {
    serde_json::from_str(&assembly.target).map_err(|error| AppError::Internal(format!("unreadable target: {error}")))
}

impl Finisher for BundleFinisher {
    fn kind(&self) -> &'static str {
        BUNDLE_KIND
    }

    fn is_done(&self, assembly: &Assembly) -> AppResult<bool> {
        let target = target(assembly)?;
        let found = self.meta.bundle_by_checksum(assembly.organization_id, &assembly.checksum, &target.release, &target.dist)?;
        let Some(bundle) = found.filter(|bundle| target.projects.iter().all(|project| bundle.projects.contains(project))) else {
            return Ok(false);
        };
        self.meta.touch_bundles(&[bundle.id], assembly.created)?;
        Ok(true)
    }

    fn check(&self, assembly: &Assembly, bytes: &Bytes) -> Result<Checked, String> {
        let target = target(assembly).map_err(|error| error.to_string())?;
        let files = (self.inspect)(bytes)?;
        if files.is_empty() {
            return Err("The bundle holds no files.".to_owned());
        }
        for project in &target.projects {
            self.limits.check(self.meta.as_ref(), assembly.organization_id, *project, bytes.len() as u64)?;
        }
        let blob_key = format!("{}/_bundles/{}", assembly.organization_id, assembly.checksum);
        let bundle = ArtifactBundle {
            id: ArtifactId(0),
            organization_id: assembly.organization_id,
            projects: target.projects,
            checksum: assembly.checksum.clone(),
            release: target.release,
            dist: target.dist,
            blob_key: blob_key.clone(),
            size: bytes.len() as u64,
            files: files.len() as u64,
            created: assembly.created,
            used: assembly.created,
        };
        let store = move |meta: &dyn MetaStore| meta.save_bundle(&bundle, &files).map(drop).map_err(AppError::from);
        Ok(Checked { blob: (blob_key, bytes.clone()), store: Box::new(store) })
    }

    fn explains(&self, assembly: &Assembly) -> AppResult<Vec<Repair>> {
        let target = target(assembly)?;
        let explained = if target.release.is_empty() { Explained::Scripts } else { Explained::Release(target.release) };
        Ok(target.projects.into_iter().map(|project| Repair::new(assembly.organization_id, project, explained.clone())).collect())
    }
}
