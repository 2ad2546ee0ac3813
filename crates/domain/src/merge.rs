//! Merges that are remembered, so that they can be taken back.

use serde::{Deserialize, Serialize};

use crate::issue::Issue;
use crate::{ActivityId, GroupHash, IssueId, OrganizationId, ProjectId, TicketId, Timestamp, UserId};

/// Why issues became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeReason {
    /// Somebody asked for it.
    Person,
    /// Their events have the same types and frames of the application.
    Frames,
    /// A job that grouped stored events anew left the one empty.
    Regroup {
        /// Number of the job.
        job: i64,
    },
}

impl MergeReason {
    /// The word it is stored and told by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Frames => "frames",
            Self::Regroup { .. } => "regroup",
        }
    }

    /// Of a word and a job.
    pub fn parse(word: &str, job: Option<i64>) -> Option<Self> {
        Some(match (word, job) {
            ("person", _) => Self::Person,
            ("frames", _) => Self::Frames,
            ("regroup", Some(job)) => Self::Regroup { job },
            _ => return None,
        })
    }

    /// The job that made the merge.
    pub const fn job(self) -> Option<i64> {
        match self {
            Self::Regroup { job } => Some(job),
            Self::Person | Self::Frames => None,
        }
    }
}

/// What one person thought of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regard {
    /// Person.
    pub user: UserId,
    /// Bookmarked it.
    pub bookmarked: bool,
    /// Wants to hear of it.
    pub subscribed: bool,
}

/// An issue as it was before it went into another, and what it took along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absorbed {
    /// Its row.
    pub issue: Issue,
    /// Hashes it was made of.
    pub hashes: Vec<GroupHash>,
    /// Activity.
    pub activity: Vec<ActivityId>,
    /// Reports of users.
    pub reports: Vec<i64>,
    /// Ids that led to it.
    pub ids: Vec<IssueId>,
    /// Numbers that led to it.
    pub numbers: Vec<i64>,
    /// Earlier merges into it.
    pub merges: Vec<i64>,
    /// Bookmarks and subscriptions.
    pub regards: Vec<Regard>,
    /// Tickets; merges of versions before there were tickets have none.
    #[serde(default)]
    pub tickets: Vec<TicketId>,
}

/// A merge of one issue into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Number.
    pub id: i64,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// The issue it went into; where that was merged as well, the one that has it now.
    pub parent: IssueId,
    /// What went into it.
    pub absorbed: Absorbed,
    /// Why.
    pub reason: MergeReason,
    /// When.
    pub created: Timestamp,
    /// When it was taken back.
    pub undone: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_as_they_are_written() {
        for reason in [MergeReason::Person, MergeReason::Frames, MergeReason::Regroup { job: 7 }] {
            assert_eq!(MergeReason::parse(reason.as_str(), reason.job()), Some(reason));
        }
        assert_eq!(MergeReason::parse("regroup", None), None);
    }
}
