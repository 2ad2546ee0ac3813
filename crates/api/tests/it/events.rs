//! Events of issues and projects, tags, files, reports.

use serde_json::{Value, json};

use crate::history::{History, event_id, masked};

#[tokio::test]
async fn events_lead_to_their_neighbours() {
    let past = History::new();
    let base = format!("/api/0/organizations/acme/issues/{}/events/", past.issue("web", 2));
    let (first, second, third) = (event_id(1).to_string(), event_id(2).to_string(), event_id(3).to_string());
    let latest = past.world.as_ann("get", &format!("{base}latest/"), None).await;
    assert_eq!(
        (&latest.body["eventID"], &latest.body["nextEventID"], &latest.body["previousEventID"]),
        (&json!(third), &Value::Null, &json!(second))
    );
    let middle = past.world.as_ann("get", &format!("{base}{second}/"), None).await;
    assert_eq!((&middle.body["nextEventID"], &middle.body["previousEventID"]), (&json!(third), &json!(first)));
    let in_production = past.world.as_ann("get", &format!("{base}latest/?environment=production"), None).await;
    assert_eq!((&in_production.body["eventID"], &in_production.body["nextEventID"]), (&json!(second), &Value::Null));
    let oldest = past.world.as_ann("get", &format!("{base}oldest/"), None).await;
    assert_eq!((&oldest.body["eventID"], &oldest.body["previousEventID"]), (&json!(first), &Value::Null));
    assert_eq!(past.world.as_ann("get", &format!("{base}recommended/"), None).await.body["eventID"], json!(third));
    for missing in [event_id(5).to_string(), event_id(99).to_string(), "zzz".to_owned()] {
        assert_eq!(past.world.as_ann("get", &format!("{base}{missing}/"), None).await.status, 404, "{missing}");
    }
    assert_eq!(past.world.as_ann("get", &format!("{base}latest/?environment=nowhere"), None).await.status, 404);
}

#[tokio::test]
async fn an_event_in_full() {
    let past = History::new();
    let answer = past.world.as_ann("get", &format!("/api/0/projects/acme/web/events/{}/", event_id(3)), None).await;
    insta::assert_json_snapshot!("event_in_full", masked(&answer.body, &["size"]));
    let json = past.world.as_ann("get", &format!("/api/0/projects/acme/web/events/{}/json/", event_id(3)), None).await;
    assert_eq!((&json.body["event_id"], &json.headers["content-type"]), (&json!(event_id(3)), &"application/json".parse().unwrap()));
    let grouping = past.world.as_ann("get", &format!("/api/0/projects/acme/web/events/{}/grouping-info/", event_id(3)), None).await;
    assert_eq!(grouping.body["app"]["component"]["values"][0]["contributes"], json!(true));
    let anywhere = past.world.as_ann("get", &format!("/api/0/organizations/acme/eventids/{}/", event_id(5)), None).await;
    assert_eq!((&anywhere.body["projectSlug"], &anywhere.body["event"]["eventID"]), (&json!("api"), &json!(event_id(5))));
    assert_eq!(past.world.as_ann("get", &format!("/api/0/organizations/acme/eventids/{}/", event_id(99)), None).await.status, 404);
    let other_project = past.world.as_ann("get", &format!("/api/0/projects/acme/api/events/{}/", event_id(3)), None).await;
    assert_eq!(other_project.status, 404);
}

