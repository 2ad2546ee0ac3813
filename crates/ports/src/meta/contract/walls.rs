//! Tenants are walls: whatever one organisation names of another is not there.

use std::collections::BTreeMap;

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::organization::{Role, Team};
use bartizan_domain::{AttachmentId, Outcome, TimeRange};

use super::batches::line;
use super::stage::{Stage, at, event_id, fails};
use crate::ErrorKind::NotFound;
use crate::meta::{IssueFilter, IssueList, IssuePatch, IssueSort, KeyPatch, LedgerQuery, MetaStore, NewActivity, NewMember, ProjectPatch};

/// Every method that takes an organisation and an id, asked by the wrong organisation; then nothing has changed.
pub(super) fn tenants_are_walls(meta: &dyn MetaStore) {
    let mine = Stage::new(meta, "mine");
    let theirs = Stage::new(meta, "theirs");
    walls_of_projects(meta, &mine, &theirs);
    walls_of_people(meta, &mine, &theirs);
    walls_of_issues(meta, &mine, &theirs);
    walls_of_files(meta, &mine, &theirs);
    walls_of_the_ledger(meta, &mine, &theirs);
}

fn walls_of_projects(meta: &dyn MetaStore, mine: &Stage<'_>, theirs: &Stage<'_>) {
    let (org, project) = (theirs.org(), mine.project.id);
    let key = meta.keys(mine.org(), project).unwrap()[0].id;
    let team = meta.create_team(org, "spies", "Spies", at(0)).unwrap().id;
    let renamed = mine.another_project("old-name").id;
    let rename = ProjectPatch { slug: Some("new-name".into()), ..ProjectPatch::default() };
    meta.update_project(mine.org(), renamed, &rename).unwrap();
    let patch =
        ProjectPatch { name: Some("stolen".into()), options: BTreeMap::from([("x".into(), Some("1".into()))]), ..ProjectPatch::default() };
    fails(meta.project(org, project), NotFound);
    fails(meta.project_by_slug(org, "new-name"), NotFound);
    fails(meta.project_by_old_slug(org, "old-name"), NotFound);
    fails(meta.update_project(org, project, &patch), NotFound);
    fails(meta.delete_project(org, project), NotFound);
    fails(meta.set_project_team(org, project, team, true), NotFound);
    fails(meta.set_project_team(mine.org(), project, team, true), NotFound);
    fails(meta.create_key(org, project, "x", "p", "s", None, at(0)), NotFound);
    fails(meta.keys(org, project), NotFound);
    fails(meta.update_key(org, project, key, &KeyPatch { active: Some(false), ..KeyPatch::default() }), NotFound);
    fails(meta.update_key(org, theirs.project.id, key, &KeyPatch::default()), NotFound);
    fails(meta.delete_key(org, project, key), NotFound);
    fails(meta.delete_key(org, theirs.project.id, key), NotFound);
    fails(meta.environments(org, project), NotFound);
    fails(meta.set_environment_hidden(org, project, "production", true), NotFound);
    assert_eq!(meta.projects(org).unwrap(), std::slice::from_ref(&theirs.project));
    assert_eq!(meta.project(mine.org(), project).unwrap(), mine.project);
    assert_eq!(meta.keys(mine.org(), project).unwrap().len(), 1);
}

fn walls_of_people(meta: &dyn MetaStore, mine: &Stage<'_>, theirs: &Stage<'_>) {
    let org = theirs.org();
    let ada = mine.person("ada@x.org");
    let new = NewMember {
        organization_id: mine.org(),
        user_id: Some(ada),
        email: "ada@x.org".into(),
        role: Role::Member,
        invited_by: None,
        invite_token_hash: None,
    };
    let member = meta.create_member(&new, at(0)).unwrap();
    let team = meta.create_team(mine.org(), "team", "Team", at(0)).unwrap();
    let spies = meta.team_by_slug(org, "spies").unwrap();
    fails(meta.member(org, member.id), NotFound);
    fails(meta.member_of_user(org, ada), NotFound);
    fails(meta.set_role(org, member.id, Role::Owner), NotFound);
    fails(meta.delete_member(org, member.id), NotFound);
    fails(meta.team_by_slug(org, "team"), NotFound);
    fails(meta.update_team(&Team { organization_id: org, name: "stolen".into(), ..team.clone() }), NotFound);
    fails(meta.delete_team(org, team.id), NotFound);
    fails(meta.set_team_member(org, team.id, member.id, true), NotFound);
    fails(meta.set_team_member(org, spies.id, member.id, true), NotFound);
    fails(meta.set_team_member(mine.org(), spies.id, member.id, true), NotFound);
    assert_eq!(meta.members(org).unwrap(), []);
    assert_eq!(meta.teams(org).unwrap(), [(spies, 0)]);
    assert_eq!(meta.member(mine.org(), member.id).unwrap(), member);
    assert_eq!(meta.team_by_slug(mine.org(), "team").unwrap(), team);
}

