//! What every handler works on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_app::uploads::{ArtifactPolicy, Uploads};
use bartizan_app::{App, Clock};
use bartizan_domain::Timestamp;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::events::EventStore;
use bartizan_ports::grouping::Grouper;
use bartizan_ports::meta::{IssueChange, MetaStore};
use bartizan_ports::queue::Queue;
use tokio::sync::broadcast;

use crate::auth::CredentialCache;
use crate::limit::CallLimiter;
use crate::{ApiError, ApiResult};

/// Longest a look-up waits for events that were accepted but cannot be found yet. Commits of the event store are at
/// most a second apart at normal rates.
const ARRIVAL_PATIENCE: Duration = Duration::from_millis(1500);
/// Pause between two looks while waiting.
const ARRIVAL_POLL: Duration = Duration::from_millis(20);

/// The volume that holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiskStatus {
    /// Size of the volume in bytes.
    pub total_bytes: u64,
    /// Bytes free for us.
    pub free_bytes: u64,
    /// Below so many free bytes nothing is accepted any more.
    pub reserve_bytes: u64,
}

/// What the process knows of itself.
pub trait SystemStatus: Send + Sync + 'static {
    /// Version of the program.
    fn version(&self) -> &str;
    /// When the process began.
    fn started_at(&self) -> Timestamp;
    /// Memory held now, in bytes; `None` where the system does not tell.
    fn memory_rss_bytes(&self) -> Option<u64>;
    /// The volume that holds the data.
    fn disk(&self) -> DiskStatus;
}

/// What the API is built from.
#[derive(Clone)]
pub struct ApiOptions {
    /// Metadata.
    pub meta: Arc<dyn MetaStore>,
    /// Events.
    pub events: Arc<dyn EventStore>,
    /// Blobs.
    pub blobs: Arc<dyn BlobStore>,
    /// Queue, for its figures and for test events.
    pub queue: Arc<dyn Queue>,
    /// Commands.
    pub app: App,
    /// Files that come in chunks.
    pub uploads: Uploads,
    /// Rules for uploaded files.
    pub artifacts: ArtifactPolicy,
    /// Time.
    pub clock: Clock,
    /// Address under which this installation is reached, without a slash at its end.
    pub base_url: Arc<str>,
    /// Changes of issues, for live lists.
    pub live: broadcast::Sender<IssueChange>,
    /// The process.
    pub status: Arc<dyn SystemStatus>,
    /// Groups stored events by other rules.
    pub grouper: Arc<dyn Grouper>,
}

/// What every handler works on. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    inner: Arc<Inner>,
}

struct Inner {
    options: ApiOptions,
    credentials: CredentialCache,
    calls: CallLimiter,
}

impl std::ops::Deref for ApiState {
    type Target = ApiOptions;

    fn deref(&self) -> &ApiOptions {
        &self.inner.options
    }
}

impl ApiState {
    /// State over these parts.
    pub fn new(options: ApiOptions) -> Self {
        Self { inner: Arc::new(Inner { options, credentials: CredentialCache::default(), calls: CallLimiter::default() }) }
    }

    /// Runs work that calls synchronous stores, away from the threads that serve connections. Handlers do all they have
    /// to do with stores in one such call.
    ///
    /// # Errors
    /// What the work answers; an internal error when it panics.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Self) -> ApiResult<T> + Send + 'static) -> ApiResult<T> {
        let state = self.clone();
        match tokio::task::spawn_blocking(move || work(&state)).await {
            Ok(answer) => answer,
            Err(error) => Err(ApiError::internal(error)),
        }
    }

    /// Waits (blocking, bounded) until everything accepted by now can be found. False when nothing was on its way, so
    /// that there is no use in looking again.
    pub(crate) fn events_arrived(&self) -> bool {
        let accepted = self.queue.stats().newest;
        let arrived = || {
            let found = self.meta.processed().unwrap_or_default().min(self.events.indexed().unwrap_or_default());
            found >= accepted
        };
        if arrived() {
            return false;
        }
        let patience = Instant::now() + ARRIVAL_PATIENCE;
        while !arrived() && Instant::now() < patience {
            std::thread::sleep(ARRIVAL_POLL);
        }
        true
    }

    /// Time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn credentials(&self) -> &CredentialCache {
        &self.inner.credentials
    }

    pub(crate) fn calls(&self) -> &CallLimiter {
        &self.inner.calls
    }
}
