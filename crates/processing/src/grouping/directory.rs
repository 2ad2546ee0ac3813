//! The rules of all projects as the pipeline reads them: in memory, replaced whole when something changes.
//!
//! An event is grouped by the rules that were active when it was received, not when it is processed: so a record that
//! is read again after a crash gets the hash it had.

use std::sync::Arc;

use bartizan_domain::grouping::RuleVersion;
use bartizan_domain::{ProjectId, Timestamp};
use parking_lot::RwLock;
use rustc_hash::FxHashMap;

use super::GroupingConfig;

/// Rules of one project: versions with the moment each begins, oldest first.
type Versions = Vec<(Timestamp, Arc<GroupingConfig>)>;

/// Rules by project.
#[derive(Debug, Default)]
pub struct GroupingDirectory {
    projects: RwLock<Arc<FxHashMap<ProjectId, Versions>>>,
    plain: Arc<GroupingConfig>,
    with_previous: Arc<GroupingConfig>,
}

/// What the directory is told of one project.
#[derive(Debug, Clone)]
pub struct ProjectRules {
    /// Project.
    pub project_id: ProjectId,
    /// It has issues of the version before.
    pub with_previous: bool,
    /// The versions that may still be asked for, oldest first.
    pub versions: Vec<RuleVersion>,
}

impl GroupingDirectory {
    /// A directory without rules of projects.
    pub fn new() -> Self {
        let with_previous = Arc::new(GroupingConfig { with_previous: true, ..GroupingConfig::default() });
        Self { with_previous, ..Self::default() }
    }

    /// Puts new rules in place of the old ones. Rules that cannot be read (none are stored that could not be) do nothing.
    pub fn replace(&self, projects: &[ProjectRules]) {
        let map = projects.iter().map(|project| (project.project_id, self.compile(project))).collect();
        *self.projects.write() = Arc::new(map);
    }

    fn compile(&self, project: &ProjectRules) -> Versions {
        let base = if project.with_previous { &self.with_previous } else { &self.plain };
        let first = (Timestamp(i64::MIN), Arc::clone(base));
        let later = project.versions.iter().map(|version| {
            let config = GroupingConfig::new(&version.texts, project.with_previous);
            (version.active_from, config.map_or_else(|_| Arc::clone(base), Arc::new))
        });
        std::iter::once(first).chain(later).collect()
    }

    /// The rules for an event of a project by the time it was received.
    pub fn of(&self, project: ProjectId, received: Timestamp) -> Arc<GroupingConfig> {
        let projects = Arc::clone(&self.projects.read());
        let versions = projects.get(&project).map(Vec::as_slice).unwrap_or_default();
        let found = versions.iter().rev().find(|(from, _)| *from <= received);
        found.map_or_else(|| Arc::clone(&self.plain), |(_, config)| Arc::clone(config))
    }
}

#[cfg(test)]
mod tests {
    use bartizan_domain::grouping::RuleTexts;

    use super::*;

    #[test]
    fn the_moment_of_receipt_decides() {
        let version = |number, from, stack: &str| RuleVersion {
            number,
            project_id: ProjectId(1),
            texts: RuleTexts { stack: stack.to_owned(), fingerprints: String::new() },
            author: None,
            restored_from: None,
            created: Timestamp(from),
            active_from: Timestamp(from),
        };
        let directory = GroupingDirectory::new();
        let versions = vec![version(1, 10, "path:a -app"), version(2, 20, "")];
        directory.replace(&[ProjectRules { project_id: ProjectId(1), with_previous: false, versions }]);
        let has_rules = |project, at| directory.of(ProjectId(project), Timestamp(at)).stack.is_some();
        assert_eq!([9, 10, 19, 20].map(|at| has_rules(1, at)), [false, true, true, false]);
        assert!(!has_rules(2, 15));
    }
}
