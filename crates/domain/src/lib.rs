//! Our nouns and laws, pure: organisation, project, key, issue and its life cycle, outcomes, the documents
//! of the event store and the typed query tree over them.
//!
//! **Invariant:** no IO, no clock (a time is always a parameter), no wire format, no SQL.

pub mod account;
pub mod activity;
pub mod artifact;
pub mod attachment;
pub mod dataset;
pub mod document;
pub mod fetching;
pub mod grouping;
pub mod id;
pub mod issue;
pub mod key;
pub mod ledger;
pub mod level;
pub mod merge;
pub mod organization;
pub mod outcome;
pub mod project;
pub mod query;
pub mod release;
pub mod release_stage;
pub mod saved_query;
pub mod scope;
pub mod search;
pub mod ticket;
pub mod time;
pub mod time_to_fix;
pub mod user;
pub mod version;
pub mod view;

pub use id::{
    ActivityId, ArtifactId, AttachmentId, DebugFileId, EventId, GroupHash, IssueId, KeyId, MemberId, OrganizationId, ProjectId, ReleaseId,
    SavedQueryId, TeamId, TicketId, TokenId, UserId, ViewId,
};
pub use level::Level;
pub use outcome::Outcome;
pub use time::{TimeRange, Timestamp};
