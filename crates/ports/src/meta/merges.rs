//! Merges that can be taken back, and hashes that look alike.

use bartizan_domain::merge::Merge;
use bartizan_domain::{GroupHash, IssueId, OrganizationId, ProjectId, Timestamp, UserId};

use super::SplitPart;
use crate::StoreResult;

/// Option of a project (JSON `true`): issues whose events have the same types and frames of the application become one.
pub const MERGE_SAME_FRAMES: &str = "merge_same_frames";

/// A project that wants issues with the same frames merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergingProject {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// Number its next issue gets; while it stays the same there is nothing new to look at.
    pub next_number: i64,
}

/// Merges.
pub trait Merges: Send + Sync + 'static {
    /// A merge.
    ///
    /// # Errors
    /// `NotFound`, also for one of another tenant.
    fn merge(&self, organization_id: OrganizationId, id: i64) -> StoreResult<Merge>;

    /// Merges that a job made and that were not taken back, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn merges_of_job(&self, job: i64) -> StoreResult<Vec<Merge>>;

    /// Takes a merge back: the issue is there again under its old id and number, as it was, with its activity, comments,
    /// reports, tickets and flags; hashes, hours, users and counts of `part` move to it. With `apart`, its hashes are never merged
    /// by [`bartizan_domain::merge::MergeReason::Frames`] again. Writes `unmerge_source` and `unmerge_destination` entries
    /// and marks the merge's own entry.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it was taken back already, when a hash of the part is not of the parent any more, or when
    /// nothing would stay with the parent.
    fn undo_merge(
        &self,
        organization_id: OrganizationId,
        id: i64,
        part: &SplitPart,
        apart: bool,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId>;

    /// Projects of every tenant with [`MERGE_SAME_FRAMES`].
    ///
    /// # Errors
    /// `Unavailable`.
    fn merging_projects(&self) -> StoreResult<Vec<MergingProject>>;

    /// Hashes nobody has looked at ([`Self::note_likeness`]), in order, those after `after`, each with its issue.
    ///
    /// # Errors
    /// `Unavailable`.
    fn new_hashes(&self, project_id: ProjectId, after: Option<GroupHash>, limit: usize) -> StoreResult<Vec<(GroupHash, IssueId)>>;

    /// Notes what a hash is like: hashes with the same likeness have the same types and frames. `None` is like no other.
    ///
    /// # Errors
    /// `Unavailable`, `Full`.
    fn note_likeness(&self, project_id: ProjectId, hash: GroupHash, likeness: Option<GroupHash>) -> StoreResult<()>;

    /// Issues with hashes of a likeness, those hashes left out that somebody took apart; oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn issues_like(&self, project_id: ProjectId, likeness: GroupHash) -> StoreResult<Vec<IssueId>>;
}
