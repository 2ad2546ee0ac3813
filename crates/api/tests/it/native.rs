//! Set-up, sign-in, invitations, system, first event.

use bartizan_api::ClientAddress;
use bartizan_app::NewAccount;
use bartizan_ports::queue::{Offset, Queue};
use bartizan_protocol::{AcceptedRecord, Envelope};
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

const PASSWORD: &str = "correct horse battery";

fn carl(world: &World) {
    let account = NewAccount { email: "carl@example.com".into(), name: "Carl".into(), password: PASSWORD.into(), is_superuser: false };
    world.app.create_user(&account).unwrap();
}

fn cookie_of(answer: &crate::world::Answer) -> String {
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn signing_in_and_out() {
    let world = World::new();
    carl(&world);
    let credentials = json!({"email": "Carl@Example.com ", "password": PASSWORD});
    let signed_in = world.call("post", "/api/native/session", &[], Some(credentials)).await;
    assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.body);
    let cookie = cookie_of(&signed_in);
    let bootstrap = world.call("get", "/api/native/bootstrap", &[("cookie", &cookie)], None).await.body;
    assert_eq!((&bootstrap["user"]["email"], &bootstrap["csrfToken"]), (&json!("carl@example.com"), &signed_in.body["csrfToken"]));
    assert_eq!(world.call("delete", "/api/native/session", &[("cookie", &cookie)], None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.call("get", "/api/0/auth/", &[("cookie", &cookie)], None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_answer_alike_and_then_wait() {
    let world = World::new();
    carl(&world);
    let mut answers = Vec::new();
    for email in ["carl@example.com", "nobody@example.com"] {
        let wrong = json!({"email": email, "password": "wrong"});
        answers.push(world.call("post", "/api/native/session", &[], Some(wrong.clone())).await);
        for _ in 0..4 {
            world.call("post", "/api/native/session", &[], Some(wrong.clone())).await;
        }
        let waits = world.call("post", "/api/native/session", &[], Some(json!({"email": email, "password": PASSWORD}))).await;
        assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(waits.headers.contains_key("retry-after"));
    }
    assert_eq!((answers[0].status, &answers[0].body), (answers[1].status, &answers[1].body));
    assert_eq!(answers[0].status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in() {
    let world = World::new();
    let request =
        http::Request::post("/api/native/session").header("content-type", "text/plain").extension(ClientAddress([10, 0, 0, 1].into()));
    let request = request.body(axum::body::Body::from(r#"{"email":"a@b","password":"c"}"#)).unwrap();
    let answer = tower::ServiceExt::oneshot(world.router.clone(), request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.headers().contains_key("x-sentry-rate-limit-limit"), "a stranger with an address is counted");
}

#[tokio::test]
async fn set_up_is_over_once_somebody_has_an_account() {
    let world = World::new();
    assert_eq!(world.app.issue_set_up_token().unwrap(), None);
    let body = json!({"token": "x", "email": "e@example.com", "password": PASSWORD, "organization": {"name": "Evil"}});
    assert_eq!(world.call("post", "/api/native/setup", &[], Some(body)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.call("get", "/api/native/bootstrap", &[], None).await.body["setupRequired"], false);
}

#[tokio::test]
async fn an_invitation_works_once_and_without_mail() {
    let world = World::new();
    let body = json!({"email": "dora@example.com", "orgRole": "admin", "teams": ["acme"]});
    let invited = world.as_ann("post", "/api/0/organizations/acme/members/", Some(body)).await;
    assert_eq!((invited.status, &invited.body["pending"]), (StatusCode::CREATED, &json!(true)), "{}", invited.body);
    let link = invited.body["invite_link"].as_str().unwrap();
    let path = format!("/api/native/invitations/{}", link.rsplit('/').next().unwrap());
    let offer = world.call("get", &path, &[], None).await.body;
    assert_eq!((&offer["organization"], &offer["role"], &offer["accountExists"]), (&json!("acme"), &json!("admin"), &json!(false)));
    let answer = json!({"name": "Dora", "password": PASSWORD});
    let taken = world.call("post", &path, &[], Some(answer.clone())).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    let cookie = cookie_of(&taken);
    let me = world.call("get", "/api/0/organizations/acme/members/me/", &[("cookie", &cookie)], None).await.body;
    assert_eq!((&me["email"], &me["orgRole"], &me["teams"]), (&json!("dora@example.com"), &json!("admin"), &json!(["acme"])));
    assert_eq!(world.call("post", &path, &[], Some(answer)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.call("get", "/api/native/invitations/1-2-0", &[], None).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_test_event_takes_the_way_of_every_event() {
    let world = World::new();
    let path = "/api/native/organizations/acme/projects/web/test-event";
    let sent = world.as_ann("post", path, None).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let read = world.queue.read(Offset(0), 10, 1 << 20).await.unwrap();
    let Ok(AcceptedRecord::Request(request)) = AcceptedRecord::decode(&read.records[0].payload) else { panic!("no request") };
    assert_eq!((request.project_id, request.key_id), (world.web.id.0, world.key.id.0));
    let envelope = Envelope::parse(request.body).unwrap();
    let event: Value = serde_json::from_slice(&envelope.items[0].payload).unwrap();
    assert_eq!(event["event_id"], sent.body["eventId"]);

    let off = json!({"isActive": false});
    world.as_ann("put", &format!("/api/0/projects/acme/web/keys/{}/", world.key.public_key), Some(off)).await;
    assert_eq!(world.as_ann("post", path, None).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_system_page_of_an_owner_shows_their_own_organisation() {
    let world = World::new();
    let own = world.as_ann("get", "/api/native/system", None).await.body;
    assert_eq!(
        (&own["ledger"]["received"], &own["keys"][0]["accepted"], &own["keys"][0]["rateLimited"]),
        (&json!(3), &json!(1), &json!(2))
    );
    let token = world.full_token(&world.mallory);
    let other = world.with_token(&token, "get", "/api/native/system", None).await.body;
    assert_eq!((&other["ledger"]["received"], &other["keys"]), (&json!(0), &json!([])));
}
