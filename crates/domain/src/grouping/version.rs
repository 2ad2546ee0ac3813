//! The rules of a project over time.

use crate::{ProjectId, Timestamp, UserId};

use super::{FingerprintRules, RuleFault, StackRules};

/// Both rule texts of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleTexts {
    /// Stack-trace rules.
    pub stack: String,
    /// Fingerprint rules.
    pub fingerprints: String,
}

impl RuleTexts {
    /// Reads both.
    ///
    /// # Errors
    /// The field (`stackRules` or `fingerprintRules`) with its first fault.
    pub fn parse(&self) -> Result<(StackRules, FingerprintRules), (&'static str, RuleFault)> {
        let stack = StackRules::parse(&self.stack).map_err(|fault| ("stackRules", fault))?;
        let fingerprints = FingerprintRules::parse(&self.fingerprints).map_err(|fault| ("fingerprintRules", fault))?;
        Ok((stack, fingerprints))
    }
}

/// Rules as they were from a moment on. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleVersion {
    /// Number within the project, from 1.
    pub number: i64,
    /// Project.
    pub project_id: ProjectId,
    /// The rules.
    pub texts: RuleTexts,
    /// Who wrote them.
    pub author: Option<UserId>,
    /// Number of the version these rules were taken back from.
    pub restored_from: Option<i64>,
    /// When it was written.
    pub created: Timestamp,
    /// Events received from here on are grouped by it.
    pub active_from: Timestamp,
}

/// Rules to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRuleVersion {
    /// The rules.
    pub texts: RuleTexts,
    /// Who writes them.
    pub author: Option<UserId>,
    /// Number of the version these rules are taken back from.
    pub restored_from: Option<i64>,
    /// Now.
    pub created: Timestamp,
    /// Events received from here on are grouped by it.
    pub active_from: Timestamp,
}
