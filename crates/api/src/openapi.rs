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
    routes().into_openapi()
}

/// The document as JSON text, the content of `openapi/bartizan.json`.
pub fn openapi_json() -> String {
    let mut text = openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}
