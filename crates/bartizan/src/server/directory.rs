//! The door's view of the keys: the snapshot in memory, looked at anew when a key is not in it.
//!
//! A key made by the command line a moment ago is then known at its first event. What an attacker with random keys can
//! cause is bounded: so many looks a second, whatever comes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_app::App;
use bartizan_domain::key::KeySettings;
use bartizan_ports::directory::{KeyDirectory, KeySnapshot};
use parking_lot::Mutex;

/// Shortest time between two looks that unknown keys cause.
const LOOK_INTERVAL: Duration = Duration::from_millis(200);

pub(super) struct LiveDirectory {
    keys: Arc<KeySnapshot>,
    app: App,
    looked: Mutex<Option<Instant>>,
}

impl LiveDirectory {
    pub(super) fn new(keys: Arc<KeySnapshot>, app: App) -> Self {
        Self { keys, app, looked: Mutex::new(None) }
    }

    /// True when it is this caller's turn to look.
    fn may_look(&self) -> bool {
        let mut looked = self.looked.lock();
        let due = looked.is_none_or(|last| last.elapsed() >= LOOK_INTERVAL);
        if due {
            *looked = Some(Instant::now());
        }
        due
    }
}

impl KeyDirectory for LiveDirectory {
    fn lookup(&self, public_key: &str) -> Option<Arc<KeySettings>> {
        let known = self.keys.lookup(public_key);
        if known.is_some() || !self.may_look() {
            return known;
        }
        // A read of one small table; the runtime moves other work off this thread meanwhile.
        if let Err(error) = tokio::task::block_in_place(|| self.app.refresh_keys()) {
            tracing::warn!(%error, "keys cannot be read; the door goes on with those it knows");
        }
        self.keys.lookup(public_key)
    }
}
