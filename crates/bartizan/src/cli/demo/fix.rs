//! What Larkfield believed to be mended: issues resolved in a release, which a later one breaks again.

use std::time::Duration;

use anyhow::Result;

use super::scenario::{SCENARIOS, Scenario, Trend};
use super::service;
use crate::cli::{admin, output};
use crate::config::Config;

/// How often is looked whether the events before a fix have become an issue.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Looks until the fix is given up: a busy server is no reason to have no demo.
const MAX_LOOKS: u32 = 300;

/// A fix: of what, when (seconds since the epoch), and the version that was to bring it.
#[derive(Debug)]
pub(in crate::cli) struct DemoFix {
    pub(super) scenario: &'static Scenario,
    pub(in crate::cli) time: f64,
    pub(in crate::cli) version: String,
}

impl DemoFix {
    /// Project of the issue.
    pub(in crate::cli) fn project(&self) -> &'static str {
        self.scenario.service
    }

    /// What the title of the issue begins with.
    pub(in crate::cli) fn title(&self) -> &'static str {
        self.scenario.kind
    }
}

/// Fixes of a history from `start` to `end`, in order of time.
pub(super) fn fixes(start: f64, end: f64) -> Vec<DemoFix> {
    let mut fixes: Vec<DemoFix> = SCENARIOS.iter().filter_map(|scenario| fix(scenario, start, end)).collect();
    fixes.sort_by(|a, b| a.time.total_cmp(&b.time));
    fixes
}

fn fix(scenario: &'static Scenario, start: f64, end: f64) -> Option<DemoFix> {
    let Trend::Regressed(_, share, _) = scenario.trend else { return None };
    let service = service(scenario.service)?;
    let (_, version) = service.releases.iter().rev().find(|(live, _)| *live <= share)?;
    let time = start + share * (end - start);
    Some(DemoFix { scenario, time, version: format!("{}@{version}", service.package) })
}

/// Resolves the issue once the server has counted the `events` that were sent of it; none were sent where the history is
/// too thin.
pub(super) async fn make(config: &Config, fix: &DemoFix, events: u64) -> Result<()> {
    for _ in 0..MAX_LOOKS {
        if events == 0 || admin::demo_fix(config, fix, events)? {
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    output::note(&format!("{} stays open: the server is busy", fix.title()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_lies_between_the_spans_and_names_the_version_of_its_time() {
        let fixes = fixes(0.0, 100.0);
        let told: Vec<_> = fixes.iter().map(|fix| (fix.project(), fix.title(), fix.time.round(), fix.version.as_str())).collect();
        assert_eq!(told, [("web", "TypeError", 58.0, "web@4.17.3")]);
    }
}
