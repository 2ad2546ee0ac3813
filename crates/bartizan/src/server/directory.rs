//! The door's view of the keys: the snapshot in memory, looked at anew when a key is not in it.
//!
//! A key made by the command line a moment ago is then known at its first event. Requests that arrive together share
//! one look, and what somebody with random keys can cause is bounded: so many looks a second, whatever comes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_app::App;
use bartizan_domain::key::KeySettings;
use bartizan_ports::directory::{KeyDirectory, KeySnapshot};
use parking_lot::Mutex;

/// Looks that unknown keys may cause in a second.
const MAX_LOOKS_PER_S: u32 = 20;

pub(super) struct LiveDirectory {
    keys: Arc<KeySnapshot>,
    app: App,
    looks: Mutex<Looks>,
}

/// Looks so far.
struct Looks {
    last_began: Option<Instant>,
    second_began: Instant,
    in_second: u32,
}

impl Looks {
    /// Whether a look that began after `moment` has ended already (the lock is held while looking).
    fn has_seen(&self, moment: Instant) -> bool {
        self.last_began.is_some_and(|began| began >= moment)
    }

    /// Takes one of the looks of this second, if any is left.
    fn take(&mut self, now: Instant) -> bool {
        if now.duration_since(self.second_began) >= Duration::from_secs(1) {
            (self.second_began, self.in_second) = (now, 0);
        }
        self.in_second += 1;
        self.last_began = Some(now);
        self.in_second <= MAX_LOOKS_PER_S
    }
}

impl LiveDirectory {
    pub(super) fn new(keys: Arc<KeySnapshot>, app: App) -> Self {
        Self { keys, app, looks: Mutex::new(Looks { last_began: None, second_began: Instant::now(), in_second: 0 }) }
    }

    /// Makes sure that the snapshot is newer than `moment`, within the bound.
    fn look(&self, moment: Instant) {
        let mut looks = self.looks.lock();
        if looks.has_seen(moment) || !looks.take(Instant::now()) {
            return;
        }
        if let Err(error) = self.app.refresh_keys() {
            tracing::warn!(%error, "keys cannot be read; the door goes on with those it knows");
        }
    }
}

impl KeyDirectory for LiveDirectory {
    fn lookup(&self, public_key: &str) -> Option<Arc<KeySettings>> {
        self.keys.lookup(public_key).or_else(|| {
            let arrived = Instant::now();
            // A read of one small table; the runtime moves other work off this thread meanwhile.
            tokio::task::block_in_place(|| self.look(arrived));
            self.keys.lookup(public_key)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_shared_and_bounded() {
        let start = Instant::now();
        let mut looks = Looks { last_began: None, second_began: start, in_second: 0 };
        assert!(!looks.has_seen(start));
        assert!(looks.take(start) && looks.has_seen(start));
        let taken = (0..100).filter(|_| looks.take(start)).count();
        assert_eq!(taken, MAX_LOOKS_PER_S as usize - 1);
        assert!(looks.take(start + Duration::from_secs(1)), "the next second has looks again");
    }
}
