//! What was asked for within the last hour, and what became of it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{ProjectId, Timestamp};
use bartizan_ports::symbols::{Fetched, Wanted};

/// How long a result holds: nothing is asked for again before.
const LIFETIME_US: i64 = HOUR_US;
/// Files that are remembered at most, of all projects; the oldest go first.
const MAX_KNOWN: usize = 4_000;
/// Files of one project that are asked for in an hour at most. A key for events is public, so the events of a project can
/// name any number of addresses on its hosts.
pub(super) const MAX_PER_HOUR: u32 = 250;

/// See the module. Pure: the time is a parameter.
#[derive(Debug, Default)]
pub(super) struct FetchLog {
    known: HashMap<Arc<Wanted>, Fetched>,
    order: VecDeque<(Timestamp, Arc<Wanted>)>,
    /// Files asked for since the hour began that stands beside.
    counts: HashMap<ProjectId, (Timestamp, u32)>,
    /// Releases whose stored events were told of a failure since that day began.
    told: (Timestamp, HashSet<(ProjectId, String)>),
}

impl FetchLog {
    /// What is known of a file.
    pub(super) fn known(&mut self, wanted: &Wanted, now: Timestamp) -> Option<Fetched> {
        while self.order.front().is_some_and(|(since, _)| since.plus(LIFETIME_US) <= now) {
            self.forget_oldest();
        }
        self.known.get(wanted).cloned()
    }

    /// Notes that a file is asked for; false when the project asked for too many.
    pub(super) fn begin(&mut self, wanted: &Wanted, now: Timestamp) -> bool {
        self.counts.retain(|_, (since, _)| since.plus(HOUR_US) > now);
        let (_, count) = self.counts.entry(wanted.project).or_insert((now, 0));
        if *count >= MAX_PER_HOUR {
            return false;
        }
        *count += 1;
        if self.known.len() >= MAX_KNOWN {
            self.forget_oldest();
        }
        let wanted = Arc::new(wanted.clone());
        self.order.push_back((now, Arc::clone(&wanted)));
        self.known.insert(wanted, Fetched::Waiting);
        true
    }

    /// Notes what became of a file.
    pub(super) fn end(&mut self, wanted: &Wanted, result: Fetched) {
        if let Some(known) = self.known.get_mut(wanted) {
            *known = result;
        }
    }

    /// True the first time in a day that the stored events of a release are to be told of a failure: it means to read them
    /// all, which a file that is missing for weeks is not worth every hour.
    pub(super) fn is_news(&mut self, wanted: &Wanted, now: Timestamp) -> bool {
        let (since, told) = &mut self.told;
        if since.plus(DAY_US) <= now || told.len() >= MAX_KNOWN {
            (*since, *told) = (now, HashSet::new());
        }
        told.insert((wanted.project, wanted.release.clone()))
    }

    fn forget_oldest(&mut self) {
        if let Some((_, oldest)) = self.order.pop_front() {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use bartizan_domain::OrganizationId;

    use super::*;

    fn wanted(project: i64, url: &str) -> Wanted {
        let (release, dist) = ("1".to_owned(), String::new());
        Wanted { organization: OrganizationId(1), project: ProjectId(project), release, dist, url: url.to_owned(), debug_id: None }
    }

    #[test]
    fn a_file_is_asked_for_once_in_an_hour() {
        let (mut log, file) = (FetchLog::default(), wanted(1, "a"));
        assert_eq!(log.known(&file, Timestamp(0)), None);
        assert!(log.begin(&file, Timestamp(0)));
        assert_eq!(log.known(&file, Timestamp(1)), Some(Fetched::Waiting));
        log.end(&file, Fetched::Failed("x".to_owned()));
        assert_eq!(log.known(&file, Timestamp(HOUR_US - 1)), Some(Fetched::Failed("x".to_owned())));
        assert_eq!(log.known(&wanted(2, "a"), Timestamp(2)), None, "another project has a log of its own");
        assert_eq!(log.known(&file, Timestamp(HOUR_US)), None);
        log.end(&file, Fetched::Done);
        assert_eq!(log.known(&file, Timestamp(HOUR_US)), None, "what is forgotten stays so");
    }

    #[test]
    fn a_project_asks_for_so_many_and_memory_is_bounded() {
        let mut log = FetchLog::default();
        let asked = (0..MAX_PER_HOUR + 10).filter(|n| log.begin(&wanted(1, &n.to_string()), Timestamp(5))).count();
        assert_eq!(asked, MAX_PER_HOUR as usize);
        assert!(log.begin(&wanted(2, "a"), Timestamp(5)), "another project is not held back");
        assert!(log.begin(&wanted(1, "later"), Timestamp(5 + HOUR_US)));
        for project in 10..60 {
            for n in 0..MAX_PER_HOUR {
                log.begin(&wanted(project, &n.to_string()), Timestamp(6 + HOUR_US));
            }
        }
        assert!(log.known.len() <= MAX_KNOWN && log.order.len() <= MAX_KNOWN);
    }

    #[test]
    fn a_failure_is_news_once_in_a_day() {
        let mut log = FetchLog::default();
        assert!(log.is_news(&wanted(1, "a"), Timestamp(DAY_US)));
        assert!(!log.is_news(&wanted(1, "b"), Timestamp(DAY_US + 1)));
        assert!(log.is_news(&wanted(2, "b"), Timestamp(DAY_US + 1)));
        assert!(log.is_news(&wanted(1, "a"), Timestamp(2 * DAY_US)));
    }
}
