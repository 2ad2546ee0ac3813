//! Events per window and key, in memory.
//!
//! Windows are fixed: they start at multiples of their length, so that all keys of one length renew together
//! and nothing needs to be remembered of a window that is over.

use bartizan_domain::key::KeySettings;
use bartizan_domain::time::SECOND_US;
use bartizan_domain::{KeyId, Timestamp};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

/// Windows kept before those that are over are thrown out.
const MAX_IDLE_WINDOWS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Window {
    end_s: i64,
    used: u32,
}

/// Counts events of limited keys.
#[derive(Debug, Default)]
pub(crate) struct KeyLimiter {
    windows: Mutex<FxHashMap<KeyId, Window>>,
}

impl KeyLimiter {
    /// Takes `quantity` events from the key's window, all or none. `quantity` 0 only asks whether one more
    /// would be taken.
    ///
    /// # Errors
    /// Seconds until the window ends.
    pub(crate) fn take(&self, key: &KeySettings, quantity: u32, now: Timestamp) -> Result<(), u64> {
        let Some(limit) = key.rate_limit else {
            return Ok(());
        };
        let length_s = i64::from(limit.window_s.max(1));
        let end_s = now.floor(length_s.saturating_mul(SECOND_US)).seconds().saturating_add(length_s);
        let mut windows = self.windows.lock();
        if windows.len() >= MAX_IDLE_WINDOWS {
            windows.retain(|_, window| window.end_s > now.seconds());
        }
        let window = windows.entry(key.key_id).or_insert(Window { end_s, used: 0 });
        if window.end_s != end_s {
            *window = Window { end_s, used: 0 };
        }
        if window.used.saturating_add(quantity.max(1)) > limit.count {
            return Err(u64::try_from(end_s.saturating_sub(now.seconds())).unwrap_or(1).max(1));
        }
        window.used = window.used.saturating_add(quantity);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bartizan_domain::key::RateLimit;
    use bartizan_domain::{OrganizationId, ProjectId};

    use super::*;

    fn key(id: i64, rate_limit: Option<RateLimit>) -> KeySettings {
        KeySettings {
            organization_id: OrganizationId(1),
            project_id: ProjectId(1),
            key_id: KeyId(id),
            public_key: String::new(),
            active: true,
            project_active: true,
            rate_limit,
            allowed_domains: Vec::new(),
        }
    }

    #[test]
    fn a_window_gives_what_it_has_and_renews() {
        let limiter = KeyLimiter::default();
        let limited = key(1, Some(RateLimit { count: 2, window_s: 60 }));
        let at = Timestamp::from_seconds;
        assert_eq!(limiter.take(&limited, 1, at(610)), Ok(()));
        assert_eq!(limiter.take(&limited, 2, at(611)), Err(49));
        assert_eq!(limiter.take(&limited, 0, at(612)), Ok(()));
        assert_eq!(limiter.take(&limited, 1, at(613)), Ok(()));
        assert_eq!(limiter.take(&limited, 0, at(659)), Err(1));
        assert_eq!(limiter.take(&limited, 2, at(660)), Ok(()));
        assert_eq!(limiter.take(&key(2, None), u32::MAX, at(660)), Ok(()));
        assert_eq!(limiter.take(&key(3, Some(RateLimit { count: 0, window_s: 0 })), 0, at(660)), Err(1));
    }

    #[test]
    fn windows_that_are_over_are_forgotten() {
        let limiter = KeyLimiter::default();
        let limit = Some(RateLimit { count: 1, window_s: 1 });
        for id in 0..i64::try_from(MAX_IDLE_WINDOWS).unwrap() {
            limiter.take(&key(id, limit), 1, Timestamp::from_seconds(5)).unwrap();
        }
        limiter.take(&key(-1, limit), 1, Timestamp::from_seconds(9)).unwrap();
        assert_eq!(limiter.windows.lock().len(), 1);
    }
}
