//! What a project may keep of uploaded files.

use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::meta::MetaStore;

/// Bounds of one project over bundles and debug files together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadLimits {
    /// Bytes.
    pub max_project_bytes: u64,
    /// Bundles and debug files.
    pub max_project_files: u64,
}

impl UploadLimits {
    /// Default of [`Self::max_project_bytes`].
    pub const MAX_PROJECT_BYTES: u64 = 32 * 1024 * 1024 * 1024;
    /// Default of [`Self::max_project_files`].
    pub const MAX_PROJECT_FILES: u64 = 100_000;

    /// Whether `more` bytes fit.
    ///
    /// # Errors
    /// A sentence for the person who uploads.
    pub(crate) fn check(&self, meta: &dyn MetaStore, organization: OrganizationId, project: ProjectId, more: u64) -> Result<(), String> {
        let (bundles, files) = meta.artifact_usage(organization, project).map_err(|error| error.to_string())?;
        let (count, bytes) = (bundles.count + files.count, bundles.bytes + files.bytes);
        let advice =
            "Delete some that are not needed any more (project settings, Source maps & debug files), or let the operator raise the limit.";
        if bytes.saturating_add(more) > self.max_project_bytes {
            let (has, limit) = (mebibytes(bytes), mebibytes(self.max_project_bytes));
            return Err(format!(
                "The project keeps {has} MiB of uploaded files; with this one it would pass its limit of {limit} MiB. {advice}"
            ));
        }
        if count >= self.max_project_files {
            return Err(format!("The project keeps {count} uploaded files, as many as it may. {advice}"));
        }
        Ok(())
    }
}

/// What is told of the rules for uploaded files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArtifactPolicy {
    /// What a project may keep.
    pub limits: UploadLimits,
    /// Days without use after which a file is removed.
    pub retention_days: u32,
}

impl ArtifactPolicy {
    /// Default of [`Self::retention_days`].
    pub const RETENTION_DAYS: u32 = 365;
}

impl Default for ArtifactPolicy {
    fn default() -> Self {
        Self { limits: UploadLimits::default(), retention_days: Self::RETENTION_DAYS }
    }
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self { max_project_bytes: Self::MAX_PROJECT_BYTES, max_project_files: Self::MAX_PROJECT_FILES }
    }
}

const fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}
