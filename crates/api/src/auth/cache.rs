//! A short memory of credentials, so that a burst of requests asks the store once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::Caller;

/// How long a credential is believed without asking the store. A token revoked by another process works no longer
/// than this; one revoked here stops at once.
const BELIEVED_FOR: Duration = Duration::from_secs(3);
/// Most credentials remembered.
const MAX_REMEMBERED: usize = 4_096;

/// Credentials by the hash of their secret.
#[derive(Debug, Default)]
pub(crate) struct CredentialCache {
    callers: Mutex<FxHashMap<String, (Instant, Arc<Caller>)>>,
}

impl CredentialCache {
    pub(crate) fn get(&self, hash: &str) -> Option<Arc<Caller>> {
        let callers = self.callers.lock();
        let (since, caller) = callers.get(hash)?;
        (since.elapsed() < BELIEVED_FOR).then(|| Arc::clone(caller))
    }

    pub(crate) fn put(&self, hash: String, caller: Arc<Caller>) {
        let mut callers = self.callers.lock();
        if callers.len() >= MAX_REMEMBERED {
            callers.retain(|_, (since, _)| since.elapsed() < BELIEVED_FOR);
        }
        if callers.len() < MAX_REMEMBERED {
            callers.insert(hash, (Instant::now(), caller));
        }
    }

    /// Forgets everything: after a change of tokens, sessions or accounts.
    pub(crate) fn clear(&self) {
        self.callers.lock().clear();
    }
}
