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
    /// Counts a try as failed before it is known how it ends: many at once must not all be judged by the same count. Where one
    /// of the keys has to wait none is counted.
    ///
    /// # Errors
    /// `TooMany` with the longest wait.
    fn begin(&self, keys: &[(&str, u32)], now: Timestamp) -> AppResult<()> {
        let mut failures = self.failures.lock();
        let wait = keys.iter().filter_map(|(key, free)| wait_s(failures.get(*key)?, *free, now)).max();
        if let Some(retry_after_s) = wait {
            return Err(AppError::TooMany { retry_after_s });
        }
        keys.iter().for_each(|(key, _)| count(&mut failures, key, now));
        Ok(())
    }

    /// A try that was counted went well: the account is free again, and the address has one failure less.
    fn succeeded(&self, account: &str, address: Option<&str>) {
        let mut failures = self.failures.lock();
        failures.remove(account);
        if let Some(entry) = address.and_then(|address| failures.get_mut(address)) {
            entry.count = entry.count.saturating_sub(1);
        }
    }
}

/// Seconds still to wait before the next try.
fn wait_s(failures: &Failures, free: u32, now: Timestamp) -> Option<u64> {
    let over = failures.count.checked_sub(free)?;
    let wait_s = (1_i64 << over.min(16)).min(MAX_WAIT_S);
    let until = failures.last.plus(wait_s * SECOND_US);
    let left_us = u64::try_from(until.0.saturating_sub(now.0)).ok().filter(|left| *left > 0)?;
    Some(left_us.div_ceil(1_000_000))
}

fn count(failures: &mut HashMap<String, Failures>, key: &str, now: Timestamp) {
    if failures.len() >= MAX_REMEMBERED {
        failures.retain(|_, f| now.0.saturating_sub(f.last.0) < FORGET_AFTER_US);
    }
    if failures.len() >= MAX_REMEMBERED
        && let Some(oldest) = failures.iter().min_by_key(|(_, f)| f.last).map(|(key, _)| key.clone())
    {
        failures.remove(&oldest);
    }
    let entry = failures.entry(key.to_owned()).or_insert(Failures { count: 0, last: now });
    let forgotten = now.0.saturating_sub(entry.last.0) >= FORGET_AFTER_US;
    *entry = Failures { count: if forgotten { 1 } else { entry.count.saturating_add(1) }, last: now };
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
        let keys = [Some((account_key.as_str(), FREE_TRIES_ACCOUNT)), address_key.as_deref().map(|key| (key, FREE_TRIES_ADDRESS))];
        guard.begin(&keys.into_iter().flatten().collect::<Vec<_>>(), now)?;
        let found = match self.meta().user_by_email(&email) {
            Ok(found) => Some(found),
            Err(error) if error.kind == bartizan_ports::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let stored = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        let fits = password::verify(password, stored)?;
        match found.filter(|(user, _)| fits && user.is_active) {
            Some((user, _)) => {
                guard.succeeded(&account_key, address_key.as_deref());
                self.begin_session(user.id, device)
            }
            None => Err(AppError::Denied("Wrong email address or password.")),
        }
    }

    /// Checks the password of somebody already signed in. A stolen session must not be a way to guess it, so failures
    /// count as those of a sign-in.
    pub(crate) fn prove_password(&self, email: &str, given: &str, stored: Option<&str>) -> AppResult<()> {
        let (now, guard, key) = (self.now(), &self.inner.guard, format!("account:{email}"));
        guard.begin(&[(&key, FREE_TRIES_ACCOUNT)], now)?;
        if password::verify(given, stored)? {
            guard.succeeded(&key, None);
            return Ok(());
        }
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

    fn wait(guard: &SignInGuard, key: &str, at: Timestamp) -> Option<u64> {
        guard.failures.lock().get(key).and_then(|failures| wait_s(failures, FREE_TRIES_ACCOUNT, at))
    }

    #[test]
    fn every_failure_after_the_free_ones_doubles_the_wait() {
        let guard = SignInGuard::default();
        let mut now = Timestamp::from_seconds(1_000);
        let tries = |now| guard.begin(&[("a", FREE_TRIES_ACCOUNT)], now);
        for _ in 0..FREE_TRIES_ACCOUNT {
            assert_eq!(wait(&guard, "a", now), None);
            assert!(tries(now).is_ok());
        }
        for expected in [1, 2, 4, 8] {
            assert_eq!(wait(&guard, "a", now), Some(expected));
            assert!(
                matches!(tries(now), Err(AppError::TooMany { retry_after_s }) if retry_after_s == expected),
                "it does not count while it waits"
            );
            now = now.plus(i64::try_from(expected).unwrap() * SECOND_US);
            assert!(tries(now).is_ok());
        }
        (0..40).for_each(|_| count(&mut guard.failures.lock(), "a", now));
        assert_eq!(wait(&guard, "a", now), Some(MAX_WAIT_S as u64));
        guard.succeeded("a", None);
        assert_eq!(wait(&guard, "a", now), None);
    }

    #[test]
    fn tries_at_once_are_counted_before_they_end() {
        let guard = SignInGuard::default();
        let now = Timestamp::from_seconds(1_000);
        let begun = |_| guard.begin(&[("account", FREE_TRIES_ACCOUNT), ("address", FREE_TRIES_ADDRESS)], now).is_ok();
        assert_eq!((0..100).filter(|n| begun(*n)).count(), FREE_TRIES_ACCOUNT as usize);
        let of_address = guard.failures.lock().get("address").map(|failures| failures.count);
        assert_eq!(of_address, Some(FREE_TRIES_ACCOUNT), "who waits for an account is not counted against the address");
        guard.succeeded("account", Some("address"));
        assert!(begun(0));
        assert_eq!(guard.failures.lock().get("address").map(|failures| failures.count), Some(FREE_TRIES_ACCOUNT));
    }

    #[test]
    fn memory_of_failures_is_bounded() {
        let guard = SignInGuard::default();
        for n in 0..MAX_REMEMBERED + 10 {
            count(&mut guard.failures.lock(), &n.to_string(), Timestamp(n as i64));
        }
        assert_eq!(guard.failures.lock().len(), MAX_REMEMBERED);
        assert!(!guard.failures.lock().contains_key("0"));
    }
}
