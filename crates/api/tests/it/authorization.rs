//! Tenants are walls (invariant 6 of the house): every operation of the OpenAPI document is called by a stranger, by a
//! member of another organisation and with a token that lacks its scopes, and none of them gets in. An operation that
//! this test has no case for fails it.

use bartizan_domain::scope::{ALL_SCOPES, ScopeSet};
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::{EVENT, World};

/// Operations that answer strangers.
const PUBLIC: [(&str, &str); 8] = [
    ("get", "/api/0/"),
    ("get", "/api/native/bootstrap"),
    ("post", "/api/native/setup"),
    ("post", "/api/native/session"),
    ("delete", "/api/native/session"),
    ("get", "/api/native/invitations/{invitation}"),
    ("post", "/api/native/invitations/{invitation}"),
    // Takes a DSN instead of a token; without either it refuses, see the test of its own.
    ("post", "/api/0/projects/{organization}/{project}/user-feedback/"),
];

/// Operations about the caller, not about an organisation: any credentials will do, and nobody else is seen.
const OWN: [(&str, &str); 7] = [
    ("get", "/api/0/auth/"),
    ("get", "/api/0/users/me/"),
    ("get", "/api/0/users/me/regions/"),
    ("get", "/api/0/internal/health/"),
    ("get", "/api/0/organizations/"),
    ("post", "/api/0/organizations/"),
    ("get", "/api/0/projects/"),
];

/// An operation as the document has it.
#[derive(Debug, Clone)]
struct Operation {
    method: String,
    path: String,
    security: Vec<Value>,
}

impl Operation {
    fn is(&self, list: &[(&str, &str)]) -> bool {
        list.contains(&(self.method.as_str(), self.path.as_str()))
    }

    fn answers_strangers(&self) -> bool {
        self.security.iter().any(|requirement| requirement.as_object().is_some_and(serde_json::Map::is_empty))
    }

    /// Scopes of which any one is enough; `None` when tokens are not taken at all.
    fn scopes(&self) -> Option<Vec<String>> {
        let bearer = self.security.iter().find_map(|requirement| requirement.get("bearer"))?;
        Some(serde_json::from_value(bearer.clone()).unwrap())
    }

    fn is_in_a_tenant(&self) -> bool {
        self.path.contains("{organization}") || self.path.contains("{issue}") || self.path.contains("{event}")
    }

    /// The path with what is in the world in the place of its parameters.
    fn filled(&self, world: &World) -> String {
        let issue = world.meta.issue_by_number(world.acme.id, world.web.id, 1).unwrap().id;
        let member = world.meta.member_of_user(world.acme.id, world.ben.id).unwrap().id;
        let mut path = String::new();
        for part in self.path.split_inclusive('/') {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.split('}').next()) else {
                path.push_str(part);
                continue;
            };
            path.push_str(&match name {
                "organization" => "acme".to_owned(),
                "project" => "web".to_owned(),
                "team" => "acme".to_owned(),
                "member" => member.to_string(),
                "key" if self.path.contains("/keys/") => world.key.public_key.clone(),
                "key" | "tag" => "server_name".to_owned(),
                "environment" => "production".to_owned(),
                "version" => "web@1.0.0".to_owned(),
                "issue" => issue.to_string(),
                "event" => EVENT.to_owned(),
                "short_id" => "WEB-1".to_owned(),
                "hash" => "07070707070707070707070707070707".to_owned(),
                "token" | "note" | "attachment" | "view" | "artifact" | "job" | "merge" | "query" | "ticket" => "1".to_owned(),
                "invitation" => "1-1-none".to_owned(),
                "session" => "0123456789abcdef".to_owned(),
                other => panic!("{} {}: no sample for the parameter {other}", self.method, self.path),
            });
            path.extend(part.ends_with('/').then_some('/'));
        }
        path
    }

    fn body(&self) -> Option<Value> {
        (self.method != "get").then(|| json!({}))
    }
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&bartizan_api::openapi_json()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation.get("security").and_then(Value::as_array);
            let security = security.unwrap_or_else(|| panic!("{method} {path} does not say who may call it")).clone();
            all.push(Operation { method: method.clone(), path: path.clone(), security });
        }
    }
    all
}

