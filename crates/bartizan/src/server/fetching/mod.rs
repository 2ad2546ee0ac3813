//! Fetches minified files and their source maps from the web, where a project allows it.
//!
//! The pipeline only notes what it misses ([`Fetching::want`], in memory and bounded); a task takes one note after another,
//! asks under the outbound policy, and saves what comes as an upload, so that limits, tenants' walls, retention and the repair
//! of stored events are those of uploads. What is noted is lost with the process: the next event asks again.

mod log;
mod worker;

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_app::Clock;
use bartizan_domain::ProjectId;
use bartizan_domain::fetching::{FETCH_HOSTS, FetchHosts};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::MetaStore;
use bartizan_ports::symbols::{Fetched, ScriptFetcher, Wanted};
use parking_lot::{Mutex, RwLock};
use reqwest::Url;
use tokio::sync::mpsc;

use log::{FetchLog, MAX_PER_HOUR};
pub(super) use worker::FetchWorker;

/// Files that wait at most, of all projects.
const MAX_WAITING: usize = 256;

/// What projects allow, and what was asked for.
pub(super) struct Fetching {
    hosts: RwLock<Arc<HashMap<ProjectId, FetchHosts>>>,
    log: Mutex<FetchLog>,
    queue: mpsc::Sender<Wanted>,
    clock: Clock,
}

impl Fetching {
    /// Nothing is allowed until [`Self::refresh`]; the files that are wanted come out of the other end.
    pub(super) fn new(clock: Clock) -> (Arc<Self>, mpsc::Receiver<Wanted>) {
        let (queue, wanted) = mpsc::channel(MAX_WAITING);
        (Arc::new(Self { hosts: RwLock::default(), log: Mutex::default(), queue, clock }), wanted)
    }

    /// Reads what all projects allow.
    pub(super) fn refresh(&self, meta: &dyn MetaStore) -> StoreResult<()> {
        let stored = meta.projects_with_option(FETCH_HOSTS)?;
        let hosts = stored.into_iter().filter_map(|(project, text)| Some((project, read(&text)?)));
        *self.hosts.write() = Arc::new(hosts.collect());
        Ok(())
    }

    fn hosts_of(&self, project: ProjectId) -> Option<FetchHosts> {
        self.hosts.read().get(&project).cloned()
    }

    /// Notes what became of a file; true when stored events are to be told.
    fn end(&self, wanted: &Wanted, result: &Result<(), String>) -> bool {
        let mut log = self.log.lock();
        match result {
            Ok(()) => log.end(wanted, Fetched::Done),
            Err(reason) => log.end(wanted, Fetched::Failed(reason.clone())),
        }
        result.is_err() && log.is_news(wanted, self.clock.now())
    }
}

/// A list as it is stored; `None` for one that allows nothing.
fn read(text: &str) -> Option<FetchHosts> {
    let texts: Vec<String> = serde_json::from_str(text).ok()?;
    FetchHosts::parse(texts.iter().map(String::as_str)).ok().filter(|hosts| !hosts.is_empty())
}

/// Whether the list has the host of an address.
fn allow(hosts: &FetchHosts, url: &Url) -> bool {
    url.host_str().is_some_and(|host| hosts.allow(host, url.port()))
}

impl ScriptFetcher for Fetching {
    fn want(&self, wanted: Wanted) -> Fetched {
        let hosts = Arc::clone(&self.hosts.read());
        let Some(hosts) = hosts.get(&wanted.project) else { return Fetched::Off };
        if !Url::parse(&wanted.url).is_ok_and(|url| allow(hosts, &url)) {
            return Fetched::NotAllowed;
        }
        let (mut log, now) = (self.log.lock(), self.clock.now());
        if let Some(known) = log.known(&wanted, now) {
            return known;
        }
        let Ok(place) = self.queue.try_reserve() else { return Fetched::Failed("too many files wait to be fetched".to_owned()) };
        if !log.begin(&wanted, now) {
            return Fetched::Failed(format!("the project's events named more than {MAX_PER_HOUR} files within an hour"));
        }
        place.send(wanted);
        Fetched::Waiting
    }
}

#[cfg(test)]
mod tests {
    use bartizan_domain::OrganizationId;

    use super::*;

    fn fetching() -> (Arc<Fetching>, mpsc::Receiver<Wanted>) {
        let (fetching, wanted) = Fetching::new(Clock::system());
        *fetching.hosts.write() = Arc::new([(ProjectId(1), read(r#"["cdn.example.com","127.0.0.1:81"]"#).unwrap())].into());
        (fetching, wanted)
    }

    fn wanted(project: i64, url: &str) -> Wanted {
        let (release, dist) = ("1".to_owned(), String::new());
        Wanted { organization: OrganizationId(1), project: ProjectId(project), release, dist, url: url.to_owned(), debug_id: None }
    }

    #[test]
    fn only_what_the_project_allows_is_noted() {
        let (fetching, mut queue) = fetching();
        assert_eq!(fetching.want(wanted(2, "https://cdn.example.com/a.js")), Fetched::Off);
        for other in [
            "https://example.com/a.js",
            "https://cdn.example.com:22/a.js",
            "http://127.0.0.1/a.js",
            "https://cdn.example.com@evil.net/a.js",
            "no address",
        ] {
            assert_eq!(fetching.want(wanted(1, other)), Fetched::NotAllowed, "{other}");
        }
        assert!(queue.try_recv().is_err());
        for url in ["https://cdn.example.com/a.js", "https://CDN.example.com:443/b.js", "http://127.0.0.1:81/a.js"] {
            assert_eq!(fetching.want(wanted(1, url)), Fetched::Waiting, "{url}");
            assert_eq!(queue.try_recv().unwrap().url, url);
        }
    }

    #[test]
    fn a_file_is_noted_once_and_a_full_queue_says_so() {
        let (fetching, mut queue) = fetching();
        let file = wanted(1, "https://cdn.example.com/a.js");
        assert_eq!((fetching.want(file.clone()), fetching.want(file.clone())), (Fetched::Waiting, Fetched::Waiting));
        assert!(queue.try_recv().is_ok() && queue.try_recv().is_err());
        assert!(fetching.end(&file, &Err("it is gone".to_owned())), "stored events are told once");
        assert_eq!(fetching.want(file.clone()), Fetched::Failed("it is gone".to_owned()));
        assert!(!fetching.end(&file, &Err("it is gone".to_owned())));
        assert!(!fetching.end(&file, &Ok(())));
        assert_eq!(fetching.want(file), Fetched::Done);
        let asked = (0..MAX_WAITING + 9).map(|n| fetching.want(wanted(1, &format!("https://cdn.example.com/{n}.js"))));
        assert!(asked.filter(|answer| *answer == Fetched::Waiting).count() <= MAX_WAITING);
    }

    #[test]
    fn a_list_that_cannot_be_read_allows_nothing() {
        for text in ["[]", "{", r#"["*"]"#, r#"["a b"]"#] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
