//! Saved questions to the events.

use http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

const SAVED: &str = "/api/0/organizations/acme/discover/saved/";

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|query| query["name"].as_str().unwrap()).collect()
}

fn one(query: &Value) -> String {
    format!("{SAVED}{}/", query["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_query_is_saved_listed_replaced_and_deleted() {
    let world = World::new();
    let asks = json!({
        "name": " Crashes by release ", "fields": ["release", "count()"], "query": "level:fatal", "orderby": "-count()", "yAxis": "count()",
        "range": "14d", "projects": [world.web.id.0], "environment": ["production"], "topEvents": "5", "display": "top5",
        "queryDataset": "error-events", "version": 2,
    });
    let made = world.as_ann("post", SAVED, Some(asks)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let mut seen = made.body.clone();
    let id = seen["id"].take();
    assert!(id.is_string() && seen["createdBy"]["email"] == "ann@example.com", "{seen}");
    seen["createdBy"] = json!(null);
    let expected = json!({
        "id": null, "name": "Crashes by release", "version": 2, "queryDataset": "error-events", "datasetSource": "user",
        "projects": [world.web.id.0], "fields": ["release", "count()"], "query": "level:fatal", "orderby": "-count()", "yAxis": ["count()"],
        "display": "top5", "range": "14d", "environment": ["production"], "topEvents": 5, "expired": false,
        "dateCreated": seen["dateCreated"], "dateUpdated": seen["dateUpdated"], "createdBy": null,
    });
    assert_eq!(seen, expected);
    assert_eq!(world.as_ann("get", &one(&made.body), None).await.body, made.body);

    world.as_ann("post", SAVED, Some(json!({"name": "another", "fields": ["title"], "projects": [-1]}))).await;
    assert_eq!(names(&world.as_ann("get", SAVED, None).await.body), ["another", "Crashes by release"]);
    assert_eq!(names(&world.as_ann("get", &format!("{SAVED}?sortBy=-dateUpdated&query=crash"), None).await.body), ["Crashes by release"]);
    assert_eq!(world.as_ann("get", &format!("{SAVED}?sortBy=colour"), None).await.status, StatusCode::BAD_REQUEST);

    let replaced = world.as_ann("put", &one(&made.body), Some(json!({"name": "Crashes", "fields": ["title"]}))).await.body;
    assert_eq!((&replaced["name"], &replaced["fields"], &replaced["query"]), (&json!("Crashes"), &json!(["title"]), &json!("")));
    assert!(replaced.get("range").is_none() && replaced["dateCreated"] == made.body["dateCreated"], "{replaced}");
    assert_eq!(world.as_ann("delete", &one(&made.body), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.as_ann("get", &one(&made.body), None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everybody_reads_and_only_the_author_and_managers_change() {
    let world = World::new();
    let bens = world.full_token(&world.ben);
    let draft = || Some(json!({"name": "x", "fields": ["title"]}));
    let hers = world.as_ann("post", SAVED, draft()).await.body;
    let his = world.with_token(&bens, "post", SAVED, draft()).await.body;
    assert_eq!(world.with_token(&bens, "get", &one(&hers), None).await.status, StatusCode::OK);
    for method in ["put", "delete"] {
        assert_eq!(world.with_token(&bens, method, &one(&hers), draft()).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.with_token(&bens, "put", &one(&his), draft()).await.status, StatusCode::OK);
    assert_eq!(world.as_ann("delete", &one(&his), None).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused() {
    let world = World::new();
    let faults = [
        json!({"fields": ["title"]}),
        json!({"name": "x".repeat(256), "fields": ["title"]}),
        json!({"name": "x"}),
        json!({"name": "x", "fields": [""]}),
        json!({"name": "x", "fields": ["title"], "query": "y".repeat(2_001)}),
        json!({"name": "x", "fields": vec!["title"; 21]}),
        json!({"name": "x", "fields": ["title"], "projects": [987_654]}),
        json!({"name": "x", "fields": ["title"], "topEvents": "many"}),
        json!({"name": "x", "fields": ["title"], "queryDataset": "transaction-like"}),
    ];
    for fault in faults {
        let answer = world.as_ann("post", SAVED, Some(fault.clone())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fault}: {}", answer.body);
    }
    assert_eq!(world.as_ann("get", SAVED, None).await.body, json!([]));
    assert_eq!(world.as_ann("get", &format!("{SAVED}no-number/"), None).await.status, StatusCode::NOT_FOUND);
}