#[tokio::test]
async fn lists_of_events() {
    let past = History::new();
    let ids = |body: &Value| body.as_array().unwrap().iter().map(|e| e["eventID"].as_str().unwrap()[..2].to_owned()).collect::<Vec<_>>();
    let project = past.world.as_ann("get", "/api/0/projects/acme/web/events/?per_page=2&query=!level:error", None).await;
    assert_eq!(ids(&project.body), ["03", "02"]);
    assert!(project.headers["link"].to_str().unwrap().contains("results=\"true\""));
    let issue = past.issue("web", 2);
    let simple = past.world.as_ann("get", &format!("/api/0/issues/{issue}/events/"), None).await;
    assert_eq!(ids(&simple.body), ["03", "02", "01"]);
    insta::assert_json_snapshot!("event_in_a_list", simple.body[0]);
    let full = past.world.as_ann("get", &format!("/api/0/issues/{issue}/events/?full=true&query=browser.name:Firefox"), None).await;
    assert_eq!(ids(&full.body), ["01"]);
    assert!(full.body[0]["entries"].is_array());
    let hashes = past.world.as_ann("get", &format!("/api/0/issues/{issue}/hashes/"), None).await;
    assert_eq!((&hashes.body[0]["id"], &hashes.body[0]["latestEvent"]["eventID"]), (&json!("01".repeat(16)), &json!(event_id(3))));
    let not_for_events = past.world.as_ann("get", "/api/0/projects/acme/web/events/?query=is:unresolved", None).await;
    assert_eq!(not_for_events.status, 400);
}

#[tokio::test]
async fn tags_are_counted() {
    let past = History::new();
    let base = format!("/api/0/organizations/acme/issues/{}/tags/", past.issue("web", 2));
    let keys = past.world.as_ann("get", &base, None).await;
    let browser = keys.body.as_array().unwrap().iter().find(|key| key["key"] == "browser.name").unwrap();
    assert_eq!((&browser["totalValues"], &browser["uniqueValues"], &browser["name"]), (&json!(3), &json!(2), &json!("Browser Name")));
    let top: Vec<&Value> = browser["topValues"].as_array().unwrap().iter().map(|v| &v["value"]).collect();
    assert_eq!(top, [&json!("Chrome"), &json!("Firefox")]);
    let users = past.world.as_ann("get", &format!("{base}user/values/"), None).await;
    insta::assert_json_snapshot!("tag_values_of_users", users.body);
    assert_eq!(past.world.as_ann("get", &format!("{base}nothing/"), None).await.status, 404);
    assert_eq!(past.world.as_ann("get", &format!("{base}user/values/?sort=odd"), None).await.status, 400);
    let organization = past.world.as_ann("get", "/api/0/organizations/acme/tags/?statsPeriod=14d", None).await;
    assert!(organization.body.as_array().unwrap().iter().any(|key| key["key"] == "release" && key["totalValues"] == 6));
    let values = past.world.as_ann("get", "/api/0/projects/acme/web/tags/release/values/?query=2.0", None).await;
    assert_eq!((&values.body[0]["value"], &values.body[0]["count"]), (&json!("web@2.0.0"), &json!(3)));
}

#[tokio::test]
async fn the_newest_and_its_neighbours_are_looked_for_within_query_and_window() {
    let past = History::new();
    let base = format!("/api/0/organizations/acme/issues/{}/events", past.issue("web", 2));
    let within = |which: &str, rest: &str| format!("{base}/{which}/?{rest}");
    let newest = past.world.as_ann("get", &within("latest", "environment=production"), None).await.body;
    assert_eq!(
        (&newest["id"], &newest["nextEventID"], &newest["previousEventID"]),
        (&json!(event_id(2)), &json!(null), &json!(event_id(1)))
    );
    let by_tag = past.world.as_ann("get", &within("oldest", "query=browser.name%3AChrome"), None).await.body;
    assert_eq!((&by_tag["id"], &by_tag["nextEventID"]), (&json!(event_id(2)), &json!(event_id(3))));
    let recent = past.world.as_ann("get", &within("oldest", "statsPeriod=90m"), None).await.body;
    assert_eq!((&recent["id"], &recent["previousEventID"]), (&json!(event_id(3)), &json!(null)));
    assert_eq!(past.world.as_ann("get", &within("latest", "environment=nowhere"), None).await.status, 404);
}

