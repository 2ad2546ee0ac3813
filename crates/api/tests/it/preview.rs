//! What new rules would do, told from a sample of stored events.

use std::sync::Arc;

use bartizan_domain::EventId;
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::time::{HOUR_US, SECOND_US};
use bartizan_ports::queue::Offset;
use serde_json::json;

use crate::regroup::store;
use crate::world::{NOW, World};

/// More events of the group of `often` than a preview looks at, all newer than those of other groups.
fn flood(world: &World, events: u32) {
    let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 3).unwrap();
    let hash = world.meta.hashes(world.acme.id, issue.id).unwrap()[0];
    let document = |n: u32| Document {
        organization_id: world.acme.id,
        project_id: world.web.id,
        event_id: EventId(u128::from(n + 1_000_000).to_be_bytes()),
        timestamp: NOW.plus(HOUR_US - i64::from(n) * SECOND_US),
        offset: 200,
        fields: vec![("title", FieldValue::Str("Error: often".into())), (GROUP_HASH, FieldValue::Str(hash.to_string()))],
        tags: Vec::new(),
        payload: Arc::from(b"often".as_slice()),
    };
    world.events.append(Dataset::Errors, (0..events).map(document).collect()).unwrap();
    world.events.commit(Offset(99)).unwrap();
}

#[tokio::test]
async fn a_seldom_error_is_looked_at_beside_a_flood_of_others() {
    let world = World::new();
    store(&world, 1, &[("seldom", "ann"), ("often", "ann"), ("seldom", "ben")]);
    flood(&world, 2_100);
    let path = "/api/native/organizations/acme/projects/web/grouping/preview";
    let rules = json!({"fingerprintRules": "type:Error -> one", "days": 7});
    let preview = world.as_ann("post", path, Some(rules)).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    // A thousand of the flood, both of the seldom group, and the one event the world begins with.
    assert_eq!((&preview.body["events"], &preview.body["truncated"]), (&json!(1_003), &json!(true)));
    assert_eq!((&preview.body["issuesBefore"], &preview.body["moved"]), (&json!(3), &json!(1_003)));
    let parts: Vec<&str> =
        preview.body["merges"][0]["parts"].as_array().unwrap().iter().filter_map(|part| part["title"].as_str()).collect();
    assert_eq!(parts, ["Error: often", "Error: seldom", "TestError: it broke"]);
}
