//! Saved views.

use bartizan_domain::view::{SavedView, ViewState};
use bartizan_domain::{UserId, ViewId};

use super::stage::{Stage, at, fails};
use crate::ErrorKind::NotFound;
use crate::meta::{MetaStore, NewView};

fn save(stage: &Stage<'_>, owner: UserId, name: &str, shared: bool) -> SavedView {
    let state = ViewState { query: format!("is:unresolved {name}"), environment: vec!["production".into()], ..ViewState::default() };
    let view = NewView { organization_id: stage.org(), owner, shared, name: name.to_owned(), state };
    stage.meta.create_view(&view, at(5)).expect("view")
}

fn names(stage: &Stage<'_>, user: Option<UserId>) -> Vec<String> {
    stage.meta.views(stage.org(), user).expect("views").into_iter().map(|view| view.name).collect()
}

/// Own ones are private, shared ones are everybody's, and each person has an order; another tenant sees nothing.
pub(super) fn views_are_kept(meta: &dyn MetaStore) {
    let (stage, other) = (Stage::new(meta, "acme"), Stage::new(meta, "globex"));
    let (ada, bob) = (stage.person("ada@x.org"), stage.person("bob@x.org"));
    let (mine, ours, third) = (save(&stage, ada, "mine", false), save(&stage, ada, "ours", true), save(&stage, bob, "bobs", true));
    assert_eq!(meta.view(stage.org(), mine.id).unwrap(), mine);
    assert_eq!((mine.created, mine.state.environment.len()), (at(5), 1));
    assert_eq!(names(&stage, Some(ada)), ["mine", "ours", "bobs"]);
    assert_eq!(names(&stage, Some(bob)), ["ours", "bobs"]);
    assert_eq!(names(&stage, None), ["ours", "bobs"]);
    meta.place_views(stage.org(), ada, &[third.id, mine.id, third.id, ViewId(4242)]).unwrap();
    assert_eq!(names(&stage, Some(ada)), ["bobs", "mine", "ours"]);
    assert_eq!(names(&stage, Some(bob)), ["ours", "bobs"]);
    meta.place_views(stage.org(), ada, &[ours.id]).unwrap();
    assert_eq!(names(&stage, Some(ada)), ["ours", "mine", "bobs"]);
    let changed = SavedView { name: "all of ours".into(), shared: false, state: ViewState::default(), ..ours };
    meta.update_view(&changed).unwrap();
    assert_eq!(meta.view(stage.org(), ours.id).unwrap(), changed);
    assert_eq!(names(&stage, Some(bob)), ["bobs"]);
    fails(meta.view(other.org(), mine.id), NotFound);
    fails(meta.update_view(&SavedView { organization_id: other.org(), ..mine.clone() }), NotFound);
    fails(meta.delete_view(other.org(), mine.id), NotFound);
    meta.place_views(other.org(), ada, &[mine.id]).unwrap();
    assert_eq!((names(&stage, Some(ada))[0].as_str(), names(&other, Some(ada)).len()), ("all of ours", 0));
    meta.delete_view(stage.org(), ours.id).unwrap();
    fails(meta.delete_view(stage.org(), ours.id), NotFound);
    assert_eq!(names(&stage, Some(ada)), ["mine", "bobs"]);
}
