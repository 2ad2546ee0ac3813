//! Tables and charts over errors.

use serde_json::json;

use crate::history::History;

const EVENTS: &str = "/api/0/organizations/acme/events/";

#[tokio::test]
async fn tables_group_and_list() {
    let past = History::new();
    let path = format!(
        "{EVENTS}?field=title&field=issue&field=project&field=count()&field=count_unique(user)&field=last_seen()&sort=-count()&statsPeriod=14d"
    );
    let groups = past.world.as_ann("get", &path, None).await;
    assert_eq!(groups.status, 200, "{}", groups.body);
    assert_eq!(
        groups.body["data"][0],
        json!({
            "title": "CheckoutError: card declined", "issue": "WEB-2", "issue.id": past.issue("web", 2).0, "project": "web", "count()": 3, "count_unique(user)": 2,
            "last_seen()": "2026-11-23T03:05:06.000000Z",
        })
    );
    assert_eq!(groups.body["meta"]["fields"]["count()"], "integer");
    assert_eq!(groups.body["data"].as_array().unwrap().len(), 4);
    let single = past
        .world
        .as_ann(
            "get",
            &format!("{EVENTS}?field=id&field=browser.name&field=timestamp&query=browser.name:*&sort=timestamp&per_page=2"),
            None,
        )
        .await;
    assert_eq!(single.body["data"][0]["browser.name"], "Firefox");
    assert!(single.headers["link"].to_str().unwrap().contains("results=\"true\""));
    let alone = past.world.as_ann("get", &format!("{EVENTS}?field=count()&dataset=errors"), None).await;
    assert_eq!(alone.body["data"], json!([{"count()": 6}]));
}

