//! The OpenAPI document, made of the routes themselves.

use utoipa::Modify;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::router::routes;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Bartizan web API",
        description = "Routes under `/api/0/` answer clients of the ecosystem; routes under `/api/native/` serve Bartizan's own \
                       interface. The scopes of an operation are alternatives: any one is enough.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(),
    ),
    modifiers(&Schemes)
)]
struct Head;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token: `sntryu_…` or `sntrys_…`.")).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = ApiKeyValue::with_description("bartizan_session", "A browser session; unsafe methods also carry `X-CSRF-Token`.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The document without routes.
pub(crate) fn head() -> OpenApi {
    Head::openapi()
}

/// The document.
pub fn openapi() -> OpenApi {
    let mut document = routes().into_openapi();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
            ("head", &mut item.head),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    document
}

/// The operation's name: its method and its path, `get_organizations_organization_issues`. Names of handlers would be
/// shorter and are not unique, and generators of clients need them unique.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/0/").or_else(|| path.strip_prefix("/api/")).unwrap_or(path);
    let mut id = method.to_owned();
    for word in path.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        id.push('_');
        id.push_str(word);
    }
    id
}

/// The document as JSON text, the content of `openapi/bartizan.json`.
pub fn openapi_json() -> String {
    let mut text = openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    #[test]
    fn operation_ids_are_unique() {
        let document: serde_json::Value = serde_json::from_str(&super::openapi_json()).unwrap();
        let mut seen: HashMap<String, String> = HashMap::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no id")).to_owned();
                let here = format!("{method} {path}");
                if let Some(there) = seen.insert(id.clone(), here.clone()) {
                    panic!("{id} names both {there} and {here}");
                }
            }
        }
        assert!(seen.len() > 50);
    }

    #[test]
    fn operation_ids_say_method_and_path() {
        assert_eq!(super::operation_id("get", "/api/0/"), "get");
        assert_eq!(super::operation_id("put", "/api/0/teams/{organization}/{team}/"), "put_teams_organization_team");
        assert_eq!(super::operation_id("get", "/api/native/system"), "get_native_system");
    }
}
