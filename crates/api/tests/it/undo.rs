//! What one just did to issues comes back exactly.

use bartizan_domain::IssueId;
use bartizan_domain::issue::Issue;
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

const UNDO: &str = "/api/native/organizations/acme/issues-undo";

fn issue(world: &World) -> Issue {
    world.meta.issue_by_number(world.acme.id, world.web.id, 1).unwrap()
}

async fn put(world: &World, body: Value) {
    let path = format!("/api/0/organizations/acme/issues/?id={}", issue(world).id);
    assert_eq!(world.as_ann("put", &path, Some(body)).await.status, StatusCode::OK);
}

async fn undo(world: &World, token: &str, id: IssueId) -> Value {
    let answer = world.with_token(token, "post", &format!("{UNDO}?id={id}"), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["undone"].clone()
}

#[tokio::test]
async fn conditions_locks_and_history_come_back() {
    let world = World::new();
    let (ann, ben, id) = (world.full_token(&world.ann), world.full_token(&world.ben), issue(&world).id);
    put(&world, json!({"status": "ignored", "statusDetails": {"ignoreCount": 100, "ignoreWindow": 60}})).await;
    let archived = issue(&world);
    let entries = world.meta.activity(world.acme.id, id, 100).unwrap();
    for change in [
        json!({"status": "resolved"}),
        json!({"status": "unresolved"}),
        json!({"priority": "high"}),
        json!({"assignedTo": "ann@example.com"}),
        json!({"status": "ignored", "statusDetails": {}}),
    ] {
        put(&world, change.clone()).await;
        assert_ne!(issue(&world), archived, "{change}");
        assert_eq!(undo(&world, &ben, id).await, json!([]), "only whoever did it");
        assert_eq!(undo(&world, &ann, id).await, json!([id.to_string()]), "{change}");
        assert_eq!(issue(&world), archived, "{change}");
        assert_eq!(world.meta.activity(world.acme.id, id, 100).unwrap(), entries, "{change}");
    }
    assert_eq!(undo(&world, &ann, IssueId(424_242)).await, json!([]));
    assert_eq!(world.as_ann("post", &format!("{UNDO}?id=x"), None).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_was_replaced_is_told_to_nobody() {
    let world = World::new();
    put(&world, json!({"status": "resolved"})).await;
    let path = format!("/api/0/organizations/acme/issues/{}/activities/", issue(&world).id);
    let told = world.as_ann("get", &path, None).await.body;
    let first = &told["activity"][0];
    assert_eq!((&first["type"], first["data"].get("before")), (&json!("set_resolved"), None));
}
