//! Sign-in by address and password, and sessions.
//!
//! Guessing is slowed twice: per account (an attacker with many addresses) and per network address (one with many
//! accounts). After some free tries every further failure doubles the wait, up to a bound that keeps an attacker from
//! locking the owner out for long. Nobody else's wait grows: a wrong password never blocks other accounts behind the
//! same address before that address has failed very often.

use std::collections::HashMap;
use std::net::IpAddr;

use bartizan_domain::account::{Session, User};
use bartizan_domain::time::{DAY_US, HOUR_US, SECOND_US};
use bartizan_domain::{Timestamp, UserId};
use parking_lot::Mutex;

use crate::secret::{hash_secret, random_hex};
use crate::{App, AppError, AppResult, password};

/// How long a session lasts.
pub const SESSION_LIFETIME_US: i64 = 14 * DAY_US;

/// Longest `User-Agent` kept, in characters.
const MAX_DEVICE_CHARS: usize = 300;

/// Failures an account may have before it waits.
const FREE_TRIES_ACCOUNT: u32 = 5;
/// Failures an address may have before it waits: an office shares one.
const FREE_TRIES_ADDRESS: u32 = 50;
/// Longest wait in seconds.
const MAX_WAIT_S: i64 = 300;
/// Failures are forgotten after this time without a new one.
const FORGET_AFTER_US: i64 = HOUR_US;
/// Most accounts and addresses remembered; beyond it the oldest are forgotten.
const MAX_REMEMBERED: usize = 10_000;

/// A session just begun. The secret goes into the cookie and is not stored.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// Secret of the cookie.
    pub secret: String,
    /// Session as stored.
    pub session: Session,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

/// Remembers failures.
#[derive(Debug, Default)]
pub(crate) struct SignInGuard {
    failures: Mutex<HashMap<String, Failures>>,
}

impl SignInGuard {
    /// Seconds still to wait before this key may try again.
    fn wait_s(&self, key: &str, free: u32, now: Timestamp) -> Option<u64> {
        let failures = *self.failures.lock().get(key)?;
        let over = failures.count.checked_sub(free)?;
        let wait_s = (1_i64 << over.min(16)).min(MAX_WAIT_S);
        let until = failures.last.plus(wait_s * SECOND_US);
        let left_us = u64::try_from(until.0.saturating_sub(now.0)).ok().filter(|left| *left > 0)?;
        Some(left_us.div_ceil(1_000_000))
    }

    fn failed(&self, key: String, now: Timestamp) {
        let mut failures = self.failures.lock();
        if failures.len() >= MAX_REMEMBERED {
            failures.retain(|_, f| now.0.saturating_sub(f.last.0) < FORGET_AFTER_US);
        }
        if failures.len() >= MAX_REMEMBERED
            && let Some(oldest) = failures.iter().min_by_key(|(_, f)| f.last).map(|(key, _)| key.clone())
        {
            failures.remove(&oldest);
        }
        let entry = failures.entry(key).or_insert(Failures { count: 0, last: now });
        let forgotten = now.0.saturating_sub(entry.last.0) >= FORGET_AFTER_US;
        *entry = Failures { count: if forgotten { 1 } else { entry.count.saturating_add(1) }, last: now };
    }

    fn succeeded(&self, key: &str) {
        self.failures.lock().remove(key);
    }
}

