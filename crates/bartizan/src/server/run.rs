//! `bartizan serve`: opens the stores, wires the rooms together, serves until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use bartizan_api::{ApiOptions, ApiState};
use bartizan_app::uploads::{BundleFinisher, DebugFileFinisher, Uploads};
use bartizan_app::{App, AppOptions, Clock};
use bartizan_ingest::{FlushOptions, IngestConfig, IngestState};
use bartizan_integrations::outbound::OutboundOptions;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::directory::KeySnapshot;
use bartizan_ports::events::EventStore;
use bartizan_ports::meta::{Batches, IssueChange, MetaStore};
use bartizan_ports::queue::Queue;
use bartizan_ports::symbols::{ScriptFetcher, Wanted};
use bartizan_ports::turn::Turn;
use bartizan_processing::grouping::{GroupingDirectory, Regrouper};
use bartizan_processing::{Listener, Pipeline, PipelineDeps, PipelineOptions, Symbolicator};
use bartizan_queue::Journal;
use bartizan_symbols::Symbols;
use bartizan_symbols::native::NativeSymbols;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc, watch};
use tower_http::compression::CompressionLayer;

use super::directory::LiveDirectory;
use super::fetching::{FetchWorker, Fetching};
use super::grouping::{self, RegroupWorker, RulesRefresher};
use super::health::Readiness;
use super::lock::DataLock;
use super::metrics::Figures;
use super::status::ProcessStatus;
use super::tasks::{Housekeeper, KeyRefresher, give_memory_back};
use super::workshop::Workshop;
use super::{BASE_URL_SETTING, LISTEN_SETTING, adapters, debug_files, health, metrics, web};
use crate::cli::{note, reachable};
use crate::config::Config;

/// Changed issues that a slow live list may lag behind before it is told to look anew.
const LIVE_CAPACITY: usize = 1024;
/// Longest wait for connections and tasks to finish at the end.
const STOP_PATIENCE: Duration = Duration::from_secs(20);

/// The open stores.
struct Stores {
    meta: Arc<dyn MetaStore>,
    events: Arc<dyn EventStore>,
    blobs: Arc<dyn BlobStore>,
    queue: Arc<Journal>,
    _lock: DataLock,
}

/// Serves until `stop` ends.
pub(crate) async fn run(config: &Config, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let lock = DataLock::take(&config.data_dir)?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let opened = {
        let config = config.clone();
        tokio::task::spawn_blocking(move || open(&config, lock)).await??
    };
    let clock = Clock::system();
    let keys = Arc::new(KeySnapshot::default());
    let turn = Arc::new(Turn::default());
    let app = App::new(AppOptions {
        meta: Arc::clone(&opened.meta),
        events: Arc::clone(&opened.events),
        keys: Arc::clone(&keys),
        grouper: Arc::new(Regrouper),
        turn: Arc::clone(&turn),
        clock: clock.clone(),
        base_url: config.base_url.as_str().into(),
    });
    app.refresh_keys()?;
    opened.meta.set_setting(BASE_URL_SETTING, Some(&config.base_url))?;
    opened.meta.set_setting(LISTEN_SETTING, Some(&reachable(config.listen)))?;
    greet(config, &app)?;
    let grouping = Arc::new(GroupingDirectory::new());
    grouping::refresh(opened.meta.as_ref(), &grouping)?;
    Server::new(config, opened, keys, app, clock, grouping, turn)?.serve(listener, stop).await
}

fn open(config: &Config, lock: DataLock) -> Result<Stores> {
    let meta = adapters::open_sqlite(config)?;
    let (events, report) = adapters::open_events(config)?;
    for problem in &report.problems {
        tracing::error!(problem, "the event store has a problem; `bartizan doctor --repair` may help");
    }
    let checkpoint = meta.processed()?.max(events.indexed()?);
    let (queue, report) = adapters::open_queue(config, checkpoint)?;
    if let Some(told) = adapters::describe_opening(&report) {
        tracing::warn!(told, "the queue was mended at start");
    }
    Ok(Stores { meta: Arc::new(meta), events: Arc::new(events), blobs: adapters::open_blobs(config)?, queue: Arc::new(queue), _lock: lock })
}

/// Uploads, with what is made of each kind of file.
fn uploads(config: &Config, stores: &Stores, clock: &Clock, native: &NativeSymbols) -> Uploads {
    let limits = config.artifacts.limits;
    let inspect = Arc::new(|bytes: &_| bartizan_symbols::js::bundle::inspect(bytes).map_err(|error| error.to_string()));
    let bundles = BundleFinisher { meta: Arc::clone(&stores.meta), inspect, limits };
    let files = DebugFileFinisher { meta: Arc::clone(&stores.meta), inspect: debug_files::inspector(native.cache_handle()), limits };
    Uploads::new(Arc::clone(&stores.meta), Arc::clone(&stores.blobs), clock.clone(), vec![Arc::new(bundles), Arc::new(files)])
}

