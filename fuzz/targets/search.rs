//! Any text as a search: reading it never panics, what is read prints to something that reads the same, a mistake lies
//! inside the text, and the compiler takes every tree.
#![no_main]

use bartizan_domain::release_stage::Stage;
use bartizan_domain::search::{events, parse};
use bartizan_domain::{ProjectId, Timestamp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let query = match parse(text) {
        Ok(query) => query,
        Err(error) => {
            assert!(error.position <= text.len(), "a mistake beyond the end");
            return;
        }
    };
    let printed = query.to_string();
    let again = parse(&printed).unwrap_or_else(|error| panic!("{printed:?} cannot be read again: {error}"));
    assert_eq!(again.to_string(), printed);
    let context = events::Context {
        now: Timestamp::from_seconds(1_800_000_000),
        latest_releases: vec![(ProjectId(1), "web@1.0.0".to_owned())],
        releases: vec!["web@1.0.0".to_owned(), "shop@2.1.0-rc.1+7".to_owned(), "none".to_owned()],
        stages: vec![(ProjectId(1), "web@1.0.0".to_owned(), Stage::Adopted)],
        projects: vec![("web".to_owned(), ProjectId(1))],
    };
    if let Some(root) = &query.root {
        let _ = events::compile(root, &context);
    }
});
