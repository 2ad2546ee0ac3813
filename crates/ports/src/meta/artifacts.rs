//! Uploaded files that make stack traces readable, and what waits for them.

use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile, FoundFile};
use bartizan_domain::{ArtifactId, OrganizationId, ProjectId, Timestamp};

use crate::StoreResult;

/// Most candidate URLs one question for files may name.
pub const MAX_URL_CANDIDATES: usize = 16;

/// Chunks, assemblies and artifact bundles.
///
/// **Invariant:** a file is found only for a project that its bundle was uploaded for.
pub trait Artifacts: Send + Sync + 'static {
    /// Notes a chunk whose bytes are stored; one that is known becomes young again.
    ///
    /// # Errors
    /// `Unavailable`.
    fn note_chunk(&self, organization_id: OrganizationId, sha1: &str, size: u64, now: Timestamp) -> StoreResult<()>;
    /// Sizes of chunks, in the order asked; `None` for one that is not there.
    ///
    /// # Errors
    /// `Unavailable`.
    fn chunks(&self, organization_id: OrganizationId, sha1s: &[String]) -> StoreResult<Vec<Option<u64>>>;
    /// Forgets up to `limit` chunks older than `before`; answers tenant and hash, whose bytes are free to delete.
    ///
    /// # Errors
    /// `Unavailable`.
    fn drop_chunks(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<(OrganizationId, String)>>;

    /// Notes a file to put together; idempotent.
    ///
    /// # Errors
    /// `Unavailable`.
    fn begin_assembly(&self, assembly: &Assembly) -> StoreResult<()>;
    /// Files still to put together, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn assemblies(&self) -> StoreResult<Vec<Assembly>>;
    /// Forgets an assembly, done or given up.
    ///
    /// # Errors
    /// `Unavailable`.
    fn end_assembly(&self, assembly: &Assembly) -> StoreResult<()>;

    /// Stores a bundle with its files. A bundle of the same checksum, release and dist gets the projects added and becomes young again.
    ///
    /// # Errors
    /// `NotFound` for a project that is not of the tenant, `Unavailable`.
    fn save_bundle(&self, bundle: &ArtifactBundle, files: &[BundleFile]) -> StoreResult<ArtifactId>;
    /// The bundle of that checksum, release and dist.
    ///
    /// # Errors
    /// `Unavailable`.
    fn bundle_by_checksum(
        &self,
        organization_id: OrganizationId,
        checksum: &str,
        release: &str,
        dist: &str,
    ) -> StoreResult<Option<ArtifactBundle>>;
    /// Bundles of a project, newest first; with `contains` those whose release or a file's URL or debug id contains it.
    ///
    /// # Errors
    /// `Unavailable`.
    fn bundles(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<ArtifactBundle>>;
    /// One bundle of a project with its files, sorted by path.
    ///
    /// # Errors
    /// `NotFound`.
    fn bundle(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        id: ArtifactId,
    ) -> StoreResult<(ArtifactBundle, Vec<BundleFile>)>;
    /// Debug ids of a tenant's bundle, sorted, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn bundle_debug_ids(&self, organization_id: OrganizationId, id: ArtifactId, limit: usize) -> StoreResult<Vec<String>>;
    /// Takes a bundle from a project; answers the key of its bytes when nobody needs them any more.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_bundle(&self, organization_id: OrganizationId, project_id: ProjectId, id: ArtifactId) -> StoreResult<Option<String>>;
    /// Notes that these bundles were needed at `now`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn touch_bundles(&self, ids: &[ArtifactId], now: Timestamp) -> StoreResult<()>;
    /// Drops up to `limit` bundles last used before `before` whose release had no event since, and those no project has; answers keys that are free to delete.
    ///
    /// # Errors
    /// `Unavailable`.
    fn drop_bundles(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>>;

    /// Files of a project with that debug id (32 lower-case hex digits), the newest bundle first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn files_by_debug_id(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str) -> StoreResult<Vec<FoundFile>>;
    /// Files of a project's release with one of these URLs, of any dist, the newest bundle first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn files_by_url(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        release: &str,
        urls: &[String],
    ) -> StoreResult<Vec<FoundFile>>;
    /// How many bundles the project has, in all and for the release.
    ///
    /// # Errors
    /// `Unavailable`.
    fn count_bundles(&self, organization_id: OrganizationId, project_id: ProjectId, release: &str) -> StoreResult<(u64, u64)>;
}