/// Tells a person what to do next.
fn greet(config: &Config, app: &App) -> Result<()> {
    note(&format!("Bartizan {} on {}", env!("CARGO_PKG_VERSION"), config.base_url));
    match app.issue_set_up_token()? {
        Some(token) => {
            note(&format!("\n  Make the first account here (the link works once):\n\n    {}/setup?token={token}\n", config.base_url))
        }
        None => note(&format!("  Sign in at {}/\n", config.base_url)),
    }
    Ok(())
}

struct Server {
    stores: Stores,
    app: App,
    uploads: Uploads,
    clock: Clock,
    keys: Arc<KeySnapshot>,
    status: Arc<ProcessStatus>,
    symbols: Symbols,
    fetching: Arc<Fetching>,
    wanted: mpsc::Receiver<Wanted>,
    grouping: Arc<GroupingDirectory>,
    turn: Arc<Turn>,
    config: Config,
}

impl Server {
    fn new(
        config: &Config,
        stores: Stores,
        keys: Arc<KeySnapshot>,
        app: App,
        clock: Clock,
        grouping: Arc<GroupingDirectory>,
        turn: Arc<Turn>,
    ) -> Result<Self> {
        let status =
            Arc::new(ProcessStatus { started: clock.now(), data_dir: config.data_dir.clone(), reserve_bytes: config.disk_reserve_bytes });
        let mut symbols = adapters::symbols(config, &stores.meta, &stores.blobs, &clock)?;
        let (fetching, wanted) = Fetching::new(clock.clone());
        fetching.refresh(stores.meta.as_ref())?;
        symbols.js = symbols.js.with_fetcher(Arc::clone(&fetching) as Arc<dyn ScriptFetcher>);
        let uploads = uploads(config, &stores, &clock, &symbols.native);
        Ok(Self { stores, app, uploads, clock, keys, status, symbols, fetching, wanted, grouping, turn, config: config.clone() })
    }

    async fn serve(mut self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let resumed = self.uploads.resume().await.context("uploads cannot be resumed")?;
        if resumed > 0 {
            tracing::info!(resumed, "putting together uploads that a stop interrupted");
        }
        let (shutdown, stopped) = watch::channel(false);
        let stopping = Arc::new(AtomicBool::new(false));
        let queue: Arc<dyn Queue> = Arc::clone(&self.stores.queue) as Arc<dyn Queue>;
        let directory = LiveDirectory::new(Arc::clone(&self.keys), self.app.clone());
        let ingest = IngestState::new(Arc::clone(&queue), Arc::new(directory), self.ingest_config());
        let (live, _) = broadcast::channel(LIVE_CAPACITY);
        let pipeline = self.pipeline(&live);
        let processing = Arc::new(AtomicBool::new(true));
        let readiness = Readiness { queue: Arc::clone(&queue), processing: Arc::clone(&processing), stopping: Arc::clone(&stopping) };
        let figures = Figures {
            queue: Arc::clone(&queue),
            meta: Arc::clone(&self.stores.meta),
            events: Arc::clone(&self.stores.events),
            ingest: ingest.clone(),
            pipeline: pipeline.metrics(),
            status: Arc::clone(&self.status),
        };

        let mut tasks = tokio::task::JoinSet::new();
        let flusher = ingest.flusher(FlushOptions::default());
        tasks.spawn(flusher.run(stopped.clone()));
        let rules = RulesRefresher {
            meta: Arc::clone(&self.stores.meta),
            directory: Arc::clone(&self.grouping),
            fetching: Arc::clone(&self.fetching),
        };
        tasks.spawn(rules.run(stopped.clone()));
        tasks.spawn(self.fetch_worker().run(stopped.clone()));
        let (meta, blobs) = (Arc::clone(&self.stores.meta), Arc::clone(&self.stores.blobs));
        let symbols = Arc::new(Symbolicator::new(self.symbols.clone(), meta, blobs, tokio::runtime::Handle::current()));
        tasks.spawn(RegroupWorker { app: self.app.clone(), repairs: self.uploads.repairs(), symbols }.run(stopped.clone()));
        tasks.spawn(give_memory_back(stopped.clone()));
        tasks.spawn(KeyRefresher { app: self.app.clone() }.run(stopped.clone()));
        tasks.spawn(self.housekeeper().run(stopped.clone()));
        let ended = stopped.clone();
        let workshop = Workshop::open()?;
        let journey = workshop.spawn(async move {
            pipeline.run(ended).await;
            processing.store(false, Ordering::Relaxed);
        });

        let router = self.router(ingest, live, readiness, figures);
        let begin_stop = {
            let shutdown = shutdown.clone();
            async move {
                stop.await;
                stopping.store(true, Ordering::Relaxed);
                let _ = shutdown.send(true);
            }
        };
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(axum::serve(listener, service).with_graceful_shutdown(begin_stop).into_future());
        wait_for_end(serving, stopped).await?;
        let _ = tokio::time::timeout(STOP_PATIENCE, async {
            while tasks.join_next().await.is_some() {}
            let _ = journey.await;
        })
        .await;
        drop(workshop);
        self.stores.queue.close().await;
        Ok(())
    }

