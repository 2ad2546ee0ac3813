//! Random histories on the store and on the plain model: both must tell the same story.

use bartizan_domain::issue::{Issue, Status, StatusDetails, Substatus};
use bartizan_domain::{IssueId, Level, OrganizationId, ProjectId, TimeRange};
use bartizan_ports::meta::contract::stage::{Stage, at, hash};
use bartizan_ports::meta::{Accounts, BatchOutcome, GroupedEvent, IssueChange, IssueFilter, IssueSort, MemoryMeta, MetaStore, System};
use proptest::prelude::*;

use crate::support::Home;

/// An event by small numbers.
#[derive(Debug, Clone)]
struct Spec {
    project: usize,
    hashes: Vec<u64>,
    seconds: i64,
    user: Option<i64>,
    release: Option<u8>,
    level: u8,
}

#[derive(Debug, Clone)]
enum Step {
    Batch(Vec<Spec>),
    Resolve { issue: usize, release: Option<u8> },
    Archive { issue: usize, events: Option<u64>, users: Option<u64> },
    Delete { issue: usize },
    Retain { hours: i64 },
    Reopen,
}

fn spec() -> impl Strategy<Value = Spec> {
    let hashes = prop::collection::vec(0..12_u64, 1..4);
    let user = prop::option::of(0..6_i64);
    (0..2_usize, hashes, 0..40_000_i64, user, prop::option::of(0..4_u8), 0..6_u8)
        .prop_map(|(project, hashes, seconds, user, release, level)| Spec { project, hashes, seconds, user, release, level })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => prop::collection::vec(spec(), 0..40).prop_map(Step::Batch),
        2 => (0..20_usize, prop::option::of(0..4_u8)).prop_map(|(issue, release)| Step::Resolve { issue, release }),
        2 => (0..20_usize, prop::option::of(1..6_u64), prop::option::of(1..4_u64))
            .prop_map(|(issue, events, users)| Step::Archive { issue, events, users }),
        1 => (0..20_usize).prop_map(|issue| Step::Delete { issue }),
        1 => (0..12_i64).prop_map(|hours| Step::Retain { hours }),
        1 => Just(Step::Reopen),
    ]
}

/// A history on one store.
struct Player<'m> {
    stage: Stage<'m>,
    projects: [ProjectId; 2],
}

fn event(player: &Player<'_>, spec: &Spec) -> GroupedEvent {
    let mut event = player.stage.event(spec.hashes[0], spec.seconds);
    event.project_id = player.projects[spec.project];
    event.hashes = spec.hashes.iter().map(|n| hash(*n)).collect();
    event.title = format!("{} {:?}", event.title, spec);
    event.user_hash = spec.user;
    event.release = spec.release.map(|n| format!("app@1.{n}.0"));
    event.environment = format!("env{}", spec.level % 3);
    event.level = [Level::Sample, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Fatal][usize::from(spec.level)];
    event.unhandled = spec.level.is_multiple_of(2);
    event
}

/// An issue without the ids a store chooses.
fn plain(issue: Issue, projects: &[ProjectId; 2]) -> Issue {
    let place = projects.iter().position(|p| *p == issue.project_id).unwrap();
    Issue { id: IssueId(0), organization_id: OrganizationId(0), project_id: ProjectId(i64::try_from(place).unwrap()), ..issue }
}

fn plain_change(change: IssueChange, projects: &[ProjectId; 2]) -> IssueChange {
    let place = projects.iter().position(|p| *p == change.project_id).unwrap();
    let project_id = ProjectId(i64::try_from(place).unwrap());
    IssueChange { organization_id: OrganizationId(0), issue_id: IssueId(0), project_id, ..change }
}

impl<'m> Player<'m> {
    fn new(meta: &'m dyn MetaStore) -> Self {
        let stage = Stage::new(meta, "acme");
        let projects = [stage.project.id, stage.another_project("api").id];
        Self { stage, projects }
    }

    /// All issues in order of making.
    fn issues(&self) -> Vec<Issue> {
        let mut list = self.stage.list(IssueFilter::All, IssueSort::LastSeen);
        list.projects = self.projects.to_vec();
        let page = self.stage.meta.list_issues(&list).unwrap();
        assert_eq!((page.issues.len() as u64, page.more), (page.hits, false));
        let mut issues: Vec<_> = page.issues.into_iter().map(|i| i.issue).collect();
        issues.sort_by_key(|i| i.id);
        issues
    }

    fn chosen(&self, index: usize) -> Option<Issue> {
        let issues = self.issues();
        (!issues.is_empty()).then(|| issues[index % issues.len()].clone())
    }

