//! Making and changing accounts.

use bartizan_domain::UserId;
use bartizan_domain::account::{Preferences, User};
use bartizan_ports::meta::NewUser;

use crate::{App, AppError, AppResult, password};

/// Longest name in characters.
pub(crate) const MAX_NAME_CHARS: usize = 200;
/// Longest address in bytes (RFC 5321, 4.5.3.1.3).
const MAX_EMAIL_BYTES: usize = 254;

/// An account to make.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Address; capitals are made small.
    pub email: String,
    /// Name for people; empty for the address' first part.
    pub name: String,
    /// Password in the clear.
    pub password: String,
    /// May do everything on this installation.
    pub is_superuser: bool,
}

impl App {
    /// Makes an account.
    ///
    /// # Errors
    /// `Invalid` for a bad address, name or password; `Conflict` when the address is taken.
    pub fn create_user(&self, account: &NewAccount) -> AppResult<User> {
        let email = checked_email(&account.email)?;
        let name = match account.name.trim() {
            "" => email.split('@').next().unwrap_or_default().to_owned(),
            name => checked_name("name", name)?,
        };
        let password_hash = Some(password::hash(&account.password)?);
        let user = NewUser { email, name, password_hash, is_superuser: account.is_superuser };
        self.meta().create_user(&user, self.now()).map_err(AppError::when_taken("An account with this address exists already."))
    }

    /// Changes the name of an account.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn rename_user(&self, id: UserId, name: &str) -> AppResult<User> {
        let mut user = self.meta().user(id)?;
        user.name = checked_name("name", name)?;
        self.meta().update_user(&user)?;
        Ok(user)
    }

    /// Sets a new password; all sessions of the account end.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`.
    pub fn set_password(&self, id: UserId, password: &str) -> AppResult<()> {
        Ok(self.meta().set_password(id, &password::hash(password)?, None)?)
    }

    /// Changes a password for whoever knows the one before; every session but the one with the hash `keep` ends.
    ///
    /// # Errors
    /// `Invalid` for a wrong or a too weak password, `TooMany` after too many wrong ones, `NotFound`.
    pub fn change_password(&self, id: UserId, current: &str, new: &str, keep: Option<&str>) -> AppResult<()> {
        let user = self.meta().user(id)?;
        let (_, stored) = self.meta().user_by_email(&user.email)?;
        self.prove_password(&user.email, current, stored.as_deref())?;
        Ok(self.meta().set_password(id, &password::hash(new)?, keep)?)
    }

    /// Replaces how a person wants the interface.
    ///
    /// # Errors
    /// `Invalid` with the field, `NotFound`.
    pub fn set_preferences(&self, id: UserId, preferences: &Preferences) -> AppResult<()> {
        match preferences.fault() {
            Some(field) => Err(AppError::invalid(field, "Not a valid choice.")),
            None => Ok(self.meta().set_preferences(id, preferences)?),
        }
    }

    /// Ends a session of the person by the name [`public_id`](bartizan_domain::account::Session::public_id) gives it.
    ///
    /// # Errors
    /// `NotFound` for a session that has ended or is another's.
    pub fn end_session_of(&self, id: UserId, session: &str) -> AppResult<()> {
        let own = self.meta().sessions(id, self.now())?;
        let found = own.iter().find(|each| each.public_id() == session);
        let found = found.ok_or_else(|| bartizan_ports::StoreError::not_found("session"))?;
        Ok(self.meta().delete_session(&found.token_hash)?)
    }

    /// Ends every session of the person but the one with the hash `keep`; answers how many.
    ///
    /// # Errors
    /// `Store`.
    pub fn end_other_sessions(&self, id: UserId, keep: &str) -> AppResult<usize> {
        let others: Vec<_> = self.meta().sessions(id, self.now())?.into_iter().filter(|each| each.token_hash != keep).collect();
        for session in &others {
            self.meta().delete_session(&session.token_hash)?;
        }
        Ok(others.len())
    }
}

/// The address in small letters, when it looks like one.
pub(crate) fn checked_email(text: &str) -> AppResult<String> {
    let email = text.trim().to_lowercase();
    let fits = email.len() <= MAX_EMAIL_BYTES
        && !email.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
        && email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    if fits { Ok(email) } else { Err(AppError::invalid("email", "Enter a valid email address.")) }
}

/// The name without surrounding space, when it has a fit length and no control characters.
pub(crate) fn checked_name(field: &'static str, text: &str) -> AppResult<String> {
    let name = text.trim();
    if name.is_empty() {
        return Err(AppError::invalid(field, "This field may not be blank."));
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(AppError::invalid(field, format!("Ensure this field has no more than {MAX_NAME_CHARS} characters.")));
    }
    if name.chars().any(char::is_control) {
        return Err(AppError::invalid(field, "Control characters are not allowed."));
    }
    Ok(name.to_owned())
}

/// The slug, when it is one.
pub(crate) fn checked_slug(text: &str) -> AppResult<String> {
    if bartizan_domain::organization::is_valid_slug(text) {
        return Ok(text.to_owned());
    }
    Err(AppError::invalid("slug", "Enter a valid slug: up to 50 lowercase letters, numbers, underscores or hyphens, and not only numbers."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(checked_email(" Ann@Example.com ").unwrap(), "ann@example.com");
        for bad in ["", "ann", "@x", "a@", "a b@c", "a@b@c", "a\n@b", "<a@b>"] {
            assert!(checked_email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(checked_name("name", " Ann ").unwrap(), "Ann");
        assert!(checked_name("name", "").is_err() && checked_name("name", "a\u{7}").is_err());
    }
}
