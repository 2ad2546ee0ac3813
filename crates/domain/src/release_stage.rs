//! How far a release is adopted: which share of a project's sessions runs it now, and whether it ever was a good one.

use std::collections::HashMap;

use crate::ProjectId;
use crate::time::{DAY_US, HOUR_US};

/// Sessions begun within this time before now are the present; the past is looked at in pieces of the same length.
pub const STAGE_WINDOW_US: i64 = 6 * HOUR_US;
/// The past that is looked at.
pub const STAGE_HISTORY_US: i64 = 30 * DAY_US;
/// Share of a project's sessions that makes a release adopted.
pub const ADOPTED_SHARE: f64 = 0.1;
/// The stages by their public names.
pub const STAGES: &[&str] = &["adopted", "low_adoption", "replaced"];

/// A stage. A release without sessions is in [`Stage::LowAdoption`] like one with few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It runs in a tenth of the present sessions or more.
    Adopted,
    /// It never did.
    LowAdoption,
    /// It did in the past.
    Replaced,
}

impl Stage {
    /// The stage of a public name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "adopted" => Some(Self::Adopted),
            "low_adoption" => Some(Self::LowAdoption),
            "replaced" => Some(Self::Replaced),
            _ => None,
        }
    }
}

/// Sessions of a release of a project that began in one piece of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Sessions {
    /// Project.
    pub project: ProjectId,
    /// Release.
    pub release: String,
    /// Which piece of time; any number that tells pieces apart.
    pub piece: i64,
    /// How many.
    pub count: f64,
}

/// Releases that are adopted or replaced, ordered; every other one is in [`Stage::LowAdoption`].
pub fn stages(present: &[Sessions], past: &[Sessions]) -> Vec<(ProjectId, String, Stage)> {
    let mut found: HashMap<(ProjectId, &str), Stage> = adopted(past).map(|key| (key, Stage::Replaced)).collect();
    found.extend(adopted(present).map(|key| (key, Stage::Adopted)));
    let mut found: Vec<_> = found.into_iter().map(|((project, release), stage)| (project, release.to_owned(), stage)).collect();
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    found
}

/// Releases that had their share in some piece of time.
fn adopted(sessions: &[Sessions]) -> impl Iterator<Item = (ProjectId, &str)> {
    let mut totals: HashMap<(ProjectId, i64), f64> = HashMap::new();
    for each in sessions {
        *totals.entry((each.project, each.piece)).or_default() += each.count;
    }
    sessions.iter().filter_map(move |each| {
        let total = totals.get(&(each.project, each.piece))?;
        (each.count > 0.0 && each.count >= total * ADOPTED_SHARE).then_some((each.project, each.release.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(project: i64, release: &str, piece: i64, count: f64) -> Sessions {
        Sessions { project: ProjectId(project), release: release.to_owned(), piece, count }
    }

    #[test]
    fn a_release_is_adopted_by_a_tenth_and_replaced_when_it_was() {
        let present = [sessions(1, "3", 0, 90.0), sessions(1, "2", 0, 10.0), sessions(1, "1", 0, 1.0)];
        let past = [sessions(1, "1", 7, 50.0), sessions(1, "2", 7, 1.0), sessions(1, "0", 8, 100.0), sessions(1, "0.1", 8, 9.0)];
        let found = stages(&present, &past);
        let names: Vec<_> = found.iter().map(|(_, release, stage)| (release.as_str(), *stage)).collect();
        // 10 of 101 sessions are less than a tenth, 1 of 51 in the past as well.
        assert_eq!(names, [("0", Stage::Replaced), ("1", Stage::Replaced), ("3", Stage::Adopted)]);
        let enough = [sessions(1, "3", 0, 90.0), sessions(1, "2", 0, 10.0)];
        assert!(stages(&enough, &past).contains(&(ProjectId(1), "2".to_owned(), Stage::Adopted)), "a tenth is enough");
    }

    #[test]
    fn projects_and_pieces_are_counted_apart() {
        let present = [sessions(1, "a", 0, 1.0), sessions(2, "b", 0, 100.0)];
        let found = stages(&present, &[sessions(1, "b", 1, 2.0), sessions(1, "c", 2, 1_000.0)]);
        let expected = [(1, "a", Stage::Adopted), (1, "b", Stage::Replaced), (1, "c", Stage::Replaced), (2, "b", Stage::Adopted)];
        assert_eq!(found, expected.map(|(project, release, stage)| (ProjectId(project), release.to_owned(), stage)));
    }

    #[test]
    fn nothing_is_adopted_without_sessions() {
        assert_eq!(stages(&[], &[]), []);
        assert_eq!(stages(&[sessions(1, "a", 0, 0.0)], &[sessions(1, "b", 0, 0.0)]), []);
    }

    #[test]
    fn every_name_is_a_stage() {
        assert!(STAGES.iter().all(|name| Stage::parse(name).is_some()));
        assert_eq!(Stage::parse("low"), None);
    }
}
