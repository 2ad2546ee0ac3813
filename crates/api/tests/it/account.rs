//! What people change about their own account.

use bartizan_app::NewAccount;
use bartizan_domain::account::User;
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::{Answer, World};

const ACCOUNT: &str = "/api/native/account";
const PASSWORD: &str = "correct horse battery";

fn eve(world: &World) -> User {
    let account = NewAccount { email: "eve@example.com".into(), name: "Eve".into(), password: PASSWORD.into(), is_superuser: false };
    world.app.create_user(&account).unwrap()
}

/// Calls as a browser.
async fn browse(world: &World, session: &(String, String), method: &str, path: &str, body: Option<Value>) -> Answer {
    let headers = [("cookie", session.0.as_str()), ("x-csrf-token", session.1.as_str())];
    world.call(method, path, &headers, body).await
}

fn devices(account: &Value) -> Vec<bool> {
    account["sessions"].as_array().unwrap().iter().map(|session| session["current"].as_bool().unwrap()).collect()
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions() {
    let world = World::new();
    let user = eve(&world);
    let (here, there, third) = (world.session(&user), world.session(&user), world.session(&user));
    let other = world.session(&world.ben);
    let account = browse(&world, &here, "get", ACCOUNT, None).await.body;
    assert_eq!((&account["user"]["name"], devices(&account).len()), (&json!("Eve"), 3));
    assert_eq!(devices(&account).iter().filter(|current| **current).count(), 1);
    assert!(account["sessions"][0]["device"].as_str().unwrap().contains("Firefox"));

    let id = |account: &Value, n: usize| {
        let mut others = account["sessions"].as_array().unwrap().iter().filter(|s| s["current"] == false);
        others.nth(n).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let path = format!("{ACCOUNT}/sessions/{}", id(&account, 0));
    assert_eq!(browse(&world, &other, "delete", &path, None).await.status, StatusCode::NOT_FOUND, "of somebody else");
    assert_eq!(browse(&world, &here, "delete", &path, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browse(&world, &here, "delete", &path, None).await.status, StatusCode::NOT_FOUND);
    let mut left = 0;
    for session in [&here, &there, &third] {
        left += usize::from(browse(&world, session, "get", ACCOUNT, None).await.status == StatusCode::OK);
    }
    assert_eq!(left, 2);
    assert_eq!(browse(&world, &here, "delete", &format!("{ACCOUNT}/sessions"), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(devices(&browse(&world, &here, "get", ACCOUNT, None).await.body), [true]);
    assert_eq!(browse(&world, &other, "get", ACCOUNT, None).await.status, StatusCode::OK, "others stay signed in");
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let world = World::new();
    let user = eve(&world);
    let (here, there) = (world.session(&user), world.session(&user));
    let path = format!("{ACCOUNT}/password");
    let wish = |current: &str, new: &str| Some(json!({"current": current, "new": new}));
    let wrong = browse(&world, &here, "put", &path, wish("guess", "a new long password")).await;
    assert_eq!((wrong.status, wrong.body["current"].is_array()), (StatusCode::BAD_REQUEST, true), "{}", wrong.body);
    assert_eq!(browse(&world, &here, "put", &path, wish(PASSWORD, "short")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browse(&world, &there, "get", ACCOUNT, None).await.status, StatusCode::OK);
    assert_eq!(browse(&world, &here, "put", &path, wish(PASSWORD, "a new long password")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browse(&world, &here, "get", ACCOUNT, None).await.status, StatusCode::OK);
    assert_eq!(browse(&world, &there, "get", ACCOUNT, None).await.status, StatusCode::UNAUTHORIZED);
    assert!(world.app.sign_in("eve@example.com", "a new long password", None, None).is_ok());
    for _ in 0..5 {
        browse(&world, &here, "put", &path, wish("guess", "another long password")).await;
    }
    let slowed = browse(&world, &here, "put", &path, wish("a new long password", "another long password")).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "guessing waits");
}

#[tokio::test]
async fn name_and_preferences_are_kept() {
    let world = World::new();
    let user = eve(&world);
    let here = world.session(&user);
    let renamed = browse(&world, &here, "put", ACCOUNT, Some(json!({"name": " Eve Adams "}))).await;
    assert_eq!(renamed.body["user"]["name"], "Eve Adams");
    assert_eq!(browse(&world, &here, "put", ACCOUNT, Some(json!({"name": ""}))).await.status, StatusCode::BAD_REQUEST);
    let path = format!("{ACCOUNT}/preferences");
    let wish = json!({"theme": "dark", "density": "compact", "language": "de", "timeZone": "Europe/Vienna"});
    assert_eq!(browse(&world, &here, "put", &path, Some(wish.clone())).await.body, wish);
    let elsewhere = world.session(&user);
    let bootstrap = browse(&world, &elsewhere, "get", "/api/native/bootstrap", None).await.body;
    assert_eq!((&bootstrap["preferences"], &bootstrap["user"]["name"]), (&wish, &json!("Eve Adams")));
    let fault = browse(&world, &here, "put", &path, Some(json!({"theme": "pink"}))).await;
    assert_eq!((fault.status, fault.body["theme"].is_array()), (StatusCode::BAD_REQUEST, true));
    let stranger = world.call("get", "/api/native/bootstrap", &[], None).await.body;
    assert_eq!(stranger["preferences"]["theme"], Value::Null);
}
