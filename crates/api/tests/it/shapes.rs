//! Answers as clients of the ecosystem read them.

use insta::assert_json_snapshot;
use serde_json::Value;

use crate::world::World;

/// Secrets and sizes differ from run to run.
fn steady(world: &World, mut body: Value) -> Value {
    for pointer in ["/meta/bytes", "/queue/diskFreeBytes"] {
        if let Some(value) = body.pointer_mut(pointer) {
            *value = "[bytes]".into();
        }
    }
    let text = body.to_string().replace(&world.key.public_key, "[public key]").replace(&world.key.secret_key, "[secret key]");
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn main_answers() {
    let world = World::new();
    let paths = [
        ("index", "/api/0/"),
        ("regions", "/api/0/users/me/regions/"),
        ("organizations", "/api/0/organizations/"),
        ("organization", "/api/0/organizations/acme/"),
        ("members", "/api/0/organizations/acme/members/"),
        ("teams", "/api/0/organizations/acme/teams/"),
        ("project", "/api/0/projects/acme/web/"),
        ("keys", "/api/0/projects/acme/web/keys/"),
        ("releases", "/api/0/organizations/acme/releases/"),
        ("stats_v2", "/api/0/organizations/acme/stats_v2/?groupBy=outcome&groupBy=category&field=sum(quantity)&statsPeriod=3h&interval=1h"),
        ("health", "/api/0/internal/health/"),
        ("system", "/api/native/system"),
        ("first_event", "/api/native/organizations/acme/projects/web/first-event"),
    ];
    for (name, path) in paths {
        let answer = world.as_ann("get", path, None).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.body);
        assert_json_snapshot!(name, steady(&world, answer.body));
    }
}

#[tokio::test]
async fn series_have_every_point() {
    let world = World::new();
    let day = world.as_ann("get", "/api/0/projects/acme/web/stats/?stat=generated", None).await.body;
    let points: Vec<(i64, u64)> = serde_json::from_value(day).unwrap();
    assert_eq!((points.len(), points.iter().map(|p| p.1).sum::<u64>()), (25, 1));
    let listed = world.as_ann("get", "/api/0/organizations/acme/projects/?statsPeriod=24h", None).await.body;
    assert_eq!(listed[0]["stats"].as_array().unwrap().len(), 24);
    for wrong in [
        "stats_v2/?field=sum(quantity)&interval=7h",
        "stats_v2/?groupBy=outcome",
        "stats_v2/?field=max(x)",
        "stats_v2/?field=sum(quantity)&groupBy=colour",
    ] {
        let answer = world.as_ann("get", &format!("/api/0/organizations/acme/{wrong}"), None).await;
        assert_eq!(answer.status.as_u16(), 400, "{wrong}");
    }
}
