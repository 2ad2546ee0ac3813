//! Stack traces of stored events, read again; and files that only the web has.

use bartizan_domain::document::Document;
use bartizan_domain::{OrganizationId, ProjectId};

/// Reads stack traces with the source maps and debug files that are there now.
pub trait Symbolicator: Send + Sync + 'static {
    /// The document with a payload that says more than the stored one; `None` when nothing changed or it is no event.
    /// Its fields and group are still those of the stored one.
    fn read_anew(&self, stored: &Document) -> Option<Document>;
}

/// A minified file that an event names and no upload explains.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// Tenant.
    pub organization: OrganizationId,
    /// Project.
    pub project: ProjectId,
    /// Release; empty for none.
    pub release: String,
    /// Distribution; empty for none.
    pub dist: String,
    /// Address of the file, http or https, without fragment.
    pub url: String,
    /// Debug id that the event gives it, 32 hex digits.
    pub debug_id: Option<String>,
}

/// What is known of fetching a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The project fetches nothing.
    Off,
    /// The project fetches from other hosts.
    NotAllowed,
    /// It is noted, or on its way.
    Waiting,
    /// It failed within the last hour, and why: a part of a sentence.
    Failed(String),
    /// It is among the project's uploads.
    Done,
}

/// Fetches minified files and their source maps from the web.
pub trait ScriptFetcher: Send + Sync + 'static {
    /// Notes that a file is wanted, and answers what is known of it. Never waits.
    fn want(&self, wanted: Wanted) -> Fetched;
}
