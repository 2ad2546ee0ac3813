//! The threads that work in the background: one closes what is idle, so that memory falls back after a load; one seals
//! the packs of days that are over.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use crate::clock;
use crate::error::Result;
use crate::store::Inner;

/// Time between two looks for what is idle.
const IDLE_INTERVAL: Duration = Duration::from_secs(1);
/// Time between two looks for days to seal.
const REPACK_INTERVAL: Duration = Duration::from_secs(60);
/// How much the repack gives way to everything else on the machine: as much as there is.
const REPACK_NICENESS: i32 = 19;

/// Runs until it is dropped.
pub(crate) struct Maintenance {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

/// Tells the threads to end.
#[derive(Default)]
struct Stop {
    is_set: AtomicBool,
    lock: Mutex<()>,
    changed: Condvar,
}

impl Stop {
    fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Acquire)
    }

    fn set(&self) {
        let _lock = self.lock.lock();
        self.is_set.store(true, Ordering::Release);
        self.changed.notify_all();
    }

    /// Waits for the time, or less when it is set.
    fn wait(&self, time: Duration) {
        let mut lock = self.lock.lock();
        if !self.is_set() {
            self.changed.wait_for(&mut lock, time);
        }
    }
}

impl Maintenance {
    /// Starts the threads; without them (no more threads to be had) the store works and keeps more memory and bytes.
    pub(crate) fn start(inner: &Arc<Inner>) -> Self {
        let stop = Arc::new(Stop::default());
        let close = |inner: &Inner, _: &Stop| inner.maintain(false);
        let threads = [
            spawn("events-maintenance", IDLE_INTERVAL, 0, inner, &stop, close),
            spawn("events-repack", REPACK_INTERVAL, REPACK_NICENESS, inner, &stop, repack),
        ];
        Self { stop, threads: threads.into_iter().flatten().collect() }
    }
}

impl Drop for Maintenance {
    fn drop(&mut self) {
        self.stop.set();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Seals what is due in a thread of its own, which is as little urgent as this one and ends with the work: some of what it
/// kept in memory goes back with it.
fn repack(inner: &Inner, stop: &Stop) -> Result<()> {
    let now_seconds = clock::now_seconds();
    if !inner.shared.is_claimed() || !inner.is_repack_due(now_seconds) {
        return Ok(());
    }
    let work = || inner.repack(now_seconds, &|| stop.is_set()).map(drop);
    std::thread::scope(|scope| match std::thread::Builder::new().name("events-sealing".into()).spawn_scoped(scope, work) {
        Ok(worker) => worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(error) => {
            tracing::warn!(%error, "no thread to seal packs now; they are sealed later");
            Ok(())
        }
    })
}

fn spawn(
    name: &'static str,
    interval: Duration,
    niceness: i32,
    inner: &Arc<Inner>,
    stop: &Arc<Stop>,
    work: impl Fn(&Inner, &Stop) -> Result<()> + Send + 'static,
) -> Option<JoinHandle<()>> {
    let (inner, stop) = (Arc::downgrade(inner), Arc::clone(stop));
    let run = move || {
        if niceness > 0 {
            // Of this thread alone, on Linux. It works without, too.
            let _ = rustix::process::nice(niceness);
        }
        run(name, interval, &inner, &stop, work);
    };
    let spawned = std::thread::Builder::new().name(name.into()).spawn(run);
    spawned.inspect_err(|error| tracing::error!(%error, name, "no thread for the background")).ok()
}

fn run(name: &str, interval: Duration, inner: &Weak<Inner>, stop: &Stop, work: impl Fn(&Inner, &Stop) -> Result<()>) {
    loop {
        stop.wait(interval);
        if stop.is_set() {
            return;
        }
        let Some(inner) = inner.upgrade() else { return };
        if let Err(error) = work(&inner, stop) {
            tracing::error!(%error, name, "work of the event store in the background failed");
        }
    }
}
