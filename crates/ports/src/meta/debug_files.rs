//! Debug files of projects.

use bartizan_domain::artifact::{DebugFile, Usage};
use bartizan_domain::{DebugFileId, OrganizationId, ProjectId, Timestamp};

use crate::StoreResult;

/// Most rows one look for an identifier answers: builds of one id differ only in what was stripped from them.
pub const MAX_FOUND_DEBUG_FILES: usize = 16;
/// Most releases that are kept for one debug id.
pub const MAX_DEBUG_FILE_RELEASES: usize = 100;

/// Which debug files of a project a list shows; all that are set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DebugFileFilter {
    /// Name, debug id, code id or checksum contains it.
    pub contains: Option<String>,
    /// Has exactly this debug id, in its one written form.
    pub debug_id: Option<String>,
    /// Has exactly this code id, in lower case.
    pub code_id: Option<String>,
    /// Is of one of these kinds; empty for any.
    pub kinds: Vec<String>,
    /// Was named for this release.
    pub release: Option<String>,
}

/// Debug files.
pub trait DebugFiles: Send + Sync + 'static {
    /// Stores the objects of one file. An object of the same file and debug id is replaced and becomes young again.
    ///
    /// # Errors
    /// `NotFound` for a project that is not of the tenant, `Unavailable`.
    fn save_debug_files(&self, files: &[DebugFile]) -> StoreResult<()>;
    /// Files of a project, the newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        filter: &DebugFileFilter,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<DebugFile>>;
    /// One file of a project.
    ///
    /// # Errors
    /// `NotFound`.
    fn debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<DebugFile>;
    /// Objects of the files with these checksums, in no order.
    ///
    /// # Errors
    /// `Unavailable`.
    fn debug_files_by_checksum(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        checksums: &[String],
    ) -> StoreResult<Vec<DebugFile>>;
    /// Files for an image: by debug id or, where that is `None`, by code id; the newest first, at most
    /// [`MAX_FOUND_DEBUG_FILES`].
    ///
    /// # Errors
    /// `Unavailable`.
    fn find_debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        debug_id: Option<&str>,
        code_id: Option<&str>,
    ) -> StoreResult<Vec<DebugFile>>;
    /// Notes that these files were needed at `now`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn touch_debug_files(&self, ids: &[DebugFileId], now: Timestamp) -> StoreResult<()>;
    /// Notes that a release has this debug id; forgotten with the last file of the id.
    ///
    /// # Errors
    /// `NotFound` for a project that is not of the tenant; `Invalid` beyond [`MAX_DEBUG_FILE_RELEASES`].
    fn name_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str, release: &str) -> StoreResult<()>;
    /// Removes a file of a project; answers the key of its bytes when no other object needs them.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<Option<String>>;
    /// Drops up to `limit` files last used before `before`, and those of projects that are gone; answers keys that are
    /// free to delete.
    ///
    /// # Errors
    /// `Unavailable`.
    fn drop_debug_files(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>>;
    /// What the project keeps: bundles (a shared one counts in full), then debug files.
    ///
    /// # Errors
    /// `Unavailable`.
    fn artifact_usage(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<(Usage, Usage)>;
}
