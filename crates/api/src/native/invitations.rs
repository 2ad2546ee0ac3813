//! Taking an invitation by its link.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use bartizan_app::InvitationAnswer;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{SessionAnswer, begun};
use crate::auth::MaybeCaller;
use crate::body::JsonBody;
use crate::limit::Device;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(show)).routes(routes!(accept))
}

/// An open invitation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Invitation {
    organization: String,
    organization_name: String,
    email: String,
    role: &'static str,
    /// The address has an account: sign in to take it.
    account_exists: bool,
}

/// What a link offers.
#[utoipa::path(get, path = "/api/native/invitations/{invitation}", tag = "session", security(()),
    params(("invitation" = String, Path, description = "Last part of the link")),
    responses((status = 200, body = Invitation), (status = 403, description = "Unknown or used")))]
async fn show(State(state): State<ApiState>, Path(invitation): Path<String>) -> ApiResult<Json<Invitation>> {
    state
        .blocking(move |state| {
            let (member, account) = state.app.invitation(&invitation)?;
            let organization = state.meta.organization(member.organization_id)?;
            Ok(Json(Invitation {
                organization: organization.slug,
                organization_name: organization.name,
                email: member.email,
                role: member.role.as_str(),
                account_exists: account.is_some(),
            }))
        })
        .await
}

/// Name and password of somebody new; nothing for somebody signed in.
#[derive(Debug, Deserialize, ToSchema)]
struct AcceptBody {
    #[serde(default)]
    name: String,
    password: Option<String>,
}

/// Takes an invitation: as the person signed in, or with a new account of the invited address.
#[utoipa::path(post, path = "/api/native/invitations/{invitation}", tag = "session", security((), ("session" = [])), request_body = AcceptBody,
    params(("invitation" = String, Path, description = "Last part of the link")),
    responses((status = 201, body = SessionAnswer), (status = 400), (status = 403), (status = 409)))]
async fn accept(
    State(state): State<ApiState>,
    MaybeCaller(caller): MaybeCaller,
    Path(invitation): Path<String>,
    Device(device): Device,
    body: JsonBody,
) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let given: AcceptBody = body.parse_declared()?;
            let person = caller.as_ref().filter(|caller| caller.is_session()).and_then(|caller| caller.user_id());
            let answer = match (person, given.password) {
                (Some(id), _) => InvitationAnswer::Existing(id),
                (None, Some(password)) => InvitationAnswer::New { name: given.name, password },
                (None, None) => return Err(ApiError::field("password", "This field is required.")),
            };
            let (_, user) = state.app.accept_invitation(&invitation, &answer)?;
            state.credentials().clear();
            begun(state, StatusCode::CREATED, &state.app.begin_session(user.id, device.as_deref())?)
        })
        .await
}
