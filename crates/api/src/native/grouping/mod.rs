//! Grouping of a project: its rules with their history, what new rules would change, and issues that look alike.

mod automatic;
mod compare;
mod merges;
mod preview;
mod regroup;
mod samples;
mod settings;
mod similar;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(settings::routes())
        .merge(preview::routes())
        .merge(automatic::routes())
        .merge(merges::routes())
        .merge(compare::routes())
        .merge(regroup::routes())
        .merge(similar::routes())
}
