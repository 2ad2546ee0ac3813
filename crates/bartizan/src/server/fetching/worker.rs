//! Takes notes of wanted files, fetches them and saves them as uploads.

use std::sync::Arc;

use bartizan_app::AppError;
use bartizan_app::repair::{Explained, Repair};
use bartizan_app::uploads::{BUNDLE_KIND, BundleTarget, Uploads};
use bartizan_domain::Timestamp;
use bartizan_domain::artifact::Assembly;
use bartizan_domain::fetching::FetchHosts;
use bartizan_integrations::outbound::{Outbound, OutboundError, OutboundOptions, Page};
use bartizan_ports::symbols::Wanted;
use bartizan_symbols::js::fetched::{Code, FetchedError, MAX_CODE_BYTES, MAX_MAP_BYTES, MapPlace};
use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::{Fetching, allow};

/// Files that are fetched at once: each may need a map's size several times in memory.
const AT_ONCE: usize = 2;
/// Headers that name the map of a file, the current one first.
const MAP_HEADERS: [&str; 2] = ["sourcemap", "x-sourcemap"];

/// See the module.
pub(in crate::server) struct FetchWorker {
    pub fetching: Arc<Fetching>,
    pub queue: mpsc::Receiver<Wanted>,
    pub uploads: Uploads,
    pub options: OutboundOptions,
}

impl FetchWorker {
    pub(in crate::server) async fn run(mut self, mut shutdown: watch::Receiver<bool>) {
        let mut client = None;
        let mut running = JoinSet::new();
        loop {
            tokio::select! {
                _ = shutdown.changed() => return,
                Some(_) = running.join_next(), if !running.is_empty() => {}
                Some(wanted) = self.queue.recv(), if running.len() < AT_ONCE => {
                    // Made when it is needed for the first time: most installations fetch nothing, and a machine without
                    // root certificates still runs.
                    let client = client.get_or_insert_with(|| Outbound::new(self.options.clone())).clone();
                    let job = Job { fetching: Arc::clone(&self.fetching), uploads: self.uploads.clone(), client };
                    running.spawn(job.run(wanted));
                }
            }
        }
    }
}

struct Job {
    fetching: Arc<Fetching>,
    uploads: Uploads,
    client: Result<Outbound, OutboundError>,
}

impl Job {
    async fn run(self, wanted: Wanted) {
        let result = self.fetch(&wanted).await;
        match &result {
            Ok(()) => tracing::info!(project = %wanted.project, url = wanted.url, "fetched a minified file and its source map"),
            Err(reason) => tracing::info!(project = %wanted.project, url = wanted.url, reason, "a minified file could not be fetched"),
        }
        if self.fetching.end(&wanted, &result) {
            let (repairs, now) = (self.uploads.repairs(), self.fetching.clock.now());
            let explained = if wanted.release.is_empty() { Explained::Scripts } else { Explained::Release(wanted.release.clone()) };
            let repair = Repair::new(wanted.organization, wanted.project, explained);
            let noted = tokio::task::spawn_blocking(move || repairs.note(vec![repair], now)).await;
            if !matches!(noted, Ok(Ok(()))) {
                tracing::warn!(project = %wanted.project, "stored events could not be told that fetching failed");
            }
        }
    }

    /// The error is a part of a sentence for people.
    async fn fetch(&self, wanted: &Wanted) -> Result<(), String> {
        let client = self.client.as_ref().map_err(ToString::to_string)?;
        let hosts = self.fetching.hosts_of(wanted.project).ok_or("the project fetches nothing any more")?;
        let page = get(client, &wanted.url, MAX_CODE_BYTES, &hosts).await?;
        let asked = wanted.clone();
        let (code, place) = blocking(move || read(&asked, &page)).await?;
        let map = match place {
            MapPlace::Inline => None,
            MapPlace::Web(url) => {
                let fetched = get(client, &url, MAX_MAP_BYTES, &hosts).await;
                Some((url, fetched.map_err(|reason| format!("its source map did not come: {reason}"))?.body))
            }
        };
        let bundle = blocking(move || code.bundle(map.as_ref().map(|(url, bytes)| (url.as_str(), bytes.as_ref())))).await?;
        self.save(wanted, bundle).await
    }

    async fn save(&self, wanted: &Wanted, bundle: Bytes) -> Result<(), String> {
        let target = BundleTarget { projects: vec![wanted.project], release: wanted.release.clone(), dist: wanted.dist.clone() };
        let assembly = Assembly {
            organization_id: wanted.organization,
            kind: BUNDLE_KIND.to_owned(),
            checksum: String::new(),
            target: serde_json::to_string(&target).map_err(|error| error.to_string())?,
            chunks: Vec::new(),
            created: Timestamp(0),
        };
        match self.uploads.take_whole(assembly, bundle).await {
            Ok(_) => Ok(()),
            Err(error @ (AppError::Store(_) | AppError::Internal(_))) => {
                tracing::warn!(%error, "a fetched source map could not be saved");
                Err("it could not be saved; the server's log says why".to_owned())
            }
            Err(error) => Err(format!("it could not be saved: {}", error.to_string().trim_end_matches('.'))),
        }
    }
}

async fn get(client: &Outbound, url: &str, max_bytes: usize, hosts: &FetchHosts) -> Result<Page, String> {
    client.get(url, max_bytes, &|url| allow(hosts, url)).await.map_err(|error| error.to_string())
}

fn read(wanted: &Wanted, page: &Page) -> Result<(Code, MapPlace), FetchedError> {
    let header = MAP_HEADERS.iter().find_map(|name| page.headers.get(*name)?.to_str().ok());
    Code::read(&wanted.url, page.url.as_str(), &page.body, header, wanted.debug_id.as_deref())
}

/// Work that takes a processor for a while.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, FetchedError> + Send + 'static) -> Result<T, String> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| "it could not be read".to_owned())?;
    done.map_err(|error| error.to_string())
}
