//! The thread that closes what is idle, so that memory falls back after a load.

use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::store::Inner;

/// Time between two looks.
const INTERVAL: Duration = Duration::from_secs(1);

/// Runs until it is dropped.
pub(crate) struct Maintenance {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Maintenance {
    /// Starts the thread; without one (no more threads to be had) the store works and keeps more memory.
    pub(crate) fn start(inner: &Arc<Inner>) -> Self {
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (weak, signal) = (Arc::downgrade(inner), Arc::clone(&stop));
        let spawned = std::thread::Builder::new().name("events-maintenance".into()).spawn(move || run(&weak, &signal));
        let thread = spawned.inspect_err(|error| tracing::error!(%error, "no maintenance thread")).ok();
        Self { stop, thread }
    }
}

impl Drop for Maintenance {
    fn drop(&mut self) {
        *self.stop.0.lock() = true;
        self.stop.1.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(inner: &Weak<Inner>, stop: &(Mutex<bool>, Condvar)) {
    let mut stopped = stop.0.lock();
    while !*stopped {
        if !stop.1.wait_for(&mut stopped, INTERVAL).timed_out() {
            continue;
        }
        let Some(inner) = inner.upgrade() else { return };
        let held = parking_lot::MutexGuard::unlocked(&mut stopped, || inner.maintain(false));
        if let Err(error) = held {
            tracing::error!(%error, "maintenance of the event store failed");
        }
    }
}
