use crate::query::{FieldRef, Filter};
use crate::release_stage::Stage;
use crate::search::events::{Context, compile};
use crate::search::{SearchError, parse, values};
use crate::time::{DAY_US, HOUR_US};
use crate::{ProjectId, Timestamp};

fn context() -> Context {
    Context {
        now: Timestamp::parse("2026-06-15T12:00:00Z").unwrap(),
        latest_releases: vec![(ProjectId(1), "web@2.0".into()), (ProjectId(2), "api@9".into())],
        releases: ["web@1.9", "web@1.10.0+3", "api@2.0-rc.1", "spring"].map(str::to_owned).to_vec(),
        stages: vec![
            (ProjectId(1), "web@1.9".into(), Stage::Replaced),
            (ProjectId(1), "web@2.0".into(), Stage::Adopted),
            (ProjectId(2), "api@9".into(), Stage::Adopted),
        ],
        projects: vec![("web".into(), ProjectId(1)), ("api".into(), ProjectId(2))],
    }
}

fn filter(text: &str) -> Result<Filter, SearchError> {
    compile(&parse(text)?.root.unwrap(), &context())
}

#[test]
fn terms_become_conditions() {
    let cases = [
        "release:1.0",
        "env:[prod,stage]",
        "!browser.name:Fire*",
        "tags[level]:x",
        "has:dist dist:\"\"",
        "error.unhandled:true",
        "size:>=2kb",
        "timestamp:-1h",
        "timestamp:2026-06-01",
        "id:AAAAAAAA-aaaa-4aaa-8aaa-AAAAAAAAAAAA",
        "message:\"could not *\" oops",
        "release:latest",
        "project:api",
        "release.version:1.2.3",
        "release.version:>1.9",
        "!release.version:<=1.9",
        "release.version:>=2",
        "release.stage:adopted",
        "release.stage:[low_adoption,replaced]",
        "has:release.stage",
        "a:1 (b:2 OR !c:3)",
    ];
    let all: Vec<String> = cases.iter().map(|text| format!("{text}\n    {:?}", filter(text).unwrap())).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn values_that_do_not_fit_are_errors_at_their_place() {
    let cases = [
        ("release:>1.0", 0, "order"),
        ("release.version:>spring", 17, "no version"),
        ("release.stage:low", 14, "not a value"),
        ("release.stage:>adopted", 0, "order"),
        ("size:big", 5, "number"),
        ("timestamp:soon", 10, "time"),
        ("error.handled:maybe", 14, "neither"),
        ("is:unresolved", 0, "issues"),
        ("project:wep", 8, "no project"),
        ("timestamp:24h", 10, "time"),
    ];
    for (text, position, message) in cases {
        let error = filter(text).unwrap_err();
        assert_eq!(error.position, position, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
    }
}

#[test]
fn a_tag_may_have_the_name_of_a_field() {
    assert!(matches!(filter("tags[level]:x"), Ok(Filter::Equals(FieldRef::Tag(name), _)) if name == "level"));
    assert!(matches!(filter("level:error"), Ok(Filter::Equals(FieldRef::Field(name), _)) if name == "level"));
}

#[test]
fn durations() {
    assert_eq!(values::duration("24h"), Some(24 * HOUR_US));
    assert_eq!(values::duration("2w"), Some(14 * DAY_US));
    assert_eq!(values::relative("-1d"), Some(('-', DAY_US)));
    for bad in ["", "h", "24", "24x", "1.5h", "99999999999999999999d", "9999999999999999w"] {
        assert_eq!(values::duration(bad), None, "{bad}");
    }
}
