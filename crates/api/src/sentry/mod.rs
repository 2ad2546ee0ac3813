//! Routes under `/api/0/`, compatible with the ecosystem's clients. Foreign words live here and nowhere else.
//!
//! How a route is written: the path ends with a slash; path parameters have one name everywhere (`{organization}`,
//! `{project}`, `{team}`, `{member}`, `{key}`, `{issue}`, `{event}`, `{version}`: the router refuses two names in one
//! place); `security(("bearer" = [..]))` names the scopes of which any one is enough, and the authorisation test walks
//! them. A handler does everything in one `state.blocking(..)`: access first, then the body, then the work.

mod attachments;
mod discover;
mod environments;
pub(crate) mod events;
pub(crate) mod issues;
mod keys;
mod members;
mod organizations;
mod project_update;
mod projects;
mod releases;
mod root;
pub(crate) mod search;
pub(crate) mod shapes;
mod stats;
mod stats_v2;
pub(crate) mod tags;
mod teams;
mod tokens;
mod user_reports;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

/// All routes of this door.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(root::routes())
        .merge(organizations::routes())
        .merge(members::routes())
        .merge(teams::routes())
        .merge(projects::routes())
        .merge(keys::routes())
        .merge(environments::routes())
        .merge(releases::routes())
        .merge(tokens::routes())
        .merge(stats::routes())
        .merge(stats_v2::routes())
        .merge(issues::routes())
        .merge(events::routes())
        .merge(discover::routes())
        .merge(tags::routes())
        .merge(attachments::routes())
        .merge(user_reports::routes())
}
