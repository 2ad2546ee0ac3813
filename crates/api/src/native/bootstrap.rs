//! The first question of the interface: is there an installation, who am I, where do I belong?

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account::PreferencesBody;
use super::session::Person;
use crate::auth::{Caller, CallerKind, MaybeCaller};
use crate::{ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(bootstrap))
}

/// An organisation the person belongs to.
#[derive(Debug, Serialize, ToSchema)]
struct OrganizationRef {
    id: String,
    slug: String,
    name: String,
}

/// Where the interface begins.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Bootstrap {
    setup_required: bool,
    user: Option<Person>,
    csrf_token: Option<String>,
    version: String,
    base_url: String,
    /// How the person wants the interface.
    preferences: PreferencesBody,
    organizations: Vec<OrganizationRef>,
}

/// Whether the installation is set up, who is signed in, and their organisations.
#[utoipa::path(get, path = "/api/native/bootstrap", tag = "session", security((), ("session" = [])), responses((status = 200, body = Bootstrap)))]
async fn bootstrap(State(state): State<ApiState>, MaybeCaller(caller): MaybeCaller) -> ApiResult<Json<Bootstrap>> {
    state
        .blocking(move |state| {
            let organizations = caller.as_ref().map(|caller| state.organizations_of(caller)).transpose()?.unwrap_or_default();
            let csrf_token = caller.as_ref().and_then(|caller| match &caller.kind {
                CallerKind::Session { csrf_token, .. } => Some(csrf_token.clone()),
                _ => None,
            });
            Ok(Json(Bootstrap {
                setup_required: state.app.needs_set_up()?,
                user: caller.as_ref().and_then(|caller| caller.user.as_ref()).map(Person::from),
                csrf_token,
                version: state.status.version().to_owned(),
                base_url: state.base_url.to_string(),
                preferences: match caller.as_ref().and_then(Caller::user_id) {
                    Some(id) => state.meta.preferences(id)?.into(),
                    None => PreferencesBody::default(),
                },
                organizations: organizations
                    .into_iter()
                    .map(|access| access.organization)
                    .map(|o| OrganizationRef { id: o.id.to_string(), slug: o.slug, name: o.name })
                    .collect(),
            }))
        })
        .await
}
