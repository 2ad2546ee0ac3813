//! Routes under `/api/0/`, compatible with the ecosystem's clients. Foreign words live here and nowhere else.
//!
//! How a route is written: the path ends with a slash; path parameters have one name everywhere (`{organization}`,
//! `{project}`, `{team}`, `{member}`, `{key}`, `{issue}`, `{event}`, `{version}`: the router refuses two names in one
//! place); `security(("bearer" = [..]))` names the scopes of which any one is enough, and the authorisation test walks
//! them. A handler does everything in one `state.blocking(..)`: access first, then the body, then the work.

mod artifacts;
mod attachments;
mod chunk_upload;
mod debug_files;
mod discover;
mod environments;
pub(crate) mod events;
pub(crate) mod issues;
mod keys;
mod members;
mod organizations;
mod project_releases;
mod project_update;
mod projects;
mod release_changes;
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
        .merge(release_changes::routes())
        .merge(project_releases::routes())
        .merge(chunk_upload::routes())
        .merge(artifacts::routes())
        .merge(debug_files::routes())
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
