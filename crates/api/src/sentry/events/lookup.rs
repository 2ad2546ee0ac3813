//! From an event id to its event, wherever in the organisation it is.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_domain::{EventId, TimeRange};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::event_not_found;
use super::{Event, EventReader, Listing, routes as project_routes};
use crate::auth::{Caller, ProjectAccess};
use crate::{ApiError, ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(resolve))
}

/// Where an event is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResolvedEvent {
    organization_slug: String,
    project_slug: String,
    group_id: Option<String>,
    event_id: String,
    event: Event,
}

/// An event by its id.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/eventids/{event}/", tag = "events",
    security(("bearer" = ["org:read", "event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = ResolvedEvent), (status = 404))
)]
async fn resolve(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, event)): Path<(String, String)>,
) -> ApiResult<Json<ResolvedEvent>> {
    state
        .blocking(move |state| {
            let scopes = ["org:read", "event:read", "event:write", "event:admin"];
            let access = state.organization(&caller, &organization, &scopes)?;
            let event_id: EventId =
                event.parse().map_err(|_| ApiError::bad_request("Invalid event id: 32 hexadecimal digits are required."))?;
            let projects = state.meta.projects(access.organization_id())?;
            let reader = EventReader { state, organization: access.organization_id() };
            let listing = Listing {
                projects: projects.iter().map(|project| project.id).collect(),
                range: TimeRange::ALL,
                filter: Filter::Equals(FieldRef::field("event_id"), FieldValue::Str(event_id.to_string())),
            };
            let loaded = reader.edge(&listing, true)?.ok_or_else(event_not_found)?;
            let project = projects.into_iter().find(|project| project.id == loaded.identity.project_id).ok_or_else(event_not_found)?;
            let found = ProjectAccess { access, project };
            let event = project_routes::in_its_issue(state, &found, &loaded, &[])?;
            Ok(Json(ResolvedEvent {
                organization_slug: found.access.organization.slug,
                project_slug: found.project.slug,
                group_id: event.group_id.clone(),
                event_id: event.event_id.clone(),
                event,
            }))
        })
        .await
}
