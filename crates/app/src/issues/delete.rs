//! Deleting issues and projects together with their events.
//!
//! Metadata and events live in two stores. What is to be erased is written down first (a setting of the installation),
//! then the rows go, then the events, then the note: a crash between leaves the note, and [`App::resume_erasures`]
//! finishes the work at the next start. Only events up to the moment of the command are erased: what arrives later
//! makes an issue of its own.

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_domain::{IssueId, OrganizationId, ProjectId, TimeRange, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{App, AppError, AppResult};

/// Setting that holds the open erasures, a JSON list.
pub(crate) const OPEN_ERASURES: &str = "erasures.open";

/// Events to erase: of these groups of a project, or all of the project without groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Erasure {
    pub(crate) organization: OrganizationId,
    pub(crate) project: ProjectId,
    pub(crate) hashes: Option<Vec<String>>,
    pub(crate) until: Timestamp,
}

impl App {
    /// Deletes issues with their events. Unknown ids are left out.
    ///
    /// # Errors
    /// `Invalid` for too many ids, `Store`.
    pub fn delete_issues(&self, organization: OrganizationId, ids: &[IssueId]) -> AppResult<usize> {
        if ids.len() > super::MAX_ISSUES_PER_COMMAND {
            return Err(AppError::invalid("id", "Too many issues at once."));
        }
        let mut erasures = Vec::new();
        for id in ids {
            let Ok(found) = self.meta().issue(organization, *id, None) else { continue };
            let hashes = self.meta().hashes(organization, found.issue.id)?;
            erasures.push(Erasure {
                organization,
                project: found.issue.project_id,
                hashes: Some(hashes.iter().map(ToString::to_string).collect()),
                until: self.now(),
            });
        }
        self.note_erasures(&erasures)?;
        let deleted = self.meta().delete_issues(organization, ids)?.len();
        self.erase_all(&erasures)?;
        Ok(deleted)
    }

    /// Erases what a crash left to be erased. To be called once after the start, and now and then.
    ///
    /// # Errors
    /// `Store`.
    pub fn resume_erasures(&self) -> AppResult<usize> {
        let open = self.inner.erasures.entries(self.meta())?;
        self.erase_all(&open)?;
        Ok(open.len())
    }

    pub(crate) fn note_erasures(&self, erasures: &[Erasure]) -> AppResult<()> {
        self.inner.erasures.change(self.meta(), |open| open.extend_from_slice(erasures))
    }

    pub(crate) fn erase_all(&self, erasures: &[Erasure]) -> AppResult<()> {
        for erasure in erasures {
            let range = TimeRange { start: TimeRange::ALL.start, end: erasure.until.plus(1) };
            let filter = match &erasure.hashes {
                Some(hashes) => {
                    let values = hashes.iter().cloned().map(FieldValue::Str).collect();
                    Filter::In(FieldRef::field(GROUP_HASH), values)
                }
                None => Filter::All,
            };
            self.events().erase(Dataset::Errors, erasure.organization, &[erasure.project], range, &filter)?;
            if erasure.hashes.is_none() {
                self.events().erase(Dataset::Raw, erasure.organization, &[erasure.project], range, &Filter::All)?;
            }
            self.inner.erasures.change(self.meta(), |open| open.retain(|other| other != erasure))?;
        }
        Ok(())
    }
}
