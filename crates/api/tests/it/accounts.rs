//! Organisations, teams, members, projects, keys and tokens through their routes.

use bartizan_ports::directory::KeyDirectory;
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_project_is_made_changed_renamed_and_removed() {
    let world = World::new();
    let body = json!({"name": "Mobile App", "platform": "javascript-react"});
    let made = world.as_ann("post", "/api/0/teams/acme/acme/projects/", Some(body.clone())).await;
    assert_eq!((made.status, &made.body["slug"]), (StatusCode::CREATED, &json!("mobile-app")), "{}", made.body);
    let again = world.as_ann("post", "/api/0/teams/acme/acme/projects/", Some(body)).await;
    assert_eq!(again.body["slug"], "mobile-app-2");
    let taken = world.as_ann("post", "/api/0/organizations/acme/projects/", Some(json!({"name": "x", "slug": "mobile-app"}))).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);

    let change = json!({"slug": "phone", "allowedDomains": ["example.com"], "resolveAge": 48, "options": {"a": 1}});
    let changed = world.as_ann("put", "/api/0/projects/acme/mobile-app/", Some(change)).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    assert_eq!((&changed.body["allowedDomains"], &changed.body["resolveAge"]), (&json!(["example.com"]), &json!(48)));
    let key = &world.as_ann("get", "/api/0/projects/acme/phone/keys/", None).await.body[0]["public"];
    assert_eq!(world.keys.lookup(key.as_str().unwrap()).unwrap().allowed_domains, ["example.com"]);

    let moved = world.as_ann("get", "/api/0/projects/acme/mobile-app/", None).await;
    assert_eq!((moved.status, &moved.body["slug"]), (StatusCode::FOUND, &json!("phone")));
    let gone = world.as_ann("delete", "/api/0/projects/acme/phone/", None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert!(world.keys.lookup(key.as_str().unwrap()).is_none());
    assert_eq!(world.as_ann("get", "/api/0/projects/acme/phone/", None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_whole_project_may_be_sent_back_but_nothing_is_taken_in_silence() {
    let world = World::new();
    let path = "/api/0/projects/acme/web/";
    let current = world.as_ann("get", path, None).await.body;
    let same = world.as_ann("put", path, Some(current)).await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.body);
    let refused = world.as_ann("put", path, Some(json!({"scrubIPAddresses": true, "name": "x"}))).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body["scrubIPAddresses"].is_array() && refused.body.get("name").is_none());
}

#[tokio::test]
async fn javascript_is_fetched_from_the_hosts_that_are_named_and_no_others() {
    let world = World::new();
    let path = "/api/0/projects/acme/web/";
    let put = async |body: Value| world.as_ann("put", path, Some(body)).await;
    let state = |body: &Value| (body["scrapeJavaScript"].clone(), body["scrapeJavaScriptHosts"].clone());
    assert_eq!(state(&world.as_ann("get", path, None).await.body), (json!(false), json!([])), "off by default");
    let alone = put(json!({"scrapeJavaScript": true})).await;
    assert!(alone.status == StatusCode::BAD_REQUEST && alone.body["scrapeJavaScript"].is_array(), "{}", alone.body);
    for bad in ["*", "https://cdn.example.com", "a b"] {
        let refused = put(json!({"scrapeJavaScriptHosts": [bad]})).await;
        assert!(refused.status == StatusCode::BAD_REQUEST && refused.body["scrapeJavaScriptHosts"].is_array(), "{bad}: {}", refused.body);
    }
    let on = put(json!({"scrapeJavaScriptHosts": ["CDN.example.com", "*.shop.example", " "]})).await.body;
    assert_eq!(state(&on), (json!(true), json!(["cdn.example.com", "*.shop.example"])));
    let stored = world.meta.projects_with_option("fetch_hosts").unwrap();
    assert_eq!(stored, [(world.web.id, r#"["cdn.example.com","*.shop.example"]"#.to_owned())]);

    // A project that is sent back whole: what was changed in it counts.
    let mut whole = on.clone();
    whole["scrapeJavaScript"] = json!(false);
    assert_eq!(state(&put(whole).await.body), (json!(false), json!([])));
    let mut whole = world.as_ann("get", path, None).await.body;
    whole["scrapeJavaScriptHosts"] = json!(["localhost:8080"]);
    assert_eq!(state(&put(whole).await.body), (json!(true), json!(["localhost:8080"])));
    assert_eq!(state(&put(json!({"name": "Web", "scrapeJavaScript": true})).await.body), (json!(true), json!(["localhost:8080"])));
    assert_eq!(state(&put(json!({"scrapeJavaScriptHosts": []})).await.body), (json!(false), json!([])));
    assert_eq!(world.meta.projects_with_option("fetch_hosts").unwrap(), []);
}

#[tokio::test]
async fn keys_are_made_limited_switched_off_and_removed() {
    let world = World::new();
    let path = "/api/0/projects/acme/web/keys/";
    let made = world.as_ann("post", path, Some(json!({"name": "CI", "rateLimit": {"count": 100, "window": 60}}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.body["dsn"]["public"], format!("http://{id}@bartizan.test/{}", world.web.id));
    assert_eq!(world.keys.lookup(&id).unwrap().rate_limit.map(|l| (l.count, l.window_s)), Some((100, 60)));
    let one = format!("{path}{id}/");
    let off = world.as_ann("put", &one, Some(json!({"isActive": false, "rateLimit": null}))).await;
    assert_eq!((&off.body["isActive"], &off.body["rateLimit"]), (&json!(false), &Value::Null));
    assert!(!world.keys.lookup(&id).unwrap().active);
    assert_eq!(world.as_ann("get", &format!("{path}?status=active"), None).await.body.as_array().unwrap().len(), 1);
    assert_eq!(world.as_ann("delete", &one, None).await.status, StatusCode::NO_CONTENT);
    assert!(world.keys.lookup(&id).is_none());
    let endless = world.as_ann("post", path, Some(json!({"rateLimit": {"count": 1, "window": 999_999}}))).await;
    assert_eq!(endless.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nobody_raises_anybody_above_themselves() {
    let world = World::new();
    let (acme, ben) = (world.acme.id, world.meta.member_of_user(world.acme.id, world.ben.id).unwrap());
    world.app.set_role(acme, ben.id, bartizan_domain::organization::Role::Manager).unwrap();
    let ann = world.meta.member_of_user(acme, world.ann.id).unwrap();
    let token = world.full_token(&world.ben);
    let path = |id| format!("/api/0/organizations/acme/members/{id}/");
    for (member, role) in [(ben.id, "owner"), (ann.id, "member")] {
        let answer = world.with_token(&token, "put", &path(member), Some(json!({"orgRole": role}))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role}");
    }
    assert_eq!(world.with_token(&token, "delete", &path(ann.id), None).await.status, StatusCode::FORBIDDEN);
    let invited = json!({"email": "new@example.com", "orgRole": "owner"});
    assert_eq!(world.with_token(&token, "post", "/api/0/organizations/acme/members/", Some(invited)).await.status, StatusCode::FORBIDDEN);
    let alone = world.as_ann("put", &path(ann.id), Some(json!({"orgRole": "member"}))).await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "the last owner stays");
}

#[tokio::test]
async fn teams_have_members_and_projects() {
    let world = World::new();
    let made = world.as_ann("post", "/api/0/organizations/acme/teams/", Some(json!({"name": "Ops Team"}))).await;
    assert_eq!((made.status, &made.body["slug"], &made.body["memberCount"]), (StatusCode::CREATED, &json!("ops-team"), &json!(1)));
    let ben = world.meta.member_of_user(world.acme.id, world.ben.id).unwrap().id;
    let join = format!("/api/0/organizations/acme/members/{ben}/teams/ops-team/");
    assert_eq!(world.as_ann("post", &join, None).await.body["memberCount"], 2);
    assert_eq!(world.as_ann("get", "/api/0/teams/acme/ops-team/members/", None).await.body.as_array().unwrap().len(), 2);
    assert_eq!(world.as_ann("delete", &join, None).await.body["memberCount"], 1);
    let given = world.as_ann("post", "/api/0/projects/acme/web/teams/ops-team/", None).await;
    assert_eq!((given.status, given.body["teams"].as_array().unwrap().len()), (StatusCode::CREATED, 2));
    assert_eq!(world.as_ann("get", "/api/0/teams/acme/ops-team/projects/", None).await.body[0]["slug"], "web");
    assert_eq!(world.as_ann("delete", "/api/0/teams/acme/ops-team/", None).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn tokens_are_shown_once_work_and_are_revoked_at_once() {
    let world = World::new();
    let (cookie, csrf) = world.session(&world.ann);
    let headers = [("cookie", cookie.as_str()), ("x-csrf-token", csrf.as_str())];
    let made = world.call("post", "/api/0/api-tokens/", &headers, Some(json!({"name": "me", "scopes": ["org:read"]}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let token = made.body["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("sntryu_") && token.len() == 71);
    assert_eq!(world.with_token(&token, "get", "/api/0/organizations/acme/", None).await.status, StatusCode::OK);
    let listed = world.call("get", "/api/0/api-tokens/", &headers, None).await;
    assert!(listed.body[0].get("token").is_none() && listed.body[0]["tokenLastCharacters"] == token[67..]);
    assert!(listed.body[0]["dateLastUsed"].is_string());
    let gone = world.call("delete", "/api/0/api-tokens/", &headers, Some(json!({"tokenId": made.body["id"]}))).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(world.with_token(&token, "get", "/api/0/organizations/acme/", None).await.status, StatusCode::UNAUTHORIZED);
    let unknown = world.call("post", "/api/0/api-tokens/", &headers, Some(json!({"scopes": ["org:fly"]}))).await;
    assert!(unknown.body["scopes"].is_array());
}

#[tokio::test]
async fn an_organisation_token_gets_no_more_than_its_maker_has() {
    let world = World::new();
    let path = "/api/0/organizations/acme/org-auth-tokens/";
    let made = world.as_ann("post", path, Some(json!({"name": "ci"}))).await;
    assert_eq!((made.status, &made.body["scopes"]), (StatusCode::CREATED, &json!(["org:ci"])), "{}", made.body);
    let token = made.body["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("sntrys_"));
    assert_eq!(world.with_token(&token, "get", "/api/0/organizations/acme/releases/", None).await.status, StatusCode::OK);
    assert_eq!(world.with_token(&token, "get", "/api/0/organizations/globex/releases/", None).await.status, StatusCode::NOT_FOUND);
    let weak = world.token(&world.ann, &["org:write"]);
    let greedy = world.with_token(&weak, "post", path, Some(json!({"scopes": ["project:admin"]}))).await;
    assert_eq!(greedy.status, StatusCode::BAD_REQUEST, "{}", greedy.body);
}

#[tokio::test]
async fn environments_are_hidden_and_shown() {
    let world = World::new();
    let one = "/api/0/projects/acme/web/environments/production/";
    assert_eq!(world.as_ann("get", "/api/0/organizations/acme/environments/", None).await.body[0]["name"], "production");
    assert_eq!(world.as_ann("put", one, Some(json!({"isHidden": true}))).await.body["isHidden"], true);
    assert_eq!(world.as_ann("get", "/api/0/projects/acme/web/environments/", None).await.body, json!([]));
    assert_eq!(world.as_ann("get", "/api/0/projects/acme/web/environments/?visibility=hidden", None).await.body[0]["isHidden"], true);
}
