//! Releases: registered by events, or made by people and their tools, with commits and deploys.

use crate::{OrganizationId, ProjectId, ReleaseId, Timestamp};

/// A release of one or more projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Row.
    pub id: ReleaseId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Version as sent.
    pub version: String,
    /// When it was first heard of.
    pub created: Timestamp,
    /// First and last event that named it.
    pub first_event: Option<Timestamp>,
    /// Last event that named it.
    pub last_event: Option<Timestamp>,
    /// Projects that sent it.
    pub projects: Vec<ProjectId>,
    /// Issues first seen in it.
    pub new_issues: u64,
    /// What people and tools told of it.
    pub facts: ReleaseFacts,
    /// Number of commits.
    pub commits: u64,
    /// Number of deploys.
    pub deploys: u64,
}

impl Release {
    /// Since when people have run it, as far as is known: what was told, else its first event, else when it was heard of.
    pub fn live(&self) -> Timestamp {
        self.facts.released.or(self.first_event).unwrap_or(self.created)
    }
}

/// What people and tools told of a release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReleaseFacts {
    /// Where to read about it.
    pub url: Option<String>,
    /// Name in the version control (a tag, a commit).
    pub reference: Option<String>,
    /// When its making began.
    pub started: Option<Timestamp>,
    /// When it was finished.
    pub released: Option<Timestamp>,
    /// Archived: left out of pickers.
    pub archived: bool,
}

/// A place that commits come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Row.
    pub id: i64,
    /// Name as told (`acme/shop`).
    pub name: String,
    /// When it was first heard of.
    pub created: Timestamp,
}

/// A file that a commit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatchedFile {
    /// Path in the repository.
    pub path: String,
    /// `A`dded, `M`odified or `D`eleted.
    pub kind: char,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Repository; empty when not told.
    pub repository: String,
    /// Its hash.
    pub id: String,
    /// Message.
    pub message: Option<String>,
    /// Author's name.
    pub author_name: Option<String>,
    /// Author's address.
    pub author_email: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// Files it touched; read back empty in lists.
    pub files: Vec<PatchedFile>,
}

/// The newest commit of a repository in a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseHead {
    /// Repository.
    pub repository: String,
    /// Newest commit in the release.
    pub commit: String,
    /// Newest commit in the release before.
    pub previous: Option<String>,
}

/// A release put into an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deploy {
    /// Row; 0 before it is stored.
    pub id: i64,
    /// Environment.
    pub environment: String,
    /// Name for people.
    pub name: Option<String>,
    /// Where to read about it.
    pub url: Option<String>,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it was done.
    pub finished: Timestamp,
}

/// A deploy with what it put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployed {
    /// Version of the release.
    pub version: String,
    /// Projects of the release.
    pub projects: Vec<ProjectId>,
    /// The deploy.
    pub deploy: Deploy,
}
