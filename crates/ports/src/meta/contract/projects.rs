//! Projects and keys.

use std::collections::BTreeMap;

use bartizan_domain::KeyId;
use bartizan_domain::key::RateLimit;

use super::stage::{NO_PROJECT, Stage, at, fails, hash};
use crate::ErrorKind::{Conflict, NotFound};
use crate::meta::{IssueFilter, KeyPatch, MetaStore, NewProject, ProjectPatch};

fn key(c: char) -> String {
    c.to_string().repeat(32)
}

/// A slug is taken once in its organisation; the first key is there from the start.
pub(super) fn a_project_comes_with_a_key(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let org = stage.org();
    let team = meta.create_team(org, "web", "Web", at(0)).unwrap().id;
    let new = NewProject {
        organization_id: org,
        slug: "shop".into(),
        name: "Shop".into(),
        platform: Some("python".into()),
        team: Some(team),
        public_key: key('a'),
        secret_key: key('b'),
    };
    let (project, first) = meta.create_project(&new, at(5)).unwrap();
    assert_eq!((project.slug.as_str(), project.active, project.created, project.first_event), ("shop", true, at(5), None));
    assert_eq!(project.teams, [team]);
    assert_eq!((first.project_id, first.label.as_str(), first.active), (project.id, "Default", true));
    assert_eq!((first.public_key.clone(), first.secret_key.clone(), first.rate_limit), (key('a'), key('b'), None));
    fails(meta.create_project(&NewProject { public_key: key('c'), ..new.clone() }, at(6)), Conflict);
    fails(meta.create_project(&NewProject { slug: "other".into(), ..new }, at(6)), Conflict);
    fails(meta.project_by_slug(org, "other"), NotFound);
    assert_eq!(meta.project(org, project.id).unwrap(), project);
    assert_eq!(meta.project_by_slug(org, "shop").unwrap(), project);
    assert_eq!(meta.projects(org).unwrap(), [project.clone(), stage.project]);
    assert_eq!(meta.keys(org, project.id).unwrap(), [first]);
    meta.set_project_team(org, project.id, team, false).unwrap();
    assert!(meta.projects(org).unwrap()[0].teams.is_empty());
}

/// Links to the old name go on working; a project that has the name now comes first by its own door.
pub(super) fn old_slugs_lead_on(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, id) = (stage.org(), stage.project.id);
    stage.another_project("api");
    let rename = |slug: &str| ProjectPatch { slug: Some(slug.to_owned()), ..ProjectPatch::default() };
    fails(meta.update_project(org, id, &rename("api")), Conflict);
    assert_eq!(meta.update_project(org, id, &rename("site")).unwrap().slug, "site");
    meta.update_project(org, id, &rename("portal")).unwrap();
    fails(meta.project_by_slug(org, "web"), NotFound);
    for old in ["web", "site"] {
        assert_eq!(meta.project_by_old_slug(org, old).unwrap().id, id);
    }
    fails(meta.project_by_old_slug(org, "portal"), NotFound);
    fails(meta.update_project(org, NO_PROJECT, &rename("x")), NotFound);
}

/// Each field changes alone.
pub(super) fn options_are_set_and_removed(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, id) = (stage.org(), stage.project.id);
    let options = |pairs: &[(&str, Option<&str>)]| ProjectPatch {
        options: pairs.iter().map(|(k, v)| ((*k).to_owned(), v.map(str::to_owned))).collect(),
        ..ProjectPatch::default()
    };
    meta.update_project(org, id, &options(&[("allowed_domains", Some("[\"a.org\",\"b.org\"]")), ("x", Some("1"))])).unwrap();
    let project = meta.update_project(org, id, &options(&[("x", None), ("y", Some("2"))])).unwrap();
    let want: BTreeMap<String, String> =
        [("allowed_domains", "[\"a.org\",\"b.org\"]"), ("y", "2")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    assert_eq!(project.options, want);
    assert_eq!(meta.projects(org).unwrap()[0].options, want);
    assert_eq!(meta.projects_with_option("y").unwrap(), [(id, "2".to_owned())]);
    assert_eq!(meta.projects_with_option("x").unwrap(), []);
    let patch =
        ProjectPatch { platform: Some(Some("go".into())), active: Some(false), name: Some("Web!".into()), ..ProjectPatch::default() };
    let project = meta.update_project(org, id, &patch).unwrap();
    assert_eq!(
        (project.platform.as_deref(), project.active, project.name.as_str(), project.slug.as_str()),
        (Some("go"), false, "Web!", "web")
    );
    assert_eq!(meta.project(org, id).unwrap(), project);
    let settings = meta.all_key_settings().unwrap();
    assert_eq!(settings.len(), 1);
    assert_eq!(settings[0].allowed_domains, ["a.org", "b.org"]);
    assert_eq!(
        (settings[0].organization_id, settings[0].project_id, settings[0].active, settings[0].project_active),
        (org, id, true, false)
    );
}

