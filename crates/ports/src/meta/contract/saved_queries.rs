//! Saved questions to the events.

use bartizan_domain::ProjectId;
use bartizan_domain::saved_query::{QueryState, SavedQuery};

use super::stage::{Stage, at, fails};
use crate::ErrorKind::NotFound;
use crate::meta::{MetaStore, NewSavedQuery};

/// The organisation's alone, in the order they were made; what is changed is kept whole.
pub(super) fn saved_queries_are_kept(meta: &dyn MetaStore) {
    let (stage, other) = (Stage::new(meta, "acme"), Stage::new(meta, "globex"));
    let ada = stage.person("ada@x.org");
    let state = QueryState {
        fields: vec!["title".into(), "count()".into()],
        query: "level:error it's".into(),
        projects: vec![ProjectId(7)],
        top_events: Some(5),
        ..QueryState::default()
    };
    let draft =
        |name: &str, created_by| NewSavedQuery { organization_id: stage.org(), created_by, name: name.into(), state: state.clone() };
    let mine = meta.create_saved_query(&draft("mine", Some(ada)), at(5)).unwrap();
    let robots = meta.create_saved_query(&draft("robots", None), at(6)).unwrap();
    assert_eq!(meta.saved_query(stage.org(), mine.id).unwrap(), mine);
    assert_eq!((mine.created_by, mine.created, mine.updated, &mine.state), (Some(ada), at(5), at(5), &state));
    let names = |org| meta.saved_queries(org).unwrap().into_iter().map(|query| query.name).collect::<Vec<_>>();
    assert_eq!((names(stage.org()), names(other.org())), (vec!["mine".to_owned(), "robots".to_owned()], Vec::new()));

    let changed = SavedQuery { name: "ours".into(), state: QueryState::default(), updated: at(9), ..mine };
    meta.update_saved_query(&changed).unwrap();
    assert_eq!(meta.saved_query(stage.org(), changed.id).unwrap(), changed);
    fails(meta.saved_query(other.org(), changed.id), NotFound);
    fails(meta.update_saved_query(&SavedQuery { organization_id: other.org(), ..changed.clone() }), NotFound);
    fails(meta.delete_saved_query(other.org(), changed.id), NotFound);
    meta.delete_saved_query(stage.org(), changed.id).unwrap();
    fails(meta.delete_saved_query(stage.org(), changed.id), NotFound);
    assert_eq!(meta.saved_queries(stage.org()).unwrap(), [robots]);
}
