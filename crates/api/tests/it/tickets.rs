//! Tickets of other tools that belong to issues.

use http::StatusCode;
use serde_json::{Value, json};

use crate::history::History;
use crate::world::World;

const BUG: &str = "https://github.com/acme/shop/issues/12";

fn issue(world: &World) -> String {
    world.meta.issue_by_number(world.acme.id, world.web.id, 1).unwrap().id.to_string()
}

fn tickets(id: &str) -> String {
    format!("/api/0/organizations/acme/issues/{id}/external-issues/")
}

#[tokio::test]
async fn a_ticket_is_linked_shown_everywhere_and_unlinked() {
    let world = World::new();
    let id = issue(&world);
    assert_eq!(world.as_ann("get", &tickets(&id), None).await.body, json!([]));
    let made = world.as_ann("post", &tickets(&id), Some(json!({"webUrl": format!(" {BUG} ")}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let number = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.body, json!({"id": number, "issueId": id, "serviceType": "github", "displayName": "acme/shop#12", "webUrl": BUG}));
    let again = world.as_ann("post", &tickets("WEB-1"), Some(json!({"webUrl": BUG, "displayName": "other"}))).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &made.body), "linked once");
    let wiki = json!({"webUrl": "https://wiki.acme.example/x", "displayName": " Post mortem "});
    let second = world.as_ann("post", &format!("/api/0/issues/{id}/external-issues/"), Some(wiki)).await;
    assert_eq!((&second.body["displayName"], &second.body["serviceType"]), (&json!("Post mortem"), &json!("link")));

    assert_eq!(world.as_ann("get", &format!("/api/0/issues/{id}/external-issues/"), None).await.body, json!([made.body, second.body]));
    let links = json!([
        {"displayName": "acme/shop#12", "url": BUG}, {"displayName": "Post mortem", "url": "https://wiki.acme.example/x"},
    ]);
    let detail = world.as_ann("get", &format!("/api/0/issues/{id}/?expand=sentryAppIssues"), None).await.body;
    assert_eq!((&detail["annotations"], &detail["sentryAppIssues"]), (&links, &json!([made.body, second.body])));
    let list = world.as_ann("get", "/api/0/organizations/acme/issues/?query=is:linked&expand=sentryAppIssues", None).await.body;
    assert_eq!((&list[0]["annotations"], &list[0]["sentryAppIssues"][0]), (&links, &made.body));
    let short = world.as_ann("get", "/api/0/organizations/acme/shortids/WEB-1/", None).await.body;
    assert_eq!(short["group"]["annotations"], links);
    let put = world.as_ann("put", &format!("/api/0/issues/{id}/"), Some(json!({"hasSeen": true}))).await.body;
    assert_eq!(put["annotations"], links);

    let one = format!("{}{number}/", tickets(&id));
    assert_eq!(world.as_ann("delete", &one, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.as_ann("delete", &one, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.as_ann("delete", &format!("{}x/", tickets(&id)), None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.as_ann("get", &tickets(&id), None).await.body, json!([second.body]));
    let told = world.as_ann("get", &format!("/api/0/issues/{id}/activities/"), None).await.body;
    let told: Vec<(&Value, &Value)> =
        told["activity"].as_array().unwrap().iter().map(|entry| (&entry["type"], &entry["data"])).take(3).collect();
    let data = json!({"title": "acme/shop#12", "label": "acme/shop#12", "provider": "github", "location": BUG, "new": false});
    assert_eq!((told[0], told[2]), ((&json!("unlink_issue"), &data), (&json!("create_issue"), &data)));
}

#[tokio::test]
async fn what_cannot_be_linked_is_refused_at_its_field() {
    let world = World::new();
    let id = issue(&world);
    let cases = [
        (json!({}), "webUrl", "https://"),
        (json!({"webUrl": "PROJ-1"}), "webUrl", "https://"),
        (json!({"webUrl": "javascript:alert(1)"}), "webUrl", "https://"),
        (json!({"webUrl": "https://jo:pw@acme.example/1"}), "webUrl", "password"),
        (json!({"webUrl": format!("https://acme.example/{}", "x".repeat(2_000))}), "webUrl", "2000"),
        (json!({"webUrl": BUG, "displayName": "x".repeat(101)}), "displayName", "100"),
        (json!({"webUrl": BUG, "displayName": "a\nb"}), "displayName", "control"),
    ];
    for (body, field, says) in cases {
        let answer = world.as_ann("post", &tickets(&id), Some(body.clone())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}: {}", answer.body);
        assert!(answer.body[field][0].as_str().unwrap().contains(says), "{body}: {}", answer.body);
    }
    assert_eq!(world.as_ann("post", &tickets("999999"), Some(json!({"webUrl": BUG}))).await.status, StatusCode::NOT_FOUND);
    for n in 0..50 {
        let body = json!({"webUrl": format!("https://acme.example/{n}")});
        assert_eq!(world.as_ann("post", &tickets(&id), Some(body)).await.status, StatusCode::CREATED);
    }
    assert_eq!(world.as_ann("post", &tickets(&id), Some(json!({"webUrl": BUG}))).await.status, StatusCode::CONFLICT);
    let known = json!({"webUrl": "https://acme.example/7"});
    assert_eq!(world.as_ann("post", &tickets(&id), Some(known)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_search_tells_linked_from_unlinked_and_a_merge_carries_tickets() {
    let past = History::new();
    let (one, three) = (past.issue("web", 1), past.issue("web", 3));
    assert_eq!(past.search("is:linked").await, Vec::<String>::new());
    let body = Some(json!({"webUrl": "https://acme.atlassian.net/browse/SHOP-3"}));
    assert_eq!(past.world.as_ann("post", &tickets(&three.to_string()), body).await.status, StatusCode::CREATED);
    assert_eq!(past.search("is:linked").await, ["WEB-3"]);
    assert_eq!(past.search("!is:linked").await, ["WEB-1", "API-1", "WEB-2"]);
    assert_eq!(past.search("is:unlinked").await, ["WEB-1", "API-1", "WEB-2"]);

    let merge = format!("/api/0/organizations/acme/issues/?id={one}&id={three}");
    let merged = past.world.as_ann("put", &merge, Some(json!({"merge": 1}))).await.body;
    let parent = merged["merge"]["parent"].as_str().unwrap().to_owned();
    let child = if parent == one.to_string() { three } else { one };
    let names = async |id: &str| {
        let list = past.world.as_ann("get", &tickets(id), None).await.body;
        list.as_array().unwrap().iter().map(|ticket| ticket["displayName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&parent).await, ["SHOP-3"]);
    assert_eq!(names(&child.to_string()).await, ["SHOP-3"], "the old id leads on");
    let told = past.world.as_ann("get", &format!("/api/0/issues/{parent}/activities/"), None).await.body;
    let entry = told["activity"].as_array().unwrap().iter().find(|entry| entry["type"] == "merge").unwrap().clone();
    let number = entry["data"]["issues"][0]["merge"].as_str().unwrap();
    let undo = format!("/api/native/organizations/acme/issues/{parent}/merges/{number}/undo");
    let undone = past.world.as_ann("post", &undo, None).await;
    assert!(undone.status.is_success(), "{} {}", undone.status, undone.body);
    assert_eq!((names(&three.to_string()).await, names(&one.to_string()).await), (vec!["SHOP-3".to_owned()], Vec::new()));
}
