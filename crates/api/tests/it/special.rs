//! What is special about an issue.

use bartizan_domain::Level;
use bartizan_domain::time::MINUTE_US;
use serde_json::{Value, json};

use crate::history::{Draft, store};
use crate::world::World;

/// `own` events of one issue, nine in ten on Safari, and `others` of another, one in ten on Safari.
fn world(own: u8, others: u8) -> World {
    let world = World::new();
    for number in 0..own + others {
        let (hash, title, safari) =
            if number < own { (9, "CartError: no price", number % 10 != 0) } else { (10, "OtherError: x", number % 10 == 0) };
        let draft = Draft {
            number: number + 1,
            hash,
            ago_us: i64::from(number + 1) * MINUTE_US,
            title,
            environment: if number % 2 == 0 { "production" } else { "staging" },
            release: "web@1.0.0",
            user: "",
            browser: if safari { "Safari" } else { "Chrome" },
            level: Level::Error,
        };
        store(&world, &world.web, &draft, u64::from(number) + 2);
    }
    world
}

async fn special(world: &World, rest: &str) -> Value {
    let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 2).unwrap().id;
    let path = format!("/api/native/organizations/acme/issues/{issue}/special{rest}");
    world.as_ann("get", &path, None).await.body
}

#[tokio::test]
async fn values_far_more_frequent_than_in_the_rest_of_the_project_are_named_with_their_numbers() {
    let world = world(40, 60);
    let body = special(&world, "").await;
    assert_eq!((&body["verdict"], &body["events"], &body["elsewhere"]), (&json!("compared"), &json!(40), &json!(61)), "{body}");
    let first = &body["special"][0];
    assert_eq!((&first["key"], &first["value"]), (&json!("browser.name"), &json!("Safari")), "{body}");
    assert_eq!((&first["count"], &first["elsewhereCount"], &first["share"]), (&json!(36), &json!(6), &json!(0.9)));
    assert_eq!(first["query"], "browser.name:\"Safari\"");
    assert!(first["factor"].as_f64().unwrap() > 9.0);
    assert_eq!(body["special"].as_array().unwrap().len(), 1, "{body}");
    let usual = body["asUsual"].as_array().unwrap();
    assert!(usual.contains(&json!("release")) && !usual.contains(&json!("browser.name")), "{body}");
}

#[tokio::test]
async fn too_few_events_tell_nothing() {
    let few = special(&world(10, 60), "").await;
    assert_eq!((&few["verdict"], &few["needed"], &few["special"]), (&json!("few-events"), &json!(20), &json!([])));
    let alone = special(&world(40, 3), "").await;
    assert_eq!(alone["verdict"], "few-elsewhere");
    let windowed = special(&world(40, 60), "?statsPeriod=10m").await;
    assert_eq!((&windowed["verdict"], &windowed["events"]), (&json!("few-events"), &json!(9)));
    let staging = special(&world(60, 80), "?environment=staging").await;
    assert_eq!((&staging["verdict"], &staging["events"], &staging["elsewhere"]), (&json!("compared"), &json!(30), &json!(40)));
}
