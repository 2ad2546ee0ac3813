//! What every route has in common: slashes, types, errors, pages, limits.

use http::StatusCode;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_path_works_with_and_without_a_slash() {
    let world = World::new();
    for path in [
        "/api/0",
        "/api/0/",
        "/api/0/organizations",
        "/api/0/organizations/acme",
        "/api/0/organizations/acme/?detailed=0",
        "/api/native/bootstrap",
        "/api/native/bootstrap/",
    ] {
        let answer = world.as_ann("get", path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.headers["content-type"], "application/json", "{path}");
    }
}

#[tokio::test]
async fn unknown_routes_and_wrong_methods_answer_json() {
    let world = World::new();
    for (method, path, status) in [
        ("get", "/api/0/nothing/", StatusCode::NOT_FOUND),
        ("get", "/api/native/nothing", StatusCode::NOT_FOUND),
        ("patch", "/api/0/organizations/", StatusCode::METHOD_NOT_ALLOWED),
        ("get", "/api/0/organizations/%ff/", StatusCode::BAD_REQUEST),
    ] {
        let answer = world.as_ann(method, path, None).await;
        assert_eq!((answer.status, &answer.headers["content-type"]), (status, &"application/json".parse().unwrap()), "{path}");
        assert!(answer.body["detail"].is_string(), "{path}");
    }
}

#[tokio::test]
async fn bad_bodies_are_refused_with_a_reason() {
    let world = World::new();
    let bearer = format!("Bearer {}", world.full_token(&world.ann));
    let request = |body: String| {
        let request = http::Request::post("/api/0/organizations/acme/teams/").header("authorization", &bearer);
        request.body(axum::body::Body::from(body)).unwrap()
    };
    for (body, status) in [
        ("{".to_owned(), 400),
        ("[]".to_owned(), 400),
        ("null".to_owned(), 400),
        (r#"{"slug":7}"#.to_owned(), 400),
        (format!("{{\"slug\":\"{}\"}}", "a".repeat(2 << 20)), 413),
        (format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)), 400),
    ] {
        let answer = tower::ServiceExt::oneshot(world.router.clone(), request(body)).await.unwrap();
        assert_eq!(answer.status().as_u16(), status);
    }
    let answer = world.as_ann("post", "/api/0/organizations/acme/teams/", Some(json!({"slug": "Not A Slug"}))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body["slug"][0].as_str().unwrap().contains("valid slug"));
}

#[tokio::test]
async fn lists_lead_from_page_to_page() {
    let world = World::new();
    for n in 0..4 {
        world.app.create_team(world.acme.id, &format!("team-{n}"), "").unwrap();
    }
    let mut path = "/api/0/organizations/acme/teams/?per_page=2&query=team-,;".replace(",;", "");
    let mut seen = Vec::new();
    loop {
        let answer = world.as_ann("get", &path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        seen.extend(answer.body.as_array().unwrap().iter().map(|team| team["slug"].as_str().unwrap().to_owned()));
        let link = answer.headers["link"].to_str().unwrap().to_owned();
        let next = link.split(", ").find(|part| part.contains("rel=\"next\"")).unwrap().to_owned();
        if next.contains("results=\"false\"") {
            break;
        }
        path = next.split(['<', '>']).nth(1).unwrap().strip_prefix(crate::world::BASE).unwrap().to_owned();
    }
    assert_eq!(seen, ["team-0", "team-1", "team-2", "team-3"]);
}

#[tokio::test]
async fn calls_are_counted_and_told() {
    let world = World::new();
    let token = world.full_token(&world.ann);
    let first = world.with_token(&token, "get", "/api/0/", None).await;
    let second = world.with_token(&token, "get", "/api/0/", None).await;
    let remaining =
        |answer: &crate::world::Answer| answer.headers["x-sentry-rate-limit-remaining"].to_str().unwrap().parse::<u32>().unwrap();
    assert_eq!(remaining(&first) - 1, remaining(&second));
    for name in [
        "x-sentry-rate-limit-limit",
        "x-sentry-rate-limit-reset",
        "x-sentry-rate-limit-concurrentlimit",
        "x-sentry-rate-limit-concurrentremaining",
    ] {
        assert!(second.headers.contains_key(name), "{name}");
    }
}
