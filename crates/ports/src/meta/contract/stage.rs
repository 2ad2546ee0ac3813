//! What the demands play on: an organisation with projects, and events made of small numbers.

use std::sync::atomic::{AtomicU64, Ordering};

use bartizan_domain::issue::{Issue, Status, StatusDetails, Substatus};
use bartizan_domain::organization::Organization;
use bartizan_domain::project::Project;
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{EventId, GroupHash, IssueId, Level, OrganizationId, ProjectId, Timestamp, UserId};

use crate::meta::{BatchCommit, BatchOutcome, GroupedEvent, IssueFilter, IssueList, IssuePatch, IssueSort, MetaStore, NewProject, NewUser};
use crate::queue::Offset;

/// A full hour to start from.
pub const START: Timestamp = Timestamp(500_000 * HOUR_US);

/// A moment so many seconds after [`START`].
pub fn at(seconds: i64) -> Timestamp {
    START.plus(seconds * 1_000_000)
}

/// A hash made of a number.
pub fn hash(n: u64) -> GroupHash {
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    GroupHash(bytes)
}

/// An event id made of a number.
pub fn event_id(n: u64) -> EventId {
    let mut bytes = [9; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    EventId(bytes)
}

/// A store with an organisation and a project in it.
pub struct Stage<'m> {
    /// The store.
    pub meta: &'m dyn MetaStore,
    /// An organisation.
    pub organization: Organization,
    /// A project of it.
    pub project: Project,
    next_event: AtomicU64,
}

impl<'m> Stage<'m> {
    /// Sets the stage; `name` must be new to the store.
    pub fn new(meta: &'m dyn MetaStore, name: &str) -> Self {
        let organization = meta.create_organization(name, name, START).expect("organization");
        let project = make_project(meta, organization.id, "web");
        // Event ids of two stages on one store differ.
        let first = u64::try_from(organization.id.0).unwrap_or(0) << 32;
        Self { meta, organization, project, next_event: AtomicU64::new(first) }
    }

    /// The same stage seen through another opening of the same store; new event ids go on from here.
    pub fn on<'o>(&self, meta: &'o dyn MetaStore) -> Stage<'o> {
        let next_event = AtomicU64::new(self.next_event.load(Ordering::Relaxed) + (1 << 24));
        Stage { meta, organization: self.organization.clone(), project: self.project.clone(), next_event }
    }

    /// The organisation's id.
    pub fn org(&self) -> OrganizationId {
        self.organization.id
    }

    /// Another project of the organisation.
    pub fn another_project(&self, slug: &str) -> Project {
        make_project(self.meta, self.org(), slug)
    }

    /// A person.
    pub fn person(&self, email: &str) -> UserId {
        let user = NewUser { email: email.to_owned(), name: email.to_owned(), password_hash: None, is_superuser: false };
        self.meta.create_user(&user, START).expect("user").id
    }

    /// An event of the stage's project with the hash of `n`.
    pub fn event(&self, n: u64, seconds: i64) -> GroupedEvent {
        let id = self.next_event.fetch_add(1, Ordering::Relaxed) + 1;
        GroupedEvent {
            organization_id: self.org(),
            project_id: self.project.id,
            event_id: event_id(id),
            timestamp: at(seconds),
            hashes: vec![hash(n)],
            title: format!("Error: number {n}"),
            culprit: format!("module{n} in call"),
            kind: "error".to_owned(),
            level: Level::Error,
            platform: Some("python".to_owned()),
            logger: None,
            metadata: format!("{{\"type\":\"Error\",\"value\":\"number {n}\"}}"),
            release: None,
            environment: "production".to_owned(),
            user_hash: None,
            unhandled: false,
        }
    }

    /// A batch after everything committed so far.
    pub fn batch(&self, events: Vec<GroupedEvent>, seconds: i64) -> BatchCommit {
        let up_to = Offset(self.meta.processed().expect("processed").0 + 10);
        BatchCommit { up_to, events, now: at(seconds), ..BatchCommit::default() }
    }

    /// Commits events in one batch.
    pub fn commit(&self, events: Vec<GroupedEvent>, seconds: i64) -> BatchOutcome {
        self.meta.commit_batch(&self.batch(events, seconds)).expect("commit")
    }

    /// Commits one event and answers its issue.
    pub fn put(&self, event: GroupedEvent, seconds: i64) -> Issue {
        let outcome = self.commit(vec![event], seconds);
        assert_eq!(outcome.changes.len(), 1, "one event touches one issue");
        self.issue(outcome.changes[0].issue_id)
    }

    /// The issue as stored.
    pub fn issue(&self, id: IssueId) -> Issue {
        self.meta.issue(self.org(), id, None).expect("issue").issue
    }

    /// Gives an issue a status.
    pub fn set_status(&self, id: IssueId, status: Status, substatus: Option<Substatus>, details: StatusDetails, seconds: i64) {
        let patch = IssuePatch { status: Some((status, substatus, details)), ..IssuePatch::default() };
        let done = self.meta.update_issues(self.org(), &[id], None, &patch, &[], &[], at(seconds)).expect("update");
        assert_eq!(done, [id]);
    }

    /// A list over the stage's project.
    pub fn list(&self, filter: IssueFilter, sort: IssueSort) -> IssueList {
        IssueList { organization_id: self.org(), projects: vec![self.project.id], filter, sort, limit: 100, offset: 0, viewer: None }
    }

    /// Ids of the issues that match, newest last event first.
    pub fn matching(&self, filter: &IssueFilter) -> Vec<IssueId> {
        let page = self.meta.list_issues(&self.list(filter.clone(), IssueSort::LastSeen)).expect("list");
        let count = self.meta.count_issues(self.org(), &[self.project.id], filter).expect("count");
        let ids: Vec<IssueId> = page.issues.iter().map(|i| i.issue.id).collect();
        assert_eq!((ids.len() as u64, page.hits, page.more), (count, count, false), "list and count agree on {filter:?}");
        ids
    }
}

/// A project with a key made of its slug.
pub fn make_project(meta: &dyn MetaStore, organization_id: OrganizationId, slug: &str) -> Project {
    let key = |prefix: u32| {
        format!("{prefix:08x}{:016x}{:08x}", organization_id.0, slug.bytes().fold(7_u32, |a, b| a.wrapping_mul(31) + u32::from(b)))
    };
    let project = NewProject {
        organization_id,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        platform: None,
        team: None,
        public_key: key(1),
        secret_key: key(2),
    };
    meta.create_project(&project, START).expect("project").0
}

/// Asserts the kind of an error.
#[track_caller]
pub fn fails<T: std::fmt::Debug>(result: crate::StoreResult<T>, kind: crate::ErrorKind) {
    match result {
        Err(error) => assert_eq!(error.kind, kind, "{error}"),
        Ok(value) => panic!("expected {kind:?}, got {value:?}"),
    }
}

/// No project has this id.
pub const NO_PROJECT: ProjectId = ProjectId(987_654_321);
