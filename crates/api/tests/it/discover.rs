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
            "title": "CheckoutError: card declined", "issue": "WEB-2", "project": "web", "count()": 3, "count_unique(user)": 2,
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