#[tokio::test]
async fn single_events_are_sorted_by_what_they_show() {
    let past = History::new();
    let releases = async |sort: &str| {
        let answer = past.world.as_ann("get", &format!("{EVENTS}?field=release&field=timestamp&sort={sort}"), None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let rows = answer.body["data"].as_array().unwrap().clone();
        rows.iter().map(|row| row["release"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let (up, down) = (releases("release").await, releases("-release").await);
    let known = |all: &[Option<String>]| all.iter().flatten().cloned().collect::<Vec<_>>();
    assert!(known(&up).is_sorted() && known(&down).is_sorted_by(|a, b| a >= b), "{up:?} {down:?}");
    assert!(known(&up).first() != known(&up).last() && up.len() == 6 && down.len() == 6);
    let without = up.iter().filter(|release| release.is_none()).count();
    assert!([&up, &down].into_iter().all(|all| all.iter().rev().take(without).all(Option::is_none)), "events without one are last");
    for sort in ["title", "issue", "-id", "message", "count()"] {
        let refused = past.world.as_ann("get", &format!("{EVENTS}?field=release&sort={sort}"), None).await;
        assert_eq!(refused.status, 400, "{sort}");
    }
}

#[tokio::test]
async fn charts_have_every_interval() {
    let past = History::new();
    let chart =
        past.world.as_ann("get", "/api/0/organizations/acme/events-stats/?statsPeriod=6h&interval=1h&query=release:web@2.0.0", None).await;
    let points = chart.body["data"].as_array().unwrap();
    assert_eq!(points.len(), 7);
    assert_eq!(points.iter().map(|p| p[1][0]["count"].as_u64().unwrap()).sum::<u64>(), 3);
    let two = past
        .world
        .as_ann("get", "/api/0/organizations/acme/events-stats/?statsPeriod=6h&yAxis=count()&yAxis=count_unique(user)", None)
        .await;
    assert!(two.body["count()"]["data"].is_array() && two.body["count_unique(user)"]["data"].is_array());
}

#[tokio::test]
async fn what_is_not_there_yet_is_said() {
    let past = History::new();
    for query in ["dataset=spans", "field=timestamp&field=count()", "field=count()&sort=-level", "field=apdex(1)", "query=is:new"] {
        let answer = past.world.as_ann("get", &format!("{EVENTS}?{query}"), None).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body["detail"].as_str().unwrap().len() > 10);
    }
    let foreign = past.world.full_token(&past.world.mallory);
    assert_eq!(past.world.with_token(&foreign, "get", EVENTS, None).await.status, 404);
}

fn sum_of(series: &serde_json::Value) -> f64 {
    series["values"].as_array().unwrap().iter().map(|point| point["value"].as_f64().unwrap()).sum()
}

#[tokio::test]
async fn rates_and_shares() {
    let past = History::new();
    let path = format!(
        "{EVENTS}?field=project&field=count()&field=epm()&field=eps()&field=failure_rate()&field=percentile(size,0.5)&sort=-epm()&statsPeriod=1h"
    );
    let answer = past.world.as_ann("get", &path, None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let row = answer.body["data"].as_array().unwrap().iter().find(|row| row["project"] == "api").unwrap();
    let count = row["count()"].as_f64().unwrap();
    assert!((row["epm()"].as_f64().unwrap() - count / 60.0).abs() < 1e-6, "{row}");
    assert!((row["eps()"].as_f64().unwrap() - count / 3600.0).abs() < 1e-6, "{row}");
    assert!(row["failure_rate()"].as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)), "{row}");
    assert_eq!(answer.body["meta"]["units"]["epm()"], "1/minute");
    assert_eq!(answer.body["meta"]["fields"]["failure_rate()"], "percentage");
    for (query, words) in [
        ("field=failure_rate()&sort=-failure_rate()", "sorted"),
        ("field=coumt()", "Did you mean count()?"),
        ("field=percentile(size,7)", "0 to 1"),
        ("field=count_if(level,greater,error)", "order"),
        ("field=count_if(size,less,many)", "whole number"),
        ("field=sum()", "field is required"),
    ] {
        let refused = past.world.as_ann("get", &format!("{EVENTS}?{query}"), None).await;
        assert_eq!(refused.status, 400, "{query}");
        assert!(refused.body["detail"].as_str().unwrap().contains(words), "{query}: {}", refused.body);
    }
}

#[tokio::test]
async fn groups_of_days() {
    let past = History::new();
    let path = format!("{EVENTS}?field=timestamp.to_day&field=count()&query=release:web*&sort=timestamp.to_day&statsPeriod=14d");
    let answer = past.world.as_ann("get", &path, None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let rows = answer.body["data"].as_array().unwrap();
    assert!(rows.len() >= 2 && rows.iter().all(|row| row["timestamp.to_day"].as_str().unwrap().contains("T00:00:00")), "{rows:?}");
    assert_eq!(rows.iter().map(|row| row["count()"].as_i64().unwrap()).sum::<i64>(), 5);
}

#[tokio::test]
async fn charts_split_by_groups() {
    let past = History::new();
    let stats = "/api/0/organizations/acme/events-stats/?statsPeriod=14d&interval=1d&field=browser.name&field=count()&yAxis=count()";
    let top = past.world.as_ann("get", &format!("{stats}&topEvents=1&sort=-count()"), None).await;
    assert_eq!(top.status, 200, "{}", top.body);
    let names: Vec<&String> = top.body.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(top.body["Other"]["data"].is_array());
    let alone = past.world.as_ann("get", &format!("{stats}&topEvents=1&excludeOther=1"), None).await;
    assert!(alone.body.get("Other").is_none() && alone.body.as_object().unwrap().len() == 1, "{}", alone.body);
    let two = past.world.as_ann("get", &format!("{stats}&topEvents=2&yAxis=epm()"), None).await;
    let first = two.body.as_object().unwrap().values().next().unwrap();
    assert!(first["count()"]["data"].is_array() && first["epm()"]["data"].is_array() && first["order"].is_number(), "{first}");
    assert_eq!(past.world.as_ann("get", &format!("{stats}&topEvents=11"), None).await.status, 400);
}

#[tokio::test]
async fn series_are_lists() {
    let past = History::new();
    let path = "/api/0/organizations/acme/events-timeseries/?statsPeriod=6h&interval=3600&yAxis=count()&groupBy=project&topEvents=5&excludeOther=1";
    let answer = past.world.as_ann("get", path, None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let series = answer.body["timeSeries"].as_array().unwrap();
    assert_eq!(series.len(), 2);
    assert_eq!(series[0]["groupBy"], json!([{"key": "project", "value": "web"}]));
    assert_eq!(series[0]["meta"]["interval"], 3_600_000);
    let point = &series[0]["values"][0];
    assert!(point["timestamp"].as_i64().unwrap() > 1_000_000_000_000 && point["incomplete"] == false, "{point}");
    let total = past.world.as_ann("get", "/api/0/organizations/acme/events-timeseries/?statsPeriod=6h&interval=3600", None).await;
    let total = sum_of(&total.body["timeSeries"][0]);
    assert!((sum_of(&series[0]) + sum_of(&series[1]) - total).abs() < 1e-9 && total > 0.0);
}

#[tokio::test]
async fn attributes_are_named_with_their_types() {
    let past = History::new();
    let path = "/api/0/organizations/acme/trace-items/attributes/";
    let all = past.world.as_ann("get", &format!("{path}?itemType=occurrences"), None).await;
    assert_eq!(all.status, 200, "{}", all.body);
    let of = |key: &str| all.body.as_array().unwrap().iter().find(|a| a["key"] == key).cloned();
    assert_eq!(of("size").unwrap()["attributeType"], "number");
    assert_eq!(of("browser.name").unwrap()["attributeSource"]["source_type"], "user");
    assert!(of("group_hash").is_none());
    let numbers = past.world.as_ann("get", &format!("{path}?dataset=errors&attributeType=number&substringMatch=SIZ"), None).await;
    assert_eq!(numbers.body.as_array().unwrap().len(), 1);
    assert_eq!(past.world.as_ann("get", &format!("{path}?itemType=spans&attributeType=number"), None).await.body, json!([]));
    assert_eq!(past.world.as_ann("get", &format!("{path}?itemType=dreams"), None).await.status, 400);
    assert_eq!(past.world.as_ann("get", &format!("{path}?attributeType=blob"), None).await.status, 400);
}

#[tokio::test]
async fn a_table_is_a_file_for_spreadsheets() {
    let past = History::new();
    let path = "/api/native/organizations/acme/events.csv?field=title&field=count()&field=count_unique(user)&sort=-count()&statsPeriod=14d";
    let file = past.world.as_ann("get", path, None).await;
    assert_eq!(file.status, 200);
    assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("events.csv"));
    assert_eq!(file.headers["x-bartizan-truncated"], "false");
    let foreign = past.world.full_token(&past.world.mallory);
    assert_eq!(past.world.with_token(&foreign, "get", path, None).await.status, 404);
}

/// What the Grafana data source asks, in the words it asks in, and what it needs of the answers.
#[tokio::test]
async fn the_grafana_data_source_is_answered() {
    let past = History::new();
    let ask = async |path: &str| {
        let answer = past.world.as_ann("get", &format!("/api/0{path}"), None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer
    };
    let organizations = ask("/organizations/").await;
    assert!(organizations.body[0]["slug"].is_string() && organizations.body[0]["id"].is_string());
    let projects = ask("/organizations/acme/projects/").await;
    assert!(projects.headers["link"].to_str().unwrap().contains("results=\"false\""));
    let id = projects.body.as_array().unwrap().iter().find(|p| p["slug"] == "web").unwrap()["id"].as_str().unwrap().to_owned();
    assert!(ask("/organizations/acme/teams/").await.body[0]["slug"].is_string());
    assert!(ask("/teams/acme/acme/projects/").await.body.is_array());
    let tags = ask("/organizations/acme/tags/").await;
    assert!(
        tags.body.as_array().unwrap().iter().all(|tag| tag["key"].is_string() && tag["name"].is_string() && tag["totalValues"].is_i64())
    );
    assert!(ask("/organizations/acme/trace-items/attributes/?attributeType=number&itemType=spans").await.body.is_array());
    let issues = ask(&format!(
        "/organizations/acme/issues/?query=is%3Aunresolved&sort=date&start=2026-11-20T00%3A00%3A00&end=2026-11-24T00%3A00%3A00&limit=100&project={id}"
    ))
    .await;
    assert!(issues.body[0]["count"].is_string() && issues.body[0]["userCount"].is_number());
    let table = ask(&format!(
        "/organizations/acme/events/?query=&per_page=100&sort=-last_seen%28%29&start=2026-11-20T00%3A00%3A00&end=2026-11-24T00%3A00%3A00&project={id}\
         &field=title&field=project&field=project.id&field=release&field=count%28%29&field=epm%28%29&field=last_seen%28%29&field=level&field=event.type&field=platform"
    ))
    .await;
    let row = &table.body["data"][0];
    assert!(row["count()"].is_i64() && row["epm()"].is_f64() && row["last_seen()"].is_string() && row["project.id"].is_i64(), "{row}");
    assert!(table.body["meta"]["fields"].as_object().unwrap().values().all(serde_json::Value::is_string));
    let window = "start=2026-11-20T00%3A00%3A00Z&end=2026-11-24T00%3A00%3A00Z";
    let stats = ask(&format!(
        "/organizations/acme/events-stats/?{window}&interval=12h&partial=1&excludeOther=1&topEvents=10&query=&field=title&yAxis=count%28%29&project={id}"
    ))
    .await;
    for (name, series) in stats.body.as_object().unwrap() {
        assert!(series["data"].as_array().is_some_and(|data| data.iter().all(|p| p[0].is_i64() && p[1][0]["count"].is_number())), "{name}");
    }
    let series = ask(&format!(
        "/organizations/acme/events-timeseries/?{window}&dataset=errors&interval=43200&excludeOther=1&topEvents=10&groupBy=project&yAxis=count%28%29&project={id}"
    ))
    .await;
    let first = &series.body["timeSeries"][0];
    assert!(series.body["meta"]["start"].is_number() && first["meta"]["interval"].is_i64() && first["meta"]["order"].is_i64(), "{first}");
    let totals = ask(
        "/organizations/acme/stats_v2/?field=sum%28quantity%29&groupBy=outcome&groupBy=category&interval=1h&start=2026-11-23T00%3A00%3A00&end=2026-11-24T00%3A00%3A00&category=error",
    )
    .await;
    assert!(totals.body["intervals"].is_array() && totals.body["groups"].is_array());
}

/// A path as a client would send it.
fn uri(path: &str) -> String {
    path.replace('<', "%3C").replace('>', "%3E")
}

#[tokio::test]
async fn groups_with_certain_numbers() {
    let past = History::new();
    let table = async |query: &str| {
        let path = format!("{EVENTS}?field=issue&field=count()&sort=-count()&statsPeriod=14d&query={query}");
        past.world.as_ann("get", &uri(&path), None).await
    };
    let all = table("").await;
    let counts =
        |answer: &serde_json::Value| answer["data"].as_array().unwrap().iter().map(|r| r["count()"].as_i64().unwrap()).collect::<Vec<_>>();
    assert_eq!(counts(&all.body), [3, 1, 1, 1]);
    for (query, expected) in [
        ("count():>1", vec![3]),
        ("!count():>1", vec![1, 1, 1]),
        ("count():<=1+count_unique(user):>=0", vec![1, 1, 1]),
        ("count_unique(user):2", vec![3]),
        ("level:error+count():>100", vec![]),
        ("last_seen():-1000d+count():3", vec![3]),
        ("last_seen():%2B1000d", vec![]),
    ] {
        let answer = table(query).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        assert_eq!(counts(&answer.body), expected, "{query}");
        assert!(
            answer.body["data"].as_array().unwrap().iter().all(|row| row.get("count_unique(user)").is_none()),
            "only what was asked for"
        );
    }
    let second = past
        .world
        .as_ann("get", &format!("{EVENTS}?field=issue&field=count()&query=count():1&per_page=2&cursor=0:2:0&statsPeriod=14d"), None)
        .await;
    assert_eq!(counts(&second.body), [1], "pages are cut after the condition");
    let stats = "/api/0/organizations/acme/events-stats/?statsPeriod=14d&interval=1d&field=issue&yAxis=count()&topEvents=5&excludeOther=1";
    let top = past.world.as_ann("get", &uri(&format!("{stats}&query=count():>1")), None).await;
    assert_eq!(top.body.as_object().unwrap().keys().collect::<Vec<_>>(), ["WEB-2"], "{}", top.body);
    for (path, words) in [
        (format!("{EVENTS}?field=id&query=count():>1"), "add a function"),
        (format!("{EVENTS}?field=count()&query=(count():>1+OR+level:error)"), "beside OR"),
        (format!("{EVENTS}?field=count()&query=coumt():>1"), "Did you mean count()?"),
        (format!("{EVENTS}?field=count()&query=count():>many"), "not a number"),
        ("/api/0/organizations/acme/events-stats/?query=count():>1".to_owned(), "add a function"),
        ("/api/0/organizations/acme/issues/?query=count():>1".to_owned(), "number of groups"),
    ] {
        let refused = past.world.as_ann("get", &uri(&path), None).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.body["detail"].as_str().unwrap().contains(words), "{path}: {}", refused.body);
    }
}

#[tokio::test]
async fn an_issue_of_several_hashes_is_one_row() {
    let past = History::new();
    let (kept, gone) = (past.issue("web", 2).0, past.issue("web", 1).0);
    let path = format!("/api/0/organizations/acme/issues/?id={kept}&id={gone}");
    let merged = past.world.as_ann("put", &path, Some(json!({"merge": 1}))).await;
    assert_eq!(merged.status, 200, "{}", merged.body);
    let path = format!("{EVENTS}?field=issue&field=title&field=count()&field=count_unique(user)&sort=-count()&statsPeriod=14d");
    let rows = past.world.as_ann("get", &path, None).await.body["data"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!((&rows[0]["count()"], &rows[1]["count()"]), (&json!(4), &json!(1)), "{rows:?}");
    let ids: std::collections::HashSet<_> = rows.iter().map(|row| row["issue.id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), 3, "{rows:?}");
    let path = format!("{EVENTS}?field=project&field=count_unique(issue)&field=count()&sort=-count_unique(issue)&statsPeriod=14d");
    let counted = past.world.as_ann("get", &path, None).await;
    let sum: i64 = counted.body["data"].as_array().unwrap().iter().map(|row| row["count_unique(issue)"].as_i64().unwrap()).sum();
    assert_eq!(sum, 3, "{}", counted.body);
    let alone = past.world.as_ann("get", &format!("{EVENTS}?field=count_unique(issue)&statsPeriod=14d"), None).await;
    assert_eq!(alone.body["data"], json!([{"count_unique(issue)": 3}]));
    let having = format!("{EVENTS}?field=project&field=count()&query=count_unique(issue):>1&statsPeriod=14d");
    let having = past.world.as_ann("get", &uri(&having), None).await;
    assert_eq!(having.status, 200, "{}", having.body);
    let many = counted.body["data"].as_array().unwrap().iter().filter(|row| row["count_unique(issue)"].as_i64() > Some(1)).count();
    assert_eq!(having.body["data"].as_array().unwrap().len(), many, "{}", having.body);
    let wide = "/api/0/organizations/acme/events-stats/?statsPeriod=14d&interval=14d&yAxis=count_unique(issue)";
    let points = past.world.as_ann("get", wide, None).await;
    let most = points.body["data"].as_array().unwrap().iter().map(|point| point[1][0]["count"].as_i64().unwrap()).max();
    assert!(most <= Some(3) && most > Some(0), "{}", points.body);
    let chart = "/api/0/organizations/acme/events-stats/?statsPeriod=14d&interval=1d&field=issue&yAxis=count()&topEvents=1&excludeOther=1";
    let top = past.world.as_ann("get", &format!("{chart}&sort=-count()"), None).await;
    let line = top.body.as_object().unwrap().values().next().unwrap();
    let sum: i64 = line["data"].as_array().unwrap().iter().map(|point| point[1][0]["count"].as_i64().unwrap()).sum();
    assert_eq!(sum, 4, "the line has the events of both: {}", top.body);
}
