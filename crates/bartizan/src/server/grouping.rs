//! Keeps what the pipeline knows of projects current (grouping rules, hosts to fetch from), and applies them to stored events where somebody asked for it.

use std::sync::Arc;
use std::time::Duration;

use bartizan_app::regroup::RegroupStep;
use bartizan_app::repair::Repairs;
use bartizan_app::{App, AppResult};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::MetaStore;
use bartizan_ports::symbols::Symbolicator;
use bartizan_processing::grouping::{GroupingDirectory, ProjectRules};
use tokio::sync::watch;

use super::fetching::Fetching;

/// How often rules are read anew. Rules begin [`bartizan_app::grouping::RULES_DELAY_US`] after they were written, so
/// every event is grouped by the rules of its moment.
const RULES_INTERVAL: Duration = Duration::from_secs(1);

/// Reads the rules of all projects into the directory.
pub(super) fn refresh(meta: &dyn MetaStore, directory: &GroupingDirectory) -> StoreResult<()> {
    let rules: Vec<ProjectRules> = meta
        .groupings()?
        .into_iter()
        .map(|g| ProjectRules { project_id: g.project_id, with_previous: g.with_previous, versions: g.versions })
        .collect();
    directory.replace(&rules);
    Ok(())
}

/// See the module.
pub(super) struct RulesRefresher {
    pub meta: Arc<dyn MetaStore>,
    pub directory: Arc<GroupingDirectory>,
    pub fetching: Arc<Fetching>,
}

impl RulesRefresher {
    pub(super) async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut ticks = tokio::time::interval(RULES_INTERVAL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = shutdown.changed() => return,
            }
            let (meta, directory, fetching) = (Arc::clone(&self.meta), Arc::clone(&self.directory), Arc::clone(&self.fetching));
            let read = move || refresh(meta.as_ref(), &directory).and_then(|()| fetching.refresh(meta.as_ref()));
            let result = tokio::task::spawn_blocking(read).await;
            let failed = !matches!(result, Ok(Ok(())));
            if failed && !failing {
                tracing::warn!("grouping rules cannot be read; those known go on");
            }
            failing = failed;
        }
    }
}

/// Pause while there is nothing to group anew.
const IDLE_PAUSE: Duration = Duration::from_secs(1);
/// Shortest and longest pause between two steps: a job leaves half of the time to everything else.
const STEP_PAUSES: [Duration; 2] = [Duration::from_millis(2), Duration::from_millis(500)];

/// Groups stored events anew, and reads those anew that an upload may explain, a step at a time; merges issues that are
/// alike.
pub(super) struct RegroupWorker {
    pub app: App,
    pub repairs: Arc<Repairs>,
    pub symbols: Arc<dyn Symbolicator>,
}

impl RegroupWorker {
    pub(super) async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut pause = IDLE_PAUSE;
        let mut failing = false;
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = shutdown.changed() => return,
            }
            let started = std::time::Instant::now();
            let (app, repairs, symbols) = (self.app.clone(), Arc::clone(&self.repairs), Arc::clone(&self.symbols));
            let step = tokio::task::spawn_blocking(move || {
                app.merge_alike()?;
                match app.step_regroup()? {
                    RegroupStep::More => Ok(RegroupStep::More),
                    _ => app.step_repair(&repairs, symbols.as_ref()),
                }
            });
            let step: Result<AppResult<RegroupStep>, _> = step.await;
            let failed = !matches!(step, Ok(Ok(_)));
            if failed && !failing {
                tracing::warn!(?step, "stored events cannot be read, grouped anew or merged just now; it is tried again");
            }
            failing = failed;
            pause = match step {
                Ok(Ok(RegroupStep::More)) => started.elapsed().clamp(STEP_PAUSES[0], STEP_PAUSES[1]),
                _ => IDLE_PAUSE,
            };
        }
    }
}