#[test]
fn every_operation_has_a_case() {
    for operation in operations() {
        let cases = [
            operation.is(&PUBLIC),
            operation.is(&OWN),
            operation.is_in_a_tenant() && !operation.is(&PUBLIC),
            operation.scopes().is_none() || operation.path == "/api/native/system",
        ];
        assert!(cases.iter().any(|case| *case), "{} {} has no case", operation.method, operation.path);
        assert_eq!(operation.answers_strangers(), operation.is(&PUBLIC), "{} {}", operation.method, operation.path);
        if operation.is_in_a_tenant() && !operation.is(&PUBLIC) {
            assert!(operation.scopes().is_some_and(|scopes| !scopes.is_empty()), "{} {} names no scope", operation.method, operation.path);
        }
    }
}

#[tokio::test]
async fn strangers_are_refused() {
    let world = World::new();
    for operation in operations().into_iter().filter(|operation| !operation.answers_strangers()) {
        let path = operation.filled(&world);
        for headers in [
            vec![],
            vec![("authorization", "Bearer sntryu_wrong")],
            vec![("cookie", "bartizan_session=wrong")],
            vec![("authorization", "Basic eDo=")],
        ] {
            let answer = world.call(&operation.method, &path, &headers, operation.body()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {path} with {headers:?}", operation.method);
            assert!(answer.body["detail"].is_string(), "{} {path}", operation.method);
        }
    }
}

#[tokio::test]
async fn members_of_another_organisation_are_refused() {
    let world = World::new();
    let token = world.full_token(&world.mallory);
    let organization_token = globex_token(&world);
    let (cookie, csrf) = world.session(&world.mallory);
    for operation in operations().into_iter().filter(|operation| operation.is_in_a_tenant() && !operation.is(&PUBLIC)) {
        let path = operation.filled(&world);
        let bearers = [token.as_str(), organization_token.as_str()].map(|token| format!("Bearer {token}"));
        let callers = [
            vec![("authorization", bearers[0].as_str())],
            vec![("authorization", bearers[1].as_str())],
            vec![("cookie", cookie.as_str()), ("x-csrf-token", csrf.as_str())],
        ];
        for headers in callers {
            let answer = world.call(&operation.method, &path, &headers, operation.body()).await;
            let refused = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
            assert!(refused, "{} {path}: {} {}", operation.method, answer.status, answer.body);
        }
    }
}

fn globex_token(world: &World) -> String {
    let draft = bartizan_app::TokenDraft {
        name: "globex".into(),
        kind: bartizan_app::TokenKind::Organization(world.globex.id),
        scopes: ScopeSet::all(),
        created_by: None,
        expires: None,
    };
    world.app.create_token(&draft).unwrap().text
}

/// A scope that none of these is or is implied by.
fn foreign_scope(scopes: &[String]) -> &'static str {
    let unrelated = |scope: &&str| {
        let set = ScopeSet::parse([*scope]).unwrap();
        !scopes.iter().any(|wanted| set.allows(wanted))
    };
    ALL_SCOPES.into_iter().find(unrelated).unwrap()
}

