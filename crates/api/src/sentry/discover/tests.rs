use bartizan_domain::TimeRange;
use bartizan_domain::Timestamp;
use bartizan_domain::time::{DAY_US, HOUR_US, MINUTE_US};

use super::column::Column;
use super::series::interval;

#[test]
fn columns_are_read() {
    let names = [
        "id",
        "title",
        "issue",
        "project",
        "timestamp",
        "user.display",
        "tags[level]",
        "tags[cart.size,number]",
        "tag[region]",
        "issue.id",
        "level",
        "browser.name",
        "count()",
        "count_unique(user)",
        "last_seen()",
        "p95(size)",
        "count_if(level,equals,error)",
        "count_if(size,greaterOrEquals,2)",
        "percentile(size, 0.95)",
        "epm()",
        "failure_rate()",
        "max(timestamp)",
        "timestamp.to_hour",
    ];
    let all: Vec<String> =
        names.iter().map(|name| Column::parse(name).unwrap()).map(|c| format!("{}: {} {:?}", c.name, c.type_name(), c.kind)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn bad_columns_are_refused() {
    for bad in ["", "apdex(300)", "count_unique(id)", "count_if(level)", "count_if(size,equals,x)", "percentile(size)", &"x".repeat(300)] {
        assert!(Column::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_no_event_holds_is_no_column_of_gaps() {
    for (name, words) in [
        ("error.unhandled", "error.handled"),
        ("release.version", "release tells the same"),
        ("release.stage", "search by it"),
        ("assigned", "tags[assigned]"),
        ("firstSeen", "search by it"),
        ("first_release", "search by it"),
        ("is", "search by it"),
        ("has", "search by it"),
        ("flags[a]", "flags[a]:true"),
        ("count_unique(assigned)", "search by it"),
        ("equation|count() * 2", "Equations"),
    ] {
        let told = format!("{:?}", Column::parse(name).unwrap_err());
        assert!(told.contains(words), "{name}: {told}");
    }
    for name in ["tags[is]", "level", "issue", "issue.id", "error.handled", "browser.name", "device.family", "os.rooted", "release"] {
        assert!(Column::parse(name).is_ok(), "{name}");
    }
}

#[test]
fn intervals_suit_the_window_and_are_bounded() {
    let last = |length| TimeRange::last(length, Timestamp::from_seconds(1_800_000_000));
    assert_eq!(interval(None, last(HOUR_US)).unwrap(), MINUTE_US);
    assert_eq!(interval(None, last(14 * DAY_US)).unwrap(), HOUR_US);
    assert_eq!(interval(Some("1d"), last(90 * DAY_US)).unwrap(), DAY_US);
    assert!(interval(Some("1s"), last(90 * DAY_US)).is_err());
    assert!(interval(Some("soon"), last(DAY_US)).is_err());
}

#[test]
fn files_are_quoted_and_compute_nothing() {
    let columns: Vec<Column> = ["title", "count()", "release"].iter().map(|name| Column::parse(name).unwrap()).collect();
    let rows = [
        serde_json::json!({"title": "a,\"b\"\nc", "count()": 3, "release": null}),
        serde_json::json!({"title": "=HYPERLINK(\"http://evil\")", "count()": -1.5, "release": "@x"}),
    ];
    assert_eq!(
        super::export::text(&columns, &rows),
        "title,count(),release\r\n\"a,\"\"b\"\"\nc\",3,\r\n\"'=HYPERLINK(\"\"http://evil\"\")\",-1.5,\"'@x\"\r\n"
    );
}
