//! Keeps the pipeline's grouping rules current.

use std::sync::Arc;
use std::time::Duration;

use bartizan_ports::StoreResult;
use bartizan_ports::meta::MetaStore;
use bartizan_processing::grouping::{GroupingDirectory, ProjectRules};
use tokio::sync::watch;

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
            let (meta, directory) = (Arc::clone(&self.meta), Arc::clone(&self.directory));
            let result = tokio::task::spawn_blocking(move || refresh(meta.as_ref(), &directory)).await;
            let failed = !matches!(result, Ok(Ok(())));
            if failed && !failing {
                tracing::warn!("grouping rules cannot be read; those known go on");
            }
            failing = failed;
        }
    }
}
