//! Background tasks of the server besides the pipeline: keys, retention, leftovers of deletions.

use std::sync::Arc;
use std::time::Duration;

use bartizan_app::uploads::Uploads;
use bartizan_app::{App, Clock};
use bartizan_domain::dataset::Dataset;
use bartizan_domain::time::DAY_US;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::events::{EventStore, RetentionPolicy};
use bartizan_ports::meta::MetaStore;
use tokio::sync::watch;

use crate::system;

/// How often keys are read anew, for changes that other processes made.
const KEYS_INTERVAL: Duration = Duration::from_secs(1);
/// How often free memory is given back: often enough that it falls soon after a load, too seldom to matter during one.
const MEMORY_INTERVAL: Duration = Duration::from_secs(10);
/// How often old days are looked for.
const RETENTION_INTERVAL: Duration = Duration::from_secs(3600);
/// Wait after the start before the first look, so that a start is not slowed down.
const RETENTION_DELAY: Duration = Duration::from_secs(60);

/// Keeps the door's snapshot of keys current.
pub(super) struct KeyRefresher {
    pub app: App,
}

impl KeyRefresher {
    pub(super) async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut ticks = tokio::time::interval(KEYS_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = shutdown.changed() => return,
            }
            let app = self.app.clone();
            let result = tokio::task::spawn_blocking(move || app.refresh_keys()).await;
            let failed = !matches!(result, Ok(Ok(())));
            if failed && !failing {
                tracing::warn!("keys cannot be read; the door goes on with those it knows");
            }
            failing = failed;
        }
    }
}

/// Gives free memory back to the system, now and then.
pub(super) async fn give_memory_back(mut shutdown: watch::Receiver<bool>) {
    // A start leaves much behind that is never needed again.
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + Duration::from_secs(1), MEMORY_INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => system::give_memory_back(),
            _ = shutdown.changed() => return,
        }
    }
}

/// Drops days beyond the retention and finishes deletions that were interrupted.
pub(super) struct Housekeeper {
    pub app: App,
    pub uploads: Uploads,
    pub meta: Arc<dyn MetaStore>,
    pub events: Arc<dyn EventStore>,
    pub blobs: Arc<dyn BlobStore>,
    pub clock: Clock,
    pub retention_days: u32,
    pub artifact_retention_days: u32,
}

impl Housekeeper {
    pub(super) async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let housekeeper = Arc::new(self);
        let mut pause = RETENTION_DELAY;
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = shutdown.changed() => return,
            }
            pause = RETENTION_INTERVAL;
            let worker = Arc::clone(&housekeeper);
            match tokio::task::spawn_blocking(move || worker.sweep()).await {
                Ok(Ok(keys)) => housekeeper.delete_blobs(&keys).await,
                Ok(Err(error)) => tracing::warn!(error = format!("{error:#}"), "housekeeping failed; it is tried again in an hour"),
                Err(_) => tracing::error!("housekeeping panicked; it is tried again in an hour"),
            }
            let keep_from = housekeeper.clock.now().plus(-i64::from(housekeeper.artifact_retention_days) * DAY_US);
            if let Err(error) = housekeeper.uploads.sweep(keep_from).await {
                tracing::warn!(%error, "old uploads could not be removed; it is tried again in an hour");
            }
        }
    }

    /// One round; answers keys of blobs that are free to delete.
    fn sweep(&self) -> anyhow::Result<Vec<String>> {
        self.app.resume_erasures()?;
        let now = self.clock.now();
        let keep_from = now.plus(-i64::from(self.retention_days) * DAY_US);
        for dataset in Dataset::ALL {
            let removed = self.events.retain(RetentionPolicy { dataset, keep_from })?;
            if removed.days > 0 {
                tracing::info!(
                    dataset = dataset.schema().name,
                    days = removed.days,
                    bytes = removed.bytes,
                    "dropped days beyond the retention"
                );
            }
        }
        self.meta.purge_sessions(now)?;
        Ok(self.meta.retain_meta(keep_from, now)?)
    }

    async fn delete_blobs(&self, keys: &[String]) {
        for key in keys {
            if let Err(error) = self.blobs.delete(key).await {
                tracing::warn!(key, %error, "a blob beyond the retention could not be deleted");
            }
        }
    }
}