#[tokio::test]
async fn tokens_without_a_scope_are_refused() {
    let world = World::new();
    for operation in operations().into_iter().filter(|operation| !operation.answers_strangers() && !operation.is(&OWN)) {
        let path = operation.filled(&world);
        let token = match operation.scopes() {
            Some(scopes) => world.token(&world.ann, &[foreign_scope(&scopes)]),
            None => world.full_token(&world.ann),
        };
        let answer = world.with_token(&token, &operation.method, &path, operation.body()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {path}: {}", operation.method, answer.body);
    }
}

/// Without this the walls above could be walls for everybody.
#[tokio::test]
async fn the_owner_with_a_named_scope_gets_in() {
    for operation in operations().into_iter().filter(|operation| operation.is_in_a_tenant() && !operation.is(&PUBLIC)) {
        let world = World::new();
        let path = operation.filled(&world);
        let scopes = operation.scopes().unwrap();
        let token = world.token(&world.ann, &scopes.iter().map(String::as_str).collect::<Vec<_>>());
        let answer = world.with_token(&token, &operation.method, &path, operation.body()).await;
        let refused = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        assert!(!refused && !answer.status.is_server_error(), "{} {path}: {} {}", operation.method, answer.status, answer.body);
        let nothing_to_get = ["/attachments/{attachment}/", "/artifact-bundles/{artifact}/", "/discover/saved/{query}/"];
        let there = operation.method != "get" || nothing_to_get.iter().any(|end| operation.path.ends_with(end));
        assert!(there || answer.status != StatusCode::NOT_FOUND, "{path}: nothing is behind the wall");
    }
}

#[tokio::test]
async fn user_feedback_needs_a_key_of_the_project_or_credentials() {
    let world = World::new();
    let path = "/api/0/projects/acme/web/user-feedback/";
    let body = Some(json!({"event_id": EVENT, "name": "n", "email": "e@example.com", "comments": "c"}));
    let foreign = format!("DSN http://{}@bartizan.test/1", "0".repeat(32));
    for headers in [vec![], vec![("authorization", foreign.as_str())], vec![("authorization", "DSN nonsense")]] {
        let answer = world.call("post", path, &headers, body.clone()).await;
        assert!(matches!(answer.status.as_u16(), 401 | 403), "{headers:?}: {} {}", answer.status, answer.body);
    }
    let mallory = world.with_token(&world.full_token(&world.mallory), "post", path, body).await;
    assert!(matches!(mallory.status.as_u16(), 403 | 404), "{} {}", mallory.status, mallory.body);
}

#[tokio::test]
async fn a_browser_session_changes_nothing_without_its_csrf_token() {
    let world = World::new();
    let (cookie, csrf) = world.session(&world.ann);
    let unsafe_ones = operations().into_iter().filter(|operation| operation.method != "get" && !operation.answers_strangers());
    for operation in unsafe_ones {
        let path = operation.filled(&world);
        for headers in [vec![("cookie", cookie.as_str())], vec![("cookie", cookie.as_str()), ("x-csrf-token", "wrong")]] {
            let answer = world.call(&operation.method, &path, &headers, operation.body()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {path}", operation.method);
        }
    }
    let headers = [("cookie", cookie.as_str()), ("x-csrf-token", csrf.as_str())];
    let made = world.call("post", "/api/0/organizations/acme/teams/", &headers, Some(json!({"slug": "ops"}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
}

#[tokio::test]
async fn what_a_role_may_not_a_token_may_not() {
    let world = World::new();
    let token = world.full_token(&world.ben);
    for (method, path) in [
        ("put", "/api/0/organizations/acme/"),
        ("delete", "/api/0/projects/acme/web/"),
        ("post", "/api/0/organizations/acme/teams/"),
        ("post", "/api/0/projects/acme/web/keys/"),
        ("post", "/api/0/organizations/acme/members/"),
        ("get", "/api/native/system"),
        ("post", "/api/0/organizations/"),
    ] {
        let answer = world.with_token(&token, method, path, Some(json!({"slug": "x", "email": "x@example.com"}))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}: {}", answer.body);
    }
    assert_eq!(world.with_token(&token, "get", "/api/0/projects/acme/web/", None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_superuser_gets_in_everywhere() {
    let world = World::new();
    let token = world.full_token(&world.root);
    for path in ["/api/0/organizations/acme/", "/api/0/projects/globex/none/", "/api/native/system"] {
        let answer = world.with_token(&token, "get", path, None).await;
        let expected = if path.contains("none") { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(answer.status, expected, "{path}");
    }
}
