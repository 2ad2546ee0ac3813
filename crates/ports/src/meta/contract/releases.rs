//! Releases as people and tools tell of them.

use bartizan_domain::release::{Commit, Deploy, PatchedFile, ReleaseFacts, ReleaseHead};

use super::stage::{Stage, at};
use crate::ErrorKind;
use crate::meta::{MetaStore, ReleaseUpdate};

fn commit(id: &str) -> Commit {
    Commit {
        repository: "acme/shop".into(),
        id: id.into(),
        message: Some("fix: cart total".into()),
        author_name: Some("Jane".into()),
        author_email: None,
        created: at(3),
        files: vec![PatchedFile { path: "a".into(), kind: 'M' }],
    }
}

pub(super) fn releases_are_told_of(store: &dyn MetaStore) {
    let (stage, other) = (Stage::new(store, "acme"), Stage::new(store, "globex"));
    let project = stage.another_project("shop").id;
    let facts = ReleaseFacts { url: Some("https://example.org".into()), released: Some(at(7)), ..ReleaseFacts::default() };
    let update = ReleaseUpdate { projects: vec![project], facts: Some(facts.clone()), ..ReleaseUpdate::default() };
    assert!(store.update_release(stage.org(), "shop@1", &update, at(1)).unwrap());
    assert!(!store.update_release(stage.org(), "shop@1", &ReleaseUpdate::default(), at(2)).unwrap(), "known now");
    let release = store.release(stage.org(), "shop@1").unwrap();
    assert_eq!((release.facts, release.projects, release.created), (facts, vec![project], at(1)));
    assert_eq!(store.update_release(other.org(), "shop@1", &update, at(1)).map_err(|e| e.kind), Err(ErrorKind::NotFound));

    let commits = Some(vec![commit("bb"), commit("aa")]);
    let heads = vec![ReleaseHead { repository: "acme/web".into(), commit: "bb".into(), previous: None }];
    store.update_release(stage.org(), "shop@1", &ReleaseUpdate { commits, heads, ..ReleaseUpdate::default() }, at(2)).unwrap();
    let ids: Vec<_> = store.release_commits(stage.org(), "shop@1").unwrap().into_iter().map(|c| c.id).collect();
    assert_eq!(ids, ["bb", "aa"]);
    let names: Vec<_> = store.repositories(stage.org()).unwrap().into_iter().map(|r| r.name).collect();
    assert_eq!(names, ["acme/shop", "acme/web"]);

    let later = ReleaseUpdate { projects: vec![project], ..ReleaseUpdate::default() };
    store.update_release(stage.org(), "shop@2", &later, at(5)).unwrap();
    let previous = store.previous_release_with_commits(stage.org(), "shop@2").unwrap();
    assert_eq!(previous.map(|r| (r.version, r.commits)), Some(("shop@1".to_owned(), 2)));
    assert_eq!(store.previous_release_with_commits(stage.org(), "shop@1").unwrap(), None);

    let deploy =
        |n| Deploy { id: 0, environment: "production".into(), name: Some(format!("v{n}")), url: None, started: None, finished: at(n) };
    store.add_deploy(stage.org(), "shop@1", &deploy(1)).unwrap();
    store.add_deploy(stage.org(), "shop@1", &deploy(2)).unwrap();
    let names: Vec<_> = store.deploys(stage.org(), "shop@1").unwrap().into_iter().filter_map(|d| d.name).collect();
    assert_eq!(names, ["v2", "v1"]);
    assert_eq!(store.deploys(other.org(), "shop@1").map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.release(stage.org(), "shop@1").unwrap().deploys, 2);

    store.delete_release(stage.org(), "shop@1").unwrap();
    assert_eq!(store.delete_release(stage.org(), "shop@1").map_err(|e| e.kind), Err(ErrorKind::NotFound));
    let mut event = stage.event(1, 1);
    event.release = Some("shop@2".into());
    stage.put(event, 1);
    assert_eq!(store.delete_release(stage.org(), "shop@2").map_err(|e| e.kind), Err(ErrorKind::Conflict), "events name it");
}

pub(super) fn deploys_are_listed_over_releases(store: &dyn MetaStore) {
    let (stage, other) = (Stage::new(store, "acme"), Stage::new(store, "globex"));
    let (shop, web) = (stage.another_project("shop").id, stage.another_project("site").id);
    for (version, project, environment, moment) in [
        ("shop@1", shop, "production", 4),
        ("web@1", web, "staging", 5),
        ("shop@2", shop, "production", 9),
        ("shop@1", shop, "production", 7),
    ] {
        let update = ReleaseUpdate { projects: vec![project], ..ReleaseUpdate::default() };
        store.update_release(stage.org(), version, &update, at(1)).unwrap();
        let deploy = Deploy { id: 0, environment: environment.into(), name: None, url: None, started: None, finished: at(moment) };
        store.add_deploy(stage.org(), version, &deploy).unwrap();
    }
    let list = |projects: &[_], environments: &[String], limit| {
        let list = store.newest_deploys(stage.org(), projects, environments, limit).unwrap();
        list.into_iter().map(|d| (d.version, d.deploy.finished)).collect::<Vec<_>>()
    };
    let all = [("shop@2", 9), ("shop@1", 7), ("web@1", 5), ("shop@1", 4)].map(|(version, moment)| (version.to_owned(), at(moment)));
    assert_eq!(list(&[shop, web], &[], 10), all);
    assert_eq!(list(&[shop, web], &[], 1), all[..1]);
    assert_eq!(list(&[web], &[], 10), all[2..3]);
    assert_eq!(list(&[shop, web], &["staging".into()], 10), all[2..3]);
    assert_eq!(list(&[], &[], 10), []);
    assert_eq!(store.newest_deploys(other.org(), &[shop, web], &[], 10).unwrap(), [], "of another tenant");
    assert_eq!(store.newest_deploys(stage.org(), &[web], &[], 1).unwrap()[0].projects, [web]);
}