/// Labels, limits, disabling; a public key is taken once.
pub(super) fn keys_have_a_life(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, id) = (stage.org(), stage.project.id);
    let limit = RateLimit { count: 100, window_s: 60 };
    let made = meta.create_key(org, id, "ci", &key('d'), &key('e'), Some(limit), at(3)).unwrap();
    assert_eq!((made.label.as_str(), made.rate_limit, made.active), ("ci", Some(limit), true));
    fails(meta.create_key(org, id, "again", &key('d'), &key('f'), None, at(4)), Conflict);
    fails(meta.create_key(org, NO_PROJECT, "x", &key('1'), &key('2'), None, at(4)), NotFound);
    assert_eq!(meta.keys(org, id).unwrap().len(), 2);
    let patch = KeyPatch { label: Some("build".into()), active: Some(false), rate_limit: Some(None) };
    let changed = meta.update_key(org, id, made.id, &patch).unwrap();
    assert_eq!((changed.label.as_str(), changed.rate_limit, changed.active), ("build", None, false));
    assert_eq!(meta.keys(org, id).unwrap()[1], changed);
    let settings = meta.all_key_settings().unwrap();
    assert_eq!(settings.iter().map(|s| s.active).collect::<Vec<_>>(), [true, false]);
    fails(meta.update_key(org, id, KeyId(4242), &patch), NotFound);
    meta.delete_key(org, id, made.id).unwrap();
    fails(meta.delete_key(org, id, made.id), NotFound);
    assert_eq!(meta.all_key_settings().unwrap().len(), 1);
}

/// With issues, keys, counters; its slug is free; what comes for it later is passed over.
pub(super) fn a_removed_project_is_gone(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, id) = (stage.org(), stage.project.id);
    let other = stage.another_project("api");
    let mut event = stage.event(1, 0);
    (event.release, event.user_hash) = (Some("1.0".into()), Some(5));
    let issue = stage.put(event, 1);
    let mut kept = stage.event(1, 0);
    kept.project_id = other.id;
    let kept = stage.put(kept, 2);
    meta.delete_project(org, id).unwrap();
    fails(meta.delete_project(org, id), NotFound);
    fails(meta.project(org, id), NotFound);
    fails(meta.project_by_slug(org, "web"), NotFound);
    fails(meta.issue(org, issue.id, None), NotFound);
    fails(meta.keys(org, id), NotFound);
    fails(meta.environments(org, id), NotFound);
    fails(meta.release(org, "1.0"), NotFound);
    assert_eq!(meta.issues_of_hashes(id, &[hash(1)]).unwrap(), []);
    assert_eq!(meta.all_key_settings().unwrap().len(), 1);
    let late = stage.commit(vec![stage.event(1, 5)], 6);
    assert!(late.changes.is_empty());
    assert_eq!(meta.count_issues(org, &[id, other.id], &IssueFilter::All).unwrap(), 1);
    assert_eq!(stage.issue(kept.id).times_seen, 1);
    let again = stage.another_project("web");
    assert_ne!(again.id, id);
    assert_eq!(meta.check_meta().unwrap(), Vec::<String>::new());
}
