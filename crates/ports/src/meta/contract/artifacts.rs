//! Chunks, assemblies, artifact bundles.

use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile, FileKind};
use bartizan_domain::{ArtifactId, ProjectId};

use super::stage::{Stage, at};
use crate::ErrorKind;
use crate::meta::MetaStore;

const DEBUG_ID: &str = "1b0d3c2a5f6e47118899aabbccddeeff";

fn bundle(stage: &Stage<'_>, projects: Vec<ProjectId>, release: &str) -> ArtifactBundle {
    ArtifactBundle {
        id: ArtifactId(0),
        organization_id: stage.org(),
        projects,
        checksum: "aa".repeat(20),
        release: release.to_owned(),
        dist: String::new(),
        blob_key: format!("{}/_bundles/a", stage.org()),
        size: 10,
        files: 0,
        created: at(5),
        used: at(5),
    }
}

fn files() -> Vec<BundleFile> {
    let file = |path: &str, kind| BundleFile {
        path: path.to_owned(),
        url: format!("~/{path}"),
        kind,
        debug_id: Some(DEBUG_ID.to_owned()),
        source_map: None,
    };
    vec![file("app.js", FileKind::MinifiedSource), file("app.js.map", FileKind::SourceMap)]
}

pub(super) fn chunks_grow_old(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    store.note_chunk(stage.org(), "aa", 3, at(1)).unwrap();
    store.note_chunk(stage.org(), "bb", 4, at(9)).unwrap();
    let asked = ["bb", "cc", "aa"].map(str::to_owned);
    assert_eq!(store.chunks(stage.org(), &asked).unwrap(), [Some(4), None, Some(3)]);
    assert_eq!(store.drop_chunks(at(5), 10).unwrap(), [(stage.org(), "aa".to_owned())]);
    assert_eq!(store.chunks(stage.org(), &asked).unwrap(), [Some(4), None, None]);
}

pub(super) fn assemblies_stay_until_they_end(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    let assembly = Assembly {
        organization_id: stage.org(),
        kind: "bundle".into(),
        checksum: "ff".into(),
        target: "{}".into(),
        chunks: vec!["aa".into(), "bb".into()],
        created: at(1),
    };
    store.begin_assembly(&assembly).unwrap();
    store.begin_assembly(&assembly).unwrap();
    assert_eq!(store.assemblies().unwrap(), std::slice::from_ref(&assembly));
    store.end_assembly(&assembly).unwrap();
    assert!(store.assemblies().unwrap().is_empty());
}

pub(super) fn a_bundle_serves_its_projects_only(store: &dyn MetaStore) {
    let (stage, other) = (Stage::new(store, "acme"), Stage::new(store, "globex"));
    let (web, api) = (stage.another_project("shop").id, stage.another_project("till").id);
    let id = store.save_bundle(&bundle(&stage, vec![web], "web@1"), &files()).unwrap();
    assert_eq!(store.files_by_debug_id(stage.org(), web, DEBUG_ID).unwrap().len(), 2);
    assert!(store.files_by_debug_id(stage.org(), api, DEBUG_ID).unwrap().is_empty());
    assert!(store.files_by_debug_id(other.org(), web, DEBUG_ID).unwrap().is_empty());
    let urls = ["~/app.js".to_owned(), "~/other.js".to_owned()];
    let found = store.files_by_url(stage.org(), web, "web@1", &urls).unwrap();
    assert_eq!(found.iter().map(|f| f.file.path.as_str()).collect::<Vec<_>>(), ["app.js"]);
    assert!(store.files_by_url(stage.org(), web, "web@2", &urls).unwrap().is_empty());
    assert!(store.files_by_url(stage.org(), api, "web@1", &urls).unwrap().is_empty());
    assert_eq!(store.bundle(other.org(), web, id).map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.save_bundle(&bundle(&other, vec![web], ""), &files()).map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.count_bundles(stage.org(), web, "web@1").unwrap(), (1, 1));
    assert_eq!(store.bundle_debug_ids(stage.org(), id, 5).unwrap(), [DEBUG_ID]);
    assert_eq!(store.bundle_debug_ids(stage.org(), id, 0).unwrap(), [""; 0]);
    assert_eq!(store.bundle_debug_ids(other.org(), id, 5).unwrap(), [""; 0]);
}

pub(super) fn a_bundle_goes_with_its_last_project(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    let (web, api) = (stage.another_project("shop").id, stage.another_project("till").id);
    let id = store.save_bundle(&bundle(&stage, vec![web], "web@1"), &files()).unwrap();
    assert_eq!(store.save_bundle(&bundle(&stage, vec![web, api], "web@1"), &files()).unwrap(), id);
    assert_eq!(store.bundle(stage.org(), api, id).unwrap().0.projects, [web, api]);
    assert_eq!(store.bundles(stage.org(), web, Some("APP.js"), 10, 0).unwrap().len(), 1);
    assert_eq!(store.bundles(stage.org(), web, Some("nothing"), 10, 0).unwrap().len(), 0);
    assert_eq!(store.delete_bundle(stage.org(), web, id).unwrap(), None);
    assert_eq!(store.delete_bundle(stage.org(), api, id).unwrap(), Some(bundle(&stage, vec![], "").blob_key));
    assert_eq!(store.delete_bundle(stage.org(), api, id).map_err(|e| e.kind), Err(ErrorKind::NotFound));
    store.save_bundle(&bundle(&stage, vec![web], ""), &files()).unwrap();
    let kept = store.save_bundle(&bundle(&stage, vec![web], "web@9"), &files()).unwrap();
    store.touch_bundles(&[kept], at(20)).unwrap();
    assert_eq!(store.drop_bundles(at(9), 10).unwrap(), [""; 0], "both have the same bytes");
    assert_eq!(store.bundles(stage.org(), web, None, 10, 0).unwrap().iter().map(|b| b.id).collect::<Vec<_>>(), [kept]);
    assert_eq!(store.drop_bundles(at(21), 10).unwrap().len(), 1);
    store.save_bundle(&bundle(&stage, vec![web], "web@5"), &files()).unwrap();
    let mut event = stage.event(1, 40);
    event.release = Some("web@5".into());
    stage.commit(vec![event], 40);
    assert_eq!(store.drop_bundles(at(30), 10).unwrap(), [""; 0], "its release still sends events");
    assert_eq!(store.drop_bundles(at(60), 10).unwrap().len(), 1);
}
