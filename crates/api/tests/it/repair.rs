//! Stored events read anew after an upload: those that changed are stored and grouped anew, and nothing is forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_app::App;
use bartizan_app::regroup::RegroupStep;
use bartizan_app::repair::{Explained, Repair, Repairs};
use bartizan_domain::document::Document;
use bartizan_domain::time::{HOUR_US, SECOND_US};
use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::symbols::Symbolicator;

use crate::regroup::{WORDS, agree, counts, later, store};
use crate::world::{NOW, World};

/// Makes one word another one, and counts what it was asked.
struct Words(&'static str, &'static str, AtomicUsize);

impl Words {
    fn new(from: &'static str, to: &'static str) -> Self {
        Self(from, to, AtomicUsize::new(0))
    }
}

impl Symbolicator for Words {
    fn read_anew(&self, stored: &Document) -> Option<Document> {
        self.2.fetch_add(1, Ordering::Relaxed);
        let read = || Document { payload: Arc::from(self.1.as_bytes()), ..stored.clone() };
        (stored.payload.as_ref() == self.0.as_bytes()).then(read)
    }
}

fn native(world: &World) -> Repair {
    Repair::new(world.acme.id, world.web.id, Explained::Native)
}

/// Steps until there is nothing to do; how many there were.
fn finish(app: &App, repairs: &Repairs, words: &Words) -> usize {
    (0..100).find(|_| app.step_repair(repairs, words).unwrap() == RegroupStep::Nothing).expect("it ends")
}

#[test]
fn events_that_became_readable_are_grouped_anew() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let before = counts(&world);
    let app = later(&world);
    let repairs = Repairs::new(world.meta.clone());
    assert_eq!(app.step_repair(&repairs, &Words::new("red", "blue")).unwrap(), RegroupStep::Nothing);
    repairs.note(vec![native(&world), native(&world)], NOW).unwrap();
    repairs.note(vec![native(&world)], NOW).unwrap();
    assert_eq!(repairs.open().unwrap().len(), 1, "each is there once");
    finish(&app, &repairs, &Words::new("red", "blue"));
    assert_eq!(repairs.open().unwrap(), []);
    agree(&world);
    let after = counts(&world);
    assert_eq!(after.iter().map(|(_, n)| n).sum::<u64>(), before.iter().map(|(_, n)| n).sum::<u64>(), "{before:?} {after:?}");
    assert_eq!(after.len(), before.len() - 1, "red went into blue: {before:?} {after:?}");
    repairs.note(vec![native(&world)], NOW).unwrap();
    let again = Words::new("red", "blue");
    finish(&app, &repairs, &again);
    assert!(again.2.load(Ordering::Relaxed) >= WORDS.len(), "all were read once more");
    assert_eq!(counts(&world), after, "a second time changes nothing");
}

#[test]
fn an_upload_waits_for_those_that_follow_it_and_a_crash_forgets_nothing() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let app = later(&world);
    let repairs = Repairs::new(world.meta.clone());
    repairs.note(vec![native(&world)], NOW.plus(HOUR_US - SECOND_US)).unwrap();
    let words = Words::new("red", "blue");
    assert_eq!(app.step_repair(&repairs, &words).unwrap(), RegroupStep::Later);
    assert_eq!(words.2.load(Ordering::Relaxed), 0);
    repairs.note(vec![native(&world)], NOW).unwrap();
    assert_eq!(app.step_repair(&repairs, &words).unwrap(), RegroupStep::More);
    let read = words.2.load(Ordering::Relaxed);
    assert!(read > 0);
    // Another process finds the list where this one left it, and does not begin again.
    let repairs = Repairs::new(world.meta.clone());
    assert_eq!(repairs.open().unwrap().len(), 1);
    finish(&app, &repairs, &words);
    assert_eq!(words.2.load(Ordering::Relaxed), read);
}

#[test]
fn only_what_may_be_explained_is_read() {
    let world = World::new();
    store(&world, 1, &WORDS);
    let app = later(&world);
    let repairs = Repairs::new(world.meta.clone());
    let words = Words::new("red", "blue");
    let of = |organization, project, explained| Repair::new(organization, project, explained);
    let wishes = vec![
        of(world.acme.id, world.web.id, Explained::Scripts),
        of(world.acme.id, world.web.id, Explained::Release("other@1".to_owned())),
        of(world.acme.id, ProjectId(99_999), Explained::Native),
        of(OrganizationId(99_999), world.web.id, Explained::Native),
    ];
    repairs.note(wishes, NOW).unwrap();
    finish(&app, &repairs, &words);
    assert_eq!((words.2.load(Ordering::Relaxed), repairs.open().unwrap()), (0, vec![]));
}