    fn pipeline(&self, live: &broadcast::Sender<IssueChange>) -> Pipeline {
        let clock = self.clock.clone();
        let deps = PipelineDeps {
            queue: Arc::clone(&self.stores.queue) as Arc<dyn Queue>,
            meta: Arc::clone(&self.stores.meta) as Arc<dyn Batches>,
            events: Arc::clone(&self.stores.events),
            blobs: Arc::clone(&self.stores.blobs),
            clock: Arc::new(move || clock.now()),
            listener: Arc::new(LiveList(live.clone())),
            symbols: Some(self.symbols.clone()),
            grouping: Arc::clone(&self.grouping),
            turn: Arc::clone(&self.turn),
        };
        let options =
            PipelineOptions { workers: self.config.workers, retention_days: self.config.retention_days, ..PipelineOptions::default() };
        Pipeline::new(deps, options)
    }

    fn ingest_config(&self) -> IngestConfig {
        IngestConfig { trusted_proxies: self.config.trusted_proxies.clone(), ..IngestConfig::default() }
    }

    /// The other end of what the pipeline notes; the queue goes with it.
    fn fetch_worker(&mut self) -> FetchWorker {
        let queue = std::mem::replace(&mut self.wanted, mpsc::channel(1).1);
        let options = OutboundOptions { allowance: self.config.outbound.clone(), ..OutboundOptions::default() };
        FetchWorker { fetching: Arc::clone(&self.fetching), queue, uploads: self.uploads.clone(), options }
    }

    fn housekeeper(&self) -> Housekeeper {
        Housekeeper {
            app: self.app.clone(),
            uploads: self.uploads.clone(),
            meta: Arc::clone(&self.stores.meta),
            events: Arc::clone(&self.stores.events),
            blobs: Arc::clone(&self.stores.blobs),
            clock: self.clock.clone(),
            retention_days: self.config.retention_days,
            artifact_retention_days: self.config.artifacts.retention_days,
        }
    }

    fn router(&self, ingest: IngestState, live: broadcast::Sender<IssueChange>, readiness: Readiness, figures: Figures) -> Router {
        let api = bartizan_api::router(ApiState::new(ApiOptions {
            meta: Arc::clone(&self.stores.meta),
            events: Arc::clone(&self.stores.events),
            blobs: Arc::clone(&self.stores.blobs),
            queue: Arc::clone(&self.stores.queue) as Arc<dyn Queue>,
            app: self.app.clone(),
            uploads: self.uploads.clone(),
            artifacts: self.config.artifacts,
            clock: self.clock.clone(),
            base_url: self.config.base_url.as_str().into(),
            live,
            status: Arc::clone(&self.status) as _,
            grouper: Arc::new(Regrouper),
        }));
        let people = api.fallback(web::serve).layer(CompressionLayer::new());
        Router::new()
            .route("/health", get(health::health))
            .route("/ready", get(health::ready).with_state(readiness))
            .route("/metrics", get(metrics::serve).with_state(figures))
            .merge(bartizan_ingest::router(ingest))
            .fallback_service(people)
    }
}

/// Tells open pages which issues changed.
struct LiveList(broadcast::Sender<IssueChange>);

impl Listener for LiveList {
    fn issues_changed(&self, changes: &[IssueChange]) {
        for change in changes {
            // Fails only when nobody listens.
            let _ = self.0.send(change.clone());
        }
    }
}

/// Waits for open connections, but not for ever: live streams never end by themselves.
async fn wait_for_end(mut serving: tokio::task::JoinHandle<std::io::Result<()>>, mut stopped: watch::Receiver<bool>) -> Result<()> {
    tokio::select! {
        result = &mut serving => return Ok(result??),
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    if tokio::time::timeout(STOP_PATIENCE / 4, &mut serving).await.is_err() {
        serving.abort();
    }
    Ok(())
}
