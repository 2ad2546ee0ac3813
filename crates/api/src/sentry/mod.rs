//! Routes under `/api/0/`, compatible with the ecosystem's clients. Foreign words live here and nowhere else.
//!
//! How a route is written: the path ends with a slash; path parameters have one name everywhere (`{organization}`,
//! `{project}`, `{team}`, `{member}`, `{key}`, `{issue}`, `{event}`, `{version}`: the router refuses two names in one
//! place); `security(("bearer" = [..]))` names the scopes of which any one is enough, and the authorisation test walks
//! them. A handler does everything in one `state.blocking(..)`: access first, then the body, then the work.

mod root;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

/// All routes of this door.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(root::routes())
}
