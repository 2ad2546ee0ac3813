//! Commands over issues: what they store, tell and refuse.

use std::sync::Arc;

use bartizan_app::issues::{Archive, IssueChanges, IssueCommand, Note, Priority, StatusChange};
use bartizan_app::{App, AppOptions, Clock, NewAccount, SetUp};
use bartizan_domain::IssueId;
use bartizan_domain::issue::{Assignee, Status, Substatus};
use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::ErrorKind;
use bartizan_ports::directory::KeyDirectory;
use bartizan_ports::events::MemoryEvents;

use crate::world::{NOW, World};

fn issue(world: &World) -> IssueId {
    world.meta.issue_by_number(world.acme.id, world.web.id, 1).unwrap().id
}

fn command(world: &World, changes: IssueChanges) -> IssueCommand {
    IssueCommand { organization_id: world.acme.id, ids: vec![issue(world)], actor: Some(world.ann.id), changes }
}

fn kinds(world: &World) -> Vec<String> {
    let mut kinds: Vec<String> = world.meta.activity(world.acme.id, issue(world), 100).unwrap().into_iter().map(|a| a.kind).collect();
    kinds.reverse();
    kinds
}

#[test]
fn each_change_leaves_its_activity_and_its_outbox_row() {
    let world = World::new();
    let before = world.meta.outbox_pending().unwrap();
    let changes = IssueChanges {
        status: Some(StatusChange::ResolveInNextRelease),
        assignee: Some(Some(Assignee::User(world.ben.id))),
        priority: Some(Priority::Low),
        bookmarked: Some(true),
        ..Default::default()
    };
    let result = world.app.change_issues(&command(&world, changes)).unwrap();
    assert_eq!(result.changed, [issue(&world)]);
    let stored = world.meta.issue(world.acme.id, issue(&world), Some(world.ann.id)).unwrap();
    assert_eq!(stored.issue.status, Status::Resolved);
    assert_eq!(stored.issue.status_details.current_release.as_deref(), Some("web@1.0.0"));
    assert_eq!((stored.issue.priority, stored.bookmarked, stored.issue.assignee), (25, true, Some(Assignee::User(world.ben.id))));
    let told = kinds(&world);
    assert_eq!(told[told.len() - 3..], ["assigned", "set_resolved_in_release", "set_priority"]);
    assert_eq!(world.meta.outbox_pending().unwrap(), before + 2);
}

#[test]
fn saying_it_twice_tells_it_once() {
    let world = World::new();
    for _ in 0..2 {
        let changes = IssueChanges { status: Some(StatusChange::Resolve), assignee: Some(None), ..Default::default() };
        world.app.change_issues(&command(&world, changes)).unwrap();
    }
    assert_eq!(kinds(&world).iter().filter(|kind| *kind == "set_resolved").count(), 1);
}

#[test]
fn an_archive_counts_from_where_the_issue_stands() {
    let world = World::new();
    let until = Archive { minutes: Some(30), count: Some(5), ..Default::default() };
    let changes = IssueChanges { status: Some(StatusChange::Archive(until)), ..Default::default() };
    let result = world.app.change_issues(&command(&world, changes)).unwrap();
    let (status, substatus, details) = result.status.unwrap();
    assert_eq!((status, substatus), (Status::Archived, Some(Substatus::ArchivedUntilConditionMet)));
    assert_eq!((details.ignore_count, details.count_at_archive), (Some(5), Some(1)));
    assert_eq!(details.ignore_until, Some(NOW.plus(30 * 60_000_000)));
}

#[test]
fn issues_and_people_of_others_are_out_of_reach() {
    let world = World::new();
    let foreign = IssueCommand {
        organization_id: world.globex.id,
        ..command(&world, IssueChanges { status: Some(StatusChange::Resolve), ..Default::default() })
    };
    assert!(world.app.change_issues(&foreign).unwrap().changed.is_empty());
    let changes = IssueChanges { assignee: Some(Some(Assignee::User(world.mallory.id))), ..Default::default() };
    assert!(world.app.change_issues(&command(&world, changes)).is_err());
    let unknown = IssueChanges { status: Some(StatusChange::ResolveInRelease("nope".into())), ..Default::default() };
    assert!(world.app.change_issues(&command(&world, unknown)).is_err());
    let nobody = IssueCommand { actor: None, ..command(&world, IssueChanges { seen: Some(true), ..Default::default() }) };
    assert!(world.app.change_issues(&nobody).is_err());
}

