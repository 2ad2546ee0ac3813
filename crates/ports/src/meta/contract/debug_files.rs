//! Debug files of projects.

use bartizan_domain::artifact::{DebugFile, Usage};
use bartizan_domain::{DebugFileId, ProjectId};

use super::stage::{Stage, at, fails};
use crate::ErrorKind::{Invalid, NotFound};
use crate::meta::{DebugFileFilter, MAX_DEBUG_FILE_RELEASES, MetaStore};

const ID: &str = "b6b17d6a-2bb8-a4d9-c5d8-a8d34f9a22ab";
const OTHER_ID: &str = "00000000-2bb8-a4d9-c5d8-a8d34f9a22ab";
const CODE_ID: &str = "6a7db1b6b82bd9a4c5d8a8d34f9a22ab01234567";

fn file(stage: &Stage<'_>, project_id: ProjectId, checksum: &str, debug_id: &str, seconds: i64) -> DebugFile {
    DebugFile {
        id: DebugFileId(0),
        organization_id: stage.org(),
        project_id,
        checksum: checksum.repeat(20),
        debug_id: debug_id.to_owned(),
        code_id: Some(CODE_ID.to_owned()),
        kind: "elf".to_owned(),
        arch: "x86_64".to_owned(),
        role: Some("dbg".to_owned()),
        name: format!("libShop-{checksum}.so"),
        features: vec!["debug".to_owned(), "unwind".to_owned()],
        size: 100,
        created: at(seconds),
        used: at(seconds),
        releases: Vec::new(),
    }
}

