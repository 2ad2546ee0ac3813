//! The snapshot of keys that the door reads: in memory, replaced whole when something changes.

use std::sync::Arc;

use bartizan_domain::key::KeySettings;
use parking_lot::RwLock;
use rustc_hash::FxHashMap;

/// Looks up a client key without asking a store.
pub trait KeyDirectory: Send + Sync + 'static {
    /// Settings of the public key (32 lower-case hex digits).
    fn lookup(&self, public_key: &str) -> Option<Arc<KeySettings>>;
}

/// A directory that is replaced whole.
#[derive(Debug, Default)]
pub struct KeySnapshot {
    keys: RwLock<Arc<FxHashMap<String, Arc<KeySettings>>>>,
}

impl KeySnapshot {
    /// Puts a new set of keys in place of the old one.
    pub fn replace(&self, keys: impl IntoIterator<Item = KeySettings>) {
        let map = keys.into_iter().map(|key| (key.public_key.clone(), Arc::new(key))).collect();
        *self.keys.write() = Arc::new(map);
    }
}

impl KeyDirectory for KeySnapshot {
    fn lookup(&self, public_key: &str) -> Option<Arc<KeySettings>> {
        self.keys.read().get(public_key).cloned()
    }
}