#[test]
fn a_deleted_issue_takes_its_events_along() {
    let world = World::new();
    assert_eq!(world.app.delete_issues(world.acme.id, &[issue(&world), IssueId(999)]).unwrap(), 1);
    let gone = world.meta.issue_by_number(world.acme.id, world.web.id, 1).map_err(|error| error.kind);
    assert_eq!(gone.err(), Some(ErrorKind::NotFound));
    assert_eq!(world.app.resume_erasures().unwrap(), 0);
}

#[test]
fn comments_belong_to_their_authors() {
    let world = World::new();
    let (tenant, issue) = (world.acme.id, issue(&world));
    let note = world.app.comment(tenant, issue, world.ann.id, &" looking ".into()).unwrap();
    assert_eq!(note.data, r#"{"text":"looking"}"#);
    assert!(world.app.comment(tenant, issue, world.ann.id, &" ".into()).is_err());
    assert!(world.app.edit_comment(tenant, issue, note.id, world.ben.id, &"mine".into()).is_err());
    world.app.edit_comment(tenant, issue, note.id, world.ann.id, &"found".into()).unwrap();
    world.app.delete_comment(tenant, issue, note.id, world.ann.id).unwrap();
}

#[test]
fn whom_a_comment_mentions_follows_the_issue_and_is_told_once() {
    let world = World::new();
    let (tenant, issue) = (world.acme.id, issue(&world));
    let follows = |user: &bartizan_domain::account::User| world.meta.issue(tenant, issue, Some(user.id)).unwrap().subscribed;
    assert!(!follows(&world.ben) && !follows(&world.ann));
    let note = Note { text: "@ben look".into(), mentions: vec![Assignee::User(world.ben.id), Assignee::User(world.ben.id)] };
    let written = world.app.comment(tenant, issue, world.ann.id, &note).unwrap();
    assert_eq!(written.data, format!(r#"{{"mentions":["user:{0}","user:{0}"],"text":"@ben look"}}"#, world.ben.id));
    assert!(follows(&world.ben) && follows(&world.ann));
    world.app.edit_comment(tenant, issue, written.id, world.ann.id, &note).unwrap();
    let told = world.meta.outbox_due(NOW.plus(1), 100).unwrap();
    assert_eq!(told.iter().filter(|row| row.kind == "issue.mentioned").count(), 1);
    let stranger = Note { text: "x".into(), mentions: vec![Assignee::User(world.mallory.id)] };
    assert!(world.app.comment(tenant, issue, world.ann.id, &stranger).is_err(), "a person of another organisation");
}

#[test]
fn a_mentioned_team_is_its_members() {
    let world = World::new();
    let (tenant, issue) = (world.acme.id, issue(&world));
    let team = world.meta.team_by_slug(tenant, "acme").unwrap();
    let ann = world.meta.member_of_user(tenant, world.ann.id).unwrap();
    assert!(ann.teams.contains(&team.slug), "the maker of an organisation is in its first team");
    let note = Note { text: "#acme".into(), mentions: vec![Assignee::Team(team.id)] };
    world.app.comment(tenant, issue, world.ben.id, &note).unwrap();
    assert!(world.meta.issue(tenant, issue, Some(world.ann.id)).unwrap().subscribed);
}

#[test]
fn a_rotated_key_keeps_name_and_limit_and_the_old_one_is_off_at_the_door() {
    let world = World::new();
    let new = world.app.rotate_key(world.acme.id, world.web.id, &world.key).unwrap();
    assert_eq!((new.label.as_str(), new.active), (world.key.label.as_str(), true));
    assert!(world.keys.lookup(&new.public_key).unwrap().active && !world.keys.lookup(&world.key.public_key).unwrap().active);
}

#[test]
fn set_up_works_once_with_the_newest_link_only() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(AppOptions {
        meta: Arc::new(SqliteMeta::open(SqliteOptions::new(folder.path().join("meta.db"))).unwrap()),
        events: Arc::new(MemoryEvents::new()),
        keys: Arc::default(),
        grouper: Arc::new(bartizan_ports::grouping::PlainGrouper),
        turn: Arc::default(),
        clock: Clock::new(|| NOW),
        base_url: "http://x".into(),
    });
    let [old, new] = [app.issue_set_up_token().unwrap().unwrap(), app.issue_set_up_token().unwrap().unwrap()];
    let request = |token: &str| SetUp {
        token: token.to_owned(),
        account: NewAccount { email: "a@example.com".into(), name: "A".into(), password: "long enough".into(), is_superuser: false },
        organization_name: "My Company".into(),
        organization_slug: String::new(),
    };
    assert!(app.set_up(&request(&old)).is_err());
    let (user, organization) = app.set_up(&request(&new)).unwrap();
    assert!(user.is_superuser && organization.slug == "my-company");
    assert!(app.set_up(&request(&new)).is_err());
}
