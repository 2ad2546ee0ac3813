//! Applying rules to events that are stored already.

use crate::{OrganizationId, ProjectId, Timestamp, UserId};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegroupKind {
    /// Applies the rules of the project.
    Apply,
    /// Takes another job back.
    Undo,
    /// Groups single events anew after their stack traces changed.
    Events,
}

impl RegroupKind {
    /// The word it is stored and told by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Undo => "undo",
            Self::Events => "events",
        }
    }

    /// Of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Apply, Self::Undo, Self::Events].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegroupState {
    /// Waits until the rules are in force.
    Waiting,
    /// Looks at every event and writes down which are to move.
    Looking,
    /// Moves them.
    Moving,
    /// All are where they belong.
    Done,
    /// Somebody stopped it; what was moved stays moved and can be undone.
    Cancelled,
    /// It could not go on; the note says why.
    Failed,
}

impl RegroupState {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Looking, Self::Moving, Self::Done, Self::Cancelled, Self::Failed];

    /// The word it is stored and told by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Looking => "looking",
            Self::Moving => "moving",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Nothing comes after it.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

/// A job with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegroupJob {
    /// Number.
    pub id: i64,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// What it does.
    pub kind: RegroupKind,
    /// How far it is.
    pub state: RegroupState,
    /// Events from here …
    pub start: Timestamp,
    /// … to before here.
    pub end: Timestamp,
    /// Version of the rules it applies.
    pub version: i64,
    /// The job it takes back.
    pub undoes: Option<i64>,
    /// A later job took it back.
    pub undone: bool,
    /// Who asked for it.
    pub actor: Option<UserId>,
    /// Events to look at, once known.
    pub total: u64,
    /// Events looked at.
    pub looked: u64,
    /// Time of the last event looked at, and how many of that very time were looked at.
    pub cursor: (Timestamp, u64),
    /// Events to move.
    pub planned: u64,
    /// Events moved.
    pub moved: u64,
    /// Issues it made.
    pub made: u64,
    /// Issues that were left empty and went into others.
    pub merged: u64,
    /// Why it failed.
    pub note: Option<String>,
    /// When it was asked for.
    pub created: Timestamp,
    /// When it came to its end.
    pub finished: Option<Timestamp>,
}
