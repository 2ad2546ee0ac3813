//! Saved views and the sections of a grouped list.

use http::StatusCode;
use serde_json::{Value, json};

use crate::history::History;
use crate::world::World;

const VIEWS: &str = "/api/native/organizations/acme/views";

fn names(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn views_are_saved_shared_ordered_and_deleted() {
    let world = World::new();
    let ben = world.full_token(&world.ben);
    let state = json!({"query": "is:unresolved level:fatal", "project": [world.web.id.to_string()], "statsPeriod": "14d"});
    let mine = world.as_ann("post", VIEWS, Some(json!({"name": " Checkout ", "state": state}))).await;
    assert_eq!(mine.status, StatusCode::CREATED, "{}", mine.body);
    assert_eq!((&mine.body["name"], &mine.body["mine"], &mine.body["canChange"]), (&json!("Checkout"), &json!(true), &json!(true)));
    assert_eq!(mine.body["state"]["project"], state["project"]);
    let ours = world.as_ann("post", VIEWS, Some(json!({"name": "Ours", "shared": true, "state": {"query": ""}}))).await.body;
    assert_eq!(names(&world.as_ann("get", VIEWS, None).await.body), ["Checkout", "Ours"]);
    let seen = world.with_token(&ben, "get", VIEWS, None).await.body;
    assert_eq!((names(&seen), &seen[0]["canChange"], &seen[0]["owner"]), (vec!["Ours".to_owned()], &json!(false), &json!("ann")));

    let order = json!({"ids": [ours["id"], mine.body["id"]]});
    assert_eq!(world.as_ann("put", "/api/native/organizations/acme/view-order", Some(order)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names(&world.as_ann("get", VIEWS, None).await.body), ["Ours", "Checkout"]);

    let one = |view: &Value| format!("{VIEWS}/{}", view["id"].as_str().unwrap());
    let renamed = world.as_ann("put", &one(&ours), Some(json!({"name": "All"}))).await.body;
    assert_eq!((&renamed["name"], &renamed["shared"]), (&json!("All"), &json!(true)));
    for (view, status) in [(&ours, StatusCode::FORBIDDEN), (&mine.body, StatusCode::NOT_FOUND)] {
        assert_eq!(world.with_token(&ben, "put", &one(view), Some(json!({"name": "x"}))).await.status, status);
        assert_eq!(world.with_token(&ben, "delete", &one(view), None).await.status, status);
    }
    let faults = [json!({"name": "  "}), json!({"name": "x".repeat(61)}), json!({"name": "a", "state": {"query": "x".repeat(3000)}})];
    for fault in faults {
        assert_eq!(world.as_ann("post", VIEWS, Some(fault.clone())).await.status, StatusCode::BAD_REQUEST, "{fault}");
    }
    assert_eq!(world.as_ann("delete", &one(&ours), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names(&world.as_ann("get", VIEWS, None).await.body), ["Checkout"]);
}

#[tokio::test]
async fn views_are_counted_and_a_broken_one_has_no_number() {
    let past = History::new();
    for (name, state) in [
        ("all", json!({"query": "is:unresolved"})),
        ("fatal", json!({"query": "level:[fatal,warning]"})),
        ("events", json!({"query": "browser.name:Chrome"})),
        ("staging", json!({"query": "", "environment": ["staging"]})),
        ("day", json!({"query": "", "statsPeriod": "24h"})),
        ("gone", json!({"query": "", "project": ["987654"]})),
        ("wrong", json!({"query": "(level:error"})),
    ] {
        past.world.as_ann("post", VIEWS, Some(json!({"name": name, "state": state}))).await;
    }
    let counts = past.world.as_ann("get", "/api/native/organizations/acme/view-counts", None).await.body;
    let counts: Vec<Value> = counts.as_array().unwrap().iter().map(|each| each["count"].clone()).collect();
    assert_eq!(counts, [json!(4), json!(2), json!(1), json!(1), json!(3), Value::Null, Value::Null]);
}

async fn groups(past: &History, query: &str) -> Vec<(String, u64, String)> {
    let answer = past.world.as_ann("get", &format!("/api/native/organizations/acme/issue-groups?{query}"), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer.body.as_array().unwrap().iter().map(|g| (text(&g["id"]), g["count"].as_u64().unwrap(), text(&g["query"]))).collect()
}

#[tokio::test]
async fn sections_hold_every_issue_once() {
    let past = History::new();
    let all = past.search("").await;
    for by in ["deploy", "priority", "assignee", "project"] {
        let mut listed = Vec::new();
        for (id, count, query) in groups(&past, &format!("by={by}")).await {
            let found = if by == "project" { past.list(&format!("query=&project={id}")).await } else { past.search(&query).await };
            assert_eq!(found.len() as u64, count, "{by} {id}: {query}");
            listed.extend(found);
        }
        listed.sort_unstable();
        let mut all = all.clone();
        all.sort_unstable();
        assert_eq!(listed, all, "{by}");
    }
    let only = groups(&past, "by=priority&query=level:fatal").await;
    assert_eq!(only.iter().map(|(_, count, _)| count).sum::<u64>(), past.search("level:fatal").await.len() as u64);
    let wrong = past.world.as_ann("get", "/api/native/organizations/acme/issue-groups?by=moon", None).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_release_brings_what_is_new_in_it() {
    let past = History::new();
    assert_eq!(past.search("cameWith:web@2.0.0").await, past.search("firstRelease:web@2.0.0").await);
    assert_eq!(past.search("cameWith:web@9.9.9").await, Vec::<String>::new());
    let latest = past.search("cameWith:latest").await;
    assert!(latest.contains(&"WEB-2".to_owned()), "{latest:?}");
    let body = past.world.as_ann("get", "/api/native/organizations/acme/issue-groups?by=deploy", None).await.body;
    assert!(body[0]["release"]["shortVersion"].is_string(), "{body}");
}

#[tokio::test]
async fn the_last_deploy_parts_the_list_and_marks_the_charts() {
    let past = History::new();
    let deploys = "/api/native/organizations/acme/deploys";
    assert_eq!(past.world.as_ann("get", deploys, None).await.body, json!([]));
    let deploy = |environment: &str, at: &str| Some(json!({"environment": environment, "dateFinished": at}));
    let of = "/api/0/organizations/acme/releases/web@2.0.0/deploys/";
    past.world.as_ann("post", of, deploy("production", "2032-01-02T03:04:05Z")).await;
    past.world.as_ann("post", of, deploy("staging", "2031-12-31T00:00:00Z")).await;
    let list = past.world.as_ann("get", deploys, None).await.body;
    let environments: Vec<_> = list.as_array().unwrap().iter().map(|each| each["environment"].clone()).collect();
    assert_eq!(environments, ["production", "staging"], "the newest first");
    let projects = past.world.as_ann("get", "/api/0/organizations/acme/releases/web@2.0.0/", None).await.body["projects"].clone();
    assert_eq!(list[0]["projects"], json!(projects.as_array().unwrap().iter().map(|p| p["slug"].clone()).collect::<Vec<_>>()));
    let staging = past.world.as_ann("get", &format!("{deploys}?environment=staging"), None).await.body;
    assert_eq!(staging.as_array().unwrap().len(), 1);
    let live = |body: &Value| (body[0]["release"]["version"].clone(), body[0]["release"]["dateLive"].clone());
    let groups = "/api/native/organizations/acme/issue-groups?by=deploy";
    let all = past.world.as_ann("get", groups, None).await.body;
    assert_eq!(live(&all), (json!("web@2.0.0"), json!("2032-01-02T03:04:05.000000Z")));
    let staging = past.world.as_ann("get", &format!("{groups}&environment=staging"), None).await.body;
    assert_eq!(live(&staging), (json!("web@2.0.0"), json!("2031-12-31T00:00:00.000000Z")));
}