impl App {
    /// Signs in. The answer is the same, and takes the same time, for an unknown address and a wrong password.
    ///
    /// # Errors
    /// `Denied`, `TooMany`, `Store`.
    pub fn sign_in(&self, email: &str, password: &str, address: Option<IpAddr>, device: Option<&str>) -> AppResult<SignedIn> {
        let now = self.now();
        let email: String = email.trim().to_lowercase().chars().take(254).collect();
        let account_key = format!("account:{email}");
        let address_key = address.map(|address| format!("address:{address}"));
        let guard = &self.inner.guard;
        let waits = [
            guard.wait_s(&account_key, FREE_TRIES_ACCOUNT, now),
            address_key.as_deref().and_then(|key| guard.wait_s(key, FREE_TRIES_ADDRESS, now)),
        ];
        if let Some(retry_after_s) = waits.into_iter().flatten().max() {
            return Err(AppError::TooMany { retry_after_s });
        }
        let found = match self.meta().user_by_email(&email) {
            Ok(found) => Some(found),
            Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let stored = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        let fits = password::verify(password, stored)?;
        match found.filter(|(user, _)| fits && user.is_active) {
            Some((user, _)) => {
                guard.succeeded(&account_key);
                self.begin_session(user.id, device)
            }
            None => {
                guard.failed(account_key, now);
                if let Some(key) = address_key {
                    guard.failed(key, now);
                }
                Err(AppError::Denied("Wrong email address or password."))
            }
        }
    }

    /// Checks the password of somebody already signed in. A stolen session must not be a way to guess it, so failures
    /// count as those of a sign-in.
    pub(crate) fn prove_password(&self, email: &str, given: &str, stored: Option<&str>) -> AppResult<()> {
        let (now, guard, key) = (self.now(), &self.inner.guard, format!("account:{email}"));
        if let Some(retry_after_s) = guard.wait_s(&key, FREE_TRIES_ACCOUNT, now) {
            return Err(AppError::TooMany { retry_after_s });
        }
        if password::verify(given, stored)? {
            guard.succeeded(&key);
            return Ok(());
        }
        guard.failed(key, now);
        Err(AppError::invalid("current", "This is not the password of your account."))
    }

    /// Begins a session for somebody who has just proven who they are (sign-in, set-up, a taken invitation).
    ///
    /// # Errors
    /// `NotFound`, `Store`.
    pub fn begin_session(&self, id: UserId, device: Option<&str>) -> AppResult<SignedIn> {
        let now = self.now();
        let secret = random_hex::<32>();
        let session = Session {
            token_hash: hash_secret(&secret),
            user_id: id,
            csrf_token: random_hex::<16>(),
            created: now,
            expires: now.plus(SESSION_LIFETIME_US),
            device: device.map(|device| device.chars().filter(|c| !c.is_control()).take(MAX_DEVICE_CHARS).collect()),
            last_seen: now,
        };
        self.meta().purge_sessions(now)?;
        self.meta().create_session(&session)?;
        self.meta().touch_login(id, now)?;
        let user = self.meta().user(id)?;
        Ok(SignedIn { user, secret, session })
    }

    /// Ends a session; ending what is not there succeeds.
    ///
    /// # Errors
    /// `Store`.
    pub fn end_session(&self, token_hash: &str) -> AppResult<()> {
        Ok(self.meta().delete_session(token_hash)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_after_the_free_ones_doubles_the_wait() {
        let guard = SignInGuard::default();
        let now = Timestamp::from_seconds(1_000);
        let wait = |guard: &SignInGuard, at| guard.wait_s("a", FREE_TRIES_ACCOUNT, at);
        for _ in 0..FREE_TRIES_ACCOUNT - 1 {
            guard.failed("a".into(), now);
        }
        assert_eq!(wait(&guard, now), None);
        guard.failed("a".into(), now);
        assert_eq!(wait(&guard, now), Some(1));
        guard.failed("a".into(), now);
        assert_eq!(wait(&guard, now), Some(2));
        assert_eq!(wait(&guard, now.plus(2 * SECOND_US)), None);
        (0..40).for_each(|_| guard.failed("a".into(), now));
        assert_eq!(wait(&guard, now), Some(MAX_WAIT_S as u64));
        guard.succeeded("a");
        assert_eq!(wait(&guard, now), None);
    }

    #[test]
    fn memory_of_failures_is_bounded() {
        let guard = SignInGuard::default();
        for n in 0..MAX_REMEMBERED + 10 {
            guard.failed(n.to_string(), Timestamp(n as i64));
        }
        assert_eq!(guard.failures.lock().len(), MAX_REMEMBERED);
        assert!(!guard.failures.lock().contains_key("0"));
    }
}