fn walls_of_issues(meta: &dyn MetaStore, mine: &Stage<'_>, theirs: &Stage<'_>) {
    let (org, project) = (theirs.org(), mine.project.id);
    let ada = mine.person("eve@x.org");
    let mut event = mine.event(1, 0);
    event.release = Some("1.0".into());
    let issue = mine.put(event, 1);
    let entry = NewActivity { kind: "note".into(), user_id: Some(ada), data: "{}".into() };
    let comment = meta.add_activity(mine.org(), issue.id, &entry, at(2)).unwrap();
    let before = mine.issue(issue.id);
    fails(meta.issue(org, issue.id, None), NotFound);
    fails(meta.issue_by_number(org, project, issue.number), NotFound);
    fails(meta.issue_by_number(org, theirs.project.id, issue.number), NotFound);
    assert_eq!(meta.hashes(org, issue.id).unwrap(), []);
    let patch = IssuePatch { priority: Some(25), bookmarked: Some(true), ..IssuePatch::default() };
    assert_eq!(meta.update_issues(org, &[issue.id], Some(ada), &patch, std::slice::from_ref(&entry), &[], at(9)).unwrap(), []);
    assert_eq!(meta.delete_issues(org, &[issue.id]).unwrap(), []);
    assert_eq!(meta.hourly_counts(org, &[issue.id], TimeRange::ALL).unwrap(), []);
    assert_eq!(meta.project_hourly_counts(org, &[project], TimeRange::ALL).unwrap(), []);
    fails(meta.activity(org, issue.id, 10), NotFound);
    fails(meta.add_activity(org, issue.id, &entry, at(9)), NotFound);
    fails(meta.update_comment(org, issue.id, comment.id, ada, "x"), NotFound);
    fails(meta.delete_comment(org, issue.id, comment.id, ada), NotFound);
    fails(meta.seen_by(org, issue.id), NotFound);
    fails(meta.release(org, "1.0"), NotFound);
    assert_eq!(meta.releases(org, &[project], None, 10, 0).unwrap(), []);
    assert_eq!(meta.latest_release(org, project).unwrap(), None);
    let list = IssueList {
        organization_id: org,
        projects: vec![project],
        filter: IssueFilter::Ids(vec![issue.id]),
        sort: IssueSort::LastSeen,
        limit: 10,
        offset: 0,
        viewer: None,
    };
    assert_eq!(meta.list_issues(&list).unwrap(), crate::meta::IssuePage::default());
    assert_eq!(meta.list_issues(&IssueList { projects: vec![theirs.project.id], ..list }).unwrap().hits, 0);
    assert_eq!(meta.count_issues(org, &[project], &IssueFilter::All).unwrap(), 0);
    assert_eq!(mine.issue(issue.id), before);
    assert_eq!(meta.activity(mine.org(), issue.id, 10).unwrap(), [comment]);
}

fn walls_of_files(meta: &dyn MetaStore, mine: &Stage<'_>, theirs: &Stage<'_>) {
    let (org, project) = (theirs.org(), mine.project.id);
    let mut batch = mine.batch(Vec::new(), 5);
    batch.attachments = vec![Attachment {
        id: AttachmentId(0),
        organization_id: mine.org(),
        project_id: project,
        event_id: event_id(1),
        kind: "event.attachment".into(),
        name: "secret".into(),
        content_type: None,
        size: 1,
        sha1: String::new(),
        blob_key: "k".into(),
        created: at(5),
    }];
    batch.user_reports = vec![UserReport {
        id: 0,
        organization_id: mine.org(),
        project_id: project,
        event_id: Some(event_id(1)),
        issue_id: None,
        name: None,
        email: None,
        comments: "secret".into(),
        created: at(5),
    }];
    meta.commit_batch(&batch).unwrap();
    let file = meta.attachments(mine.org(), project, event_id(1)).unwrap()[0].id;
    assert_eq!(meta.attachments(org, project, event_id(1)).unwrap(), []);
    fails(meta.attachment(org, project, file), NotFound);
    fails(meta.attachment(org, theirs.project.id, file), NotFound);
    fails(meta.delete_attachment(org, project, file), NotFound);
    fails(meta.delete_attachment(mine.org(), theirs.project.id, file), NotFound);
    assert_eq!(meta.user_reports(org, None, None, 10, 0).unwrap(), []);
    assert_eq!(meta.user_reports(org, Some(project), None, 10, 0).unwrap(), []);
    assert_eq!(meta.user_report_of_event(org, project, event_id(1)).unwrap(), None);
    assert_eq!(meta.user_reports(mine.org(), None, None, 10, 0).unwrap().len(), 1);
    meta.attachment(mine.org(), project, file).unwrap();
}

fn walls_of_the_ledger(meta: &dyn MetaStore, mine: &Stage<'_>, theirs: &Stage<'_>) {
    let mut batch = mine.batch(Vec::new(), 6);
    batch.ledger = vec![line(mine, 1, Outcome::Accepted, "", at(0), 5)];
    meta.commit_batch(&batch).unwrap();
    let query = |organization_id, projects| LedgerQuery {
        organization_id: Some(organization_id),
        projects,
        range: TimeRange::ALL,
        bucket_us: None,
    };
    assert_eq!(meta.ledger(&query(theirs.org(), vec![mine.project.id])).unwrap(), []);
    assert_eq!(meta.ledger(&query(theirs.org(), vec![])).unwrap(), []);
    assert_eq!(meta.ledger(&query(mine.org(), vec![])).unwrap().len(), 1);
}