    fn play(&self, step: &Step, clock: i64) -> Option<BatchOutcome> {
        match step {
            Step::Batch(specs) => {
                let events = specs.iter().map(|spec| event(self, spec)).collect();
                return Some(self.stage.commit(events, clock));
            }
            Step::Resolve { issue, release } => {
                if let Some(issue) = self.chosen(*issue) {
                    let details = StatusDetails { in_release: release.map(|n| format!("app@1.{n}.0")), ..StatusDetails::default() };
                    self.stage.set_status(issue.id, Status::Resolved, None, details, clock % 30_000);
                }
            }
            Step::Archive { issue, events, users } => {
                if let Some(issue) = self.chosen(*issue) {
                    let details = StatusDetails {
                        ignore_count: *events,
                        count_at_archive: Some(issue.times_seen),
                        ignore_user_count: *users,
                        users_at_archive: Some(issue.users_seen),
                        ..StatusDetails::default()
                    };
                    self.stage.set_status(issue.id, Status::Archived, Some(Substatus::ArchivedUntilConditionMet), details, clock);
                }
            }
            Step::Delete { issue } => {
                if let Some(issue) = self.chosen(*issue) {
                    assert_eq!(self.stage.meta.delete_issues(self.stage.org(), &[issue.id]).unwrap().len(), 1);
                }
            }
            Step::Retain { hours } => {
                self.stage.meta.retain_meta(at(hours * 3600), at(clock)).unwrap();
            }
            Step::Reopen => {}
        }
        None
    }

    /// Everything one can see, in one comparable text per line.
    fn story(&self) -> Vec<String> {
        let (meta, org) = (self.stage.meta, self.stage.org());
        let issues = self.issues();
        let mut story: Vec<String> = Vec::new();
        for issue in &issues {
            story.push(format!("{:?}", plain(issue.clone(), &self.projects)));
            let hours = meta.hourly_counts(org, &[issue.id], TimeRange::ALL).unwrap();
            story.push(format!("{:?}", hours.iter().map(|h| (h.hour, h.count)).collect::<Vec<_>>()));
            let mut hashes = meta.hashes(org, issue.id).unwrap();
            hashes.sort_unstable();
            story.push(format!("{hashes:?}"));
            let activity = meta.activity(org, issue.id, 100).unwrap();
            story.push(format!("{:?}", activity.iter().map(|a| (&a.kind, &a.data, a.created)).collect::<Vec<_>>()));
        }
        for (place, project) in self.projects.iter().enumerate() {
            let hours = meta.project_hourly_counts(org, &[*project], TimeRange::ALL).unwrap();
            story.push(format!("{place} {:?}", hours.iter().map(|h| (h.1, h.2)).collect::<Vec<_>>()));
            let names: Vec<_> = meta.environments(org, *project).unwrap().into_iter().map(|e| e.name).collect();
            story.push(format!("{place} {names:?}"));
            // Releases of one batch have one age; their order among themselves is the store's.
            let mut releases: Vec<_> = meta.releases(org, &[*project], None, 100, 0).unwrap();
            releases.sort_by(|a, b| a.version.cmp(&b.version));
            let lines = releases.iter().map(|r| (&r.version, r.created, r.first_event, r.last_event, r.new_issues));
            story.push(format!("{place} {:?}", lines.collect::<Vec<_>>()));
        }
        let rows = meta.outbox_due(at(i64::from(u32::MAX)), 10_000).unwrap();
        story.push(format!("{:?}", rows.iter().map(|r| (&r.kind, r.created)).collect::<Vec<_>>()));
        story.push(format!("{:?} {:?}", meta.processed().unwrap(), meta.check_meta().unwrap()));
        story
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_tells_the_models_story(steps in prop::collection::vec(step(), 1..25)) {
        let (home, model) = (Home::new(), MemoryMeta::new());
        let (store, second) = (home.open(), home.open());
        let (a, b) = (Player::new(&store), Player::new(&model));
        // The same history by two connections in turn: what one knows must not blind it to the other's work.
        let other = Player { stage: a.stage.on(&second), projects: a.projects };
        let mut turn = false;
        for (clock, step) in (1..).zip(&steps) {
            turn ^= matches!(step, Step::Reopen);
            let clock = clock * 1000;
            let player = if turn { &other } else { &a };
            let (got, want) = (player.play(step, clock), b.play(step, clock));
            let plain = |outcome: Option<BatchOutcome>, projects| -> Option<Vec<IssueChange>> {
                outcome.map(|o| o.changes.into_iter().map(|c| plain_change(c, projects)).collect())
            };
            prop_assert_eq!(plain(got, &a.projects), plain(want, &b.projects));
        }
        prop_assert_eq!(a.story(), b.story());
        prop_assert_eq!(store.count_users().unwrap(), 0);
        prop_assert!(store.check_meta().unwrap().is_empty());
    }
}