fn names(files: &[DebugFile]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

/// Saved twice it is one; found by each of its identifiers; the newest first.
pub(super) fn debug_files_are_found(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    let (org, app) = (stage.org(), stage.another_project("app").id);
    let old = file(&stage, app, "aa", ID, 1);
    store.save_debug_files(std::slice::from_ref(&old)).unwrap();
    store.save_debug_files(&[DebugFile { name: "renamed.so".into(), ..old.clone() }, file(&stage, app, "bb", ID, 2)]).unwrap();
    let by_id = store.find_debug_files(org, app, Some(ID), None).unwrap();
    assert_eq!(names(&by_id), ["libShop-bb.so", "renamed.so"]);
    assert_eq!(store.find_debug_files(org, app, None, Some(CODE_ID)).unwrap(), by_id);
    assert_eq!(store.find_debug_files(org, app, None, None).unwrap(), []);
    assert_eq!(store.find_debug_files(org, app, Some(OTHER_ID), Some(CODE_ID)).unwrap(), [], "a known debug id decides");
    let by_checksum = store.debug_files_by_checksum(org, app, &["aa".repeat(20), "cc".repeat(20)]).unwrap();
    assert_eq!(by_checksum, [DebugFile { id: by_id[1].id, name: "renamed.so".into(), ..old }]);
    assert_eq!(store.debug_file(org, app, by_id[0].id).unwrap(), by_id[0]);
}

pub(super) fn debug_files_are_filtered(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    let (org, app) = (stage.org(), stage.another_project("app").id);
    let mapping = DebugFile { kind: "proguard".into(), code_id: None, ..file(&stage, app, "bb", OTHER_ID, 2) };
    store.save_debug_files(&[file(&stage, app, "aa", ID, 1), mapping]).unwrap();
    store.name_debug_file(org, app, OTHER_ID, "app@1.0+7").unwrap();
    let shown = |filter: DebugFileFilter| {
        let files = store.debug_files(org, app, &filter, 10, 0).unwrap();
        names(&files).into_iter().map(|name| name[8..10].to_owned()).collect::<Vec<_>>()
    };
    let text = |text: &str| DebugFileFilter { contains: Some(text.into()), ..DebugFileFilter::default() };
    assert_eq!(shown(DebugFileFilter::default()), ["bb", "aa"]);
    assert_eq!(shown(text("LIBSHOP-A")), ["aa"]);
    assert_eq!(shown(text(&CODE_ID[..8])), ["aa"]);
    assert_eq!(shown(text(&OTHER_ID[..10])), ["bb"]);
    assert_eq!(shown(text("%")), [""; 0]);
    assert_eq!(shown(DebugFileFilter { debug_id: Some(ID.into()), ..DebugFileFilter::default() }), ["aa"]);
    assert_eq!(shown(DebugFileFilter { code_id: Some(CODE_ID.into()), ..DebugFileFilter::default() }), ["aa"]);
    assert_eq!(shown(DebugFileFilter { kinds: vec!["proguard".into(), "pe".into()], ..DebugFileFilter::default() }), ["bb"]);
    assert_eq!(shown(DebugFileFilter { release: Some("app@1.0+7".into()), ..DebugFileFilter::default() }), ["bb"]);
    assert_eq!(store.debug_files(org, app, &DebugFileFilter::default(), 1, 1).unwrap().len(), 1);
    let named = store.find_debug_files(org, app, Some(OTHER_ID), None).unwrap();
    assert_eq!(store.debug_file(org, app, named[0].id).unwrap().releases, ["app@1.0+7"]);
    for n in 1..MAX_DEBUG_FILE_RELEASES {
        store.name_debug_file(org, app, OTHER_ID, &format!("app@{n}")).unwrap();
    }
    fails(store.name_debug_file(org, app, OTHER_ID, "app@more"), Invalid);
}

/// Bytes are free with the last object in them, and what was used lately stays.
pub(super) fn debug_files_go(store: &dyn MetaStore) {
    let stage = Stage::new(store, "acme");
    let (org, app) = (stage.org(), stage.another_project("app").id);
    let (first, second) = (file(&stage, app, "aa", ID, 1), file(&stage, app, "aa", OTHER_ID, 1));
    store.save_debug_files(&[first.clone(), second, file(&stage, app, "bb", ID, 1)]).unwrap();
    assert_eq!(store.artifact_usage(org, app).unwrap(), (Usage::default(), Usage { count: 3, bytes: 200 }));
    store.name_debug_file(org, app, ID, "app@1").unwrap();
    let id = |debug_id, checksum: &str| {
        let files = store.find_debug_files(org, app, Some(debug_id), None).unwrap();
        files.into_iter().find(|f| f.checksum.starts_with(checksum)).map(|f| f.id)
    };
    let gone = id(ID, "aa").unwrap();
    assert_eq!(store.delete_debug_file(org, app, gone).unwrap(), None, "the other object is in the same file");
    fails(store.delete_debug_file(org, app, gone), NotFound);
    store.touch_debug_files(&[id(ID, "bb").unwrap()], at(50)).unwrap();
    assert_eq!(store.drop_debug_files(at(20), 10).unwrap(), [first.blob_key()]);
    assert_eq!(store.debug_files(org, app, &DebugFileFilter::default(), 10, 0).unwrap().len(), 1);
    assert_eq!(store.drop_debug_files(at(60), 10).unwrap().len(), 1);
    store.save_debug_files(&[file(&stage, app, "cc", ID, 70)]).unwrap();
    let fresh = store.debug_files(org, app, &DebugFileFilter::default(), 10, 0).unwrap();
    assert_eq!(fresh[0].releases, [""; 0], "the names went with the last file of the id");
    store.delete_project(org, app).unwrap();
    assert_eq!(store.drop_debug_files(at(1), 10).unwrap().len(), 1, "files of a removed project are old at once");
}

pub(super) fn debug_files_are_walled(store: &dyn MetaStore) {
    let (mine, theirs) = (Stage::new(store, "mine"), Stage::new(store, "theirs"));
    let (own, other) = (mine.project.id, mine.another_project("other").id);
    store.save_debug_files(&[file(&mine, own, "aa", ID, 1)]).unwrap();
    let id = store.find_debug_files(mine.org(), own, Some(ID), None).unwrap()[0].id;
    for (org, project) in [(theirs.org(), own), (mine.org(), other), (theirs.org(), theirs.project.id)] {
        assert_eq!(store.find_debug_files(org, project, Some(ID), None).unwrap(), []);
        assert_eq!(store.debug_files(org, project, &DebugFileFilter::default(), 10, 0).unwrap(), []);
        assert_eq!(store.debug_files_by_checksum(org, project, &["aa".repeat(20)]).unwrap(), []);
        assert_eq!(store.artifact_usage(org, project).unwrap().1, Usage::default());
        fails(store.debug_file(org, project, id), NotFound);
        fails(store.delete_debug_file(org, project, id), NotFound);
    }
    fails(store.save_debug_files(&[file(&theirs, own, "aa", ID, 1)]), NotFound);
    fails(store.name_debug_file(theirs.org(), own, ID, "x@1"), NotFound);
    assert_eq!(store.debug_files(mine.org(), own, &DebugFileFilter::default(), 10, 0).unwrap().len(), 1);
}
