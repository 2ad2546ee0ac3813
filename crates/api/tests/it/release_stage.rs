//! `release.stage:` asked of stored sessions.

use std::sync::Arc;

use bartizan_domain::dataset::{Dataset, SESSIONS};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{EventId, ProjectId};
use bartizan_ports::queue::Offset;
use serde_json::Value;

use crate::world::{NOW, World};

/// Sessions of a release that began so long ago.
struct Told {
    release: &'static str,
    environment: &'static str,
    ago_us: i64,
    count: i64,
}

fn store(world: &World, project: ProjectId, all: &[Told]) {
    let document = |(at, told): (usize, &Told)| Document {
        organization_id: world.acme.id,
        project_id: project,
        event_id: EventId(u128::from((project.0 * 1_000_000 + told.count).unsigned_abs()).to_be_bytes()),
        timestamp: NOW.plus(-told.ago_us),
        offset: at as u64 + 1,
        fields: vec![
            ("item_type", FieldValue::Str("sessions".into())),
            ("release", FieldValue::Str(told.release.into())),
            ("environment", FieldValue::Str(told.environment.into())),
            (SESSIONS, FieldValue::I64(told.count)),
        ],
        tags: Vec::new(),
        payload: Arc::from(b"{}".as_slice()),
    };
    world.events.append(Dataset::Raw, all.iter().enumerate().map(document).collect()).unwrap();
    world.events.commit(Offset(9)).unwrap();
}

async fn found(world: &World, query: &str) -> usize {
    let answer = world.as_ann("get", &format!("/api/0/projects/acme/web/issues/?query={query}"), None).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    let table = world.as_ann("get", &format!("/api/0/organizations/acme/events/?field=id&statsPeriod=14d&query={query}"), None).await;
    let issues = answer.body.as_array().map_or(0, Vec::len);
    assert_eq!(table.body["data"].as_array().map(Vec::len), Some(issues), "{query}: {}", table.body);
    issues
}

const fn told(release: &'static str, environment: &'static str, ago_us: i64, count: i64) -> Told {
    Told { release, environment, ago_us, count }
}

/// The stages that the world's one event, of `web@1.0.0` in production, is found by.
async fn stages(world: &World, more: &str) -> Vec<&'static str> {
    let mut hits = Vec::new();
    for stage in ["adopted", "low_adoption", "replaced"] {
        if found(world, &format!("release.stage:{stage}{more}")).await == 1 {
            hits.push(stage);
        }
        let not = found(world, &format!("!release.stage:{stage}{more}")).await;
        assert_eq!(not == 0, hits.last() == Some(&stage), "{stage}");
    }
    hits
}

#[tokio::test]
async fn a_release_without_sessions_is_hardly_adopted() {
    let world = World::new();
    assert_eq!(stages(&world, "").await, ["low_adoption"]);
    assert_eq!(found(&world, "release.stage:[adopted,low_adoption]").await, 1);
    assert_eq!(found(&world, "has:release.stage").await, 1);
}

#[tokio::test]
async fn a_tenth_of_the_present_sessions_adopts() {
    let world = World::new();
    store(&world, world.web.id, &[told("web@1.0.0", "production", HOUR_US, 10), told("web@2.0.0", "production", HOUR_US, 90)]);
    assert_eq!(stages(&world, "").await, ["adopted"]);
}

#[tokio::test]
async fn what_was_adopted_once_is_replaced() {
    let world = World::new();
    let all = [
        told("web@1.0.0", "production", 3 * DAY_US, 50),
        told("web@1.0.0", "production", HOUR_US, 9),
        told("web@2.0.0", "production", HOUR_US, 91),
    ];
    store(&world, world.web.id, &all);
    assert_eq!(stages(&world, "").await, ["replaced"]);
}

#[tokio::test]
async fn other_environments_and_projects_do_not_count() {
    let world = World::new();
    store(&world, world.web.id, &[told("web@1.0.0", "staging", HOUR_US, 10), told("web@2.0.0", "production", HOUR_US, 1_000)]);
    store(&world, ProjectId(world.web.id.0 + 100), &[told("web@1.0.0", "production", HOUR_US, 5_000)]);
    assert_eq!(stages(&world, "").await, ["low_adoption"]);
    assert_eq!(stages(&world, "&environment=production").await, ["low_adoption"]);
    store(&world, world.web.id, &[told("web@1.0.0", "production", HOUR_US, 5_000)]);
    assert_eq!(stages(&world, "&environment=production").await, ["adopted"]);
}

#[tokio::test]
async fn what_is_no_stage_is_refused() {
    let world = World::new();
    let answer = world.as_ann("get", "/api/0/projects/acme/web/issues/?query=release.stage:low", None).await;
    assert_eq!(answer.status, 400);
    let Value::String(detail) = &answer.body["detail"] else { panic!("{}", answer.body) };
    assert!(detail.contains("adopted, low_adoption, replaced"), "{detail}");
}
