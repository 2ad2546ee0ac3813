//! Projects: make, change, remove, and their teams. The door knows of it when the command returns.

use bartizan_domain::key::ClientKey;
use bartizan_domain::organization::{MAX_SLUG_CHARS, slugify};
use bartizan_domain::project::Project;
use bartizan_domain::{OrganizationId, ProjectId, TeamId};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::{NewProject, ProjectPatch};

use crate::accounts::{checked_name, checked_slug};
use crate::issues::Erasure;
use crate::secret::random_hex;
use crate::{App, AppError, AppResult};

const SLUG_TAKEN: &str = "A project with this slug already exists.";
/// Tries to find a free slug for a name before giving up.
const SLUG_TRIES: u32 = 50;
/// Longest platform word in bytes.
const MAX_PLATFORM_BYTES: usize = 64;
/// Longest single option in bytes (grouping and fingerprint rules are texts people write).
const MAX_OPTION_BYTES: usize = 256 * 1024;

/// A project to make.
#[derive(Debug, Clone, Default)]
pub struct ProjectDraft {
    /// Name for people; empty for the slug.
    pub name: String,
    /// Slug; `None` for a free one made of the name.
    pub slug: Option<String>,
    /// Platform.
    pub platform: Option<String>,
    /// Team that owns it.
    pub team: Option<TeamId>,
}

/// What a removal did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PurgeReport {
    /// True when events were still to be erased when the command returned; [`App::resume_erasures`] finishes it.
    pub events_pending: bool,
}

impl App {
    /// Makes a project with its first key.
    ///
    /// # Errors
    /// `Invalid`, `Conflict` when the slug is taken.
    pub fn create_project(&self, organization: OrganizationId, draft: &ProjectDraft) -> AppResult<(Project, ClientKey)> {
        let given = draft.slug.as_deref().filter(|slug| !slug.is_empty());
        let name = if draft.name.trim().is_empty() { given.unwrap_or_default() } else { draft.name.as_str() };
        let name = checked_name("name", name)?;
        let platform = draft.platform.as_deref().filter(|p| !p.is_empty()).map(checked_platform).transpose()?;
        let make = |slug: String| NewProject {
            organization_id: organization,
            slug,
            name: name.clone(),
            platform: platform.clone(),
            team: draft.team,
            public_key: random_hex::<16>(),
            secret_key: random_hex::<16>(),
        };
        let created = match given {
            Some(slug) => self.meta().create_project(&make(checked_slug(slug)?), self.now()).map_err(AppError::when_taken(SLUG_TAKEN))?,
            None => self.create_with_free_slug(&name, make)?,
        };
        self.refresh_keys()?;
        Ok(created)
    }

    fn create_with_free_slug(&self, name: &str, make: impl Fn(String) -> NewProject) -> AppResult<(Project, ClientKey)> {
        let base = Some(slugify(name)).filter(|slug| checked_slug(slug).is_ok()).unwrap_or_else(|| "project".to_owned());
        for attempt in 1..=SLUG_TRIES {
            let slug = if attempt == 1 { base.clone() } else { numbered(&base, attempt) };
            match self.meta().create_project(&make(slug), self.now()) {
                Err(error) if error.kind == ErrorKind::Conflict => {}
                other => return Ok(other?),
            }
        }
        Err(AppError::Conflict(SLUG_TAKEN.to_owned()))
    }

    /// Changes a project. Options are JSON texts.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `Conflict` when the slug is taken.
    pub fn update_project(&self, organization: OrganizationId, id: ProjectId, patch: &ProjectPatch) -> AppResult<Project> {
        let mut patch = patch.clone();
        patch.slug = patch.slug.as_deref().map(checked_slug).transpose()?;
        patch.name = patch.name.as_deref().map(|name| checked_name("name", name)).transpose()?;
        if let Some(Some(platform)) = &patch.platform {
            patch.platform = Some(Some(checked_platform(platform)?));
        }
        if patch.options.values().flatten().any(|text| text.len() > MAX_OPTION_BYTES) {
            return Err(AppError::invalid("options", format!("An option has at most {MAX_OPTION_BYTES} bytes.")));
        }
        let project = self.meta().update_project(organization, id, &patch).map_err(AppError::when_taken(SLUG_TAKEN))?;
        self.refresh_keys()?;
        Ok(project)
    }

    /// Removes a project with its keys, issues, counters and events. From the first step on the door takes nothing
    /// for it any more.
    ///
    /// # Errors
    /// `NotFound`, `Store`.
    pub fn delete_project(&self, organization: OrganizationId, id: ProjectId) -> AppResult<PurgeReport> {
        self.meta().project(organization, id)?;
        let erasure = Erasure { organization, project: id, hashes: None, until: self.now() };
        self.note_erasures(std::slice::from_ref(&erasure))?;
        self.meta().delete_project(organization, id)?;
        self.refresh_keys()?;
        let erased = self.erase_all(&[erasure]);
        if let Err(error) = &erased {
            tracing::warn!(%error, project = id.0, "events of a removed project are still to be erased");
        }
        Ok(PurgeReport { events_pending: erased.is_err() })
    }

    /// Adds (true) or removes (false) a team of a project.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn set_project_team(&self, organization: OrganizationId, id: ProjectId, team: TeamId, present: bool) -> AppResult<Project> {
        self.meta().set_project_team(organization, id, team, present)?;
        Ok(self.meta().project(organization, id)?)
    }
}

fn numbered(base: &str, number: u32) -> String {
    let suffix = format!("-{number}");
    let kept: String = base.chars().take(MAX_SLUG_CHARS.saturating_sub(suffix.len())).collect();
    format!("{kept}{suffix}")
}

fn checked_platform(text: &str) -> AppResult<String> {
    let fits = text.len() <= MAX_PLATFORM_BYTES && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fits { Ok(text.to_owned()) } else { Err(AppError::invalid("platform", "Invalid platform.")) }
}
