//! Routes under `/api/native/`: what Bartizan's own interface needs beyond the compatible API. Paths end without a
//! slash; otherwise they are written like those of [`crate::sentry`].

mod account;
mod artifacts;
mod bootstrap;
mod deploys;
mod first_event;
mod grouping;
mod invitations;
mod issue_counts;
mod issue_groups;
mod search;
mod session;
mod setup;
mod special;
mod stream;
mod system;
mod test_event;
mod time_to_fix;
mod undo;
mod views;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

/// All routes of this door.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(bootstrap::routes())
        .merge(setup::routes())
        .merge(session::routes())
        .merge(account::routes())
        .merge(invitations::routes())
        .merge(system::routes())
        .merge(deploys::routes())
        .merge(first_event::routes())
        .merge(test_event::routes())
        .merge(stream::routes())
        .merge(issue_counts::routes())
        .merge(issue_groups::routes())
        .merge(views::routes())
        .merge(undo::routes())
        .merge(time_to_fix::routes())
        .merge(artifacts::routes())
        .merge(search::routes())
        .merge(special::routes())
        .merge(grouping::routes())
}
