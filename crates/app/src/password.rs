//! Passwords: Argon2id, one at a time, so that a flood of sign-ins costs neither the memory nor the cores that
//! accepting events needs.

use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use parking_lot::Mutex;

use crate::{AppError, AppResult};

/// Shortest password, in characters (NIST SP 800-63B asks for at least 8).
pub const MIN_PASSWORD_CHARS: usize = 8;
/// Longest password in bytes: bounds the work of hashing.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// Memory of a hash in KiB: the OWASP password storage cheat sheet's first recommendation for Argon2id (19 MiB, 2, 1).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How long a sign-in waits for its turn before it is turned away.
const TURN_WAIT: Duration = Duration::from_secs(3);

static TURN: Mutex<()> = Mutex::new(());

fn hasher() -> AppResult<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| AppError::Internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Checks the form of a new password.
pub(crate) fn check(password: &str) -> AppResult<()> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(AppError::invalid("password", format!("A password has at least {MIN_PASSWORD_CHARS} characters.")));
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(AppError::invalid("password", format!("A password has at most {MAX_PASSWORD_BYTES} bytes.")));
    }
    Ok(())
}

/// Checks the form and makes the PHC string to store.
pub(crate) fn hash(password: &str) -> AppResult<String> {
    check(password)?;
    let hasher = hasher()?;
    let _turn = take_turn()?;
    hasher.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|e| AppError::Internal(e.to_string()))
}

/// Whether the password fits. Without a stored hash it spends the same time and says no, so that an answer does not
/// tell whether an account exists.
pub(crate) fn verify(password: &str, stored: Option<&str>) -> AppResult<bool> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Ok(false);
    }
    let hasher = hasher()?;
    let _turn = take_turn()?;
    let parsed = stored.and_then(|text| PasswordHash::new(text).ok());
    match parsed {
        Some(parsed) => Ok(hasher.verify_password(password.as_bytes(), &parsed).is_ok()),
        None => {
            let spent = hasher.hash_password(password.as_bytes());
            drop(spent);
            Ok(false)
        }
    }
}

fn take_turn() -> AppResult<parking_lot::MutexGuard<'static, ()>> {
    TURN.try_lock_for(TURN_WAIT).ok_or(AppError::TooMany { retry_after_s: TURN_WAIT.as_secs() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse", Some(&stored)).unwrap());
        assert!(!verify("wrong horse", Some(&stored)).unwrap());
        assert!(!verify("correct horse", None).unwrap());
        assert!(!verify("correct horse", Some("not a hash")).unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(matches!(hash("short"), Err(AppError::Invalid(e)) if e.field == "password"));
        assert!(hash(&"x".repeat(MAX_PASSWORD_BYTES + 1)).is_err());
    }
}
