//! Releases: tell of one, remove it, note a deploy.

use bartizan_domain::OrganizationId;
use bartizan_domain::release::{Deploy, Release};
use bartizan_ports::meta::ReleaseUpdate;

use crate::{App, AppError, AppResult};

/// Longest version in characters.
pub const MAX_VERSION_CHARS: usize = 200;
/// Most commits one release takes.
pub const MAX_COMMITS: usize = 5_000;
/// Longest environment of a deploy in characters.
const MAX_ENVIRONMENT_CHARS: usize = 64;

/// Versions that clients use as words of their own or that would break paths.
fn is_version(text: &str) -> bool {
    let reserved = matches!(text, "" | "." | ".." | "latest");
    let bad = |c: char| matches!(c, '/' | '\\') || c.is_control();
    !reserved && text.trim() == text && text.chars().count() <= MAX_VERSION_CHARS && !text.contains(bad)
}

impl App {
    /// Makes a release or changes it; true when it is new. A new one needs a project.
    ///
    /// # Errors
    /// `Invalid`, `NotFound` for a project of somebody else.
    pub fn update_release(&self, organization: OrganizationId, version: &str, update: &ReleaseUpdate) -> AppResult<bool> {
        if !is_version(version) {
            return Err(AppError::invalid("version", "Invalid release name."));
        }
        if update.commits.as_ref().is_some_and(|commits| commits.len() > MAX_COMMITS) {
            return Err(AppError::invalid("commits", format!("A release has at most {MAX_COMMITS} commits.")));
        }
        if update.projects.is_empty() && self.meta().release(organization, version).is_err() {
            return Err(AppError::invalid("projects", "A new release names its projects."));
        }
        Ok(self.meta().update_release(organization, version, update, self.now())?)
    }

    /// Removes a release that no event names.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    pub fn delete_release(&self, organization: OrganizationId, version: &str) -> AppResult<()> {
        Ok(self.meta().delete_release(organization, version)?)
    }

    /// Notes a deploy of a release.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn add_deploy(&self, organization: OrganizationId, version: &str, deploy: &Deploy) -> AppResult<Deploy> {
        let name = deploy.environment.trim();
        if name.is_empty() || name.chars().count() > MAX_ENVIRONMENT_CHARS || name.contains('/') {
            return Err(AppError::invalid("environment", "Invalid environment."));
        }
        Ok(self.meta().add_deploy(organization, version, deploy)?)
    }

    /// The release as it is now.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn release(&self, organization: OrganizationId, version: &str) -> AppResult<Release> {
        Ok(self.meta().release(organization, version)?)
    }
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_that_would_break_paths_are_refused() {
        for good in ["1.0", "web@1.0.0+7", "0f3a", "näheres 2"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", ".", "..", "latest", "a/b", "a\\b", "a\tb", " a", &"a".repeat(201)] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
