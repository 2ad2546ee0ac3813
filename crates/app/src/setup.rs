//! The first account and organisation, made by whoever holds the link printed at the start.

use bartizan_domain::account::User;
use bartizan_domain::organization::Organization;

use crate::secret::{equal_secrets, hash_secret, random_hex};
use crate::{App, AppError, AppResult, NewAccount};

/// Setting that holds the hash of the link's secret while the installation waits to be set up.
const SETUP_TOKEN: &str = "setup.token_hash";

/// What the first person tells.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// Secret of the link.
    pub token: String,
    /// The first account; it becomes a superuser.
    pub account: NewAccount,
    /// Name of the first organisation.
    pub organization_name: String,
    /// Its slug; empty for one made of the name.
    pub organization_slug: String,
}

impl App {
    /// True while nobody has an account.
    ///
    /// # Errors
    /// `Store`.
    pub fn needs_set_up(&self) -> AppResult<bool> {
        Ok(self.meta().count_users()? == 0)
    }

    /// Makes the secret of a new one-time link while the installation is to be set up; earlier links are void.
    /// `None` when it is set up already.
    ///
    /// # Errors
    /// `Store`.
    pub fn issue_set_up_token(&self) -> AppResult<Option<String>> {
        if !self.needs_set_up()? {
            return Ok(None);
        }
        let token = random_hex::<24>();
        self.meta().set_setting(SETUP_TOKEN, Some(&hash_secret(&token)))?;
        Ok(Some(token))
    }

    /// Sets the installation up: the first account, its organisation, its membership as owner. Works once.
    ///
    /// # Errors
    /// `Denied` for a wrong or used link, `Invalid`, `Conflict`.
    pub fn set_up(&self, request: &SetUp) -> AppResult<(User, Organization)> {
        // One at a time: the link is good for one account only.
        let _turn = self.inner.refresh.lock();
        let expected = self.meta().setting(SETUP_TOKEN)?;
        let fits = expected.is_some_and(|expected| equal_secrets(&expected, &hash_secret(&request.token)));
        if !fits || !self.needs_set_up()? {
            return Err(AppError::Denied("This set-up link is not valid. Use the newest one the server printed."));
        }
        let (slug, name) = crate::organizations::checked(&request.organization_slug, &request.organization_name)?;
        let account = NewAccount { is_superuser: true, ..request.account.clone() };
        let user = self.create_user(&account)?;
        self.meta().set_setting(SETUP_TOKEN, None)?;
        let organization = self.create_organization(&slug, &name, Some(user.id))?;
        Ok((user, organization))
    }
}
