//! The second door: metadata. Small traits per noun, and one transaction that a processed batch commits in.
//!
//! Synchronous: call from blocking threads. Every read and write names its tenant (organisation), or a row that
//! belongs to one; **Invariant:** an id of another organisation answers `NotFound`, never somebody else's row.

mod accounts;
mod artifacts;
mod batch;
pub mod contract;
mod debug_files;
mod fake;
mod grouping;
mod issues;
pub mod limits;
mod merges;
mod organizations;
mod projects;
mod regroup;
mod releases;
mod saved_queries;
mod system;
mod tickets;
mod views;

pub use accounts::{Accounts, NewSession, NewToken, NewUser};
pub use artifacts::{Artifacts, MAX_URL_CANDIDATES};
pub use batch::{BatchCommit, BatchOutcome, Batches, GroupedEvent, IssueChange, IssueChangeKind};
pub use debug_files::{DebugFileFilter, DebugFiles, MAX_DEBUG_FILE_RELEASES, MAX_FOUND_DEBUG_FILES};
pub use fake::MemoryMeta;
pub use grouping::{Groupings, MAX_MERGED_ISSUES, MAX_RULE_VERSIONS, Merged, ProjectGrouping, SplitPart};
pub use issues::{
    HourlyCount, IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssuePage, IssuePatch, IssueSort, IssueWithFlags, Issues, NewActivity,
    OutboxDraft,
};
pub use merges::{MERGE_SAME_FRAMES, Merges, MergingProject};
pub use organizations::{NewMember, Organizations};
pub use projects::{Environment, KeyPatch, NewProject, ProjectPatch, Projects};
pub use regroup::{ChunkEnd, EventMove, LastEvent, MoveChunk, NewRegroup, PlanChunk, PlannedMove, Regroups, Settlement};
pub use releases::{NewDeploy, ReleaseUpdate, Releases};
pub use saved_queries::{NewSavedQuery, SavedQueries};
pub use system::{LedgerQuery, LedgerSum, MetaStats, Outbox, OutboxRow, System, TableRows};
pub use tickets::{NewTicket, Tickets};
pub use views::{NewView, Views};

/// The whole door.
pub trait MetaStore:
    Accounts
    + Organizations
    + Projects
    + Releases
    + Artifacts
    + DebugFiles
    + Issues
    + Groupings
    + Regroups
    + Merges
    + Views
    + SavedQueries
    + Tickets
    + Batches
    + Outbox
    + System
{
}

impl<
    T: Accounts
        + Organizations
        + Projects
        + Releases
        + Artifacts
        + DebugFiles
        + Issues
        + Groupings
        + Regroups
        + Merges
        + Views
        + SavedQueries
        + Tickets
        + Batches
        + Outbox
        + System,
> MetaStore for T
{
}
