//! Client keys: make, change, rotate, remove. The door knows of it when the command returns.

use bartizan_domain::key::{ClientKey, RateLimit};
use bartizan_domain::{KeyId, OrganizationId, ProjectId};
use bartizan_ports::meta::KeyPatch;

use crate::accounts::checked_name;
use crate::secret::random_hex;
use crate::{App, AppError, AppResult};

/// Longest window of a key's limit in seconds: a day, as in the ecosystem's settings.
const MAX_WINDOW_S: u32 = 86_400;

/// A key to make.
#[derive(Debug, Clone, Default)]
pub struct KeyDraft {
    /// What people call it; `None` for the house's default.
    pub label: Option<String>,
    /// Own limit, if any.
    pub rate_limit: Option<RateLimit>,
}

fn check_limit(limit: RateLimit) -> AppResult<RateLimit> {
    if limit.count == 0 || limit.window_s == 0 || limit.window_s > MAX_WINDOW_S {
        return Err(AppError::invalid("rateLimit", format!("A limit has a count above 0 and a window of 1 to {MAX_WINDOW_S} seconds.")));
    }
    Ok(limit)
}

impl App {
    /// Makes a key.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn create_key(&self, organization: OrganizationId, project: ProjectId, draft: &KeyDraft) -> AppResult<ClientKey> {
        let label = draft.label.as_deref().map_or_else(|| Ok("Default".to_owned()), |label| checked_name("name", label))?;
        let limit = draft.rate_limit.map(check_limit).transpose()?;
        let (public, secret) = (random_hex::<16>(), random_hex::<16>());
        let key = self.meta().create_key(organization, project, &label, &public, &secret, limit, self.now())?;
        self.refresh_keys()?;
        Ok(key)
    }

    /// The key of a project with that public key.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn key_by_public(&self, organization: OrganizationId, project: ProjectId, public_key: &str) -> AppResult<ClientKey> {
        let keys = self.meta().keys(organization, project)?;
        keys.into_iter().find(|key| key.public_key == public_key).ok_or_else(|| AppError::NotFound("key not found".to_owned()))
    }

    /// Changes label, limit or whether a key is on.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn update_key(&self, organization: OrganizationId, project: ProjectId, id: KeyId, patch: &KeyPatch) -> AppResult<ClientKey> {
        let label = patch.label.as_deref().map(|label| checked_name("name", label)).transpose()?;
        let rate_limit = match patch.rate_limit {
            Some(Some(limit)) => Some(Some(check_limit(limit)?)),
            other => other,
        };
        let patch = KeyPatch { label, rate_limit, active: patch.active };
        let key = self.meta().update_key(organization, project, id, &patch)?;
        self.refresh_keys()?;
        Ok(key)
    }

    /// Puts a new key in the place of one: same label and limit; the old key is switched off, not removed, so that its
    /// figures stay readable.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn rotate_key(&self, organization: OrganizationId, project: ProjectId, old: &ClientKey) -> AppResult<ClientKey> {
        let draft = KeyDraft { label: Some(old.label.clone()), rate_limit: old.rate_limit };
        let new = self.create_key(organization, project, &draft)?;
        let patch = KeyPatch { active: Some(false), ..KeyPatch::default() };
        self.update_key(organization, project, old.id, &patch)?;
        Ok(new)
    }

    /// Removes a key.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_key(&self, organization: OrganizationId, project: ProjectId, id: KeyId) -> AppResult<()> {
        self.meta().delete_key(organization, project, id)?;
        self.refresh_keys()
    }
}
