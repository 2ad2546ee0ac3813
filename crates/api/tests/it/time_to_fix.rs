//! How long problems wait and how long their fixes take.

use http::StatusCode;
use serde_json::{Value, json};

use crate::history::History;
use crate::world::{NOW, World};

const PATH: &str = "/api/native/organizations/acme/time-to-fix";

async fn ask(world: &World, query: &str) -> Value {
    let answer = world.as_ann("get", &format!("{PATH}?{query}"), None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn figures_are_of_the_period_and_the_projects_asked_for() {
    let past = History::new();
    let world = &past.world;
    let fresh = ask(world, "statsPeriod=30d").await;
    let open = fresh["total"]["open"].as_u64().unwrap();
    assert!(open >= 3 && fresh["total"]["fixed"] == 0 && fresh["total"]["fix"].is_null(), "{fresh}");

    let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 2).unwrap();
    let path = format!("/api/0/organizations/acme/issues/?id={}", issue.id);
    for body in [json!({"assignedTo": "ben@example.com"}), json!({"status": "resolved"})] {
        assert_eq!(world.as_ann("put", &path, Some(body)).await.status, StatusCode::OK);
    }
    let took = (NOW.0 - issue.first_seen.0) / 1_000_000;
    let after = ask(world, "statsPeriod=30d").await;
    assert_eq!((&after["total"]["open"], &after["total"]["fixed"]), (&json!(open - 1), &json!(1)));
    assert_eq!(after["total"]["fix"]["medianSeconds"], took);
    assert_eq!((&after["total"]["answered"], &after["total"]["response"]["longestSeconds"]), (&json!(1), &json!(took)));
    let bens = after["assignees"].as_array().unwrap().iter().find(|each| each["actor"]["email"] == "ben@example.com").unwrap();
    assert_eq!((&bens["figures"]["fixed"], &bens["figures"]["open"]), (&json!(1), &json!(0)));
    let web = after["projects"].as_array().unwrap().iter().find(|each| each["slug"] == "web").unwrap();
    assert_eq!(web["figures"]["fixed"], 1);
    let trend = after["trend"].as_array().unwrap();
    assert_eq!((trend.iter().map(|p| p["fixed"].as_u64().unwrap()).sum::<u64>(), &after["partial"]), (1, &json!(false)));
    assert_eq!(after["ages"].as_array().unwrap().iter().map(|class| class["issues"].as_u64().unwrap()).sum::<u64>(), open - 1);

    let api = ask(world, &format!("statsPeriod=30d&project={}", past.api.id)).await;
    assert_eq!((&api["total"]["fixed"], api["projects"].as_array().unwrap().len()), (&json!(0), 1));
    assert_eq!(world.as_ann("get", &format!("{PATH}?project=987654"), None).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_environment_limits_and_a_fix_stays_with_who_had_the_issue() {
    let past = History::new();
    let world = &past.world;
    let all = ask(world, "statsPeriod=30d").await["total"]["open"].as_u64().unwrap();
    let staging = ask(world, "statsPeriod=30d&environment=staging").await;
    assert_eq!(staging["total"]["open"], past.list("query=is:unresolved&environment=staging").await.len());
    assert!(staging["total"]["open"].as_u64().unwrap() < all, "{staging}");
    assert_eq!(ask(world, "environment=nowhere").await["total"]["open"], 0);

    let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 2).unwrap();
    let path = format!("/api/0/organizations/acme/issues/?id={}", issue.id);
    // Both by one command: it is his when it is resolved.
    for body in [json!({"assignedTo": "ben@example.com", "status": "resolved"}), json!({"assignedTo": ""})] {
        assert_eq!(world.as_ann("put", &path, Some(body)).await.status, StatusCode::OK);
    }
    let report = ask(world, "statsPeriod=30d").await;
    let bens = report["assignees"].as_array().unwrap().iter().find(|each| each["actor"]["email"] == "ben@example.com");
    let bens = bens.unwrap_or_else(|| panic!("{report}"));
    assert_eq!((&bens["figures"]["fixed"], &bens["figures"]["open"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn what_was_taken_back_was_no_fix() {
    let world = World::new();
    let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 1).unwrap();
    let path = format!("/api/0/organizations/acme/issues/?id={}", issue.id);
    for status in ["resolved", "unresolved"] {
        world.as_ann("put", &path, Some(json!({"status": status}))).await;
    }
    let report = ask(&world, "").await;
    assert_eq!((&report["total"]["fixed"], &report["total"]["open"]), (&json!(0), &json!(1)));
    assert!(report["trend"].as_array().unwrap().len() > 20);
}