#[tokio::test]
async fn files_are_downloaded_as_files_only() {
    let past = History::new();
    let base = format!("/api/0/projects/acme/web/events/{}/attachments/", event_id(3));
    let list = past.world.as_ann("get", &base, None).await;
    assert_eq!((&list.body[0]["name"], &list.body[0]["mimetype"]), (&json!("log \"1\".html"), &json!("text/html")));
    let one = format!("{base}{}/", list.body[0]["id"].as_str().unwrap());
    assert_eq!(past.world.as_ann("get", &one, None).await.body["size"], 5);
    let project = &past.world.web;
    bartizan_ports::blobs::BlobStore::put(
        past.world.blobs.as_ref(),
        &format!("{}/{}/attachments/log", project.organization_id, project.id),
        (&b"<x/>\n"[..]).into(),
    )
    .await
    .unwrap();
    let download = past.world.as_ann("get", &format!("{one}?download=1"), None).await;
    assert_eq!(download.headers["content-type"], "application/octet-stream");
    assert_eq!(download.headers["x-content-type-options"], "nosniff");
    let disposition = download.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"log__1_.html\""), "{disposition}");
    let preview = past.world.as_ann("get", &format!("{one}?preview=1"), None).await;
    assert_eq!(preview.headers["content-type"], "text/plain; charset=utf-8", "markup is shown as text");
    assert_eq!(preview.headers["content-security-policy"], "sandbox; default-src 'none'");
    assert!(preview.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    let elsewhere = format!("/api/0/projects/acme/web/events/{}/attachments/{}/", event_id(2), list.body[0]["id"].as_str().unwrap());
    assert_eq!(past.world.as_ann("get", &elsewhere, None).await.status, 404);
    let of_issue = past.world.as_ann("get", &format!("/api/0/issues/{}/attachments/", past.issue("web", 2)), None).await;
    assert_eq!(of_issue.body.as_array().unwrap().len(), 1);
    assert_eq!(past.world.as_ann("delete", &one, None).await.status, 204);
    assert_eq!(past.world.as_ann("get", &base, None).await.body, json!([]));
}

#[tokio::test]
async fn reports_of_users_are_read_and_written() {
    let past = History::new();
    let reports = past.world.as_ann("get", &format!("/api/0/issues/{}/user-reports/", past.issue("web", 2)), None).await;
    assert_eq!((&reports.body[0]["comments"], &reports.body[0]["eventID"]), (&json!("it broke"), &json!(event_id(3))));
    let path = "/api/0/projects/acme/web/user-feedback/";
    let body = json!({"event_id": event_id(1), "name": "Joe", "email": "joe@example.com", "comments": "same here"});
    let before = bartizan_ports::queue::Queue::stats(past.world.queue.as_ref()).newest;
    let written = past.world.as_ann("post", path, Some(body.clone())).await;
    assert_eq!((written.status.as_u16(), &written.body["name"]), (200, &json!("Joe")));
    let dsn = format!("DSN http://{}@bartizan.test/{}", past.world.key.public_key, past.world.web.id);
    assert_eq!(past.world.call("post", path, &[("authorization", &dsn)], Some(body.clone())).await.status, 200);
    let after = bartizan_ports::queue::Queue::stats(past.world.queue.as_ref()).newest;
    assert_eq!(after.0, before.0 + 2);
    for (headers, status) in [(vec![], 401), (vec![("authorization", "DSN http://00000000000000000000000000000000@bartizan.test/1")], 401)]
    {
        assert_eq!(past.world.call("post", path, &headers, Some(body.clone())).await.status, status);
    }
    assert_eq!(
        past.world.call("post", "/api/0/projects/acme/api/user-feedback/", &[("authorization", &dsn)], Some(body)).await.status,
        401
    );
    for bad in [
        json!({"event_id": "x", "comments": "a"}),
        json!({"event_id": event_id(1), "comments": " "}),
        json!({"event_id": event_id(1), "comments": "a".repeat(20_000)}),
    ] {
        assert_eq!(past.world.as_ann("post", path, Some(bad)).await.status, 400);
    }
}
